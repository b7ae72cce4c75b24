"""Updates: newer, signed, backed up first, or refused with nothing changed."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from installer import release_key, update_file
from installer.sources import BuildError
from ntm_desktop import __version__
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.errors import UserError
from ntm_desktop.exchange.disk import DiskFullError
from ntm_desktop.exchange.update_file import ForgedUpdateError, NotAnUpdateError
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.updates import (
    NewerProgramNeededError,
    NoReleaseKeyError,
    NotForThisSystemError,
    OlderUpdateError,
    Updates,
)
from ntm_desktop.services.workplace import Workplace
from resources import read_text
from tests.exchange.test_update_file import PUBLIC, SECRET
from tests.offices import Templates

pytestmark = pytest.mark.os

SET = "xa-ntm-2021-2025"


@pytest.fixture
def commune(office_templates: Templates, tmp_path: Path) -> Iterator[Workplace]:
    opened = office_templates.opened("commune", tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def updates(commune: Workplace, tmp_path: Path) -> Updates:
    return Updates(
        commune.folder,
        commune.backups,
        commune.catalogue,
        public_key=lambda: PUBLIC,
        staging=tmp_path / "staging",
        windows=True,
    )


def program(folder: Path, version: str = "99.0", needs: str = "0") -> Path:
    setup = folder / "NTM-Desktop-Setup.exe"
    setup.write_bytes(b"MZ" + bytes(1000))
    return update_file.write(setup, SECRET, version=version, notes="Mới", needs=needs)


def criteria(folder: Path, version: int, **changed: str) -> Path:
    text = read_text(f"criteria_sets/{SET}.yaml")
    old = next(line for line in text.splitlines() if line.startswith("version:"))
    text = text.replace(old, f"version: {version}", 1)
    for before, after in changed.items():
        text = text.replace(before, after)
    path = folder / "bộ.yaml"
    path.write_text(text, encoding="utf-8")
    named = path.replace(folder / "set.yaml")
    return update_file.write(named, SECRET, version="", notes="")


def backups(commune: Workplace) -> list[Path]:
    return list(commune.folder.backups.glob("*"))


def test_a_newer_program_is_offered_and_nothing_is_done_yet(
    updates: Updates, commune: Workplace, tmp_path: Path
) -> None:
    offer = updates.inspect(program(tmp_path))

    assert (offer.present, offer.update.version) == (__version__, "99.0")
    assert not backups(commune)
    assert not (tmp_path / "staging").exists()


def test_data_is_backed_up_before_the_installer_may_start(
    updates: Updates, commune: Workplace, tmp_path: Path
) -> None:
    setup = updates.prepare(program(tmp_path), Unwatched())

    assert setup.read_bytes() == (tmp_path / "NTM-Desktop-Setup.exe").read_bytes()
    assert len(backups(commune)) == 1
    assert commune.folder.root not in setup.parents

    updates.tidy_up()
    assert not setup.exists()
    updates.tidy_up()


@pytest.mark.parametrize("version", ["0.0.1", __version__])
def test_an_older_or_equal_program_is_refused(
    updates: Updates, commune: Workplace, tmp_path: Path, version: str
) -> None:
    with pytest.raises(OlderUpdateError, match="không mới hơn"):
        updates.prepare(program(tmp_path, version), Unwatched())

    assert not backups(commune)


def test_a_full_disk_is_told_before_anything_is_copied(
    updates: Updates, commune: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 100

    monkeypatch.setattr("shutil.disk_usage", lambda _: Full)

    with pytest.raises(DiskFullError):
        updates.prepare(program(tmp_path), Unwatched())

    assert not list((tmp_path / "staging").iterdir())


def test_a_copy_without_release_key_takes_none_and_says_how_else(
    commune: Workplace, tmp_path: Path
) -> None:
    bare = Updates(commune.folder, commune.backups, commune.catalogue, public_key=lambda: None)

    with pytest.raises(NoReleaseKeyError, match="bộ cài đặt mới"):
        bare.inspect(program(tmp_path))


def test_a_newer_criteria_set_takes_the_place_of_the_shipped_one(
    updates: Updates, commune: Workplace, tmp_path: Path
) -> None:
    before = commune.catalogue.criteria_set(SET)

    topics = updates.apply_criteria(criteria(tmp_path, before.version + 1), Unwatched())

    assert topics
    assert commune.catalogue.criteria_set(SET).version == before.version + 1
    again = Catalogue(commune.folder.cache, commune.folder.criteria)
    assert again.criteria_set(SET).version == before.version + 1
    assert list(commune.catalogue.former(SET).values()) == [before.version]
    with pytest.raises(OlderUpdateError):
        updates.apply_criteria(criteria(tmp_path, before.version + 1), Unwatched())


def test_a_damaged_set_brought_earlier_gives_way_to_the_shipped_one(
    commune: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    commune.folder.criteria.mkdir()
    (commune.folder.criteria / f"{SET}.yaml").write_bytes(b"\xff\xfe: [")

    found = Catalogue(commune.folder.cache, commune.folder.criteria).criteria_set(SET)

    assert found == Catalogue(commune.folder.cache).criteria_set(SET)
    assert SET in caplog.text


def test_a_set_that_needs_a_newer_program_says_so(updates: Updates, tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(read_text(f"criteria_sets/{SET}.yaml"), encoding="utf-8")
    file = update_file.write(tmp_path / "set.yaml", SECRET, version="", notes="", needs="99")
    raised = criteria(tmp_path, 99)

    with pytest.raises((NewerProgramNeededError, OlderUpdateError)):
        updates.inspect(file)
    assert updates.inspect(raised).update.version == "99"


def test_a_signed_head_for_other_content_is_refused_and_nothing_kept(
    updates: Updates, commune: Workplace, tmp_path: Path
) -> None:
    from ntm_desktop.exchange import update_file as format_
    from ntm_desktop.exchange.update_file import Content, Update

    payload = read_text(f"criteria_sets/{SET}.yaml").encode()
    lying = tmp_path / "lying.ntm-update"
    said = Update(
        content=Content.CRITERIA,
        subject="another-set",
        version="7",
        name="x.yaml",
        size=len(payload),
        sha256=sha256(payload).hexdigest(),
        released_on="2026-11-24",
    )
    format_.write(lying, said, payload, SECRET)

    with pytest.raises(NotAnUpdateError):
        updates.apply_criteria(lying, Unwatched())

    assert not list(commune.folder.criteria.iterdir())


def test_programs_are_updated_on_windows_only(commune: Workplace, tmp_path: Path) -> None:
    elsewhere = Updates(
        commune.folder,
        commune.backups,
        commune.catalogue,
        public_key=lambda: PUBLIC,
        staging=tmp_path / "staging",
        windows=False,
    )

    with pytest.raises(NotForThisSystemError):
        elsewhere.prepare(program(tmp_path), Unwatched())

    assert not (tmp_path / "staging").exists()


def test_every_refusal_says_what_to_do(updates: Updates, tmp_path: Path) -> None:
    file = program(tmp_path)
    file.write_bytes(file.read_bytes().replace(b"99.0", b"98.0"))

    with pytest.raises(UserError, match="Hãy") as told:
        updates.inspect(file)

    assert isinstance(told.value, ForgedUpdateError)


def test_release_key_opens_with_its_passphrase_only_and_is_never_replaced(tmp_path: Path) -> None:
    secret, public = tmp_path / "release.key", tmp_path / "release.pub"

    release_key.make(secret, public, "lúa chín")

    assert len(release_key.opened(secret, "lúa chín")) == 32
    assert b"PRIVATE" in secret.read_bytes()
    with pytest.raises(BuildError):
        release_key.opened(secret, "khác")
    with pytest.raises(BuildError, match="exists"):
        release_key.make(secret, tmp_path / "other.pub", "x")
