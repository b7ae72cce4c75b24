"""Copying the data file while others write to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from db.connection import told_plainly
from ntm_desktop.domain.progress import Progress
from ntm_desktop.errors import DataFolderError

PAGES_A_STEP = 256  # 1 MiB


class BackupDamagedError(DataFolderError):
    """A copy did not come out whole."""

    code = "backup_damaged"


def copy(source: Path, target: Path, progress: Progress) -> Path:
    """Copy one consistent state and verify it; the target appears when it is whole, or never."""
    partial = target.with_suffix(".partial")
    try:
        with told_plainly():
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, partial, progress)
            _verify(partial)
        return partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _copy(source: Path, partial: Path, progress: Progress) -> None:
    with closing(sqlite3.connect(source)) as data, closing(sqlite3.connect(partial)) as copied:
        data.backup(
            copied,
            pages=PAGES_A_STEP,
            progress=lambda _, left, total: progress.step("Sao lưu", total - left, total),
        )
        # A copy in WAL mode would need its -wal beside it; on a stick it must stand alone.
        copied.execute("PRAGMA journal_mode = DELETE")


def _verify(partial: Path) -> None:
    with closing(sqlite3.connect(partial)) as copied:
        found = copied.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise BackupDamagedError("Bản sao lưu không nguyên vẹn. Hãy sao lưu lại sang nơi khác.")
