"""One package on the desk: what it is, what it would change, what became of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.errors import UserError
from ui.screens.receive import columns
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.marked_line import MarkedLine
from ui.widgets.state_mark import StateMark
from ui.words import FAILED, PRESENT, WAITING, State

if TYPE_CHECKING:
    from ntm_desktop.services.receiving import ImportOutcome, Inspection

_GROUPS_IN_ROW = 4
_SEALED = "package_sealed"
_SIGNERS = {
    "trusted": columns.TRUSTED,
    "unknown": columns.UNKNOWN,
    "revoked": columns.REVOKED,
}
_ADVICE = {
    "trusted": "",
    "unknown": columns.HOW_TO_TRUST,
    "revoked": columns.ABOUT_REVOKED,
}


class PackageCard(Card):
    """Shows one file from the first look to the end; decides nothing itself."""

    confirmed = Signal()
    """Take it in."""
    dismissed = Signal()
    """Put it away."""
    asked_again = Signal()
    """Look at it once more."""
    trust_asked = Signal()
    """Lead to where keys are compared."""
    unlock_asked = Signal()
    """Ask for the passphrase that opens it."""
    place_asked = Signal(str)
    """Another place of the program."""
    turned = Signal()
    """It stands otherwise now."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.path = path
        self.found: Inspection | None = None
        self.outcome: ImportOutcome | None = None
        self.whose = label(path.name, "heading", wrap=True)
        self.file = label("", "secondary", wrap=True)
        self.mark = StateMark(columns.CHECKING)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(28)
        self._facts.setVerticalSpacing(0)
        self.advice = label("", wrap=True)
        self.digits = label("", "fingerprint")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(5)
        self._shown: list[MarkedLine] = []
        self.take = button("Nhập gói", icon="receive", role="main")
        self.take.clicked.connect(self.confirmed)
        self.unlock = button("Nhập mật khẩu…", icon="key", role="main")
        self.unlock.clicked.connect(self.unlock_asked)
        self.disputed = button("Xem số liệu chưa thống nhất", icon="conflict")
        self.disputed.clicked.connect(lambda: self.place_asked.emit("conflicts"))
        self.trust = button("Tin cậy khóa…", icon="key")
        self.trust.clicked.connect(self.trust_asked)
        self.again = button("Kiểm tra lại")
        self.again.clicked.connect(self.asked_again)
        self.leave = button("Bỏ qua")
        self.leave.clicked.connect(self.dismissed)
        self._lay_out()
        self.show_checking()

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.take, self.unlock, self.disputed, self.trust, self.again, self.leave

    @property
    def lines(self) -> list[str]:
        """What is said below the facts."""
        return [line.words.text() for line in self._shown]

    @property
    def is_sealed(self) -> bool:
        """Tell whether it waits for the passphrase."""
        return self.mark.state is columns.SEALED

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be taken in at once."""
        return self.mark.state is columns.TRUSTED and not self.take.isHidden()

    def is_now_trusted(self, known: Mapping[bytes, str]) -> bool:
        """Tell whether its sender's key became known since it was looked at."""
        if self.found is None or self.found.signature == "trusted":
            return False
        sender = self.found.envelope.sender
        return known.get(sender.signing_key) == sender.unit

    def show_checking(self) -> None:
        """Say that the file is being looked at."""
        self._turn(columns.CHECKING, "Đang kiểm tra, chưa thay đổi gì")

    def show_found(self, found: "Inspection") -> None:
        """Show what was found; what was confirmed already keeps waiting or came in since."""
        from ntm_desktop.services.correspondence import fingerprint

        self.found = found
        if self.outcome and self.outcome.waiting_for:
            self._show_waited(found)
            return
        self.whose.setText(columns.whose(found))
        self.file.setText(self.path.name)
        self._show_facts(columns.facts(found))
        self._turn(_SIGNERS[found.signature])
        self._say(columns.would(found))
        sender, advice = found.envelope.sender, _ADVICE[found.signature]
        self.advice.setText(advice.format(name=sender.name))
        self.advice.setVisible(bool(advice))
        self.digits.setText(_grouped(fingerprint(sender.signing_key)))
        for part in (self.digits, self.trust):
            part.setVisible(found.signature == "unknown")
        may_come = found.would is not None or found.envelope.part > 1
        self.take.setVisible(may_come)
        self.leave.setText("Bỏ qua" if may_come else "Đóng")
        self.turned.emit()

    def show_sealed(self) -> None:
        """Say that it takes the office's passphrase to look inside."""
        self._turn(columns.SEALED)
        self._say([])
        self.advice.setText(columns.HOW_TO_OPEN)
        self.advice.show()
        self.unlock.show()
        self.turned.emit()

    def show_importing(self) -> None:
        """Say that the package is being taken in."""
        self._turn(columns.IMPORTING, "Đang nhập, có thể dừng lại bất cứ lúc nào")

    def show_result(self, outcome: "ImportOutcome") -> None:
        """Say what became of it."""
        self.outcome = outcome
        waits = bool(outcome.waiting_for)
        self._turn(WAITING if waits else columns.IMPORTED)
        self._say(columns.result(outcome))
        self.disputed.setVisible(bool(outcome.conflicts))
        self.leave.setText("Đóng")

    def show_failure(self, error: UserError) -> None:
        """Say in one sentence why not."""
        if error.code == _SEALED:
            self.show_sealed()
            return
        self._turn(columns.REFUSED)
        self._say([(FAILED, str(error))], columns.NOTHING_CHANGED)
        self.leave.setText("Đóng")

    def show_stopped(self) -> None:
        """Say that it was stopped, and offer it again."""
        if self.found:
            self.show_found(self.found)
        else:
            self._turn(WAITING)
            self.again.show()
        self._say([(WAITING, "Đã dừng, chưa nhập gì.")])

    def _show_waited(self, found: "Inspection") -> None:
        if found.would is None:
            self._turn(columns.IMPORTED)
            self._say([(PRESENT, "Đã tự nhập khi điều đang chờ đã có.")])
        elif self.outcome:
            self.show_result(self.outcome)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.whose)
        words.addWidget(self.file)
        head.addLayout(words, 1)
        head.addWidget(self.mark)
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in self._buttons:
            row.addWidget(each)
        row.addStretch(1)
        self.body.addLayout(head)
        self.body.addLayout(self._facts)
        self.body.addLayout(self._lines)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.digits)
        self.body.addLayout(row)

    def _turn(self, state: State, words: str = "") -> None:
        """Show a state with nothing to press but what every state has."""
        self.mark.show_state(state)
        self._say([(state, words)] if words else [])
        for part in (self.advice, self.digits, *self._buttons):
            part.hide()
        busy = state in (columns.CHECKING, columns.IMPORTING)
        self.leave.setVisible(not busy)
        self.turned.emit()

    def _say(self, lines: Sequence[tuple[State, str]], kept: str = "") -> None:
        _empty(self._lines)
        self._shown = [MarkedLine(state, words) for state, words in lines]
        for line in self._shown:
            self._lines.addWidget(line)
        if kept:
            self._lines.addWidget(label(kept, "caption"))
        self.setAccessibleName(
            ". ".join([self.whose.text(), self.mark.text, *(words for _, words in lines), kept])
        )

    def _show_facts(self, facts: Sequence[columns.Fact]) -> None:
        _empty(self._facts)
        for column, fact in enumerate(facts):
            self._facts.addWidget(label(fact.name, "secondary"), 0, column)
            self._facts.addWidget(label(fact.words, "strong"), 1, column)
        self._facts.setColumnStretch(len(facts), 1)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _grouped(digits: str) -> str:
    groups = digits.split()
    rows = (groups[at : at + _GROUPS_IN_ROW] for at in range(0, len(groups), _GROUPS_IN_ROW))
    return "\n".join("   ".join(row) for row in rows)
