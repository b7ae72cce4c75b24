from decimal import Decimal

from ntm_desktop.domain.answer import Given
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import Workplace
from tests.builders import CODE, SHEET
from ui.screens.criteria.drafts import Drafts, save


def opened_drafts(commune: Workplace) -> Drafts:
    return Drafts(seen=commune.self_assessment.opened(SHEET, CODE).seen)


def answers(commune: Workplace, code: IndicatorCode = CODE) -> list[object]:
    return list(commune.self_assessment.opened(SHEET, code).standing.entry.answers)


def test_what_is_typed_on_while_a_save_is_under_way_never_contradicts_it(
    commune: Workplace,
) -> None:
    drafts = opened_drafts(commune)
    drafts.note("answer", Input(answer="86"))
    first = drafts.next_batch()
    drafts.note("answer", Input(answer="86,5"))
    assert drafts.next_batch() == ()
    drafts.saved(save(commune.self_assessment, SHEET, CODE, first))
    drafts.saved(save(commune.self_assessment, SHEET, CODE, drafts.next_batch()))
    assert answers(commune) == [Given(Decimal("86.5"))]


def test_a_value_that_came_while_typing_is_a_conflict_and_not_overwritten(
    commune: Workplace,
) -> None:
    drafts = opened_drafts(commune)
    drafts.note("answer", Input(answer="86,5"))  # the form still shows the empty record
    commune.self_assessment.enter(SHEET, CODE, Input(answer="70"))
    drafts.saved(save(commune.self_assessment, SHEET, CODE, drafts.next_batch()))
    assert len(answers(commune)) == 2


def test_a_refused_input_keeps_the_others_and_is_remembered(commune: Workplace) -> None:
    drafts = opened_drafts(commune)
    drafts.note("answer", Input(answer="tám mươi"))
    drafts.note("note", Input(note="theo báo cáo"))
    outcome = save(commune.self_assessment, SHEET, CODE, drafts.next_batch())
    drafts.saved(outcome)
    assert list(outcome.failed) == ["answer"]
    assert list(drafts.refused) == ["answer"]
    assert outcome.opened.standing.entry.note == "theo báo cáo"
    drafts.note("answer", Input(answer="80"))
    assert not drafts.refused


def test_value_and_part_typed_together_are_both_kept(commune: Workplace) -> None:
    code = IndicatorCode("17.1")
    part = commune.self_assessment.opened(SHEET, code).standing.indicator.parts[0].id
    drafts = Drafts(seen=commune.self_assessment.opened(SHEET, code).seen)
    drafts.note("answer", Input(answer="95"))
    drafts.note(f"part:{part}", Input(answer="40", part=part))
    drafts.saved(save(commune.self_assessment, SHEET, code, drafts.next_batch()))
    assert answers(commune, code) == [Given(Decimal(95), {part: Decimal(40)})]
