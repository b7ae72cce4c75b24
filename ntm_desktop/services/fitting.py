"""Which criteria sets are meant for whom: a garden is not measured as a commune."""

from collections.abc import Mapping
from typing import Final

from db import subjects, units
from db.connection import DataFile
from ntm_desktop.domain.assessment import Sheet, key_of
from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.subject import assessed_as
from ntm_desktop.errors import InputError

_WHOM: Final[Mapping[str, str]] = {
    "commune": "xã, phường, thị trấn",
    "district": "huyện",
    "village": "thôn",
    "residential_area": "khu dân cư",
    "garden": "vườn",
    "province": "tỉnh",
    "agency": "cơ quan",
}


class SetOfAnotherKindError(InputError):
    """A criteria set is meant for another kind of subject."""

    code = "set_of_another_kind"


def check_set(criteria_set: CriteriaSet, kind: str) -> None:
    """Let a set be used for a kind of unit or subject; raises SetOfAnotherKindError."""
    if criteria_set.subject != assessed_as(kind):
        meant, given = (
            _WHOM.get(each, each) for each in (criteria_set.subject, assessed_as(kind))
        )
        raise SetOfAnotherKindError(
            f"“{criteria_set.name}” là bộ tiêu chí của {meant}, không dùng cho {given}. "
            "Hãy chọn bộ khác."
        )


def check_sheet(data: DataFile, sheet: Sheet, criteria_set: CriteriaSet) -> None:
    """Let a sheet be opened if its set is meant for its subject; raises SetOfAnotherKindError."""
    with data.session() as store:
        if key_of(sheet.subject):
            below = subjects.find(store, sheet.subject)
            kind = below.kind.value if below else ""
        else:
            unit = units.find(store, sheet.subject)
            kind = unit.kind if unit else ""
    if kind:
        check_set(criteria_set, kind)
