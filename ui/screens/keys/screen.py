"""Khóa, tin cậy: the office's own key and what keeps it, and whose keys are trusted."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.keys import TrustedOffice
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.screen import Screen, scrolling
from ui.screens.keys import columns
from ui.screens.keys.own_desk import OwnDesk
from ui.screens.keys.revoke_dialog import RevokeDialog
from ui.screens.keys.stranger import StrangerForm
from ui.session_keys import SessionKeys
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.line_list import LineList

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
        self._keys, self._receiving = workplace.keys, workplace.receiving
        self._tasks, self._changes = tasks, changes
        self._known: Sequence[TrustedOffice] = ()
        self.desk = OwnDesk(workplace, session, tasks, self)
        self.message, self.own = self.desk.message, self.desk.card
        self.add = button("Thêm khóa của đơn vị khác…", icon="add")
        self.revoke = button("Thu hồi khóa…", icon="remove")
        self.revoke.setEnabled(False)
        self.revoke.setVisible(workplace.office.role is Role.AUTHORITY)
        self.stranger = StrangerForm()
        self.offices = LineList("Đơn vị đã tin cậy")
        self.count = label("", "caption")
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Ask how the own key stands, and whose keys are known."""
        self.desk.refresh()
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
        page.addWidget(self.desk.job_bar)
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
        self.desk.changed.connect(self._changes.announce)
        self.add.clicked.connect(self._choose)
        self.revoke.clicked.connect(self._revoke)
        self.stranger.trusted.connect(self._trust)
        self._changes.announced.connect(self._reread)

    def _show(self, offices: Sequence[TrustedOffice]) -> None:
        self._known = columns.once(offices)
        self.offices.show_lines(columns.trusted(offices))
        known = len(self._known)
        self.count.setText(f"{known} đơn vị" if known else "Chưa có đơn vị nào")
        self.revoke.setEnabled(bool(self._revocable()))

    def _revocable(self) -> list[TrustedOffice]:
        return [office for office in self._known if office.revoked is None]

    @Slot()
    def _revoke(self) -> None:
        self.desk.ask(
            RevokeDialog(self._keys, self._revocable(), self._tasks, self), self._revoked
        )

    def _revoked(self, topics: object) -> None:
        self.message.say(
            "Đã thu hồi khóa.",
            tone="done",
            kept="Các đơn vị khác biết việc này khi nhận gói tiếp theo của bạn.",
        )
        if isinstance(topics, frozenset):
            self._changes.announce(topics)

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
