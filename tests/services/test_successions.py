"""A commune goes on with the records of one that was merged into it (merge.md 22)."""

from pathlib import Path

import pytest

from db.journal import NotYoursError
from db.units import Unit
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.subject import SubjectKind
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.subjects import Draft
from ntm_desktop.services.successions import SuccessionError
from ntm_desktop.services.workplace import Workplace
from tests.offices import PASSPHRASE, YEAR, enter, export
from tests.services.conftest import Offices

HEIR = "06382"
NOTHING = Unwatched()


@pytest.fixture
def heir(offices: Offices, tmp_path: Path) -> Workplace:
    """A second commune, which knows the authority and is known to it."""
    templates = offices.templates
    if not templates.public_key("heir").exists():
        unit = Unit(code=HEIR, name="Xã Vũ Lễ", kind="commune", region="TDMNPB")
        templates.set_up("heir", Role.COMMUNE, unit)
    office = templates.opened("heir", tmp_path / "xã kế tục")
    office.keys.trust(templates.public_key("authority"))
    offices.authority.keys.trust(templates.public_key("heir"))
    return office


def old_sheet(office: Workplace) -> Sheet:
    return office.sheet(subject="06379", year=YEAR)


def carry(sender: Workplace, folder: Path, to: str, receiver: Workplace) -> None:
    folder.mkdir()
    keys = sender.keys.unlock(PASSPHRASE)
    made = sender.sending.export(folder, keys=keys, year=YEAR, progress=NOTHING, to=to, plain=True)
    outcome = receiver.receiving.take_in(made.path, NOTHING)
    assert not outcome.waiting_for, outcome.waiting_for


def value(office: Workplace) -> str:
    with office.data.session() as store:
        return str(store.execute("SELECT answer FROM assessment").fetchone()[0])


def test_the_successor_writes_in_the_old_communes_scope_and_the_authority_sees_it(
    offices: Offices, heir: Workplace, tmp_path: Path
) -> None:
    enter(offices.commune, "3.1", "80")
    offices.authority.receiving.take_in(export(offices.commune, offices.stick).path, NOTHING)
    with pytest.raises(NotYoursError):
        heir.self_assessment.enter(old_sheet(heir), IndicatorCode("3.1"), Input(answer="90"))
    offices.authority.successions.enter("06379", HEIR, decision="1672/NQ-UBTVQH15")
    carry(offices.authority, tmp_path / "a", HEIR, heir)
    assert "80" in value(heir)
    heir.self_assessment.enter(old_sheet(heir), IndicatorCode("3.1"), Input(answer="90"))
    carry(heir, tmp_path / "b", "185", offices.authority)
    assert "90" in value(offices.authority)


@pytest.mark.parametrize(("old", "new"), [("06379", "06379"), ("", HEIR), ("06379", " ")])
def test_a_unit_cannot_succeed_itself_or_nobody(offices: Offices, old: str, new: str) -> None:
    with pytest.raises(SuccessionError):
        offices.authority.successions.enter(old, new)


def test_only_the_authority_says_who_goes_on(offices: Offices) -> None:
    with pytest.raises(NotYoursError):
        offices.commune.successions.enter("06379", HEIR)


def test_the_successor_goes_on_with_the_old_communes_villages(
    offices: Offices, heir: Workplace, tmp_path: Path
) -> None:
    """Rename and merge: every revision is still there, under its old names and codes."""
    commune, authority = offices.commune, offices.authority
    village = commune.subjects.add(Draft(name="Thôn Nà Riềng", kind=SubjectKind.VILLAGE)).id
    sheet = commune.sheet(subject=village, year=YEAR)
    code = next(iter(commune.catalogue.criteria_set(sheet.criteria_set).indicators))
    commune.self_assessment.enter(sheet, code, Input(note="đã xem"))
    authority.receiving.take_in(export(commune, offices.stick).path, NOTHING)
    before = lines(authority)
    with pytest.raises(NotYoursError):
        heir.self_assessment.enter(sheet, code, Input(note="chưa phải việc của mình"))
    authority.units.change("06379", since="2025-07-01", name="Xã Tân Thành (cũ)")
    authority.successions.enter("06379", HEIR)
    carry(authority, tmp_path / "a", HEIR, heir)
    assert [each.id for each in heir.subjects.listed()] == [village]
    heir.subjects.rename(village, "Thôn Nà Riềng 1")
    heir.self_assessment.enter(sheet, code, Input(note="tiếp tục"))
    proof = Purpose(sheet=sheet, indicators=(code,))
    heir.evidence.confirm(proof, Details(number="1/BC"))
    carry(heir, tmp_path / "b", "185", authority)
    assert lines(authority)[: len(before)] == before
    (found,) = authority.subjects.listed()
    assert (found.id, found.name) == (village, "Thôn Nà Riềng 1")
    standing = authority.board(sheet).indicator(code)
    assert (standing.entry.note, standing.entry.evidence) == ("tiếp tục", 1)
    assert len(authority.history.of_indicator(sheet, code)) == 2


def test_the_successor_reads_the_old_dossier_under_the_name_of_then(
    offices: Offices, heir: Workplace, tmp_path: Path
) -> None:
    """Rename, merge: what was sent in 2024 is opened, judged and printed as it was."""
    commune, authority = offices.commune, offices.authority
    enter(commune, "3.1", "80")
    authority.receiving.take_in(export(commune, offices.stick).path, NOTHING)
    assert [unit.code for unit in heir.subjects.communes()] == [HEIR]
    authority.units.change("06379", since="2025-07-01", name="Xã Tân Thành (cũ)")
    authority.successions.enter("06379", HEIR)
    carry(authority, tmp_path / "a", HEIR, heir)
    assert [unit.code for unit in heir.subjects.communes()] == [HEIR, "06379"]
    assert [unit.name for unit in heir.units.listed()] == ["Xã Vũ Lễ", "Xã Tân Thành (cũ)"]
    sheet = old_sheet(heir)
    standing = heir.board(sheet).indicator(IndicatorCode("3.1"))
    assert (standing.verdict.value, standing.entry.answers) == (
        "met",
        commune.board(sheet).indicator(IndicatorCode("3.1")).entry.answers,
    )
    assert heir.documents.collected(sheet).office.name == "Xã Tân Thành"
    assert commune.subjects.communes()[0].code == "06379"


def lines(office: Workplace) -> list[str]:
    with office.data.session() as store:
        return [row[0] for row in store.execute("SELECT line FROM revision ORDER BY row")]
