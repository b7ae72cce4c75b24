"""What stands on the first page: where files are dropped, packages, what waits, who sent what."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.ownership import Role
from ui.screen import scrolling
from ui.screens.receive import columns
from ui.screens.receive.arrivals import ArrivalTable
from ui.screens.receive.waiting_list import WaitingList
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.column import Column
from ui.widgets.drop_area import DropArea
from ui.widgets.labels import label
from ui.widgets.steps import add_steps


class Heading(QWidget):
    """The title of the screen and what can be done from everywhere on it."""

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        central = role is not Role.COMMUNE
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label("Hồ sơ đến" if central else "Nhận hồ sơ", "title"))
        caption = columns.ABOUT_ARRIVALS if central else columns.ABOUT_RECEIVING
        words.addWidget(label(caption, "caption", wrap=True))
        self.take_all = button("Nhập mọi gói đã tin cậy", icon="receive")
        self.take_all.hide()
        self.register = button("Sổ gửi, nhận", icon="document")
        self.keys = button("Khóa, tin cậy", icon="key")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addLayout(words, 1)
        for each in (self.take_all, self.register, self.keys):
            layout.addWidget(each)


class ArrivalsPage(QWidget):
    """Lays out the parts; the screen fills them."""

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._central = role is not Role.COMMUNE
        self.drop = DropArea(columns.DROP_HERE, "Chọn gói hồ sơ…")
        self.cards = QVBoxLayout()
        self.cards.setSpacing(10)
        self.waiting = WaitingList()
        self.table = ArrivalTable(with_standing=self._central)
        self.nothing = label(columns.NOTHING_CAME, "caption", wrap=True)
        self.hint = label("Bấm vào một xã để xem từng tiêu chí của xã đó.", "caption")
        self.how = _how_card()
        self._lay_out()

    def _lay_out(self) -> None:
        column = Column()
        column.body.addLayout(self.cards)
        for each in (self.drop, self.waiting, self._arrivals_card(), self.how):
            column.body.addWidget(each)
        column.body.addStretch(1)
        self.area = scrolling(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)

    def _arrivals_card(self) -> Card:
        card = Card("Các xã" if self._central else "Đã nhận từ")
        card.body.addWidget(self.nothing)
        card.body.addWidget(self.table)
        self.hint.setVisible(self._central)
        card.corner.addWidget(self.hint)
        return card


def _how_card() -> Card:
    card = Card("Cách nhận gói hồ sơ")
    add_steps(card, columns.HOW_TO_RECEIVE)
    return card
