"""What a step of the first start is, and the first: where one works."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ntm_desktop.domain.ownership import Role
from ui import icons
from ui.screens.first_start.columns import ROLES
from ui.widgets.buttons import button
from ui.widgets.labels import label


class Step(QWidget):
    """One page of questions."""

    changed = Signal()

    @property
    def is_ready(self) -> bool:
        """Tell whether all is answered."""
        return True

    @property
    def start(self) -> QWidget:
        """Where the keyboard goes first."""
        return self


class RoleStep(Step):
    """Asks where one works."""

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

    @property
    def is_ready(self) -> bool:
        """Tell whether something was chosen."""
        return self.role is not None
