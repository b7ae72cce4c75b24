"""The register of packages (sổ gửi, nhận hồ sơ): all that was sent and received."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.register import Fate, Register, RegisterLine
from ui.screen import scrolling
from ui.screens.receive import register_columns
from ui.table_model import TableModel
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.marked_line import MarkedLine
from ui.widgets.row_table import give_widths, shape_rows

_WIDTHS = (150, 60, 220, 66, 46, 0)
_FILES = 78
_KINDS = ("Tất cả", "Đã gửi", "Đã nhận")


class RegisterView(QWidget):
    """The list above, the chosen line below; an import that stands can be undone there."""

    left = Signal()
    """Back to the packages."""
    undo_asked = Signal(object)
    """A RegisterLine of an import."""
    print_asked = Signal(object)
    """The Register."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.register: Register | None = None
        self.back = button("Quay lại", icon="previous")
        self.back.clicked.connect(self.left)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)
        self.kind = QComboBox()
        self.kind.setAccessibleName("Lọc theo chiều gửi, nhận")
        self.kind.addItems(_KINDS)
        self.kind.currentIndexChanged.connect(self._fill)
        self.print = button("In sổ…", icon="print")
        self.print.clicked.connect(lambda: self.print_asked.emit(self.register))
        self.table = QTableView()
        self.rows: TableModel[RegisterLine] = TableModel(register_columns.COLUMNS, self)
        self.detail = _Detail()
        self.detail.undo.clicked.connect(self._ask_undo)
        self._shape_table()
        self._lay_out()

    @property
    def chosen(self) -> RegisterLine | None:
        """The line in front."""
        index = self.table.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def show_register(self, found: Register) -> None:
        """Replace the lines, keeping the place."""
        self.register = found
        self._fill()

    @Slot()
    def _fill(self) -> None:
        if self.register is None:
            return
        row = max(0, self.table.currentIndex().row())
        wanted = {1: (True,), 2: (False,)}.get(self.kind.currentIndex(), (True, False))
        lines = [line for line in self.register.lines if line.fate.is_outgoing in wanted]
        self.rows.show_rows(lines)
        self.print.setEnabled(bool(self.register.lines))
        if lines:
            self.table.selectRow(min(row, len(lines) - 1))
        else:
            self.detail.show_line(None)

    @Slot()
    def _ask_undo(self) -> None:
        if self.chosen:
            self.undo_asked.emit(self.chosen)

    @Slot(QModelIndex)
    def _show_chosen(self, _index: QModelIndex) -> None:
        self.detail.show_line(self.chosen)

    def _shape_table(self) -> None:
        self.table.setModel(self.rows)
        shape_rows(self.table, "Sổ gửi, nhận hồ sơ")
        give_widths(self.table, _WIDTHS)
        self.table.selectionModel().currentChanged.connect(self._show_chosen)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label("Sổ gửi, nhận hồ sơ", "title"))
        words.addWidget(label(register_columns.ABOUT, "caption", wrap=True))
        head.addLayout(words, 1)
        for each in (self.kind, self.print, self.back):
            head.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)


class _Detail(Card):
    """What came of one line, and its files with their hashes to compare and copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.outcome = QVBoxLayout()
        self.files = label("", "secondary", wrap=True)
        self.files.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.files.setAccessibleName("Tệp và mã kiểm tra")
        self.files.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.undo = button("Hoàn tác lần nhập này…", icon="undo")
        row = QHBoxLayout()
        row.addLayout(self.outcome, 1)
        row.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        area = scrolling(self.files)  # a package may have many parts
        area.setFixedHeight(_FILES)
        self.body.addWidget(area)
        self.show_line(None)

    def show_line(self, line: RegisterLine | None) -> None:
        """Show a line, or that there is none."""
        while (item := self.outcome.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.undo.setVisible(line is not None and line.fate is Fate.IMPORTED)
        if line is None:
            self.outcome.addWidget(label(register_columns.NOTHING, "caption", wrap=True))
            self.files.setText("")
            return
        self.outcome.addWidget(MarkedLine(register_columns.MARKS[line.fate], line.outcome))
        self.outcome.addWidget(label(register_columns.amount(line), "secondary", wrap=True))
        self.files.setText(register_columns.files(line))
        self.files.setAccessibleName(register_columns.files(line))
