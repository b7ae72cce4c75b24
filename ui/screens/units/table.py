"""The table of units."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.screens.units import columns
from ui.screens.units.columns import UnitLine
from ui.table_model import TableModel

_ROW = 30


def unit_table(rows: TableModel[UnitLine]) -> QTableView:
    """Make a table that shows rows, one of them chosen at a time."""
    table = QTableView()
    table.setModel(rows)
    table.setAccessibleName("Danh sách đơn vị")
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW)
    _shape_header(table)
    return table


def _shape_header(table: QTableView) -> None:
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for number, width in enumerate(columns.WIDTHS):
        if width:
            table.setColumnWidth(number, width)
        else:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
