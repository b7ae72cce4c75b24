"""The indicators of a sheet in both years, a row each."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ntm_desktop.domain.comparison import LineComparison
from ntm_desktop.domain.criteria import IndicatorCode
from ui.screens.years import columns
from ui.table_model import TableModel
from ui.widgets.row_table import give_widths, shape_rows


class YearsTable(QTableView):
    """Shows the lines that pass the filter; several can be picked at once."""

    picked = Signal()
    """Other rows are picked now."""
    opened = Signal(object)
    """A LineComparison that was double-clicked, or chosen by Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[LineComparison] = ()
        self._filter = 0
        self.rows: TableModel[LineComparison] = TableModel(columns.COLUMNS, self)
        self.setModel(self.rows)
        shape_rows(self, "Các chỉ tiêu trong hai năm")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.shape(wide=True)
        self.selectionModel().selectionChanged.connect(self.picked)
        self.activated.connect(self._open)

    def shape(self, *, wide: bool) -> None:
        """Give the columns the room there is."""
        self.setColumnHidden(columns.NARROW_WITHOUT, not wide)
        give_widths(self, columns.WIDTHS if wide else columns.NARROW_WIDTHS)

    def show_lines(self, lines: Sequence[LineComparison]) -> None:
        """Replace the lines, keeping what is picked and where it is scrolled to."""
        codes = {line.now.indicator.code for line in self.chosen()}
        scrolled = self.verticalScrollBar().value()
        self._lines = lines
        _, passes = columns.FILTERS[self._filter]
        self.rows.show_rows([line for line in lines if passes(line)])
        self._pick(codes)
        self.verticalScrollBar().setValue(scrolled)
        self.picked.emit()

    @Slot(int)
    def filter_by(self, number: int) -> None:
        """Show only the lines that pass one of the filters."""
        self._filter = number
        self.show_lines(self._lines)

    def chosen(self) -> list[LineComparison]:
        """Give the lines that are picked."""
        return [self.rows.row(index) for index in self.selectionModel().selectedRows()]

    def to_confirm(self) -> list[IndicatorCode]:
        """Name the picked indicators that wait to be confirmed."""
        return [line.now.indicator.code for line in self.chosen() if line.to_confirm]

    def _pick(self, codes: set[IndicatorCode]) -> None:
        model = self.selectionModel()
        for row in range(self.rows.rowCount()):
            index = self.rows.index(row, 0)
            if self.rows.row(index).now.indicator.code in codes:
                model.select(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.row(index))
