"""A new version says what it changes; what would orphan what offices entered is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.indicator_lint import Lint, LintFinding
from ntm_desktop.domain.set_lint import lint
from ntm_desktop.exchange import criteria_file
from ntm_desktop.services.catalogue import SETS
from tests.criteria_documents import (
    OWN,
    Document,
    asked,
    condition,
    documents,
    everything,
    shipped,
)

Change = Callable[[Document], Any]


def of(document: Document) -> CriteriaSet:
    return criteria_file.criteria_set(document, "")


def linted(change: Change, kept_years: tuple[int, ...] = ()) -> list[LintFinding]:
    new = everything()
    new["version"] = 3
    change(new)
    return list(lint(of(new), of(everything()), kept_years=kept_years))


def one(document: Document, code: str) -> Document:
    found: Document = next(
        each for c in document["criteria"] for each in c["indicators"] if each["code"] == code
    )
    return found


def sets(code: str, /, **fields: Any) -> Change:
    return lambda document: one(document, code).update(fields)


def rules(code: str, /, **fields: Any) -> Change:
    return lambda document: one(document, code)["rule"].update(fields)


def says(**fields: Any) -> Change:
    return lambda document: document.update(fields)


LEVELS = {"op": "at_least", "level": "Khá", "scale": ["Khá", "Tốt"]}
MORE_LEVELS = {"op": "at_least", "level": "Khá", "scale": ["Kém", "Đạt", "Khá", "Tốt"]}
PART = {"id": "a", "name": "Phần a", "kind": "number", "unit": "km", "op": "<", "value": 2.5}
NUMBER = {"op": ">=", "value": 1}

REFUSED: list[tuple[Change, Lint, str]] = [
    (says(version=2), Lint.VERSION, ""),
    (says(version=1), Lint.VERSION, ""),
    (says(subject="village"), Lint.SUBJECT, ""),
    (says(tier="model"), Lint.TIER, ""),
    (says(groups=[{"id": "n1", "name": "Nhóm 1"}]), Lint.GROUP_LOST, ""),
    (lambda document: document["criteria"][0]["indicators"].pop(), Lint.REMOVED, "1.10"),
    (sets("1.10", code="1.11"), Lint.REMOVED, "1.10"),
    (sets("1.2", kind="number", unit="tấn"), Lint.KIND, "1.2"),
    (sets("1.2", unit="đồng"), Lint.UNIT, "1.2"),
    (sets("2.1", rule=LEVELS), Lint.SCALE, "2.1"),
    (lambda document: one(document, "2.2")["rule"]["options"].pop(), Lint.OPTION_LOST, "2.2"),
    (sets("2.2", rule=NUMBER), Lint.OPTION_LOST, "2.2"),
    (sets("1.1", rule={"op": "is", "value": True}), Lint.PART_LOST, "1.1"),
    (rules("1.1", parts=[PART | {"unit": "m"}]), Lint.PART_LOST, "1.1"),
    (rules("1.1", parts=[PART | {"kind": "percent", "unit": "%"}]), Lint.PART_LOST, "1.1"),
    (lambda document: document["conditions"].reverse(), Lint.CONDITION_MOVED, "dk.1"),
    (lambda document: document["conditions"].pop(), Lint.CONDITION_MOVED, "dk.2"),
    (
        lambda document: document["conditions"].insert(0, condition("new")),
        Lint.CONDITION_MOVED,
        "dk.1",
    ),
]

TOLD: list[tuple[Change, Lint, str, str]] = [
    (sets("1.1", name="Khác"), Lint.TEXT, "1.1", "“Nội dung 1.1” thành “Khác”"),
    (rules("1.10", by_region={"TDMNPB": 6}), Lint.THRESHOLD, "1.10", "6 triệu đồng"),
    (rules("1.2", by_year={"2026": 43}), Lint.THRESHOLD, "1.2", "năm 2026: 42,5 triệu đồng"),
    (rules("1.2", op=">"), Lint.THRESHOLD, "1.2", "thành “trên năm"),
    (rules("2.1", level="Tốt"), Lint.THRESHOLD, "2.1", "bậc “Khá”” thành “bậc “Tốt”"),
    (rules("1.1", parts=[PART | {"value": 3}]), Lint.THRESHOLD, "1.1", "dưới 2,5 km"),
    (
        rules("1.3", relative_to={"set": OWN, "code": "1.2", "factor": 1.2}),
        Lint.THRESHOLD,
        "1.3",
        "1,2 lần mức",
    ),
    (sets("2.1", rule=MORE_LEVELS), Lint.ORDER, "2.1", "Kém, Đạt, Khá, Tốt"),
    (rules("1.1", parts=[PART, PART | {"id": "b"}]), Lint.ADDED, "1.1", "thêm phần"),
    (sets("2.1", papers=[{"id": "P1", "name": "Quyết định"}]), Lint.PAPERS, "2.1", "bỏ giấy tờ"),
    (sets("2.1", if_any=False), Lint.IF_ANY, "2.1", "không còn được"),
    (sets("2.1", agency="phong-tnmt"), Lint.AGENCY, "2.1", "phong-tnmt"),
    (sets("1.1", confidence="high"), Lint.UNSOURCED, "1.1", "không nêu nguồn"),
    (sets("1.1", confidence="high", source="QĐ 2"), Lint.CERTAINTY, "1.1", "theo “QĐ 2”"),
    (sets("2.1", confidence="low"), Lint.CERTAINTY, "2.1", "chưa đối chiếu"),
    (sets("2.1", source=None), Lint.SOURCE, "2.1", "thành “(trống)”"),
    (
        lambda document: document["criteria"][2]["indicators"].append(asked("3.1")),
        Lint.NEW,
        "3.1",
        "chưa ai trả lời",
    ),
    (lambda document: document["conditions"].append(condition("x")), Lint.NEW, "dk.3", "mới"),
    (
        lambda document: document["criteria"][2]["indicators"].append(
            document["criteria"][0]["indicators"].pop()
        ),
        Lint.MOVED,
        "1.10",
        "chuyển từ tiêu chí 1 sang tiêu chí 3",
    ),
    (lambda document: document["criteria"][0].update(key=False), Lint.KEY, "", "thôi là"),
    (lambda document: document["criteria"][1].update(key=True), Lint.KEY, "", "thành tiêu chí"),
    (lambda document: document["criteria"][0].update(name="X"), Lint.CRITERION, "", "“X”"),
    (lambda document: document["criteria"].pop(), Lint.CRITERION, "", "bỏ tiêu chí 3"),
    (lambda document: document["criteria"].reverse(), Lint.CRITERION, "", "đổi thứ tự"),
    (says(name="Tên khác"), Lint.NAME, "", "Tên khác"),
    (says(period=[2026, 2031]), Lint.PERIOD, "", "2026-2030 thành 2026-2031"),
    (says(period=[2026, 2029]), Lint.PERIOD, "", "2026-2029"),
    (says(region=None), Lint.REGION, "", "“TDMNPB” thành “(trống)”"),
    (says(status="template"), Lint.STATUS, "", "mẫu của tỉnh khác"),
    (says(expected=None), Lint.EXPECTED, "", "2 tiêu chí, 7 chỉ tiêu"),
    (says(requires=[]), Lint.REQUIRES, "", "xa-ntm-2026-2030"),
    (says(legal_basis=[]), Lint.BASIS, "", "1/QĐ-UBND"),
]


@pytest.mark.parametrize(("change", "code", "indicator"), REFUSED)
def test_what_would_orphan_answers_is_refused(change: Change, code: Lint, indicator: str) -> None:
    errors = [each for each in linted(change) if each.is_error]
    assert (code, indicator) in [(each.code, each.indicator) for each in errors]


@pytest.mark.parametrize(("change", "code", "indicator", "words"), TOLD)
def test_what_changes_is_told_with_before_and_after(
    change: Change, code: Lint, indicator: str, words: str
) -> None:
    (found,) = linted(change)
    assert (found.code, found.indicator, found.is_error) == (code, indicator, False)
    assert words in found.words


def test_years_with_answers_may_not_fall_out_of_the_period() -> None:
    found = linted(says(period=[2027, 2030]), kept_years=(2026, 2028, 2031))
    assert [each.code for each in found] == [Lint.YEARS_LOST, Lint.PERIOD]
    assert "2026;" in found[0].words


def test_errors_come_first() -> None:
    def change(document: Document) -> None:
        one(document, "1.1")["name"] = "Khác"
        document["tier"] = "model"

    assert [each.code for each in linted(change)] == [Lint.TIER, Lint.TEXT]


def test_another_version_of_the_same_says_nothing() -> None:
    assert linted(lambda _: None) == []


def test_a_new_set_has_nothing_to_be_held_against() -> None:
    assert list(lint(of(everything()), None)) == []


def test_what_other_sets_compute_from_stays_computable() -> None:
    advanced, exemplary = map(of, map(shipped, SETS[1:3]))
    changed = shipped(SETS[1])
    one(changed, "10.1")["rule"]["op"] = ">"
    changed["version"] = 2
    found = lint(of(changed), advanced, [exemplary, advanced])
    assert [(each.code, each.indicator) for each in found if each.is_error] == [
        (Lint.DEPENDENT, "10.1")
    ]


@pytest.mark.parametrize("name", SETS)
def test_a_shipped_set_differs_from_itself_in_its_version_only(name: str) -> None:
    found = lint(of(shipped(name)), of(shipped(name)))
    assert [each.code for each in found] == [Lint.VERSION]


@given(old=documents(), new=documents(), data=st.data())
@settings(max_examples=60)
def test_nothing_changes_without_being_told(
    old: Document, new: Document, data: st.DataObject
) -> None:
    new["version"] = 3
    if data.draw(st.booleans()):
        new |= {**old, "version": 3}
    found = list(lint(of(new), of(old)))
    same = of({**new, "version": old["version"]}) == of(old)
    assert (found == []) is same
    assert all(each.words for each in found)


@given(document=documents())
@settings(max_examples=20)
def test_what_is_lost_one_way_is_new_the_other_way(document: Document) -> None:
    forth, back = (
        {(each.code, each.indicator) for each in lint(of(new), of(old))}
        for new, old in ((document, everything()), (everything(), document))
    )
    lost = {code for kind, code in forth if kind in (Lint.REMOVED, Lint.CONDITION_MOVED)}
    added = {code for kind, code in back if kind is Lint.NEW}
    assert lost == added
