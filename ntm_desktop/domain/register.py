"""The register of packages (sổ gửi, nhận hồ sơ): what went out, what came in, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fate(StrEnum):
    """What became of a package."""

    SENT = "sent"
    CONFIRMED = "confirmed"
    RESENT = "resent"
    IMPORTED = "imported"
    UNDONE = "undone"
    WAITING = "waiting"
    REFUSED = "refused"

    @property
    def is_outgoing(self) -> bool:
        """Tell whether it went out from here."""
        return self in {Fate.SENT, Fate.CONFIRMED, Fate.RESENT}


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A file as it was called; `size` in bytes and SHA-256 in hex, where they were kept."""

    name: str
    part: int = 1
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One package, or files of it: times are local, by this PC's clock.

    `unit` and `name` are of whom it went to or came from, "" where the file did not say. `until`
    is when it was confirmed or undone; `why` what it waits for, or why it was refused. `parts` is
    how many it has, 0 where that is not known.
    """

    fate: Fate
    at: datetime
    unit: str
    name: str
    number: int | None
    parts: int
    files: tuple[RegisterFile, ...]
    revisions: int | None = None
    objects: int | None = None
    until: datetime | None = None
    why: str = ""
    import_id: str | None = None

    @property
    def counterpart(self) -> str:
        """Name the other office: "Xã Tân Thành (06379)"."""
        if not self.name or self.name == self.unit:
            return self.unit
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def outcome(self) -> str:
        """Say what became of it, in words."""
        return _OUTCOMES[self.fate].format(
            until=f"{self.until:%d/%m/%Y %H:%M}" if self.until else "", why=self.why
        )


_OUTCOMES = {
    Fate.SENT: "Đã gửi, chưa có biên nhận",
    Fate.CONFIRMED: "Đã gửi, có biên nhận {until}",
    Fate.RESENT: "Gửi lại",
    Fate.IMPORTED: "Đã nhập",
    Fate.UNDONE: "Đã nhập, hoàn tác {until}",
    Fate.WAITING: "Đang chờ: {why}",
    Fate.REFUSED: "Không nhận: {why}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The whole register of an office, newest first."""

    unit: str
    name: str
    made_at: datetime
    lines: tuple[RegisterLine, ...]
    practice: bool = False
