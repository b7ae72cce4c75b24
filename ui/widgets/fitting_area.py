"""A scrolling column that is no higher than what it holds, so that what follows stays near."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


class _Content(QWidget):
    """As high as wrapped texts need in the width there is."""

    def minimumSizeHint(self) -> QSize:
        """Ask for no more than that, as Qt asks."""
        least = super().minimumSizeHint()
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return least
        return QSize(least.width(), layout.totalHeightForWidth(max(self.width(), least.width())))


class FittingArea(QScrollArea):
    """Scrolls down only where there is no room; never sideways."""

    def __init__(self, layout: QLayout, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self._content = _Content()
        self._content.setObjectName("scrolled")
        self._content.setLayout(layout)
        self._content.installEventFilter(self)
        self.setWidget(self._content)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again whenever the content asks for other room, as Qt asks."""
        if watched is self._content and event.type() in (
            QEvent.Type.LayoutRequest,
            QEvent.Type.Resize,
        ):
            self.setMaximumHeight(max(1, self._content.minimumSizeHint().height()))
        return super().eventFilter(watched, event)
