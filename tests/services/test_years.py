"""Years of a sheet: carried forward with evidence, confirmed, compared, and what may be lost."""

import pytest

from db import journal
from ntm_desktop.domain.answer import Carried, Given
from ntm_desktop.domain.assessment import Sheet, Verdict
from ntm_desktop.domain.comparison import Course
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.regression import Danger
from ntm_desktop.domain.revision import Fields, Record
from ntm_desktop.domain.standing import IndicatorStanding
from ntm_desktop.domain.subject import SubjectKind
from ntm_desktop.errors import InputError
from ntm_desktop.services.carrying import NothingBeforeError
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.planned import PlanChangedError
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.subjects import Draft
from ntm_desktop.services.workplace import Workplace
from ntm_desktop.services.years import BadDayError
from tests.builders import THERE, UNIT
from tests.services.conftest import Offices

ROAD, PLAN, WATER = IndicatorCode("3.1"), IndicatorCode("1.1"), IndicatorCode("17.1")


@pytest.fixture
def commune(strangers: Offices) -> Workplace:
    return strangers.commune


def sheet(commune: Workplace, year: int) -> Sheet:
    return commune.sheet(year=year)


def enter(commune: Workplace, year: int, code: str, value: str) -> None:
    commune.self_assessment.enter(sheet(commune, year), IndicatorCode(code), Input(answer=value))


def standing(commune: Workplace, year: int, code: str = ROAD) -> IndicatorStanding:
    return commune.board(sheet(commune, year)).indicator(IndicatorCode(code))


def prove(commune: Workplace, year: int, code: str, valid_to: str = "") -> None:
    purpose = Purpose(sheet=sheet(commune, year), indicators=[code], paper="P1")
    said = Details(summary=f"Văn bản đến {valid_to or 'mãi'}", valid_to=valid_to)
    commune.evidence.confirm(purpose, said)


def carried(commune: Workplace) -> None:
    commune.carrying.carry(commune.carrying.plan(sheet(commune, 2024)))


def test_last_years_answers_are_copied_and_conclude_nothing(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    enter(commune, 2023, PLAN, "đạt")
    carried(commune)
    found = standing(commune, 2024)
    assert isinstance(found.answer, Given)
    assert found.answer.carried == Carried("xa-ntm-2021-2025", 2023)
    assert found.verdict is Verdict.INCOMPLETE
    assert commune.board(sheet(commune, 2024)).met == 0
    assert standing(commune, 2023).verdict is Verdict.MET


def test_confirming_one_or_several_makes_them_count(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    enter(commune, 2023, PLAN, "đạt")
    carried(commune)
    now = sheet(commune, 2024)
    commune.self_assessment.enter(now, ROAD, Input(confirm=True))
    assert standing(commune, 2024).verdict is Verdict.MET
    assert standing(commune, 2024, PLAN).verdict is Verdict.INCOMPLETE
    assert commune.carrying.confirm(now, [ROAD, PLAN, WATER])
    assert standing(commune, 2024, PLAN).verdict is Verdict.MET
    assert not commune.carrying.confirm(now, [ROAD, PLAN, WATER])


def test_confirming_what_was_not_carried_writes_nothing(commune: Workplace) -> None:
    now = sheet(commune, 2024)
    assert not commune.self_assessment.enter(now, ROAD, Input(confirm=True))
    enter(commune, 2024, ROAD, "86")
    assert not commune.self_assessment.enter(now, ROAD, Input(confirm=True))
    assert standing(commune, 2024).verdict is Verdict.MET


def test_a_part_typed_leaves_the_rest_to_be_confirmed_and_a_value_confirms(
    commune: Workplace,
) -> None:
    enter(commune, 2023, WATER, "60")
    carried(commune)
    now = sheet(commune, 2024)
    commune.self_assessment.enter(now, WATER, Input(answer="40", part="a"))
    found = standing(commune, 2024, WATER).answer
    assert found is not None
    assert found.carried is not None
    enter(commune, 2024, WATER, "61")
    found = standing(commune, 2024, WATER).answer
    assert isinstance(found, Given)
    assert (found.carried, set(found.parts)) == (None, {"a"})


def test_what_is_entered_already_stays(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    enter(commune, 2024, ROAD, "70")
    plan = commune.carrying.plan(sheet(commune, 2024))
    assert not plan.answers
    assert plan.kept == 1
    carried(commune)
    assert standing(commune, 2024).verdict is Verdict.NOT_MET


def test_documents_that_still_hold_go_on_proving_and_others_are_named(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    prove(commune, 2023, ROAD)
    prove(commune, 2023, ROAD, "2024-06-30")
    prove(commune, 2023, ROAD, "2023-12-31")
    plan = commune.carrying.plan(sheet(commune, 2024))
    assert plan.documents == 2
    assert plan.expired == ("Văn bản đến 2023-12-31",)
    commune.carrying.carry(plan)
    assert standing(commune, 2024).entry.evidence == 2
    assert standing(commune, 2024).entry.papers == {"P1"}
    assert standing(commune, 2023).entry.evidence == 3


def test_evidence_may_be_left_behind(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    prove(commune, 2023, ROAD)
    commune.carrying.carry(commune.carrying.plan(sheet(commune, 2024), linking=False))
    assert standing(commune, 2024).entry.evidence == 0
    assert standing(commune, 2024).answer is not None


def test_carrying_twice_changes_nothing(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    prove(commune, 2023, ROAD)
    carried(commune)
    with commune.data.session() as store:
        before = journal.mark(store)
    carried(commune)
    with commune.data.session() as store:
        assert journal.mark(store) == before


def test_taken_back_but_for_what_was_confirmed_since(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    enter(commune, 2023, PLAN, "đạt")
    for code in (ROAD, PLAN):
        prove(commune, 2023, code)
    plan = commune.carrying.plan(sheet(commune, 2024))
    commune.carrying.carry(plan)
    commune.carrying.confirm(sheet(commune, 2024), [ROAD])
    commune.carrying.undo(plan)
    assert standing(commune, 2024).verdict is Verdict.MET
    assert standing(commune, 2024).entry.evidence == 1
    assert standing(commune, 2024, PLAN).answer is None
    assert standing(commune, 2024, PLAN).entry.evidence == 0


def test_what_changed_since_it_was_shown_is_not_carried(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    plan = commune.carrying.plan(sheet(commune, 2024))
    enter(commune, 2024, ROAD, "70")
    with pytest.raises(PlanChangedError):
        commune.carrying.carry(plan)
    assert standing(commune, 2024).verdict is Verdict.NOT_MET


def test_contradictions_are_named_and_left_to_people(commune: Workplace) -> None:
    enter(commune, 2023, PLAN, "đạt")
    record = Record(UNIT, "assessment", sheet(commune, 2023).key(ROAD))
    with commune.data.session() as store:
        for who, value in ((commune.office.identity, "86"), (THERE, "85")):
            fields: Fields = {"answer": {"value": value}}
            journal.write(store, who, record, fields, seen=())
    plan = commune.carrying.plan(sheet(commune, 2024))
    assert plan.disputed == (ROAD,)
    assert set(plan.answers) == {PLAN}


def test_a_year_nobody_answered_in_cannot_be_carried(commune: Workplace) -> None:
    with pytest.raises(NothingBeforeError):
        commune.carrying.plan(sheet(commune, 2024))
    enter(commune, 2022, ROAD, "86")
    with pytest.raises(NothingBeforeError):
        commune.carrying.plan(sheet(commune, 2024), 2023)
    assert commune.carrying.plan(sheet(commune, 2024)).source.year == 2022
    assert commune.years.review(sheet(commune, 2024)).earlier == [2022]


def test_years_are_compared(commune: Workplace) -> None:
    enter(commune, 2023, ROAD, "86")
    enter(commune, 2024, ROAD, "70")
    found = commune.years.comparison(sheet(commune, 2024))
    line = next(each for each in found.lines if each.now.indicator.code == ROAD)
    assert line.course is Course.LOST
    assert found.before.sheet.year == 2023
    with pytest.raises(InputError):
        commune.years.comparison(sheet(commune, 2023))


def test_the_outlook_tells_what_was_lost_and_what_expires_before_a_day(
    commune: Workplace,
) -> None:
    enter(commune, 2023, ROAD, "95")
    enter(commune, 2024, ROAD, "20")
    enter(commune, 2024, PLAN, "đạt")
    prove(commune, 2024, PLAN, "2024-05-01")
    found = commune.years.outlook(sheet(commune, 2024))
    assert {(risk.danger, risk.indicator) for risk in found.risks} == {
        (Danger.LOST, ROAD),
        (Danger.EXPIRING, PLAN),
    }
    assert (found.before, found.answered, found.until) == (2023, 2, "2024-12-31")
    early = commune.years.outlook(sheet(commune, 2024), "30/04/2024")
    assert [risk.danger for risk in early.risks] == [Danger.LOST]


def test_the_withdrawal_rule_counts_the_criteria_no_longer_met(commune: Workplace) -> None:
    enter(commune, 2023, "4.1", "đạt")
    enter(commune, 2023, "4.2", "100")
    enter(commune, 2024, "4.1", "chưa đạt")
    found = commune.years.outlook(sheet(commune, 2024)).withdrawal
    assert found is not None
    assert ([one.order for one in found.lost], found.total) == ([4], 19)


def test_the_withdrawal_rule_says_nothing_of_villages(commune: Workplace) -> None:
    village = commune.subjects.add(Draft(name="Thôn Nà Riềng", kind=SubjectKind.VILLAGE)).id
    now = commune.sheet(subject=village, year=2024)
    for year, value in ((2023, "đạt"), (2024, "chưa đạt")):
        commune.self_assessment.enter(now._replace(year=year), PLAN, Input(answer=value))
    found = commune.years.outlook(now)
    assert [risk.danger for risk in found.risks] == [Danger.LOST]
    assert found.withdrawal is None


@pytest.mark.parametrize("day", ["31/02/2024", "mai", "2024"])
def test_a_day_that_is_none_is_refused(commune: Workplace, day: str) -> None:
    with pytest.raises(BadDayError):
        commune.years.outlook(sheet(commune, 2024), day)
