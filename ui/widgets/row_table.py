"""Tables of whole rows, to be read and chosen, not edited."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

_ROW = 30


def shape_rows(table: QTableView, name: str) -> None:
    """Have a table, named for who cannot see it, show whole rows; one is chosen at a time."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def give_widths(table: QTableView, widths: Sequence[int]) -> None:
    """Give each column of a table its width in pixels; 0 takes the room that is left."""
    for number, width in enumerate(widths):
        if width:
            table.setColumnWidth(number, width)
        else:
            stretch = QHeaderView.ResizeMode.Stretch
            table.horizontalHeader().setSectionResizeMode(number, stretch)
