"""Which screens an office has; each is imported and built on its first visit."""

from collections.abc import Sequence

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

    def keys() -> Screen:
        from ui.screens.keys.screen import KeysScreen

        return KeysScreen(
            keys=workplace.keys, office=workplace.office, tasks=tasks, changes=changes
        )

    return (
        ScreenEntry(id="overview", word="Tổng quan", icon="overview", make=overview),
        ScreenEntry(id="keys", word="Khóa, tin cậy", icon="key", make=keys),
    )
