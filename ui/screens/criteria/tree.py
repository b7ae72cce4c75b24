"""The tree of criteria and indicators on the left, with a filter."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.standing import CriterionStanding, IndicatorStanding
from ui import colours, icons
from ui.screens.criteria import columns
from ui.words import VERDICTS, State

_CODE = Qt.ItemDataRole.UserRole


class CriteriaTree(QWidget):
    """Shows every criterion; those of the chosen indicator and of a filter are open."""

    chosen = Signal(str)
    """The code of an indicator."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Lọc chỉ tiêu, không cần dấu")
        self.filter.setAccessibleName("Lọc chỉ tiêu")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("Cây tiêu chí, chỉ tiêu")
        self.tree.setIconSize(QSize(16, 16))
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setColumnCount(1)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.currentItemChanged.connect(self._changed)
        self.tree.itemClicked.connect(self._clicked)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._criteria: Sequence[CriterionStanding] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)

    @property
    def current(self) -> str:
        """The code that is chosen, or nothing."""
        item = self.tree.currentItem()
        return str(item.data(0, _CODE) or "") if item is not None else ""

    def show_criteria(self, criteria: Sequence[CriterionStanding]) -> None:
        """Show where everything stands, keeping what is open and chosen."""
        same = [line.criterion for line in self._criteria] == [line.criterion for line in criteria]
        self._criteria = criteria
        if not same:
            self._build()
        for number, line in enumerate(criteria):
            item = self.tree.topLevelItem(number)
            if item is not None:
                _show(item, columns.criterion_text(line), VERDICTS[line.verdict])
            for part in line.indicators:
                child = self._items[part.indicator.code]
                _show(child, columns.indicator_text(part), columns.state_of(part))
        self._filter()

    def choose(self, code: str) -> None:
        """Choose an indicator and bring it into view."""
        item = self._items.get(code)
        if item is not None:
            self.tree.setCurrentItem(item)
            self.tree.scrollToItem(item)

    def step(self, by: int) -> None:
        """Choose the next indicator (1) or the one before (-1)."""
        codes = list(self._items)
        if self.current in codes:
            place = codes.index(self.current) + by
            if 0 <= place < len(codes):
                self.choose(codes[place])

    def _build(self) -> None:
        self.tree.clear()
        self._items.clear()
        for line in self._criteria:
            parent = QTreeWidgetItem(self.tree)
            for part in line.indicators:
                child = QTreeWidgetItem(parent)
                child.setData(0, _CODE, part.indicator.code)
                self._items[part.indicator.code] = child

    @Slot()
    def _filter(self) -> None:
        words = self.filter.text()
        for number, line in enumerate(self._criteria):
            kept = [columns.matches(part, line, words) for part in line.indicators]
            for part, keep in zip(line.indicators, kept, strict=True):
                self._items[part.indicator.code].setHidden(not keep)
            item = self.tree.topLevelItem(number)
            if item is not None:
                item.setHidden(not any(kept))
                if words.strip():
                    item.setExpanded(any(kept))

    def _changed(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        code, parent = item.data(0, _CODE), item.parent()
        if code and parent is not None:
            parent.setExpanded(True)
            self.chosen.emit(code)

    def _clicked(self, item: QTreeWidgetItem) -> None:
        """Open a criterion at its first indicator that is not met; a second click closes it."""
        if item.data(0, _CODE):
            return
        if item.isExpanded() and not item.isSelected():
            item.setExpanded(False)
            return
        item.setExpanded(True)
        line = self._criteria[self.tree.indexOfTopLevelItem(item)]
        if line.indicators:
            self.choose(_first_open(line).indicator.code)


def _first_open(line: CriterionStanding) -> IndicatorStanding:
    open_ones = [part for part in line.indicators if not part.verdict.counts_as_met]
    return (open_ones or list(line.indicators))[0]


def _show(item: QTreeWidgetItem, text: str, state: State) -> None:
    shown = colours.now()
    ink = state.ink(shown).ink
    item.setText(0, text)
    item.setToolTip(0, f"{text}\n{state.word}")
    item.setIcon(0, icons.icon(f"states/{state.icon}", ink, shown.card, 16))
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{text}: {state.word}")
