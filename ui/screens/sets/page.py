"""The page of one set: what it is, how far it can be relied on, and its figures."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.dossier import LegalBasis
from ntm_desktop.domain.set_findings import About
from ntm_desktop.services.set_pages import SetPage
from ui.screen import scrolling
from ui.screens.sets import columns
from ui.screens.sets.figure_lines import figure_lines
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.marked_line import MarkedLine
from ui.widgets.page_row import PageRow

_ABOUT = 1
_OFFERED = "Bộ được đánh dấu có trong ô chọn bộ tiêu chí ở đầu cửa sổ"


class SetView(QWidget):
    """Shows a set; a click on one of its figures asks for it."""

    figure_asked = Signal(str)
    """The code of an indicator."""
    place_asked = Signal()
    """Where the group of the unit is entered."""
    use_asked = Signal(bool)
    """Whether the office is to work with the set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: SetPage | None = None
        self.name = label("", "heading", wrap=True)
        self.about = label("", "caption", wrap=True)
        self.use = QCheckBox("Đơn vị dùng bộ này")
        self.use.setAccessibleName(self.use.text())
        self.use.setToolTip(_OFFERED)
        self.use.clicked.connect(self.use_asked)
        self.place = button("Ghi nhóm xã…", role="link")
        self.place.clicked.connect(self.place_asked)
        self.warnings = QVBoxLayout()
        self.pages = PageRow(("Mức quy định", "Căn cứ, điều kiện"), self._turn)
        self.pages.buttons[0].setChecked(True)
        self.count = label("", "caption", wrap=True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Lọc chỉ tiêu, không cần dấu")
        self.filter.setAccessibleName("Lọc chỉ tiêu")
        self.filter.setClearButtonEnabled(True)
        self.list = LineList("Các mức quy định", detail_lines=3)
        self.bases = QVBoxLayout()
        self._lay_out()
        self.filter.textChanged.connect(self._fill)
        self.list.taken.connect(self.figure_asked)

    def show_page(self, page: SetPage) -> None:
        """Show a set, or what has changed of it."""
        self.page = page
        self.name.setText(page.line.criteria_set.name)
        self.about.setText(columns.about(page))
        self.use.setChecked(page.line.in_use)
        self.use.setVisible(page.line.may_use)
        self.place.setVisible(bool(page.line.about(About.PLACE)))
        self.count.setText(columns.count(page))
        _refill(self.warnings, [MarkedLine(columns.UNCHECKED, w) for w in columns.warnings(page)])
        _refill(self.bases, [label(words, wrap=True) for words in _in_full(page)])
        self._fill()

    @property
    def said(self) -> list[str]:
        """Give what is said of the set above its figures."""
        return [each.accessibleName() for each in _widgets(self.warnings)]

    @property
    def in_full(self) -> list[str]:
        """Give what is said of the documents a set rests on, and of what must hold besides."""
        return [each.text() for each in _widgets(self.bases) if isinstance(each, QLabel)]

    def add_file_button(self, made: QPushButton) -> None:
        """Add a button for what is done with the figures as files."""
        self.files.addWidget(made)

    @Slot()
    def _fill(self) -> None:
        if self.page is not None:
            self.list.show_lines(figure_lines(self.page, self.filter.text()))

    def _turn(self, number: int) -> None:
        self.basis.setVisible(number == _ABOUT)
        self.figures.setVisible(number != _ABOUT)

    def _lay_out(self) -> None:
        head = Card()
        for part in (self.name, self.about, self.use):
            head.body.addWidget(part)
        head.body.addLayout(self.warnings)
        head.body.addWidget(self.place, 0, Qt.AlignmentFlag.AlignLeft)
        self.figures, self.basis = Card(), Card()
        self.files = QHBoxLayout()
        narrowing = QHBoxLayout()
        narrowing.addWidget(self.filter, 1)
        narrowing.addLayout(self.files)
        self.figures.body.addLayout(narrowing)
        self.figures.body.addWidget(self.count)
        self.figures.body.addWidget(self.list, 1)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self.bases)
        inside.addStretch(1)
        self.basis.body.addWidget(scrolling(content), 1)
        self.basis.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(head)
        layout.addWidget(self.pages)
        layout.addWidget(self.figures, 1)
        layout.addWidget(self.basis, 1)


def _in_full(page: SetPage) -> list[str]:
    """Say what a set rests on, and what must hold before it and beyond it."""
    return [
        *(
            f"Căn cứ {basis.cited()}."
            for basis in map(LegalBasis.of, page.line.criteria_set.legal_basis)
        ),
        *(f"Phải đạt trước: {name}." for name in page.required),
        *(f"Điều kiện: {one.name}." for one in page.line.criteria_set.conditions),
    ]


def _widgets(layout: QVBoxLayout) -> list[QWidget]:
    items = [layout.itemAt(place) for place in range(layout.count())]
    return [found for item in items if item is not None and (found := item.widget()) is not None]


def _refill(layout: QVBoxLayout, widgets: list[QWidget]) -> None:
    for old in _widgets(layout):
        layout.removeWidget(old)
        old.hide()
        old.deleteLater()
    for widget in widgets:
        layout.addWidget(widget)
