"""Writing sealed packages: what lies on the target opens to what was put in."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

import pytest

from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.exchange import age, disk
from ntm_desktop.exchange.package import errors, parts, rereading, writer
from ntm_desktop.exchange.package.plan import PackagePlan, WrittenPackage
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.sealing import is_sealed, sealed_writer, unsealed
from ntm_desktop.exchange.package.writer import write_package
from tests.exchange import packages

RECEIVER = age.new_identity()
STRANGER = age.new_identity()
TO = (age.recipient_of(RECEIVER),)


def seal(stick: Path, plan: PackagePlan) -> WrittenPackage:
    return write_package(stick, plan, packages.KEYS, Unwatched(), recipients=TO)


def opened(path: Path, identity: str, scratch: Path) -> list[str]:
    with unsealed(path, [identity], scratch, Unwatched()) as plain, open_package(plain) as package:
        package.verify_objects()
        return [each.sha256 for each in package.here]


def test_receiver_and_sender_can_open_it_and_nobody_else(
    store: Path, stick: Path, tmp_path: Path
) -> None:
    plan = packages.plan(store)
    (part,) = seal(stick, plan).parts
    assert is_sealed(part.path)
    for identity in (RECEIVER, packages.KEYS.age_identity):
        assert opened(part.path, identity, tmp_path) == [each.sha256 for each in plan.objects]
    with pytest.raises(errors.PackageSealedForOthersError):
        opened(part.path, STRANGER, tmp_path)


def test_what_is_sealed_is_the_plain_package(store: Path, stick: Path, tmp_path: Path) -> None:
    plan = packages.plan(store)
    (part,) = seal(stick, plan).parts
    with unsealed(part.path, [RECEIVER], tmp_path, Unwatched()) as plain:
        content = plain.read_bytes()
    part.path.unlink()
    (usual,) = write_package(stick, plan, packages.KEYS, Unwatched()).parts
    assert usual.path.read_bytes() == content


def test_every_part_is_sealed_by_itself(store: Path, stick: Path, tmp_path: Path) -> None:
    plan = packages.plan(store, contents=(b"a" * 30_000, b"b" * 9_000))
    written = seal(stick, parts.in_parts(plan, 20_000, TO))
    assert len(written.parts) == written.envelope.parts > 2
    for part in written.parts:
        opened(part.path, RECEIVER, tmp_path)


def test_progress_covers_writing_and_rereading(store: Path, stick: Path) -> None:
    told: list[tuple[str, int, int]] = []

    class Listener:
        def step(self, phase: str, done: int, total: int) -> None:
            told.append((phase, done, total))

    plan = packages.plan(store)
    (part,) = write_package(stick, plan, packages.KEYS, Listener(), recipients=TO).parts
    total = plan.envelope.object_bytes
    assert (writer.WRITING, total, total) in told
    assert told[-1] == (writer.REREADING, part.size, part.size)


@pytest.mark.parametrize("steps", range(1, 8))
def test_a_cancelled_package_leaves_nothing(steps: int, store: Path, stick: Path) -> None:
    class Canceller:
        left = steps

        def step(self, phase: str, done: int, total: int) -> None:
            self.left -= 1
            if not self.left:
                raise CancelledError

    with pytest.raises(CancelledError):
        write_package(stick, packages.plan(store), packages.KEYS, Canceller(), recipients=TO)
    assert not list(stick.iterdir())


@pytest.mark.parametrize("content", [None, b"", b"x" * 400])
def test_damaged_evidence_is_named_before_it_is_sealed_in(
    content: bytes | None, store: Path, stick: Path
) -> None:
    plan = packages.plan(store)
    damaged = next(each for each in plan.objects if each.size == 400)
    damaged.path.unlink()
    if content is not None:
        damaged.path.write_bytes(content)
    with pytest.raises(errors.EvidenceDamagedError, match=damaged.sha256[:12]):
        seal(stick, plan)
    assert not list(stick.iterdir())


@pytest.mark.parametrize("at", [3, 40, 150, -300, -1])
def test_a_stick_that_keeps_other_bytes_is_found_out(
    at: int, store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(file: Path, *_: object) -> bool:
        data = bytearray(file.read_bytes())
        data[at] ^= 1
        file.write_bytes(data)
        return False

    monkeypatch.setattr(rereading, "_is_on_another_disk", spoil)
    with pytest.raises(errors.WrittenBadlyError):
        seal(stick, packages.plan(store))
    assert not list(stick.iterdir())


def test_a_stick_that_loses_the_end_is_found_out(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shorten(file: Path, *_: object) -> bool:
        file.write_bytes(file.read_bytes()[:-1])
        return False

    monkeypatch.setattr(rereading, "_is_on_another_disk", shorten)
    with pytest.raises(errors.WrittenBadlyError):
        seal(stick, packages.plan(store))


def test_a_package_that_another_content_was_sealed_in_is_found_out(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Altering:
        def __init__(self, to: object) -> None:
            self._to = to

        def write(self, data: bytes) -> object:
            altered = bytes(data).replace(b"bien ban", b"bien BAN")
            return self._to.write(altered)  # type: ignore[attr-defined]

    @contextmanager
    def altering(stream: age.Writable, recipients: list[str]) -> Iterator[Altering]:
        with sealed_writer(stream, recipients) as sealing:
            yield Altering(sealing)

    monkeypatch.setattr(writer, "sealed_writer", altering)
    with pytest.raises(errors.WrittenBadlyError):
        seal(stick, packages.plan(store))
    assert not list(stick.iterdir())


def test_a_full_disk_is_named(store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(disk.DiskFullError):
        seal(stick, packages.plan(store))
    assert not list(stick.iterdir())


def test_room_for_sealing_is_looked_at(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(stick)._replace(free=9_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    plan = packages.plan(store, contents=(bytes(1000),), length=1)
    with pytest.raises(disk.DiskFullError):
        write_package(stick, plan, packages.KEYS, Unwatched(), recipients=TO * 8)
    write_package(stick, plan, packages.KEYS, Unwatched())
