"""Sheets of every set, judged from what one data file holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.connection import DataFile
from db.data_file import prepare
from ntm_desktop.domain.answer import Chosen, Given, Level
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.criteria import CriteriaSet, IndicatorCode, Kind, SetId
from ntm_desktop.domain.findings import findings
from ntm_desktop.domain.ownership import Role
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.catalogue import SETS, Catalogue
from ntm_desktop.services.self_assessment import Input, SelfAssessment, UnknownIndicatorError
from ntm_desktop.services.thresholds import Statement, Thresholds
from tests.builders import AUTHORITY, HERE, SHEET, an_identity

STANDARD, ADVANCED, EXEMPLARY = (SetId(id_) for id_ in SETS[:3])
DECISION = {"decision": "1062/QĐ-UBND", "date": "2024-06-17", "year": 2024}


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    opened = prepare(DataFolder(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "cache")


@pytest.fixture
def service(data: DataFile, catalogue: Catalogue) -> SelfAssessment:
    return SelfAssessment(data=data, identity=HERE, catalogue=catalogue, authority=AUTHORITY)


@pytest.fixture
def thresholds(data: DataFile, catalogue: Catalogue) -> Thresholds:
    district = an_identity("district", unit=AUTHORITY, role=Role.AUTHORITY)
    return Thresholds(data=data, identity=district, catalogue=catalogue, authority=AUTHORITY)


def enter(service: SelfAssessment, set_id: SetId, code: str, typed: str) -> None:
    sheet = SHEET._replace(criteria_set=set_id)
    service.enter(sheet, IndicatorCode(code), Input(answer=typed))


def meet_all(service: SelfAssessment, thresholds: Thresholds, criteria: CriteriaSet) -> None:
    """Answer everything so that it is met, and state what nobody has stated."""
    board = service.board(SHEET._replace(criteria_set=criteria.id))
    for section in board.sections:
        for line in section.indicators:
            _meet(service, thresholds, criteria, line.indicator.code)


def _meet(
    service: SelfAssessment, thresholds: Thresholds, criteria: CriteriaSet, code: IndicatorCode
) -> None:
    sheet = SHEET._replace(criteria_set=criteria.id)
    judged = service.board(sheet).indicator(code)
    indicator = judged.indicator
    if indicator.kind is Kind.YES_NO:
        enter(service, criteria.id, code, "đạt")
    elif indicator.scale:
        enter(service, criteria.id, code, indicator.scale.levels[-1])
    elif indicator.options:
        enter(service, criteria.id, code, "; ".join(one.name for one in indicator.options))
    else:
        limit = judged.judgement.threshold.limit
        if limit is None:
            thresholds.enter(criteria.id, code, Statement(value="50", **DECISION))  # type: ignore[arg-type]
        enter(service, criteria.id, code, "50" if limit is None else str(limit).replace(".", ","))
    for part in judged.judgement.parts:
        if part.threshold.limit is None:
            stated = Statement(value="50", part=part.id, **DECISION)  # type: ignore[arg-type]
            thresholds.enter(criteria.id, code, stated)
        typed = "50" if part.threshold.limit is None else f"{part.threshold.limit}"
        service.enter(sheet, code, Input(answer=typed, part=part.id))


@pytest.mark.parametrize("set_id", SETS)
def test_an_empty_sheet_of_every_set_is_judged_and_nothing_is_met(
    service: SelfAssessment, set_id: SetId
) -> None:
    board = service.board(SHEET._replace(criteria_set=set_id))
    assert board.met == 0
    assert board.verdict in {Verdict.INCOMPLETE, Verdict.NO_THRESHOLD}
    assert board.reason
    assert {finding.indicator for finding in findings(board)} == set(board.criteria_set.asked)


def test_a_condition_is_entered_like_an_indicator(service: SelfAssessment) -> None:
    enter(service, STANDARD, "dk.1", "đạt")
    board = service.board(SHEET)
    assert [line.verdict for line in board.conditions] == [
        Verdict.MET,
        Verdict.INCOMPLETE,
        Verdict.INCOMPLETE,
    ]
    assert board.indicator(IndicatorCode("dk.1")).answer == Given(True)
    assert service.opened(SHEET, IndicatorCode("dk.1")).history[0].words == "nhập Đạt"
    assert board.met == 0


@pytest.mark.parametrize("code", ["dk.4", "dk.0", "dk.", "no_construction_debt"])
def test_a_condition_the_set_does_not_have_is_refused(service: SelfAssessment, code: str) -> None:
    with pytest.raises(UnknownIndicatorError):
        enter(service, STANDARD, code, "đạt")


def test_levels_and_options_are_kept_as_they_were_meant(service: SelfAssessment) -> None:
    enter(service, ADVANCED, "5.3", "muc do 3")
    enter(service, EXEMPLARY, "4.1", "Giáo dục; Du lịch")
    level = service.board(SHEET._replace(criteria_set=ADVANCED)).indicator(IndicatorCode("5.3"))
    fields = service.board(SHEET._replace(criteria_set=EXEMPLARY)).indicator(IndicatorCode("4.1"))
    assert (level.answer, level.verdict) == (Given(Level("Mức độ 3")), Verdict.MET)
    assert fields.answer == Given(Chosen(("du_lich", "giao_duc")))
    assert "2 ≥ 1 lĩnh vực: Giáo dục; Du lịch" in fields.judgement.reason


def test_the_exemplary_income_follows_what_was_stated_for_the_advanced_one(
    service: SelfAssessment, thresholds: Thresholds
) -> None:
    code, sheet = IndicatorCode("2.1"), SHEET._replace(criteria_set=EXEMPLARY)
    enter(service, EXEMPLARY, code, "55")
    assert service.board(sheet).indicator(code).verdict is Verdict.NO_THRESHOLD
    for stated, expected in (("50", Verdict.MET), ("50,1", Verdict.NOT_MET)):
        thresholds.enter(
            ADVANCED,
            IndicatorCode("10.1"),
            Statement(value=stated, **DECISION),  # type: ignore[arg-type]
        )
        judged = service.board(sheet).indicator(code)
        assert judged.verdict is expected
        assert f"1,1 lần mức {stated}" in judged.judgement.reason


def test_a_commune_is_exemplary_only_once_it_is_standard_and_advanced(
    service: SelfAssessment, thresholds: Thresholds, catalogue: Catalogue
) -> None:
    def verdicts() -> list[Verdict]:
        return [
            service.board(SHEET._replace(criteria_set=id_)).verdict
            for id_ in (STANDARD, ADVANCED, EXEMPLARY)
        ]

    meet_all(service, thresholds, catalogue.criteria_set(ADVANCED))
    meet_all(service, thresholds, catalogue.criteria_set(EXEMPLARY))
    assert verdicts() == [Verdict.INCOMPLETE] * 3
    exemplary = service.board(SHEET._replace(criteria_set=EXEMPLARY))
    assert (exemplary.met, exemplary.total) == (4, 4)
    assert "nâng cao" in exemplary.reason
    meet_all(service, thresholds, catalogue.criteria_set(STANDARD))
    assert verdicts() == [Verdict.MET] * 3
    enter(service, STANDARD, "dk.3", "chưa đạt")
    assert verdicts() == [Verdict.NOT_MET] * 3


@pytest.mark.parametrize("set_id", SETS[4:])
def test_every_complete_set_can_be_met(
    service: SelfAssessment, thresholds: Thresholds, catalogue: Catalogue, set_id: SetId
) -> None:
    meet_all(service, thresholds, catalogue.criteria_set(set_id))
    board = service.board(SHEET._replace(criteria_set=set_id))
    assert (board.met, board.verdict) == (board.total, Verdict.MET)


def test_the_frame_of_the_next_period_is_never_met(
    service: SelfAssessment, thresholds: Thresholds, catalogue: Catalogue
) -> None:
    meet_all(service, thresholds, catalogue.criteria_set(SETS[3]))
    board = service.board(SHEET._replace(criteria_set=SetId(SETS[3])))
    assert board.verdict is Verdict.NO_THRESHOLD
    assert "số chính thức là 47" in board.reason
