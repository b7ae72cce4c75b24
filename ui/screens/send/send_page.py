"""Write packages where they begin their journey."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.screens.send import columns
from ui.screens.send.manner import Manner, Order
from ui.screens.send.places import Places
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip

_LOOK_AGAIN_MS = 3000


class SendPage(Card):
    """Asks where and how; says what was written and how it goes on."""

    asked = Signal(object)
    """Write as this Order says."""

    def __init__(
        self,
        heading: str,
        *,
        receiver: str,
        mail_folder: Path,
        ask_for_drives: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(heading, parent)
        self._ask_for_drives = ask_for_drives
        self.receiver = label(receiver, "strong", wrap=True)
        self.warning = label("", "missing", wrap=True)
        self.plan = label("", wrap=True)
        self.places = Places(mail_folder)
        self.manner = Manner()
        self.write = button("Ghi gói hồ sơ", icon="send", role="main")
        self.write.clicked.connect(self._ask)
        self.message = MessageStrip()
        self.files = label("", "secondary", wrap=True)
        self.files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.how = label("", wrap=True)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._look)
        self.places.changed.connect(self._show_way)
        self._lay_out()
        self._show_way()

    def show_warning(self, words: str) -> None:
        """Say that the dossier is not complete, or nothing."""
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    def show_plan(self, words: str) -> None:
        """Say what would be sent."""
        self.plan.setText(words)
        self.plan.setVisible(bool(words))

    def show_written(
        self, words: str, counted: str, *, files: str, how: str, folder: Path, on_stick: bool
    ) -> None:
        """Say that all is written and verified, count it, and say how it travels on."""
        self.message.say(
            words,
            tone="done",
            kept=counted,
            action="" if on_stick else "Mở thư mục",
            then=lambda: self._open(folder),
        )
        for shown, text in ((self.files, files), (self.how, how)):
            shown.setText(text)
            shown.setVisible(bool(text))

    def say(self, words: str, kept: str = "", tone: str = "error") -> None:
        """Say what stands in the way."""
        self.message.say(words, tone=tone, kept=kept)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - as Qt names such a thing
        """Let nothing be changed while a package is being written."""
        for part in (self.places, self.manner, self.write):
            part.setEnabled(not busy)
        if busy:
            for shown in (self.message, self.files, self.how):
                shown.hide()

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
        for part in (self.message, self.files, self.how, self.receiver, self.warning, self.plan):
            self.body.addWidget(part)
        for part in (self.files, self.how, self.warning, self.plan):
            part.hide()
        self.receiver.setVisible(bool(self.receiver.text()))
        self.body.addSpacing(4)
        self.body.addWidget(label("Ghi vào đâu", "strong"))
        self.body.addWidget(self.places)
        self.body.addSpacing(4)
        self.body.addWidget(self.manner)
        self.body.addSpacing(4)
        self.body.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(label(columns.WAIT_FOR_IT, "caption", wrap=True))
        self.body.addStretch(1)

    @Slot()
    def _look(self) -> None:
        if self.places.isEnabled():
            self._ask_for_drives()

    @Slot()
    def _show_way(self) -> None:
        self.manner.show_way(self.places.way)

    @Slot()
    def _ask(self) -> None:
        target = self.places.target
        if target is None:
            self.say("Hãy chọn nơi ghi gói hồ sơ: USB, thư điện tử hoặc thư mục khác.")
            return
        manner = self.manner
        self.asked.emit(
            Order(
                target=target,
                way=self.places.way,
                plain=manner.is_plain,
                part_size=manner.part_size,
                full=manner.full.isChecked(),
            )
        )

    def _open(self, folder: Path) -> None:
        if not choosing.open_with_system(folder):
            self.say("Không mở được thư mục.", kept=f"Tệp đã ghi ở: {folder}", tone="warning")
