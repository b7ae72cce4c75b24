"""The office's key: its fingerprint, the public key file, a copy; and whose keys are trusted."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.keys import Keys, TrustedOffice
from ntm_desktop.services.office import Office
from ntm_desktop.services.receiving import Receiving
from ui.changes import Changes
from ui.screen import Screen, scrolling
from ui.screens.keys import columns
from ui.screens.keys.stranger import StrangerForm
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.card import Card, rule
from ui.widgets.job_bar import JobBar
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.message_strip import MessageStrip
from ui.widgets.passphrase import PassphraseField

_OWN_WIDTH = 430


class KeysScreen(Screen):
    """Shows the own key on the left, the trusted ones on the right."""

    help_topic: ClassVar[str] = "khoa"

    def __init__(
        self,
        *,
        keys: Keys,
        receiving: Receiving,
        office: Office,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys, self._receiving, self._office = keys, receiving, office
        self._tasks, self._changes = tasks, changes
        self.message = MessageStrip()
        self.job_bar = JobBar()
        self.fingerprint = label(columns.grouped(keys.fingerprint), "fingerprint")
        self.fingerprint.setAccessibleName(f"Dãy số khóa của đơn vị: {keys.fingerprint}")
        self.passphrase = PassphraseField()
        self.passphrase.entered.connect(self._export)
        self.export = button("Xuất khóa công khai…", icon="key", role="main")
        self.export.clicked.connect(self._export)
        self.back_up = button("Sao lưu khóa…", icon="stick")
        self.back_up.clicked.connect(self._back_up)
        self.add = button("Thêm khóa của đơn vị khác…", icon="add")
        self.add.clicked.connect(self._choose)
        self.stranger = StrangerForm()
        self.stranger.trusted.connect(self._trust)
        self.offices = LineList("Đơn vị đã tin cậy")
        self.count = label("", "caption")
        self._lay_out()
        changes.announced.connect(self._reread)
        self.refresh()

    def refresh(self) -> None:
        """Ask whose keys are known."""
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
        area = scrolling(self._own_card())
        area.setMaximumWidth(_OWN_WIDTH)
        lower.addWidget(area, 1)
        lower.addWidget(self._others_card(), 1)
        page.addLayout(lower, 1)

    def _own_card(self) -> QWidget:
        card = Card("Khóa của đơn vị mình")
        card.body.addWidget(label(self._office.unit.name, "strong", wrap=True))
        card.body.addWidget(label(columns.HOW, "caption", wrap=True))
        card.body.addWidget(self.fingerprint)
        card.body.addWidget(rule())
        card.body.addWidget(label("Đưa khóa công khai cho nơi nhận", "strong"))
        card.body.addWidget(self.passphrase)
        card.body.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(rule())
        card.body.addWidget(label("Phòng khi hỏng máy", "strong"))
        card.body.addWidget(
            label(
                "Bản sao lưu khóa vẫn được giữ bằng mật khẩu của bạn. Cất vào USB trong tủ khóa; "
                "máy khác của cơ quan cũng dùng tệp này.",
                "caption",
                wrap=True,
            )
        )
        card.body.addWidget(self.back_up, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        return holder

    def _others_card(self) -> QWidget:
        card = Card("Đơn vị đã tin cậy")
        card.corner.addWidget(self.count)
        card.body.addWidget(self.stranger)
        card.body.addWidget(self.offices, 1)
        card.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _show(self, offices: Sequence[TrustedOffice]) -> None:
        self.offices.show_lines(columns.trusted(offices))
        self.count.setText(f"{len(offices)} đơn vị" if offices else "Chưa có đơn vị nào")

    @Slot()
    def _export(self) -> None:
        if not self.passphrase.text:
            self.message.say("Hãy nhập mật khẩu khóa của cơ quan trước.", tone="error")
            self.passphrase.setFocus()
            return
        suggested = f"KHOA_{self._office.unit.code}.ntmkey"
        target = choosing.new_file(self, "Xuất khóa công khai", suggested, columns.KEY_FILES)
        if target is None:
            return
        typed = self.passphrase.text
        job = self._tasks.start(
            self,
            lambda _job: self._keys.export_public(target, typed),
            done=self._exported,
            failed=self._not_exported,
        )
        self.job_bar.follow(job, "Đang mở khóa bằng mật khẩu")

    def _exported(self, target: Path) -> None:
        self.passphrase.forget()
        self.message.say(
            f"Đã xuất khóa công khai: {target.name}",
            tone="done",
            kept="Gửi tệp này cho nơi nhận, rồi đọc dãy số của đơn vị mình cho họ so.",
        )

    def _not_exported(self, error: UserError) -> None:
        self.message.fail(error, kept="Chưa ghi tệp nào.")
        self.passphrase.setFocus()

    @Slot()
    def _back_up(self) -> None:
        suggested = f"SAO-LUU-KHOA_{self._office.unit.code}.key"
        target = choosing.new_file(self, "Sao lưu khóa", suggested, columns.BACKUP_FILES)
        if target is None:
            return

        def work(_job: Job) -> Path:
            return self._keys.back_up(target)

        self._tasks.start(self, work, done=self._backed_up, failed=self._not_exported)

    def _backed_up(self, target: Path) -> None:
        self.message.say(
            f"Đã sao lưu khóa: {target.name}",
            tone="done",
            kept="Ai có tệp này và biết mật khẩu đều ký được thay đơn vị: hãy cất kỹ.",
        )

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
