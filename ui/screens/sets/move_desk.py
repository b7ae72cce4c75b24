"""Moves a subject to another set from the page of sets, and opens what came of it."""

from PySide6.QtCore import QObject, Slot

from ntm_desktop.domain.assessment import Sheet, key_of
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.move_plan import MovePlan
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.screen import Screen
from ui.screens.sets import columns
from ui.screens.sets.move_wizard import MoveWizard
from ui.tasks import TaskRunner
from ui.widgets.top_bar import SetChoice, SubjectChoice


class MoveDesk(QObject):
    """Opens the wizard over a screen; the screen asks the window for what was moved to."""

    def __init__(
        self, workplace: Workplace, tasks: TaskRunner, changes: Changes, screen: Screen
    ) -> None:
        super().__init__(screen)
        self._workplace, self._tasks, self._changes = workplace, tasks, changes
        self._screen = screen
        self.wizard: MoveWizard | None = None

    def open(self, sheet: Sheet, wanted: SetId | None) -> None:
        """Ask what of a sheet is to be moved, to the set wanted by default."""
        self.wizard = MoveWizard(
            self._workplace.moving, sheet, self._tasks, self._changes, self._screen, wanted=wanted
        )
        self.wizard.opened.connect(self._open)
        self.wizard.open()

    @Slot(object, str)
    def _open(self, plan: MovePlan, code: str) -> None:
        target = f"criteria:{code}" if code else "criteria"
        new = plan.new
        if key_of(new.subject):
            choice = SubjectChoice(name=plan.subject_name, sheet=new, sets=self._sets(new))
            self._screen.sheet_asked.emit(choice, target)
        else:
            self._screen.asked_for.emit(f"set:{new.criteria_set}:{new.year}")
            self._screen.asked_for.emit(target)

    def _sets(self, sheet: Sheet) -> tuple[SetChoice, ...]:
        """Offer the sets for subjects of this kind beside the one that was moved to."""
        kind = self._workplace.catalogue.criteria_set(sheet.criteria_set).subject
        return tuple(
            SetChoice.of(one, columns.full_name(one))
            for one in self._workplace.catalogue.sets()
            if one.subject == kind
        )
