"""A key that is not trusted yet: whose it says it is, and the digits to compare."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.exchange.keys import PublicKey
from ui.screens.keys import columns
from ui.widgets.buttons import button
from ui.widgets.key_check import KeyCheck
from ui.widgets.labels import label, set_role


class StrangerForm(QFrame):
    """Stays hidden until a key file was read; trusts only after somebody compared."""

    trusted = Signal(object, str)
    """The key file that was confirmed (a path), and the digits that were compared."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        set_role(self, "warning", "tone")
        self._file, self._compared = Path(), ""
        self.name = ""
        self.whose = label("", "strong", wrap=True)
        self.check = KeyCheck()
        self.fingerprint, self.compared = self.check.fingerprint, self.check.compared
        self.accept = button("Tin cậy khóa này", icon="key", role="main")
        self.accept.clicked.connect(self._accept)
        self.compared.toggled.connect(self.accept.setEnabled)
        self.differ = button("Không khớp, bỏ qua")
        self.differ.clicked.connect(self.hide)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        for part in (self.whose, self.check):
            layout.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.accept)
        row.addWidget(self.differ)
        row.addStretch(1)
        layout.addLayout(row)
        self.hide()

    def ask_about(self, file: Path, key: PublicKey) -> None:
        """Show a key that was read from a file."""
        self._file, self._compared, self.name = file, key.fingerprint, key.name
        self.whose.setText(f"{key.name} ({key.unit}, {columns.ROLES[key.role]})")
        self.accept.setEnabled(False)
        self.show()
        self.check.ask_about(key.name, key.fingerprint)

    @Slot()
    def _accept(self) -> None:
        self.trusted.emit(self._file, self._compared)
