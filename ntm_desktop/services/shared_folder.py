"""The shared exchange folder of one office's PCs: a LAN share, or any engine that syncs files.

Each PC keeps a data folder of its own, puts its packages there and picks up the others'.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db import exports, installation, neighbours
from ntm_desktop import held_files
from ntm_desktop.domain.neighbours import holds_all
from ntm_desktop.domain.progress import Progress
from ntm_desktop.errors import InputError, UsageError
from ntm_desktop.exchange.disk import told_plainly
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package.bag import digits_of
from ntm_desktop.paths import DataFolder, reachable, settled, shown
from ntm_desktop.services import folder_notes
from ntm_desktop.services.folder_exchange import (
    Exchanged,
    FileLine,
    Round,
    incomplete,
    unreadable_lines,
    waiting_lines,
)
from ntm_desktop.services.folder_reading import Reader
from ntm_desktop.services.other_pcs import GIVEN_UP, living

if TYPE_CHECKING:
    from ntm_desktop.services.workplace import Workplace

SETTING: Final = "shared_folder"
_LONGEST_NAME: Final = 150  # of a package, unfinished
_PROBE: Final = "~ntm-ghi-thu.tmp"


class NoSharedFolderError(UsageError):
    """No shared folder was chosen yet."""

    code = "no_shared_folder"


class SharedFolderRefusedError(InputError):
    """The folder chosen cannot be shared without danger, or is none."""

    code = "shared_folder_refused"


class UnknownPcError(InputError):
    """No other PC of the office goes by that name."""

    code = "unknown_pc"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPc:
    """Another PC of the office: its four digits, who wrote there last, when it was last heard.

    `behind` says that it has not yet confirmed all that is here.
    """

    digits: str
    author: str
    heard_at: datetime
    behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """Where the shared folder is (None: not chosen) and how the last exchange left it.

    `at` is the local time of the last exchange that reached it; `trouble` what stood in the way
    of the last one; `lying` counts the packages there.
    """

    path: Path | None
    at: datetime | None = None
    trouble: str = ""
    lying: int = 0
    others: tuple[OtherPc, ...] = ()
    waiting: tuple[FileLine, ...] = ()
    incomplete: tuple[str, ...] = ()
    unreadable: tuple[FileLine, ...] = ()


class SharedFolder:
    """What the PCs of one office exchange through a folder; one data folder's view of it."""

    def __init__(self, workplace: "Workplace") -> None:
        self._workplace = workplace
        self._data, self._folder = workplace.data, workplace.folder

    @property
    def path(self) -> Path | None:
        """Where the shared folder is; None as long as none was chosen."""
        with self._data.session() as store:
            chosen: Any = installation.setting(store, SETTING)
        return Path(chosen) if chosen else None

    def status(self) -> FolderState:
        """Say how the last exchange left the folder, without touching it: it may be far away."""
        path = self.path
        if path is None:
            return FolderState(path=None, others=tuple(self._others()))
        notes = folder_notes.read(self._notes_file)
        needs = {each.package: each.needs for each in self._workplace.receiving.waiting()}
        return FolderState(
            path=path,
            at=datetime.fromisoformat(notes.at).astimezone() if notes.at else None,
            trouble=notes.trouble,
            lying=len(notes.lying),
            others=tuple(self._others()),
            waiting=waiting_lines(notes, needs),
            incomplete=tuple(sorted(incomplete(notes))),
            unreadable=unreadable_lines(notes),
        )

    def choose(self, path: Path) -> Path:
        """Exchange through this folder from now on; raises SharedFolderRefusedError.

        Nothing in it is touched yet.
        """
        chosen = path.expanduser().absolute()
        self._check(chosen)
        with self._data.session() as store:
            installation.change_setting(store, SETTING, str(chosen))
        folder_notes.write(self._notes_file, folder_notes.Notes())
        return chosen

    def leave(self) -> None:
        """Exchange through no folder any more; what lies there stays."""
        with self._data.session() as store:
            installation.change_setting(store, SETTING, None)
        held_files.remove(self._notes_file)

    def give_up(self, digits: str) -> OtherPc:
        """Wait no more for a PC that is gone for good, until it speaks again.

        Raises UnknownPcError.
        """
        found = next((each for each in self._others() if each.digits == digits), None)
        if found is None:
            raise UnknownPcError(
                f"Không có máy nào của đơn vị mang mã {digits}. Hãy xem mã ở danh sách các máy."
            )
        with self._data.session() as store:
            gone = dict(installation.setting(store, GIVEN_UP) or {})
            for each in living(store, self._unit):
                if digits_of(each.installation) == digits:
                    gone[each.installation] = each.number
            installation.change_setting(store, GIVEN_UP, gone)
        return found

    def exchange(self, keys: OfficeKeys, progress: Progress) -> Exchanged:
        """Take in what others put there, put what they lack, remove what all have; long work.

        Raises NoSharedFolderError. A folder that is gone, full or protected is no error: the
        notices say so, and the next exchange tries again.
        """
        path = self.path
        if path is None:
            raise NoSharedFolderError(
                "Chưa chọn thư mục dùng chung. Hãy chọn thư mục ở trang Trao đổi nội bộ, "
                "hoặc dùng lệnh ntm folder set."
            )
        notes = folder_notes.read(self._notes_file)
        workplace = self._workplace
        reader = Reader(
            folder=reachable(path, room=_LONGEST_NAME),
            data=self._data,
            unit=self._unit,
            cache=self._folder.cache,
            receiving=workplace.receiving,
            identities=workplace.keys.identities,
            notes=notes,
            keys=keys,
            progress=progress,
        )
        exchanging = Round(reader=reader, sending=workplace.sending, year=workplace.sheet().year)
        try:
            return exchanging.run()
        finally:
            folder_notes.write(self._notes_file, notes)

    @property
    def _unit(self) -> str:
        return self._workplace.office.unit.code

    @property
    def _notes_file(self) -> Path:
        return self._folder.cache / "shared-folder.json"

    def _others(self) -> list[OtherPc]:
        with self._data.session() as store:
            ends = exports.chain_ends(store)
            return [
                OtherPc(
                    digits=digits_of(each.installation),
                    author=neighbours.author(store, each.installation) or "",
                    heard_at=each.arrived.astimezone(),
                    behind=not holds_all(each.ends, ends),
                )
                for each in living(store, self._unit)
            ]

    def _check(self, chosen: Path) -> None:
        """Refuse a folder in which data would be in danger, and one that cannot be written to."""
        if not chosen.is_dir():
            raise SharedFolderRefusedError(
                f"Không thấy thư mục “{chosen}”. Hãy tạo thư mục đó trước, hoặc kiểm tra ổ mạng."
            )
        place, own = shown(settled(chosen)), shown(settled(self._folder.root))
        if place.is_relative_to(own) or any(
            DataFolder(above).file.exists() for above in (place, *place.parents)
        ):
            raise SharedFolderRefusedError(
                "Đây là thư mục dữ liệu của một máy, không dùng chung được: hai máy cùng ghi một "
                "thư mục dữ liệu sẽ làm hỏng số liệu. Hãy tạo một thư mục trống riêng để trao đổi."
            )
        if own.is_relative_to(place):
            raise SharedFolderRefusedError(
                "Thư mục này chứa cả thư mục dữ liệu của máy, máy khác sẽ ghi đè được số liệu. "
                "Hãy tạo một thư mục trống riêng để trao đổi."
            )
        probe = chosen / _PROBE
        with told_plainly(chosen):
            probe.write_bytes(b"")
            held_files.remove(probe)
