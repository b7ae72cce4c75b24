"""Which screens an office has; each is imported and built on its first visit."""

from collections.abc import Sequence
from functools import partial

from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.main_window import ScreenEntry
from ui.screen import Screen
from ui.tasks import TaskRunner


def entries(workplace: Workplace, tasks: TaskRunner, changes: Changes) -> Sequence[ScreenEntry]:
    """List the screens of the office's role, in the order of the navigation."""

    def overview() -> Screen:
        from ui.screens.overview.screen import OverviewScreen

        return OverviewScreen(
            self_assessment=workplace.self_assessment, tasks=tasks, changes=changes
        )

    def send() -> Screen:
        from ntm_desktop.services.correspondence import Correspondence
        from ntm_desktop.services.drives import removable
        from ui.screens.send.screen import SendScreen, SendServices

        return SendScreen(
            services=SendServices(
                office=workplace.office,
                self_assessment=workplace.self_assessment,
                documents=workplace.documents,
                keys=workplace.keys,
                sending=workplace.sending,
                correspondence=Correspondence(workplace),
                outbox=workplace.folder.outbox,
                drives=removable,
            ),
            tasks=tasks,
            changes=changes,
        )

    def receive() -> Screen:
        from ntm_desktop.services.correspondence import Correspondence
        from ui.screens.receive.screen import ReceiveScreen

        return ReceiveScreen(
            receiving=workplace.receiving,
            correspondence=Correspondence(workplace),
            role=workplace.office.role,
            tasks=tasks,
            changes=changes,
        )

    def keys() -> Screen:
        from ui.screens.keys.screen import KeysScreen

        return KeysScreen(
            keys=workplace.keys,
            receiving=workplace.receiving,
            office=workplace.office,
            tasks=tasks,
            changes=changes,
        )

    def criteria() -> Screen:
        from ntm_desktop.services.preview import Preview
        from ntm_desktop.services.viewing import copy_to_view
        from ui.screens.criteria.preview_pane import PreviewPane
        from ui.screens.criteria.screen import CriteriaScreen, CriteriaServices

        return CriteriaScreen(
            services=CriteriaServices(
                self_assessment=workplace.self_assessment,
                thresholds=workplace.thresholds,
                evidence=workplace.evidence,
            ),
            preview=PreviewPane(
                preview=Preview(workplace.files),
                copy=partial(copy_to_view, workplace.files, workplace.folder.cache / "view"),
                tasks=tasks,
            ),
            tasks=tasks,
            changes=changes,
        )

    commune = workplace.office.role is Role.COMMUNE
    found = [
        ScreenEntry(id="overview", word="Tổng quan", icon="overview", make=overview),
        ScreenEntry(id="criteria", word="Tiêu chí", icon="criteria", make=criteria),
        ScreenEntry(id="send", word="Lập và gửi hồ sơ", icon="send", make=send),
        ScreenEntry(
            id="receive",
            word="Nhận hồ sơ" if commune else "Hồ sơ đến",
            icon="receive",
            make=receive,
        ),
        ScreenEntry(id="keys", word="Khóa, tin cậy", icon="key", make=keys),
    ]
    return [entry for entry in found if commune or entry.id != "send"]
