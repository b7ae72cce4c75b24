"""Step 3: write the package where it begins its journey."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ntm_desktop.domain.standing import Board
from ntm_desktop.services.office import Authority
from ui.screens.send import columns
from ui.screens.send.places import Places, Way
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label, set_role
from ui.widgets.message_strip import MessageStrip
from ui.widgets.passphrase import PassphraseField

if TYPE_CHECKING:
    from ntm_desktop.services.sending import ExportReceipt

_LOOK_AGAIN_MS = 3000


class SendPage(Card):
    """Asks where and for the passphrase; says what was written and how it goes on."""

    asked = Signal(object, str)
    """Write into this folder, with this passphrase."""

    def __init__(
        self,
        *,
        authority: Authority,
        mail_folder: Path,
        ask_for_drives: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Gửi gói hồ sơ", parent)
        self._authority = authority
        self._ask_for_drives = ask_for_drives
        self.receiver = label(f"Nơi nhận: {authority.name}", "strong", wrap=True)
        self.warning = label("", "missing", wrap=True)
        self.places = Places(mail_folder)
        self.passphrase = PassphraseField()
        self.passphrase.entered.connect(self._ask)
        self.write = button("Ghi gói hồ sơ", icon="send", role="main")
        self.write.clicked.connect(self._ask)
        self.message = MessageStrip()
        self.how = label("", wrap=True)
        self.how.hide()
        self._way = Way.FOLDER
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._look)
        self._lay_out()

    def show_warning(self, words: str) -> None:
        """Say that the dossier is not complete, or nothing."""
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    def show_written(self, receipt: "ExportReceipt", board: Board | None) -> None:
        """Say that all is written and verified, count it, and say how it travels on."""
        self.passphrase.forget()
        on_stick = self._way is Way.STICK
        folder = receipt.path.parent
        self.message.say(
            "Đã ghi xong. Có thể rút USB." if on_stick else "Đã ghi xong.",
            tone="done",
            kept=columns.written(receipt, self._authority, board),
            action="" if on_stick else "Mở thư mục",
            then=lambda: self._open(folder),
        )
        self.how.setText(columns.by_mail(receipt, self._authority))
        too_large = receipt.size > columns.MAIL_LIMIT
        set_role(self.how, "missing" if too_large else "")
        self.how.setVisible(self._way is Way.MAIL)

    def say(self, words: str, kept: str = "", tone: str = "error") -> None:
        """Say what stands in the way."""
        self.message.say(words, tone=tone, kept=kept)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - as Qt names such a thing
        """Let nothing be changed while a package is being written."""
        for part in (self.places, self.passphrase, self.write):
            part.setEnabled(not busy)
        if busy:
            self.message.hide()
            self.how.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for sticks as long as the page is in front, as Qt asks."""
        super().showEvent(event)
        self._look()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no longer, as Qt asks."""
        super().hideEvent(event)
        self._clock.stop()

    def _lay_out(self) -> None:
        for part in (self.message, self.how, self.receiver, self.warning):
            self.body.addWidget(part)
        self.body.addSpacing(4)
        self.body.addWidget(label("Ghi vào đâu", "strong"))
        self.body.addWidget(self.places)
        self.body.addSpacing(6)
        self.body.addWidget(label("Mật khẩu khóa của cơ quan", "strong"))
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(label(columns.WAIT_FOR_IT, "caption", wrap=True))
        self.body.addStretch(1)
        self.warning.hide()

    @Slot()
    def _look(self) -> None:
        if self.places.isEnabled():
            self._ask_for_drives()

    @Slot()
    def _ask(self) -> None:
        target = self.places.target
        if target is None:
            self.say("Hãy chọn nơi ghi gói hồ sơ: USB, thư điện tử hoặc thư mục khác.")
        elif not self.passphrase.text:
            self.say("Hãy nhập mật khẩu khóa của cơ quan để ký gói hồ sơ.")
            self.passphrase.setFocus()
        else:
            self._way = self.places.way
            self.asked.emit(target, self.passphrase.text)

    def _open(self, folder: Path) -> None:
        if not choosing.open_with_system(folder):
            self.say("Không mở được thư mục.", kept=f"Tệp đã ghi ở: {folder}", tone="warning")
