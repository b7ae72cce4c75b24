"""What may be lost on a sheet, with the day to which documents have to hold."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ntm_desktop.domain.outlook import Outlook
from ntm_desktop.domain.text import date_for_people
from ui.screens.years import columns
from ui.widgets.autosave import SavingLine
from ui.widgets.card import Card
from ui.widgets.labels import label, set_role
from ui.widgets.line_list import LineList
from ui.widgets.risk_lines import risk_lines

_DAY = 104


class RiskCard(Card):
    """Lists risks, and counts how near withdrawal is."""

    until_changed = Signal(str)
    """The day typed, as it was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Có nguy cơ không còn đạt", parent)
        self.until = SavingLine("Minh chứng phải còn hạn đến ngày")
        self.until.setFixedWidth(_DAY)
        self.until.settled.connect(self.until_changed)
        self.withdrawal = label("", wrap=True)
        self.withdrawal.hide()
        self.lines = LineList("Có nguy cơ không còn đạt")
        self.nothing = label(columns.NO_RISK, "secondary", wrap=True)
        self.nothing.hide()
        day = QHBoxLayout()
        day.addWidget(label("Minh chứng còn hạn đến", "caption", wrap=True), 1)
        day.addWidget(self.until)
        self.body.addLayout(day)
        self.body.addWidget(self.withdrawal)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.lines, 1)
        self.body.addStretch(0)

    def show_outlook(self, found: Outlook) -> None:
        """Show what was found for a sheet."""
        self.until.show_text(date_for_people(found.until))
        self.until.show_wrong(wrong=False)
        self.lines.show_lines(risk_lines(found.risks))
        self.lines.setVisible(bool(found.risks))
        self.nothing.setVisible(not found.risks)
        self.body.setStretch(self.body.count() - 1, 0 if found.risks else 1)
        counted = found.withdrawal
        self.withdrawal.setText(counted.words if counted else "")
        set_role(self.withdrawal, "not_met" if counted and counted.is_due else "missing")
        self.withdrawal.setVisible(counted is not None)
