"""An office begins with further sets at any time; leaving one takes nothing away."""

import pytest

from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.catalogue import UnknownSetError
from ntm_desktop.services.office_sets import NoSetLeftError, NotForOfficeError
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import open_workplace
from tests.builders import SET
from tests.moves import TWIN, add_twin
from tests.services.conftest import Offices

ADVANCED, DISTRICT, VILLAGE = (
    "xa-ntm-nang-cao-2021-2025",
    "huyen-ntm-2021-2025",
    "thon-ntm-kieu-mau-langson",
)


def test_a_further_set_is_used_at_once_and_after_a_start(offices: Offices) -> None:
    commune = offices.commune
    assert commune.office_sets.use(ADVANCED) == {Topic.SETS}
    assert commune.sets == (SET, ADVANCED)
    assert commune.sheet().criteria_set == SET, "the first one stays the default"
    again = open_workplace(commune.folder.root)
    assert again.sets == (SET, ADVANCED)
    again.close()


def test_a_set_whose_file_is_gone_keeps_nobody_out(offices: Offices) -> None:
    commune = offices.commune
    add_twin(commune)
    commune.office_sets.use(TWIN)
    commune.office_sets.leave(SET)
    assert commune.sheet().criteria_set == TWIN
    (commune.folder.criteria / f"{TWIN}.yaml").unlink()
    assert commune.sets == (SET,)
    assert commune.sheet().criteria_set == SET
    assert commune.office_sets.in_use() == (TWIN,), "it counts again once its file is there"
    add_twin(commune)
    assert commune.sets == (TWIN,)


def test_using_a_set_twice_changes_nothing(offices: Offices) -> None:
    assert offices.commune.office_sets.use(SET) == frozenset()
    assert offices.commune.sets == (SET,)


def test_leaving_a_set_keeps_what_was_entered(offices: Offices) -> None:
    commune = offices.commune
    commune.office_sets.use(ADVANCED)
    sheet = commune.sheet(set_id=ADVANCED, year=2024)
    commune.self_assessment.enter(sheet, IndicatorCode("1.1"), Input(answer="đạt"))
    commune.office_sets.leave(ADVANCED)
    assert commune.sets == (SET,)
    commune.office_sets.use(ADVANCED)
    answered = commune.self_assessment.opened(sheet, IndicatorCode("1.1"))
    assert answered.standing.entry.answers


def test_the_last_set_cannot_be_left(offices: Offices) -> None:
    with pytest.raises(NoSetLeftError):
        offices.commune.office_sets.leave(SET)
    assert offices.commune.sets == (SET,)


def test_an_office_uses_sets_for_units_such_as_it_sees(offices: Offices) -> None:
    offices.authority.office_sets.use(DISTRICT)
    with pytest.raises(NotForOfficeError):
        offices.commune.office_sets.use(DISTRICT)
    with pytest.raises(NotForOfficeError, match="Mô hình"):
        offices.authority.office_sets.use(VILLAGE)
    with pytest.raises(UnknownSetError):
        offices.commune.office_sets.use("bo-la")
