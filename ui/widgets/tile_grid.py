"""Equal cells in as many columns as fit."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 10
_NARROWEST = 128
_LOWEST = 122
_TALLEST = 150
_MOST_COLUMNS = 5


class TileGrid(QWidget):
    """Lays its cells out again whenever its width changes; rows share the height there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cells(self, cells: Sequence[QWidget]) -> None:
        """Replace the cells, in reading order."""
        self._cells = list(cells)
        for cell in cells:
            cell.setParent(self)
            cell.show()
        self._arrange()
        self.updateGeometry()

    def columns(self, width: int) -> int:
        """Tell how many columns fit a width."""
        fitting = max(1, (width + _GAP) // (_NARROWEST + _GAP))
        return min(fitting, _MOST_COLUMNS)

    def heightForWidth(self, width: int) -> int:
        """Give the least height, as Qt asks."""
        rows = -(-len(self._cells) // self.columns(width))
        return max(0, rows * (_LOWEST + _GAP) - _GAP)

    def hasHeightForWidth(self) -> bool:
        """Height follows width, as Qt asks."""
        return True

    def minimumSizeHint(self) -> QSize:
        """Give the least size, as Qt asks."""
        return QSize(2 * _NARROWEST + _GAP, self.heightForWidth(max(self.width(), _NARROWEST)))

    def sizeHint(self) -> QSize:
        """Prefer five columns, as Qt asks."""
        return QSize(5 * 150 + 4 * _GAP, self.heightForWidth(5 * 150 + 4 * _GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again, as Qt asks."""
        self._arrange()
        if event.size().width() != event.oldSize().width():
            self.setMinimumHeight(self.heightForWidth(event.size().width()))

    def _arrange(self) -> None:
        if not self._cells or not self.width():
            return
        columns = self.columns(self.width())
        rows = -(-len(self._cells) // columns)
        width = (self.width() - (columns - 1) * _GAP) / columns
        height = (self.height() - (rows - 1) * _GAP) / rows
        height = min(max(height, _LOWEST), _TALLEST)
        for number, cell in enumerate(self._cells):
            row, column = divmod(number, columns)
            left, right = round(column * (width + _GAP)), round((column + 1) * (width + _GAP))
            top, bottom = round(row * (height + _GAP)), round((row + 1) * (height + _GAP))
            cell.setGeometry(QRect(left, top, right - left - _GAP, bottom - top - _GAP))
