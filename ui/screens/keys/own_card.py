"""The office's own key: what it is, and all that can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ntm_desktop.services.keys import OwnKey
from ui.screens.keys import columns
from ui.widgets.buttons import button
from ui.widgets.card import Card, rule
from ui.widgets.key_check import grouped
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip


class OwnCard(QWidget):
    """Shows the fingerprint; its buttons ask the screen."""

    rewrite = Signal()
    """What the revoked key took along is to be written again."""

    def __init__(self, name: str, fingerprint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fingerprint = label("", "fingerprint")
        self.trouble = MessageStrip()
        self.trouble.dismiss.hide()
        self.export = button("Xuất khóa công khai…", icon="key", role="main")
        self.sheet = button("In giấy khôi phục…", icon="print")
        self.change = button("Đổi mật khẩu…")
        self.forgotten = button("Quên mật khẩu…")
        self.back_up = button("Sao lưu khóa…", icon="stick")
        self.renew = button("Tạo khóa mới…")
        self._card = Card("Khóa của đơn vị mình")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)
        self._lay_out(name)
        self.show_fingerprint(fingerprint)

    def show_key(self, own: OwnKey) -> None:
        """Show how the key stands."""
        self.show_fingerprint(own.fingerprint)
        words = columns.own_trouble(own)
        self.trouble.setVisible(bool(words))
        if words:
            can_write = own.unvouched and own.revoked is None
            self.trouble.say(
                words,
                tone="warning" if own.revoked is None else "error",
                action="Ghi lại dưới khóa mới" if can_write else "",
                then=self.rewrite.emit if can_write else None,
            )

    def show_fingerprint(self, fingerprint: str) -> None:
        """Show the digits that others compare."""
        self.fingerprint.setText(grouped(fingerprint))
        self.fingerprint.setAccessibleName(f"Dãy số khóa của đơn vị: {fingerprint}")

    def _lay_out(self, name: str) -> None:
        body = self._card.body
        body.addWidget(label(name, "strong", wrap=True))
        body.addWidget(self.trouble)
        body.addWidget(label(columns.HOW, "caption", wrap=True))
        body.addWidget(self.fingerprint)
        body.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeft)
        self._section("Giấy khôi phục khóa", columns.SHEET, self.sheet)
        self._section("Mật khẩu", "", self.change, self.forgotten)
        self._section("Máy khác của cơ quan, phòng khi hỏng máy", columns.OTHER_PC, self.back_up)
        self._section("Mất khóa, lộ khóa", columns.NEW_KEY, self.renew)
        body.addStretch(1)

    def _section(self, heading: str, words: str, *buttons: QPushButton) -> None:
        body = self._card.body
        body.addWidget(rule())
        body.addWidget(label(heading, "strong"))
        if words:
            body.addWidget(label(words, "caption", wrap=True))
        row = QHBoxLayout()
        for each in buttons:
            row.addWidget(each)
        row.addStretch(1)
        body.addLayout(row)
