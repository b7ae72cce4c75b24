"""A passphrase chosen anew: typed twice, judged in words as it is typed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.labels import label, set_role

SHORTEST = 8
_LONG, _VERY_LONG = 12, 20


def strength(passphrase: str) -> tuple[str, str]:
    """Judge a passphrase in words, and name the colour to say it in."""
    if not passphrase:
        return "", "secondary"
    if len(passphrase) < SHORTEST:
        return f"Quá ngắn: cần ít nhất {SHORTEST} ký tự", "not_met"
    words = len(passphrase.split())
    if len(set(passphrase)) < SHORTEST // 2 or passphrase.isdecimal():
        return "Yếu: dễ đoán, hãy dùng vài từ liền nhau", "missing"
    if len(passphrase) >= _VERY_LONG or (len(passphrase) >= _LONG and words > 2):
        return "Mạnh", "met"
    if len(passphrase) >= _LONG:
        return "Khá", "met"
    return "Tạm được: thêm một, hai từ nữa thì tốt hơn", "missing"


class NewPassphrase(QWidget):
    """Two hidden fields; for a passphrase that exists already, only the first."""

    changed = Signal()

    def __init__(self, name: str = "Mật khẩu", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = _secret(name), _secret(f"Nhập lại {name.lower()}")
        self.strength = label("", "secondary")
        self.same = label("", "secondary")
        self.shown = QCheckBox("Hiện mật khẩu")
        self.shown.setAccessibleName("Hiện mật khẩu")
        self.shown.toggled.connect(self._show_letters)
        self._once = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.first, self.strength, self.second, self.same, self.shown):
            layout.addWidget(part)
        for field in (self.first, self.second):
            field.textChanged.connect(self._judge)
        self.setFocusProxy(self.first)
        self._judge()

    @property
    def text(self) -> str | None:
        """The passphrase, once it is typed alike twice."""
        typed = self.first.text()
        return typed if typed and (self._once or typed == self.second.text()) else None

    def ask_once(self, once: bool) -> None:  # noqa: FBT001 - as Qt names such a thing
        """Ask for one that exists already, or for a new one."""
        self._once = once
        self.second.setVisible(not once)
        self._judge()

    def forget(self) -> None:
        """Empty the fields and hide letters again."""
        self.first.clear()
        self.second.clear()
        self.shown.setChecked(False)

    @Slot()
    def _judge(self) -> None:
        words, colour = strength(self.first.text())
        self.strength.setText(words)
        self.strength.setVisible(bool(words) and not self._once)
        set_role(self.strength, colour)
        again = self.second.text()
        same = again == self.first.text()
        self.same.setText("" if not again else "Khớp" if same else "Chưa khớp")
        self.same.setVisible(bool(again) and not self._once)
        set_role(self.same, "met" if same else "not_met")
        self.changed.emit()

    @Slot(bool)
    def _show_letters(self, shown: bool) -> None:  # noqa: FBT001 - as Qt sends it
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in (self.first, self.second):
            field.setEchoMode(mode)


def _secret(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
    return made
