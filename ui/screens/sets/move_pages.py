"""The pages of moving to another set: what to move, what would come of it, what was done."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.mapping import SetMapping
from ntm_desktop.domain.move_plan import MovePlan
from ntm_desktop.services.moving import Source
from ui.screens.sets import columns, move_columns
from ui.widgets.buttons import button
from ui.widgets.card import Card, rule
from ui.widgets.form_dialog import choice
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.marked_line import MarkedLine


class ChoicePage(Card):
    """Asks which set and year go to which; a mapping file may say what belongs together."""

    file_asked = Signal()
    template_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.mapping: SetMapping | None = None
        self._sources: dict[str, Source] = {}
        self._year = 0
        self.old, self.old_year = choice({}, ""), QComboBox()
        self.new, self.new_year = choice({}, ""), QComboBox()
        self.mapping_words = label(move_columns.NO_MAPPING, "secondary", wrap=True)
        self.choose = button("Chọn tệp…", icon="folder")
        self.drop = button("Bỏ tệp này", role="link")
        self.drop.hide()
        self.template = button("Lưu tệp mẫu…", role="link", hint=move_columns.TEMPLATE)
        self.old.currentIndexChanged.connect(self._turn_old)
        self.old_year.currentIndexChanged.connect(self._fit_new_year)
        self.new.currentIndexChanged.connect(self._turn_new)
        self.choose.clicked.connect(self.file_asked)
        self.template.clicked.connect(self.template_asked)
        self.drop.clicked.connect(lambda: self.show_mapping(None))
        self._lay_out()

    @property
    def old_sheet(self) -> tuple[SetId, int]:
        """The set and year to move from."""
        return SetId(self.old.currentData()), self.old_year.currentData()

    @property
    def new_sheet(self) -> tuple[SetId, int]:
        """The set and year to move to."""
        return SetId(self.new.currentData()), self.new_year.currentData()

    @property
    def is_ready(self) -> bool:
        """Tell whether there is another set to move to."""
        return self.old.count() > 0 and self.new.count() > 0

    def show_sources(self, sources: Sequence[Source], sheet: Sheet, wanted: SetId) -> None:
        """Offer sets; the sheet's goes to the one wanted, or to the first other one."""
        self._sources, self._year = {one.criteria_set.id: one for one in sources}, sheet.year
        with QSignalBlocker(self.old):
            _fill(self.old, [(_named(one), one.criteria_set.id) for one in sources])
            self.old.setCurrentIndex(max(0, self.old.findData(sheet.criteria_set)))
        self._turn_old()
        place = self.new.findData(wanted)
        if place >= 0:
            self.new.setCurrentIndex(place)

    def show_mapping(self, mapping: SetMapping | None) -> None:
        """Show the file that was taken, or none; one that names sets chooses them."""
        self.mapping = mapping
        self.drop.setVisible(mapping is not None)
        words = move_columns.NO_MAPPING if mapping is None else f"Theo tệp: {mapping.name}"
        self.mapping_words.setText(words)
        if mapping is not None:
            for box, version in ((self.old, mapping.old), (self.new, mapping.new)):
                box.setCurrentIndex(max(0, box.findData(version.set_id)))

    @Slot()
    def _turn_old(self) -> None:
        source = self._sources.get(self.old.currentData())
        if source is None:
            return
        others = [one for one in self._sources.values() if one is not source]
        kept = self.new.currentData()
        with QSignalBlocker(self.new):
            _fill(self.new, [(_named(one), one.criteria_set.id) for one in others])
            self.new.setCurrentIndex(max(0, self.new.findData(kept)))
        with QSignalBlocker(self.old_year):
            _fill(self.old_year, move_columns.years(source))
            self.old_year.setCurrentIndex(self.old_year.findData(source.year(self._year)))
        self._turn_new()

    @Slot()
    def _turn_new(self) -> None:
        source = self._sources.get(self.new.currentData())
        if source is not None:
            _fill(self.new_year, move_columns.years(source))
            self._fit_new_year()

    @Slot()
    def _fit_new_year(self) -> None:
        """Propose the same year, or the nearest of the new set's."""
        source = self._sources.get(self.new.currentData())
        if source is not None:
            year = source.criteria_set.year(self.old_year.currentData())
            self.new_year.setCurrentIndex(self.new_year.findData(year))

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setSpacing(9)
        form.setColumnStretch(1, 1)
        for row, (words, box, years) in enumerate(
            (("Từ bộ", self.old, self.old_year), ("Sang bộ", self.new, self.new_year))
        ):
            box.setAccessibleName(words)
            years.setAccessibleName(f"{words}: năm")
            years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            for column, part in enumerate((label(words), box, years)):
                form.addWidget(part, row, column)
        file = QHBoxLayout()
        file.addWidget(self.mapping_words, 1)
        file.addWidget(self.drop)
        file.addWidget(self.template)
        file.addWidget(self.choose)
        self.body.addWidget(label(move_columns.INTRODUCTION, wrap=True))
        self.body.addLayout(form)
        self.body.addWidget(label("Bảng chuyển đổi", "strong"))
        self.body.addLayout(file)
        self.body.addWidget(rule())
        self.body.addWidget(label("Mỗi chỉ tiêu sẽ ra sao", "strong"))
        for state, words in move_columns.explained():
            self.body.addWidget(MarkedLine(state, words))
        self.body.addStretch(1)


class PreviewPage(Card):
    """Shows what would come of it, line by line, before anything is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.plan: MovePlan | None = None
        self._choices: list[move_columns.Choice] = []
        self.what = label("", "strong", wrap=True)
        self.rests_on = label("", "secondary", wrap=True)
        self.summary = label("", wrap=True)
        self.shown = QComboBox()
        self.shown.setAccessibleName("Những dòng hiện ra")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Lọc chỉ tiêu, không cần dấu")
        self.filter.setAccessibleName("Lọc chỉ tiêu")
        self.filter.setClearButtonEnabled(True)
        self.list = LineList("Từng chỉ tiêu sẽ ra sao")
        self.list.setCursor(Qt.CursorShape.ArrowCursor)
        self.use = QCheckBox(move_columns.USE)
        self.use.setAccessibleName(move_columns.USE)
        self.shown.currentIndexChanged.connect(self._fill)
        self.filter.textChanged.connect(self._fill)
        self._lay_out()

    def show_plan(self, plan: MovePlan) -> None:
        """Show a plan from its first line."""
        self.plan = plan
        self.what.setText(move_columns.heading(plan))
        self.rests_on.setText(move_columns.rests_on(plan))
        self.summary.setText(" ".join(plan.summary[:2]))
        self.use.setChecked(not plan.listed)
        self.use.setVisible(not plan.listed)
        self._choices = move_columns.choices(plan)
        with QSignalBlocker(self.shown):
            _fill(self.shown, [(each.words, place) for place, each in enumerate(self._choices)])
        self.filter.clear()
        self._fill()

    @Slot()
    def _fill(self) -> None:
        place = self.shown.currentIndex()
        if self.plan is not None and place >= 0:
            chosen = self._choices[place]
            self.list.show_lines(move_columns.lines(self.plan, chosen, self.filter.text()))

    def _lay_out(self) -> None:
        narrowing = QHBoxLayout()
        narrowing.addWidget(self.shown)
        narrowing.addWidget(self.filter, 1)
        for part in (self.what, self.rests_on, self.summary):
            self.body.addWidget(part)
        self.body.addLayout(narrowing)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)


class DonePage(Card):
    """Says what was done, and leads to what is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.what = label("", "strong", wrap=True)
        self.list = LineList("Việc còn lại ở bộ mới")
        self.undo = button("Hoàn tác việc chuyển", icon="undo")
        self.body.addWidget(self.what)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)

    def show_done(self, plan: MovePlan) -> None:
        """Show what came of a plan."""
        self.what.setText(move_columns.done(plan))
        self.list.show_lines(move_columns.left_to_do(plan))
        self.undo.setEnabled(True)


def _named(source: Source) -> str:
    criteria = source.criteria_set
    named, period = columns.full_name(criteria), columns.period(criteria)
    return named if period in named else f"{named}, {period}"


def _fill(box: QComboBox, items: Sequence[tuple[str, object]]) -> None:
    box.clear()
    for words, value in items:
        box.addItem(words, value)
