"""The table of who has sent what."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.screens.receive.columns import ARRIVALS, MET
from ui.table_model import Column, TableModel

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import ArrivalLine

_ROW = 32
_WIDTH = 140


class ArrivalTable(QTableView):
    """As high as its rows, so that the page scrolls and not the table."""

    chosen = Signal(str)
    """The code of a unit whose standing can be shown."""

    def __init__(self, *, with_standing: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns: list[Column[ArrivalLine]] = [
            column for column in ARRIVALS if with_standing or column is not MET
        ]
        self._with_standing = with_standing
        self._lines: tuple[ArrivalLine, ...] = ()
        self.rows: TableModel[ArrivalLine] = TableModel(columns, self)
        self.setModel(self.rows)
        self.setAccessibleName("Các đơn vị đã gửi gói hồ sơ")
        self._shape()
        self.clicked.connect(self._take)
        self.activated.connect(self._take)

    def show_lines(self, lines: Sequence["ArrivalLine"]) -> None:
        """Replace the rows, keeping the place."""
        row = self.currentIndex().row()
        self._lines = tuple(lines)
        self.rows.show_rows(lines)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + _ROW * len(lines) + 12)
        if 0 <= row < len(lines):
            self.selectRow(row)

    def name_of(self, unit: str) -> str:
        """Give a unit's name by its code."""
        return next((line.name for line in self._lines if line.unit == unit), unit)

    def _shape(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setDefaultSectionSize(_WIDTH)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        if self._with_standing:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @Slot(QModelIndex)
    def _take(self, index: QModelIndex) -> None:
        line = self.rows.row(index)
        if self._with_standing and line.met is not None:
            self.chosen.emit(line.unit)
