"""What the marks mean, and how many there are of each."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import colours, icons
from ui.words import VERDICTS, State

_PAD = 12
_MARK = 14


class Legend(QWidget):
    """Fills the place after the last tile with the meaning of the marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_counts({})

    @property
    def lines(self) -> list[tuple[State, int]]:
        """States in the order they are listed, with their counts."""
        return [(state, self._counts.get(id_, 0)) for id_, state in VERDICTS.items()]

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many criteria stand how, by verdict."""
        self._counts = dict(counts)
        self.setAccessibleName("; ".join(f"{state.word}: {n}" for state, n in self.lines))
        self.setToolTip("Ý nghĩa các dấu và số tiêu chí ở mỗi tình trạng")
        self.update()

    def sizeHint(self) -> QSize:
        """Be as large as a tile, as Qt asks."""
        return QSize(150, 132)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, as Qt asks."""
        shown = colours.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(shown.edge), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 9, 9)
        font = QFont(self.font())
        font.setPointSizeF(9)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        step = min((self.height() - 16) / len(VERDICTS), metrics.lineSpacing() + 8)
        top = (self.height() - step * len(VERDICTS)) / 2
        for number, (state, count) in enumerate(self.lines):
            where = QRect(_PAD, round(top + number * step), self.width() - 2 * _PAD, round(step))
            self._paint_line(painter, where, state, count)
        painter.end()

    def _paint_line(self, painter: QPainter, where: QRect, state: State, count: int) -> None:
        shown = colours.now()
        mark = icons.pixmap(f"states/{state.icon}", state.ink(shown).ink, shown.paper, _MARK)
        painter.drawPixmap(where.left(), where.top() + (where.height() - _MARK) // 2, mark)
        painter.setPen(QColor(shown.secondary))
        middle = Qt.AlignmentFlag.AlignVCenter
        words = where.adjusted(_MARK + 6, 0, -16, 0)
        text = painter.fontMetrics().elidedText(
            state.short or state.word, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(QColor(shown.ink))
        painter.drawText(where, middle | Qt.AlignmentFlag.AlignRight, str(count))
