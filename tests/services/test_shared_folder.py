"""PCs of one office exchange through a folder, in any order, whatever happens to the folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from errno import ENOSPC, EROFS
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.exchange import disk
from ntm_desktop.exchange.package.writer import WRITING
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.shared_folder import (
    NoSharedFolderError,
    SharedFolder,
    SharedFolderRefusedError,
    UnknownPcError,
)
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests import samples
from tests.offices import PASSPHRASE, YEAR, Templates, enter, export
from tests.services.conftest import Offices
from tests.services.shared_pcs import Pcs, ends, lines, make_templates

Make = Callable[[int], Pcs]


@pytest.fixture(scope="session")
def pc_templates(tmp_path_factory: pytest.TempPathFactory, office_templates: Templates) -> Path:
    root = tmp_path_factory.mktemp("pcs")
    make_templates(root, office_templates)
    return root


@pytest.fixture
def make(tmp_path: Path, pc_templates: Path) -> Iterator[Make]:
    """Make so many PCs that have chosen the shared folder."""
    opened: list[Workplace] = []

    def made(count: int) -> Pcs:
        room = tmp_path / f"cơ quan {len(opened)}"
        folder = room / "chung"
        folder.mkdir(parents=True)
        pcs = []
        for number in range(count):
            shutil.copytree(pc_templates / str(number), room / f"máy {number}")
            pcs.append(open_workplace(room / f"máy {number}"))
            SharedFolder(pcs[-1]).choose(folder)
        opened.extend(pcs)
        return Pcs(pcs, pcs[0].keys.unlock(PASSPHRASE), folder)

    yield made
    for office in opened:
        office.close()


@pytest.fixture
def two(make: Make) -> Pcs:
    return make(2)


def value(office: Workplace, code: str = "3.1") -> object:
    line = office.self_assessment.board(office.sheet(year=YEAR)).indicator(IndicatorCode(code))
    return line.verdict, line.entry


def add_evidence(office: Workplace, folder: Path, content: bytes) -> None:
    folder.mkdir(exist_ok=True)
    file = samples.write(folder, "Báo cáo.pdf", content)
    purpose = Purpose(sheet=office.sheet(year=YEAR), indicators=("3.1",))
    office.evidence.add([file], purpose, Details(), progress=Unwatched())


def test_what_one_pc_entered_the_other_has_after_an_exchange_each(two: Pcs) -> None:
    enter(two.all[0], "3.1", "86,5")
    sent = two.exchange(0).sent
    taken = two.exchange(1).taken
    assert [line.name for line in taken] == list(sent)
    assert value(two.all[1]) == value(two.all[0])
    assert set(lines(two.all[0])) < set(lines(two.all[1]))


def test_packages_are_sealed_to_the_office_alone(two: Pcs) -> None:
    enter(two.all[0], "3.1", "86,5")
    (name,) = two.exchange(0).sent
    assert (two.folder / name).read_bytes().startswith(b"age-encryption.org/v1")


def test_evidence_travels_too(two: Pcs, tmp_path: Path) -> None:
    two.settle()
    add_evidence(two.all[0], tmp_path / "giấy tờ", samples.scanned_pdf(2))
    two.settle()
    first, second = (list(office.files.digests()) for office in two.all)
    assert first == second
    assert len(first) == 1


def test_an_own_package_goes_once_the_other_confirmed_it_and_not_before(two: Pcs) -> None:
    two.settle()
    enter(two.all[0], "3.1", "86,5")
    (name,) = two.exchange(0).sent
    assert two.exchange(0).removed == ()
    two.exchange(1)
    assert name in two.files
    assert name in two.exchange(0).removed
    assert name not in two.files


def test_when_all_is_told_nothing_more_is_written(two: Pcs) -> None:
    enter(two.all[0], "3.1", "86,5")
    enter(two.all[1], "3.2", "đạt")
    two.settle()
    before = two.files
    for which in (0, 1, 1, 0):
        done = two.exchange(which)
        assert (done.sent, done.taken, done.removed) == ((), (), ())
    assert two.files == before
    assert len(before) <= 2


def test_a_pc_that_was_off_for_long_still_gets_all(make: Make, tmp_path: Path) -> None:
    pcs = make(3)
    pcs.settle()
    for number in range(4):
        enter(pcs.all[0], "3.1", str(60 + number))
        add_evidence(pcs.all[0], tmp_path / str(number), samples.scanned_pdf(number + 1))
        pcs.exchange(0)
        pcs.exchange(1)
        pcs.exchange(0)
    pcs.settle()
    assert lines(pcs.all[2]) == lines(pcs.all[0])
    assert list(pcs.all[2].files.digests()) == list(pcs.all[0].files.digests())


def test_nothing_is_removed_while_a_known_pc_is_off(make: Make) -> None:
    pcs = make(3)
    pcs.settle()
    enter(pcs.all[0], "3.1", "86,5")
    (name,) = pcs.exchange(0).sent
    for which in (1, 0, 1, 0):
        assert name not in pcs.exchange(which).removed
    pcs.exchange(2)
    assert name in pcs.exchange(0).removed


def test_a_pc_that_was_given_up_holds_nothing_back_until_it_speaks_again(make: Make) -> None:
    pcs = make(3)
    pcs.settle()
    third = pcs.all[2].office.identity.origin.partition(".")[2][:4]
    gone = SharedFolder(pcs.all[0]).give_up(third)
    assert gone.author == "Lý Văn C"
    enter(pcs.all[0], "3.1", "86,5")
    (name,) = pcs.exchange(0).sent
    pcs.exchange(1)
    assert name in pcs.exchange(0).removed
    enter(pcs.all[2], "3.2", "đạt")
    pcs.settle()
    assert lines(pcs.all[2]) == lines(pcs.all[0])
    with pytest.raises(UnknownPcError):
        SharedFolder(pcs.all[0]).give_up("zzzz")


def test_a_pc_that_comes_later_gets_all_that_was_ever_written(make: Make, tmp_path: Path) -> None:
    pcs = make(3)
    early = Pcs(pcs.all[:2], pcs.keys, pcs.folder)
    enter(pcs.all[0], "3.1", "86,5")
    add_evidence(pcs.all[1], tmp_path / "giấy tờ", samples.scanned_pdf(1))
    early.settle()
    enter(pcs.all[0], "3.2", "đạt")
    early.settle()
    pcs.settle()
    assert lines(pcs.all[2]) == lines(pcs.all[0])
    assert list(pcs.all[2].files.digests()) == list(pcs.all[0].files.digests())


def test_a_file_that_is_still_being_copied_is_no_error_and_is_taken_when_whole(two: Pcs) -> None:
    enter(two.all[0], "3.1", "86,5")
    (name,) = two.exchange(0).sent
    whole = (two.folder / name).read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        (two.folder / name).write_bytes(whole[:length])
        done = two.exchange(1)
        assert (done.incomplete, done.unreadable, done.taken) == ((name,), (), ())
    (two.folder / name).write_bytes(whole)
    assert [line.name for line in two.exchange(1).taken] == [name]


def test_a_file_that_stays_unreadable_is_told_after_a_while(two: Pcs) -> None:
    (two.folder / "GOI_06379_2024_ffff-1_p1of1.ntm").write_bytes(b"PK\x03\x04 ch\xc6\xb0a xong")
    for _ in range(4):
        assert two.exchange(0).unreadable == ()
    (told,) = two.exchange(0).unreadable
    assert told.name.startswith("GOI_06379_2024_ffff")
    assert "Hãy" in told.sentence
    assert SharedFolder(two.all[0]).status().unreadable == (told,)


def test_foreign_and_temporary_files_are_left_alone(two: Pcs, offices: Offices) -> None:
    names = ["Ảnh.jpg", ".syncthing.GOI.ntm.tmp", "~$GOI.ntm", "GOI (conflicted copy).ntm"]
    for name in names:
        (two.folder / name).write_bytes(b"xin ch\xc3\xa0o")
    (two.folder / "thư mục.ntm").mkdir()
    export(offices.authority, two.folder, to="06382")
    before = set(two.files)
    done = two.exchange(1)
    assert (done.taken, done.waiting, done.incomplete, done.unreadable) == ((), (), (), ())
    two.settle()
    assert before <= set(two.files)


def test_a_strangers_package_is_not_taken_in_by_itself(two: Pcs, offices: Offices) -> None:
    sent = export(offices.authority, two.folder, to="06379")
    (waiting,) = two.exchange(0).waiting
    assert waiting.name == sent.path.name
    assert "chưa được tin cậy" in waiting.sentence
    assert two.all[0].receiving.waiting() == []
    two.all[0].keys.trust(offices.templates.public_key("authority"))
    assert [line.sender for line in two.exchange(0).taken] == ["Huyện Bắc Sơn"]
    assert sent.path.exists()


def test_an_import_that_was_undone_does_not_come_back_from_the_same_file(two: Pcs) -> None:
    two.settle()
    enter(two.all[0], "3.1", "86,5")
    two.exchange(0)
    two.exchange(1)
    with two.all[1].data.session() as store:
        store.execute("UPDATE import SET standing = 0, undone_at = '2024-10-02T07:05:00+00:00'")
    (two.all[1].folder.cache / "shared-folder.json").unlink()
    assert two.exchange(1).taken == ()


def test_lost_notes_are_made_again(two: Pcs) -> None:
    enter(two.all[0], "3.1", "86,5")
    two.settle()
    for office in two.all:
        (office.folder.cache / "shared-folder.json").write_text('{"files": 7}')
    enter(two.all[1], "3.1", "90")
    two.settle()
    assert lines(two.all[0]) == lines(two.all[1])


def test_without_a_folder_there_is_nothing_to_exchange(two: Pcs) -> None:
    service = SharedFolder(two.all[0])
    service.leave()
    assert service.path is None
    assert service.status().path is None
    with pytest.raises(NoSharedFolderError):
        service.exchange(two.keys, Unwatched())


def test_a_folder_that_is_gone_is_told_and_tried_again(two: Pcs) -> None:
    away = two.folder.rename(two.folder.with_name("rút ra"))
    enter(two.all[0], "3.1", "86,5")
    done = two.exchange(0)
    assert not done.reachable
    assert "tự thử lại" in done.notices[0]
    assert "tự thử lại" in SharedFolder(two.all[0]).status().trouble
    away.rename(two.folder)
    two.settle()
    assert SharedFolder(two.all[0]).status().trouble == ""
    assert lines(two.all[0]) == lines(two.all[1])


def test_a_full_folder_is_told_and_what_comes_is_still_taken(
    two: Pcs, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(two.all[0], "3.1", "86,5")
    two.exchange(0)
    real = shutil.disk_usage

    def full(path: Path) -> object:
        return SimpleNamespace(total=9, used=9, free=0) if path == two.folder else real(path)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", full)
        done = two.exchange(1)
    assert (len(done.taken), done.sent) == (1, ())
    assert "không còn đủ chỗ" in done.notices[0]
    assert two.exchange(1).sent


def test_a_folder_that_cannot_be_written_to_is_told(
    two: Pcs, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def protected(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if path.parent == two.folder and set(mode) & set("wxa+"):
            raise OSError(EROFS, "Read-only file system")
        return real(path, mode, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", protected)
        done = two.exchange(0)
    assert "Không ghi được" in done.notices[0]
    assert (done.sent, two.files) == ((), [])
    assert two.exchange(0).sent


class PulledOut:
    """Takes the folder away at the n-th step of a phase."""

    def __init__(self, folder: Path, left: int, phase: str) -> None:
        self.folder, self.left, self.phase = folder, left, phase

    def step(self, phase: str, done: int, total: int) -> None:
        if phase == self.phase and self.folder.exists():
            self.left -= 1
            if self.left < 0:
                shutil.rmtree(self.folder)


@pytest.mark.parametrize("left", [0, 1, 2])
def test_a_drive_pulled_out_while_writing_leaves_all_to_the_next_time(
    two: Pcs, left: int, tmp_path: Path
) -> None:
    add_evidence(two.all[0], tmp_path / "giấy tờ", samples.scanned_pdf(2))
    done = SharedFolder(two.all[0]).exchange(two.keys, PulledOut(two.folder, left, WRITING))
    assert done.notices or not done.sent
    two.folder.mkdir(exist_ok=True)
    two.settle()
    assert lines(two.all[0]) == lines(two.all[1])
    assert list(two.all[0].files.digests()) == list(two.all[1].files.digests())


def test_what_a_power_cut_left_of_an_own_package_is_removed_and_no_others(two: Pcs) -> None:
    own, other = (office.office.identity.origin.partition(".")[2][:4] for office in two.all)
    mine = two.folder / f"GOI_06379_2024_{own}-7_p1of1.ntm.tmp"
    theirs = two.folder / f"GOI_06379_2024_{other}-7_p1of1.ntm.tmp"
    for file in (mine, theirs):
        file.write_bytes(b"do dang")
    two.exchange(0)
    assert mine.exists()  # it may be another program of this PC that is at it
    mine.write_bytes(b"do dang hon")
    os.utime(mine, ns=(1, 1))
    two.exchange(0)
    assert mine.exists()
    two.exchange(0)
    assert (mine.exists(), theirs.exists()) == (False, True)


class Stopping:
    """Cancels at the n-th step."""

    def __init__(self, left: int) -> None:
        self.left = left

    def step(self, phase: str, done: int, total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise CancelledError


@pytest.mark.parametrize("steps", [0, 1, 3, 6])
def test_an_exchange_that_is_stopped_goes_on_the_next_time(two: Pcs, steps: int) -> None:
    enter(two.all[0], "3.1", "86,5")
    two.exchange(0)
    with pytest.raises(CancelledError):
        SharedFolder(two.all[1]).exchange(two.keys, Stopping(steps))
    assert not [name for name in two.files if name.endswith(".tmp")]
    two.settle()
    assert lines(two.all[0]) == lines(two.all[1])


def test_a_data_folder_is_never_shared(two: Pcs, tmp_path: Path) -> None:
    service, root = SharedFolder(two.all[0]), two.all[0].folder.root
    inside = root / "trao đổi"
    inside.mkdir()
    other = two.all[1].folder.root / "files"
    other.mkdir(exist_ok=True)
    for place in (root, inside, two.all[1].folder.root, other, root.parent):
        with pytest.raises(SharedFolderRefusedError, match="Hãy tạo một thư mục trống riêng"):
            service.choose(place)
    with pytest.raises(SharedFolderRefusedError, match="Không thấy thư mục"):
        service.choose(tmp_path / "không có")
    link = tmp_path / "lối tắt"
    link.symlink_to(root)
    with pytest.raises(SharedFolderRefusedError):
        service.choose(link)
    assert service.path == two.folder


def test_a_folder_that_cannot_be_written_to_is_not_chosen(
    two: Pcs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "chỉ đọc"
    place.mkdir()

    def refuse(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(disk.DiskFullError):
        SharedFolder(two.all[0]).choose(place)
    assert SharedFolder(two.all[0]).path == two.folder


def test_the_state_names_the_other_pcs_and_who_works_there(two: Pcs) -> None:
    enter(two.all[1], "3.1", "86,5")
    two.settle()
    state = SharedFolder(two.all[0]).status()
    (other,) = state.others
    assert other.digits == two.all[1].office.identity.origin.partition(".")[2][:4]
    assert (other.author, other.behind) == ("Hoàng Thị B", False)
    assert state.at is not None
    assert (state.path, state.trouble, state.waiting) == (two.folder, "", ())
    enter(two.all[0], "3.2", "đạt")
    (other,) = SharedFolder(two.all[0]).status().others
    assert other.behind


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(2, 3),
    steps=st.lists(st.tuples(st.sampled_from("wex"), st.integers(0, 2)), min_size=3, max_size=10),
)
def test_pcs_agree_whatever_the_order_they_exchange_in(
    make: Make, count: int, steps: list[tuple[str, int]]
) -> None:
    pcs = make(count)
    for number, (kind, which) in enumerate(steps):
        office = pcs.all[which % count]
        if kind == "w":
            enter(office, "3.1", str(number))
        elif kind == "e":
            add_evidence(office, pcs.folder.parent / str(number), samples.scanned_pdf(number + 1))
        else:
            pcs.exchange(which % count)
    pcs.settle()
    for office in pcs.all[1:]:
        assert ends(office) == ends(pcs.all[0])
        assert lines(office) == lines(pcs.all[0])
        assert list(office.files.digests()) == list(pcs.all[0].files.digests())
        assert value(office) == value(pcs.all[0])
    assert len(pcs.files) <= count
