"""What an answer in words is picked from: a level of a scale, or options to be ticked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from ntm_desktop.domain.criteria import Named

NOT_CHOSEN = "Chưa chọn"
NONE_OF_THEM = "Không có"


class LevelPicker(QComboBox):
    """A drop-down of a scale, the lowest level first, below one entry for no answer."""

    chosen = Signal(str)
    """The level, or nothing where the answer is taken away."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown = ""
        self.activated.connect(self._pick)

    def show_level(self, levels: Sequence[str], level: str) -> None:
        """Show the scale and what is stored; a level that left the scale stays to be seen."""
        entries = ["", *levels]
        if level not in entries:
            entries.append(level)
        if entries != [self.itemData(place) for place in range(self.count())]:
            self.clear()
            for entry in entries:
                self.addItem(entry or NOT_CHOSEN, entry)
        self.setCurrentIndex(entries.index(level))
        self._shown = level

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling must not change an answer, as Qt asks."""
        event.ignore()

    def _pick(self, place: int) -> None:
        level = self.itemData(place)
        if level != self._shown:
            self._shown = level
            self.chosen.emit(level)


class OptionPicker(QWidget):
    """A box to tick for each option, and one that says none of them; each tick counts at once."""

    chosen = Signal(object)
    """The ids that are ticked, () for none of them, None where the answer is taken away."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.boxes: dict[str, QCheckBox] = {}
        self.none = self._make(NONE_OF_THEM)
        self.none.clicked.connect(self._deny)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 4, 0, 0)
        self._rows.setSpacing(4)
        self._rows.addWidget(self.none)

    def show_options(self, options: Sequence[Named], ids: Sequence[str] | None) -> None:
        """Show the options and which are stored; None while there is no answer."""
        if list(self.boxes) != [one.id for one in options]:
            self._replace(options)
        for id_, box in self.boxes.items():
            box.setChecked(ids is not None and id_ in ids)
        self.none.setChecked(ids is not None and not ids)

    def _replace(self, options: Sequence[Named]) -> None:
        for box in self.boxes.values():
            self._rows.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {one.id: self._make(one.name) for one in options}
        for place, box in enumerate(self.boxes.values()):
            box.clicked.connect(self._tick)
            self._rows.insertWidget(place, box)
        before: QWidget = self
        for box in (*self.boxes.values(), self.none):
            QWidget.setTabOrder(before, box)
            before = box

    def _make(self, words: str) -> QCheckBox:
        made = QCheckBox(words)
        made.setAccessibleName(f"{self.accessibleName()}: {words}")
        return made

    def _tick(self) -> None:
        self.none.setChecked(False)
        ids = tuple(id_ for id_, box in self.boxes.items() if box.isChecked())
        self.chosen.emit(ids or None)

    def _deny(self) -> None:
        for box in self.boxes.values():
            box.setChecked(False)
        self.chosen.emit(() if self.none.isChecked() else None)
