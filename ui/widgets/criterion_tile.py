"""One criterion as a tile: how it stands, indicator by indicator, and what it still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import colours, icons
from ui.colours import Colours
from ui.words import INCOMPLETE, State

_PAD = 12
_EDGE = 5
_MARK = 16
_DOT = 13
_DOT_GAP = 4
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileText:
    """What a tile says; `lines` holds the state of each indicator, in order."""

    order: int
    name: str
    state: State
    lines: Sequence[State]
    done: int
    missing: str
    target: str = ""
    missing_state: State | None = None
    """How urgent the missing is, where that differs from the state."""


class CriterionTile(QAbstractButton):
    """Shows one criterion; a click asks for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = TileText(order=0, name="", state=INCOMPLETE, lines=(), done=0, missing="")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(118, 118)

    def show_text(self, text: TileText) -> None:
        """Show another criterion, or the same as it stands now."""
        if text == self.shown:
            return
        self.shown = text
        self.setAccessibleName(f"Tiêu chí {text.order}. {text.name}: {text.state.word}")
        self.setAccessibleDescription(
            f"{text.done} trên {len(text.lines)} chỉ tiêu đạt; {text.missing}"
        )
        self.setToolTip(f"{text.order}. {text.name}\n{text.state.word}: {text.missing}")
        self.update()

    def sizeHint(self) -> QSize:
        """Be as large as in the drawing, as Qt asks."""
        return QSize(150, 132)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look touched, as Qt asks."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Look untouched, as Qt asks."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tile, as Qt asks."""
        shown = colours.now()
        ink = self.shown.state.ink(shown)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, shown, ink.ink)
        top = self._paint_head(painter, shown)
        lacking = (self.shown.missing_state or self.shown.state).ink(shown).ink
        bottom = self._paint_missing(painter, lacking)
        self._paint_lines(painter, shown, top, bottom)
        painter.end()

    def _paint_ground(self, painter: QPainter, shown: Colours, ink: str) -> None:
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(edge, 9, 9)
        painter.fillPath(outline, QColor(shown.hover if self.underMouse() else shown.card))
        painter.save()
        painter.setClipPath(outline)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawRect(QRectF(0, 0, _EDGE, self.height()))  # fillRect loads all of QGradient
        painter.restore()
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(shown.accent if focused else shown.edge), 2 if focused else 1))
        painter.drawPath(outline)

    def _paint_head(self, painter: QPainter, shown: Colours) -> int:
        """Paint number, count, mark and name; return where they end."""
        text, line = self.shown, QRect(_PAD + 3, 9, self.width() - 2 * _PAD - 3, 18)
        painter.setPen(QColor(shown.secondary))
        painter.setFont(self.font())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, str(text.order))
        count = line.adjusted(0, 0, -_MARK - 6, 0)
        painter.drawText(
            count, middle | Qt.AlignmentFlag.AlignRight, f"{text.done}/{len(text.lines)}"
        )
        _paint_mark(painter, shown, text.state, QPointF(line.right() - _MARK + 1, 10), _MARK)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(shown.ink))
        metrics = QFontMetrics(font)
        room = QRect(
            line.left(), 30, line.width(), metrics.lineSpacing() * 3 + metrics.descent() + 2
        )
        painter.drawText(room, _WRAP, text.name)
        return metrics.boundingRect(room, _WRAP, text.name).bottom()

    def _paint_missing(self, painter: QPainter, ink: str) -> int:
        """Paint what is missing along the bottom; return where it begins."""
        font = QFont(self.font())
        font.setPointSizeF(9)
        metrics = QFontMetrics(font)
        width = self.width() - 2 * _PAD - 3
        lines = _two_lines(metrics, self.shown.missing, width)
        height = metrics.lineSpacing() * len(lines)
        begin = self.height() - 9 - height
        painter.setFont(font)
        painter.setPen(QColor(ink))
        for number, line in enumerate(lines):
            painter.drawText(
                QRect(_PAD + 3, begin + number * metrics.lineSpacing(), width, metrics.height()),
                Qt.AlignmentFlag.AlignLeft,
                line,
            )
        return begin

    def _paint_lines(self, painter: QPainter, shown: Colours, top: int, bottom: int) -> None:
        """Paint one small mark per indicator just above the bottom text, if there is room."""
        each = _DOT + _DOT_GAP
        in_row = max(1, (self.width() - 2 * _PAD) // each)
        rows = -(-len(self.shown.lines) // in_row)
        begin = bottom - rows * each - 2
        if begin <= top or len(self.shown.lines) < 2:
            return
        for number, state in enumerate(self.shown.lines):
            where = QPointF(_PAD + 3 + number % in_row * each, begin + number // in_row * each)
            _paint_mark(painter, shown, state, where, _DOT)


def _paint_mark(
    painter: QPainter, shown: Colours, state: State, where: QPointF, size: int
) -> None:
    ink = state.ink(shown)
    painter.drawPixmap(where, icons.pixmap(f"states/{state.icon}", ink.ink, shown.card, size))


def _two_lines(metrics: QFontMetrics, text: str, width: int) -> list[str]:
    """Break a text into at most two lines, the last one elided."""
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    words = text.split(" ")
    count = len(words)
    while count > 1 and metrics.horizontalAdvance(" ".join(words[:count])) > width:
        count -= 1
    rest = metrics.elidedText(" ".join(words[count:]), Qt.TextElideMode.ElideRight, width)
    return [" ".join(words[:count]), rest] if rest else [" ".join(words[:count])]
