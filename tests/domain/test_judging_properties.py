"""What never moves a verdict, whatever the set, the answers, the figures and the place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.answer import Carried, Chosen, Given, Level, NotApplicable
from ntm_desktop.domain.assessment import Claim, Verdict
from ntm_desktop.domain.criteria import (
    Comparison,
    Counts,
    CriteriaSet,
    Indicator,
    IndicatorCode,
    Kind,
    Part,
    Relative,
    Rule,
    condition_code,
)
from ntm_desktop.domain.standing import Context, Entry, Standing, judge_set
from ntm_desktop.domain.threshold import Entered, Figure, threshold
from tests.builders import an_indicator
from tests.domain.test_judge_set import ADVANCED, CONTEXT, INCOME, a_choice, a_level, a_set

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
Entries = Mapping[IndicatorCode, Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A set of any rules, any answers to it, any figures, and wherever it may be judged."""

    criteria_set: CriteriaSet
    entries: Entries
    figures: Mapping[IndicatorCode, Entered]
    context: Context

    def judge(self) -> Standing:
        """Judge it."""
        return judge_set(self.criteria_set, self.entries, self.figures, self.context)


AMOUNTS = st.decimals(min_value=0, max_value=100, places=1)
LIMITS = st.none() | AMOUNTS
RULES = st.builds(
    Rule,
    comparison=st.sampled_from(Comparison),
    value=LIMITS,
    by_year=st.none() | st.dictionaries(st.sampled_from(["2023", "2024"]), LIMITS),
    by_group=st.none() | st.dictionaries(st.sampled_from(["a", "b"]), LIMITS),
    by_region=st.none() | st.dictionaries(st.sampled_from(["TDMNPB", "other"]), LIMITS),
    relative=st.none() | st.just(Relative(set_id=ADVANCED, code=INCOME, factor=Decimal("1.1"))),
)
PARTS = st.builds(
    lambda rules: tuple(
        Part(id=id_, name=id_, kind=Kind.PERCENT, unit="%", rule=rule)
        for id_, rule in zip("pq", rules, strict=False)
    ),
    st.lists(RULES, max_size=2),
)
ASKED = st.one_of(
    st.builds(
        lambda rule, parts, free: replace(an_indicator(), rule=rule, parts=parts, if_any=free),
        RULES,
        PARTS,
        st.booleans(),
    ),
    st.just(an_indicator(kind=Kind.YES_NO)),
    st.just(a_level()),
    st.just(a_choice()),
)
FITTING = st.builds(Given, AMOUNTS, st.fixed_dictionaries({"p": AMOUNTS, "q": AMOUNTS}))
ANSWERS = st.one_of(
    FITTING,
    st.builds(
        Given,
        st.none() | st.booleans() | AMOUNTS,
        st.dictionaries(st.sampled_from("pq"), AMOUNTS),
    ),
    st.sampled_from([Given(Level("Tốt")), Given(Level("Đạt")), Given(Chosen(("a", "b")))]),
    st.sampled_from([NotApplicable("không có"), NotApplicable("")]),
    st.builds(Given, AMOUNTS, carried=st.just(Carried(ADVANCED, 2023))),
)
FIGURES = st.builds(
    Figure,
    value=LIMITS,
    level=st.sampled_from(["", "Tốt", "Giỏi"]),
    confirmed=st.booleans(),
    by_year=st.dictionaries(st.sampled_from(["2023", "2024"]), AMOUNTS),
    by_group=st.dictionaries(st.sampled_from(["a", "b"]), AMOUNTS),
    parts=st.dictionaries(st.sampled_from("pq"), AMOUNTS),
)
REFERENCES = st.builds(
    lambda limit: {
        (ADVANCED, INCOME): threshold(
            replace(an_indicator(INCOME), rule=Rule(comparison=Comparison.AT_LEAST, value=limit)),
            CONTEXT,
        )
    },
    LIMITS,
)
CONTEXTS = st.builds(
    Context,
    year=st.sampled_from([2023, 2024]),
    region=st.sampled_from(["", "TDMNPB", "TN"]),
    group=st.sampled_from(["", "a", "b"]),
    references=st.just({}) | REFERENCES,
    met_sets=st.dictionaries(st.just(ADVANCED), st.sampled_from(Verdict)),
)


@st.composite
def sets(draw: st.DrawFn) -> CriteriaSet:
    """A set of any shape."""
    shape = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4))
    criteria = [
        [replace(draw(ASKED), code=IndicatorCode(f"{order}.{at}")) for at in range(1, lines + 1)]
        for order, lines in enumerate(shape, 1)
    ]
    conditions = tuple(
        replace(draw(ASKED), code=condition_code(at))
        for at in range(1, draw(st.integers(0, 2)) + 1)
    )
    return a_set(
        *criteria,
        conditions=conditions,
        requires=draw(st.sampled_from([(), (ADVANCED,)])),
        expected=draw(st.none() | st.just(Counts(criteria=2, indicators=3))),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A set, answered here and there."""
    made = draw(sets())
    return Case(
        criteria_set=made,
        entries={
            code: Entry(
                answers=draw(FITTING.map(lambda one: [one]) | st.lists(ANSWERS, max_size=2))
            )
            for code in made.asked
        },
        figures={code: ("185", draw(FIGURES)) for code in made.asked if draw(st.booleans())},
        context=draw(CONTEXTS),
    )


PROOFS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "evidence": st.integers(0, 5),
        "papers": st.frozensets(st.sampled_from(["P1", "P2"])),
        "note": st.sampled_from(["", "x"]),
        "claim": st.none() | st.builds(Claim, st.booleans(), st.sampled_from(["", "vì"])),
    }
)


@given(cases(), st.data())
def test_evidence_claims_and_notes_never_change_a_verdict(case: Case, data: st.DataObject) -> None:
    before = case.judge()
    proved = {
        code: replace(case.entries.get(code, Entry()), **data.draw(PROOFS))
        for code in case.criteria_set.asked
    }
    after = replace(case, entries=proved).judge()
    assert (after.verdict, after.reason) == (before.verdict, before.reason)
    assert [one.verdict for one in after.sections] == [one.verdict for one in before.sections]
    for code in case.criteria_set.asked:
        assert after.indicator(code).judgement == before.indicator(code).judgement


@given(cases(), st.randoms())
def test_the_order_of_criteria_indicators_and_answers_never_matters(
    case: Case, random: Any
) -> None:
    def shuffled(items: Any) -> Any:
        return random.sample([*items], len(items))

    criteria = [
        replace(one, indicators=tuple(shuffled(one.indicators)))
        for one in shuffled(case.criteria_set.criteria)
    ]
    other = Case(
        criteria_set=replace(case.criteria_set, criteria=tuple(criteria)),
        entries=dict(shuffled(case.entries.items())),
        figures=dict(shuffled(case.figures.items())),
        context=case.context,
    )
    before, after = case.judge(), other.judge()
    assert (after.verdict, after.met) == (before.verdict, before.met)
    for code in case.criteria_set.asked:
        assert after.indicator(code).judgement == before.indicator(code).judgement


@given(cases())
def test_met_means_that_all_is_known_and_nothing_null_was_used(case: Case) -> None:
    found = case.judge()
    for section in found.sections:
        for line in section.indicators:
            judgement = line.judgement
            assert judgement.reason
            if line.verdict is MET and line.indicator.rule is not None:
                assert isinstance(line.answer, Given)
                assert line.answer.carried is None
                assert judgement.threshold.limit is not None
                assert all(part.threshold.limit is not None for part in judgement.parts)
    if found.verdict is MET:
        assert all(line.verdict.counts_as_met for line in found.sections)
        assert all(line.verdict is MET for line in found.prerequisites)
        assert found.criteria


def without_limits(indicator: Indicator) -> Indicator:
    """The same demand, all its figures unknown."""
    if indicator.rule is None:
        return indicator
    unknown = Rule(comparison=indicator.rule.comparison)
    parts = tuple(replace(part, rule=unknown) for part in indicator.parts)
    return replace(indicator, rule=unknown, parts=parts)


@given(cases())
def test_null_never_yields_met(case: Case) -> None:
    """Whatever is answered: where no figure is known, none is held against a value."""
    criteria = tuple(
        replace(one, indicators=tuple(map(without_limits, one.indicators)))
        for one in case.criteria_set.criteria
    )
    unknown = replace(
        case.criteria_set,
        criteria=criteria,
        conditions=tuple(map(without_limits, case.criteria_set.conditions)),
    )
    silent = {
        code: (office, replace(figure, value=None, by_year={}, by_group={}, parts={}))
        for code, (office, figure) in case.figures.items()
    }
    found = replace(case, criteria_set=unknown, figures=silent).judge()
    for section in found.sections:
        for line in section.indicators:
            if line.indicator.rule is not None:
                assert line.verdict not in {MET, NOT_MET}


@given(cases())
def test_without_any_answer_nothing_is_met(case: Case) -> None:
    found = replace(case, entries={}).judge()
    assert found.verdict not in {MET, Verdict.NOT_APPLICABLE}
    assert found.met == 0
