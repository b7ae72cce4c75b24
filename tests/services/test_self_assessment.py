from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from db import journal
from db.connection import DataFile, DiskFullError
from db.data_file import prepare
from ntm_desktop.domain.answer import (
    AmbiguousNumberError,
    Given,
    NotANumberError,
    NotApplicable,
    NotOptionalError,
    ReasonMissingError,
)
from ntm_desktop.domain.assessment import Claim, Sheet, Verdict
from ntm_desktop.domain.criteria import IndicatorCode, Kind
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.domain.revision import Record, Seen
from ntm_desktop.domain.topics import Topic
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.self_assessment import (
    DisputedError,
    Input,
    SelfAssessment,
    UnknownIndicatorError,
)
from ntm_desktop.services.thresholds import Statement, Thresholds
from tests.builders import AUTHORITY, CODE, HERE, SET, SHEET, THERE, UNIT, a_record, an_identity
from tests.sets import the_set

WATER, PLAN = IndicatorCode("17.1"), IndicatorCode("1.1")
MARKET = next(code for code, one in the_set().indicators.items() if one.if_any)
UNKNOWN = ("2.1", "2.2", "2.3", "2.4", "10.1", "16.1", "17.1", "17.2", "17.6", "17.9")
CHANGED = {Topic.ASSESSMENTS}


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    opened = prepare(DataFolder(tmp_path))
    yield opened
    opened.close()


def a_service(data: DataFile, identity: Identity = HERE) -> SelfAssessment:
    return SelfAssessment(
        data=data,
        identity=identity,
        catalogue=Catalogue(data.path.parent / "cache"),
        authority=AUTHORITY,
    )


@pytest.fixture
def service(data: DataFile) -> SelfAssessment:
    return a_service(data)


def answer(service: SelfAssessment, code: str = CODE) -> object:
    return service.board(SHEET).indicator(IndicatorCode(code)).answer


def contradict(data: DataFile, code: str, *values: dict[str, object]) -> None:
    """Let two PCs answer differently without having seen each other."""
    with data.session() as store:
        for who, value in zip((HERE, THERE), values, strict=True):
            journal.write(store, who, a_record(code), {"answer": value}, seen=())  # type: ignore[dict-item]


def revisions(data: DataFile) -> int:
    with data.session() as store:
        return len(list(journal.everything(store)))


def enter_everything(service: SelfAssessment) -> None:
    for code, indicator in the_set().indicators.items():
        rule = indicator.rule
        limit = rule.limit(year=SHEET.year, region="TDMNPB") if rule else None
        known = Decimal(95) if limit is None else limit
        typed = "đạt" if indicator.kind is Kind.YES_NO else str(known)
        service.enter(SHEET, code, Input(answer=typed.replace(".", ",")))
        for part in indicator.parts:
            service.enter(SHEET, code, Input(answer="95", part=part.id))


def test_an_answer_changes_the_board(service: SelfAssessment) -> None:
    assert service.board(SHEET).indicator(CODE).verdict is Verdict.INCOMPLETE
    assert service.enter(SHEET, CODE, Input(answer="86,5")) == CHANGED
    standing = service.board(SHEET).indicator(CODE)
    assert (standing.answer, standing.verdict) == (Given(Decimal("86.5")), Verdict.MET)


def test_entering_the_same_again_changes_nothing(data: DataFile, service: SelfAssessment) -> None:
    service.enter(SHEET, CODE, Input(answer="86,5", note="a"))
    for typed in ("86,5", "86.50", " 86,5 %"):
        assert service.enter(SHEET, CODE, Input(answer=typed, note="a ")) == frozenset()
    assert service.enter(SHEET, CODE, Input()) == frozenset()
    assert revisions(data) == 1


def test_what_was_not_touched_stays(service: SelfAssessment) -> None:
    service.enter(SHEET, CODE, Input(answer="86,5", note="a", claim=Claim(met=False, reason="b")))
    service.enter(SHEET, CODE, Input(note=""))
    entry = service.board(SHEET).indicator(CODE).entry
    assert (entry.answers, entry.note) == ((Given(Decimal("86.5")),), "")
    assert entry.claim == Claim(met=False, reason="b")
    service.enter(SHEET, CODE, Input(answer="", claim=None))
    entry = service.board(SHEET).indicator(CODE).entry
    assert (entry.answers, entry.claim) == ((), None)


def test_a_year_and_a_set_have_answers_of_their_own(service: SelfAssessment) -> None:
    service.enter(SHEET, CODE, Input(answer="86,5"))
    assert service.board(SHEET._replace(year=2023)).indicator(CODE).answer is None


@pytest.mark.parametrize(
    ("code", "typed", "error"),
    [
        (CODE, Input(answer="1.500"), AmbiguousNumberError),
        (CODE, Input(answer="abc"), NotANumberError),
        (CODE, Input(answer="không áp dụng", reason="x"), NotOptionalError),
        (MARKET, Input(answer="không áp dụng"), ReasonMissingError),
        (CODE, Input(answer="80", part="a"), UnknownIndicatorError),
        (WATER, Input(answer="80", part="z"), UnknownIndicatorError),
        (WATER, Input(answer="không áp dụng", part="a", reason="x"), NotANumberError),
        ("99.9", Input(answer="80"), UnknownIndicatorError),
        ("", Input(), UnknownIndicatorError),
    ],
)
def test_what_is_refused_leaves_nothing_written(
    data: DataFile, service: SelfAssessment, code: str, typed: Input, error: type[Exception]
) -> None:
    with pytest.raises(error):
        service.enter(SHEET, IndicatorCode(code), typed)
    assert revisions(data) == 0


def test_parts_are_kept_beside_the_whole(service: SelfAssessment) -> None:
    for typed in (Input(answer="95"), Input(answer="40,25", part="a"), Input(answer="96")):
        service.enter(SHEET, WATER, typed)
    assert answer(service, WATER) == Given(Decimal(96), {"a": Decimal("40.25")})
    service.enter(SHEET, WATER, Input(answer=""))
    assert answer(service, WATER) == Given(None, {"a": Decimal("40.25")})
    service.enter(SHEET, WATER, Input(answer="", part="a"))
    assert answer(service, WATER) is None


def test_an_answer_takes_the_place_of_not_applicable(service: SelfAssessment) -> None:
    service.enter(SHEET, MARKET, Input(answer="không áp dụng", reason="xã không có chợ"))
    assert answer(service, MARKET) == NotApplicable("xã không có chợ")
    service.enter(SHEET, MARKET, Input(answer="đạt"))
    assert answer(service, MARKET) == Given(True)


def test_a_part_is_added_to_what_is_there_when_it_is_written(
    data: DataFile, service: SelfAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes entering two fields of one answer must not lose either."""
    service.enter(SHEET, WATER, Input(answer="95"))
    original, inside = journal.state, []

    def state(*args: object) -> object:
        with data.session() as store:
            inside.append(store.in_transaction)
        return original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "state", state)
    service.enter(SHEET, WATER, Input(answer="40", part="a"))
    assert inside == [True]


def test_a_form_that_was_open_contradicts_what_came_meanwhile(
    data: DataFile, service: SelfAssessment
) -> None:
    service.enter(SHEET, CODE, Input(answer="70"))
    form = service.opened(SHEET, CODE)
    a_service(data, THERE).enter(SHEET, CODE, Input(answer="75"))
    service.enter(SHEET, CODE, Input(answer="80"), seen=form.seen)
    standing = service.board(SHEET).indicator(CODE)
    assert standing.entry.answers == (Given(Decimal(75)), Given(Decimal(80)))
    assert (standing.answer, standing.verdict) == (None, Verdict.INCOMPLETE)


def test_a_form_does_not_contradict_itself(service: SelfAssessment) -> None:
    form = service.opened(SHEET, CODE)
    for typed in ("70", "75", "80"):
        service.enter(SHEET, CODE, Input(answer=typed), seen=form.seen)
    assert answer(service) == Given(Decimal(80))


def test_a_form_adds_parts_to_what_it_shows(data: DataFile, service: SelfAssessment) -> None:
    service.enter(SHEET, WATER, Input(answer="95"))
    form = service.opened(SHEET, WATER)
    a_service(data, THERE).enter(SHEET, WATER, Input(answer="99"))
    service.enter(SHEET, WATER, Input(answer="40", part="a"), seen=form.seen)
    entry = service.board(SHEET).indicator(WATER).entry
    assert entry.answers == (Given(Decimal(95), {"a": Decimal(40)}), Given(Decimal(99)))


def test_a_form_keeps_its_place_when_a_save_fails(data: DataFile, service: SelfAssessment) -> None:
    service.enter(SHEET, CODE, Input(answer="70"))
    form = service.opened(SHEET, CODE)
    with data.session() as store:
        store.execute(
            f"PRAGMA max_page_count = {store.execute('PRAGMA page_count').fetchone()[0]}"
        )
    with pytest.raises(DiskFullError):
        service.enter(SHEET, CODE, Input(note="x" * 50_000), seen=form.seen)
    with data.session() as store:
        store.execute("PRAGMA max_page_count = 100000")
    service.enter(SHEET, CODE, Input(answer="80"), seen=form.seen)
    assert answer(service) == Given(Decimal(80))


def test_a_part_is_not_added_to_one_of_several_contradicting_answers(
    data: DataFile, service: SelfAssessment
) -> None:
    contradict(data, WATER, {"value": "95", "parts": {"a": "40"}}, {"value": "90"})
    with pytest.raises(DisputedError, match="kết quả chính trước"):
        service.enter(SHEET, WATER, Input(answer="41", part="a"))
    assert revisions(data) == 2


@pytest.mark.parametrize(
    ("other", "kept"),
    [({"value": "90"}, {"a": Decimal(40)}), ({"value": "90", "parts": {"a": "45"}}, {})],
    ids=["undisputed", "disputed"],
)
def test_a_new_answer_settles_a_conflict_and_keeps_the_parts_nobody_disputes(
    data: DataFile, service: SelfAssessment, other: dict[str, object], kept: object
) -> None:
    contradict(data, WATER, {"value": "95", "parts": {"a": "40"}}, other)
    service.enter(SHEET, WATER, Input(answer="96"))
    assert answer(service, WATER) == Given(Decimal(96), kept)  # type: ignore[arg-type]
    assert not service.board(SHEET).indicator(WATER).in_conflict


def test_a_plain_new_answer_settles_contradicting_ones(
    data: DataFile, service: SelfAssessment
) -> None:
    contradict(data, CODE, {"value": "95"}, {"value": "90"})
    assert service.board(SHEET).indicator(CODE).in_conflict
    service.enter(SHEET, CODE, Input(answer="90"))
    assert answer(service) == Given(Decimal(90))


def test_undo_writes_back_what_was_stored(service: SelfAssessment) -> None:
    service.enter(SHEET, CODE, Input(answer="70", note="a"))
    before = service.opened(SHEET, CODE).fields
    service.enter(SHEET, CODE, Input(answer="80", note="", claim=Claim(met=True)))
    assert service.restore(SHEET, CODE, before) == CHANGED
    assert service.opened(SHEET, CODE).fields == before


def test_history_tells_in_words_what_was_done_newest_first(service: SelfAssessment) -> None:
    service.enter(SHEET, WATER, Input(answer="95"))
    service.enter(SHEET, WATER, Input(answer="40,5", part="a", claim=Claim(met=True), note="x"))
    service.enter(SHEET, WATER, Input(answer="", note="", claim=None))
    history = service.opened(SHEET, WATER).history
    assert [line.words for line in history] == [
        "nhập (a: 40,5); bỏ tự đánh giá riêng; xóa ghi chú",
        "nhập 95 (a: 40,5); tự đánh giá đạt; sửa ghi chú",
        "nhập 95",
    ]
    assert {line.author for line in history} == {"here"}


def test_nobody_answers_for_another_unit(data: DataFile, service: SelfAssessment) -> None:
    with pytest.raises(journal.NotYoursError):
        service.enter(Sheet("06382", SET, 2024), CODE, Input(answer="80"))
    district = an_identity(unit=AUTHORITY, role=Role.AUTHORITY)
    with pytest.raises(journal.NotYoursError):
        a_service(data, district).enter(SHEET, CODE, Input(answer="80"))


def test_the_region_a_unit_names_chooses_the_threshold(
    data: DataFile, service: SelfAssessment
) -> None:
    code = IndicatorCode("4.2")
    service.enter(SHEET, code, Input(answer="96"))
    assert service.board(SHEET).indicator(code).verdict is Verdict.MET
    with data.session() as store:
        journal.write(store, HERE, Record(UNIT, "unit", UNIT), {"region": "DBSH"})
    assert service.board(SHEET).indicator(code).verdict is Verdict.NOT_MET


def test_unknown_thresholds_hold_back_four_criteria_until_they_are_entered(
    data: DataFile, service: SelfAssessment
) -> None:
    enter_everything(service)
    board = service.board(SHEET)
    unknown = [
        line.indicator.code
        for criterion in board.criteria
        for line in criterion.indicators
        if line.verdict is Verdict.NO_THRESHOLD
    ]
    assert tuple(unknown) == UNKNOWN
    held = [line.criterion.order for line in board.criteria if line.verdict is not Verdict.MET]
    assert held == [2, 10, 16, 17]
    assert (board.met, board.total) == (15, 19)
    district = an_identity("d", unit=AUTHORITY, role=Role.AUTHORITY)
    thresholds = Thresholds(
        data=data, identity=district, catalogue=Catalogue(data.path.parent), authority=AUTHORITY
    )
    for code in UNKNOWN:
        for part in (None, *[one.id for one in the_set().indicators[IndicatorCode(code)].parts]):
            stated = Statement(
                value="90", decision="1062/QĐ-UBND", date="2024-06-17", year=2024, part=part
            )
            thresholds.enter(SET, IndicatorCode(code), stated)
    board = service.board(SHEET)
    assert (board.met, board.total) == (19, 19)


def test_a_seen_that_nothing_was_shown_with_is_based_on_nothing(
    data: DataFile, service: SelfAssessment
) -> None:
    service.enter(SHEET, CODE, Input(answer="70"))
    service.enter(SHEET, CODE, Input(answer="80"), seen=Seen(()))
    assert service.board(SHEET).indicator(CODE).in_conflict
