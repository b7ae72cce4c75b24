"""Sealing packages: what age opens, what we open, and what is refused or left behind."""

import os
import shutil
import subprocess
import sys
from errno import EIO, ENOSPC
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.errors import DataFolderError
from ntm_desktop.exchange import age, disk
from ntm_desktop.exchange.package import errors, sealing
from ntm_desktop.exchange.package.sealing import is_sealed, sealed_writer, unsealed
from tests.exchange import packages

UNWATCHED = Unwatched()
CHUNK = 64 * 1024
PLAIN = os.urandom(3 * CHUNK + 100)
SENDER, RECEIVER, STRANGER = (age.new_identity() for _ in range(3))


def sealed(plain: bytes, *identities: str) -> bytes:
    stream = BytesIO()
    with sealed_writer(stream, [age.recipient_of(each) for each in identities]) as writer:
        for at in range(0, len(plain), 50_000):
            writer.write(plain[at : at + 50_000])
    return stream.getvalue()


@pytest.fixture(scope="module")
def good() -> bytes:
    return sealed(PLAIN, SENDER, RECEIVER)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def opened(file: Path, scratch: Path, *identities: str) -> bytes:
    with unsealed(file, identities, scratch, UNWATCHED) as plain:
        content = plain.read_bytes()
    assert left(scratch) == []
    return content


def left(scratch: Path) -> list[Path]:
    return list(scratch.iterdir()) if scratch.is_dir() else []


def refused(data: bytes, tmp_path: Path, *identities: str) -> str:
    file = tmp_path / "GOI.ntm"
    file.write_bytes(data)
    with (
        pytest.raises(errors.PackageError) as failure,
        unsealed(file, identities, tmp_path / "cache", UNWATCHED),
    ):
        pytest.fail("it was opened")
    assert left(tmp_path / "cache") == []
    assert file.read_bytes() == data
    return failure.value.code


@pytest.mark.parametrize("identity", [SENDER, RECEIVER], ids=["sender", "receiver"])
def test_sender_and_receiver_open_it(
    identity: str, good: bytes, tmp_path: Path, scratch: Path
) -> None:
    file = tmp_path / "GOI.ntm"
    file.write_bytes(good)
    assert opened(file, scratch, identity) == PLAIN
    assert opened(file, scratch, STRANGER, identity) == PLAIN


@settings(max_examples=20)
@given(st.lists(st.integers(0, 3 * CHUNK), max_size=6))
def test_however_it_is_written_the_same_comes_back(sizes: list[int]) -> None:
    stream, back = BytesIO(), BytesIO()
    pieces = [PLAIN[:size] for size in sizes]
    with sealed_writer(stream, [age.recipient_of(RECEIVER)]) as writer:
        assert [writer.write(memoryview(piece)) for piece in pieces] == sizes
    stream.seek(0)
    age.unseal_stream(stream, back, [RECEIVER])
    assert back.getvalue() == b"".join(pieces)


def test_a_plain_file_is_lent_as_it_is(tmp_path: Path, scratch: Path) -> None:
    file = tmp_path / "plain.ntm"
    file.write_bytes(b"PK\x03\x04")
    assert not is_sealed(file)
    with unsealed(file, (), scratch, UNWATCHED) as plain:
        assert plain == file
    assert file.is_file()
    assert not scratch.exists()


def test_a_file_that_cannot_be_read_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(errors.PackageUnreadableError):
        is_sealed(tmp_path / "gone")
    with pytest.raises(errors.PackageUnreadableError):
        is_sealed(tmp_path)


def test_without_a_key_it_is_sealed_with_another_for_others(good: bytes, tmp_path: Path) -> None:
    assert refused(good, tmp_path) == "package_sealed"
    assert refused(good, tmp_path, STRANGER) == "package_sealed_for_others"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
@packages.other_programs
def test_age_opens_what_we_seal(size: int, tmp_path: Path) -> None:
    (tmp_path / "identity").write_text(RECEIVER + "\n")
    (tmp_path / "GOI.ntm").write_bytes(sealed(PLAIN[:size], SENDER, RECEIVER))
    command = ["age", "-d", "-i", str(tmp_path / "identity"), str(tmp_path / "GOI.ntm")]
    assert subprocess.run(command, capture_output=True, check=True).stdout == PLAIN[:size]


def by_age(plain: bytes, *options: str) -> bytes:
    return subprocess.run(["age", *options], input=plain, capture_output=True, check=True).stdout


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
@packages.other_programs
def test_we_open_what_age_seals(size: int, tmp_path: Path, scratch: Path) -> None:
    file = tmp_path / "GOI.ntm"
    recipients = (age.recipient_of(STRANGER), age.recipient_of(RECEIVER))
    file.write_bytes(by_age(PLAIN[:size], "-r", recipients[0], "-r", recipients[1]))
    assert is_sealed(file)
    assert opened(file, scratch, RECEIVER) == PLAIN[:size]


@packages.other_programs
def test_what_age_seals_to_somebody_else_is_for_others(tmp_path: Path) -> None:
    data = by_age(PLAIN, "-r", age.recipient_of(STRANGER))
    assert refused(data, tmp_path, RECEIVER) == "package_sealed_for_others"


@packages.other_programs
def test_a_file_turned_into_text_is_named_so(tmp_path: Path) -> None:
    data = by_age(PLAIN, "-a", "-r", age.recipient_of(RECEIVER))
    assert refused(data, tmp_path, RECEIVER) == "package_armored"
    assert refused(data, tmp_path) == "package_armored"


@pytest.mark.parametrize("length", [0, 10, 60, 16 + CHUNK + 16, 2 * CHUNK, 3 * CHUNK + 148])
def test_what_is_cut_short_is_named_so(length: int, good: bytes, tmp_path: Path) -> None:
    header = good.index(b"\n--- ") + 5 + 43 + 1
    assert refused(good[: header + length], tmp_path, RECEIVER) == "package_cut_short"


@pytest.mark.parametrize("length", [22, 60, 100, 200])
def test_what_is_cut_in_its_header_is_cut_short(length: int, good: bytes, tmp_path: Path) -> None:
    assert refused(good[:length], tmp_path, RECEIVER) == "package_cut_short"


def test_what_was_changed_is_named_so(good: bytes, tmp_path: Path) -> None:
    header = good.index(b"\n--- ") + 5 + 43 + 1
    for at in (header - 10, header, header + 16, header + 16 + CHUNK + 100):
        changed = good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
        assert refused(changed, tmp_path, RECEIVER) == "package_changed"


def test_what_is_appended_is_refused(good: bytes, tmp_path: Path) -> None:
    assert refused(good + b"\0", tmp_path, RECEIVER) == "package_cut_short"
    full = sealed(PLAIN[:CHUNK], RECEIVER)
    assert refused(full + b"\0" * (2 * CHUNK), tmp_path, RECEIVER) == "package_changed"


def test_another_key_in_place_of_one_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "GOI.ntm").write_bytes(sealed(b"", RECEIVER))
    with (
        pytest.raises(ValueError, match="identity"),
        unsealed(tmp_path / "GOI.ntm", ["AGE-SECRET-KEY-1"], tmp_path / "cache", UNWATCHED),
    ):
        pytest.fail("it was opened")


@pytest.mark.parametrize("recipients", [[], ["age1no"], [RECEIVER], ["ssh-ed25519 AAAA"]])
def test_nothing_is_sealed_to_nobody(recipients: list[str]) -> None:
    with pytest.raises(ValueError, match="recipient"), sealed_writer(BytesIO(), recipients):
        pytest.fail("it was written")


def test_nothing_is_sealed_to_more_than_we_open(tmp_path: Path, scratch: Path) -> None:
    many = [age.new_identity() for _ in range(65)]
    file = tmp_path / "GOI.ntm"
    file.write_bytes(sealed(b"x", *many[:64]))
    assert opened(file, scratch, many[0]) == b"x"
    with pytest.raises(ValueError, match="65 recipients"):
        sealed(b"x", *many)


class Failing:
    """A disk that fails after so many writes."""

    def __init__(self, after: int, failure: BaseException) -> None:
        self.left, self.failure = after, failure

    def write(self, data: bytes) -> int:
        self.left -= 1
        if self.left < 0:
            raise self.failure
        return len(data)


@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.parametrize(
    "failure", [OSError(ENOSPC, "full"), CancelledError("enough"), KeyboardInterrupt("now")]
)
def test_what_the_stream_raises_comes_out_as_it_is(after: int, failure: BaseException) -> None:
    with pytest.raises(type(failure)) as raised:
        write_much(Failing(after, failure))
    assert raised.value is failure


def write_much(stream: age.Writable, then: BaseException | None = None) -> None:
    with sealed_writer(stream, [age.recipient_of(RECEIVER)]) as writer:
        for _ in range(100):
            writer.write(PLAIN)
        if then:
            raise then


def test_an_error_while_writing_comes_out_and_what_was_written_opens_nowhere(
    tmp_path: Path,
) -> None:
    stream = BytesIO()
    with pytest.raises(CancelledError, match="enough"):
        write_much(stream, CancelledError("enough"))
    assert refused(stream.getvalue(), tmp_path, RECEIVER) == "package_cut_short"


class Stopper:
    """Somebody who no longer wants it."""

    def __init__(self, after: int) -> None:
        self.left = after

    def step(self, phase: str, done: int, total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise CancelledError("enough")


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_cancelling_comes_out_unharmed_and_leaves_nothing(
    after: int, tmp_path: Path, scratch: Path
) -> None:
    file = tmp_path / "GOI.ntm"
    file.write_bytes(sealed(PLAIN * 3, RECEIVER))
    with (
        pytest.raises(CancelledError, match="enough"),
        unsealed(file, [RECEIVER], scratch, Stopper(after)),
    ):
        pytest.fail("it was opened")
    assert left(scratch) == []


def test_progress_is_told_in_bytes_up_to_the_whole(
    good: bytes, tmp_path: Path, scratch: Path
) -> None:
    told: list[tuple[str, int, int]] = []

    class Listener:
        def step(self, phase: str, done: int, total: int) -> None:
            told.append((phase, done, total))

    file = tmp_path / "GOI.ntm"
    file.write_bytes(good)
    with unsealed(file, [RECEIVER], scratch, Listener()):
        pass
    assert told[0] == (sealing.UNSEALING, 0, len(good))
    assert told[-1] == (sealing.UNSEALING, len(good), len(good))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


@pytest.mark.parametrize(("number", "code"), [(ENOSPC, "disk_full"), (EIO, "target_not_writable")])
def test_a_scratch_disk_that_fails_is_named_and_nothing_is_left(
    number: int,
    code: str,
    good: bytes,
    tmp_path: Path,
    scratch: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "fails")

    file = tmp_path / "GOI.ntm"
    file.write_bytes(good)
    monkeypatch.setattr(sealing._Gathered, "flush", fail)  # noqa: SLF001
    with (
        pytest.raises(DataFolderError) as failure,
        unsealed(file, [RECEIVER], scratch, UNWATCHED),
    ):
        pytest.fail("it was opened")
    assert failure.value.code == code
    assert left(scratch) == []


def test_room_is_looked_at_before_anything_is_unsealed(
    good: bytes, tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "GOI.ntm"
    file.write_bytes(good)
    free = shutil.disk_usage(tmp_path)._replace(free=len(good) - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with (
        pytest.raises(disk.DiskFullError, match="cache"),
        unsealed(file, [RECEIVER], scratch, UNWATCHED),
    ):
        pytest.fail("it was opened")
    assert left(scratch) == []


def test_what_fails_while_it_is_lent_comes_out_as_it_is_and_leaves_nothing(
    good: bytes, tmp_path: Path, scratch: Path
) -> None:
    file = tmp_path / "GOI.ntm"
    file.write_bytes(good)
    failure = OSError(EIO, "something else")
    with pytest.raises(OSError, match="else") as raised:
        lend_and_raise(file, scratch, failure)
    assert raised.value is failure
    assert left(scratch) == []


def lend_and_raise(file: Path, scratch: Path, failure: BaseException) -> None:
    with unsealed(file, [RECEIVER], scratch, UNWATCHED):
        raise failure


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are of Unix")
def test_nobody_else_may_read_what_is_unsealed(good: bytes, tmp_path: Path, scratch: Path) -> None:
    file = tmp_path / "GOI.ntm"
    file.write_bytes(good)
    with unsealed(file, [RECEIVER], scratch, UNWATCHED) as plain:
        assert plain.stat().st_mode & 0o077 == 0


def test_what_a_killed_run_left_is_removed_but_not_what_is_in_use(
    good: bytes, tmp_path: Path, scratch: Path
) -> None:
    scratch.mkdir()
    stale, others = scratch / "unsealed-0123456789abcdef.scratch", scratch / "thumbnails"
    stale.write_bytes(PLAIN)
    others.write_bytes(b"x")
    file = tmp_path / "GOI.ntm"
    file.write_bytes(good)
    with unsealed(file, [RECEIVER], scratch, UNWATCHED) as plain:
        assert not stale.exists()
        with unsealed(file, [RECEIVER], scratch, UNWATCHED) as another:
            assert plain != another
        assert plain.read_bytes() == PLAIN
    assert left(scratch) == [others]


MEMORY = """
import resource, sys
from pathlib import Path
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange import age
from ntm_desktop.exchange.package.sealing import sealed_writer, unsealed
identity = age.new_identity()
file, piece = Path(sys.argv[1]) / "GOI.ntm", bytes(1 << 20)
def peak(megabytes):
    with file.open("wb") as stream, sealed_writer(stream, [age.recipient_of(identity)]) as writer:
        for _ in range(megabytes):
            writer.write(piece)
    with unsealed(file, [identity], file.parent / "cache", Unwatched()) as plain:
        assert plain.stat().st_size == megabytes << 20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak(4)
print(peak(int(sys.argv[2])) - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peaks are told by Unix")
def test_memory_does_not_grow_with_the_package(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MEMORY, str(tmp_path), "64"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(told.stdout) < 4 * 1024, told.stdout
