"""Who wrote a revision, in words: person, office, PC and time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from sqlite3 import Connection
from typing import Final, NamedTuple

from db import installation, trust
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.revision import Revision
from ntm_desktop.services.office import Office
from ntm_desktop.services.origins import Reason

HERE: Final = "máy này"
ODD: Final = "giờ trên máy có thể sai"
_UNKNOWN: Final = "đơn vị chưa rõ"
_SLACK: Final = timedelta(hours=1)
_EARLIEST: Final = datetime(2015, 1, 1, tzinfo=UTC)


class Named(NamedTuple):
    """An office: its unit's code, and its name."""

    unit: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who wrote something, when and where.

    `said` is the time by that PC's clock as it was written, `at` the same as local time (None
    where it is no time); `odd` times are shown all the same (merge.md 23). `pc` is "máy này", or
    "máy" with the four digits its packages bear.
    """

    author: str
    said: str
    at: datetime | None
    odd: bool
    unit: str
    office: str
    pc: str
    here: bool

    @property
    def when(self) -> str:
        """Word the time: 02/10/2024 14:05."""
        return f"{self.at:%d/%m/%Y %H:%M}" if self.at else self.said

    @property
    def words(self) -> str:
        """Say it in one line: "02/10/2024 14:05 · Nông Văn A · Xã Tân Thành, máy này"."""
        when = f"{self.when} ({ODD})" if self.odd else self.when
        return " · ".join(filter(None, (when, self.author, f"{self.office}, {self.pc}")))


class Writers:
    """Knows the offices by the keys their chains are named after (merge.md 6)."""

    def __init__(self, store: Connection, office: Office) -> None:
        self._offices = _offices(store, office)
        here = installation.read(store)
        # What was written under the origin of a folder this is a copy of was written elsewhere.
        self._own = set(installation.former_origins(store, but_for=Reason.COPIED))
        self._own |= {here.identity.origin if here else office.identity.origin}

    def of(self, revision: Revision) -> Writer:
        """Say who wrote a revision."""
        key, _, machine = revision.origin.partition(".")
        here = revision.origin in self._own
        named = self._offices.get(key, Named("", _UNKNOWN))
        at = moment(revision.at)
        return Writer(
            author=revision.author,
            said=revision.at,
            at=at,
            odd=at is None or is_odd(at),
            unit=named.unit,
            office=named.name,
            pc=HERE if here else f"máy {machine[:4]}",
            here=here,
        )


def moment(at: str) -> datetime | None:
    """Read a time of a revision (ISO 8601) as local time; None for what is none."""
    try:
        found = datetime.fromisoformat(at)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def is_odd(at: datetime) -> bool:
    """Tell whether a time cannot be right: still to come, or from before the program."""
    return not _EARLIEST < at < datetime.now(UTC) + _SLACK


def _offices(store: Connection, office: Office) -> Mapping[str, Named]:
    found = {
        origin_prefix(key.signing_key): Named(key.unit, key.name) for key, _ in trust.known(store)
    }
    own = Named(office.unit.code, office.unit.name)
    former = {origin.partition(".")[0] for origin in installation.former_origins(store)}
    return {**found, **dict.fromkeys(former, own), origin_prefix(office.signing_key): own}
