"""An office takes a whole import back: as if that package had never come (merge.md 34, 35)."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from sqlite3 import Connection

from db import imports, objects, undo
from db.connection import DataFile, writing
from db.files import FileStore
from db.undo import NeededError, Undone
from db.undo_needs import Need
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.errors import DataFolderError, InputError
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.office import Office
from ntm_desktop.services.receiving import Receiving
from ntm_desktop.services.record_words import RecordWords
from ntm_desktop.services.writers import Writers

UNDOING = "Đang hoàn tác"
_MOST_NAMED = 3


class ImportUnknownError(InputError):
    """There is no import of that id."""

    code = "import_unknown"


class ImportUndoneError(InputError):
    """The import was undone before."""

    code = "import_undone"


class StillNeededError(InputError):
    """Something that stays needs what would go; `obstacles` name all of it."""

    code = "import_still_needed"

    def __init__(self, obstacles: Sequence["Obstacle"]) -> None:
        super().__init__(_refusal(obstacles))
        self.obstacles = tuple(obstacles)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that rests on an import: what and whose, in words, and what to do about it."""

    words: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldUndo:
    """What an undo would do: counts of records that go, of those that go back, of files.

    `settled` conflicts would end, `reopened` ones stand again. With `obstacles` it is refused.
    """

    gone: int = 0
    changed: int = 0
    settled: int = 0
    reopened: int = 0
    files: int = 0
    obstacles: tuple[Obstacle, ...] = ()


class Undoing:
    """Takes back what packages brought into one data folder."""

    def __init__(
        self,
        *,
        data: DataFile,
        office: Office,
        catalogue: Catalogue,
        files: FileStore,
        receiving: Receiving,
    ) -> None:
        self._data = data
        self._office = office
        self._catalogue = catalogue
        self._files = files
        self._receiving = receiving

    def would(self, import_id: str) -> WouldUndo:
        """Say what undoing an import would do; changes nothing.

        Raises ImportUnknownError, ImportUndoneError.
        """
        with self._data.session() as store, writing(store):
            row = _standing(store, import_id)
            try:
                done = undo.rehearse(store, row)
            except NeededError as needed:
                return WouldUndo(obstacles=self._obstacles(store, needed.needs))
        return WouldUndo(
            gone=done.gone,
            changed=done.changed,
            settled=done.settled,
            reopened=done.reopened,
            files=len(done.objects),
        )

    def undo(self, import_id: str, progress: Progress) -> frozenset[Topic]:
        """Take an import back, whole or not at all; say what changed.

        Raises StillNeededError, ImportUnknownError, ImportUndoneError. Packages that wait are
        tried again afterwards, for what they waited for may have changed.
        """
        progress.step(UNDOING, 0, 1)
        done = self._undo(import_id)
        self._remove(done.objects)
        self._let_parts_go(import_id)
        progress.step(UNDOING, 1, 1)
        self._receiving.retry_waiting(progress)
        return EVERYTHING

    def _undo(self, import_id: str) -> Undone:
        with self._data.session() as store:
            try:
                with writing(store):
                    return undo.undo(store, _standing(store, import_id))
            except NeededError as needed:
                raise StillNeededError(self._obstacles(store, needed.needs)) from needed

    def _remove(self, sha256s: Iterable[str]) -> None:
        """Remove files that nothing names, now that this is durable; a crash before is harmless.

        So is a file that somebody holds open: it is found unused.
        """
        with self._data.session() as store, writing(store):
            named = objects.expected(store)
            for sha256 in sha256s:
                if sha256 not in named:
                    with suppress(DataFolderError):
                        self._files.remove(sha256)

    def _let_parts_go(self, import_id: str) -> None:
        """Let go the parts of the package that wait for others of it."""
        with self._data.session() as store:
            package = imports.package(store, import_id)
        for each in self._receiving.waiting():
            if each.package == package:
                self._receiving.give_up(each.package, each.part)

    def _obstacles(self, store: Connection, needs: Iterable[Need]) -> tuple[Obstacle, ...]:
        words, writers = RecordWords(store, self._catalogue), Writers(store, self._office)
        return tuple(_obstacle(need, words, writers) for need in needs)


def _standing(store: Connection, import_id: str) -> int:
    found = undo.row_of(store, import_id)
    if found is None:
        raise ImportUnknownError(
            "Không có lần nhập nào mang mã này. Hãy xem danh sách trong sổ gửi, nhận hồ sơ."
        )
    row, stands = found
    if not stands:
        raise ImportUndoneError("Lần nhập này đã được hoàn tác trước đây.")
    return row


def _obstacle(need: Need, words: RecordWords, writers: Writers) -> Obstacle:
    came = need.brought_by
    package = f"gói số {came.number} của {came.sender}" if came else ""
    if need.revision is None:
        what = f"khóa của {need.name} chỉ được biết qua gói này"
        first = f"hoàn tác {package} trước" if came else ""
        trust = f"tự tin cậy khóa của {need.name}"
        return Obstacle(what, " hoặc ".join(filter(None, (first, trust))))
    writer = writers.of(need.revision)
    whose = ", ".join(filter(None, (writer.office, writer.pc, writer.author)))
    what = f"{words.record(need.revision.record)} ({whose})"
    if came is None:
        return Obstacle(what, "sửa trực tiếp số liệu đã nhập tại đây thay vì hoàn tác")
    return Obstacle(what, f"hoàn tác {package} trước")


def _refusal(obstacles: Sequence[Obstacle]) -> str:
    named = "; ".join(each.words for each in obstacles[:_MOST_NAMED])
    others = len(obstacles) - _MOST_NAMED
    more = f" và {others} nội dung khác" if others > 0 else ""
    advice = dict.fromkeys(each.advice for each in obstacles)
    steps = "; ".join(list(advice)[:_MOST_NAMED])
    return f"Chưa hoàn tác được, vì còn nội dung dựa vào gói này: {named}{more}. Hãy {steps}."
