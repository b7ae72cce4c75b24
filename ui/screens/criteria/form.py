"""The middle column: one indicator, its answer, required papers and history."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ntm_desktop.domain.evidence import Evidence
from ntm_desktop.services.self_assessment import Opened
from ui import colours, icons
from ui.screens.criteria import columns
from ui.screens.criteria.answer_card import AnswerCard
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.words import State


class PapersCard(Card):
    """The papers an indicator asks for, ticked where they are there."""

    wanted = Signal(str)
    """The id of a paper to be added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Giấy tờ cần có", parent)
        self.rows = QGridLayout()
        self.rows.setHorizontalSpacing(8)
        self.rows.setVerticalSpacing(4)
        self.rows.setColumnStretch(1, 1)
        self.body.addLayout(self.rows)
        self.marks: list[tuple[str, str]] = []

    def show_papers(self, papers: Sequence[tuple[str, str, State, str]]) -> None:
        """Show papers: id, name, state, which document."""
        _clear(self.rows)
        self.marks = [(name, state.word) for _, name, state, _ in papers]
        shown = colours.now()
        for row, (id_, name, state, document) in enumerate(papers):
            mark = QLabel()
            mark.setAccessibleName(state.word)
            ink = state.ink(shown)
            mark.setPixmap(icons.pixmap(f"states/{state.icon}", ink.ink, shown.card, 16))
            self.rows.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(name, wrap=True))
            words.addWidget(label(document, "secondary", wrap=True))
            line = QWidget()
            line.setLayout(words)
            words.setContentsMargins(0, 0, 0, 0)
            self.rows.addWidget(line, row, 1)
            add = button("Thêm…", role="link", hint=f"Thêm giấy tờ: {name}")
            add.setAccessibleName(f"Thêm {name}")
            add.clicked.connect(lambda _=False, id_=id_: self.wanted.emit(id_))
            self.rows.addWidget(add, row, 2)
        self.setVisible(bool(papers))


class IndicatorForm(QWidget):
    """Shows one indicator and takes what is typed."""

    conflict_asked = Signal()
    history_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "heading", wrap=True)
        self.message = MessageStrip()
        self.conflict = MessageStrip()
        self.answer = AnswerCard()
        self.papers = PapersCard()
        self.history_card = Card("Lịch sử")
        self.history = label("", "secondary", wrap=True)
        self.history_card.body.addWidget(self.history)
        self.whole_history = button("Xem đầy đủ…", role="link")
        self.whole_history.setAccessibleName("Xem đầy đủ lịch sử")
        self.whole_history.clicked.connect(self.history_asked)
        self.history_card.corner.addWidget(self.whole_history)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(12)
        for part in (
            self.title,
            self.conflict,
            self.message,
            self.answer,
            self.papers,
            self.history_card,
        ):
            layout.addWidget(part)
        layout.addStretch(1)

    def show_opened(self, opened: Opened, documents: Sequence[Evidence]) -> None:
        """Show one indicator as it stands."""
        standing = opened.standing
        self.title.setText(columns.indicator_text(standing))
        words = columns.conflict(standing)
        if words:
            self.conflict.say(
                words,
                tone="warning",
                action="Xem hai giá trị và chọn",
                then=self.conflict_asked.emit,
            )
        else:
            self.conflict.hide()
        self.answer.show_standing(standing)
        self.papers.show_papers(columns.paper_lines(standing, documents))
        self.history.setText(columns.history(opened.history))
        self.whole_history.setVisible(bool(opened.history))


def _clear(layout: QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
