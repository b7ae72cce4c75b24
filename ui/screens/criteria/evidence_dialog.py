"""What a document says of itself: number, date, issuer, summary; and which paper it is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.criteria import Paper
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.errors import UserError
from ntm_desktop.services.evidence import OpenedEvidence
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip

_FIELDS = (
    ("summary", "Trích yếu, tên giấy tờ", "ví dụ Báo cáo kết quả tưới, tiêu năm 2024"),
    ("doc_type", "Loại giấy tờ", "ví dụ Quyết định, Báo cáo, Biên bản, Ảnh"),
    ("number", "Số, ký hiệu", "ví dụ 12/BC-UBND"),
    ("issued_on", "Ngày", "ngày/tháng/năm"),
    ("issuer", "Nơi ban hành, người chụp", "ví dụ UBND xã"),
    ("valid_from", "Có giá trị từ", "ngày/tháng/năm, để trống nếu tính từ ngày ban hành"),
    ("valid_to", "Có giá trị đến", "ngày/tháng/năm, để trống nếu không có hạn"),
)
_DATES = {"issued_on", "valid_from", "valid_to"}
_FLAGS = (
    ("original", "Là bản gốc (không phải bản chụp, bản sao)"),
    ("sensitive", "Có thông tin cá nhân nhạy cảm: không ghép vào hồ sơ PDF"),
)
_TYPES = (
    "Quyết định",
    "Báo cáo",
    "Biên bản",
    "Kế hoạch",
    "Giấy chứng nhận",
    "Giấy xác nhận",
    "Danh sách",
    "Bảng thống kê",
    "Hợp đồng",
    "Bản đồ, sơ đồ",
    "Ảnh",
)


class EvidenceDialog(QDialog):
    """Edits the details of one document."""

    edited = Signal(object, object)
    """The changed details by name, and the paper it stands for (or None, unchanged)."""

    def __init__(
        self,
        opened: OpenedEvidence,
        papers: Sequence[Paper],
        paper: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.opened = opened
        self._paper = paper
        self.setObjectName("page")
        self.setWindowTitle("Thông tin minh chứng")
        self.fields = {name: self._field(name, word, hint) for name, word, hint in _FIELDS}
        self.fields["doc_type"].setCompleter(self._types())
        self.flags = {name: self._flag(name, word) for name, word in _FLAGS}
        self.paper = QComboBox()
        self.paper.setAccessibleName("Là giấy tờ nào")
        self.paper.addItem("(không thuộc danh mục)", "")
        for one in papers:
            self.paper.addItem(one.name, one.id)
        self.paper.setCurrentIndex(max(0, self.paper.findData(paper)))
        self.message = MessageStrip()
        self.save = button("Lưu", role="main")
        self.save.setDefault(True)
        self.save.clicked.connect(self._hand_on)
        self.cancel = button("Thôi")
        self.cancel.clicked.connect(self.reject)
        self._lay_out(bool(papers))
        self.setMinimumWidth(560)
        self.fields["summary"].setFocus()

    def show_failure(self, error: UserError) -> None:
        """Say why it was not accepted; everything typed stays."""
        self.save.setEnabled(True)
        self.message.fail(error, kept="Những gì đã gõ vẫn còn đây.")

    def _field(self, name: str, word: str, hint: str) -> QLineEdit:
        made = QLineEdit(self._stored(name))
        made.setAccessibleName(word)
        made.setPlaceholderText(hint)
        return made

    def _flag(self, name: str, word: str) -> QCheckBox:
        made = QCheckBox(word)
        made.setAccessibleName(word)
        made.setChecked(getattr(self.opened.document.details, name) is True)
        return made

    def _types(self) -> QCompleter:
        found = QCompleter(_TYPES, self)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        return found

    def _stored(self, name: str) -> str:
        value: str = getattr(self.opened.document.details, name) or ""
        return date_for_people(value) if name in _DATES else value

    def _lay_out(self, has_papers: bool) -> None:  # noqa: FBT001 - private, one caller
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for name, word, _ in _FIELDS:
            form.addRow(label(word), self.fields[name])
        if has_papers:
            form.addRow(label("Là giấy tờ"), self.paper)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(label("Thông tin minh chứng", "heading"))
        layout.addLayout(form)
        for flag in self.flags.values():
            layout.addWidget(flag)
        layout.addWidget(self.message)
        layout.addLayout(row)

    def _hand_on(self) -> None:
        changes: dict[str, object] = {
            name: field.text()
            for name, field in self.fields.items()
            if field.text().strip() != self._stored(name)
        }
        for name, flag in self.flags.items():
            if flag.isChecked() != (getattr(self.opened.document.details, name) is True):
                changes[name] = flag.isChecked()
        paper = self.paper.currentData()
        self.save.setEnabled(False)
        self.edited.emit(changes, paper if paper != self._paper else None)
