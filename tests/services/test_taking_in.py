"""A package taken in whole or not at all, whatever happens beside it or in between."""

import errno
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from db import imports
from db.files import StoredFile
from ntm_desktop.domain.progress import Progress, Unwatched
from ntm_desktop.errors import InputError
from ntm_desktop.exchange.disk import DiskFullError
from ntm_desktop.exchange.package.reader import OpenedPackage, open_package
from ntm_desktop.services.arriving import Arriving
from ntm_desktop.services.taking_in import TakingIn
from ntm_desktop.services.workplace import Workplace
from tests import samples
from tests.offices import PASSPHRASE, YEAR, enter
from tests.services.conftest import Offices
from tests.services.test_undoing import add_paper, in_parts, newer, sent, take_in

__all__ = ["sent"]
NOTHING = Unwatched()


@pytest.fixture
def parts(offices: Offices) -> list[Path]:
    """A package whose one paper lies in pieces in every part."""
    offices.stick.mkdir()
    add_paper(offices.commune, offices.stick, samples.scanned_pdf(8))
    return in_parts(offices.commune, offices.stick, 300_000)


def standing(office: Workplace) -> int:
    with office.data.session() as store:
        (count,) = store.execute("SELECT count(*) FROM import WHERE standing").fetchone()
    return int(count)


def while_storing(
    monkeypatch: pytest.MonkeyPatch, do: Callable[[list[StoredFile]], object]
) -> None:
    """Do something once, after the evidence was stored and before anything is entered."""
    whole, left = Arriving.whole, [do]

    def slow(arriving: Arriving, package: OpenedPackage, progress: Progress) -> list[StoredFile]:
        stored = whole(arriving, package, progress)
        if left:
            left.pop()(stored)
        return stored

    monkeypatch.setattr(Arriving, "whole", slow)


def test_a_package_waits_if_what_it_needs_is_undone_while_it_is_stored(
    offices: Offices, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = offices.authority
    first = take_in(authority, sent)
    second = newer(offices)
    while_storing(monkeypatch, lambda _: authority.undoing.undo(first, NOTHING))
    assert authority.receiving.take_in(second.path, NOTHING).waiting_for
    assert standing(authority) == 0
    take_in(authority, sent)
    assert authority.receiving.waiting() == []
    assert standing(authority) == 2


def test_evidence_taken_away_while_it_is_stored_is_stored_again(
    offices: Offices, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = offices.authority.files

    def remove(stored: list[StoredFile]) -> None:
        for each in stored:
            files.remove(each.sha256)

    while_storing(monkeypatch, remove)
    take_in(offices.authority, sent)
    assert list(files.digests()) == list(offices.commune.files.digests())


def test_pieces_of_an_import_that_is_cut_off_wait_for_the_others(
    offices: Offices, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    receiving = offices.authority.receiving
    with monkeypatch.context() as patched:
        patched.setattr(TakingIn, "_with_pieces", killed)
        with pytest.raises(KeyboardInterrupt):
            receiving.take_in(parts[0], NOTHING)
    assert standing(offices.authority) == 1
    for path in parts[1:]:
        receiving.take_in(path, NOTHING)
    assert receiving.waiting() == []
    assert len(list(offices.authority.files.digests())) == 1


def test_a_part_with_a_damaged_piece_is_refused_whole_and_remembered_with_its_sender(
    offices: Offices, parts: list[Path]
) -> None:
    content = bytearray(parts[0].read_bytes())
    with open_package(parts[0]) as package:
        (piece,) = package.pieces
        number = package.envelope.number
        middle = b"".join(package.piece_chunks(piece.sha256, piece.index))[1000:1064]
    content[content.index(middle)] ^= 1
    parts[0].write_bytes(content)
    with pytest.raises(InputError):
        offices.authority.receiving.take_in(parts[0], NOTHING)
    assert standing(offices.authority) == 0
    with offices.authority.data.session() as store:
        (found,) = store.execute("SELECT sender, number FROM refusal").fetchall()
    assert tuple(found) == ("Xã Tân Thành", number)


def test_a_full_disk_under_the_inbox_leaves_nothing(
    offices: Offices, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("ntm_desktop.services.waiting_room.shutil.copyfile", full)
    with pytest.raises(DiskFullError):
        offices.authority.receiving.take_in(parts[0], NOTHING)
    assert standing(offices.authority) == 0
    assert offices.authority.receiving.waiting() == []


def test_a_sealed_package_that_waited_is_known_by_the_hash_of_its_file(
    strangers: Offices,
) -> None:
    commune, authority = strangers.commune, strangers.authority
    strangers.stick.mkdir()
    commune.keys.trust(strangers.templates.public_key("authority"))
    enter(commune, "3.1", "86,5")
    keys = commune.keys.unlock(PASSPHRASE)
    made = commune.sending.export(strangers.stick, keys=keys, year=YEAR, progress=NOTHING)
    assert made.sealed
    authority.receiving.take_in(made.path, NOTHING, authority.keys.unlock(PASSPHRASE))
    authority.keys.trust(strangers.templates.public_key("commune"))
    authority.receiving.retry_waiting(NOTHING)
    with authority.data.session() as store:
        (kept,) = store.execute("SELECT sha256 FROM import_part").fetchone()
    assert kept == sha256(made.path.read_bytes()).digest()


def test_a_sweep_elsewhere_takes_no_part_that_is_coming_in(
    offices: Offices, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ntm_desktop.services.waiting_room import WaitingRoom

    keep = WaitingRoom.keep

    def swept(room: WaitingRoom, *given: object) -> None:
        keep(room, *given)  # type: ignore[arg-type]
        with open_package(parts[1]) as package:
            room.sweep(package.envelope.id)
        monkeypatch.undo()

    monkeypatch.setattr(WaitingRoom, "keep", swept)
    offices.authority.receiving.take_in(parts[1], NOTHING)
    with offices.authority.data.session() as store:
        (waiting,) = imports.waiting(store)
    assert (offices.authority.folder.inbox / waiting.kept_as).is_file()
