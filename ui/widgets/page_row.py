"""A row of wide buttons, each of which brings one page to the front."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.widgets.buttons import button


class PageRow(QWidget):
    """One button a page; `go_to` is called with the number (from 0) of the one pressed."""

    def __init__(
        self, names: Sequence[str], go_to: Callable[[int], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for number, words in enumerate(names):
            page = button(words, role="choice")
            page.setCheckable(True)
            page.clicked.connect(lambda _=False, number=number: go_to(number))
            group.addButton(page)
            self.buttons.append(page)
            row.addWidget(page, 1)
