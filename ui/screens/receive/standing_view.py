"""The board of one commune, to read only."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.standing import Board
from ui import colours, icons
from ui.screens.receive import columns
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.words import State, short_name

_TITLES = ("Tiêu chí, chỉ tiêu", "Tình trạng", "Kết quả", "Minh chứng")
_DETAIL = Qt.ItemDataRole.UserRole
_WIDTHS = (0, 180, 130, 92)


class StandingView(QWidget):
    """Criteria with their verdicts; each opens to its indicators."""

    left = Signal()
    """Back to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = button("Danh sách đơn vị", icon="previous")
        self.back.clicked.connect(self.left)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)
        self.title = label("", "title", wrap=True)
        self.subtitle = label("", "caption", wrap=True)
        self.notes = label("", wrap=True)
        self.notes.setAccessibleName("Lưu ý về bộ tiêu chí")
        self.notes.hide()
        self.open_all = button("Mở mọi chỉ tiêu", icon="down")
        self.open_all.clicked.connect(self._open_all)
        self.tree = QTreeWidget()
        self.detail = label("", wrap=True)
        self.detail.setMinimumHeight(2 * self.detail.fontMetrics().lineSpacing())
        self._shape_tree()
        self._lay_out()

    def show_board(self, name: str, board: Board, notes: Sequence[str] = ()) -> None:
        """Show where a commune stands, and what has to be known of the set it is judged by."""
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.title.setText(f"{name}: {board.met} trên {board.total} tiêu chí đạt")
        self.subtitle.setText(
            f"Theo gói xã đã gửi, chỉ xem · {short_name(board.criteria_set.name)} · "
            f"năm {board.sheet.year}"
        )
        self.tree.clear()
        for line in board.sections:
            number = f"{line.criterion.order}. " if line.criterion.order else ""
            words = f"{number}{line.criterion.name}"
            item = _item(words, columns.criterion_cells(line))
            item.setData(0, _DETAIL, words)
            self.tree.addTopLevelItem(item)
            for each in line.indicators:
                words = f"{each.indicator.code}  {each.indicator.name}"
                child = _item(words, columns.indicator_cells(each))
                child.setData(0, _DETAIL, f"{words}. {each.judgement.reason}")
                item.addChild(child)
            self._mark(item)
        self.tree.setCurrentIndex(self.tree.model().index(0, 0))

    def _shape_tree(self) -> None:
        self.tree.setAccessibleName("Tiêu chí và chỉ tiêu")
        self.tree.setHeaderLabels(_TITLES)
        self.tree.setUniformRowHeights(True)
        self.tree.currentItemChanged.connect(self._show_detail)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(26)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.itemClicked.connect(self._turn)
        self.tree.itemExpanded.connect(self._mark)
        self.tree.itemCollapsed.connect(self._mark)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        for number, width in enumerate(_WIDTHS):
            if width:
                self.tree.setColumnWidth(number, width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head.addLayout(words, 1)
        head.addWidget(self.open_all)
        head.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.notes)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.detail)

    @Slot()
    def _open_all(self) -> None:
        self.tree.expandAll()

    @Slot(object)
    def _show_detail(self, item: QTreeWidgetItem | None) -> None:
        """Say below what a narrow column cuts short, and why the verdict is so."""
        self.detail.setText(item.data(0, _DETAIL) if item else "")

    @Slot(object)
    def _mark(self, item: QTreeWidgetItem) -> None:
        """Show by an arrow whether a criterion is open."""
        if item.childCount():
            arrow = "down" if item.isExpanded() else "next"
            item.setIcon(0, icons.icon(arrow, colours.now().secondary))

    @Slot(object)
    def _turn(self, item: QTreeWidgetItem) -> None:
        if item.childCount():
            item.setExpanded(not item.isExpanded())


def _item(words: str, cells: tuple[State, str, str]) -> QTreeWidgetItem:
    state, *others = cells
    item = QTreeWidgetItem([words, state.word, *others])
    shown = colours.now()
    item.setIcon(1, icons.icon(f"states/{state.icon}", state.ink(shown).ink, shown.card))
    return item
