"""The first start: three short questions and a sheet to print, then the window opens."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.ownership import Role
from ntm_desktop.errors import UserError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.services.catalogue import UnitList, agencies, unit_lists
from ntm_desktop.services.office import Authority
from ntm_desktop.services.recovery import keys_in_image, write_sheet
from ntm_desktop.services.setup import Setup, Unit, set_up
from ui.screen import scrolling
from ui.screens.first_start import columns
from ui.screens.first_start.columns import KeySource
from ui.screens.first_start.key_step import KeyStep, SheetStep
from ui.screens.first_start.steps import RoleStep, UnitStep
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip

PracticeMaker = Callable[[Path], None]
_STEPS_TO_DO = 2
"""The last two pages end in something done: setting up, and going to work."""
_HEADINGS = {
    Role.COMMUNE: "Xã của bạn",
    Role.AUTHORITY: "Cấp nhận hồ sơ",
    Role.AGENCY: "Cơ quan của bạn",
}


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
        self._lists: tuple[UnitList, ...] = ()
        self._agencies: dict[str, str] = {}
        self._made: OfficeKeys | None = None
        self.role_step, self.unit_step = RoleStep(), UnitStep()
        self.key_step = KeyStep(keys_in_image, self._tasks)
        self.sheet_step = SheetStep()
        self.steps = QStackedWidget()
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
        self._tasks.run(self, _shipped, done=self._take_lists, failed=self.message.fail)

    def _lay_out(self) -> None:
        for step in (self.role_step, self.unit_step, self.key_step, self.sheet_step):
            self.steps.addWidget(scrolling(step))
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
        self.role_step.changed.connect(self._choose_role)
        self.role_step.practice_asked.connect(self._practise)
        self.unit_step.changed.connect(self._allow)
        self.key_step.changed.connect(self._allow)
        self.sheet_step.asked.connect(self._print_sheet)
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

    def _take_lists(self, shipped: tuple[tuple[UnitList, ...], dict[str, str]]) -> None:
        self._lists, self._agencies = shipped
        self._choose_role()

    def _show_step(self, number: int) -> None:
        self.steps.setCurrentIndex(number)
        last = number == self.steps.count() - 1
        self.where.setText("" if last else f"Bước {number + 1} trên 3 · chỉ hỏi một lần")
        self.back.setVisible(number > 0 and not last)
        self.next.setText("Bắt đầu dùng" if last else "Tiếp tục")
        self.next.setAccessibleName(self.next.text())
        focus = (
            self.role_step,
            self.unit_step.filter,
            self.key_step.author,
            self.sheet_step.print,
        )[number]
        focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._allow()

    @Slot()
    def _allow(self) -> None:
        ready = (
            self.role_step.role is not None and bool(self._lists),
            self.unit_step.unit is not None,
            self.key_step.passphrase is not None,
            True,
        )
        self.next.setEnabled(ready[self.steps.currentIndex()])

    @Slot()
    def _choose_role(self) -> None:
        role = self.role_step.role
        if role is not None and self._lists:
            known = [Authority(code=of.code, name=of.name, level=of.level) for of in self._lists]
            choices = {
                Role.COMMUNE: lambda: columns.communes(self._lists),
                Role.AUTHORITY: lambda: columns.authorities(self._lists),
                Role.AGENCY: lambda: columns.agency_choices(self._agencies, known[0]),
            }[role]()
            self.unit_step.offer(choices, known, heading=_HEADINGS[role])
            receives = role is Role.AUTHORITY
            self.unit_step.authority.setVisible(not receives)
            self.unit_step.authority_words.setVisible(not receives)
        self._allow()

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
        chosen = self._setup()
        if chosen is None:
            return
        self._set_busy(busy=True)
        done = self._offer_sheet if self._is_new else self._take_as_is
        self._tasks.run(self, lambda: set_up(self.root, chosen), done=done, failed=self._fail)

    @property
    def _is_new(self) -> bool:
        return self.key_step.source is KeySource.NEW

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
        made, unit = self._made, self.unit_step.unit
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
            then=lambda: self._open(target),
        )

    def _open(self, target: Path) -> None:
        if not choosing.open_with_system(target):
            self.message.say(f"Không mở được tệp. Tệp nằm ở: {target}", tone="warning")

    def _sheet_failed(self, error: UserError) -> None:
        self.message.fail(error, kept="Đã thiết lập xong; chưa có giấy khôi phục.")

    def _setup(self) -> Setup | None:
        role, unit = self.role_step.role, self.unit_step.unit
        passphrase, receiver = self.key_step.passphrase, self.unit_step.receiver
        if role is None or unit is None or passphrase is None or receiver is None:
            return None
        if role is Role.AUTHORITY:
            receiver = Authority(code=unit.code, name=unit.name, level=unit.authority.level)
        return Setup(
            role=role,
            unit=Unit(code=unit.code, name=unit.name, kind=unit.kind, region=unit.region),
            authority=receiver,
            passphrase=passphrase,
            key_file=self.key_step.key_file,
            recovered=self.key_step.recovered,
            author=self.key_step.author.text(),
        )

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


def _shipped() -> tuple[tuple[UnitList, ...], dict[str, str]]:
    return tuple(unit_lists()), agencies()
