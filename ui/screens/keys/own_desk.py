"""What is done with the office's own key, from the buttons of its card."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.errors import UserError
from ntm_desktop.exchange.keys import OfficeKeys, fingerprint
from ntm_desktop.services.recovery import Renewal, WrittenAgain
from ntm_desktop.services.workplace import Workplace
from ui.screens.keys import columns
from ui.screens.keys.dialogs import ChangeDialog, ForgottenDialog, KeyDialog
from ui.screens.keys.own_card import OwnCard
from ui.screens.keys.renew_dialog import RenewDialog
from ui.session_keys import SessionKeys
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing
from ui.widgets.job_bar import JobBar
from ui.widgets.message_strip import MessageStrip


class OwnDesk(QObject):
    """Answers the buttons of the card; says what came of it on the screen's message strip."""

    changed = Signal(object)
    """The topics that changed."""

    def __init__(
        self, workplace: Workplace, session: SessionKeys, tasks: TaskRunner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._keys, self._recovery = workplace.keys, workplace.recovery
        self._office = workplace.office
        self._session, self._tasks, self._window = session, tasks, window
        self.dialog: KeyDialog | None = None
        self.message = MessageStrip()
        self.job_bar = JobBar()
        self.card = OwnCard(self._office.unit.name, fingerprint(self._office.signing_key))
        self.card.export.clicked.connect(self._export)
        self.card.sheet.clicked.connect(self._print_sheet)
        self.card.change.clicked.connect(self._change)
        self.card.forgotten.clicked.connect(self._recover)
        self.card.back_up.clicked.connect(self._back_up)
        self.card.renew.clicked.connect(self._renew)
        self.card.rewrite.connect(self._write_again)

    def refresh(self) -> None:
        """Ask how the key stands."""
        self._tasks.run(self, self._keys.own, done=self.card.show_key, failed=self.message.fail)

    def ask(self, dialog: KeyDialog, then: Callable[[object], None]) -> None:
        """Open a dialog and go on with its outcome."""
        self.dialog = dialog
        dialog.accepted.connect(lambda: then(dialog.outcome))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _export(self) -> None:
        why = "Khóa công khai được ký bằng chính khóa của cơ quan."
        keys = self._session.ask(self._window, why)
        if keys is not None:
            name = f"KHOA_{self._office.unit.code}.ntmkey"
            target = self._where("Xuất khóa công khai", name, columns.KEY_FILES)
            self._write(target, partial(self._publish, keys), self._exported)

    def _where(self, heading: str, suggested: str, kinds: str) -> Path | None:
        return choosing.new_file(self._window, heading, suggested, kinds)

    def _publish(self, keys: OfficeKeys, target: Path) -> Path:
        return self._keys.publish(target, keys)

    @Slot()
    def _print_sheet(self) -> None:
        keys = self._session.ask(self._window, "Giấy khôi phục chứa khóa bí mật của cơ quan.")
        if keys is not None:
            name = f"GIAY-KHOI-PHUC-KHOA_{self._office.unit.code}.pdf"
            target = self._where("Lưu giấy khôi phục khóa", name, columns.SHEETS)
            self._write(
                target, lambda file: self._recovery.write_sheet(file, keys), self._sheet_written
            )

    @Slot()
    def _back_up(self) -> None:
        name = f"SAO-LUU-KHOA_{self._office.unit.code}.key"
        target = self._where("Sao lưu khóa", name, columns.BACKUP_FILES)
        self._write(target, self._keys.back_up, self._backed_up)

    def _write(
        self, target: Path | None, work: Callable[[Path], Path], done: Callable[[Path], None]
    ) -> None:
        if target is None:
            return

        def write(_job: Job) -> Path:
            return work(target)

        job = self._tasks.start(self, write, done=done, failed=self._not_written)
        self.job_bar.follow(job, "Đang ghi tệp")

    def _exported(self, target: Path) -> None:
        self.message.say(
            f"Đã xuất khóa công khai: {target.name}",
            tone="done",
            kept="Gửi tệp này cho nơi nhận, rồi đọc dãy số của đơn vị mình cho họ so.",
        )

    def _sheet_written(self, target: Path) -> None:
        self.message.say(
            f"Đã lưu {target.name}. Hãy in ra, bỏ phong bì dán kín, rồi xóa tệp.",
            tone="done",
            action="Mở để in",
            then=lambda: self._open_sheet(target),
        )

    def _open_sheet(self, target: Path) -> None:
        opened = choosing.open_with_system(target)
        self.message.say(
            f"In xong chưa? Tệp {target.name} chứa khóa bí mật, không được để lại trên máy."
            if opened
            else f"Không mở được tệp. Hãy mở và in từ: {target}",
            tone="warning",
            action="Đã in xong, xóa tệp",
            then=lambda: self._remove_sheet(target),
        )

    def _remove_sheet(self, target: Path) -> None:
        try:
            target.unlink(missing_ok=True)
        except OSError:
            self.message.say(
                f"Chưa xóa được {target}. Hãy đóng tệp ở chương trình khác rồi tự xóa.",
                tone="error",
            )
        else:
            self.message.say("Đã xóa tệp. Hãy cất tờ giấy vào két.", tone="done")

    def _backed_up(self, target: Path) -> None:
        self.message.say(
            f"Đã sao lưu khóa: {target.name}",
            tone="done",
            kept="Ai có tệp này và biết mật khẩu đều ký được thay đơn vị: hãy cất kỹ.",
        )

    def _not_written(self, error: UserError) -> None:
        self.message.fail(error, kept="Chưa ghi tệp nào.")

    @Slot()
    def _change(self) -> None:
        self.ask(
            ChangeDialog(self._keys, self._tasks, self._window),
            lambda _: self.message.say("Đã đổi mật khẩu khóa.", tone="done"),
        )

    @Slot()
    def _recover(self) -> None:
        self.ask(ForgottenDialog(self._recovery, self._tasks, self._window), self._recovered)

    def _recovered(self, present: object) -> None:
        words = (
            "Đã đặt mật khẩu mới cho khóa của đơn vị."
            if present
            else "Đây là giấy của khóa cũ: đã giữ lại để mở các gói gửi cho khóa đó."
        )
        self.message.say(words, tone="done")

    @Slot()
    def _renew(self) -> None:
        self.ask(RenewDialog(self._keys, self._recovery, self._tasks, self._window), self._renewed)

    def _renewed(self, renewal: object) -> None:
        if isinstance(renewal, Renewal):
            self._session.keep(renewal.keys)
            self.message.say(
                "Đã tạo khóa mới cho cơ quan.", tone="done", kept=columns.renewed(renewal)
            )
            self.card.show_fingerprint(renewal.fingerprint)
            self.changed.emit(EVERYTHING)

    @Slot()
    def _write_again(self) -> None:
        self._tasks.run(
            self,
            self._recovery.write_again,
            done=self._written_again,
            failed=self.message.fail,
        )

    def _written_again(self, done: tuple[WrittenAgain, frozenset[Topic]]) -> None:
        again, topics = done
        self.message.say(
            f"Đã ghi lại {again.revisions} thay đổi dưới khóa mới.",
            tone="done",
            kept="Hãy gửi gói mới cho nơi nhận.",
        )
        self.changed.emit(topics)
