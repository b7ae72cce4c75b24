"""Asks whether an earlier year is to be carried forward, and says what that would do."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ntm_desktop.services.carrying import CarryPlan
from ui.screens.years import columns
from ui.widgets.form_dialog import FormDialog
from ui.widgets.marked_line import MarkedLine


class CarryDialog(FormDialog):
    """Shows a plan before it is carried out; `saved` carries the plan as chosen."""

    def __init__(self, plan: CarryPlan, parent: QWidget | None = None) -> None:
        heading = f"Mang số liệu năm {plan.source.year} sang năm {plan.target.year}"
        super().__init__(heading, "Mang sang", parent)
        self._plan = plan
        self.words = QVBoxLayout()
        self.words.setSpacing(8)
        for state, words in columns.plan_words(plan):
            self.words.addWidget(MarkedLine(state, words))
        self.form.addRow(self.words)
        self.linking = QCheckBox(f"Gắn cả {plan.documents} minh chứng còn hiệu lực")
        self.linking.setChecked(plan.linking and bool(plan.proofs))
        self.linking.setVisible(bool(plan.proofs))
        self.form.addRow(self.linking)
        self.save.setEnabled(bool(plan.answers or plan.proofs))

    def hand_on(self) -> None:
        """Give the plan as chosen to whoever carries it out."""
        self.save.setEnabled(False)
        self.saved.emit(replace(self._plan, linking=self.linking.isChecked()))
