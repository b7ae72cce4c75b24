"""The power goes, or the disk is full, at any moment of an exchange: all happened or nothing."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.errors import DataFolderError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.sealing import unsealed
from ntm_desktop.services.checking import check
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests import samples
from tests.offices import PASSPHRASE, YEAR, enter
from tests.services.conftest import Offices
from tests.services.test_exchange import add_evidence, lines

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and kill are of Unix")
UNWATCHED = Unwatched()
Work = Callable[[Workplace], object]


def killed_again_and_again(root: Path, work: Work, first: int = 40) -> Iterator[int]:
    """Let other processes do it, killed later each time, until one comes through.

    Calls are those of functions written in C: reading, writing and SQL are among them.
    """
    calls = first
    while died(root, work, calls):
        yield calls
        calls += calls // 2


def died(root: Path, work: Work, calls: int) -> bool:
    child = os.fork()
    if child == 0:
        do(root, work, calls)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def do(root: Path, work: Work, calls: int) -> None:
    """Do it in this process, and end the process in any case."""
    left = calls

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal left
        if event == "c_call":
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        office = open_workplace(root)
        sys.setprofile(count)
        work(office)
        sys.setprofile(None)
        code = 0
    finally:
        os._exit(code)


@pytest.fixture
def dossier(offices: Offices) -> Offices:
    """Offices of which the commune has something to send."""
    enter(offices.commune, "3.1", "86,5")
    add_evidence(offices.commune, offices.stick, samples.scanned_pdf(1), samples.scanned_pdf(2))
    for paper in offices.stick.iterdir():
        paper.unlink()
    return offices


def send(office: Workplace, stick: Path, keys: OfficeKeys, *, plain: bool) -> Path:
    return office.sending.export(
        stick, keys=keys, year=YEAR, progress=UNWATCHED, full=True, plain=plain
    ).path


def sound(office: Workplace) -> bool:
    return list(check(office, UNWATCHED)) == []


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "sealed"])
def test_an_import_that_is_killed_is_done_or_not_begun(dossier: Offices, plain: bool) -> None:
    commune, authority = dossier.commune, dossier.authority
    package = send(commune, dossier.stick, commune.keys.unlock(PASSPHRASE), plain=plain)
    keys = authority.keys.unlock(PASSPHRASE)
    content, before, kills = package.read_bytes(), lines(authority), 0

    def take_in(office: Workplace) -> None:
        office.receiving.take_in(package, UNWATCHED, keys)

    for _ in killed_again_and_again(authority.folder.root, take_in):
        kills += 1
        assert sound(authority)
        assert lines(authority) in (before, lines(commune))
    assert kills > 10
    assert lines(authority) == lines(commune)
    assert sorted(authority.files.digests()) == sorted(commune.files.digests())
    assert package.read_bytes() == content
    assert list(authority.folder.cache.glob("*.scratch")) == []
    assert authority.receiving.take_in(package, UNWATCHED, keys).known
    assert sound(authority)


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "sealed"])
def test_an_export_that_is_killed_leaves_whole_packages_only(
    dossier: Offices, plain: bool
) -> None:
    commune, authority = dossier.commune, dossier.authority
    mine, theirs = (office.keys.unlock(PASSPHRASE) for office in (commune, authority))
    kills = 0

    def export(office: Workplace) -> None:
        send(office, dossier.stick, mine, plain=plain)

    for _ in killed_again_and_again(commune.folder.root, export):
        kills += 1
        assert sound(commune)
        for package in dossier.stick.glob("*.ntm"):
            identities = [mine.age_identity]
            with unsealed(package, identities, authority.folder.cache, UNWATCHED) as whole:
                open_package(whole).close()
    assert kills > 10
    for package in sorted(dossier.stick.glob("*.ntm")):
        authority.receiving.take_in(package, UNWATCHED, theirs)
    assert lines(authority) == lines(commune)
    assert sound(authority)


def test_an_undoing_that_is_killed_is_done_or_not_begun(dossier: Offices) -> None:
    commune, authority = dossier.commune, dossier.authority
    package = send(commune, dossier.stick, commune.keys.unlock(PASSPHRASE), plain=True)
    before = lines(authority)
    taken = authority.receiving.take_in(package, UNWATCHED).import_id
    assert taken
    kills = 0

    def undo(office: Workplace) -> None:
        if lines(office) != before:
            office.undoing.undo(taken, UNWATCHED)

    for _ in killed_again_and_again(authority.folder.root, undo):
        kills += 1
        assert sound(authority)
        assert lines(authority) in (before, lines(commune))
    assert kills >= 5
    assert lines(authority) == before
    assert authority.receiving.take_in(package, UNWATCHED).import_id
    assert lines(authority) == lines(commune)
    assert sound(authority)


class Filling:
    """A disk that is full once so many files were made durable."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, _handle: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(ENOSPC, "No space left on device")


def test_a_disk_that_fills_at_any_moment_of_an_import_changes_nothing(
    dossier: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune, authority = dossier.commune, dossier.authority
    package = send(commune, dossier.stick, commune.keys.unlock(PASSPHRASE), plain=False)
    keys = authority.keys.unlock(PASSPHRASE)
    before, files = lines(authority), sorted(authority.files.digests())
    refused = 0
    for after in range(50):
        monkeypatch.setattr("os.fsync", Filling(after))
        try:
            authority.receiving.take_in(package, UNWATCHED, keys)
            break
        except DataFolderError as full:
            refused += full.code in ("disk_full", "store_full", "data_folder")
        finally:
            monkeypatch.undo()
        assert sound(authority)
        assert (lines(authority), sorted(authority.files.digests())) == (before, files)
    assert refused > 1
    assert lines(authority) == lines(commune)
    assert sound(authority)


def test_a_stick_that_fills_at_any_moment_of_an_export_stays_as_it_was(
    dossier: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune = dossier.commune
    keys, refused = commune.keys.unlock(PASSPHRASE), 0
    for after in range(50):
        monkeypatch.setattr("os.fsync", Filling(after))
        try:
            send(commune, dossier.stick, keys, plain=False)
            break
        except DataFolderError as full:
            refused += full.code == "disk_full"
        finally:
            monkeypatch.undo()
        assert list(dossier.stick.iterdir()) == []
        assert commune.sending.history() == []
    assert refused > 0
    assert sound(commune)
