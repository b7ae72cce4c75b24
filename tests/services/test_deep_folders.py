"""Folders so deep down that Windows opens nothing in them unless asked for in its own way."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from db.files import FileStore
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange import disk
from ntm_desktop.exchange.documents.checklist import write_checklist
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.sealing import unsealed
from ntm_desktop.exchange.package.writer import write_package
from ntm_desktop.paths import DataFolder, reachable, shown
from ntm_desktop.services.checking import check
from ntm_desktop.services.restoring import restore
from ntm_desktop.services.viewing import copy_to_view
from tests import samples
from tests.exchange import packages
from tests.exchange.documents.test_checklist import checklist
from tests.offices import PASSPHRASE, YEAR, Templates, enter
from tests.services.conftest import Offices

pytestmark = pytest.mark.os
LONG_NAME = f"{'Biên bản nghiệm thu đường trục thôn ' * 5}"[:170] + ".pdf"


class Limit:
    """Refuses what Windows refuses by default; Wine knows no limit."""

    def __init__(self) -> None:
        self.counts = False
        sys.addaudithook(self.audit)

    def audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.counts and event in _OPENING:
            self.check(arguments[0])

    def check(self, path: object) -> None:
        told = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
        told = unquote(told.removeprefix("file:")) if isinstance(told, str) else ""
        if len(told) >= 260 and not told.startswith("\\\\?\\"):
            pytest.fail(f"too long for Windows: {told}")

    def checked(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: object, *arguments: object, **named: object) -> object:
            self.check(path)
            return real(path, *arguments, **named)

        return call


_OPENING = frozenset(
    {"open", "os.chmod", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
    | {"os.scandir", "os.utime", "sqlite3.connect"}
)
_LIMIT = Limit() if sys.platform == "win32" else None  # a hook stays for good


@pytest.fixture(autouse=True)
def limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if _LIMIT is None:
        yield
        return
    for name in ("stat", "lstat"):
        monkeypatch.setattr(os, name, _LIMIT.checked(getattr(os, name)))
    _LIMIT.counts = True
    yield
    _LIMIT.counts = False


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A folder whose path has more than 300 characters, as people spell it."""
    folder = tmp_path
    while len(str(folder)) < 300:
        folder /= "Hồ sơ minh chứng năm 2024"
    reachable(folder).mkdir(parents=True)
    return folder


def test_an_office_works_in_a_deep_folder(deep: Path, office_templates: Templates) -> None:
    office = office_templates.opened("commune", reachable(deep / "xã", room=200))
    enter(office, "3.1", "80")
    backup = office.backups.make(None, Unwatched())
    assert shown(backup.path).is_relative_to(deep)
    assert check(office, Unwatched()) == []
    office.close()


def test_going_back_to_a_backup_in_a_deep_folder(
    deep: Path, tmp_path: Path, office_templates: Templates
) -> None:
    office = office_templates.opened("commune", tmp_path / "xã")
    made = office.backups.make(deep / "bản sao #1 100%.sqlite3", Unwatched())
    office.close()

    assert made.path.parent == deep
    assert restore(tmp_path / "xã", made.path, Unwatched()) is not None


def test_a_paper_is_taken_in_and_shown_however_deep_it_lies(deep: Path, tmp_path: Path) -> None:
    content = samples.scanned_pdf(1)
    reachable(deep / LONG_NAME).write_bytes(content)
    store = FileStore(DataFolder(deep / "dữ liệu").files)

    kept = store.take_in(deep / LONG_NAME)

    assert list(store.check({kept.sha256: kept.size})) == []
    copy = copy_to_view(store, DataFolder(deep).cache, kept.sha256, LONG_NAME)
    assert reachable(copy).read_bytes() == content
    store.remove(kept.sha256)
    assert not store.holds(kept.sha256)


def test_a_package_is_written_to_and_read_from_a_deep_folder(deep: Path, tmp_path: Path) -> None:
    written = write_package(deep, packages.plan(tmp_path), packages.KEYS, Unwatched())

    assert written.parts[0].path == deep / packages.NAME
    with open_package(written.parts[0].path) as package:
        package.verify_objects()


def test_a_sealed_package_in_a_deep_folder_is_opened(deep: Path, tmp_path: Path) -> None:
    recipients = [packages.KEYS.age_recipient]
    planned = packages.plan(tmp_path)
    written = write_package(deep, planned, packages.KEYS, Unwatched(), recipients=recipients)

    identities = [packages.KEYS.age_identity]
    with unsealed(written.parts[0].path, identities, tmp_path / "tạm", Unwatched()) as plain:
        assert plain.stat().st_size > 0


def test_what_came_to_a_deep_folder_is_taken_in(deep: Path, offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    keys = offices.commune.keys.unlock(PASSPHRASE)
    sent = offices.commune.sending.export(
        deep, keys=keys, year=YEAR, progress=Unwatched(), plain=True
    )

    assert offices.authority.receiving.inspect(sent.path, Unwatched()).signature == "trusted"
    assert not offices.authority.receiving.take_in(sent.path, Unwatched()).waiting_for


def test_keys_go_through_a_deep_folder(deep: Path, offices: Offices) -> None:
    made = offices.commune.keys.export_public(deep / "khóa công khai.ntmkey", PASSPHRASE)
    offices.commune.keys.back_up(deep / "khóa bí mật.key")

    assert offices.commune.keys.read(made).unit == "06379"


def test_a_document_is_written_to_a_deep_folder(deep: Path) -> None:
    write_checklist(checklist(), deep / "phiếu.pdf", Unwatched())
    disk.write_whole(deep / "khóa.ntmkey", b"khoa")

    assert sorted(path.name for path in reachable(deep, room=200).iterdir()) == [
        "khóa.ntmkey",
        "phiếu.pdf",
    ]
