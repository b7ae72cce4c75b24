"""A list of two-line entries with a state mark each; a click or Enter takes one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent, QTextLayout
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import colours, icons
from ui.words import State

_MARK = 16
_LEFT = 6
_TEXT = _LEFT + _MARK + 9
_GAP = 6
_MOST_LINES = 2
_BATCH = 12
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry: a bold head (may be empty), its text, what is said below, where it leads."""

    state: State
    head: str
    text: str
    detail: str = ""
    target: str = ""

    @property
    def spoken(self) -> str:
        """Say it in one breath."""
        parts = (f"{self.head} {self.text}".strip(), self.state.word, self.detail)
        return ". ".join(filter(None, parts))


class LineModel(QAbstractListModel):
    """Holds the entries it is given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is listed."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replace every entry."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count entries, as Qt asks."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give an entry, as Qt asks."""
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.head} {line.text}".strip()
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.spoken
        return line if role == Qt.ItemDataRole.UserRole else None


class LineDelegate(QStyledItemDelegate):
    """Paints an entry: mark, bold head and text on up to two lines, detail below in small.

    `room` is how wide entries are, in pixels; broken texts are kept until it changes. A detail
    has at most `detail_lines`.
    """

    def __init__(self, detail_lines: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.room = 300
        self._detail_lines = detail_lines
        self._broken: dict[tuple[Line, int], tuple[QTextLayout, QTextLayout]] = {}

    def forget(self) -> None:
        """Give up broken texts."""
        self._broken.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry, as Qt asks."""
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        shown = colours.now()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, shown)
        place: QRect = option.rect
        mark = icons.pixmap(
            f"states/{line.state.icon}", line.state.ink(shown).ink, shown.card, _MARK
        )
        painter.drawPixmap(place.left() + _LEFT, place.top() + _GAP + 1, mark)
        painter.translate(place.left() + _TEXT, place.top() + _GAP)
        width = place.width() - _TEXT - 6
        text, detail = self._texts(option.font, line, width)
        y = _paint_lines(painter, text, shown.ink, 0)
        painter.setFont(detail.font())
        _paint_lines(painter, detail, shown.secondary, y)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Be as high as the lines, as Qt asks."""
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        width = self.room
        text, detail = self._texts(option.font, line, width - _TEXT - 6)
        height = _height(text) + (_height(detail) if line.detail else 0)
        return QSize(width, height + 2 * _GAP)

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, shown: colours.Colours
    ) -> None:
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        touched = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or touched:
            painter.setPen(QColor(shown.accent) if selected else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shown.selected if selected else shown.hover))
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -2, -1), 5, 5)

    def _texts(self, font: QFont, line: Line, width: int) -> tuple[QTextLayout, QTextLayout]:
        if (line, width) not in self._broken:
            self._broken[line, width] = self._break(font, line, width)
        return self._broken[line, width]

    def _break(self, font: QFont, line: Line, width: int) -> tuple[QTextLayout, QTextLayout]:
        head = QTextLayout(f"{line.head}  {line.text}" if line.head else line.text, font)
        if line.head:
            bold = QTextLayout.FormatRange()
            bold.start, bold.length = 0, len(line.head)
            shape = bold.format
            shape.setFontWeight(QFont.Weight.DemiBold)
            bold.format = shape
            head.setFormats([bold])
        small = QFont(font)
        small.setPointSizeF(9)
        detail = QTextLayout(line.detail, small)
        _break(head, width, _MOST_LINES)
        _break(detail, width, self._detail_lines)
        return head, detail


def _break(layout: QTextLayout, width: int, most: int) -> None:
    """Break into lines of a width; beyond the most there may be it is cut with an ellipsis."""
    layout.beginLayout()
    y = 0.0
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(40, width))
        line.setPosition(line.position() + type(line.position())(0, y))
        y += line.height()
    layout.endLayout()
    last = layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None
    if last is not None and last.textStart() + last.textLength() < len(layout.text()):
        rest = layout.text()[last.textStart() :]
        metrics = QFontMetrics(layout.font())
        fitting = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(40, width - 10))
        formats = layout.formats()
        layout.setText(layout.text()[: last.textStart()] + fitting)
        layout.setFormats(formats)
        _break(layout, width, most)


def _height(layout: QTextLayout) -> int:
    return round(layout.boundingRect().height())


def _paint_lines(painter: QPainter, layout: QTextLayout, ink: str, y: int) -> int:
    from PySide6.QtCore import QPointF

    painter.setPen(QColor(ink))
    if layout.text():
        layout.draw(painter, QPointF(0, y))
    return y + _height(layout)


class LineList(QListView):
    """Shows entries and says which one was taken."""

    taken = Signal(str)
    """The target of the entry."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, detail_lines: int = _MOST_LINES
    ) -> None:
        super().__init__(parent)
        self.lines = LineModel(self)
        self.setModel(self.lines)
        self._delegate = LineDelegate(detail_lines, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; padding: 0; background: transparent; }")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # measures what is in sight first
        self.setBatchSize(_BATCH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._take)
        self.activated.connect(self._take)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other entries, keeping the place."""
        if tuple(lines) == self.lines.lines:
            return
        scrolled = self.verticalScrollBar().value()
        self._delegate.forget()
        self.lines.show_lines(lines)
        self.verticalScrollBar().setValue(scrolled)

    def mark(self, target: str) -> None:
        """Put the mark on the entry that leads somewhere, and bring it into view."""
        for row, line in enumerate(self.lines.lines):
            if line.target == target:
                self.setCurrentIndex(self.lines.index(row))
                self.scrollTo(self.lines.index(row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again, as Qt asks."""
        self._delegate.room = event.size().width()
        self._delegate.forget()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _take(self, index: QModelIndex) -> None:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        if line.target:
            self.taken.emit(line.target)
