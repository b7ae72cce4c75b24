"""The first start: four short questions and a sheet to print, then the window opens."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ntm_desktop.errors import UserError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.services.recovery import write_sheet
from ntm_desktop.services.setup import Unit, set_up
from ui.screens.first_start.columns import KeySource
from ui.screens.first_start.pages import Pages, Shipped
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.opening import open_or_tell

PracticeMaker = Callable[[Path], None]
_STEPS_TO_DO = 2
"""The last two pages end in something done: setting up, and going to work."""


def practice_root(root: Path) -> Path:
    """Name the folder for practice data beside the real one."""
    return root.with_name(f"{root.name}-luyen-tap")


class FirstStart(QDialog):
    """Asks who works here and sets the folder up; nothing is written before the last step."""

    def __init__(
        self, root: Path, make_practice: PracticeMaker, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle("Hồ sơ nông thôn mới")
        self.root, self.chosen = root, root
        self._make_practice = make_practice
        self._tasks = TaskRunner(self)
        self._made: OfficeKeys | None = None
        self.steps = Pages(self._tasks)
        self.message = MessageStrip()
        self.where = label("", "caption")
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Đang thiết lập")
        self.busy.hide()
        self.back = button("Quay lại", icon="previous")
        self.next = button("Tiếp tục", role="main")
        self.next.setDefault(True)
        self._lay_out()
        self._connect()
        self.resize(760, 600)
        self._show_step(0)
        self._tasks.run(self, Shipped.read, done=self.steps.take_shipped, failed=self.message.fail)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.addWidget(label("Hồ sơ nông thôn mới", "title"))
        head.addWidget(self.where)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.busy, 1)
        row.addStretch(1)
        row.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 24, 36, 22)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.message)
        layout.addWidget(self.steps, 1)
        layout.addLayout(row)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self._show_step(self.steps.currentIndex() - 1))
        self.next.clicked.connect(self._go_on)
        self.steps.changed.connect(self._allow)
        self.steps.list_taken.connect(self.message.hide)
        self.steps.list_refused.connect(self._refuse_list)
        self.steps.role_step.practice_asked.connect(self._practise)
        self.steps.sheet_step.asked.connect(self._print_sheet)
        QShortcut(QKeySequence("F1"), self, self._explain)

    def reject(self) -> None:
        """Go to work if all is set up, else give up, as Qt asks."""
        if self._made is not None:
            self.accept()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Finish the work in hand before going, as Qt asks."""
        self._tasks.close()
        super().done(result)

    @Slot(object)
    def _refuse_list(self, error: UserError) -> None:
        self.message.fail(error, kept="Chưa lấy gì từ tệp này.")

    def _show_step(self, number: int) -> None:
        self.steps.turn_to(number)
        last, asked = self.steps.is_last, self.steps.count() - 1
        self.where.setText("" if last else f"Bước {number + 1} trên {asked} · chỉ hỏi một lần")
        self.back.setVisible(number > 0 and not last)
        self.next.setText("Bắt đầu dùng" if last else "Tiếp tục")
        self.next.setAccessibleName(self.next.text())
        self._allow()

    @Slot()
    def _allow(self) -> None:
        self.next.setEnabled(self.steps.is_ready)

    @Slot()
    def _go_on(self) -> None:
        number = self.steps.currentIndex()
        if number < self.steps.count() - _STEPS_TO_DO:
            self._show_step(number + 1)
        elif self._made is not None:
            self.accept()
        else:
            self._found()

    def _found(self) -> None:
        chosen = self.steps.setup()
        if chosen is None:
            return
        self._set_busy(busy=True)
        done = self._offer_sheet if self._is_new else self._take_as_is
        self._tasks.run(self, lambda: set_up(self.root, chosen), done=done, failed=self._fail)

    @property
    def _is_new(self) -> bool:
        return self.steps.key_step.source is KeySource.NEW

    def _take_as_is(self, _keys: OfficeKeys) -> None:
        self.accept()

    def _offer_sheet(self, made: OfficeKeys) -> None:
        """Only keys just made have no sheet yet."""
        self._made = made
        self._set_busy(busy=False)
        self.message.hide()
        self._show_step(self.steps.count() - 1)

    @Slot()
    def _print_sheet(self) -> None:
        made, unit = self._made, self.steps.unit_step.unit
        suggested = f"GIAY-KHOI-PHUC-KHOA_{unit.code if unit else ''}.pdf"
        target = choosing.new_file(self, "Lưu giấy khôi phục khóa", suggested, "PDF (*.pdf)")
        if made is None or unit is None or target is None:
            return
        named = Unit(code=unit.code, name=unit.name)
        self._tasks.run(
            self,
            lambda: write_sheet(target, made, named, practice=False),
            done=self._sheet_written,
            failed=self._sheet_failed,
        )

    def _sheet_written(self, target: Path) -> None:
        self.message.say(
            f"Đã lưu {target.name}. Hãy in ra rồi xóa tệp.",
            tone="done",
            action="Mở để in",
            then=lambda: open_or_tell(target, self.message),
        )

    def _sheet_failed(self, error: UserError) -> None:
        self.message.fail(error, kept="Đã thiết lập xong; chưa có giấy khôi phục.")

    @Slot()
    def _practise(self) -> None:
        self.chosen = practice_root(self.root)
        self._set_busy(busy=True)
        self._tasks.run(
            self,
            lambda: self._make_practice(self.chosen),
            done=lambda _: self.accept(),
            failed=self._fail,
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.busy.setVisible(busy)
        for part in (self.steps, self.back, self.next):
            part.setEnabled(not busy)
        if busy:
            self.message.say("Đang thiết lập, mất vài giây…")

    def _fail(self, error: UserError) -> None:
        self._set_busy(busy=False)
        self.chosen = self.root
        self.message.fail(error, kept="Chưa có gì được ghi vào máy.")
        self._allow()

    def _explain(self) -> None:
        from ui.widgets.help_dialog import HelpDialog

        self._help = HelpDialog("bat-dau", self)
        self._help.show()
