from collections.abc import Mapping
from decimal import Decimal

from ntm_desktop.domain.answer import Given
from ntm_desktop.domain.assessment import Claim, Verdict
from ntm_desktop.domain.criteria import CriteriaSet, Criterion, IndicatorCode, natural
from ntm_desktop.domain.standing import Board, Context, Entry, board
from ntm_desktop.domain.threshold import Figure
from tests.builders import SET, SHEET, a_criterion, an_indicator

YES, NO = Given(Decimal(80)), Given(Decimal(79))


def a_board(entries: Mapping[str, Entry], *criteria: Criterion) -> Board:
    one, two = an_indicator("2.1"), an_indicator("2.2", limit=None)
    return board(
        SHEET,
        CriteriaSet(
            id=SET,
            name="",
            subject="commune",
            tier="standard",
            first_year=2021,
            last_year=2025,
            region="TDMNPB",
            criteria=criteria or (a_criterion(one), a_criterion(two), a_criterion()),
        ),
        {IndicatorCode(code): entry for code, entry in entries.items()},
        context=Context(year=2024, region="TDMNPB"),
        entered={},
    )


def test_nothing_entered_meets_nothing() -> None:
    found = a_board({})
    assert [line.verdict for line in found.criteria] == [
        Verdict.INCOMPLETE,
        Verdict.INCOMPLETE,
        Verdict.NO_THRESHOLD,
    ]
    assert (found.met, found.total) == (0, 3)


def test_a_criterion_is_met_by_its_own_indicators() -> None:
    found = a_board({"2.1": Entry(answers=[YES]), "2.2": Entry(answers=[YES])})
    assert [line.verdict for line in found.criteria[:2]] == [Verdict.MET, Verdict.NO_THRESHOLD]
    assert (found.met, found.criteria[0].met, found.criteria[1].met) == (1, 1, 0)


def test_a_conflict_on_a_note_holds_the_criterion_back_but_not_the_answer() -> None:
    found = a_board({"2.1": Entry(answers=[YES], in_conflict=frozenset({"note"}))})
    line = found.indicator(IndicatorCode("2.1"))
    assert (line.verdict, line.answer, line.in_conflict) == (Verdict.MET, YES, True)
    assert found.criteria[0].verdict is Verdict.INCOMPLETE
    assert found.met == 0


def test_an_answer_in_conflict_is_no_answer_even_if_only_one_is_left() -> None:
    for answers in ([YES, NO], [YES], []):
        found = a_board({"2.1": Entry(answers=answers, in_conflict=frozenset({"answer"}))})
        line = found.indicator(IndicatorCode("2.1"))
        assert (line.verdict, line.answer) == (Verdict.INCOMPLETE, None)
        assert found.criteria[0].verdict is Verdict.INCOMPLETE


def test_a_claim_differs_only_where_it_says_something_else() -> None:
    for answer, claim, differs in [
        (YES, Claim(met=True), False),
        (YES, Claim(met=False), True),
        (NO, Claim(met=True), True),
        (NO, None, False),
    ]:
        found = a_board({"2.1": Entry(answers=[answer], claim=claim)})
        line = found.indicator(IndicatorCode("2.1"))
        assert line.claim_differs is differs
        assert line.verdict is (Verdict.MET if answer is YES else Verdict.NOT_MET)


def test_entries_of_indicators_the_set_does_not_have_change_nothing() -> None:
    assert a_board({"99.9": Entry(answers=[NO])}) == a_board({})


def test_a_year_is_kept_within_the_period_of_the_set() -> None:
    years = [a_board({}).criteria_set.year(wanted) for wanted in (1990, 2021, 2024, 2026)]
    assert years == [2021, 2021, 2024, 2025]


def test_codes_sort_as_people_read_them() -> None:
    codes = ["17.2", "17.10", "17.a", "2.1", "10", "2"]
    assert sorted(codes, key=natural) == ["2", "2.1", "10", "17.2", "17.10", "17.a"]


def test_an_entered_figure_reaches_its_indicator_alone() -> None:
    one, two = an_indicator("2.1", limit=None), an_indicator("2.2", limit=None)
    found = board(
        SHEET,
        a_board({}, a_criterion(one, two)).criteria_set,
        {code: Entry(answers=[YES]) for code in (one.code, two.code)},
        context=Context(year=2024),
        entered={one.code: ("185", Figure(value=Decimal(80)))},
    )
    assert [line.verdict for line in found.criteria[0].indicators] == [
        Verdict.MET,
        Verdict.NO_THRESHOLD,
    ]
