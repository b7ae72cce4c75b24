"""Copying the data file while others write to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from db.connection import DataFolderNotWritableError, told_plainly
from ntm_desktop import held_files
from ntm_desktop.domain.progress import Progress
from ntm_desktop.errors import DataFolderError
from ntm_desktop.paths import reachable, shown

PAGES_A_STEP = 256  # 1 MiB


class BackupDamagedError(DataFolderError):
    """A copy did not come out whole."""

    code = "backup_damaged"


class BackupNotWrittenError(DataFolderError):
    """A copy could not be written where it should go."""

    code = "backup_not_written"


def copy(source: Path, target: Path, progress: Progress) -> Path:
    """Copy one consistent state and verify it; the target appears when it is whole, or never.

    Raises DataFolderError. A file that was there under the target's name is replaced at the end.
    """
    given, source, target = target, reachable(source), reachable(target)
    partial = target.with_name(f"{target.name}.partial")
    try:
        _check_place(source, target)
        held_files.remove(partial)
        with told_plainly():
            _copy(source, partial, progress)
            _verify(partial)
        held_files.replace(partial, target)
    except (OSError, DataFolderNotWritableError) as error:
        raise BackupNotWrittenError(
            f"Không ghi được bản sao lưu vào {shown(target.parent)}. "
            "Hãy kiểm tra ổ đĩa hoặc chọn nơi khác."
        ) from error
    finally:
        held_files.clear(partial)
    return given


def _check_place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.samefile(source):
        raise BackupNotWrittenError(
            "Không sao lưu đè lên chính tệp dữ liệu được. Hãy chọn tên khác."
        )


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
    if not _is_whole(partial):
        raise BackupDamagedError("Bản sao lưu không nguyên vẹn. Hãy sao lưu lại sang nơi khác.")


def _is_whole(partial: Path) -> bool:
    with closing(sqlite3.connect(partial)) as copied:
        try:
            return bool(copied.execute("PRAGMA quick_check").fetchone()[0] == "ok")
        except sqlite3.DatabaseError:
            return False
