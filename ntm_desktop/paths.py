"""Where things lie in the data folder."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_LONGEST: Final = 247
"""Of a path on Windows, unless it says that it may be longer: MAX_PATH less a name of 8.3."""
_DEEPEST: Final = 120
"""Characters of the longest path below the data folder: a copy to look at, under its own name."""
_ENDINGS: Final = 30
"""What is put after a name while a file is written."""
_LONG, _LONG_SHARE = "\\\\?\\", "\\\\?\\UNC\\"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One office's data."""

    root: Path

    def __post_init__(self) -> None:
        """Let files be reached however deep down the folder lies."""
        object.__setattr__(self, "root", reachable(self.root, room=_DEEPEST))

    @property
    def file(self) -> Path:
        """The database."""
        return self.root / "ntm.sqlite3"

    @property
    def files(self) -> Path:
        """The evidence store."""
        return self.root / "files"

    @property
    def keys(self) -> Path:
        """The office's keys."""
        return self.root / "keys"

    @property
    def key_file(self) -> Path:
        """The office's secret keys, under its passphrase."""
        return self.keys / "office.key"

    @property
    def inbox(self) -> Path:
        """Packages received that still wait for something."""
        return self.root / "inbox"

    @property
    def outbox(self) -> Path:
        """Packages made here, unless another place was chosen."""
        return self.root / "outbox"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        """What happened, for support."""
        return self.root / "logs"

    @property
    def criteria(self) -> Path:
        """Criteria sets newer than the program's own, as updates brought them."""
        return self.root / "criteria"

    @property
    def cache(self) -> Path:
        """What can be made again at any time."""
        return self.root / "cache"

    def new_backup(self, label: str) -> Path:
        """Name a backup that does not exist yet."""
        import secrets  # not needed for a start

        moment = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        return self.backups / f"ntm-{label}-{moment}-{secrets.token_hex(2)}.sqlite3"


def reachable(path: Path, room: int = _ENDINGS) -> Path:
    """Name a file so that Windows opens it however long its path is; elsewhere as it is.

    `room` is what may still be added to the path.
    """
    if os.name != "nt":
        return path
    whole = os.path.abspath(path)  # noqa: PTH100 - `absolute` leaves ".." in, which means nothing
    return Path(extended(whole)) if len(whole) + room > _LONGEST else path


def extended(whole: str) -> str:
    r"""Spell an absolute path of Windows as one without a limit: `\\?\C:\…`, `\\?\UNC\…`."""
    if whole.startswith(("\\\\?\\", "\\\\.\\")):
        return whole
    return _LONG_SHARE + whole[2:] if whole.startswith("\\\\") else _LONG + whole


def shown(path: Path) -> Path:
    """Spell a path as people do, also where `reachable` had to change it."""
    told = str(path)
    if told.startswith(_LONG_SHARE):
        return Path("\\\\" + told.removeprefix(_LONG_SHARE))
    return Path(told.removeprefix(_LONG)) if told.startswith(_LONG) else path


def settled(path: Path) -> Path:
    """Spell a path as the same for everybody who means this place, links and letter case aside.

    Some drives of Windows (RAM disks, odd shares) cannot say that; then it is what was given.
    """
    try:
        return path.resolve()
    except OSError:
        return path.absolute()


def default_folder() -> Path:
    """Where this user's data lies unless told otherwise."""
    from platformdirs import user_data_path

    return user_data_path("ntm-desktop", appauthor=False)


def settings_folder() -> Path:
    """Where this user's settings lie, apart from any data folder."""
    from platformdirs import user_config_path

    return user_config_path("ntm-desktop", appauthor=False)
