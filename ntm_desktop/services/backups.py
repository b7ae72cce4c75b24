"""Copies of the data file, made while work goes on, and thinned as they age."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db import backup, installation, journal
from db.connection import DataFile
from ntm_desktop.domain.progress import Progress
from ntm_desktop.paths import DataFolder, reachable

KEPT = 10
_SETTING = "backed_up_revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """A verified copy: where, how large (bytes) and when (UTC)."""

    path: Path
    size: int
    at: datetime


class Backups:
    """The backups of one data folder."""

    def __init__(self, folder: DataFolder, data: DataFile) -> None:
        self._folder = folder
        self._data = data

    def make(self, target: Path | None, progress: Progress) -> BackupMade:
        """Copy the data file as it is now to `target` or the backups folder; long work."""
        if target is None:
            return self._keep("tay", progress)
        return _made(backup.copy(self._folder.file, target, progress))

    def on_closing(self, progress: Progress) -> BackupMade | None:
        """Copy the data file if anything changed since the last copy, and thin the old ones."""
        with self._data.session() as store:
            unchanged = journal.mark(store) == installation.setting(store, _SETTING)
        if unchanged:
            return None
        made = self._keep("dong", progress)
        for path in surplus(self._all()):
            if path != made.path:  # whatever the clock says, it is the newest
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        return made

    def _keep(self, label: str, progress: Progress) -> BackupMade:
        """Copy to the backups folder; only such a copy makes the next one needless."""
        with self._data.session() as store:
            mark = journal.mark(store)
        made = backup.copy(self._folder.file, self._folder.new_backup(label), progress)
        with self._data.session() as store:
            installation.change_setting(store, _SETTING, mark)
        return _made(made)

    def latest(self) -> BackupMade | None:
        """Give the newest copy in the backups folder."""
        found = self._all()
        return _made(found[-1]) if found else None

    def _all(self) -> list[Path]:
        found = self._folder.backups.glob("ntm-*.sqlite3")
        return sorted(found, key=lambda path: path.stat().st_mtime)


def surplus(oldest_first: Iterable[Path]) -> list[Path]:
    """Choose what to give up beyond ten: the newest of each day, week and month stay longest."""
    newest_first = list(oldest_first)[::-1]
    kept: dict[Path, None] = dict.fromkeys(newest_first[:3])
    for form in ("%Y-%j", "%Y-%W", "%Y-%m"):
        seen: set[str] = set()
        for path in newest_first:
            period = f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):{form}}"
            if period not in seen and len(seen) < KEPT // 3:
                seen.add(period)
                kept[path] = None
    for path in newest_first:
        if len(kept) >= KEPT:
            break
        kept[path] = None
    return [path for path in newest_first if path not in kept]


def _made(path: Path) -> BackupMade:
    status = reachable(path).stat()
    return BackupMade(
        path=path, size=status.st_size, at=datetime.fromtimestamp(status.st_mtime, UTC)
    )
