"""Khóa, tin cậy: the office's own key and what keeps it, and whose keys are trusted."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.errors import UserError
from ntm_desktop.exchange import keys as key_files
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.services.keys import OwnKey, TrustedOffice
from ntm_desktop.services.recovery import Renewal, WrittenAgain
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.screen import Screen, scrolling
from ui.screens.keys import columns
from ui.screens.keys.dialogs import ChangeDialog, ForgottenDialog, KeyDialog
from ui.screens.keys.own_card import OwnCard
from ui.screens.keys.renew_dialog import RenewDialog
from ui.screens.keys.revoke_dialog import RevokeDialog
from ui.screens.keys.stranger import StrangerForm
from ui.session_keys import SessionKeys
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.job_bar import JobBar
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.message_strip import MessageStrip

_OWN_WIDTH = 430


class KeysScreen(Screen):
    """Shows the own key on the left, those of others on the right."""

    help_topic: ClassVar[str] = "khoa"

    def __init__(
        self,
        *,
        workplace: Workplace,
        session: SessionKeys,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys, self._recovery = workplace.keys, workplace.recovery
        self._receiving, self._office = workplace.receiving, workplace.office
        self._session, self._tasks, self._changes = session, tasks, changes
        self._known: Sequence[TrustedOffice] = ()
        self.dialog: KeyDialog | None = None
        self.message = MessageStrip()
        self.job_bar = JobBar()
        self.own = OwnCard(self._office.unit.name, key_files.fingerprint(self._office.signing_key))
        self.add = button("Thêm khóa của đơn vị khác…", icon="add")
        self.revoke = button("Thu hồi khóa…", icon="remove")
        self.revoke.setEnabled(False)
        self.revoke.setVisible(self._office.role is Role.AUTHORITY)
        self.stranger = StrangerForm()
        self.offices = LineList("Đơn vị đã tin cậy")
        self.count = label("", "caption")
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Ask how the own key stands, and whose keys are known."""
        self._tasks.run(self, self._keys.own, done=self._show_own, failed=self.message.fail)
        self._tasks.run(self, self._keys.trusted, done=self._show, failed=self.message.fail)

    def open_place(self, place: str) -> None:
        """Begin to trust another office."""
        self.add.setFocus()

    def take_files(self, files: object) -> None:
        """Read a public key file that came from outside."""
        if isinstance(files, tuple) and files:
            self.read(files[0])

    def read(self, file: Path) -> None:
        """Read a public key file and show what is to be compared."""
        self._tasks.run(
            self,
            lambda: self._keys.read(file),
            done=lambda key: self.stranger.ask_about(file, key),
            failed=self._refuse,
        )

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 14)
        page.setSpacing(10)
        page.addWidget(label("Khóa, tin cậy", "title"))
        page.addWidget(self.message)
        page.addWidget(self.job_bar)
        lower = QHBoxLayout()
        lower.setSpacing(14)
        area = scrolling(self.own)
        area.setMaximumWidth(_OWN_WIDTH)
        lower.addWidget(area, 1)
        lower.addWidget(self._others_card(), 1)
        page.addLayout(lower, 1)

    def _others_card(self) -> QWidget:
        card = Card("Các đơn vị khác")
        card.corner.addWidget(self.count)
        card.body.addWidget(self.stranger)
        card.body.addWidget(self.offices, 1)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.revoke)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _connect(self) -> None:
        self.own.export.clicked.connect(self._export)
        self.own.sheet.clicked.connect(self._print_sheet)
        self.own.change.clicked.connect(self._change)
        self.own.forgotten.clicked.connect(self._recover)
        self.own.back_up.clicked.connect(self._back_up)
        self.own.renew.clicked.connect(self._renew)
        self.own.rewrite.connect(self._write_again)
        self.add.clicked.connect(self._choose)
        self.revoke.clicked.connect(self._revoke)
        self.stranger.trusted.connect(self._trust)
        self._changes.announced.connect(self._reread)

    def _show_own(self, own: OwnKey) -> None:
        self.own.show_key(own)

    def _show(self, offices: Sequence[TrustedOffice]) -> None:
        self._known = columns.once(offices)
        self.offices.show_lines(columns.trusted(offices))
        known = len(self._known)
        self.count.setText(f"{known} đơn vị" if known else "Chưa có đơn vị nào")
        self.revoke.setEnabled(bool(self._revocable()))

    def _revocable(self) -> list[TrustedOffice]:
        return [office for office in self._known if office.revoked is None]

    @Slot()
    def _export(self) -> None:
        keys = self._session.ask(self, "Khóa công khai được ký bằng chính khóa của cơ quan.")
        suggested = f"KHOA_{self._office.unit.code}.ntmkey"
        if keys is not None:
            self._write(
                choosing.new_file(self, "Xuất khóa công khai", suggested, columns.KEY_FILES),
                partial(self._publish, keys),
                self._exported,
            )

    def _publish(self, keys: OfficeKeys, target: Path) -> Path:
        return self._keys.publish(target, keys)

    @Slot()
    def _print_sheet(self) -> None:
        keys = self._session.ask(self, "Giấy khôi phục chứa khóa bí mật của cơ quan.")
        suggested = f"GIAY-KHOI-PHUC-KHOA_{self._office.unit.code}.pdf"
        if keys is not None:
            self._write(
                choosing.new_file(self, "Lưu giấy khôi phục khóa", suggested, columns.SHEETS),
                lambda target: self._recovery.write_sheet(target, keys),
                self._sheet_written,
            )

    @Slot()
    def _back_up(self) -> None:
        suggested = f"SAO-LUU-KHOA_{self._office.unit.code}.key"
        target = choosing.new_file(self, "Sao lưu khóa", suggested, columns.BACKUP_FILES)
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
        self._open(
            ChangeDialog(self._keys, self._tasks, self),
            lambda _: self.message.say("Đã đổi mật khẩu khóa.", tone="done"),
        )

    @Slot()
    def _recover(self) -> None:
        self._open(ForgottenDialog(self._recovery, self._tasks, self), self._recovered)

    def _recovered(self, present: object) -> None:
        words = (
            "Đã đặt mật khẩu mới cho khóa của đơn vị."
            if present
            else "Đây là giấy của khóa cũ: đã giữ lại để mở các gói gửi cho khóa đó."
        )
        self.message.say(words, tone="done")

    @Slot()
    def _renew(self) -> None:
        self._open(RenewDialog(self._keys, self._recovery, self._tasks, self), self._renewed)

    def _renewed(self, renewal: object) -> None:
        if isinstance(renewal, Renewal):
            self._session.keep(renewal.keys)
            self.message.say(
                "Đã tạo khóa mới cho cơ quan.", tone="done", kept=columns.renewed(renewal)
            )
            self.own.show_fingerprint(renewal.fingerprint)
            self._changes.announce(EVERYTHING)

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
        self._changes.announce(topics)

    @Slot()
    def _revoke(self) -> None:
        self._open(RevokeDialog(self._keys, self._revocable(), self._tasks, self), self._revoked)

    def _revoked(self, topics: object) -> None:
        self.message.say(
            "Đã thu hồi khóa.",
            tone="done",
            kept="Các đơn vị khác biết việc này khi nhận gói tiếp theo của bạn.",
        )
        if isinstance(topics, frozenset):
            self._changes.announce(topics)

    def _open(self, dialog: KeyDialog, then: Callable[[object], None]) -> None:
        self.dialog = dialog
        dialog.accepted.connect(lambda: then(dialog.outcome))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _choose(self) -> None:
        file = choosing.file(self, "Chọn tệp khóa công khai", columns.KEY_FILES)
        if file is not None:
            self.read(file)

    @Slot(object, str)
    def _trust(self, file: Path, compared: str) -> None:
        name = self.stranger.name
        self._tasks.run(
            self,
            lambda: self._keys.trust(file, fingerprint=compared),  # the file may be another by now
            done=lambda topics: self._trusted(name, topics),
            failed=self._refuse,
        )

    def _trusted(self, name: str, topics: frozenset[Topic]) -> None:
        self.stranger.hide()
        self.message.say(
            f"Đã tin cậy khóa của {name}.",
            tone="done",
            kept="Gói hồ sơ của đơn vị này nếu đang chờ sẽ tự được nhập.",
        )
        self._changes.announce(topics)
        self.refresh()

        def work(job: Job) -> frozenset[Topic]:
            return self._receiving.retry_waiting(job)

        self._tasks.start(self, work, done=self._let_in, failed=self.message.fail)

    def _let_in(self, changed: frozenset[Topic]) -> None:
        if changed:
            self.message.say("Đã tin cậy khóa. Gói hồ sơ đang chờ đã được nhập.", tone="done")
            self._changes.announce(changed)

    def _refuse(self, error: UserError) -> None:
        self.stranger.hide()
        self.message.fail(error, kept="Danh sách tin cậy không thay đổi.")

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if Topic.KEYS in topics:
            self.refresh()
