"""Writing packages."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from errno import EFBIG, EIO, ENOSPC, ENOSYS, EXDEV
from hashlib import sha256
from pathlib import Path

import pytest

from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.errors import UserError
from ntm_desktop.exchange import disk, minisign
from ntm_desktop.exchange.package import container_writer, errors, rereading, writer
from ntm_desktop.exchange.package.envelope import Sender
from ntm_desktop.exchange.package.plan import PackagePlan, ReadMe, WrittenPackage
from ntm_desktop.exchange.package.reader import OpenedPackage, open_package
from ntm_desktop.exchange.package.writer import write_package
from tests.exchange import packages


@pytest.fixture
def written(tmp_path: Path) -> WrittenPackage:
    return packages.write(tmp_path)


def test_it_is_named_for_people(written: WrittenPackage) -> None:
    assert written.parts[0].path.name == packages.NAME
    assert written.parts[0].size == written.parts[0].path.stat().st_size
    assert written.parts[0].sha256 == sha256(written.parts[0].path.read_bytes()).hexdigest()


@packages.other_programs
def test_unzip_and_bagit_and_minisign_accept_it(written: WrittenPackage, tmp_path: Path) -> None:
    tested = subprocess.run(
        ["unzip", "-tq", written.parts[0].path], capture_output=True, text=True
    )
    assert tested.returncode == 0, tested.stdout
    subprocess.run(["unzip", "-q", written.parts[0].path, "-d", tmp_path / "out"], check=True)
    bag = tmp_path / "out" / written.parts[0].path.stem
    command = [sys.executable, "-W", "ignore", "-m", "bagit", "--validate", str(bag)]
    validated = subprocess.run(command, capture_output=True, text=True)
    assert validated.returncode == 0, validated.stderr
    key = minisign.public_key_text(packages.KEYS.public_key)
    verified = subprocess.run(
        ["minisign", "-Vm", bag / "tagmanifest-sha256.txt", "-P", key],
        capture_output=True,
        text=True,
    )
    assert verified.returncode == 0, verified.stderr
    assert f"part 1/1 unit {packages.UNIT}" in verified.stdout


def test_its_bag_info_names_the_package(written: WrittenPackage) -> None:
    assert packages.contents(written.parts[0].path)["bag-info.txt"].decode() == (
        "Bag-Count: 1 of 1\n"
        f"Bag-Group-Identifier: {written.envelope.id}\n"
        "BagIt-Profile-Identifier: urn:x-ntm-desktop:package:1\n"
        "Bagging-Date: 2024-10-15\n"
        f"External-Identifier: {written.envelope.id}\n"
        f"Payload-Oxum: {_payload(written)}.3\n"
    )


def _payload(written: WrittenPackage) -> int:
    files = packages.contents(written.parts[0].path)
    return sum(len(content) for name, content in files.items() if name.startswith("data/"))


def test_scans_are_stored_and_the_journal_is_deflated(written: WrittenPackage) -> None:
    with zipfile.ZipFile(written.parts[0].path) as container:
        methods = {each.filename: each.compress_type for each in container.infolist()}
    assert {methods[name] == zipfile.ZIP_STORED for name in methods if "/objects/" in name} == {
        True
    }
    assert methods[f"{written.parts[0].path.stem}/data/journal.ndjson"] == zipfile.ZIP_DEFLATED


def test_the_same_plan_gives_the_same_bytes(store: Path, tmp_path: Path) -> None:
    plan = packages.plan(store)
    made = [
        write_package(_made(tmp_path / name), plan, packages.KEYS, Unwatched()).parts[0].sha256
        for name in ("one", "two")
    ]
    assert made[0] == made[1]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_files_for_people_go_along(store: Path, stick: Path) -> None:
    (store / "dossier.pdf").write_bytes(b"%PDF-")
    plan = replace(packages.plan(store), read_me=(ReadMe("dossier.pdf", store / "dossier.pdf"),))
    written = write_package(stick, plan, packages.KEYS, Unwatched())
    assert packages.contents(written.parts[0].path)["data/read-me/dossier.pdf"] == b"%PDF-"
    with open_package(written.parts[0].path) as package:
        package.verify_objects()


def test_a_package_without_revisions_or_evidence_is_a_package(store: Path, stick: Path) -> None:
    plan = packages.plan(store, contents=(), length=0)
    written = write_package(stick, plan, packages.KEYS, Unwatched())
    with open_package(written.parts[0].path) as package:
        assert list(package.revisions()) == []


def test_progress_is_told_in_bytes_up_to_the_whole(store: Path, stick: Path) -> None:
    told: list[tuple[str, int, int]] = []

    class Listener:
        def step(self, phase: str, done: int, total: int) -> None:
            told.append((phase, done, total))

    plan = packages.plan(store)
    write_package(stick, plan, packages.KEYS, Listener())
    total = plan.envelope.object_bytes
    assert (writer.WRITING, total, total) in told
    assert told[-1][0] == writer.REREADING
    assert told[-1][1] == told[-1][2]


def _left(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


@pytest.mark.parametrize("steps", range(1, 8))
def test_a_cancelled_package_leaves_nothing(steps: int, store: Path, stick: Path) -> None:
    class Canceller:
        left = steps

        def step(self, phase: str, done: int, total: int) -> None:
            self.left -= 1
            if not self.left:
                raise CancelledError

    with pytest.raises(CancelledError):
        write_package(stick, packages.plan(store), packages.KEYS, Canceller())
    assert _left(stick) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (ENOSPC, "disk_full"),
        (EFBIG, "file_too_large_for_disk"),
        (EIO, "target_not_writable"),
    ],
)
@pytest.mark.parametrize("after", [0, 1, 5, 12, 18])
def test_a_disk_that_fails_midway_is_named_and_nothing_is_left(
    number: int, code: str, after: int, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = packages.plan(_made(stick.with_name("store")))
    monkeypatch.setattr(Path, "open", _failing(Path.open, number, after))
    with pytest.raises(UserError) as refused:
        write_package(stick, plan, packages.KEYS, Unwatched())
    assert (refused.value.code, refused.value.exit_status) == (code, 4)
    assert _left(stick) == []


def _failing(real: Callable[..., object], number: int, after: int) -> Callable[..., object]:
    """Give an `open` whose written files fail after some writes."""

    def opened(path: Path, mode: str = "r", *more: object, **others: object) -> object:
        stream = real(path, mode, *more, **others)
        return _Failing(stream, number, after) if "x" in mode else stream

    return opened


class _Failing:
    def __init__(self, stream: object, number: int, after: int) -> None:
        self._stream, self._number, self._left = stream, number, after

    def write(self, data: bytes) -> object:
        self._left -= 1
        if self._left < 0:
            raise OSError(self._number, "fails")
        return self._stream.write(data)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def __enter__(self) -> "_Failing":
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", [EXDEV, ENOSYS])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies for us")
def test_where_the_system_copies_no_files_we_do(
    number: int, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = packages.plan(store)
    usual = write_package(_made(tmp_path / "usual"), plan, packages.KEYS, Unwatched())
    monkeypatch.setattr("os.copy_file_range", _refusing(number))
    ours = write_package(_made(tmp_path / "ours"), plan, packages.KEYS, Unwatched())
    assert ours.parts[0].sha256 == usual.parts[0].sha256


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies for us")
def test_a_disk_that_fills_while_the_system_copies_is_full(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.copy_file_range", _refusing(ENOSPC))
    with pytest.raises(disk.DiskFullError):
        write_package(stick, packages.plan(store), packages.KEYS, Unwatched())
    assert _left(stick) == []


def _refusing(number: int) -> Callable[..., int]:
    def refuse(*arguments: object) -> int:
        raise OSError(number, "no")

    return refuse


@pytest.mark.parametrize(("limit", "count"), [(2500, 0xFFFF), (0xFFFFFFFF, 5), (2500, 5)])
@packages.other_programs
def test_what_does_not_fit_old_zips_is_zip64(
    limit: int, count: int, store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container_writer, "LIMIT", limit)
    monkeypatch.setattr(container_writer, "LIMIT_COUNT", count)
    plan = packages.plan(store, contents=(bytes(3000), b"x" * 2600, b"small"))
    written = write_package(stick, plan, packages.KEYS, Unwatched())
    assert b"PK\x06\x06" in written.parts[0].path.read_bytes()
    tested = subprocess.run(
        ["unzip", "-tq", written.parts[0].path], capture_output=True, text=True
    )
    assert tested.returncode == 0, tested.stdout
    with zipfile.ZipFile(written.parts[0].path) as container:
        assert container.testzip() is None


def test_a_failing_fsync_is_a_failure(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(disk.DiskFullError):
        write_package(stick, packages.plan(store), packages.KEYS, Unwatched())
    assert _left(stick) == []


def test_room_is_looked_at_before_anything_is_written(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(stick)._replace(free=600)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(disk.DiskFullError, match="USB của tôi"):
        write_package(stick, packages.plan(store), packages.KEYS, Unwatched())


def test_a_fat_disk_takes_no_4_gb(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "is_fat", lambda _: True)
    plan = packages.plan(store)
    write_package(stick, plan, packages.KEYS, Unwatched())
    big = replace(plan.objects[0], size=2**32 - 1)
    listed = plan.envelope.objects[0]._replace(size=2**32 - 1)
    described = packages.changed(plan.envelope, number=8, objects=(listed,))
    with pytest.raises(disk.FileTooLargeForDiskError):
        write_package(
            stick,
            replace(plan, objects=(big,), envelope=described),
            packages.KEYS,
            Unwatched(),
        )


def test_what_a_power_cut_left_is_written_over(store: Path, stick: Path) -> None:
    (stick / f"{packages.NAME}.tmp").write_bytes(b"half")
    write_package(stick, packages.plan(store), packages.KEYS, Unwatched())
    assert _left(stick) == [packages.NAME]


def test_what_a_power_cut_left_of_our_earlier_packages_is_removed(
    store: Path, stick: Path
) -> None:
    ours = packages.NAME.rpartition("-")[0] + "-99_p1of2.ntm.tmp"
    others = "GOI_06382_2024_0000-1_p1of1.ntm.tmp"
    fresh = ours.replace("-99_", "-98_")
    for name in (ours, others, fresh):
        (stick / name).write_bytes(b"PK")
        if name != fresh:
            os.utime(stick / name, (1, 1))
    write_package(stick, packages.plan(store), packages.KEYS, Unwatched())
    assert _left(stick) == sorted([packages.NAME, others, fresh])


def test_a_folder_that_is_gone_is_named(store: Path, stick: Path) -> None:
    with pytest.raises(disk.TargetNotWritableError, match="nowhere"):
        write_package(stick / "nowhere", packages.plan(store), packages.KEYS, Unwatched())


def test_a_package_that_is_there_is_not_written_over(store: Path, stick: Path) -> None:
    (stick / packages.NAME).write_bytes(b"precious")
    with pytest.raises(errors.PackageExistsError, match=re.escape(packages.NAME)):
        write_package(stick, packages.plan(store), packages.KEYS, Unwatched())
    assert (stick / packages.NAME).read_bytes() == b"precious"


def _damage(plan: PackagePlan, content: bytes | None) -> str:
    if content is None:
        plan.objects[0].path.unlink()
    else:
        plan.objects[0].path.write_bytes(content)
    return plan.objects[0].sha256


@pytest.mark.parametrize("content", [None, b"", b"x" * 400, b"x" * 5000])
def test_damaged_evidence_is_named_and_nothing_is_left(
    content: bytes | None, store: Path, stick: Path
) -> None:
    plan = packages.plan(store)
    digest = _damage(plan, content)
    with pytest.raises(errors.EvidenceDamagedError, match=digest[:12]) as refused:
        write_package(stick, plan, packages.KEYS, Unwatched())
    assert refused.value.sha256 == digest
    assert _left(stick) == []


def test_evidence_of_another_hash_is_named_though_size_and_crc_fit(
    store: Path, stick: Path
) -> None:
    real = packages.source(store, b"real")
    wrong = replace(real, sha256="ab" * 32)
    described = packages.envelope(packages.history(), (wrong,))
    plan = replace(packages.plan(store), envelope=described, objects=(wrong,))
    with pytest.raises(errors.EvidenceDamagedError, match="ab" * 6):
        write_package(stick, plan, packages.KEYS, Unwatched())
    assert _left(stick) == []


def test_a_stick_that_keeps_other_bytes_is_found_out(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(path: Path) -> OpenedPackage:
        data = path.read_bytes()
        at = data.index(packages.CONTENTS[0])
        path.write_bytes(data[:at] + b"?" + data[at + 1 :])
        return open_package(path)

    monkeypatch.setattr(rereading, "open_package", spoiled)
    with pytest.raises(errors.WrittenBadlyError):
        write_package(stick, packages.plan(store), packages.KEYS, Unwatched())
    assert _left(stick) == []


def test_a_stick_is_read_itself_not_from_memory(
    store: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[str] = []
    real = rereading._forget_cached  # noqa: SLF001

    def forget(file: Path) -> None:
        forgotten.append(file.name)
        real(file)

    monkeypatch.setattr(rereading, "_forget_cached", forget)
    write_package(stick, packages.plan(store), packages.KEYS, Unwatched())
    assert forgotten == []
    (stick / packages.NAME).unlink()
    monkeypatch.setattr(rereading, "_is_on_another_disk", lambda *_: True)
    write_package(stick, packages.plan(store), packages.KEYS, Unwatched())
    assert forgotten == [f"{packages.NAME}.tmp"]


def test_a_long_history_is_written_in_pieces(store: Path, stick: Path) -> None:
    plan = packages.plan(store, contents=(), length=2000)
    written = write_package(stick, plan, packages.KEYS, Unwatched())
    with open_package(written.parts[0].path) as package:
        assert list(package.lines()) == list(plan.lines)


def test_a_plan_that_contradicts_itself_is_a_defect(store: Path, stick: Path) -> None:
    plan = packages.plan(store)
    contradictions = (
        replace(plan, objects=()),
        replace(plan, envelope=packages.changed(plan.envelope, sender=_stranger(plan))),
        replace(plan, lines=[]),
        replace(plan, envelope=packages.changed(plan.envelope, revisions=4)),
    )
    for wrong in contradictions:
        with pytest.raises(ValueError, match=r"objects|promised|key"):
            write_package(stick, wrong, packages.KEYS, Unwatched())
    assert _left(stick) == []


def _stranger(plan: PackagePlan) -> Sender:
    return replace(plan.envelope.sender, signing_key=bytes(32))


def test_the_kind_of_disk_is_read_from_the_list_of_mounts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    stick = tmp_path / "USB stick"
    escaped = str(stick).replace(" ", r"\040")
    mounts.write_text(f"/dev/a / ext4 rw 0 0\n/dev/b {escaped} vfat rw 0 0\n")
    assert disk._is_fat_linux(stick / "in", mounts)  # noqa: SLF001
    assert not disk._is_fat_linux(tmp_path, mounts)  # noqa: SLF001
    assert not disk._is_fat_linux(tmp_path, tmp_path / "none")  # noqa: SLF001
