"""Which criteria sets an office works with: begun and left at any time, what was entered stays."""

from collections.abc import Iterable, Sequence
from sqlite3 import Connection
from typing import Final

from db import installation
from db.connection import DataFile, writing
from ntm_desktop.domain.criteria import CriteriaSet, SetId
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.subject import assessed_as
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.services import office
from ntm_desktop.services.catalogue import Catalogue

_UNITS: Final = ("commune", "district")
"""What units are assessed as; villages and gardens have sets of their own."""


def sets_of(role: Role, kind: str, sets: Iterable[CriteriaSet]) -> list[CriteriaSet]:
    """Give the sets that an office can work with: its unit's own, or those it appraises by."""
    assessed = {assessed_as(kind)} if role is Role.COMMUNE else {*_UNITS}
    return [one for one in sets if one.subject in assessed]


class NoSetLeftError(InputError):
    """An office works with at least one set."""

    code = "no_set_left"


class NotForOfficeError(InputError):
    """The set is for subjects that the office does not assess as a whole."""

    code = "set_not_for_office"


class OfficeSets:
    """The sets one PC of an office offers, in the order they were begun."""

    def __init__(self, *, data: DataFile, role: Role, kind: str, catalogue: Catalogue) -> None:
        self._data = data
        self._role = role
        self._kind = kind
        self._catalogue = catalogue

    def in_use(self) -> Sequence[SetId]:
        """Give the sets the office works with."""
        with self._data.session() as store:
            return office.sets_in_use(store)

    def absent(self) -> str:
        """Say which of them are not here any more, and what to do; nothing where all are."""
        missing = [id_ for id_ in self.in_use() if not self._catalogue.has(id_)]
        if not missing:
            return ""
        return (
            f"Máy này không có bộ tiêu chí “{', '.join(missing)}” mà đơn vị đang dùng. Số liệu "
            "vẫn được giữ. Hãy xin tệp bộ tiêu chí rồi nhập ở trang Bộ tiêu chí."
        )

    def may_use(self, criteria: CriteriaSet) -> bool:
        """Tell whether a set is for units such as the office sees."""
        return bool(sets_of(self._role, self._kind, [criteria]))

    def use(self, set_id: str) -> frozenset[Topic]:
        """Begin with a set; raises UnknownSetError, NotForOfficeError."""
        criteria = self._catalogue.criteria_set(set_id)
        if not self.may_use(criteria):
            raise NotForOfficeError(
                f"“{criteria.name}” không dùng cho cả đơn vị. Bộ của thôn, khu dân cư, vườn được "
                "chọn ở trang Mô hình."
            )
        with self._data.session() as store, writing(store):
            return _change(store, [*office.sets_in_use(store), criteria.id])

    def leave(self, set_id: str) -> frozenset[Topic]:
        """Offer a set no more, all that was entered stays; raises NoSetLeftError."""
        with self._data.session() as store, writing(store):
            kept = [each for each in office.sets_in_use(store) if each != set_id]
            if not kept:
                raise NoSetLeftError(
                    "Đơn vị phải dùng ít nhất một bộ tiêu chí. Hãy chọn thêm bộ khác trước khi "
                    "bỏ bộ này."
                )
            return _change(store, kept)


def _change(store: Connection, wanted: Sequence[SetId]) -> frozenset[Topic]:
    chosen = tuple(dict.fromkeys(wanted))
    if chosen == office.sets_in_use(store):
        return frozenset()
    installation.change_setting(store, office.SETS, list(chosen))
    return frozenset({Topic.SETS})
