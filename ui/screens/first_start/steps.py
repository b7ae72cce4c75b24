"""The first steps of the first start: where one works, which unit."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.office import Authority
from ui import icons
from ui.screens.first_start.columns import LEVELS, ROLES, UnitChoice, matching
from ui.widgets.buttons import button
from ui.widgets.labels import label


class RoleStep(QWidget):
    """Asks where one works."""

    changed = Signal()
    practice_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[Role, QPushButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("Bạn làm việc ở đâu?", "heading"))
        for choice in ROLES:
            big = button(f"{choice.word}\n{choice.detail}", role="big")
            big.setAccessibleName(choice.word)
            big.setAccessibleDescription(choice.detail)
            big.setCheckable(True)
            icons.put_on(big, choice.icon, "accent_ink")
            big.setIconSize(QSize(26, 26))
            big.setMinimumHeight(58)
            big.clicked.connect(self.changed)
            self._group.addButton(big)
            self.choices[choice.role] = big
            layout.addWidget(big)
        layout.addSpacing(14)
        layout.addWidget(label("Hoặc thử trước, không sợ hỏng gì", "heading"))
        self.practice = button(
            "Luyện tập\nMở số liệu mẫu trong thư mục riêng, không lẫn với số liệu thật.",
            role="big",
        )
        self.practice.setAccessibleName("Luyện tập")
        icons.put_on(self.practice, "practice", "accent_ink")
        self.practice.setIconSize(QSize(26, 26))
        self.practice.setMinimumHeight(58)
        self.practice.clicked.connect(self.practice_asked)
        layout.addWidget(self.practice)
        layout.addStretch(1)

    @property
    def role(self) -> Role | None:
        """What was chosen."""
        return next((role for role, big in self.choices.items() if big.isChecked()), None)


class UnitStep(QWidget):
    """Asks which unit, and whom it reports to."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: Sequence[UnitChoice] = ()
        self._shown: list[UnitChoice] = []
        self.heading = label("Đơn vị của bạn", "heading")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Gõ vài chữ, không cần dấu, ví dụ “tan thanh”")
        self.filter.setAccessibleName("Tìm đơn vị")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setAccessibleName("Danh sách đơn vị")
        self.list.currentRowChanged.connect(self._picked)
        self.typed = QCheckBox("Không có trong danh sách: tôi tự ghi mã và tên")
        self.typed.setAccessibleName(self.typed.text())
        self.typed.toggled.connect(self._toggle)
        self.code, self.name = _field("Mã đơn vị"), _field("Tên đơn vị")
        self.code.setPlaceholderText("ví dụ 06379")
        self.name.setPlaceholderText("ví dụ Xã Tân Thành")
        self.authority = QComboBox()
        self.authority.setAccessibleName("Nơi nhận hồ sơ")
        for field in (self.code, self.name):
            field.textChanged.connect(self.changed)
        self.authority.currentIndexChanged.connect(self.changed)
        self._lay_out()
        self._toggle()

    def _lay_out(self) -> None:
        self.own = QWidget()
        grid = QGridLayout(self.own)
        grid.setContentsMargins(24, 0, 0, 0)
        grid.addWidget(label("Mã", "caption"), 0, 0)
        grid.addWidget(self.code, 0, 1)
        grid.addWidget(label("Tên", "caption"), 0, 2)
        grid.addWidget(self.name, 0, 3)
        grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addWidget(self.filter)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.typed)
        layout.addWidget(self.own)
        self.authority_words = label("Gửi hồ sơ về", "heading")
        layout.addWidget(self.authority_words)
        layout.addWidget(self.authority)

    def offer(
        self, choices: Sequence[UnitChoice], authorities: Sequence[Authority], *, heading: str
    ) -> None:
        """Offer units of a role; the authorities are those they may report to."""
        self.heading.setText(heading)
        self._choices = choices
        self.authority.clear()
        for authority in authorities:
            words = f"{authority.name} ({LEVELS.get(authority.level, authority.level)})"
            self.authority.addItem(words, authority)
        self.filter.clear()
        self._filter()

    @property
    def unit(self) -> UnitChoice | None:
        """What was chosen or typed."""
        authority = self.authority.currentData()
        if self.typed.isChecked():
            code, name = self.code.text().strip(), self.name.text().strip()
            if not (code and name and authority):
                return None
            return UnitChoice(code=code, name=name, kind="commune", region="", authority=authority)
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def receiver(self) -> Authority | None:
        """Whom it reports to."""
        found: Authority | None = self.authority.currentData()
        return found

    @Slot()
    def _filter(self) -> None:
        self._shown = matching(self._choices, self.filter.text())
        self.list.clear()
        self.list.addItems([choice.text for choice in self._shown])
        if len(self._shown) == 1:
            self.list.setCurrentRow(0)
        self.changed.emit()

    @Slot()
    def _picked(self) -> None:
        unit = self.unit
        if unit:
            names = [self.authority.itemData(n).code for n in range(self.authority.count())]
            if unit.authority.code in names:
                self.authority.setCurrentIndex(names.index(unit.authority.code))
        self.changed.emit()

    @Slot()
    def _toggle(self) -> None:
        own = self.typed.isChecked()
        self.own.setVisible(own)
        self.filter.setEnabled(not own)
        self.list.setEnabled(not own)
        self.changed.emit()


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    return made
