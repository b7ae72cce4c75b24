"""Stating a figure by hand, or confirming a demand: the form, and saving what it holds."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.set_pages import SetPage, SetPages
from ntm_desktop.services.thresholds import OpenedFigure, Statement
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.tasks import TaskRunner
from ui.widgets.message_strip import MessageStrip
from ui.widgets.threshold_dialog import ThresholdDialog


class StatingDesk(QObject):
    """Opens what is stated of an indicator; an agency states nothing."""

    def __init__(
        self,
        screen: QWidget,
        message: MessageStrip,
        *,
        workplace: Workplace,
        tasks: TaskRunner,
        changes: Changes,
    ) -> None:
        super().__init__(screen)
        self._screen, self._message = screen, message
        self._workplace, self._tasks, self._changes = workplace, tasks, changes
        self.dialog: ThresholdDialog | None = None

    def open(self, set_id: SetId, year: int, code: str) -> None:
        """Read what is asked for and stated so far, and show it in a form."""
        if self._workplace.office.role is Role.AGENCY:
            return
        indicator = IndicatorCode(code)

        def read() -> tuple[SetPage, OpenedFigure]:
            page = SetPages(self._workplace).page(set_id, year)
            return page, self._workplace.thresholds.opened(set_id, indicator)

        self._tasks.run(
            self,
            read,
            done=lambda found: self._ask(*found, indicator),
            failed=self._message.fail,
        )

    def _ask(self, page: SetPage, opened: OpenedFigure, code: IndicatorCode) -> None:
        if code not in page.line.criteria_set.asked:
            return
        dialog = ThresholdDialog(page.board.indicator(code), opened, page.sheet.year, self._screen)
        dialog.stated.connect(lambda stated: self._state(dialog, page.sheet, code, stated))
        self.dialog = dialog
        dialog.open()

    def _state(
        self,
        dialog: ThresholdDialog,
        sheet: Sheet,
        code: IndicatorCode,
        statements: Sequence[Statement],
    ) -> None:
        def work() -> frozenset[Topic]:
            return self._workplace.thresholds.enter_all(
                sheet.criteria_set, code, statements, seen=dialog.opened.seen
            )

        def done(changed: frozenset[Topic]) -> None:
            dialog.accept()
            self._message.say(f"Đã lưu mức quy định của chỉ tiêu {code}.", tone="done")
            self._changes.announce(changed)

        self._tasks.run(dialog, work, done=done, failed=dialog.show_failure)
