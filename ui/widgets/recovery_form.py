"""The digits of the recovery sheet, typed or read from a photo; a wrong row is named at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ntm_desktop.errors import UserError
from ntm_desktop.exchange import recovery_sheet as sheets
from ntm_desktop.exchange.keys import OfficeKeys
from ui import colours, icons
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.words import ABSENT, FAILED, PRESENT, State

PICTURES = "Ảnh hoặc bản quét (*.jpg *.jpeg *.png *.tif *.tiff *.webp *.pdf);;Mọi tệp (*)"
_COLUMNS = 2
_DEEP = (sheets.ROWS + _COLUMNS - 1) // _COLUMNS
ReadImage = Callable[[Path], OfficeKeys]


class _Row(QLineEdit):
    """One row; what is pasted into it may be the whole sheet."""

    pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give away a pasted text of several rows, as Qt asks."""
        text = (
            QApplication.clipboard().text()
            if event.matches(QKeySequence.StandardKey.Paste)
            else ""
        )
        if len(sheets.split(text)) > 1:
            self.pasted.emit(text)
            return
        super().keyPressEvent(event)


class RecoveryForm(QWidget):
    """Holds the keys once every row is right."""

    changed = Signal()

    def __init__(
        self, read_image: ReadImage, tasks: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read_image, self._tasks = read_image, tasks
        self.keys: OfficeKeys | None = None
        self.message = MessageStrip()
        self.image = button("Đọc từ ảnh chụp, bản quét…", icon="image")
        self.image.clicked.connect(self._choose)
        self.rows = [_row(number) for number in range(1, sheets.ROWS + 1)]
        self.marks = [QLabel() for _ in self.rows]
        for place, row in enumerate(self.rows):
            row.textEdited.connect(lambda _, place=place: self._typed(place))
            row.editingFinished.connect(lambda place=place: self._mark(place, leaving=True))
            row.pasted.connect(self.fill)
        self._lay_out()
        self.setFocusProxy(self.rows[0])

    def fill(self, text: str) -> None:
        """Put typed or pasted rows into the fields, the first row first."""
        for place, digits in enumerate(sheets.split(text)[: len(self.rows)]):
            self.rows[place].setText(sheets.grouped(digits))
            self._mark(place, leaving=True)
        self._judge()

    def read(self, file: Path) -> None:
        """Read the code in a picture of the sheet."""
        self.image.setEnabled(False)
        self.message.say("Đang tìm mã vuông trong ảnh…")
        self._tasks.run(
            self, lambda: self._read_image(file), done=self._found, failed=self._not_found
        )

    def forget(self) -> None:
        """Empty every row."""
        self.keys = None
        for row, mark in zip(self.rows, self.marks, strict=True):
            row.clear()
            mark.clear()
        self.message.hide()
        self.changed.emit()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, (row, mark) in enumerate(zip(self.rows, self.marks, strict=True)):
            line, column = place % _DEEP, place // _DEEP * 4
            grid.addWidget(label(f"{place + 1:02}", "caption"), line, column)
            grid.addWidget(row, line, column + 1)
            grid.addWidget(mark, line, column + 2)
            mark.setFixedWidth(20)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column * 4 + 1, 1)
            grid.setColumnMinimumWidth(column * 4 + 3, 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.image, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(label("hoặc gõ 17 hàng số, mỗi hàng 12 chữ số:", "caption"))
        layout.addLayout(grid)
        layout.addWidget(self.message)

    def _digits(self, place: int) -> str:
        return "".join(self.rows[place].text().split())

    @Slot()
    def _typed(self, place: int) -> None:
        self._mark(place)
        if sheets.is_right(place + 1, self._digits(place)) and place + 1 < len(self.rows):
            self.rows[place + 1].setFocus()
        self._judge()

    def _mark(self, place: int, *, leaving: bool = False) -> None:
        """Mark a row as right, or, once it is whole or left, as wrong."""
        digits, row = self._digits(place), self.rows[place]
        if sheets.is_right(place + 1, digits):
            self._show(place, PRESENT, "đúng")
        elif digits and (leaving or len(digits) >= sheets.DIGITS):
            wrong = len(digits) >= sheets.DIGITS
            self._show(place, FAILED if wrong else ABSENT, "gõ sai" if wrong else "còn thiếu")
        else:
            self.marks[place].clear()
            row.setAccessibleDescription("")

    def _show(self, place: int, state: State, words: str) -> None:
        ink = state.ink(colours.now())
        mark = self.marks[place]
        mark.setPixmap(icons.pixmap(f"states/{state.icon}", ink.ink, ink.ground, 18))
        mark.setToolTip(f"Hàng {place + 1} {words}")
        self.rows[place].setAccessibleDescription(f"Hàng {place + 1} {words}")

    def _judge(self) -> None:
        before = self.keys
        typed = [self._digits(place) for place in range(len(self.rows))]
        self.keys = None
        if all(len(digits) >= sheets.DIGITS for digits in typed):
            try:
                self.keys = sheets.keys_of(typed)
            except sheets.RecoveryDigitsError as error:
                self.message.fail(error)
            else:
                self.message.say("Đủ 17 hàng, đúng hết.", tone="done")
        elif before is not None or not any(typed):
            self.message.hide()
        self.changed.emit()

    @Slot()
    def _choose(self) -> None:
        file = choosing.file(self, "Chọn ảnh chụp hoặc bản quét giấy khôi phục", PICTURES)
        if file is not None:
            self.read(file)

    def _found(self, keys: OfficeKeys) -> None:
        self.image.setEnabled(True)
        self.fill("\n".join(sheets.sheet_of(keys).rows))
        self.message.say("Đã đọc được mã vuông trên giấy.", tone="done")

    def _not_found(self, error: UserError) -> None:
        self.image.setEnabled(True)
        self.message.fail(error)


def _row(number: int) -> _Row:
    made = _Row()
    made.setAccessibleName(f"Hàng {number}")
    made.setInputMethodHints(
        Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
    )
    made.setMaxLength(20)
    made.setMinimumWidth(150)
    return made
