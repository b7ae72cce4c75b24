"""Which screens an office has; each is imported and built on its first visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.main_window import ScreenEntry
from ui.screen import Screen
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from ntm_desktop.exchange.keys import OfficeKeys
    from ntm_desktop.services.correspondence import Correspondence
    from ntm_desktop.services.receiving import Receiving
    from ntm_desktop.services.shared_folder import SharedFolder
    from ntm_desktop.services.undoing import Undoing
    from ui.folder_rounds import FolderRounds
    from ui.screens.send.services import SendServices
    from ui.session_keys import SessionKeys


def entries(workplace: Workplace, tasks: TaskRunner, changes: Changes) -> Sequence[ScreenEntry]:
    """List the screens of the office's role, in the order of the navigation."""
    make = _Makers(workplace, tasks, changes)
    disputed = ScreenEntry(
        id="conflicts",
        word="Chưa thống nhất",
        name="Số liệu chưa thống nhất",
        icon="conflict",
        make=make.conflicts,
    )
    folder = ScreenEntry(
        id="folder",
        word="Trao đổi nội bộ",
        name="Trao đổi nội bộ",
        icon="exchange",
        make=make.shared_folder,
    )
    models = ScreenEntry(id="models", word="Mô hình", icon="models", make=make.models)
    units = ScreenEntry(id="units", word="Đơn vị", icon="commune", make=make.units)
    keys = ScreenEntry(id="keys", word="Khóa, tin cậy", icon="key", make=make.keys)
    communes = workplace.office.role is Role.COMMUNE
    sets = ScreenEntry(
        id="sets",
        word="Bộ tiêu chí",
        icon="board",
        make=make.sets,
        stands_for=() if communes else ("criteria",),
    )
    if communes:
        return (
            ScreenEntry(id="overview", word="Tổng quan", icon="overview", make=make.overview),
            ScreenEntry(
                id="criteria",
                word="Tiêu chí",
                icon="criteria",
                make=make.criteria,
                takes_evidence=True,
            ),
            models,
            ScreenEntry(id="send", word="Lập và gửi hồ sơ", icon="send", make=make.send),
            ScreenEntry(id="receive", word="Nhận hồ sơ", icon="receive", make=make.receive),
            disputed,
            folder,
            units,
            sets,
            keys,
            ScreenEntry(
                id="years", word="So sánh năm", icon="overview", make=make.years, within="overview"
            ),
        )
    arrivals = ScreenEntry(id="receive", word="Hồ sơ đến", icon="receive", make=make.receive)
    results = ScreenEntry(id="send", word="Gửi kết quả", icon="send", make=make.results)
    if workplace.office.role is Role.AGENCY:
        return arrivals, models, sets, results, disputed, folder, keys
    return arrivals, models, units, sets, results, disputed, folder, keys


@dataclass(frozen=True)
class _Makers:
    workplace: Workplace
    tasks: TaskRunner
    changes: Changes

    @property
    def session(self) -> "SessionKeys":
        """Hold the office's keys for all screens, once a passphrase opened them."""
        return self._unlocked[0]

    @cached_property
    def _unlocked(self) -> "tuple[SessionKeys, FolderRounds]":
        """The keys, and what exchanges by itself once they are there."""
        from ui.folder_rounds import FolderRounds
        from ui.session_keys import SessionKeys

        def unlock(passphrase: str) -> "OfficeKeys":
            return self.workplace.keys.unlock(passphrase)

        session = SessionKeys(unlock, self.tasks, self.tasks)
        rounds = FolderRounds(session, self._shared_folder, self.tasks, self.changes, session)
        return session, rounds

    def _shared_folder(self) -> "SharedFolder":
        """Load it where it is first needed, off the window's thread."""
        from ntm_desktop.services.shared_folder import SharedFolder

        return SharedFolder(self.workplace)

    def shared_folder(self) -> Screen:
        from ui.screens.shared_folder.screen import FolderServices, SharedFolderScreen

        session, rounds = self._unlocked
        return SharedFolderScreen(
            services=FolderServices(folder=self._shared_folder, session=session, rounds=rounds),
            tasks=self.tasks,
            changes=self.changes,
        )

    def overview(self) -> Screen:
        from ui.screens.overview.screen import OverviewScreen

        return OverviewScreen(
            board=self.workplace.board,
            about_set=self.workplace.findings,
            outlook=lambda sheet: self.workplace.years.outlook(sheet),
            tasks=self.tasks,
            changes=self.changes,
        )

    def criteria(self) -> Screen:
        from ntm_desktop.services.preview import Preview
        from ntm_desktop.services.viewing import copy_to_view
        from ui.screens.criteria.preview_pane import PreviewPane
        from ui.screens.criteria.screen import CriteriaScreen, CriteriaServices

        workplace = self.workplace
        return CriteriaScreen(
            services=CriteriaServices(
                self_assessment=workplace.self_assessment,
                thresholds=workplace.thresholds,
                evidence=workplace.evidence,
                history=lambda: workplace.history,
            ),
            preview=PreviewPane(
                preview=Preview(workplace.files),
                copy=partial(copy_to_view, workplace.files, workplace.folder.cache / "view"),
                tasks=self.tasks,
            ),
            tasks=self.tasks,
            changes=self.changes,
        )

    def years(self) -> Screen:
        from ui.screens.years.screen import YearsScreen

        return YearsScreen(workplace=self.workplace, tasks=self.tasks, changes=self.changes)

    def models(self) -> Screen:
        from ui.screens.models.screen import ModelsScreen

        return ModelsScreen(workplace=self.workplace, tasks=self.tasks, changes=self.changes)

    def units(self) -> Screen:
        from ui.screens.units.screen import UnitsScreen

        return UnitsScreen(workplace=self.workplace, tasks=self.tasks, changes=self.changes)

    def sets(self) -> Screen:
        from ui.screens.sets.screen import SetsScreen

        return SetsScreen(
            workplace=self.workplace,
            session=self.session,
            tasks=self.tasks,
            changes=self.changes,
        )

    def send(self) -> Screen:
        from ui.screens.send.screen import SendScreen

        return SendScreen(services=self._send_services(), tasks=self.tasks, changes=self.changes)

    def results(self) -> Screen:
        from ui.screens.send.results_screen import ResultsScreen

        return ResultsScreen(
            services=self._send_services(), tasks=self.tasks, changes=self.changes
        )

    def _send_services(self) -> "SendServices":
        from ntm_desktop.services.drives import removable
        from ui.screens.send.services import SendServices

        return SendServices(
            workplace=self.workplace,
            sent=lambda: self._correspondence().sent(),
            drives=removable,
            session=self.session,
        )

    def _correspondence(self) -> "Correspondence":
        """Load it where it is first needed, off the window's thread."""
        from ntm_desktop.services.correspondence import Correspondence

        return Correspondence(self.workplace)

    def _receiving(self) -> "Receiving":
        return self.workplace.receiving

    def _undoing(self) -> "Undoing":
        return self.workplace.undoing

    def receive(self) -> Screen:
        from ui.screens.receive.screen import ReceiveScreen
        from ui.screens.receive.services import ReceiveServices

        return ReceiveScreen(
            services=ReceiveServices(
                receiving=self._receiving,
                correspondence=self._correspondence,
                undoing=self._undoing,
            ),
            session=self.session,
            role=self.workplace.office.role,
            tasks=self.tasks,
            changes=self.changes,
        )

    def conflicts(self) -> Screen:
        from ui.screens.conflicts.screen import ConflictServices, ConflictsScreen

        workplace = self.workplace
        return ConflictsScreen(
            services=ConflictServices(
                conflicts=lambda: workplace.conflicts,
                history=lambda: workplace.history,
                own_unit=workplace.office.unit.code,
                opens_criteria=workplace.office.role is Role.COMMUNE,
            ),
            tasks=self.tasks,
            changes=self.changes,
        )

    def keys(self) -> Screen:
        from ui.screens.keys.screen import KeysScreen

        return KeysScreen(
            workplace=self.workplace,
            session=self.session,
            tasks=self.tasks,
            changes=self.changes,
        )
