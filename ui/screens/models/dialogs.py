"""Forms of a village, residential area or garden: what it is, and since when it is closed."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.subject import KIND_WORDS, Subject, SubjectKind
from ntm_desktop.errors import UserError
from ntm_desktop.services.places import REGIONS
from ntm_desktop.services.subjects import Draft, households
from ui.screens.models import columns
from ui.widgets.form_dialog import FormDialog, choice
from ui.widgets.labels import label

_AS_UNIT = "(như của xã)"


class SubjectDialog(FormDialog):
    """Asks what a subject is; `saved` carries a Draft."""

    def __init__(
        self,
        sets: Callable[[SubjectKind], Sequence[CriteriaSet]],
        groups: Mapping[str, str],
        subject: Subject | None = None,
        parent: QWidget | None = None,
    ) -> None:
        heading = f"Sửa: {subject.full_name}" if subject else "Thêm thôn, khu dân cư, vườn"
        super().__init__(heading, "Lưu" if subject else "Thêm", parent)
        self._sets_of, self._subject = sets, subject
        self.kind = choice(
            {str(each): words for each, words in KIND_WORDS.items()},
            subject.kind if subject else SubjectKind.VILLAGE,
        )
        self.kind.setEnabled(subject is None)
        self.name = QLineEdit(subject.name if subject else "")
        self.village = QLineEdit(subject.village if subject else "")
        self.village.setPlaceholderText("thôn có khu dân cư hoặc vườn này")
        count = subject.households if subject else None
        self.households = QLineEdit("" if count is None else str(count))
        self.region = choice({"": _AS_UNIT, **REGIONS}, subject.region if subject else "")
        self.group = choice({"": _AS_UNIT, **groups}, subject.group if subject else "")
        self.sets: list[QCheckBox] = []
        self._set_rows = QVBoxLayout()
        self._set_rows.setSpacing(4)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._show_kind)
        self._show_kind()
        self.name.setFocus()

    @Slot()
    def hand_on(self) -> None:
        """Give what was typed to whoever saves it."""
        try:
            count = households(self.households.text())
        except UserError as error:
            self.show_failure(error)
            return
        self.save.setEnabled(False)
        chosen = tuple(str(each.property("set")) for each in self.sets if each.isChecked())
        every = len(chosen) == len(self.sets)
        self.saved.emit(
            Draft(
                name=self.name.text(),
                kind=SubjectKind(self.kind.currentData()),
                village=self.village.text(),
                region=self.region.currentData(),
                group=self.group.currentData(),
                households=count,
                sets=() if every else chosen,
            )
        )

    def _lay_out(self) -> None:
        self.add("Loại", self.kind)
        self.name_word = label("")
        self.form.addRow(self.name_word, self.name)
        self.add("Thuộc thôn", self.village)
        self.add("Số hộ", self.households)
        self.form.addRow(label("Bộ tiêu chí"), self._set_rows)
        self.add("Vùng", self.region)
        self.add("Nhóm xã (2026-2030)", self.group)

    @Slot()
    def _show_kind(self) -> None:
        kind = SubjectKind(self.kind.currentData())  # Qt keeps it as mere text
        self.name_word.setText(columns.NAMES[kind])
        self.name.setAccessibleName(columns.NAMES[kind])
        self.name.setPlaceholderText(columns.HINTS[kind])
        for part in (self.village, self.form.labelForField(self.village)):
            part.setVisible(kind is not SubjectKind.VILLAGE)
        for part in (self.households, self.form.labelForField(self.households)):
            part.setVisible(kind is not SubjectKind.GARDEN)
        self._show_sets(kind)

    def _show_sets(self, kind: SubjectKind) -> None:
        for box in self.sets:
            self._set_rows.removeWidget(box)
            box.deleteLater()
        wanted = self._subject.sets if self._subject else ()
        self.sets = []
        for one in self._sets_of(kind):
            box = QCheckBox(columns.set_name(one))
            box.setAccessibleName(box.text())
            box.setProperty("set", one.id)
            box.setChecked(not wanted or one.id in wanted)
            self.sets.append(box)
            self._set_rows.addWidget(box)


class CloseDialog(FormDialog):
    """Asks since when, and why, a subject is no longer assessed; `saved` carries both."""

    def __init__(self, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(f"Ngừng theo dõi: {subject.full_name}", "Ngừng theo dõi", parent)
        self.on = QLineEdit()
        self.on.setPlaceholderText("ngày/tháng/năm")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("ví dụ nhập vào thôn khác theo Nghị quyết số …")
        self.add("Từ ngày", self.on)
        self.add("Lý do", self.reason)
        self.form.addRow(
            label(
                "Số liệu và minh chứng đã nhập vẫn còn nguyên, có thể theo dõi lại.", "secondary"
            )
        )
        self.on.setFocus()

    @Slot()
    def hand_on(self) -> None:
        """Give what was typed to whoever saves it."""
        self.save.setEnabled(False)
        self.saved.emit((self.on.text(), self.reason.text()))
