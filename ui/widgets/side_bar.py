"""The left side of the window: whose it is, its screens, help."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import icons
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.navigation import NavigationList
from ui.words import PRACTICE

_WIDTH = 196


class SideBar(QFrame):
    """Names the office and lists its screens."""

    def __init__(
        self, unit: str, place: str, *, practice: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setFixedWidth(_WIDTH)
        self.unit = label(unit, "heading", wrap=True)
        self.place = label(place, "secondary", wrap=True)
        self.navigation = NavigationList()
        self.help = button("Trợ giúp  F1", role="navigation")
        icons.put_on(self.help, "help", "ink")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 10, 12)
        layout.setSpacing(2)
        layout.addWidget(self.unit)
        layout.addWidget(self.place)
        if practice:
            self.practice = label(PRACTICE)
            self.practice.setObjectName("practice")
            layout.addSpacing(4)
            layout.addWidget(self.practice)
        layout.addSpacing(8)
        layout.addWidget(self.navigation)
        layout.addStretch(1)
        layout.addWidget(self.help)
