from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import assessments, evidence, journal
from ntm_desktop.domain.answer import ReasonMissingError
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.revision import Authorship, Record, new_revision
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.conflicts import Conflict, ConflictChangedError, UnknownLetterError
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.thresholds import Statement
from ntm_desktop.services.workplace import Workplace
from tests import disputes
from tests.builders import CODE, SET, SHEET, UNIT
from tests.disputes import enter, meet
from tests.offices import Templates
from tests.samples import scanned_pdf, write
from tests.services.conftest import Offices

RECORD = Record(UNIT, assessments.KIND, SHEET.key(CODE))
REASON = "Theo biên bản ngày 02/10/2024"
Pcs = tuple[Workplace, Workplace]


@pytest.fixture
def pcs(office_templates: Templates, tmp_path: Path) -> Iterator[Pcs]:
    """Two PCs of the commune that hold the same."""
    here = office_templates.opened("commune", tmp_path / "máy một")
    there = disputes.second_pc(office_templates.root / "commune", tmp_path / "máy hai")
    meet(here, there)
    yield here, there
    here.close()
    there.close()


def the_only(office: Workplace) -> Conflict:
    (found,) = office.conflicts.listed()
    return found


def delete(office: Workplace, record: Record = RECORD) -> None:
    with office.data.session() as store:
        journal.write(store, office.office.identity, record, None)


def stored(office: Workplace, record: Record = RECORD) -> dict[str, object]:
    with office.data.session() as store:
        state = journal.state(store, record)
    return {name: state.decided(name) for name in ("answer", "note")}


def test_without_conflicts_there_is_nothing_to_decide(pcs: Pcs) -> None:
    assert (pcs[0].conflicts.listed(), pcs[0].conflicts.count()) == ([], 0)


def test_a_conflict_is_told_in_words_with_both_values_and_who_said_them(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "86,5")
    enter(there, CODE, "80")
    meet(here, there)
    found = the_only(here)
    assert here.conflicts.count() == 1
    assert found.record == RECORD
    assert found.name.startswith("Chỉ tiêu 3.1: ")
    assert found.name.endswith(", năm 2024")
    assert (found.field, found.field_words) == ("answer", "Kết quả")
    assert (found.unit_name, found.may_decide) == ("Xã Tân Thành", True)
    assert [(one.label, one.words) for one in found.values] == [("A", "80 %"), ("B", "86,5 %")]
    other, own = (one.writers[0] for one in found.values)
    assert (own.pc, own.here, own.author) == ("máy này", True, "Nông Văn A")
    assert other.pc.startswith("máy ")
    assert (other.here, other.unit, other.office) == (False, UNIT, "Xã Tân Thành")
    assert other.at is not None
    assert datetime.now(UTC) - other.at < timedelta(minutes=5)
    assert not other.odd


def test_what_was_carried_over_from_different_years_is_told_apart(pcs: Pcs) -> None:
    here, there = pcs
    for office, year in ((here, 2023), (there, 2022)):
        office.self_assessment.enter(SHEET._replace(year=year), CODE, Input(answer="80"))
        office.carrying.carry(office.carrying.plan(SHEET))
    meet(here, there)
    words = sorted(one.words for one in the_only(here).values)
    assert words == [
        "80 %; mang sang từ năm 2022, cần xác nhận lại",
        "80 %; mang sang từ năm 2023, cần xác nhận lại",
    ]


def test_a_year_carried_forward_disputes_nothing_that_a_colleague_entered(pcs: Pcs) -> None:
    here, there = pcs
    here.self_assessment.enter(SHEET._replace(year=2023), CODE, Input(answer="80"))
    here.carrying.carry(here.carrying.plan(SHEET))
    enter(there, CODE, "70")
    meet(here, there)
    for office in pcs:
        assert not office.conflicts.listed()
        assert office.board(SHEET).indicator(CODE).verdict is Verdict.NOT_MET


def test_both_pcs_name_a_conflict_and_its_values_alike(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "86,5")
    enter(there, CODE, "80")
    meet(here, there)
    one, other = the_only(here), the_only(there)
    assert one.id == other.id
    assert [(a.label, a.words) for a in one.values] == [(b.label, b.words) for b in other.values]


def test_all_who_wrote_a_value_are_named(pcs: Pcs) -> None:
    here, there = pcs
    for office, value in ((here, "86,5"), (there, "86,5")):
        enter(office, CODE, value)
    meet(here, there)
    with here.data.session() as store:
        journal.write(store, here.office.identity, RECORD, {"answer": {"value": "80"}}, seen=[])
    assert [len(one.writers) for one in the_only(here).values] == [1, 2]


def test_a_decision_settles_for_everybody_and_its_reason_travels(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "86,5")
    enter(there, CODE, "80")
    meet(here, there)
    changed = here.conflicts.decide(the_only(here).id, "B", f"  {REASON} ")
    assert Topic.ASSESSMENTS in changed
    meet(here, there)
    for office in pcs:
        assert office.conflicts.count() == 0
        assert stored(office)["answer"] == {"value": "86.5"}
        assert office.self_assessment.board(SHEET).indicator(CODE).verdict is Verdict.MET
        (decision,) = office.conflicts.decisions(RECORD)
        assert (decision.label, decision.words, decision.reason) == ("B", "86,5 %", REASON)
        assert decision.field_words == "Kết quả"


def test_a_decision_needs_a_reason(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "86,5")
    enter(there, CODE, "80")
    meet(here, there)
    with pytest.raises(ReasonMissingError):
        here.conflicts.decide(the_only(here).id, "A", "  ")
    with pytest.raises(UnknownLetterError, match="A, B"):
        here.conflicts.decide(the_only(here).id, "C", REASON)
    assert here.conflicts.count() == 1
    assert here.conflicts.decisions(RECORD) == []


@pytest.mark.parametrize("id_", ["", "xyz", "00" * 32])
def test_what_is_no_conflict_cannot_be_decided(pcs: Pcs, id_: str) -> None:
    with pytest.raises(ConflictChangedError, match="giá trị mới"):
        pcs[0].conflicts.decide(id_, "A", REASON)


def test_a_value_that_came_while_one_was_choosing_is_not_passed_over(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "86,5")
    enter(there, CODE, "80")
    meet(here, there)
    looked_at = the_only(here)
    with here.data.session() as store:
        journal.write(store, here.office.identity, RECORD, {"answer": {"value": "99"}}, seen=[])
    with pytest.raises(ConflictChangedError):
        here.conflicts.decide(looked_at.id, "A", REASON)
    assert len(the_only(here).values) == 3


def test_two_who_decide_the_same_agree_and_two_who_differ_have_a_new_conflict(pcs: Pcs) -> None:
    here, there = pcs
    for code in ("3.1", "3.2"):
        enter(here, code, "86,5" if code == "3.1" else "đạt")
        enter(there, code, "80" if code == "3.1" else "chưa đạt")
    meet(here, there)
    first, second = here.conflicts.listed()
    here.conflicts.decide(first.id, "A", REASON)
    there.conflicts.decide(first.id, "A", REASON)
    here.conflicts.decide(second.id, "A", REASON)
    there.conflicts.decide(second.id, "B", REASON)
    meet(here, there)
    left = the_only(here)
    assert left.record == second.record
    assert left.id != second.id
    assert len(here.conflicts.decisions(second.record)) == 2


def test_keeping_against_a_deletion_brings_the_other_fields_back(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "80", note="sổ theo dõi")
    meet(here, there)
    delete(here)
    enter(there, CODE, "86,5")
    meet(here, there)
    found = the_only(there)
    deleted, kept = found.values
    assert (deleted.words, deleted.deleted, deleted.value) == ("Đã xóa", True, None)
    assert deleted.meaning == "Xóa cả mục này, kể cả những ô khác."
    assert kept.meaning == "Giữ lại mục này. Ghi lại như trước khi bị xóa: Ghi chú."
    there.conflicts.decide(found.id, "B", REASON)
    meet(here, there)
    for office in pcs:
        assert stored(office) == {"answer": {"value": "86.5"}, "note": "sổ theo dõi"}
        assert office.conflicts.count() == 0


def test_a_deletion_is_one_of_the_letters(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "80", note="sổ theo dõi")
    meet(here, there)
    delete(here)
    enter(there, CODE, "86,5")
    meet(here, there)
    here.conflicts.decide(the_only(here).id, "A", REASON)
    meet(here, there)
    for office in pcs:
        assert stored(office) == {"answer": None, "note": None}
        assert office.conflicts.count() == 0
        (decision,) = office.conflicts.decisions(RECORD)
        assert (decision.label, decision.words) == ("A", "Đã xóa")


def test_only_being_there_can_be_in_dispute(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "80")
    meet(here, there)
    delete(here)
    there.self_assessment.enter(SHEET, CODE, Input(note="chờ số liệu"))
    there.self_assessment.enter(SHEET, CODE, Input(note=""))
    meet(here, there)
    found = the_only(here)
    assert (found.field, found.field_words) == ("", "Còn hay đã xóa")
    assert [one.words for one in found.values] == ["Đã xóa", "Giữ lại"]
    here.conflicts.decide(found.id, "B", REASON)
    meet(here, there)
    assert stored(there)["answer"] == {"value": "80"}
    assert there.conflicts.count() == 0


def test_only_who_may_write_a_record_may_decide_it(offices: Offices, tmp_path: Path) -> None:
    commune, authority = offices.commune, offices.authority
    there = disputes.second_pc(offices.templates.root / "commune", tmp_path / "máy hai")
    enter(commune, CODE, "86,5")
    enter(there, CODE, "80")
    meet(commune, there, authority)
    there.close()
    found = the_only(authority)
    assert (found.may_decide, found.unit_name) == (False, "Xã Tân Thành")
    assert {one.writers[0].office for one in found.values} == {"Xã Tân Thành"}
    with pytest.raises(journal.NotYoursError, match="Xã Tân Thành"):
        authority.conflicts.decide(found.id, "A", REASON)


def test_thresholds_and_documents_are_told_in_words(pcs: Pcs) -> None:
    here, there = pcs
    for office, value in ((here, "70"), (there, "75")):
        office.thresholds.enter(
            SET,
            IndicatorCode("3.1"),
            Statement(value=value, decision="1062/QĐ-UBND", date="2024-06-17", year=2024),
        )
    document = a_document(here)
    meet(here, there)
    here.evidence.edit(UNIT, document, {"issued_on": "05/02/2024"})
    there.evidence.edit(UNIT, document, {"issued_on": "06/02/2024"})
    meet(here, there)
    figure, paper = here.conflicts.listed()
    assert figure.name.startswith("Mức quy định của chỉ tiêu 3.1: ")
    assert figure.values[0].words == "từ 70 % trở lên, theo 1062/QĐ-UBND ngày 17/06/2024"
    assert (paper.name, paper.field_words) == ("Văn bản số 12/QĐ-UBND", "Ngày ban hành")
    assert [one.words for one in paper.values] == ["05/02/2024", "06/02/2024"]
    here.conflicts.decide(figure.id, "A", REASON)
    here.conflicts.decide(paper.id, "B", REASON)
    assert here.conflicts.count() == 0


def a_document(office: Workplace) -> str:
    file = write(office.folder.root, "bảng.pdf", scanned_pdf(1))
    taken = office.evidence.add(
        [file], Purpose(sheet=SHEET, indicators=[CODE]), Details(number="12/QĐ-UBND")
    )
    (result,) = taken.results
    assert result.evidence
    return result.evidence


@pytest.mark.parametrize(("letter", "files", "links"), [("A", 0, 0), ("B", 1, 1)])
def test_a_document_goes_or_stays_with_its_files_and_what_it_proves(
    pcs: Pcs, letter: str, files: int, links: int
) -> None:
    here, there = pcs
    document = a_document(here)
    meet(here, there)
    here.evidence.remove(UNIT, document)
    there.evidence.edit(UNIT, document, {"summary": "Bảng tổng hợp đường"})
    meet(here, there)
    found = the_only(here)
    assert found.record == Record(UNIT, evidence.KIND, document)
    assert "các tệp" in found.values[0].meaning
    here.conflicts.decide(found.id, letter, REASON)
    meet(here, there)
    for office in pcs:
        assert office.conflicts.count() == 0
        every = office.evidence.every(UNIT)
        assert sum(len(one.files) for one in every) == files
        assert sum(len(one.links) for one in every) == links
        assert len(every) == files


def test_what_was_taken_off_a_document_long_before_is_not_brought_back(pcs: Pcs) -> None:
    here, there = pcs
    document = a_document(here)
    here.evidence.unlink(document, SHEET, CODE)
    enter(here, CODE, "80")
    meet(here, there)
    here.evidence.remove(UNIT, document)
    there.evidence.edit(UNIT, document, {"summary": "Bảng tổng hợp đường"})
    meet(here, there)
    here.conflicts.decide(the_only(here).id, "B", REASON)
    (kept,) = here.evidence.every(UNIT)
    assert (len(kept.files), len(kept.links)) == (1, 0)


@pytest.mark.parametrize(
    ("at", "odd"),
    [
        ("2024-10-02T07:05:00+00:00", False),
        ("2124-10-02T07:05:00+00:00", True),
        ("1980-01-01T00:00:00+00:00", True),
        ("hôm qua", True),
    ],
)
def test_an_odd_time_is_shown_and_marked(pcs: Pcs, at: str, odd: bool) -> None:
    here, there = pcs
    enter(here, CODE, "86,5")
    with there.data.session() as store:
        revision = new_revision(
            RECORD,
            {"answer": {"value": "80"}},
            chain=journal.chain_end(store, UNIT, f"{'b' * 32}.{'c' * 16}"),
            parents=(),
            by=Authorship("", at),
        )
        journal.receive(store, [revision])
    meet(here, there)
    writer = the_only(here).values[0].writers[0]
    assert writer.odd is odd
    assert (writer.unit, writer.office, writer.pc) == ("", "đơn vị chưa rõ", "máy cccc")
