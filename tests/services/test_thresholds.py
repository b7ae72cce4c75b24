from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from db import journal, thresholds
from db.connection import DataFile
from db.data_file import prepare
from ntm_desktop.domain.answer import (
    AmbiguousNumberError,
    NotANumberError,
    NotOnScaleError,
    OutOfRangeError,
)
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.threshold import Figure
from ntm_desktop.domain.topics import Topic
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.places import UnknownGroupError
from ntm_desktop.services.self_assessment import (
    Input,
    SelfAssessment,
    UnknownIndicatorError,
)
from ntm_desktop.services.thresholds import (
    BadDateError,
    DecisionMissingError,
    NoFigureError,
    Statement,
    Thresholds,
)
from tests.builders import AUTHORITY, HERE, SET, SHEET, THERE, UNIT, an_identity

ROADS, INCOME, WATER = (IndicatorCode(code) for code in ("2.1", "10.1", "17.1"))
STATED = Statement(value="90", decision=" 1062/QĐ-UBND ", date="2024-06-17", year=2024)
DISTRICT = an_identity("d", unit=AUTHORITY, role=Role.AUTHORITY)
SOURCE = Figure(decision="1062/QĐ-UBND", date="2024-06-17")


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    opened = prepare(DataFolder(tmp_path))
    yield opened
    opened.close()


def a_service(data: DataFile, identity: Identity = HERE) -> Thresholds:
    catalogue = Catalogue(data.path.parent / "cache")
    return Thresholds(data=data, identity=identity, catalogue=catalogue, authority=AUTHORITY)


@pytest.fixture
def service(data: DataFile) -> Thresholds:
    return a_service(data)


def own(service: Thresholds, code: IndicatorCode) -> Figure | None:
    return service.opened(SET, code).figures.get(UNIT)


def verdict(data: DataFile, code: IndicatorCode) -> Verdict:
    assessments = SelfAssessment(
        data=data,
        identity=HERE,
        catalogue=Catalogue(data.path.parent / "cache"),
        authority=AUTHORITY,
    )
    assessments.enter(SHEET, code, Input(answer="85"))
    return assessments.board(SHEET).indicator(code).verdict


def test_an_entered_figure_is_kept_with_its_decision_and_judges(
    data: DataFile, service: Thresholds
) -> None:
    assert verdict(data, ROADS) is Verdict.NO_THRESHOLD
    assert service.enter(SET, ROADS, STATED) == {Topic.THRESHOLDS, Topic.ASSESSMENTS}
    assert own(service, ROADS) == replace(SOURCE, value=Decimal(90))
    assert verdict(data, ROADS) is Verdict.NOT_MET


def test_the_same_figure_again_changes_nothing(service: Thresholds) -> None:
    service.enter(SET, ROADS, STATED)
    assert service.enter(SET, ROADS, replace(STATED, value="90,0 %")) == frozenset()


def test_the_authoritys_figure_wins_and_both_are_shown(
    data: DataFile, service: Thresholds
) -> None:
    service.enter(SET, ROADS, STATED)
    a_service(data, DISTRICT).enter(SET, ROADS, replace(STATED, value="80"))
    assert {by: one.value for by, one in service.opened(SET, ROADS).figures.items()} == {
        UNIT: Decimal(90),
        AUTHORITY: Decimal(80),
    }
    assert verdict(data, ROADS) is Verdict.MET


def test_figures_of_other_units_are_nobodys_business(data: DataFile, service: Thresholds) -> None:
    other = an_identity("o", unit="06382")
    a_service(data, other).enter(SET, ROADS, replace(STATED, value="10"))
    assert service.opened(SET, ROADS).figures == {}
    assert verdict(data, ROADS) is Verdict.NO_THRESHOLD


def test_a_figure_of_a_year_leaves_other_years_alone(service: Thresholds) -> None:
    service.enter(SET, INCOME, replace(STATED, value="42"))
    service.enter(SET, INCOME, replace(STATED, value="45,5", year=2025))
    figure = own(service, INCOME)
    assert figure is not None
    assert figure.by_year == {"2024": Decimal(42), "2025": Decimal("45.5")}
    service.enter(SET, INCOME, replace(STATED, value=""))
    figure = own(service, INCOME)
    assert figure is not None
    assert figure.by_year == {"2025": Decimal("45.5")}


def test_a_figure_of_a_part_leaves_the_whole_alone(service: Thresholds) -> None:
    service.enter(SET, WATER, STATED)
    service.enter(SET, WATER, replace(STATED, value="35", part="a"))
    assert own(service, WATER) == replace(SOURCE, value=Decimal(90), parts={"a": Decimal(35)})


def test_an_empty_value_takes_a_figure_back_without_a_decision(
    data: DataFile, service: Thresholds
) -> None:
    service.enter(SET, ROADS, STATED)
    service.enter(SET, ROADS, Statement(value=" ", decision="", date="", year=2024))
    assert own(service, ROADS) is None
    assert verdict(data, ROADS) is Verdict.NO_THRESHOLD


def test_taking_one_year_back_keeps_the_decision_of_the_others(service: Thresholds) -> None:
    service.enter(SET, INCOME, STATED)
    service.enter(SET, INCOME, replace(STATED, year=2025))
    service.enter(SET, INCOME, Statement(value="", decision="x", date="2025-01-01", year=2025))
    assert own(service, INCOME) == replace(SOURCE, by_year={"2024": Decimal(90)})


@pytest.mark.parametrize(
    ("code", "changes", "error"),
    [
        ("2.1", {"decision": " "}, DecisionMissingError),
        ("2.1", {"date": ""}, BadDateError),
        ("2.1", {"date": "17/06/2024"}, BadDateError),
        ("2.1", {"date": "2024-02-30"}, BadDateError),
        ("2.1", {"value": "1.500"}, AmbiguousNumberError),
        ("2.1", {"value": "đạt"}, NotANumberError),
        ("2.1", {"value": "100,1"}, OutOfRangeError),
        ("2.1", {"part": "a"}, UnknownIndicatorError),
        ("1.1", {}, NoFigureError),
        ("1.1", {"value": ""}, NoFigureError),
        ("99.9", {}, UnknownIndicatorError),
        ("1.1", {"value": "", "confirmed": True, "decision": ""}, DecisionMissingError),
        ("2.1", {"value": "", "confirmed": True, "date": "hôm qua"}, BadDateError),
        ("2.1", {"group": "nhom_1"}, UnknownGroupError),
    ],
)
def test_what_is_refused_leaves_nothing_written(
    data: DataFile,
    service: Thresholds,
    code: str,
    changes: dict[str, object],
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        service.enter(SET, IndicatorCode(code), replace(STATED, **changes))  # type: ignore[arg-type]
    with data.session() as store:
        assert list(journal.everything(store)) == []


def test_an_agency_enters_no_figures(data: DataFile) -> None:
    agency = an_identity(unit="phong-tnmt", role=Role.AGENCY)
    with pytest.raises(journal.NotYoursError):
        a_service(data, agency).enter(SET, ROADS, STATED)


def test_a_form_that_was_open_contradicts_what_came_meanwhile(
    data: DataFile, service: Thresholds
) -> None:
    form = service.opened(SET, ROADS)
    a_service(data, THERE).enter(SET, ROADS, replace(STATED, value="80"))
    service.enter(SET, ROADS, STATED, seen=form.seen)
    assert own(service, ROADS) is None
    assert verdict(data, ROADS) is Verdict.NO_THRESHOLD


def test_a_new_figure_settles_a_conflict_and_keeps_the_years_nobody_disputes(
    data: DataFile, service: Thresholds
) -> None:
    record = Record(UNIT, thresholds.KIND, thresholds.key(SET, INCOME))
    with data.session() as store:
        for who, year in ((HERE, "2023"), (THERE, "2024")):
            journal.write(store, who, record, {"figure": {"by_year": {year: "40"}}}, seen=())
    service.enter(SET, INCOME, STATED)
    figure = own(service, INCOME)
    assert figure is not None
    assert figure.by_year["2023"] == 40
    assert figure.by_year[str(STATED.year)] == Decimal(STATED.value)


def test_a_decision_confirms_a_yes_or_no_without_a_number(service: Thresholds) -> None:
    plan = IndicatorCode("1.1")
    service.enter(SET, plan, replace(STATED, value="", confirmed=True))
    assert own(service, plan) == replace(SOURCE, confirmed=True)
    service.enter(SET, plan, Statement(value="", decision="", date="", year=2024, confirmed=False))
    assert own(service, plan) is None


def test_confirming_leaves_a_stated_figure_alone(service: Thresholds) -> None:
    service.enter(SET, ROADS, STATED)
    service.enter(SET, ROADS, replace(STATED, value="", confirmed=True))
    assert own(service, ROADS) == replace(SOURCE, value=Decimal(90), confirmed=True)


def test_a_figure_of_a_group_of_communes_leaves_other_groups_alone(service: Thresholds) -> None:
    new, hunger = SetId("xa-ntm-2026-2030"), IndicatorCode("4.a")
    for group, value in (("nhom_1", "60"), ("nhom_2", "55"), ("nhom_1", "62,5")):
        service.enter(new, hunger, replace(STATED, value=value, group=group, year=2026))
    figure = service.opened(new, hunger).figures[UNIT]
    assert figure.by_group == {"nhom_1": Decimal("62.5"), "nhom_2": Decimal(55)}
    with pytest.raises(UnknownGroupError, match="nhom_3"):
        service.enter(new, hunger, replace(STATED, value="1", group="nhom_9", year=2026))


def test_a_level_is_taken_from_the_scale_of_the_set(tmp_path: Path, service: Thresholds) -> None:
    indicator, set_id = next(
        (one, chosen.id)
        for chosen in Catalogue(tmp_path / "cache").sets()
        for one in chosen.asked.values()
        if one.scale
    )
    assert indicator.scale is not None
    top = indicator.scale.levels[-1]
    service.enter(set_id, indicator.code, replace(STATED, value=top.upper()))
    assert service.opened(set_id, indicator.code).figures[UNIT].level == top
    with pytest.raises(NotOnScaleError):
        service.enter(set_id, indicator.code, replace(STATED, value="rất khá"))
    service.enter(set_id, indicator.code, replace(STATED, value=""))
    assert service.opened(set_id, indicator.code).figures == {}
