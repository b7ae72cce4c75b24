"""Going back to a backup."""

import sqlite3
from pathlib import Path

import pytest

from db import installation, journal
from db.connection import session
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.services.checking import check
from ntm_desktop.services.recovery import Why
from ntm_desktop.services.restoring import NotABackupError, OtherOfficesBackupError, restore
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.offices import PASSPHRASE, enter
from tests.services.conftest import Offices
from tests.services.test_origins import former, origin

pytestmark = pytest.mark.os


def lines(office: Workplace) -> list[bytes]:
    with office.data.session() as store:
        return [row.revision.line for row in journal.everything(store)]


@pytest.fixture
def copy(offices: Offices, tmp_path: Path) -> Path:
    """A backup of the commune, which has worked on since."""
    enter(offices.commune, "3.1", "80")
    offices.commune.backups.make(tmp_path / "bản sao.sqlite3", Unwatched())
    enter(offices.commune, "3.1", "90")
    return tmp_path / "bản sao.sqlite3"


def restored(offices: Offices, copy: Path) -> Workplace:
    offices.commune.close()
    restore(offices.commune.folder.root, copy, Unwatched())
    return open_workplace(offices.commune.folder.root)


def test_what_was_in_the_backup_is_there_again_under_a_new_origin(
    offices: Offices, copy: Path
) -> None:
    before, kept = origin(offices.commune), lines(offices.commune)
    back = restored(offices, copy)
    assert lines(back) == kept[:-1]
    assert former(back) == [before]
    assert origin(back) != before
    assert check(back, Unwatched()) == []
    back.close()


def test_what_was_there_before_is_kept_as_a_backup(offices: Offices, copy: Path) -> None:
    kept = lines(offices.commune)
    before = restore(offices.commune.folder.root, copy, Unwatched())
    assert before is not None
    with session(before) as store:
        assert [row.revision.line for row in journal.everything(store)] == kept


def test_a_backup_from_before_a_new_key_is_used_with_the_new_one(
    offices: Offices, copy: Path
) -> None:
    old = offices.commune.keys.unlock(PASSPHRASE)
    offices.commune.recovery.renew(Why.REPLACED, PASSPHRASE, old)
    back = restored(offices, copy)
    unlocked = back.keys.unlock(PASSPHRASE)
    assert unlocked.public_key != old.public_key
    assert origin(back).partition(".")[0] == origin_prefix(unlocked.public_key)
    back.close()


def test_a_window_that_is_open_sees_the_restored_data(offices: Offices, copy: Path) -> None:
    restore(offices.commune.folder.root, copy, Unwatched())
    enter(offices.commune, "3.1", "70")
    with offices.commune.data.session() as store:
        here = installation.read(store)
        last = [*journal.everything(store)][-1].revision
    assert here is not None
    assert last.origin == here.identity.origin


def test_a_damaged_data_file_is_put_aside(offices: Offices, copy: Path) -> None:
    offices.commune.close()
    file = offices.commune.folder.file
    for each in file.parent.glob("ntm.sqlite3-*"):
        each.unlink()
    file.write_bytes(b"hong" * 5000)
    restore(offices.commune.folder.root, copy, Unwatched())
    back = open_workplace(offices.commune.folder.root)
    assert lines(back)
    assert [*back.folder.backups.glob("ntm-hong-*")]
    back.close()


@pytest.mark.parametrize("kind", ["text", "other", "cut", "gone"])
def test_what_is_no_backup_is_refused_and_nothing_changes(
    offices: Offices, copy: Path, kind: str
) -> None:
    if kind == "text":
        copy.write_text("xin chào", encoding="utf-8")
    elif kind == "other":
        copy.unlink()
        with sqlite3.connect(copy) as store:
            store.execute("CREATE TABLE a (b)")
        store.close()
    elif kind == "cut":
        copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    else:
        copy.unlink()
    before = lines(offices.commune)
    with pytest.raises(NotABackupError, match="không thay đổi"):
        restore(offices.commune.folder.root, copy, Unwatched())
    assert lines(offices.commune) == before


def test_another_offices_backup_is_refused(offices: Offices, copy: Path) -> None:
    before = lines(offices.authority)
    with pytest.raises(OtherOfficesBackupError, match="06379"):
        restore(offices.authority.folder.root, copy, Unwatched())
    assert lines(offices.authority) == before


def test_a_cancelled_restore_changes_nothing(offices: Offices, copy: Path) -> None:
    class Impatient:
        def step(self, phase: str, done: int, total: int) -> None:
            raise CancelledError

    before = (lines(offices.commune), origin(offices.commune))
    with pytest.raises(CancelledError):
        restore(offices.commune.folder.root, copy, Impatient())
    assert (lines(offices.commune), origin(offices.commune)) == before
