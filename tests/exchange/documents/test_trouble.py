"""A document appears whole or not at all."""

import errno
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path
from tempfile import gettempdir

import pikepdf
import pytest
from PIL import Image

from ntm_desktop.domain.dossier import Dossier
from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.exchange.documents import assembly, output
from ntm_desktop.exchange.documents.dossier import write_dossier
from ntm_desktop.exchange.documents.failures import (
    DestinationError,
    DiskFullError,
    EvidenceVanishedError,
    UnverifiedError,
)
from ntm_desktop.exchange.documents.plan import Plan
from tests.exchange.documents.samples import dossier, evidence, photo, scan, stored

pytestmark = pytest.mark.os


class Phases:
    """Remembers what was told, and acts when it is told something."""

    def __init__(self, phase: str = "", error: Exception | None = None, at: int = 0) -> None:
        self.told: list[tuple[str, int, int]] = []
        self._phase, self._error, self._at = phase, error, at

    def step(self, phase: str, done: int, total: int) -> None:
        self.told.append((phase, done, total))
        if self._error and phase == self._phase and done >= self._at:
            raise self._error


@pytest.fixture
def given(tmp_path: Path) -> Dossier:
    store = tmp_path / "files"
    store.mkdir()
    files = (photo(store / "a.jpg"), scan(store / "b.pdf", 2), photo(store / "c.jpg", (300, 301)))
    return dossier(evidence=(evidence(*files),))


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder / "hồ sơ.pdf"


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Let the system itself refuse to write further, as FAT32 does at 4 GB."""
    resource = pytest.importorskip("resource", reason="limits of size are of Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_every_phase_is_told_and_a_former_document_is_replaced(given: Dossier, dest: Path) -> None:
    dest.write_bytes(b"old")
    phases = Phases()
    write_dossier(given, dest, phases)
    assert list(dest.parent.iterdir()) == [dest]
    assert dest.read_bytes()[:5] == b"%PDF-"
    assert list(dict.fromkeys(phase for phase, _, _ in phases.told)) == [
        "Kiểm tra minh chứng",
        "Trình bày",
        "Ghép trang",
        "Ghi ảnh",
    ]


@pytest.mark.parametrize("phase", ["Kiểm tra minh chứng", "Trình bày", "Ghép trang", "Ghi ảnh"])
def test_stopping_leaves_the_former_document_and_nothing_else(
    given: Dossier, dest: Path, phase: str
) -> None:
    dest.write_bytes(b"old")
    with pytest.raises(CancelledError):
        write_dossier(given, dest, Phases(phase, CancelledError()))
    assert list(dest.parent.iterdir()) == [dest]
    assert dest.read_bytes() == b"old"


def test_a_document_grown_too_large_for_the_disk_leaves_nothing(
    given: Dossier, dest: Path
) -> None:
    big = dest.parent.parent / "files" / "d.jpg"
    photo(big)
    big.write_bytes(big.read_bytes() + bytes(3_000_000))
    file = replace(given.evidence[0].files[0], path=big, size=big.stat().st_size, sha256="d" * 64)
    with no_file_larger_than(2_000_000), pytest.raises(DiskFullError):
        write_dossier(replace(given, evidence=(evidence(file),)), dest, Unwatched())
    assert list(dest.parent.iterdir()) == []


def test_a_disk_that_fills_while_pages_are_joined_leaves_nothing(
    given: Dossier, dest: Path
) -> None:
    store = dest.parent.parent / "files"
    heavy = scan(store / "heavy.pdf", 1)
    with pikepdf.open(heavy.path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.contents_add(b"% " + b"y" * 3_000_000)
        pdf.save(heavy.path, compress_streams=False)
    given = replace(given, evidence=(evidence(stored(heavy.path)),))
    with no_file_larger_than(2_000_000), pytest.raises(DiskFullError):
        write_dossier(given, dest, Unwatched())
    assert list(dest.parent.iterdir()) == []


def test_a_full_temporary_folder_is_said_too(given: Dossier, dest: Path) -> None:
    with no_file_larger_than(10_000), pytest.raises(DiskFullError):  # less than our own pages
        write_dossier(given, dest, Unwatched())
    assert list(dest.parent.iterdir()) == []


def test_a_temporary_folder_that_fills_while_a_png_is_decoded_is_said(
    given: Dossier, dest: Path
) -> None:
    path = dest.parent.parent / "files" / "mờ.png"
    Image.effect_noise((700, 700), 90).convert("RGBA").save(path)
    given = replace(given, evidence=(evidence(stored(path)),))
    with no_file_larger_than(300_000), pytest.raises(DiskFullError, match=f"“{gettempdir()}”"):
        write_dossier(given, dest, Unwatched())
    assert list(dest.parent.iterdir()) == []


def test_too_little_room_is_said_before_any_work(
    given: Dossier, dest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("U", (), {"free": 1000})())
    with pytest.raises(DiskFullError, match="Hãy dọn bớt"):
        write_dossier(given, dest, Phases("Ghép trang", AssertionError()))


def test_a_folder_that_is_not_there_is_said(given: Dossier, tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match=r"hồ sơ\.pdf”"):
        write_dossier(given, tmp_path / "không có" / "hồ sơ.pdf", Unwatched())


def test_a_document_that_is_open_elsewhere_is_said_and_kept(
    given: Dossier, dest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dest.write_bytes(b"old")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(DestinationError, match="đang mở"):
        write_dossier(given, dest, Unwatched())
    assert dest.read_bytes() == b"old"
    assert list(dest.parent.iterdir()) == [dest]


@pytest.mark.parametrize("name", ["a.jpg", "b.pdf"])
def test_evidence_that_is_gone_is_named(given: Dossier, dest: Path, name: str) -> None:
    (dest.parent.parent / "files" / name).unlink()
    with pytest.raises(EvidenceVanishedError, match=name):
        write_dossier(given, dest, Unwatched())
    assert list(dest.parent.iterdir()) == []


def test_evidence_of_another_size_than_it_was_is_named(given: Dossier, dest: Path) -> None:
    path = dest.parent.parent / "files" / "a.jpg"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(EvidenceVanishedError, match=r"a\.jpg"):
        write_dossier(given, dest, Unwatched())


@pytest.mark.parametrize(
    ("name", "phase"), [("b.pdf", "Trình bày"), ("a.jpg", "Ghép trang"), ("c.jpg", "Ghi ảnh")]
)
def test_evidence_that_vanishes_meanwhile_is_named_and_nothing_is_left(
    given: Dossier, dest: Path, name: str, phase: str
) -> None:
    class Thief(Phases):
        def step(self, told: str, done: int, total: int) -> None:
            if told == phase:
                (dest.parent.parent / "files" / name).unlink(missing_ok=True)

    with pytest.raises(EvidenceVanishedError, match=name):
        write_dossier(given, dest, Thief())
    assert list(dest.parent.iterdir()) == []


def test_a_file_that_cannot_be_joined_is_found_when_the_complaint_names_none(
    given: Dossier, dest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, files = pikepdf.Job, dest.parent.parent / "files"
    other = evidence(scan(files / "d.pdf", 1), scan(files / "e.pdf", 2))

    def job(words: list[str]) -> pikepdf.Job:
        if str(files / "d.pdf") in words:
            raise RuntimeError("something is wrong")
        return real(words)

    monkeypatch.setattr(pikepdf, "Job", job)
    with pytest.raises(EvidenceVanishedError, match=r"d\.pdf"):
        write_dossier(replace(given, evidence=(*given.evidence, other)), dest, Unwatched())
    assert list(dest.parent.iterdir()) == []


def test_a_photograph_cut_short_meanwhile_is_named(given: Dossier, dest: Path) -> None:
    class Cutter(Phases):
        def step(self, told: str, done: int, total: int) -> None:
            if told == "Ghép trang":
                path = dest.parent.parent / "files" / "c.jpg"
                path.write_bytes(path.read_bytes()[:100])

    with pytest.raises(EvidenceVanishedError, match=r"c\.jpg"):
        write_dossier(given, dest, Cutter())
    assert list(dest.parent.iterdir()) == []


def test_what_does_not_read_back_is_not_kept(
    given: Dossier, dest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = output.write_synced

    def lossy(target: Path, *writes: output.Write) -> None:
        whole(target, *writes)
        with FileIO(target, "r+") as file:
            file.truncate(target.stat().st_size - 40)

    monkeypatch.setattr(assembly, "write_synced", lossy)
    with pytest.raises(UnverifiedError, match="cấu trúc tệp"):
        write_dossier(given, dest, Unwatched())
    assert list(dest.parent.iterdir()) == []


def test_a_picture_of_another_length_is_found_when_reading_back(
    given: Dossier, dest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = assembly._pictures  # noqa: SLF001 - what was asked for, one byte longer

    def longer(planned: Plan) -> Iterator[assembly.Placed]:
        for placed in found(planned, [b""] * 9):
            yield replace(placed, picture=replace(placed.picture, spans=((0, 7),)))

    whole = assembly.verify
    monkeypatch.setattr(
        assembly, "verify", lambda at, planned, _: whole(at, planned, list(longer(planned)))
    )
    with pytest.raises(UnverifiedError, match=r"ảnh “a\.jpg”"):
        write_dossier(given, dest, Unwatched())
