"""What goes over to another set: a table of outcomes, and that nothing is ever invented."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain import moving
from ntm_desktop.domain.answer import Answer, Carried, Chosen, Given, Level, NotApplicable
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.carry import confirmed
from ntm_desktop.domain.criteria import (
    Comparison,
    Indicator,
    IndicatorCode,
    Kind,
    Named,
    Paper,
    Part,
    Rule,
    Scale,
    SetId,
)
from ntm_desktop.domain.evidence import Details, Evidence, Link
from ntm_desktop.domain.matching import Match, Outcome
from ntm_desktop.domain.moving import NewLink, new_figure, new_links, outdated, proofs, transfer
from ntm_desktop.domain.standing import Entry
from ntm_desktop.domain.threshold import Figure
from tests.builders import UNIT, an_indicator

OLD = Sheet(UNIT, SetId("bo-cu"), 2024)
NEW = Sheet(UNIT, SetId("bo-moi"), 2026)
FROM = Carried("bo-cu", 2024)
BEFORE_THAT = Carried("bo-cu", 2022)
ROAD, ROADS = an_indicator("1.1"), an_indicator("2.1", limit="90")
YES, ALSO, BOTH = (an_indicator(code, kind=Kind.YES_NO) for code in ("1.2", "1.3", "2.2"))
EIGHTY = Given(Decimal(80))


def one(outcome: Outcome, *, sure: bool = False, new: Indicator = ROADS) -> Match:
    return Match(outcome=outcome, old=(ROAD,), new=(new,), sure=sure)


def entry(*answers: Answer) -> Entry:
    return Entry(answers=answers)


def moved(
    match: Match, *answers: Answer | None, now: Entry | None = None, same_year: bool = True
) -> moving.Transfer:
    """Move what stands at the old indicators, in their order, to the first new one."""
    before = {
        old.code: Entry(answers=[answer] if answer else [])
        for old, answer in zip(match.old, answers, strict=True)
    }
    there = {match.new[0].code: now} if now and match.new else {}
    return transfer(match, before, there, FROM, same_year=same_year)


@pytest.mark.parametrize(
    ("match", "same_year", "carried"),
    [
        (one(Outcome.UNCHANGED, sure=True), True, None),
        (one(Outcome.UNCHANGED, sure=True), False, FROM),
        (one(Outcome.SAME, sure=True), True, None),
        (one(Outcome.SAME, sure=False), True, FROM),
        (one(Outcome.RENAMED), True, FROM),
        (one(Outcome.RENAMED), False, FROM),
    ],
)
def test_only_the_same_demand_in_the_same_year_counts_unconfirmed(
    match: Match, same_year: bool, carried: Carried | None
) -> None:
    found = moved(match, EIGHTY, same_year=same_year)
    assert found.answer == replace(EIGHTY, carried=carried)
    assert not found.why


def test_what_nobody_confirmed_since_keeps_the_mark_it_has() -> None:
    waiting = replace(EIGHTY, carried=BEFORE_THAT)
    assert moved(one(Outcome.UNCHANGED, sure=True), waiting).answer == waiting
    assert moved(one(Outcome.RENAMED), waiting).answer == waiting


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (entry(EIGHTY), moving.ALREADY),
        (entry(replace(EIGHTY, carried=FROM)), moving.ALREADY),
        (entry(Given(Decimal(70))), moving.TAKEN),
        (entry(NotApplicable("không có")), moving.TAKEN),
        (entry(EIGHTY, Given(Decimal(70))), moving.NEW_DISPUTED),
        (Entry(in_conflict=frozenset({"answer"})), moving.NEW_DISPUTED),
    ],
)
def test_nothing_goes_over_an_answer_or_a_contradiction(now: Entry, why: str) -> None:
    for outcome in (Outcome.UNCHANGED, Outcome.RENAMED):
        assert moved(one(outcome), EIGHTY, now=now) == moving.Transfer(why=why)


def test_contradictions_stay_where_they_are() -> None:
    before = {ROAD.code: entry(EIGHTY, Given(Decimal(70)))}
    found = transfer(one(Outcome.UNCHANGED, sure=True), before, {}, FROM, same_year=True)
    assert found == moving.Transfer(why=moving.DISPUTED)


@pytest.mark.parametrize("nothing", [None, Given(None)])
def test_an_empty_answer_is_none(nothing: Answer | None) -> None:
    assert moved(one(Outcome.UNCHANGED), nothing).why == moving.NOTHING


@pytest.mark.parametrize("value", [Given(Decimal(80)), Given(True), NotApplicable("không có")])
def test_a_split_answer_is_asked_for_anew(value: Answer) -> None:
    match = Match(outcome=Outcome.SPLIT, old=(ROAD,), new=(ROADS, BOTH))
    assert moved(match, value) == moving.Transfer(why=moving.SPLIT)


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ((Given(True), Given(True)), True),
        ((Given(False), Given(False)), False),
        ((Given(True), Given(False)), None),
        ((Given(True), None), None),
        ((Given(True), NotApplicable("không có")), None),
        ((NotApplicable("a"), NotApplicable("b")), None),
        ((Given(Decimal(1)), Given(Decimal(1))), None),
    ],
)
def test_merged_answers_go_over_only_where_all_say_the_same(
    answers: tuple[Answer | None, Answer | None], value: bool | None
) -> None:
    match = Match(outcome=Outcome.MERGED, old=(YES, ALSO), new=(BOTH,))
    found = moved(match, *answers)
    assert found.answer == (None if value is None else Given(value, carried=FROM))
    assert found.why == (moving.DIFFERENT if value is None else "")


def test_yes_and_no_never_become_a_number() -> None:
    match = Match(outcome=Outcome.MERGED, old=(YES, ALSO), new=(ROADS,))
    assert moved(match, Given(True), Given(True)).why == moving.DIFFERENT


@pytest.mark.parametrize(
    ("match", "why"),
    [
        (Match(outcome=Outcome.DROPPED, old=(ROAD,), reason="Đã bãi bỏ"), "Đã bãi bỏ"),
        (Match(outcome=Outcome.UNMATCHED, old=(ROAD,)), moving.UNMATCHED),
    ],
)
def test_what_has_no_place_says_why(match: Match, why: str) -> None:
    assert moved(match, EIGHTY) == moving.Transfer(why=why)


def test_a_new_indicator_waits_for_an_answer() -> None:
    assert moved(Match(outcome=Outcome.NEW, new=(ROADS,))).why == moving.NEW


SCALE = Scale(levels=("Đạt", "Khá", "Tốt"), level="Khá")
LEVELS = replace(ROAD, kind=Kind.LEVEL, unit="mức", rule=None, scale=SCALE)
OPTIONS = (Named(id="a", name="Du lịch"), Named(id="b", name="Giáo dục"))
CHOICE = replace(ROAD, options=OPTIONS)
RULE = Rule(comparison=Comparison.AT_LEAST, value=Decimal(50))
PART = Part(id="a", name="Đường thôn", kind=Kind.PERCENT, unit="%", rule=RULE)
PARTED = replace(ROAD, parts=(PART,))


@pytest.mark.parametrize(
    ("old", "new", "answer", "why"),
    [
        (ROAD, replace(ROAD, unit="km"), EIGHTY, "khác đơn vị tính (% và km)"),
        (ROAD, replace(ROAD, kind=Kind.NUMBER), EIGHTY, "khác loại số liệu"),
        (ROAD, YES, EIGHTY, "khác loại số liệu"),
        (
            LEVELS,
            replace(LEVELS, scale=Scale(levels=("Khá", "Tốt"), level="Khá")),
            Given(Level("Khá")),
            "khác thang bậc",
        ),
        (LEVELS, replace(LEVELS, scale=replace(SCALE, level="Tốt")), Given(Level("Khá")), None),
        (CHOICE, replace(CHOICE, options=OPTIONS[:1]), Given(Chosen(("a",))), "khác các lựa chọn"),
        (CHOICE, CHOICE, Given(Chosen(("a",))), None),
        (PARTED, ROAD, Given(Decimal(80), {"a": Decimal(50)}), "khác các phần “trong đó”"),
        (
            PARTED,
            replace(ROAD, parts=(replace(PART, name="Đường xã"),)),
            Given(Decimal(80), {"a": Decimal(50)}),
            "khác các phần “trong đó”",
        ),
        (PARTED, ROAD, EIGHTY, None),
        (PARTED, PARTED, Given(Decimal(80), {"a": Decimal(50)}), None),
        (ROAD, ROAD, NotApplicable("không có"), "chỉ tiêu mới luôn phải đánh giá"),
        (ROAD, replace(YES, if_any=True), NotApplicable("không có"), None),
    ],
)
def test_an_answer_goes_over_only_where_it_is_one(
    old: Indicator, new: Indicator, answer: Answer, why: str | None
) -> None:
    assert moving.misfit(old, new, answer) == why
    found = moved(Match(outcome=Outcome.RENAMED, old=(old,), new=(new,)), answer)
    assert found.why == (f"Không mang sang được: {why}" if why else "")
    assert (found.answer is None) is (why is not None)


VALUES = st.one_of(st.none(), st.booleans(), st.decimals(0, 100, places=1), st.just(Level("Khá")))
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Given, VALUES, st.just({}), st.none() | st.just(BEFORE_THAT)),
    st.builds(NotApplicable, st.just("không có")),
)
ENTRIES = st.builds(
    Entry,
    answers=st.lists(ANSWERS, max_size=2),
    in_conflict=st.sampled_from([frozenset[str](), frozenset({"answer"})]),
)
ASKED = st.sampled_from([ROAD, ROADS, YES, ALSO, BOTH, LEVELS, CHOICE])


@given(
    st.sampled_from(Outcome),
    st.lists(ASKED, max_size=3, unique_by=lambda one: one.code),
    st.lists(ASKED, max_size=2, unique_by=lambda one: one.code),
    st.dictionaries(st.sampled_from(["1.1", "1.2", "1.3"]), ENTRIES),
    st.dictionaries(st.sampled_from(["2.1", "2.2", "1.1"]), ENTRIES),
    st.booleans(),
)
def test_no_value_is_ever_invented(
    outcome: Outcome,
    old: list[Indicator],
    new: list[Indicator],
    before: dict[IndicatorCode, Entry],
    now: dict[IndicatorCode, Entry],
    same_year: bool,
) -> None:
    if outcome is not Outcome.NEW and not old:
        return
    if outcome not in (Outcome.DROPPED, Outcome.UNMATCHED) and not new:
        return
    match = Match(outcome=outcome, old=tuple(old), new=tuple(new))
    found = transfer(match, before, now, FROM, same_year=same_year)
    assert (found.answer is None) is bool(found.why) or outcome is Outcome.DROPPED
    if found.answer is not None:
        stood = [each for one in old for each in before[one.code].answers]
        assert confirmed(found.answer) in [confirmed(each) for each in stood]
        there = now.get(new[0].code, Entry())
        assert not there.in_dispute
        assert all(isinstance(each, Given) and each.value is None for each in there.answers)


ROAD_PAPERS = replace(
    ROAD, papers=(Paper(id="P1", name="Bảng thống kê"), Paper(id="P2", name="Quyết định"))
)
NEW_PAPERS = replace(
    ROADS, papers=(Paper(id="P1", name="Biên bản"), Paper(id="P5", name="Bảng thống kê"))
)


def a_document(key: str, *links: Link, valid_to: str = "") -> Evidence:
    return Evidence(
        key=key,
        scope=UNIT,
        details=Details(number=f"{key}/QĐ", valid_to=valid_to),
        files=(),
        links=links,
    )


def a_link(sheet: Sheet, code: str, paper: str = "") -> Link:
    subject, criteria_set, year = sheet
    return Link(subject=subject, criteria_set=criteria_set, year=year, indicator=code, paper=paper)


def linked(match: Match, *documents: Evidence) -> list[tuple[str, str, str]]:
    before, now = proofs(documents, OLD), proofs(documents, NEW)
    return [
        (link.evidence, link.code, link.paper) for link in new_links(match, before, now, NEW.year)
    ]


PAPERS = Match(outcome=Outcome.RENAMED, old=(ROAD_PAPERS,), new=(NEW_PAPERS,))


def test_evidence_stands_for_the_paper_of_the_same_name_not_of_the_same_id() -> None:
    table = a_document("a", a_link(OLD, "1.1", "P1"))
    decision = a_document("b", a_link(OLD, "1.1", "P2"))
    plain = a_document("c", a_link(OLD, "1.1"))
    assert linked(PAPERS, table, decision, plain) == [
        ("a", "2.1", "P5"),
        ("b", "2.1", ""),
        ("c", "2.1", ""),
    ]


def test_links_that_are_there_are_left_alone() -> None:
    document = a_document("a", a_link(OLD, "1.1", "P1"), a_link(NEW, "2.1"))
    assert linked(PAPERS, document) == []


def test_evidence_of_another_year_or_subject_stays_there() -> None:
    elsewhere = a_document("a", a_link(OLD._replace(year=2023), "1.1"))
    assert linked(PAPERS, elsewhere) == []


def test_split_evidence_goes_to_all_and_merged_evidence_goes_along_once() -> None:
    document = a_document("a", a_link(OLD, "1.2"), a_link(OLD, "1.3"))
    split = Match(outcome=Outcome.SPLIT, old=(YES,), new=(ROADS, BOTH))
    assert linked(split, document) == [("a", "2.1", ""), ("a", "2.2", "")]
    merged = Match(outcome=Outcome.MERGED, old=(YES, ALSO), new=(BOTH,))
    assert linked(merged, document) == [("a", "2.2", "")]


@pytest.mark.parametrize(("valid_to", "holds"), [("2025-12-31", False), ("2026-01-01", True)])
def test_evidence_that_no_longer_holds_is_named_instead(valid_to: str, holds: bool) -> None:
    document = a_document("a", a_link(OLD, "1.1"), valid_to=valid_to)
    assert bool(linked(PAPERS, document)) is holds
    named = outdated(PAPERS, proofs([document], OLD), NEW.year)
    assert named == (() if holds else (document,))
    gone = Match(outcome=Outcome.DROPPED, old=(ROAD,), reason="Bỏ")
    assert outdated(gone, proofs([document], OLD), NEW.year) == ()


def test_figures_go_over_for_the_same_demand_only_and_never_over_another() -> None:
    figure = Figure(value=Decimal(75), decision="12/QĐ-UBND", date="2024-05-02")
    before = {ROAD.code: figure}
    same = one(Outcome.UNCHANGED)
    assert new_figure(same, before, {}) == figure
    assert new_figure(same, before, {ROADS.code: Figure(value=Decimal(1))}) is None
    assert new_figure(same, {}, {}) is None
    assert new_figure(one(Outcome.SAME, sure=True), before, {}) is None


def test_a_new_link_is_named_by_document_and_code() -> None:
    document = a_document("a", a_link(OLD, "1.1", "P1"))
    (link,) = new_links(PAPERS, proofs([document], OLD), {}, NEW.year)
    assert link == NewLink(evidence="a", code=IndicatorCode("2.1"), paper="P5")
