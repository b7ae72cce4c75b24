"""Creating the data file and bringing it up to the latest schema."""

from sqlite3 import Connection

from db import migrations
from db.connection import DataFile, writing
from ntm_desktop.errors import DataFolderError
from ntm_desktop.paths import DataFolder, shown

APPLICATION_ID = 0x4E544D31  # "NTM1", so that `file` and we can tell our files from others


class DataFileTooNewError(DataFolderError):
    """The data file was written by a later version of the program."""

    code = "data_file_too_new"


class DataFolderMissingError(DataFolderError):
    """The data folder cannot be made or reached."""

    code = "data_folder_missing"


def prepare(folder: DataFolder) -> DataFile:
    """Create the data file, or back it up and upgrade it, all or nothing; then give it.

    Raises DataFolderError when the folder cannot be used or the file is of a newer version.
    """
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataFolderMissingError(
            f"Không mở được thư mục dữ liệu {shown(folder.root)}. "
            "Hãy kiểm tra ổ đĩa hoặc quyền ghi."
        ) from error
    file = DataFile(folder.file)
    try:
        with file.session() as store:
            _bring_up(store, folder)
    except BaseException:
        file.close()
        raise
    return file


def _bring_up(store: Connection, folder: DataFolder) -> None:
    version = _version(store)
    if version == migrations.LATEST:
        return
    from db import backup, journal  # hardly ever needed for a start
    from ntm_desktop.domain.progress import Unwatched

    if version:
        backup.copy(folder.file, folder.new_backup(f"v{version}"), Unwatched())
    with writing(store):
        if _version(store) == migrations.LATEST:
            return  # another process was faster
        migrations.upgrade(store)
        journal.rebuild(store)
        store.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        store.execute(f"PRAGMA user_version = {migrations.LATEST}")


def _version(store: Connection) -> int:
    version = int(store.execute("PRAGMA user_version").fetchone()[0])
    if version > migrations.LATEST:
        raise DataFileTooNewError(
            "Tệp dữ liệu được tạo bởi phiên bản mới hơn. Hãy cập nhật chương trình."
        )
    return version
