"""A new key for the office: why, what it does, and what is to be done afterwards."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ntm_desktop.services.keys import Keys
from ntm_desktop.services.recovery import Recovery, Renewal, Why
from ui.screens.keys import columns
from ui.screens.keys.dialogs import KeyDialog, Work
from ui.tasks import TaskRunner
from ui.widgets.labels import label
from ui.widgets.new_passphrase import NewPassphrase
from ui.widgets.passphrase import PassphraseField


class RenewDialog(KeyDialog):
    """Asks why first: the reason decides what the old key still does; `outcome` is a Renewal."""

    def __init__(
        self, keys: Keys, recovery: Recovery, tasks: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Tạo khóa mới cho cơ quan",
            "Khóa mới có dãy số mới: nơi nhận và các đơn vị khác phải ghi nhận lại.",
            go="Tạo khóa mới",
            tasks=tasks,
            parent=parent,
        )
        self._keys, self._recovery = keys, recovery
        self.whys = {why: QRadioButton(words) for why, words in columns.WHY.items()}
        self._group = QButtonGroup(self)
        self.then = label("", wrap=True)
        self.old_words = label("", "strong")
        self.old = PassphraseField()
        self.new = NewPassphrase("Mật khẩu của khóa mới")
        self._lay_out()
        self.whys[Why.REPLACED].setChecked(True)
        self.old.changed.connect(self.allow)
        self.new.changed.connect(self.allow)
        self.resize(560, 580)
        self._show_why()
        self.whys[Why.REPLACED].setFocus()

    @property
    def why(self) -> Why:
        """The reason chosen."""
        return next(why for why, radio in self.whys.items() if radio.isChecked())

    def ready(self) -> bool:
        """Tell whether all is typed that the reason asks for."""
        has_old = bool(self.old.text) or self.why is not Why.REPLACED
        return has_old and self.new.text is not None

    def work(self) -> Work:
        """Make the keys."""
        why, new = self.why, self.new.text or ""
        given = "" if why is Why.LOST else self.old.text

        def renew() -> Renewal:
            old = self._keys.unlock(given) if given else None
            return self._recovery.renew(why, new, old)

        return renew

    def _lay_out(self) -> None:
        for radio in self.whys.values():
            radio.setAccessibleName(radio.text())
            self._group.addButton(radio)
            radio.toggled.connect(self._show_why)
            self.body.addWidget(radio)
        self.body.addWidget(self.then)
        self.body.addWidget(self.old_words)
        self.body.addWidget(self.old)
        self.body.addWidget(label("Mật khẩu của khóa mới", "strong"))
        self.body.addWidget(self.new)
        self.body.addWidget(label(columns.AFTER, "missing", wrap=True))
        self.body.addStretch(1)

    @Slot()
    def _show_why(self) -> None:
        if not any(radio.isChecked() for radio in self.whys.values()):
            return  # between two of them
        why = self.why
        self.then.setText(columns.THEN[why])
        self.old_words.setText(
            "Mật khẩu của khóa cũ"
            if why is Why.REPLACED
            else "Mật khẩu của khóa cũ (nếu còn nhớ: để mở được các gói đã gửi cho khóa cũ)"
        )
        for part in (self.old_words, self.old):
            part.setVisible(why is not Why.LOST)
        self.allow()
