"""The card where an indicator is answered: requirement, value, parts, verdict, claim, note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ntm_desktop.domain.answer import NOT_APPLICABLE_WORDS
from ntm_desktop.domain.assessment import Claim, PartJudgement
from ntm_desktop.domain.criteria import Indicator, Kind
from ntm_desktop.domain.standing import IndicatorStanding
from ntm_desktop.domain.text import number_for_people
from ntm_desktop.services.self_assessment import Input
from ui.screens.criteria import columns
from ui.screens.criteria.pickers import NONE_OF_THEM, LevelPicker, OptionPicker
from ui.widgets.autosave import SavingLine, SavingText
from ui.widgets.buttons import button
from ui.widgets.card import Card, rule
from ui.widgets.choice import YesNo
from ui.widgets.labels import label, set_role
from ui.widgets.state_mark import StateMark
from ui.widgets.threshold_dialog import threshold_source
from ui.words import VERDICTS

_VALUE_WIDTH = 110
_LEVEL_WIDTH = 200
_SHORT_REASON = 20
_TOP = Qt.AlignmentFlag.AlignTop


class PartRow(QWidget):
    """One part (trong đó …): its name and requirement, a value, its verdict."""

    settled = Signal(str, str)
    """The part's id and what was typed."""

    def __init__(self, part: PartJudgement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = part.id
        self.value = SavingLine(f"Kết quả: {part.name}")
        self.value.setFixedWidth(_VALUE_WIDTH)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.value.settled.connect(lambda text: self.settled.emit(self.id, text))
        self.asked = label("", "secondary", wrap=True)
        self.mark = StateMark()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        layout.addWidget(label(columns.part_text(part.name), wrap=True), 0, 0, 1, 3)
        layout.addWidget(self.asked, 1, 0, 1, 3)
        layout.addWidget(self.value, 2, 0)
        layout.addWidget(label(part.threshold.unit, "caption"), 2, 1)
        layout.addWidget(self.mark, 3, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        layout.setColumnStretch(2, 1)
        self.show_part(part)

    def show_part(self, part: PartJudgement) -> None:
        """Show what is stored."""
        self.value.show_text("" if part.value is None else number_for_people(part.value))
        self.asked.setText(columns.part_requirement(part.threshold))
        self.mark.show_state(VERDICTS[part.verdict])


class AnswerCard(Card):
    """Everything about one indicator that is typed or chosen; it saves itself field by field."""

    entered = Signal(str, object)
    """The name of the field and the Input."""
    threshold_asked = Signal()
    place_asked = Signal()
    """Region and group of the unit are to be entered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.asked = label("", "strong", wrap=True)
        self.source = label("", "secondary", wrap=True)
        self.threshold = button("Nhập mức quy định…", role="link")
        self.threshold.clicked.connect(self.threshold_asked)
        self.value = SavingLine("Kết quả")
        self.value.setFixedWidth(_VALUE_WIDTH)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.unit = label("", "caption")
        self.yes_no = YesNo("Kết quả")
        self.level = LevelPicker("Kết quả")
        self.level.setFixedWidth(_LEVEL_WIDTH)
        self.options = OptionPicker("Kết quả")
        self.mark = StateMark()
        self.reason = label("", "caption", wrap=True)
        self.excluded = QCheckBox("Không áp dụng (chỉ tiêu “nếu có”)")
        self.excluded.setAccessibleName("Không áp dụng")
        self.excluded_reason = SavingLine("Lý do không áp dụng")
        self.excluded_reason.setPlaceholderText("Lý do, ví dụ: xã không có chợ")
        self.differs = QCheckBox("Tự đánh giá khác kết quả tính")
        self.differs.setAccessibleName(self.differs.text())
        self.claim = YesNo("Tự đánh giá")
        self.claim_reason = SavingLine("Lý do tự đánh giá khác")
        self.claim_reason.setPlaceholderText("Lý do, căn cứ")
        self.note = SavingText("Ghi chú")
        self.note.setPlaceholderText("Nguồn số liệu, cách tính…")
        self.note.setFixedHeight(66)
        self.parts: list[PartRow] = []
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        rows = QGridLayout()
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(8)
        rows.setColumnStretch(1, 1)
        lines = (
            (_caption("Yêu cầu"), self._requirement()),
            (_caption("Kết quả", padded=True), self._given()),
            (_caption("Đánh giá", padded=True), self._judged()),
        )
        for row, (caption, line) in enumerate(lines):
            rows.addWidget(caption, row, 0, _TOP)
            rows.addLayout(line, row, 1)
        self.body.addLayout(rows)
        self.part_box = QVBoxLayout()
        self.part_box.setSpacing(8)
        self.body.addLayout(self.part_box)
        self.body.addWidget(self.excluded)
        self.body.addWidget(self.excluded_reason)
        self.body.addWidget(rule())
        self.body.addWidget(self.differs)
        claim = QHBoxLayout()
        claim.setSpacing(8)
        claim.addWidget(self.claim)
        claim.addWidget(self.claim_reason, 1)
        self.body.addLayout(claim)
        self.body.addWidget(label("Ghi chú", "caption"))
        self.body.addWidget(self.note)

    def _requirement(self) -> QVBoxLayout:
        asked = QVBoxLayout()
        asked.setSpacing(1)
        asked.addWidget(self.asked)
        asked.addWidget(self.source)
        self.place = button("Khai nhóm xã…", role="link")
        self.place.clicked.connect(self.place_asked)
        asked.addWidget(self.threshold, 0, Qt.AlignmentFlag.AlignLeft)
        asked.addWidget(self.place, 0, Qt.AlignmentFlag.AlignLeft)
        return asked

    def _given(self) -> QHBoxLayout:
        given = QHBoxLayout()
        given.setSpacing(8)
        for part in (self.value, self.unit, self.yes_no, self.level, self.options):
            given.addWidget(part)
        given.addStretch(1)
        return given

    def _judged(self) -> QGridLayout:
        self._verdict = QGridLayout()
        self._verdict.setHorizontalSpacing(10)
        self._verdict.setVerticalSpacing(4)
        self._verdict.setColumnStretch(1, 1)
        self._verdict.addWidget(self.mark, 0, 0)
        self._verdict.addWidget(self.reason, 0, 1)
        self.confirm = button("Vẫn đúng, xác nhận", icon="check")
        self.confirm.clicked.connect(lambda: self.entered.emit("confirm", Input(confirm=True)))
        self.confirm.hide()
        self._verdict.addWidget(self.confirm, 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        return self._verdict

    def _say_reason(self, words: str) -> None:
        """Put short reasons beside the mark, long ones below it."""
        self.reason.setText(words)
        self._verdict.removeWidget(self.reason)
        if len(words) <= _SHORT_REASON:
            self._verdict.addWidget(self.reason, 0, 1)
        else:
            self._verdict.addWidget(self.reason, 1, 0, 1, 2)

    def _connect(self) -> None:
        self.value.settled.connect(lambda text: self.entered.emit("answer", Input(answer=text)))
        self.yes_no.chosen.connect(self._choose)
        self.level.chosen.connect(lambda level: self.entered.emit("answer", Input(answer=level)))
        self.options.chosen.connect(self._choose_options)
        self.excluded.clicked.connect(self._exclude)
        self.excluded_reason.settled.connect(self._give_reason)
        self.differs.clicked.connect(self._differ)
        self.claim.chosen.connect(lambda _: self._claim())
        self.claim_reason.settled.connect(lambda _: self._claim())
        self.note.settled.connect(lambda text: self.entered.emit("note", Input(note=text)))

    def settle(self) -> None:
        """Hand on at once whatever was typed."""
        fields = [self.value, self.excluded_reason, self.claim_reason]
        for field in (*fields, *(row.value for row in self.parts)):
            field.settle()
        self.note.settle()

    def clear_typing(self) -> None:
        """Forget marks of the indicator before; what was typed has been handed on."""
        for row in self.parts:
            self.part_box.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.parts.clear()
        for field in (self.value, self.excluded_reason, self.claim_reason):
            field.clear()
            field.show_wrong(wrong=False)
        self.note.show_text("")
        self.excluded.setChecked(False)
        self.differs.setChecked(False)
        self.claim.show_value(None)

    def show_standing(self, standing: IndicatorStanding) -> None:
        """Show one indicator as it stands; what is being typed stays."""
        self._show_requirement(standing)
        self._show_answer(standing)
        self._show_parts(standing)
        self._show_claim(standing)
        self.note.show_text(standing.entry.note)

    def show_wrong(self, name: str, *, wrong: bool) -> None:
        """Mark the field of that name as not accepted, or as accepted after all."""
        field = {"answer": self.value, "excluded": self.excluded_reason}.get(name)
        field = field or next((row.value for row in self.parts if f"part:{row.id}" == name), None)
        if field is not None:
            field.show_wrong(wrong=wrong)

    def _show_requirement(self, standing: IndicatorStanding) -> None:
        threshold = standing.judgement.threshold
        words, colour = threshold_source(threshold)
        self.asked.setText(columns.requirement(standing.indicator, threshold))
        self.source.setText(words)
        set_role(self.source, "secondary" if colour == "secondary" else colour)
        limits = (threshold, *(part.threshold for part in standing.judgement.parts))
        self.place.setVisible(any(limit.lacks_group for limit in limits))
        text = columns.stating(standing)
        self.threshold.setText(text)
        self.threshold.setAccessibleName(text.rstrip("…"))

    def _show_answer(self, standing: IndicatorStanding) -> None:
        reason = columns.not_applicable_reason(standing)
        left_out = reason is not None
        waiting = self.excluded.isChecked() and not self.excluded_reason.text().strip()
        self._show_fields(standing.indicator, enabled=not left_out)
        self._show_values(standing)
        self.mark.show_state(columns.state_of(standing))
        self._say_reason(standing.judgement.reason)
        self.confirm.setVisible(bool(standing.answer and standing.answer.carried))
        self.excluded.setVisible(standing.indicator.if_any)
        if not (waiting and not left_out and self.excluded_reason.hasFocus()):
            self.excluded.setChecked(left_out)
            self.excluded_reason.show_text(reason or "")
        self.excluded_reason.setVisible(self.excluded.isChecked() and standing.indicator.if_any)

    def _show_fields(self, indicator: Indicator, *, enabled: bool) -> None:
        """Show the one field that this kind of answer is given in."""
        by_level, by_options = indicator.scale is not None, bool(indicator.options)
        by_yes_no = indicator.kind is Kind.YES_NO
        typed = not (by_level or by_options or by_yes_no)
        for field, wanted in (
            (self.value, typed),
            (self.unit, typed),
            (self.yes_no, by_yes_no),
            (self.level, by_level),
            (self.options, by_options),
        ):
            field.setVisible(wanted)
            field.setEnabled(enabled)

    def _show_values(self, standing: IndicatorStanding) -> None:
        indicator = standing.indicator
        self.value.show_text(columns.typed_value(standing))
        self.unit.setText(indicator.unit)
        self.yes_no.show_value(columns.chosen(standing))
        levels = indicator.scale.levels if indicator.scale else ()
        self.level.show_level(levels, columns.level(standing))
        self.options.show_options(indicator.options, columns.chosen_options(standing))

    def _show_parts(self, standing: IndicatorStanding) -> None:
        judged = standing.judgement.parts
        if [row.id for row in self.parts] != [part.id for part in judged]:
            for part in judged:
                row = PartRow(part)
                row.settled.connect(
                    lambda id_, text: self.entered.emit(
                        f"part:{id_}", Input(answer=text, part=id_)
                    )
                )
                self.parts.append(row)
                self.part_box.addWidget(row)
        for row, part in zip(self.parts, judged, strict=False):
            row.show_part(part)

    def _show_claim(self, standing: IndicatorStanding) -> None:
        claim = standing.entry.claim
        waiting = self.differs.isChecked() and self.claim.value is None
        if claim is None and waiting and self.claim_reason.isVisible():
            return
        self.differs.setChecked(claim is not None)
        self.claim.setVisible(claim is not None)
        self.claim_reason.setVisible(claim is not None)
        self.claim.show_value(claim.met if claim else None)
        self.claim_reason.show_text(claim.reason if claim else "")

    def _choose(self, value: bool | None) -> None:  # noqa: FBT001 - as the signal sends it
        typed = {True: "đạt", False: "chưa đạt", None: ""}[value]
        self.entered.emit("answer", Input(answer=typed))

    def _choose_options(self, ids: tuple[str, ...] | None) -> None:
        typed = "" if ids is None else "; ".join(ids) or NONE_OF_THEM
        self.entered.emit("answer", Input(answer=typed))

    def _exclude(self) -> None:
        if self.excluded.isChecked():
            self.excluded_reason.show()
            self.excluded_reason.setFocus()
            return
        self.excluded_reason.hide()
        self.entered.emit("answer", Input(answer=""))

    def _give_reason(self, reason: str) -> None:
        if self.excluded.isChecked():
            typed = Input(answer=NOT_APPLICABLE_WORDS, reason=reason)
            self.entered.emit("excluded", typed)

    def _differ(self) -> None:
        shown = self.differs.isChecked()
        self.claim.setVisible(shown)
        self.claim_reason.setVisible(shown)
        if shown:
            self.claim.yes.setFocus()
        else:
            self.entered.emit("claim", Input(claim=None))

    def _claim(self) -> None:
        met = self.claim.value
        if met is not None:
            reason = self.claim_reason.text().strip()
            self.entered.emit("claim", Input(claim=Claim(met, reason)))


def _caption(text: str, *, padded: bool = False) -> QLabel:
    made = label(text, "caption")
    made.setMinimumWidth(58)
    if padded:
        made.setContentsMargins(0, 5, 0, 0)
    return made
