"""Going back to a copy of the data file, without ever writing on under its old origin."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from db import backup, installation
from db.connection import DataFileDamagedError, session, told_plainly
from db.data_file import APPLICATION_ID, prepare
from db.installation import Installation
from ntm_desktop import held_files
from ntm_desktop.domain.progress import Progress
from ntm_desktop.errors import InputError
from ntm_desktop.paths import DataFolder, reachable
from ntm_desktop.services import origins

_STAGING = "restoring"


class NotABackupError(InputError):
    """The file is no copy of a data file of ours, or a damaged one."""

    code = "not_a_backup"


class OtherOfficesBackupError(InputError):
    """The copy belongs to another office than the data folder."""

    code = "other_offices_backup"


def restore(root: Path, copy: Path, progress: Progress) -> Path | None:
    """Put a backup in the place of the data file, whole or not at all; long work.

    What is there now is backed up first; that copy is given, None if there was nothing readable.
    The installation gets a new origin, for its later work may exist elsewhere (merge.md 10).
    Raises NotABackupError, OtherOfficesBackupError, DataFolderError.
    """
    _check(copy)
    folder = DataFolder(root)
    staging = DataFolder(folder.cache / _STAGING)
    shutil.rmtree(staging.root, ignore_errors=True)  # left by a power cut
    try:
        with told_plainly():
            backup.copy(copy, staging.file, progress)
            _make_ready(staging, folder)
            before = _save_present(folder, progress)
            _swap(staging, folder)
    finally:
        shutil.rmtree(staging.root, ignore_errors=True)
    data = prepare(folder)
    try:
        origins.after_change(folder, data)
    finally:
        data.close()
    return before


def _check(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(_to_read(copy), uri=True)) as store:
            ours = store.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            whole = store.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.Error as error:
        raise _no_backup(copy) from error
    if not (ours and whole):
        raise _no_backup(copy)


def _to_read(copy: Path) -> str:
    """Name a file for SQLite to open for reading; a share on a network is no host to it."""
    return f"file:{quote(str(reachable(copy).absolute()))}?mode=ro"


def _no_backup(copy: Path) -> NotABackupError:
    return NotABackupError(
        f"Tệp “{copy.name}” không phải bản sao lưu, hoặc đã hỏng. Hãy chọn tệp khác trong thư mục "
        "backups. Dữ liệu đang dùng không thay đổi."
    )


def _make_ready(staging: DataFolder, folder: DataFolder) -> None:
    """Upgrade the copy and give it its new origin before anybody can write with it."""
    data = prepare(staging)
    present = _present(folder)
    try:
        with data.session() as store:
            found = installation.read(store)
            if found is None:
                return
            if present is not None:
                _check_same_office(found, present)
                # The key file is not part of the copy: the key in force stays the present one.
                installation.change_key(store, present.signing_key, present.age_recipient)
            origins.renew(store, origins.Reason.RESTORED)
    finally:
        data.close()


def _check_same_office(copied: Installation, present: Installation) -> None:
    if copied.identity.unit != present.identity.unit:
        raise OtherOfficesBackupError(
            f"Bản sao lưu này của đơn vị {copied.identity.unit}, không phải "
            f"{present.identity.unit}. Dữ liệu đang dùng không thay đổi."
        )


def _present(folder: DataFolder) -> Installation | None:
    """Read whose data folder it is; None if that cannot be read any more."""
    if not folder.file.exists():
        return None
    with suppress(DataFileDamagedError, sqlite3.Error), session(folder.file) as store:
        return installation.read(store)
    return None


def _save_present(folder: DataFolder, progress: Progress) -> Path | None:
    if not folder.file.exists():
        return None
    try:
        return backup.copy(folder.file, folder.new_backup("truoc-phuc-hoi"), progress)
    except (backup.BackupDamagedError, DataFileDamagedError):
        return None


def _swap(staging: DataFolder, folder: DataFolder) -> None:
    """Write the copy over the data file in one transaction; a damaged one is put aside."""
    try:
        with (
            closing(sqlite3.connect(staging.file)) as source,
            closing(sqlite3.connect(folder.file, timeout=10)) as target,
        ):
            source.backup(target)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # busy, or the disk is full: nothing has changed
        aside = folder.new_backup("hong")
        aside.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("-wal", "-shm"):
            folder.file.with_name(folder.file.name + suffix).unlink(missing_ok=True)
        held_files.replace(folder.file, aside)
        held_files.replace(staging.file, folder.file)
