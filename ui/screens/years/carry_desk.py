"""Carries an earlier year forward over a screen: asked first, done, taken back if unwanted."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.carrying import Carrying, CarryPlan
from ui.changes import Changes
from ui.screens.years import columns
from ui.screens.years.carry_dialog import CarryDialog
from ui.tasks import TaskRunner
from ui.widgets.message_strip import MessageStrip


class CarryDesk(QObject):
    """Opens the dialog over a screen, and says in its message what came of it."""

    def __init__(
        self,
        carrying: Carrying,
        tasks: TaskRunner,
        changes: Changes,
        message: MessageStrip,
        screen: QWidget,
    ) -> None:
        super().__init__(screen)
        self._carrying, self._tasks, self._changes = carrying, tasks, changes
        self._message, self._screen = message, screen
        self.dialog: CarryDialog | None = None

    def ask(self, sheet: Sheet, before: int | None) -> None:
        """Show what carrying a year forward would do, and do it if that is wanted."""
        self._tasks.run(
            self,
            lambda: self._carrying.plan(sheet, before),
            done=self._show,
            failed=self._message.fail,
        )

    def _show(self, plan: CarryPlan) -> None:
        dialog = CarryDialog(plan, self._screen)
        dialog.saved.connect(lambda chosen: self._carry(dialog, chosen))
        self.dialog = dialog
        dialog.open()

    def _carry(self, dialog: CarryDialog, plan: CarryPlan) -> None:
        def done(changed: frozenset[Topic]) -> None:
            dialog.accept()
            self._message.say(
                columns.done(plan),
                tone="done",
                action="Hoàn tác",
                then=lambda: self._take_back(plan),
            )
            self._changes.announce(changed)

        self._tasks.run(
            dialog,
            lambda: self._carrying.carry(plan),
            done=done,
            failed=dialog.show_failure,
        )

    def _take_back(self, plan: CarryPlan) -> None:
        def done(changed: frozenset[Topic]) -> None:
            self._message.say("Đã bỏ những gì vừa mang sang mà chưa ai xác nhận.")
            self._changes.announce(changed)

        self._tasks.run(
            self, lambda: self._carrying.undo(plan), done=done, failed=self._message.fail
        )
