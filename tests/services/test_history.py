from collections.abc import Iterator
from pathlib import Path

import pytest

from db.connection import writing
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import Workplace
from tests import disputes
from tests.builders import CODE, SHEET
from tests.disputes import enter, meet
from tests.offices import Templates

Pcs = tuple[Workplace, Workplace]


@pytest.fixture
def pcs(office_templates: Templates, tmp_path: Path) -> Iterator[Pcs]:
    here = office_templates.opened("commune", tmp_path / "máy một")
    there = disputes.second_pc(office_templates.root / "commune", tmp_path / "máy hai")
    meet(here, there)
    yield here, there
    here.close()
    there.close()


def words(office: Workplace) -> list[str]:
    return [change.words for change in office.history.of_indicator(SHEET, CODE)]


def test_a_record_nobody_touched_has_no_history(pcs: Pcs) -> None:
    assert words(pcs[0]) == []


def test_every_change_tells_what_it_changed_newest_first(pcs: Pcs) -> None:
    here, _ = pcs
    enter(here, CODE, "80")
    enter(here, CODE, "86,5", note="sổ theo dõi")
    here.self_assessment.enter(SHEET, CODE, Input(note=""))
    assert words(here) == [
        "Ghi chú: sổ theo dõi → (để trống)",
        "Kết quả: 80 % → 86,5 %; Ghi chú: sổ theo dõi",
        "Kết quả: 80 %",
    ]


def test_a_decision_tells_what_it_was_between_and_why(pcs: Pcs) -> None:
    here, there = pcs
    enter(here, CODE, "86,5")
    enter(there, CODE, "80")
    meet(here, there)
    (found,) = here.conflicts.listed()
    here.conflicts.decide(found.id, "B", "Đã đo lại")
    enter(here, CODE, "87")
    meet(here, there)
    for office in pcs:
        later, decision, *earlier = office.history.of_indicator(SHEET, CODE)
        assert (later.words, later.decided, later.reason) == ("Kết quả: 86,5 % → 87 %", False, "")
        assert decision.words == "Kết quả: 80 % hoặc 86,5 % → 86,5 %"
        assert (decision.decided, decision.reason) == (True, "Đã đo lại")
        assert sorted(change.words for change in earlier) == ["Kết quả: 80 %", "Kết quả: 86,5 %"]
        assert {change.writer.here for change in earlier} == {True, False}
        assert all(change.counts for change in earlier)


def test_what_a_revoked_key_wrote_is_told_and_does_not_count(pcs: Pcs) -> None:
    here, _ = pcs
    enter(here, CODE, "80")
    enter(here, CODE, "86,5")
    with here.data.session() as store, writing(store):
        store.execute("INSERT INTO masked SELECT max(row) FROM revision")
    last, first = here.history.of_indicator(SHEET, CODE)
    assert (last.words, last.counts) == ("Kết quả: 80 % → 86,5 %", False)
    assert first.counts
