"""Updates from a stick: of the program, and of the criteria sets it knows."""

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_desktop import __version__, held_files
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError, UsageError
from ntm_desktop.exchange import criteria_file, update_file
from ntm_desktop.exchange.disk import disk_full, told_plainly
from ntm_desktop.exchange.update_file import Content, Update, numbers
from ntm_desktop.paths import DataFolder, settings_folder
from ntm_desktop.services.backups import Backups
from ntm_desktop.services.set_installing import CHANGED, install

if TYPE_CHECKING:
    from ntm_desktop.services.catalogue import Catalogue

RELEASE_KEY = "release.pub"
"""The public key of those who release the program, among the shipped files (docs/windows)."""


class NoReleaseKeyError(UsageError):
    """The program was built without a release key."""

    code = "update_no_key"


class OlderUpdateError(InputError):
    """The update is not newer than what is here."""

    code = "update_older"


class NewerProgramNeededError(InputError):
    """A criteria set that only a newer program judges rightly."""

    code = "update_needs_newer"


class NotForThisSystemError(UsageError):
    """Programs are updated on Windows only."""

    code = "update_not_for_this_system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an update would do: `present` is the version now here ("" for a new criteria set)."""

    update: Update
    title: str
    present: str


class Updates:
    """The updates of one program and its data folder."""

    def __init__(
        self,
        folder: DataFolder,
        backups: Backups,
        catalogue: "Catalogue",
        *,
        public_key: Callable[[], bytes | None] | None = None,
        staging: Path | None = None,
        windows: bool = os.name == "nt",
    ) -> None:
        self._folder = folder
        self._backups = backups
        self._catalogue = catalogue
        self._public_key = public_key or shipped_key
        self._windows = windows
        self._staging = staging or settings_folder() / "update"

    def inspect(self, path: Path) -> Offer:
        """Say what a file would bring; raises InputError, UsageError when it may not be used."""
        update = update_file.read(path, self._key())
        offer = self._offer(update)
        if offer.present and numbers(update.version) <= numbers(offer.present):
            raise OlderUpdateError(
                f"Tệp này là bản {update.version}, không mới hơn bản {offer.present} đang dùng. "
                "Không cần cập nhật; chưa có gì bị thay đổi."
            )
        if numbers(update.needs) > numbers(__version__):
            raise NewerProgramNeededError(
                f"Bộ tiêu chí này cần chương trình từ bản {update.needs}; máy này dùng bản "
                f"{__version__}. Hãy cập nhật chương trình trước."
            )
        return offer

    def prepare(self, path: Path, progress: Progress) -> Path:
        """Check a program's update as a whole and back the data up; give the installer to start.

        Raises InputError, UsageError, DataFolderError; nothing is changed then.
        """
        update = self.inspect(path).update
        if not self._windows:
            raise NotForThisSystemError(
                "Tệp này cập nhật chương trình trên Windows. Hãy mở nó trên máy cài Windows."
            )
        self._staging.mkdir(parents=True, exist_ok=True)
        with told_plainly(self._staging):
            if shutil.disk_usage(self._staging).free < 2 * update.size:
                raise disk_full(self._staging)
        setup = self._staging / update.name
        update_file.unpack(path, self._key(), setup, progress)
        self._backups.make(None, progress)
        return setup

    def apply_criteria(self, path: Path, progress: Progress) -> frozenset[Topic]:
        """Take a newer criteria set in, checked like any other; the shipped one stays as it is."""
        update = self.inspect(path).update
        folder = self._folder.criteria
        folder.mkdir(parents=True, exist_ok=True)
        coming = folder / f"{update.subject}.coming"
        try:
            update_file.unpack(path, self._key(), coming, progress)
            known = {each.id: each for each in self._catalogue.sets()}
            found = criteria_file.read(coming.read_bytes(), update.name, known=known)
            if (found.id, str(found.version)) != (update.subject, update.version):
                raise update_file.NotAnUpdateError(
                    f"Tệp “{path.name}” nói là {update.subject} bản {update.version} nhưng chứa "
                    f"{found.id} bản {found.version}. Hãy báo cho nơi cung cấp."
                )
            install(self._folder, self._catalogue, found.id, coming.read_bytes())
        finally:
            held_files.clear(coming)
        return CHANGED

    def tidy_up(self) -> None:
        """Remove installers of updates that were done, or given up."""
        with suppress(OSError):
            shutil.rmtree(self._staging)

    def _offer(self, update: Update) -> Offer:
        if update.content is Content.PROGRAM:
            return Offer(update=update, title="Chương trình", present=__version__)
        known = {each.id: each for each in self._catalogue.sets()}.get(SetId(update.subject))
        return Offer(
            update=update,
            title=known.name if known else update.subject,
            present=str(known.version) if known else "",
        )

    def _key(self) -> bytes:
        key = self._public_key()
        if key is None:
            raise NoReleaseKeyError(
                "Bản chương trình này không kèm khóa của nơi cung cấp nên không nhận tệp cập "
                "nhật. Hãy cập nhật bằng cách chạy bộ cài đặt mới (NTM-Desktop-Setup); dữ liệu "
                "được giữ nguyên."
            )
        return key


def shipped_key() -> bytes | None:
    """Read the raw public key (32 bytes) that came with the program; None if it has none."""
    from base64 import b64decode

    from resources import read_text

    try:
        return b64decode(read_text(RELEASE_KEY))[10:]
    except FileNotFoundError:
        return None


def launch(setup: Path) -> None:
    """Start an installer on its own; it waits until this program has ended."""
    subprocess.Popen([str(setup)], close_fds=True)  # noqa: S603 - proved by its signature
