"""What a package carries to whom, and how often."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import exports, installation
from db.units import Unit
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.exchange.package import envelope_json
from ntm_desktop.exchange.package.envelope import Envelope
from ntm_desktop.exchange.package.errors import PackageExistsError
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.sealing import is_sealed
from ntm_desktop.services import origins
from ntm_desktop.services.composing import (
    CannotResendError,
    NoSuchPartError,
    ReceiverKeyUnknownError,
)
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.sending import ExportReceipt, NotSentHereError
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests import samples
from tests.offices import PASSPHRASE, YEAR, Templates, enter
from tests.services.conftest import Offices

OTHER = Unit(code="06382", name="Xã Vũ Lăng", kind="commune", region="TDMNPB")
AGENCY = Unit(code="185-nn", name="Phòng Nông nghiệp")


@pytest.fixture(scope="session")
def wider(office_templates: Templates) -> Templates:
    """Also another commune and an agency."""
    office_templates.set_up("other", Role.COMMUNE, OTHER)
    office_templates.set_up("agency", Role.AGENCY, AGENCY)
    return office_templates


@pytest.fixture
def other(wider: Templates, offices: Offices, tmp_path: Path) -> Iterator[Workplace]:
    """Another commune of the authority's."""
    offices.authority.keys.trust(wider.public_key("other"))
    office = wider.opened("other", tmp_path / "xã hai")
    office.keys.trust(wider.public_key("authority"))
    yield office
    office.close()


@pytest.fixture
def agency(wider: Templates, offices: Offices, tmp_path: Path) -> Iterator[Workplace]:
    offices.authority.keys.trust(wider.public_key("agency"))
    office = wider.opened("agency", tmp_path / "phòng")
    office.keys.trust(wider.public_key("authority"))
    yield office
    office.close()


def send(office: Workplace, folder: Path, to: str | None = None, **how: Any) -> ExportReceipt:
    folder.mkdir(exist_ok=True)
    keys = office.keys.unlock(PASSPHRASE)
    how = {"plain": True, **how}
    return office.sending.export(folder, keys=keys, year=YEAR, progress=Unwatched(), to=to, **how)


def bring(made: ExportReceipt, to: Workplace) -> None:
    for file in made.files:
        to.receiving.take_in(file.path, Unwatched())


def answer_back(offices: Offices) -> ExportReceipt:
    """The authority's receipt comes to the commune."""
    back = send(offices.authority, offices.stick, "06379")
    bring(back, offices.commune)
    return back


def described(made: ExportReceipt) -> Envelope:
    with open_package(made.path) as package:
        return package.envelope


def add_scans(office: Workplace, folder: Path, *pages: int) -> list[str]:
    before = set(office.files.digests())
    folder.mkdir(exist_ok=True)
    files = [
        samples.write(folder, f"Tờ {count}.pdf", samples.scanned_pdf(count)) for count in pages
    ]
    purpose = Purpose(sheet=office.sheet(year=YEAR), indicators=("3.1",))
    office.evidence.add(files, purpose, Details(), progress=Unwatched())
    return sorted(set(office.files.digests()) - before)


def test_only_what_is_new_since_the_receipt_travels(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    bring(send(offices.commune, offices.stick), offices.authority)
    answer_back(offices)
    enter(offices.commune, "3.1", "87")
    second = send(offices.commune, offices.stick)
    scopes = {part.scope: part for part in described(second).scopes}
    assert second.revisions == 1
    assert scopes["06379"].since[0].seq + 1 == scopes["06379"].upto[0].seq
    bring(second, offices.authority)
    with offices.authority.data.session() as here, offices.commune.data.session() as there:
        assert list(exports.lines(here, "06379")) == list(exports.lines(there, "06379"))


def test_without_a_receipt_all_revisions_travel_again_but_no_evidence(offices: Offices) -> None:
    add_scans(offices.commune, offices.stick, 1)
    first = send(offices.commune, offices.stick)
    second = send(offices.commune, offices.stick)
    assert (first.objects, second.objects) == (1, 0)
    assert second.revisions == first.revisions


def test_full_sends_everything_whatever_was_acknowledged(offices: Offices) -> None:
    add_scans(offices.commune, offices.stick, 1)
    first = send(offices.commune, offices.stick)
    bring(first, offices.authority)
    answer_back(offices)
    again = send(offices.commune, offices.stick, full=True)
    assert again.objects == 1
    assert again.revisions >= first.revisions
    assert all(part.since == () for part in described(again).scopes)


def test_evidence_that_a_receipt_misses_travels_once_more(offices: Offices) -> None:
    """Part 2 was lost on the way: the authority names what it lacks."""
    (digest,) = add_scans(offices.commune, offices.stick, 1)
    bring(send(offices.commune, offices.stick), offices.authority)
    with offices.authority.data.session() as store:
        store.execute("DELETE FROM object")
    assert (back := described(answer_back(offices)).receipt)
    assert back.missing == (digest,)
    again = send(offices.commune, offices.stick)
    assert [each.sha256 for each in described(again).objects] == [digest]
    once = send(offices.commune, offices.stick)
    assert once.objects == 0  # it is under way; the next receipt may ask for it again


def test_an_authority_sends_evidence_only_to_who_misses_it(
    offices: Offices, agency: Workplace
) -> None:
    add_scans(offices.commune, offices.stick, 1)
    bring(send(offices.commune, offices.stick), offices.authority)
    first = send(offices.authority, offices.stick, AGENCY.code)
    assert first.objects == 0
    bring(first, agency)
    bring(send(agency, offices.stick), offices.authority)
    assert send(offices.authority, offices.stick, AGENCY.code).objects == 1


def test_a_commune_never_gets_what_belongs_to_another(offices: Offices, other: Workplace) -> None:
    """Nor any evidence of it, even if its receipt names the digest."""
    add_scans(offices.commune, offices.stick, 1)
    bring(send(offices.commune, offices.stick), offices.authority)
    enter(other, "3.1", "70")
    bring(send(other, offices.stick), offices.authority)
    made = send(offices.authority, offices.stick, OTHER.code, full=True)
    assert {part.scope for part in described(made).scopes} == {"185", OTHER.code}
    assert made.objects == 0


def test_an_agency_gets_every_dossier_held(
    offices: Offices, other: Workplace, agency: Workplace
) -> None:
    for office in (offices.commune, other):
        enter(office, "3.1", "70")
        bring(send(office, offices.stick), offices.authority)
    made = send(offices.authority, offices.stick, AGENCY.code)
    assert [part.scope for part in described(made).scopes] == ["185", "06379", OTHER.code]
    bring(made, agency)
    back = send(agency, offices.stick)
    scopes = {part.scope: part for part in described(back).scopes}
    assert set(scopes) == {"185", "06379", OTHER.code, AGENCY.code}
    assert all(part.since == part.upto for part in scopes.values() if part.scope != AGENCY.code)


def test_a_successor_sends_the_old_dossier_too(offices: Offices) -> None:
    with offices.commune.data.session() as store:
        store.execute("INSERT INTO record VALUES (900, '185', 'succession', 'k')")
        columns = "succession(record, scope, old, new)"
        store.execute(f"INSERT INTO {columns} VALUES (900, '185', '06001', '06379')")
        store.execute("INSERT INTO chain VALUES (900, '06001', ?)", ("0" * 32 + "." + "0" * 16,))
    made = send(offices.commune, offices.stick)
    assert [part.scope for part in described(made).scopes] == ["06001", "06379"]


def test_the_kind_says_what_it_is_for_people(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    dossier = send(offices.commune, offices.stick)
    bring(dossier, offices.authority)
    result = answer_back(offices)
    receipt = send(offices.commune, offices.stick)
    bring(receipt, offices.authority)
    own = send(offices.commune, offices.stick, "06379")
    assert [dossier.kind, result.kind, own.kind] == ["dossier", "result", "sync"]
    assert send(offices.authority, offices.stick, "06379").kind == "receipt"


def test_the_receipt_is_remembered_and_names_former_origins(offices: Offices) -> None:
    made = send(offices.commune, offices.stick)
    with offices.commune.data.session() as store:
        origins.renew(store, origins.Reason.RESTORED)
    later = described(send(offices.commune, offices.stick))
    earlier = described(made)
    assert later.sender.origin != earlier.sender.origin
    assert later.receipt
    assert earlier.receipt
    assert later.receipt.installation == later.sender.origin
    assert later.receipt.replaces == (earlier.sender.origin,)
    assert later.predecessors == ()  # numbers of another origin would name no gap
    with offices.commune.data.session() as store:
        kept = {
            tuple(row) for row in store.execute("SELECT origin, number, digest FROM own_receipt")
        }
    assert kept == {
        (
            each.installation,
            each.number,
            bytes.fromhex(envelope_json.receipt_digest(each)),
        )
        for each in (earlier.receipt, later.receipt)
    }


def test_it_is_sealed_unless_somebody_says_otherwise(offices: Offices) -> None:
    keys = offices.commune.keys.unlock(PASSPHRASE)
    made = send(offices.commune, offices.stick, plain=False)
    assert made.sealed
    assert is_sealed(made.path)
    (kept,) = offices.commune.sending.history()
    assert kept.sealed
    outcome = offices.authority.receiving.take_in(
        made.path, Unwatched(), offices.authority.keys.unlock(PASSPHRASE)
    )
    assert outcome.import_id
    again = offices.commune.sending.resend(
        made.id, [1], offices.stick.parent, keys=keys, progress=Unwatched()
    )
    assert is_sealed(again.path)


def test_to_an_office_whose_key_is_unknown_nothing_can_be_sealed(strangers: Offices) -> None:
    with pytest.raises(ReceiverKeyUnknownError, match="Huyện Bắc Sơn"):
        send(strangers.commune, strangers.stick, plain=False)
    with strangers.commune.data.session() as store:
        assert installation.next_number(store, "package") == 1  # none was used up
    assert not strangers.commune.sending.planned().can_seal


def test_parts_are_listed_and_each_can_be_written_once_more(
    offices: Offices, tmp_path: Path
) -> None:
    add_scans(offices.commune, offices.stick, 1, 2, 3)
    made = send(offices.commune, offices.stick, part_size=150_000)
    assert made.parts == len(made.files) > 1
    assert [each.part for each in made.files] == list(range(1, made.parts + 1))
    keys = offices.commune.keys.unlock(PASSPHRASE)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    enter(offices.commune, "3.1", "90")  # what came later does not get into it
    again = offices.commune.sending.resend(
        made.id, [1, made.parts], elsewhere, keys=keys, progress=Unwatched()
    )
    assert [each.path.name for each in again.files] == [
        made.files[0].path.name,
        made.files[-1].path.name,
    ]
    with open_package(made.path) as first, open_package(again.path) as second:
        assert list(first.revisions()) == list(second.revisions())
        assert first.envelope == second.envelope
    for file in (*again.files, *made.files[1:-1]):
        offices.authority.receiving.take_in(file.path, Unwatched())
    assert set(offices.authority.files.digests()) == set(offices.commune.files.digests())


def test_a_part_that_is_there_is_not_written_over(offices: Offices) -> None:
    made = send(offices.commune, offices.stick)
    keys = offices.commune.keys.unlock(PASSPHRASE)
    with pytest.raises(PackageExistsError):
        offices.commune.sending.resend(
            made.id, [1], offices.stick, keys=keys, progress=Unwatched()
        )


def test_what_cannot_be_sent_again_says_why(offices: Offices, tmp_path: Path) -> None:
    made = send(offices.commune, offices.stick)
    sending, keys = offices.commune.sending, offices.commune.keys.unlock(PASSPHRASE)

    def again(package: str, part: int) -> ExportReceipt:
        return sending.resend(package, [part], tmp_path, keys=keys, progress=Unwatched())

    with pytest.raises(NotSentHereError):
        again("0" * 36, 1)
    with pytest.raises(NoSuchPartError, match="1 phần"):
        again(made.id, 2)
    with offices.commune.data.session() as store:
        store.execute("UPDATE sent SET envelope = ''")
    with pytest.raises(CannotResendError, match="phiên bản cũ"):
        again(made.id, 1)


def test_what_was_taken_back_cannot_be_sent_again(offices: Offices, tmp_path: Path) -> None:
    enter(offices.commune, "3.1", "86,5")
    first = send(offices.commune, offices.stick)
    taken = offices.authority.receiving.take_in(first.path, Unwatched())
    forwarded = send(offices.authority, offices.stick, "06379", full=True)
    assert taken.import_id is not None
    offices.authority.undoing.undo(taken.import_id, Unwatched())
    keys = offices.authority.keys.unlock(PASSPHRASE)
    with pytest.raises(CannotResendError, match="hoàn tác"):
        offices.authority.sending.resend(
            forwarded.id, [1], tmp_path, keys=keys, progress=Unwatched()
        )


def test_what_will_travel_is_counted_before_anything_is_written(offices: Offices) -> None:
    digests = add_scans(offices.commune, offices.stick, 1)
    planned = offices.commune.sending.planned()
    made = send(offices.commune, offices.stick)
    assert (planned.revisions, planned.objects) == (made.revisions, len(digests))
    assert planned.object_bytes == made.object_bytes
    assert (planned.name, planned.confirmed_at, planned.can_seal) == ("Huyện Bắc Sơn", None, True)
    bring(made, offices.authority)
    answer_back(offices)
    bring(send(offices.commune, offices.stick), offices.authority)
    answer_back(offices)
    done = offices.commune.sending.planned()
    assert (done.revisions, done.objects) == (0, 0)
    assert done.confirmed_at is not None
    assert offices.commune.sending.planned(full=True).objects == 1


def test_an_authority_sees_what_is_new_for_every_office(
    offices: Offices, other: Workplace
) -> None:
    enter(offices.commune, "3.1", "86,5")
    bring(send(offices.commune, offices.stick), offices.authority)
    found = {each.receiver: each for each in offices.authority.sending.receivers()}
    assert set(found) == {"06379", OTHER.code}
    assert found["06379"].confirmed_at is not None
    assert found[OTHER.code].confirmed_at is None
    assert found[OTHER.code].name == OTHER.name
    assert found["06379"].revisions == 3  # the authority's name and two enrolments


def test_one_package_for_each_of_several_offices(offices: Offices, other: Workplace) -> None:
    keys = offices.authority.keys.unlock(PASSPHRASE)
    offices.stick.mkdir()
    made = offices.authority.sending.export_each(
        offices.stick,
        ["06379", "06999", OTHER.code],
        keys=keys,
        year=YEAR,
        progress=Unwatched(),
    )
    assert [each.receiver for each in made.done] == ["06379", OTHER.code]
    ((unit, error),) = made.failed
    assert (unit, error.code, made.left) == ("06999", "receiver_key_unknown", ())
    assert len(list(offices.stick.iterdir())) == 2


class StopsInTheSecond:
    """Cancels once a package lies there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def step(self, phase: str, done: int, total: int) -> None:
        if any(self._folder.glob("*.ntm")):
            raise CancelledError


def test_stopping_keeps_what_is_written_and_names_the_rest(
    offices: Offices, other: Workplace
) -> None:
    offices.stick.mkdir()
    made = offices.authority.sending.export_each(
        offices.stick,
        ["06379", OTHER.code],
        keys=offices.authority.keys.unlock(PASSPHRASE),
        year=YEAR,
        progress=StopsInTheSecond(offices.stick),
        plain=True,
    )
    assert (len(made.done), made.left, made.stopped) == (1, (OTHER.code,), True)
    assert len(list(offices.stick.iterdir())) == 1


def test_a_full_disk_ends_it_for_all(offices: Offices, other: Workplace, tmp_path: Path) -> None:
    made = offices.authority.sending.export_each(
        tmp_path / "none",
        ["06379", OTHER.code],
        keys=offices.authority.keys.unlock(PASSPHRASE),
        year=YEAR,
        progress=Unwatched(),
        plain=True,
    )
    assert ([unit for unit, _ in made.failed], made.left) == (["06379"], (OTHER.code,))


def test_the_origin_is_read_when_it_is_sent_not_when_the_program_started(
    offices: Offices,
) -> None:
    with offices.commune.data.session() as store:
        origin = origins.renew(store, origins.Reason.MET_ITSELF)
    assert described(send(offices.commune, offices.stick)).sender.origin == origin
    assert offices.commune.office.identity.origin != origin
    reopened = open_workplace(offices.commune.folder.root)
    assert reopened.sending.history()[0].origin == origin
    reopened.close()
