"""Taking back another office's key."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ntm_desktop.services.keys import Delivery, Keys, TrustedOffice
from ui.screens.keys import columns
from ui.screens.keys.dialogs import KeyDialog, Work
from ui.tasks import TaskRunner
from ui.widgets.key_check import grouped
from ui.widgets.labels import label


class RevokeDialog(KeyDialog):
    """Says what happens, and asks up to where the key is still trusted; `outcome` are topics."""

    def __init__(
        self,
        keys: Keys,
        offices: Sequence[TrustedOffice],
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "Thu hồi khóa của đơn vị khác",
            columns.REVOKING,
            go="Thu hồi khóa",
            tasks=tasks,
            parent=parent,
        )
        self._keys = keys
        self.office = QComboBox()
        self.office.setAccessibleName("Khóa cần thu hồi")
        for office in offices:
            self.office.addItem(columns.choice(office), office)
        self.fingerprint = label("", "fingerprint")
        self.up_to = QComboBox()
        self.up_to.setAccessibleName("Vẫn tin những gì ký trong")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Lý do thu hồi")
        self.reason.setPlaceholderText("ví dụ: xã báo mất USB có khóa ngày 05/10/2024")
        self.understood = QCheckBox(columns.UNDERSTOOD)
        self.understood.setAccessibleName(columns.UNDERSTOOD)
        self._lay_out()
        self.office.currentIndexChanged.connect(self._show_office)
        self.reason.textChanged.connect(self.allow)
        self.understood.toggled.connect(self.allow)
        self.resize(580, 470)
        self._show_office()

    def ready(self) -> bool:
        """Tell whether somebody checked, and says why."""
        return (
            self._chosen is not None
            and bool(self.reason.text().strip())
            and self.understood.isChecked()
        )

    def work(self) -> Work:
        """Take the key back."""
        office, reason, up_to = self._chosen, self.reason.text(), self.up_to.currentData()
        assert office is not None  # noqa: S101 - else it is not ready
        return lambda: self._keys.revoke(office.signing_key, reason, up_to=up_to)

    @property
    def _chosen(self) -> TrustedOffice | None:
        found: TrustedOffice | None = self.office.currentData()
        return found

    def _lay_out(self) -> None:
        for words, part in (
            ("Khóa của đơn vị", self.office),
            ("", self.fingerprint),
            ("Vẫn tin những gì ký trong", self.up_to),
            ("Lý do", self.reason),
        ):
            if words:
                self.body.addWidget(label(words, "strong"))
            self.body.addWidget(part)
        self.body.addSpacing(4)
        self.body.addWidget(self.understood)
        self.body.addStretch(1)

    @Slot()
    def _show_office(self) -> None:
        office = self._chosen
        self.up_to.clear()
        self.up_to.addItem(columns.ALL_TAKEN_IN, None)
        self.understood.setChecked(False)
        if office is not None:
            self.fingerprint.setText(grouped(office.fingerprint))
            self.fingerprint.setAccessibleName(f"Dãy số khóa: {office.fingerprint}")
            key = office.signing_key
            self._tasks.run(
                self,
                lambda: (key, self._keys.deliveries(key)),
                done=self._show_deliveries,
                failed=self.message.fail,
            )
        self.allow()

    def _show_deliveries(self, found: tuple[bytes, Sequence[Delivery]]) -> None:
        key, deliveries = found
        office = self._chosen
        if office is not None and office.signing_key == key:
            for each in deliveries:
                self.up_to.addItem(f"{columns.delivery(each)} và trước đó", each.import_id)
