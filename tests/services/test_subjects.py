"""Villages, residential areas and gardens: entered, renamed, closed, and never losing a record."""

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.subject import SubjectKind
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.subject_progress import progress
from ntm_desktop.services.subjects import (
    Draft,
    SubjectDateError,
    SubjectExistsError,
    SubjectGoneError,
    SubjectInUseError,
    SubjectNameMissingError,
)
from ntm_desktop.services.workplace import Workplace
from tests.offices import YEAR, export
from tests.services.conftest import Offices

VILLAGE = Draft(name="Thôn Nà Riềng", kind=SubjectKind.VILLAGE, households=87)
MODEL, SMART = "thon-ntm-kieu-mau-langson", "thon-thong-minh-langson"
NOTHING = Unwatched()


def add(office: Workplace, draft: Draft = VILLAGE) -> str:
    return office.subjects.add(draft).id


def village_sheet(office: Workplace, id_: str, set_id: str = MODEL) -> Sheet:
    return office.sheet(subject=id_, set_id=set_id, year=YEAR)


def answer_first(office: Workplace, sheet: Sheet) -> IndicatorCode:
    code = next(iter(office.catalogue.criteria_set(sheet.criteria_set).indicators))
    office.self_assessment.enter(sheet, code, Input(note="đã xem"))
    return code


def test_a_village_is_answered_and_proved_in_its_communes_dossier(offices: Offices) -> None:
    office = offices.commune
    sheet = village_sheet(office, add(office))
    code = answer_first(office, sheet)
    office.evidence.confirm(Purpose(sheet=sheet, indicators=(code,)), Details(number="1/BC"))
    standing = office.board(sheet).indicator(code)
    assert (standing.entry.note, standing.entry.evidence) == ("đã xem", 1)
    assert sheet.unit == "06379"
    assert office.board(office.sheet(year=YEAR)).met == 0


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (Draft(name="  ", kind=SubjectKind.GARDEN), SubjectNameMissingError),
        (VILLAGE, SubjectExistsError),
        (Draft(name="thôn  nà riềng ", kind=SubjectKind.VILLAGE), SubjectExistsError),
    ],
)
def test_a_form_without_a_name_or_with_one_in_use_is_refused(
    offices: Offices, draft: Draft, error: type[Exception]
) -> None:
    add(offices.commune)
    with pytest.raises(error):
        add(offices.commune, draft)
    assert len(offices.commune.subjects.listed()) == 1


@pytest.mark.parametrize(
    "draft",
    [
        Draft(name="Thôn Nà Riêng", kind=SubjectKind.VILLAGE),
        Draft(name=VILLAGE.name, kind=SubjectKind.RESIDENTIAL_AREA),
        Draft(name=VILLAGE.name, kind=SubjectKind.VILLAGE, village="Khu 2"),
    ],
)
def test_another_name_kind_or_place_is_another_subject(offices: Offices, draft: Draft) -> None:
    add(offices.commune)
    add(offices.commune, draft)
    assert len(offices.commune.subjects.listed()) == 2


def test_two_pcs_that_added_the_same_are_shown_as_twins(offices: Offices) -> None:
    office = offices.commune
    first, second = add(office), add(office, Draft(name="Thôn B", kind=SubjectKind.VILLAGE))
    office.subjects.restore(second, {"name": VILLAGE.name})
    lines = progress(office, YEAR)
    assert {line.subject.id for line in lines if line.twin} == {first, second}


def test_what_has_records_is_closed_and_not_deleted(offices: Offices) -> None:
    office = offices.commune
    id_ = add(office)
    assert not office.subjects.opened(id_).in_use
    code = answer_first(office, village_sheet(office, id_))
    office.self_assessment.enter(village_sheet(office, id_), code, Input(note=""))
    with pytest.raises(SubjectInUseError):
        office.subjects.remove(id_)
    office.subjects.close(id_, on="2025-07-01", reason="nhập vào thôn khác")
    closed = office.subjects.opened(id_).subject.closed
    assert closed
    assert (closed.on, closed.reason) == ("2025-07-01", "nhập vào thôn khác")
    office.subjects.reopen(id_)
    assert office.subjects.opened(id_).subject.closed is None


def test_a_mistake_without_records_is_taken_back(offices: Offices) -> None:
    office = offices.commune
    id_ = add(office)
    assert office.subjects.remove(id_)
    assert office.subjects.listed() == []
    with pytest.raises(SubjectGoneError):
        office.subjects.opened(id_)


def test_a_day_that_is_none_closes_nothing(offices: Offices) -> None:
    id_ = add(offices.commune)
    with pytest.raises(SubjectDateError):
        offices.commune.subjects.close(id_, on="31/02/2025")
    assert offices.commune.subjects.opened(id_).subject.closed is None


def test_a_closed_name_may_be_given_again(offices: Offices) -> None:
    id_ = add(offices.commune)
    offices.commune.subjects.close(id_, on="2025-07-01")
    assert add(offices.commune) != id_


def test_progress_has_a_line_for_every_set_worked_for(offices: Offices) -> None:
    office = offices.commune
    both = add(office)
    one = add(office, Draft(name="Thôn B", kind=SubjectKind.VILLAGE, sets=(SMART,)))
    garden = add(office, Draft(name="Ông Tâm", kind=SubjectKind.GARDEN, village="Thôn B"))
    answer_first(office, village_sheet(office, both))
    lines = progress(office, 2024)
    assert [(line.subject.id, line.criteria_set.id, line.begun) for line in lines] == [
        (both, MODEL, True),
        (both, SMART, False),
        (one, SMART, False),
        (garden, "vuon-mau-langson", False),
    ]
    assert all((line.met, len(line.missing)) == (0, line.total) for line in lines)
    assert lines[0].unit_name == "Xã Tân Thành"


def test_a_year_outside_the_set_is_kept_within_it(offices: Offices) -> None:
    add(offices.commune)
    assert {line.year for line in progress(offices.commune, 2030)} == {2025}


def test_a_commune_writes_no_subject_of_another(offices: Offices) -> None:
    from db.journal import NotYoursError

    with pytest.raises(NotYoursError):
        offices.commune.subjects.add(VILLAGE, unit="06382")


def test_a_package_of_the_commune_carries_its_villages(offices: Offices) -> None:
    commune, authority = offices.commune, offices.authority
    id_ = add(commune)
    sheet = village_sheet(commune, id_)
    code = answer_first(commune, sheet)
    proof = offices.stick.parent / "biên bản.txt"
    proof.write_text("Biên bản họp thôn", encoding="utf-8")
    commune.evidence.add([proof], Purpose(sheet=sheet, indicators=(code,)))
    authority.receiving.take_in(export(commune, offices.stick).path, NOTHING)
    (found,) = authority.subjects.listed()
    assert (found.id, found.name, found.households) == (id_, VILLAGE.name, 87)
    assert authority.board(sheet) == commune.board(sheet)
    (line,) = [each for each in progress(authority, YEAR) if each.begun]
    assert (line.unit_name, line.sheet) == ("Xã Tân Thành", sheet)
    (document,) = authority.evidence.of_sheet(sheet)
    assert document.files[0].is_here


def test_what_is_done_to_a_village_is_said_in_words(offices: Offices) -> None:
    from ntm_desktop.domain.assessment import key_of
    from ntm_desktop.domain.revision import Record

    office = offices.commune
    id_ = add(office)
    office.subjects.rename(id_, "Thôn Nà Riềng 1")
    newest, *_ = office.history.of(Record("06379", "subject", key_of(id_)))
    assert newest.words == "Tên: Thôn Nà Riềng → Thôn Nà Riềng 1"


def test_papers_name_the_village_and_its_commune(offices: Offices, tmp_path: Path) -> None:
    office = offices.commune
    sheet = village_sheet(office, add(office))
    pages = office.documents.checklist(tmp_path / "phiếu.pdf", sheet, NOTHING)
    assert pages > 0
    office.documents.dossier(tmp_path / "hồ sơ.pdf", sheet, NOTHING)
    with pypdfium2.PdfDocument(tmp_path / "phiếu.pdf") as paper:
        assert "Thôn Nà Riềng, Xã Tân Thành" in paper[0].get_textpage().get_text_range()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.sampled_from(["Thôn A", "Thôn B", "Thôn C"])),
        st.tuples(st.just("close"), st.sampled_from(["2024-01-01", "2025-07-01"])),
        st.tuples(st.just("reopen"), st.just("")),
        st.tuples(st.just("note"), st.sampled_from(["một", "hai", "ba"])),
    ),
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_history_is_kept_whatever_is_renamed_and_closed(
    offices: Offices, steps: list[tuple[str, str]]
) -> None:
    office = offices.commune
    place = str(len(lines(office)))
    id_ = add(office, Draft(name="Thôn", kind=SubjectKind.VILLAGE, village=place))
    sheet = village_sheet(office, id_)
    code = answer_first(office, sheet)
    note, kept = "đã xem", lines(office)
    for step, value in steps:
        match step:
            case "rename":
                office.subjects.rename(id_, value)
            case "close":
                office.subjects.close(id_, on=value)
            case "reopen":
                office.subjects.reopen(id_)
            case _:
                office.self_assessment.enter(sheet, code, Input(note=value))
                note = value
        assert lines(office)[: len(kept)] == kept
        kept = lines(office)
        assert office.board(sheet).indicator(code).entry.note == note


def lines(office: Workplace) -> list[str]:
    with office.data.session() as store:
        return [row[0] for row in store.execute("SELECT line FROM revision ORDER BY row")]
