"""What to do, one numbered step below the other."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from ui.widgets.card import Card
from ui.widgets.labels import label

_NUMBER_WIDTH = 14


def add_steps(card: Card, steps: Iterable[str]) -> None:
    """Add numbered steps to a card, their words flush."""
    for number, words in enumerate(steps, 1):
        row = QHBoxLayout()
        row.setSpacing(12)
        shown = label(str(number), "heading")
        shown.setFixedWidth(_NUMBER_WIDTH)
        row.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, wrap=True), 1)
        card.body.addLayout(row)
