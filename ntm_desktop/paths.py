"""Where things lie in the data folder."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One office's data."""

    root: Path

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


def default_folder() -> Path:
    """Where this user's data lies unless told otherwise."""
    from platformdirs import user_data_path

    return user_data_path("ntm-desktop", appauthor=False)


def settings_folder() -> Path:
    """Where this user's settings lie, apart from any data folder."""
    from platformdirs import user_config_path

    return user_config_path("ntm-desktop", appauthor=False)
