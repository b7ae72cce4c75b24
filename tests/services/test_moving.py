"""Moving to another set: shown first, then all of it or nothing, and the old sheet stays."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import journal, thresholds
from ntm_desktop.domain import moving as rules
from ntm_desktop.domain.answer import Carried, Given
from ntm_desktop.domain.assessment import Claim, Sheet, Verdict
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.matching import Outcome
from ntm_desktop.domain.move_plan import MoveLine, MovePlan
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.standing import Board, Entry
from ntm_desktop.domain.subject import SubjectKind
from ntm_desktop.domain.topics import Topic
from ntm_desktop.exchange.disk import DiskFullError, disk_full
from ntm_desktop.exchange.mapping_file import MappingFileError
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.move_checks import (
    MappingMismatchError,
    NotInForceError,
    OtherKindError,
    SameSetError,
)
from ntm_desktop.services.office_sets import OfficeSets
from ntm_desktop.services.planned import PlanChangedError
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.subjects import Draft
from ntm_desktop.services.thresholds import Statement
from ntm_desktop.services.workplace import Workplace
from tests.builders import SET
from tests.moves import ADVANCED, TWIN, add_twin, mapping_file
from tests.offices import YEAR, enter, export
from tests.services.conftest import Offices

OLD_HOUSES = IndicatorCode("9.2")
GARDENS = SetId("vuon-mau-langson")


@pytest.fixture
def office(offices: Offices) -> Workplace:
    add_twin(offices.commune)
    return offices.commune


def old_sheet(office: Workplace) -> Sheet:
    return office.sheet(year=YEAR)


def planned(office: Workplace, to: SetId = TWIN, year: int = YEAR) -> MovePlan:
    return office.moving.plan(old_sheet(office), to, year)


def mapped(office: Workplace, folder: Path, year: int = YEAR) -> MovePlan:
    mapping = office.moving.read_mapping(mapping_file(folder))
    return office.moving.plan(old_sheet(office), ADVANCED, year, mapping)


def line(plan: MovePlan, code: str) -> MoveLine:
    return next(one for one in plan.lines for old in one.match.old if old.code == code)


def board(office: Workplace, set_id: SetId, year: int = YEAR) -> Board:
    return office.self_assessment.board(Sheet(office.office.unit.code, set_id, year))


def answered(office: Workplace, set_id: SetId, code: str, year: int = YEAR) -> Entry:
    return board(office, set_id, year).indicator(IndicatorCode(code)).entry


def prove(
    office: Workplace, code: str, number: str, valid_to: str = "", summary: str = ""
) -> None:
    purpose = Purpose(sheet=old_sheet(office), indicators=(IndicatorCode(code),), paper="P1")
    office.evidence.confirm(purpose, Details(number=number, valid_to=valid_to, summary=summary))


def test_the_same_demands_go_over_and_count(office: Workplace) -> None:
    enter(office, "9.2", "80")
    enter(office, "1.1", "đạt")
    plan = planned(office)
    assert plan.counts == {Outcome.UNCHANGED: len(plan.lines)}
    assert (plan.totals.carried, plan.totals.to_confirm) == (2, 0)
    assert line(plan, "9.2").happens == "Mang sang nguyên kết quả"
    assert line(plan, "9.2").value == "80 %"
    assert not plan.listed
    before = board(office, SET)
    assert office.moving.apply(plan).changed == {Topic.ASSESSMENTS}
    assert answered(office, TWIN, "9.2").answers == (Given(Decimal(80)),)
    assert board(office, TWIN).indicator(IndicatorCode("1.1")).verdict is Verdict.MET
    assert board(office, SET) == before


def test_in_another_year_everything_is_to_be_confirmed(office: Workplace) -> None:
    enter(office, "9.2", "80")
    plan = planned(office, year=2025)
    assert line(plan, "9.2").happens == "Mang sang, cần xác nhận lại"
    office.moving.apply(plan)
    carried = Given(Decimal(80), carried=Carried(SET, YEAR))
    assert answered(office, TWIN, "9.2", 2025).answers == (carried,)
    verdict = board(office, TWIN, 2025).indicator(OLD_HOUSES).verdict
    assert verdict is Verdict.INCOMPLETE


def test_a_mapping_says_what_the_sets_do_not(office: Workplace, tmp_path: Path) -> None:
    for code, answer in {"9.2": "80", "3.2": "đạt", "1.1": "đạt", "7.1": "đạt"}.items():
        enter(office, code, answer)
    enter(office, "8.1", "đạt")
    enter(office, "8.4", "đạt")
    plan = mapped(office, tmp_path)
    assert line(plan, "9.2").to_confirm
    assert line(plan, "3.2").happens == "Không mang sang được: khác loại số liệu"
    assert line(plan, "1.1").happens == rules.SPLIT
    assert line(plan, "1.1").unanswered == 2
    assert line(plan, "7.1").happens == "Bộ nâng cao không còn chỉ tiêu này"
    assert line(plan, "8.1").value == "8.1: Đạt\n8.4: Đạt"
    assert line(plan, "9.1").happens == rules.UNMATCHED
    office.moving.apply(plan)
    mark = Carried(SET, YEAR)
    assert answered(office, ADVANCED, "9.1").answers == (Given(Decimal(80), carried=mark),)
    assert answered(office, ADVANCED, "8.1").answers == (Given(True, carried=mark),)
    for code in ("1.1", "1.3", "3.6"):
        assert not answered(office, ADVANCED, code).answers


def test_moving_twice_is_moving_once(office: Workplace, tmp_path: Path) -> None:
    enter(office, "9.2", "80")
    prove(office, "9.2", "12/QĐ")
    plan = mapped(office, tmp_path)
    office.moving.apply(plan)
    with office.data.session() as store:
        before = journal.mark(store)
    assert office.moving.apply(plan).changed == frozenset()
    again = mapped(office, tmp_path)
    assert not again.writes
    assert line(again, "9.2").happens == rules.ALREADY
    assert office.moving.apply(again).done == ()
    with office.data.session() as store:
        assert journal.mark(store) == before


def test_evidence_goes_along_and_changes_no_verdict(office: Workplace) -> None:
    enter(office, "9.2", "80")
    prove(office, "9.2", "12/QĐ")
    prove(office, "1.1", "7/QĐ")
    plan = planned(office)
    assert plan.totals.links == 2
    assert office.moving.apply(plan).changed == {Topic.ASSESSMENTS, Topic.EVIDENCE}
    moved = answered(office, TWIN, "9.2")
    assert moved.evidence == 1
    assert moved.papers == {"P1"}
    new = board(office, TWIN)
    assert [one.verdict for one in new.criteria] == [
        one.verdict for one in board(office, SET).criteria
    ]
    assert new.indicator(IndicatorCode("1.1")).verdict is Verdict.INCOMPLETE


def test_expired_evidence_is_named_and_not_linked(office: Workplace) -> None:
    prove(office, "9.2", "12/QĐ", valid_to="31/12/2023", summary="OCOP")
    plan = planned(office)
    found = line(plan, "9.2")
    assert (found.links, found.outdated) == (0, 1)
    assert found.notes == ("Minh chứng hết hạn 31/12/2023, không gắn: 12/QĐ, OCOP",)
    office.moving.apply(plan)
    assert answered(office, TWIN, "9.2").evidence == 0


def test_a_figure_of_the_unit_is_stated_again_for_the_same_demand_only(
    office: Workplace, tmp_path: Path
) -> None:
    stated = Statement(value="70", decision="5/NQ-HĐND", date="2024-01-15", year=YEAR)
    for code in ("2.1", "9.2"):
        office.thresholds.enter(SET, IndicatorCode(code), stated)
    plan = planned(office)
    assert "mang sang" in line(plan, "2.1").notes[0]
    office.moving.apply(plan)
    figure = office.thresholds.effective(TWIN)[IndicatorCode("2.1")][office.office.unit.code]
    assert (figure.value, figure.decision) == (Decimal(70), "5/NQ-HĐND")
    other = mapped(office, tmp_path)
    assert line(other, "9.2").notes == (
        "Mức đơn vị đã nhập (từ 70 % trở lên, theo 5/NQ-HĐND ngày 15/01/2024): "
        "không mang sang, cần nhập lại theo bộ mới",
    )
    office.moving.apply(other)
    assert not office.thresholds.effective(ADVANCED)


def test_what_changed_since_planning_stops_the_whole_move(office: Workplace) -> None:
    enter(office, "9.2", "80")
    enter(office, "1.1", "đạt")
    plan = planned(office)
    enter(office, "9.2", "85")
    with pytest.raises(PlanChangedError):
        office.moving.apply(plan)
    assert not answered(office, TWIN, "1.1").answers
    office.moving.apply(planned(office))
    assert answered(office, TWIN, "9.2").answers == (Given(Decimal(85)),)


def test_an_answer_of_the_new_sheet_stays(office: Workplace) -> None:
    enter(office, "9.2", "80")
    new = Sheet(office.office.unit.code, TWIN, YEAR)
    office.self_assessment.enter(new, OLD_HOUSES, Input(answer="60"))
    plan = planned(office)
    assert line(plan, "9.2").happens == rules.TAKEN
    office.moving.apply(plan)
    assert answered(office, TWIN, "9.2").answers == (Given(Decimal(60)),)


def test_a_move_can_be_taken_back_but_for_what_was_changed_since(office: Workplace) -> None:
    enter(office, "9.2", "80")
    enter(office, "1.1", "đạt")
    prove(office, "9.2", "12/QĐ")
    moved = office.moving.apply(planned(office))
    new = Sheet(office.office.unit.code, TWIN, YEAR)
    office.self_assessment.enter(new, OLD_HOUSES, Input(answer="60"))
    undone = office.moving.undo(moved)
    assert undone.kept == 1
    assert undone.changed == {Topic.ASSESSMENTS, Topic.EVIDENCE}
    assert answered(office, TWIN, "9.2").answers == (Given(Decimal(60)),)
    assert not answered(office, TWIN, "1.1").answers
    assert answered(office, TWIN, "9.2").evidence == 0
    assert answered(office, SET, "9.2").evidence == 1
    assert office.moving.undo(moved).changed == frozenset()


def test_a_move_that_cannot_begin_with_the_new_set_moves_nothing(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise disk_full(office.folder.root)

    enter(office, "9.2", "80")
    plan = planned(office)
    with monkeypatch.context() as broken:
        broken.setattr(OfficeSets, "use", fail)
        with pytest.raises(DiskFullError):
            office.moving.apply(plan, use=True)
    assert not answered(office, TWIN, "9.2").answers
    moved = office.moving.apply(plan, use=True)
    assert moved.begun
    assert moved.changed == {Topic.ASSESSMENTS, Topic.SETS}
    assert TWIN in office.sets


def test_a_village_moves_between_sets_of_its_kind(office: Workplace) -> None:
    model, smart = SetId("thon-ntm-kieu-mau-langson"), SetId("thon-thong-minh-langson")
    village = office.subjects.add(Draft(name="Nà Riềng", kind=SubjectKind.VILLAGE)).id
    plan = office.moving.plan(Sheet(village, model, YEAR), smart, YEAR)
    assert plan.subject_name == "Nà Riềng"
    assert plan.listed
    assert set(plan.counts) == {Outcome.UNMATCHED, Outcome.NEW}
    with pytest.raises(OtherKindError):
        office.moving.plan(Sheet(village, model, YEAR), GARDENS, YEAR)


def test_the_set_moved_to_is_begun_with_if_wanted(office: Workplace) -> None:
    plan = planned(office)
    assert office.moving.begin(plan) == {Topic.SETS}
    assert office.moving.begin(plan) == frozenset()
    assert planned(office).listed
    model, smart = SetId("thon-ntm-kieu-mau-langson"), SetId("thon-thong-minh-langson")
    village = office.subjects.add(
        Draft(name="Nà Riềng", kind=SubjectKind.VILLAGE, sets=(model,))
    ).id
    sheet = Sheet(village, model, YEAR)
    moved = office.moving.plan(sheet, smart, YEAR)
    assert not moved.listed
    assert office.moving.begin(moved) == {Topic.SUBJECTS}
    assert office.subjects.opened(village).subject.sets == (model, smart)
    assert office.moving.plan(sheet, smart, YEAR).listed


def test_what_was_moved_travels_and_waits_there_too(offices: Offices, tmp_path: Path) -> None:
    enter(offices.commune, "9.2", "80")
    prove(offices.commune, "9.2", "12/QĐ")
    offices.commune.moving.apply(mapped(offices.commune, tmp_path))
    (part,) = export(offices.commune, offices.stick).files
    offices.authority.receiving.take_in(part.path, Unwatched())
    new = Sheet(offices.commune.office.unit.code, ADVANCED, YEAR)
    found = offices.authority.self_assessment.board(new).indicator(IndicatorCode("9.1"))
    assert found.entry.answers == (Given(Decimal(80), carried=Carried(SET, YEAR)),)
    assert found.entry.evidence == 1
    assert found.verdict is Verdict.INCOMPLETE
    assert found.judgement.reason == "Số liệu mang từ bộ tiêu chí khác sang, cần xác nhận lại"


def test_a_mapping_to_begin_with_says_what_is_known_and_what_waits(
    office: Workplace, tmp_path: Path
) -> None:
    file = tmp_path / "mẫu.yaml"
    office.moving.write_template(SET, ADVANCED, file)
    assert office.moving.read_mapping(file).lines == tuple(
        replace(line, source="")
        for line in office.moving.shipped_mapping(SET, ADVANCED).lines  # type: ignore[union-attr]
    )
    text = file.read_text(encoding="utf-8")
    assert "#   '1.1'  Có quy hoạch chung" in text
    assert text.count("#   '1.3'") == 1
    bare = tmp_path / "trống.yaml"
    office.moving.write_template(ADVANCED, SET, bare)
    assert office.moving.read_mapping(bare).lines == ()
    with pytest.raises(SameSetError):
        office.moving.write_template(SET, SET, bare)


def contradict(office: Workplace, record: Record, field: str, *values: JsonValue) -> None:
    """Write values as PCs do that do not know of one another."""
    with office.data.session() as store:
        for value in values:
            journal.write(store, office.office.identity, record, {field: value}, seen=())


def test_contradicting_answers_are_named_and_stay(office: Workplace) -> None:
    enter(office, "1.1", "đạt")
    old = old_sheet(office)
    record = Record(old.unit, "assessment", old.key(OLD_HOUSES))
    contradict(office, record, "answer", {"value": "80"}, {"value": "85"})
    plan = planned(office)
    assert line(plan, "9.2").happens == rules.DISPUTED
    assert line(plan, "9.2").value == "80 % hoặc 85 %"
    office.moving.apply(plan)
    assert not answered(office, TWIN, "9.2").answers
    assert answered(office, SET, "9.2").in_dispute


def test_contradicting_answers_of_the_new_sheet_are_not_settled(office: Workplace) -> None:
    enter(office, "9.2", "80")
    new = Sheet(office.office.unit.code, TWIN, YEAR)
    record = Record(new.unit, "assessment", new.key(OLD_HOUSES))
    contradict(office, record, "answer", {"value": "60"}, {"value": "65"})
    plan = planned(office)
    assert line(plan, "9.2").happens == rules.NEW_DISPUTED
    office.moving.apply(plan)
    assert answered(office, TWIN, "9.2").in_dispute


def test_contradicting_figures_of_the_new_set_are_not_settled(office: Workplace) -> None:
    stated = Statement(value="70", decision="5/NQ-HĐND", date="2024-01-15", year=YEAR)
    office.thresholds.enter(SET, IndicatorCode("2.1"), stated)
    key = thresholds.key(TWIN, IndicatorCode("2.1"))
    record = Record(office.office.unit.code, "threshold", key)
    figures: list[JsonValue] = [
        {"decision": "1", "date": "2024-01-01", "value": value} for value in ("60", "65")
    ]
    contradict(office, record, "figure", *figures)
    plan = planned(office)
    assert "không mang sang" in line(plan, "2.1").notes[0]
    assert not plan.writes


def test_a_claim_stays_with_the_set_it_was_made_of(office: Workplace) -> None:
    claim = Claim(met=True, reason="có văn bản riêng")
    office.self_assessment.enter(old_sheet(office), OLD_HOUSES, Input(answer="60", claim=claim))
    plan = planned(office)
    assert line(plan, "9.2").notes == ("Tự đánh giá riêng (đạt) ở lại bộ cũ",)
    office.moving.apply(plan)
    assert answered(office, TWIN, "9.2").claim is None


def test_moves_that_make_no_sense_are_refused(office: Workplace, tmp_path: Path) -> None:
    with pytest.raises(SameSetError):
        planned(office, SET)
    with pytest.raises(OtherKindError):
        planned(office, GARDENS)
    with pytest.raises(NotInForceError):
        planned(office, year=2026)
    mapping = office.moving.read_mapping(mapping_file(tmp_path))
    with pytest.raises(MappingMismatchError):
        office.moving.plan(old_sheet(office), TWIN, YEAR, mapping)
    with pytest.raises(MappingFileError):
        office.moving.read_mapping(tmp_path / "không có.yaml")


def test_only_the_unit_itself_moves_its_sheets(offices: Offices) -> None:
    enter(offices.commune, "9.2", "80")
    sheet = old_sheet(offices.commune)
    with pytest.raises(journal.NotYoursError):
        offices.authority.moving.plan(sheet, ADVANCED, YEAR)


def test_the_last_year_with_answers_is_proposed(office: Workplace) -> None:
    assert office.moving.source(old_sheet(office)).year(2026) == 2025
    enter(office, "9.2", "80")
    source = office.moving.source(old_sheet(office))
    assert source.answered == (YEAR,)
    assert source.year(2026) == YEAR
    assert source.year(YEAR - 1) == YEAR - 1


def test_sets_for_the_same_kind_of_subject_are_offered(office: Workplace) -> None:
    enter(office, "9.2", "80")
    offered = {
        one.criteria_set.id: one.answered for one in office.moving.sources(old_sheet(office))
    }
    assert offered[SET] == (YEAR,)
    assert offered[ADVANCED] == offered[TWIN] == ()
    assert GARDENS not in offered


ANSWERS = st.dictionaries(
    st.sampled_from(["1.1", "3.2", "7.1", "8.1", "8.4"]), st.sampled_from(["đạt", "chưa đạt"])
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANSWERS, st.sampled_from(["", "60", "80"]), st.sampled_from([2021, 2022, 2023]))
def test_whatever_is_answered_nothing_is_invented_and_the_old_sheet_stays(
    office: Workplace, tmp_path: Path, answers: dict[str, str], houses: str, year: int
) -> None:
    old = old_sheet(office)._replace(year=year)
    for code in ("1.1", "3.2", "7.1", "8.1", "8.4"):
        office.self_assessment.enter(old, IndicatorCode(code), Input(answer=answers.get(code, "")))
    office.self_assessment.enter(old, OLD_HOUSES, Input(answer=houses))
    before = office.self_assessment.board(old)
    mapping = office.moving.read_mapping(mapping_file(tmp_path))
    plan = office.moving.plan(old, ADVANCED, year, mapping)
    moved = office.moving.apply(plan)
    assert office.self_assessment.board(old) == before
    new = office.self_assessment.board(plan.new)
    stood = {
        (one.new[0].code, entry.value)
        for one in (each.match for each in plan.lines)
        if len(one.new) == 1
        for source in one.old
        for entry in before.indicator(source.code).entry.answers
        if isinstance(entry, Given)
    }
    for section in new.sections:
        for each in section.indicators:
            for answer in each.entry.answers:
                if isinstance(answer, Given) and answer.value is not None:
                    assert (each.indicator.code, answer.value) in stood
    assert not office.moving.plan(old, ADVANCED, year, mapping).writes
    office.moving.undo(moved)


def test_the_shipped_mapping_holds_only_what_reads_the_same_in_both_sets(
    office: Workplace,
) -> None:
    mapping = office.moving.shipped_mapping(SET, ADVANCED)
    assert mapping is not None
    old, new = (office.catalogue.criteria_set(id_) for id_ in (SET, ADVANCED))
    for each in mapping.lines:
        assert old.asked[each.old[0]].name == new.asked[each.new[0]].name
        assert not each.checked
    assert office.moving.shipped_mapping(ADVANCED, SET) is None
