"""Packages in parts, in whatever order they come (merge.md 31)."""

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from db import imports
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.package.errors import PackageSealedError
from ntm_desktop.services.checking import check
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.receiving import ImportOutcome
from ntm_desktop.services.workplace import Workplace
from tests.offices import PASSPHRASE, YEAR, enter
from tests.services.conftest import Offices

PART = 60_000
SMALL, LARGE = 40_000, 130_000
NOTHING = Unwatched()


def text(size: int) -> bytes:
    """A document that does not compress, taken as plain text."""
    return os.urandom(size // 2).hex().encode()


@pytest.fixture
def dossier(offices: Offices) -> Offices:
    """A commune with three small papers and one that is larger than a part."""
    offices.stick.mkdir()
    enter(offices.commune, "3.1", "86,5")
    for number, size in enumerate((SMALL, SMALL, LARGE, SMALL)):
        file = offices.stick / f"Báo cáo {number}.txt"
        file.write_bytes(text(size))
        purpose = Purpose(sheet=offices.commune.sheet(year=YEAR), indicators=("3.1",))
        offices.commune.evidence.add([file], purpose, Details(), progress=NOTHING)
        file.unlink()
    return offices


def sent(offices: Offices, *, plain: bool = True) -> list[Path]:
    keys = offices.commune.keys.unlock(PASSPHRASE)
    made = offices.commune.sending.export(
        offices.stick, keys=keys, year=YEAR, progress=NOTHING, plain=plain, part_size=PART
    )
    return [each.path for each in made.files]


def taken(office: Workplace, files: Sequence[Path]) -> list[ImportOutcome]:
    return [office.receiving.take_in(file, NOTHING) for file in files]


def has_everything(offices: Offices) -> bool:
    commune, authority = offices.commune, offices.authority
    return sorted(commune.files.digests()) == sorted(authority.files.digests())


def inbox(office: Workplace) -> list[Path]:
    folder = office.folder.inbox
    return sorted(folder.iterdir()) if folder.exists() else []


def test_no_part_is_larger_than_was_asked(dossier: Offices) -> None:
    files = sent(dossier)
    assert len(files) > 3
    assert max(file.stat().st_size for file in files) <= PART


def test_the_parts_may_come_in_any_order(dossier: Offices) -> None:
    files = sent(dossier)
    orders = [files, files[::-1], [*files[1:], files[0]], *list(permutations(files))[5:8]]
    for turn, order in enumerate(orders):
        root = dossier.stick.parent / f"huyện {turn}"
        authority = dossier.templates.opened("authority", root)
        authority.keys.trust(dossier.templates.public_key("commune"))
        outcomes = taken(authority, order)
        assert has_everything(replace(dossier, authority=authority)), order
        assert outcomes[-1].missing_parts == ()
        assert authority.receiving.waiting() == []
        assert inbox(authority) == []
        assert check(authority, NOTHING) == []
        authority.close()


def test_a_part_before_the_first_waits_and_changes_nothing(dossier: Offices) -> None:
    files = sent(dossier)
    outcome = dossier.authority.receiving.take_in(files[1], NOTHING)
    assert outcome.import_id is None
    assert "phần 1" in outcome.waiting_for[0]
    assert list(dossier.authority.files.digests()) == []
    (waiting,) = dossier.authority.receiving.waiting()
    assert (waiting.part, waiting.file_name) == (2, files[1].name)


def test_missing_parts_are_named_with_what_is_missing(dossier: Offices) -> None:
    files = sent(dossier)
    outcome = dossier.authority.receiving.take_in(files[0], NOTHING)
    assert [each.part for each in outcome.missing_parts] == list(range(2, len(files) + 1))
    assert all(each.objects for each in outcome.missing_parts)
    assert outcome.missing_objects
    seen = dossier.authority.receiving.inspect(files[1], NOTHING)
    assert seen.have == (1, 2)
    assert [each.part for each in seen.missing] == list(range(3, len(files) + 1))


def test_a_part_again_adds_nothing(dossier: Offices) -> None:
    files = sent(dossier)
    taken(dossier.authority, files)
    for file in files:
        assert dossier.authority.receiving.take_in(file, NOTHING).known
    assert inbox(dossier.authority) == []


def test_a_part_that_was_lost_is_sent_again_alone(dossier: Offices) -> None:
    files = sent(dossier)
    taken(dossier.authority, [files[0], *files[2:]])
    (package,) = {each.package for each in dossier.commune.sending.history()}
    again = dossier.stick / "gửi lại"
    again.mkdir()
    keys = dossier.commune.keys.unlock(PASSPHRASE)
    made = dossier.commune.sending.resend(package, [2], again, keys=keys, progress=NOTHING)
    outcome = dossier.authority.receiving.take_in(made.path, NOTHING)
    assert outcome.missing_parts == ()
    assert has_everything(dossier)


def test_parts_of_an_unknown_office_wait_for_its_key(
    strangers: Offices, request: pytest.FixtureRequest
) -> None:
    offices = strangers
    offices.stick.mkdir()
    offices.commune.keys.trust(offices.templates.public_key("authority"))
    enter(offices.commune, "3.1", "86,5")
    file = offices.stick / "a.txt"
    file.write_bytes(text(LARGE))
    purpose = Purpose(sheet=offices.commune.sheet(year=YEAR), indicators=("3.1",))
    offices.commune.evidence.add([file], purpose, Details(), progress=NOTHING)
    for part in sent(offices)[::-1]:
        assert offices.authority.receiving.take_in(part, NOTHING).waiting_for
    offices.authority.keys.trust(offices.templates.public_key("commune"))
    offices.authority.receiving.retry_waiting(NOTHING)
    assert has_everything(offices)
    assert inbox(offices.authority) == []


def test_a_part_that_waits_can_be_given_up_and_taken_in_again(dossier: Offices) -> None:
    files = sent(dossier)
    dossier.authority.receiving.take_in(files[1], NOTHING)
    (waiting,) = dossier.authority.receiving.waiting()
    dossier.authority.receiving.give_up(waiting.package, waiting.part)
    assert dossier.authority.receiving.waiting() == []
    assert inbox(dossier.authority) == []
    taken(dossier.authority, files)
    assert has_everything(dossier)


def test_sealed_parts_need_the_passphrase_and_then_wait_unsealed(dossier: Offices) -> None:
    files = sent(dossier, plain=False)
    with pytest.raises(PackageSealedError):
        dossier.authority.receiving.take_in(files[1], NOTHING)
    with dossier.authority.data.session() as store:
        assert store.execute("SELECT count(*) FROM refusal").fetchone()[0] == 0
    keys = dossier.authority.keys.unlock(PASSPHRASE)
    for file in files[::-1]:
        dossier.authority.receiving.take_in(file, NOTHING, keys)
    assert has_everything(dossier)


def test_the_history_keeps_every_file_with_its_hash(dossier: Offices) -> None:
    files = sent(dossier)
    taken(dossier.authority, files[::-1])
    with dossier.authority.data.session() as store:
        here = imports.standing(store, store.execute("SELECT package FROM import").fetchone()[0])
        assert here is not None
        assert imports.parts(store, here.row) == set(range(1, len(files) + 1))
        rows = store.execute("SELECT file_name, sha256 FROM import_part ORDER BY part").fetchall()
    assert [row[0] for row in rows] == [file.name for file in files]
    assert all(row[1] for row in rows)


def test_a_refused_file_is_remembered_once_it_was_to_be_taken_in(
    offices: Offices, tmp_path: Path
) -> None:
    bad = tmp_path / "Hỏng.ntm"
    bad.write_bytes(b"PK\x03\x04" + b"0" * 100)
    for look in (offices.authority.receiving.inspect, offices.authority.receiving.take_in):
        with pytest.raises(Exception, match="gói"):
            look(bad, NOTHING)
    with offices.authority.data.session() as store:
        rows = store.execute("SELECT file_name, code FROM refusal").fetchall()
    assert [tuple(row) for row in rows] == [("Hỏng.ntm", "package_cut_short")]
