"""One exchange through the shared folder: read what others put there, put, tidy up."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from sqlite3 import Connection
from typing import TYPE_CHECKING, Final, NamedTuple

from db import exports, installation, neighbours, objects
from db.connection import reading
from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.neighbours import Lying, Own, Peer, has_news, may_go
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import DataFolderError
from ntm_desktop.exchange.package import bag
from ntm_desktop.services.folder_notes import FileNote, Found, Notes
from ntm_desktop.services.folder_reading import Reader, TakenLine
from ntm_desktop.services.other_pcs import living

if TYPE_CHECKING:
    from ntm_desktop.services.sending import Sending

_STAYS_SO: Final = (
    "Đã xem lại nhiều lần mà vẫn không đọc được. Hãy trao đổi lại từ máy đã lập gói; nếu tệp "
    "không phải của máy nào thì xóa đi."
)


class FileLine(NamedTuple):
    """A file of the folder, and what is to be said of it."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What one exchange did; every name is a file's in the shared folder.

    `waiting` need something first; `incomplete` may still be on their way; `unreadable` stayed so
    for long or can never be used. `notices` say in sentences what stood in the way.
    """

    reachable: bool = True
    sent: tuple[str, ...] = ()
    taken: tuple[TakenLine, ...] = ()
    waiting: tuple[FileLine, ...] = ()
    incomplete: tuple[str, ...] = ()
    unreadable: tuple[FileLine, ...] = ()
    removed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    changed: frozenset[Topic] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """What this PC holds, and what it knows of the others, in one state of the data.

    `receipt` and `basis` are digests of what it would tell, and of all that decides whether to.
    """

    own: Own
    origin: str
    peers: tuple[Peer, ...]
    receipt: str
    basis: str

    @classmethod
    def read(cls, store: Connection, unit: str, notes: Notes) -> "_Here":
        here = installation.read(store)
        origin = here.identity.origin if here else ""
        ends = exports.chain_ends(store)
        receipts = living(store, unit)
        missing = objects.missing(store, exports.scopes(store))
        receipt = _digest(origin, [(*end[:3], end.id.hex()) for end in ends], missing)
        seen = [[each.installation, each.number] for each in receipts]
        wanted = {digest for each in receipts for digest in each.missing}
        return cls(
            own=Own(
                origins=frozenset({origin, *installation.former_origins(store)}),
                ends=tuple(ends),
                objects=neighbours.at_hand(store, wanted),
                is_told=notes.told == receipt,
            ),
            origin=origin,
            peers=tuple(
                Peer(
                    origin=each.installation,
                    ends=each.ends,
                    missing=frozenset(each.missing),
                    heard=notes.heard.get(each.installation, {}).get(origin, 0),
                )
                for each in receipts
            ),
            receipt=receipt,
            basis=_digest(receipt, seen),
        )


@dataclass(slots=True, kw_only=True)
class Round:
    """One exchange under way."""

    reader: Reader
    sending: "Sending"
    year: int
    sent: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def run(self) -> Exchanged:
        """Read, put, tidy up; raises CancelledError, and goes on where it was the next time."""
        reader = self.reader
        try:
            reader.take_all()
        except OSError:
            reader.notices.append(
                f"Chưa mở được thư mục dùng chung “{reader.folder}”. Hãy kiểm tra mạng hoặc ổ "
                "đĩa; chương trình sẽ tự thử lại."
            )
            return self._done(reachable=False)
        self._sweep()
        self._put()
        self._tidy_up()
        reader.notes.at = datetime.now(UTC).isoformat(timespec="seconds")
        return self._done(reachable=True)

    def _sweep(self) -> None:
        """Remove what a power cut left of own packages: there already at the last exchange."""
        notes, folder = self.reader.notes, self.reader.folder
        own = bag.unfinished(self.reader.unit, self._here().origin)
        there = {}
        with suppress(OSError):
            there = {path.name: path.lstat().st_mtime_ns for path in folder.glob(own)}
        for name, mtime in list(there.items()):
            if notes.left.get(name) == mtime:
                with suppress(OSError):
                    (folder / name).unlink()
                del there[name]
        notes.left = there

    def _put(self) -> None:
        """Write a package where some PC of the office would lack something without it."""
        here, notes = self._here(), self.reader.notes
        lying = notes.lying
        if not has_news(here.own, here.peers, lying) or self._would_repeat(here, lying):
            return
        try:
            made = self.sending.export(
                self.reader.folder,
                keys=self.reader.keys,
                year=self.year,
                progress=self.reader.progress,
                to=self.reader.unit,
            )
        except DataFolderError as trouble:
            self.reader.notices.append(str(trouble))
            return
        notes.told, notes.basis, notes.last = here.receipt, here.basis, made.id
        self.reader.changed |= {Topic.PACKAGES}
        for path in [part.path for part in made.files]:
            self.sent.append(path.name)
            self.reader.note_own(path)

    def _would_repeat(self, here: _Here, lying: Sequence[Lying]) -> bool:
        """Tell whether it would say the same as the last package, unless somebody removed that.

        What no signed head covers cannot travel, so that some PC lacks it for ever (merge.md 11).
        """
        notes = self.reader.notes
        return notes.basis == here.basis and (
            not notes.last or any(each.package == notes.last for each in lying)
        )

    def _tidy_up(self) -> None:
        """Remove own packages that every living PC has all of; never another's."""
        here, notes = self._here(), self.reader.notes
        lying = notes.lying
        for name, note in list(notes.files.items()):
            if note.found is not Found.OWN or note.lying is None:
                continue
            if may_go(note.lying, here.origin, here.peers, lying) and self._remove(name, note):
                self.removed.append(name)
                del notes.files[name]
                notes.last = "" if notes.last == note.lying.package else notes.last

    def _here(self) -> _Here:
        with self.reader.data.session() as store, reading(store):
            return _Here.read(store, self.reader.unit, self.reader.notes)

    def _remove(self, name: str, note: FileNote) -> bool:
        """Remove a file unless it is another by now; False where the folder does not let us."""
        path = self.reader.folder / name
        try:
            if note.is_of(path.lstat()):
                path.unlink()
                return True
        except OSError:
            pass
        return False

    def _done(self, *, reachable: bool) -> Exchanged:
        reader = self.reader
        reader.notes.trouble = " ".join(reader.notices)
        needs = {each.package: each.needs for each in reader.receiving.waiting()}
        return Exchanged(
            reachable=reachable,
            sent=tuple(self.sent),
            taken=tuple(reader.taken),
            waiting=waiting_lines(reader.notes, needs),
            incomplete=tuple(sorted(incomplete(reader.notes))),
            unreadable=unreadable_lines(reader.notes),
            removed=tuple(self.removed),
            notices=tuple(reader.notices),
            changed=reader.changed,
        )


def waiting_lines(notes: Notes, needs: dict[str, tuple[str, ...]]) -> tuple[FileLine, ...]:
    """List the files that wait: for a gap (by package in `needs`), or for trust."""
    found = []
    for name, note in sorted(notes.files.items()):
        if note.found is Found.STRANGER:
            found.append(FileLine(name, note.sentence))
        elif note.lying is not None and note.lying.package in needs:
            found.append(FileLine(name, "; ".join(needs[note.lying.package])))
    return tuple(found)


def incomplete(notes: Notes) -> Iterable[str]:
    """Name the files that may still be on their way."""
    return (n for n, note in notes.files.items() if note.is_bad and not note.is_to_be_told)


def unreadable_lines(notes: Notes) -> tuple[FileLine, ...]:
    """List the files that stayed unreadable for long, or that can never be used."""
    return tuple(
        FileLine(name, note.sentence if note.found is Found.REFUSED else _STAYS_SO)
        for name, note in sorted(notes.files.items())
        if note.is_to_be_told
    )


def _digest(*parts: object) -> str:
    return sha256(canonical(list(parts))).hexdigest()
