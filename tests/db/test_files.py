import errno
import io
import os
import stat
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from db import files, incoming
from db.connection import DataFolderNotWritableError, DiskFullError
from db.file_errors import (
    EvidenceDamagedError,
    EvidenceMissingError,
    SourceChangedError,
    SourceEmptyError,
    SourceError,
    SourceIsFolderError,
    SourceLockedError,
    SourceUnreadableError,
    SourceVanishedError,
)
from db.files import CHUNK, FileStore, Finding, Problem
from db.intake import Parcel, add_all, take_in_all
from ntm_desktop import held_files
from ntm_desktop.domain.media import Kind, MacrosRefusedError, ProgramRefusedError
from ntm_desktop.domain.progress import CancelledError, Unwatched
from tests import samples

pytestmark = pytest.mark.os

PDF = samples.scanned_pdf(2)
DIGEST = sha256(PDF).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "data" / "files")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return samples.write(tmp_path / "usb", samples.VIETNAMESE_NAME, PDF)


def contents(store: FileStore) -> list[str]:
    """Every file under the store, whatever it is."""
    if not store.root.is_dir():
        return []
    return sorted(path.name for path in store.root.rglob("*") if path.is_file())


def damage(path: Path) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_file_is_kept_under_its_hash_with_size_and_checksum(
    store: FileStore, source: Path
) -> None:
    kept = store.take_in(source)
    assert kept == files.StoredFile(DIGEST, len(PDF), zlib.crc32(PDF), Kind.PDF, is_new=True)
    assert store.path(DIGEST) == store.root / DIGEST[:2] / DIGEST
    assert store.path(DIGEST).read_bytes() == PDF
    assert contents(store) == [DIGEST]
    assert list(store.digests()) == [DIGEST]


def test_a_kept_file_is_read_only_and_the_original_is_as_before(
    store: FileStore, source: Path
) -> None:
    before = source.stat()
    store.take_in(source)
    assert not store.path(DIGEST).stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    after = source.stat()
    assert (after.st_mode, after.st_size, after.st_mtime_ns) == (
        before.st_mode,
        before.st_size,
        before.st_mtime_ns,
    )


@pytest.mark.parametrize("name", [samples.VIETNAMESE_NAME, samples.DECOMPOSED_NAME, "ă" * 120])
def test_names_in_any_form_and_length_are_read(
    tmp_path: Path, store: FileStore, name: str
) -> None:
    path = samples.write(tmp_path / "thư mục có dấu cách", name, PDF)
    assert store.take_in(path).sha256 == DIGEST


def test_the_same_content_under_another_name_is_kept_once(
    tmp_path: Path, store: FileStore, source: Path
) -> None:
    store.take_in(source)
    again = store.take_in(samples.write(tmp_path, samples.DECOMPOSED_NAME, PDF))
    assert (again.sha256, again.is_new) == (DIGEST, False)
    assert contents(store) == [DIGEST]


def test_a_copy_cut_short_is_replaced_when_the_original_is_added_again(
    store: FileStore, source: Path
) -> None:
    store.take_in(source)
    store.path(DIGEST).chmod(0o644)
    store.path(DIGEST).write_bytes(PDF[:100])
    assert store.take_in(source).is_new
    store.verify(DIGEST)


def test_a_damaged_copy_is_replaced_when_a_recheck_is_asked_for(
    store: FileStore, source: Path
) -> None:
    store.take_in(source)
    damage(store.path(DIGEST))
    assert not store.take_in(source).is_new
    assert store.take_in(source, recheck=True).is_new
    store.verify(DIGEST)


def test_damage_is_seen_when_reading(store: FileStore, source: Path) -> None:
    store.take_in(source)
    with store.open_verified(DIGEST) as kept:
        assert kept.read() == PDF
    damage(store.path(DIGEST))
    with pytest.raises(EvidenceDamagedError) as told:
        store.open_verified(DIGEST)
    assert told.value.code == "evidence_damaged"


def test_a_kept_file_that_is_gone_is_named_missing(store: FileStore, source: Path) -> None:
    store.take_in(source)
    store.remove(DIGEST)
    assert not store.holds(DIGEST)
    with pytest.raises(EvidenceMissingError):
        store.verify(DIGEST)
    store.remove(DIGEST)


@pytest.mark.parametrize("name", ["", "x", "../" + "a" * 61, "A" * 64])
def test_only_a_hash_names_a_content(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        store.path(name)


# Originals that cannot be taken in


def test_a_file_that_is_gone_is_refused(tmp_path: Path, store: FileStore) -> None:
    refused(store, tmp_path / "không có.pdf", SourceVanishedError)


def test_a_folder_is_refused(tmp_path: Path, store: FileStore) -> None:
    refused(store, tmp_path, SourceIsFolderError)


def test_an_empty_file_is_refused(tmp_path: Path, store: FileStore) -> None:
    refused(store, samples.write(tmp_path, "rỗng.pdf", b""), SourceEmptyError)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path, store: FileStore) -> None:
    os.mkfifo(tmp_path / "ống.pdf")
    refused(store, tmp_path / "ống.pdf", SourceIsFolderError)


def test_a_file_held_by_another_program_is_refused(
    monkeypatch: pytest.MonkeyPatch, store: FileStore, source: Path
) -> None:
    def locked(*_: object) -> None:
        raise PermissionError(errno.EACCES, "sharing violation")

    monkeypatch.setattr(files, "FileIO", locked)
    refused(store, source, SourceLockedError)


class Breaking(io.FileIO):
    """An original on a stick that is pulled out, or edited, after the first piece."""

    then: Callable[[], object]

    def readinto(self, room: Any, /) -> int | None:
        if self.tell() >= CHUNK:
            type(self).then()
        return super().readinto(room)


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> type[Breaking]:
    class Here(Breaking):
        pass

    monkeypatch.setattr(files, "FileIO", Here)
    return Here


@pytest.fixture
def large(tmp_path: Path) -> Path:
    return samples.write(tmp_path, "lớn.pdf", b"%PDF-1.7\n" + bytes(3 * CHUNK))


def test_a_stick_pulled_out_half_way_leaves_nothing(
    breaking: type[Breaking], store: FileStore, large: Path
) -> None:
    def pulled_out() -> None:
        raise OSError(errno.EIO, "Input/output error")

    breaking.then = pulled_out
    refused(store, large, SourceUnreadableError)


def test_a_file_that_grows_while_it_is_read_is_refused(
    breaking: type[Breaking], store: FileStore, large: Path
) -> None:
    breaking.then = lambda: large.write_bytes(b"%PDF-1.7\n" + bytes(4 * CHUNK))
    refused(store, large, SourceChangedError)


def test_a_file_rewritten_with_the_same_length_is_refused(
    breaking: type[Breaking], store: FileStore, large: Path
) -> None:
    def rewritten() -> None:
        large.write_bytes(b"%PDF-1.6\n" + bytes(3 * CHUNK))
        os.utime(large, ns=(1, 1))

    breaking.then = rewritten
    refused(store, large, SourceChangedError)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing replaces an open file there")
def test_a_file_replaced_while_it_is_read_is_refused(
    breaking: type[Breaking], store: FileStore, large: Path, tmp_path: Path
) -> None:
    breaking.then = lambda: samples.write(tmp_path, "mới", PDF).replace(large)
    refused(store, large, SourceChangedError, SourceVanishedError)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (samples.program(), ProgramRefusedError),
        (samples.docx_with_macro(), MacrosRefusedError),
    ],
)
def test_what_could_run_never_reaches_the_store(
    tmp_path: Path, store: FileStore, content: bytes, error: type[Exception]
) -> None:
    path = samples.write(tmp_path, "quyết định.pdf", content)
    with pytest.raises(error):
        store.take_in(path)
    assert contents(store) == []


def refused(store: FileStore, path: Path, *errors: type[SourceError]) -> None:
    """The error is a sentence with a way out, and nothing of the file is kept."""
    with pytest.raises(errors) as told:
        store.take_in(path)
    assert "Hãy" in str(told.value)
    assert told.value.exit_status == 3
    assert contents(store) == []


# The disk under the store


def disk_full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["write", "fsync", "replace", "mkdir"])
def test_a_full_disk_is_told_and_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch, store: FileStore, source: Path, step: str
) -> None:
    samples.write(source.parent, "trước.jpg", samples.photo((64, 48)))
    before = store.take_in(source.parent / "trước.jpg")
    with monkeypatch.context() as patch:
        match step:
            case "write":
                patch.setattr(files, "_write", disk_full)
            case "fsync":
                patch.setattr(os, "fsync", disk_full)
            case _:
                patch.setattr(Path, step, disk_full)
        with pytest.raises(DiskFullError) as told:
            store.take_in(source)
    assert told.value.exit_status == 4
    assert source.read_bytes() == PDF
    assert contents(store) == [before.sha256]
    assert store.take_in(source).is_new


def test_a_disk_that_takes_only_a_part_of_a_piece_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, store: FileStore, source: Path
) -> None:
    class Reluctant(io.FileIO):
        def write(self, piece: Any, /) -> int:
            return super().write(memoryview(piece)[: max(1, len(piece) // 2)])

    monkeypatch.setattr(incoming, "FileIO", Reluctant)
    assert store.take_in(source).sha256 == DIGEST
    store.verify(DIGEST)


def test_a_store_that_cannot_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, store: FileStore, source: Path
) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(files, "_write", forbidden)
    with pytest.raises(DataFolderNotWritableError):
        store.take_in(source)


# Stopping and crashing


class Stopper:
    """Someone who changes their mind after some steps."""

    def __init__(self, after: int) -> None:
        self.left = after

    def step(self, phase: str, done: int, total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise CancelledError


@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancelling_leaves_nothing(store: FileStore, large: Path, after: int) -> None:
    with pytest.raises(CancelledError):
        store.take_in(large, Stopper(after))
    assert contents(store) == []


KILLED_HALF_WAY = """
import os, sys
from pathlib import Path
from db.files import FileStore
class Death:
    def step(self, phase, done, total):
        if done:
            os.kill(os.getpid(), 9)
FileStore(Path(sys.argv[1])).take_in(Path(sys.argv[2]), Death())
"""


def test_a_kill_half_way_leaves_the_store_clean_when_it_is_opened_again(
    store: FileStore, large: Path
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_HALF_WAY, str(store.root), str(large)], check=False
    )
    assert abs(ended.returncode) == 9
    assert len(contents(store)) == 1
    for left in store.root.glob("incoming/*"):
        os.utime(left, (1, 1))  # on Windows only what is old is known to be left
    again = FileStore(store.root)
    assert contents(again) == []
    assert again.take_in(large).is_new


def test_opening_the_store_spares_what_another_is_still_writing(
    store: FileStore, large: Path
) -> None:
    class OpenedMeanwhile:
        def step(self, phase: str, done: int, total: int) -> None:
            FileStore(store.root)

    assert store.take_in(large, OpenedMeanwhile()).is_new
    assert list(store.check({sha256(large.read_bytes()).hexdigest(): large.stat().st_size})) == []


TAKES_IN = """
import sys
from pathlib import Path
from db.files import FileStore
store = FileStore(Path(sys.argv[1]))
sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
for path in sys.argv[2:]:
    store.take_in(Path(path))
"""


def test_two_processes_take_in_the_same_files_at_once(tmp_path: Path, store: FileStore) -> None:
    paths = [
        samples.write(tmp_path, f"{number}.pdf", PDF + str(number).encode())
        for number in range(20)
    ]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", TAKES_IN, str(store.root), *map(str, paths)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        process.communicate("go\n", timeout=60)
    assert [process.returncode for process in both] == [0, 0]
    expected = {sha256(path.read_bytes()).hexdigest(): path.stat().st_size for path in paths}
    assert list(store.check(expected)) == []
    assert contents(store) == sorted(expected)


# Content from a package


def pieces(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), 1000):
        yield content[at : at + 1000]


def test_content_from_a_package_is_kept_with_the_same_guarantees(store: FileStore) -> None:
    kept = store.add_stream(pieces(PDF), DIGEST)
    assert kept == files.StoredFile(DIGEST, len(PDF), zlib.crc32(PDF), Kind.PDF, is_new=True)
    assert not store.add_stream(pieces(PDF), DIGEST).is_new


def test_content_from_a_package_mends_a_damaged_copy(store: FileStore) -> None:
    store.add_stream(pieces(PDF), DIGEST)
    damage(store.path(DIGEST))
    assert store.add_stream(pieces(PDF), DIGEST).is_new
    store.verify(DIGEST)


def test_content_other_than_announced_is_not_kept(store: FileStore) -> None:
    with pytest.raises(EvidenceDamagedError):
        store.add_stream(pieces(PDF[:-1]), DIGEST)
    assert contents(store) == []


def test_a_program_in_a_package_is_not_kept(store: FileStore) -> None:
    content = samples.program()
    with pytest.raises(ProgramRefusedError):
        store.add_stream(pieces(content), sha256(content).hexdigest())
    assert contents(store) == []


def test_a_kind_that_only_a_newer_program_knows_is_kept_from_a_package(store: FileStore) -> None:
    content = bytes(range(256))
    assert store.add_stream(pieces(content), sha256(content).hexdigest()).kind is None


# Checking


def test_a_whole_store_has_no_findings(store: FileStore, source: Path) -> None:
    store.take_in(source)
    assert list(store.check({DIGEST: len(PDF)})) == []


def test_what_is_missing_changed_or_stray_is_found(
    store: FileStore, source: Path, large: Path
) -> None:
    damaged, unused = store.take_in(source), store.take_in(large)
    damage(store.path(damaged.sha256))
    samples.write(store.root / "ab", "thừa.txt", b"x")
    samples.write(store.root / "00", damaged.sha256, b"x")
    missing = "0" * 64
    expected = {missing: 1, damaged.sha256: damaged.size}
    found = set(store.check(expected))
    assert found == {
        Finding(Problem.MISSING, missing),
        Finding(Problem.CHANGED, damaged.sha256),
        Finding(Problem.STRAY, "ab/thừa.txt"),
        Finding(Problem.STRAY, f"00/{damaged.sha256}"),
        Finding(Problem.UNUSED, unused.sha256),
    }
    assert {finding for finding in found if finding.is_harmless} == {
        Finding(Problem.UNUSED, unused.sha256)
    }


# Many at once


def test_many_files_come_in_together_each_with_its_own_result(
    tmp_path: Path, store: FileStore, source: Path
) -> None:
    paths = [source, tmp_path / "không có", *_photos(tmp_path, 8), tmp_path, source]
    results = list(take_in_all(store, paths))
    assert [result.source for result in results] == paths
    assert [type(result.outcome).__name__ for result in results] == [
        "StoredFile",
        "SourceVanishedError",
        *["StoredFile"] * 8,
        "SourceIsFolderError",
        "StoredFile",
    ]
    assert len(contents(store)) == 9


def test_progress_of_many_counts_their_bytes_to_the_end(tmp_path: Path, store: FileStore) -> None:
    steps: list[tuple[int, int]] = []
    lock = threading.Lock()

    class Watch:
        def step(self, phase: str, done: int, total: int) -> None:
            with lock:
                steps.append((done, total))

    paths = _photos(tmp_path, 5)
    list(take_in_all(store, paths, Watch()))
    total = sum(path.stat().st_size for path in paths)
    assert {of for _, of in steps} == {total}
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1] == (total, total)


def test_cancelling_many_keeps_no_half_file_and_stops_the_rest(
    tmp_path: Path, store: FileStore
) -> None:
    paths = _photos(tmp_path, 30)
    with pytest.raises(CancelledError):
        list(take_in_all(store, paths, Stopper(6)))
    kept = contents(store)
    assert len(kept) < len(paths)
    for digest in kept:
        store.verify(digest)


def test_leaving_half_way_through_many_stops_the_rest(tmp_path: Path, store: FileStore) -> None:
    results = take_in_all(store, _photos(tmp_path, 60))
    next(results)
    results.close()
    kept = contents(store)
    assert 0 < len(kept) < 60
    assert kept == sorted(store.digests())


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every folder that was made durable, in order."""
    folders: list[Path] = []
    sync = held_files.sync_folder

    def note(folder: Path) -> None:
        folders.append(folder)
        sync(folder)

    monkeypatch.setattr(held_files, "sync_folder", note)
    return folders


def test_a_single_file_has_its_name_for_good_on_return(
    store: FileStore, source: Path, synced: list[Path]
) -> None:
    store.take_in(source)
    assert set(synced) == {store.root, store.root / DIGEST[:2]}


def test_of_many_files_each_is_given_only_once_its_name_is_for_good(
    tmp_path: Path, store: FileStore, synced: list[Path]
) -> None:
    for taken in take_in_all(store, _photos(tmp_path, 40)):
        assert isinstance(taken.outcome, files.StoredFile)
        assert store.path(taken.outcome.sha256).parent in synced
    assert synced.count(store.root) == 3  # not 40


@pytest.mark.skipif(sys.platform == "win32", reason="names are durable by themselves there")
def test_names_that_could_not_be_made_durable_are_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: FileStore
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(held_files, "sync_folder", disk_full)
        taken = list(take_in_all(store, [*_photos(tmp_path, 3), tmp_path]))
    assert [type(each.outcome) for each in taken] == [*[DiskFullError] * 3, SourceIsFolderError]
    names = incoming.NewNames()
    names.add(store.path(DIGEST))  # its folder is not there yet
    for _ in range(2):
        with pytest.raises(DataFolderNotWritableError):
            store.sync(names)


def test_what_a_package_carries_is_kept_and_then_synced_once_per_folder(
    store: FileStore, synced: list[Path]
) -> None:
    kept: list[files.StoredFile] = []
    add_all(store, _parcels(40), Unwatched(), phase="", kept=kept)
    assert sorted(each.sha256 for each in kept) == contents(store)
    assert len(kept) == 40
    assert sorted(synced) == sorted({store.root, *(store.path(n).parent for n in contents(store))})


@pytest.mark.parametrize("steps", [0, 1, 20])
def test_stopping_a_package_tells_all_that_was_kept(store: FileStore, steps: int) -> None:
    kept: list[files.StoredFile] = []
    with pytest.raises(CancelledError):
        add_all(store, _parcels(60), Stopper(steps), phase="", kept=kept)
    assert sorted(each.sha256 for each in kept) == contents(store)
    assert len(kept) < 60


def test_a_damaged_content_stops_a_package_and_tells_all_that_was_kept(store: FileStore) -> None:
    whole = _parcels(60)
    damaged = replace(whole[1], read=lambda: iter([b"%PDF-1.7"]))
    kept: list[files.StoredFile] = []
    with pytest.raises(EvidenceDamagedError):
        add_all(store, [whole[0], damaged, *whole[2:]], Unwatched(), phase="", kept=kept)
    assert sorted(each.sha256 for each in kept) == contents(store)
    assert len(kept) < 59


def _parcels(count: int) -> list[Parcel]:
    contents = [PDF + str(number).encode() for number in range(count)]
    return [
        Parcel(sha256(content).hexdigest(), len(content), partial(pieces, content))
        for content in contents
    ]


def _photos(folder: Path, count: int) -> list[Path]:
    return [
        samples.write(folder, f"ảnh {number}.jpg", samples.photo((64, 48), seed=number))
        for number in range(count)
    ]


# Windows: read-only files resist removal, open ones too, and nothing says who holds them


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the other way, and resist as Windows does."""
    remove = Path.unlink

    def resisting(path: Path, *, missing_ok: bool = False) -> None:
        if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, "read-only")
        remove(path, missing_ok=missing_ok)

    monkeypatch.setattr(incoming, "_ON_WINDOWS", True)
    monkeypatch.setattr(held_files, "_ON_WINDOWS", True)
    monkeypatch.setattr(Path, "unlink", resisting)


@pytest.mark.usefixtures("on_windows")
def test_on_windows_a_read_only_file_is_replaced_and_removed(
    store: FileStore, source: Path
) -> None:
    store.take_in(source)
    damage(store.path(DIGEST))
    store.path(DIGEST).chmod(0o444)
    assert store.take_in(source, recheck=True).is_new
    store.verify(DIGEST)
    assert contents(store) == [DIGEST]
    store.remove(DIGEST)
    assert contents(store) == []


@pytest.mark.usefixtures("on_windows")
def test_on_windows_only_old_orphans_are_swept(store: FileStore) -> None:
    fresh = samples.write(store.root / "incoming", "a.part", b"x")
    old = samples.write(store.root / "incoming", "b.part", b"x")
    os.utime(old, (1, 1))
    old.chmod(0o444)
    FileStore(store.root)
    assert fresh.exists()
    assert not old.exists()
