"""The offices to send to: the last receipt of each, and what is new for it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.ownership import Role
from ui.screens.send import package_words
from ui.widgets.buttons import button
from ui.widgets.labels import label

if TYPE_CHECKING:
    from ntm_desktop.services.sending import Planned

_TITLES = ("Nơi nhận", "Biên nhận", "Nội dung mới")
_UNIT = Qt.ItemDataRole.UserRole
_RECEIPT_WIDTH, _NEW_WIDTH = 92, 200
_NARROW, _NARROW_NEW_WIDTH = 500, 116
_NONE = (
    "Chưa nhận khóa của đơn vị nào. Hãy ghi nhận khóa của các xã ở màn hình “Khóa, tin cậy” trước."
)


class OfficeList(QWidget):
    """Ticks say who gets a package; a tick stays when the list is read again."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("Nơi nhận gói hồ sơ")
        self.tree.setHeaderLabels(_TITLES)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.itemChanged.connect(self._count)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(1, _RECEIPT_WIDTH)
        self.tree.setColumnWidth(2, _NEW_WIDTH)
        self.count = label("", "caption", wrap=True)
        self.news = button("Chọn nơi có nội dung mới")
        self.news.clicked.connect(self._tick_news)
        self.every = button("Chọn tất cả")
        self.every.clicked.connect(self._tick_every)
        self.none = button("Bỏ chọn")
        self.none.clicked.connect(self._tick_none)
        self._plans: dict[str, Planned] = {}
        self._lay_out()

    def show_offices(self, plans: Sequence["Planned"]) -> None:
        """Show whom one can send to, keeping the ticks."""
        ticked = set(self.chosen)
        self._plans = {plan.receiver: plan for plan in plans}
        self.tree.blockSignals(True)  # noqa: FBT003 - Qt
        self.tree.clear()
        for plan in plans:
            self.tree.addTopLevelItem(_item(plan, ticked=plan.receiver in ticked))
        self.tree.blockSignals(False)  # noqa: FBT003 - Qt
        self.tree.setCurrentIndex(self.tree.model().index(0, 0))
        self._count()

    @property
    def chosen(self) -> list[str]:
        """The codes of those ticked, in the order shown."""
        return [
            str(item.data(0, _UNIT))
            for item in self._items()
            if item.checkState(0) is Qt.CheckState.Checked
        ]

    @property
    def names(self) -> dict[str, str]:
        """Names by code."""
        return {unit: plan.name for unit, plan in self._plans.items()}

    def tick(self, units: Sequence[str]) -> None:
        """Choose just these."""
        for item in self._items():
            wanted = item.data(0, _UNIT) in units
            item.setCheckState(0, Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the names more room in a narrow window, as Qt asks."""
        narrow = self.width() < _NARROW
        self.tree.setColumnWidth(2, _NARROW_NEW_WIDTH if narrow else _NEW_WIDTH)
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for each in (self.news, self.every, self.none):
            row.addWidget(each)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.count)
        layout.addLayout(row)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    @Slot()
    def _tick_news(self) -> None:
        self.tick([unit for unit, plan in self._plans.items() if plan.revisions or plan.objects])

    @Slot()
    def _tick_every(self) -> None:
        self.tick(list(self._plans))

    @Slot()
    def _tick_none(self) -> None:
        self.tick([])

    @Slot()
    def _count(self) -> None:
        chosen, known = len(self.chosen), len(self._plans)
        self.count.setText(f"Đã chọn {chosen} trên {known} nơi nhận." if known else _NONE)
        self.changed.emit()


def _item(plan: "Planned", *, ticked: bool) -> QTreeWidgetItem:
    name = plan.name if plan.role is not Role.AGENCY else f"{plan.name} (cơ quan chuyên môn)"
    cells = [name, package_words.confirmed(plan), package_words.new(plan)]
    item = QTreeWidgetItem(cells)
    item.setData(0, _UNIT, plan.receiver)
    item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    for column, words in enumerate(cells):
        item.setToolTip(column, words)
    item.setData(
        0,
        Qt.ItemDataRole.AccessibleTextRole,
        f"{name}. Biên nhận gần nhất: {cells[1]}. Nội dung mới: {cells[2]}",
    )
    return item
