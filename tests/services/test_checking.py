from collections.abc import Iterator
from pathlib import Path

import pytest

from db.connection import session
from ntm_desktop import held_files
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.services import practice
from ntm_desktop.services.checking import check
from ntm_desktop.services.workplace import Workplace, open_workplace

pytestmark = pytest.mark.os


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    """A commune with values and one paper, which has sent a package."""
    practice.make_office(tmp_path / "data", files=1)
    opened = open_workplace(tmp_path / "data")
    unlocked = opened.keys.unlock(practice.PASSPHRASE)
    opened.sending.export(tmp_path, keys=unlocked, year=2025, progress=Unwatched(), plain=True)
    yield opened
    opened.close()


def codes(workplace: Workplace) -> list[str]:
    return [fault.code for fault in check(workplace, Unwatched())]


def kept_file(workplace: Workplace) -> Path:
    (digest,) = workplace.files.digests()
    return workplace.files.path(digest)


def test_sound_data_has_no_faults(workplace: Workplace) -> None:
    assert codes(workplace) == []


def test_a_forged_signature_of_a_chain_is_found(workplace: Workplace) -> None:
    with session(workplace.folder.file) as store:
        store.execute("UPDATE head SET signature = zeroblob(64)")
    assert codes(workplace) == ["head_forged"]


def test_a_changed_evidence_file_is_found(workplace: Workplace) -> None:
    path = kept_file(workplace)
    content = path.read_bytes()
    held_files.remove(path)
    path.write_bytes(content[:-1] + b"?")
    assert codes(workplace) == ["evidence_changed"]


def test_a_missing_evidence_file_is_found(workplace: Workplace) -> None:
    held_files.remove(kept_file(workplace))
    assert codes(workplace) == ["evidence_missing"]


def test_evidence_that_was_never_entered_as_present_is_found(workplace: Workplace) -> None:
    with session(workplace.folder.file) as store:
        store.execute("DELETE FROM object")
    assert codes(workplace) == ["evidence_missing"]


def test_a_foreign_file_in_the_store_is_found(workplace: Workplace) -> None:
    (kept_file(workplace).parent / "virus.exe").write_bytes(b"MZ")
    assert codes(workplace) == ["evidence_stray"]


def test_a_content_whose_entry_never_came_is_no_fault(workplace: Workplace) -> None:
    spare = workplace.files.path("ab" + "0" * 62)
    spare.parent.mkdir(exist_ok=True)
    spare.write_bytes(b"whole, but the power failed")
    assert codes(workplace) == []


def test_a_damaged_data_file_is_a_finding_not_a_crash(workplace: Workplace) -> None:
    workplace.close()
    with session(workplace.folder.file) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with workplace.folder.file.open("r+b") as file:
        for page in range(4, 40):
            file.seek(page * 4096 + 100)
            file.write(b"\xff" * 1000)
    assert "data_file_damaged" in codes(workplace)
