"""Comparing a key with its office: the digits, and the tick of who heard them read out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.widgets.labels import label

COMPARE = (
    "Gọi điện cho {name}, nhờ mở trang “Khóa, tin cậy” và đọc dãy số. "
    "Dãy số họ đọc phải trùng với dãy số này, đủ 8 nhóm:"
)
COMPARED = "Tôi đã nghe đọc và so đủ 8 nhóm số, khớp hoàn toàn"


class KeyCheck(QWidget):
    """Shows the digits of a key; `compared` is ticked by who compared them."""

    toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.how = label("", wrap=True)
        self.fingerprint = label("", "fingerprint")
        self.compared = QCheckBox(COMPARED)
        self.compared.setAccessibleName(COMPARED)
        self.compared.toggled.connect(self.toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.how, self.fingerprint, self.compared):
            layout.addWidget(part)

    def ask_about(self, name: str, fingerprint: str) -> None:
        """Show another key, which nobody has compared yet."""
        self.how.setText(COMPARE.format(name=name))
        self.fingerprint.setText(grouped(fingerprint))
        self.fingerprint.setAccessibleName(f"Dãy số khóa: {fingerprint}")
        self.compared.setChecked(False)
        self.compared.setFocus(Qt.FocusReason.OtherFocusReason)


def grouped(fingerprint: str) -> str:
    """Set a fingerprint in two rows of four groups."""
    groups = fingerprint.split()
    return "\n".join("   ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))
