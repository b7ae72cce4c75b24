"""A whole import taken back between real offices, with its files and what waits."""

from pathlib import Path

import pytest

from db.files import FileStore
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.errors import DataFolderError
from ntm_desktop.services import origins
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.sending import ExportReceipt
from ntm_desktop.services.undoing import (
    ImportUndoneError,
    ImportUnknownError,
    StillNeededError,
)
from ntm_desktop.services.workplace import Workplace
from tests import samples
from tests.offices import PASSPHRASE, YEAR, enter, export
from tests.services.conftest import Offices


def take_in(office: Workplace, path: Path) -> str:
    outcome = office.receiving.take_in(path, Unwatched())
    assert outcome.import_id
    return outcome.import_id


def add_paper(office: Workplace, folder: Path, content: bytes) -> None:
    purpose = Purpose(sheet=office.sheet(year=YEAR), indicators=("3.1",))
    paper = samples.write(folder, f"{len(content)}.pdf", content)
    office.evidence.add([paper], purpose, Details(), progress=Unwatched())


def verdict(office: Workplace) -> Verdict:
    board = office.self_assessment.board(office.sheet(subject="06379", year=YEAR))
    return next(
        line.verdict
        for criterion in board.criteria
        for line in criterion.indicators
        if line.indicator.code == "3.1"
    )


def newer(offices: Offices) -> ExportReceipt:
    """Let the commune hear what the authority has, and send only what is new since."""
    back = export(offices.authority, offices.stick, to="06379").path
    offices.commune.receiving.take_in(back, Unwatched())
    enter(offices.commune, "3.1", "87")
    return export(offices.commune, offices.stick)


def in_parts(office: Workplace, folder: Path, size: int) -> list[Path]:
    keys = office.keys.unlock(PASSPHRASE)
    made = office.sending.export(
        folder, keys=keys, year=YEAR, progress=Unwatched(), plain=True, part_size=size
    )
    return [each.path for each in made.files]


@pytest.fixture
def sent(offices: Offices) -> Path:
    """A commune's first package: a value and a paper."""
    offices.stick.mkdir()
    enter(offices.commune, "3.1", "86,5")
    add_paper(offices.commune, offices.stick, samples.scanned_pdf(1))
    return export(offices.commune, offices.stick).path


def test_what_an_import_brought_goes_with_its_files(offices: Offices, sent: Path) -> None:
    import_id = take_in(offices.authority, sent)
    assert verdict(offices.authority) is Verdict.MET
    assert len(list(offices.authority.files.digests())) == 1
    offices.authority.undoing.undo(import_id, Unwatched())
    assert verdict(offices.authority) is Verdict.INCOMPLETE
    assert list(offices.authority.files.digests()) == []


def test_the_preview_says_what_goes_and_changes_nothing(offices: Offices, sent: Path) -> None:
    import_id = take_in(offices.authority, sent)
    would = offices.authority.undoing.would(import_id)
    assert (would.files, would.changed, would.obstacles) == (1, 0, ())
    assert would.gone >= 4
    assert verdict(offices.authority) is Verdict.MET
    assert len(list(offices.authority.files.digests())) == 1


def test_an_undone_package_may_be_taken_in_again(offices: Offices, sent: Path) -> None:
    first = take_in(offices.authority, sent)
    offices.authority.undoing.undo(first, Unwatched())
    found = offices.authority.receiving.inspect(sent, Unwatched())
    assert found.undone_at is not None
    assert take_in(offices.authority, sent) != first
    assert verdict(offices.authority) is Verdict.MET


def test_an_undo_under_what_was_typed_here_says_who_typed_it(
    offices: Offices, sent: Path, tmp_path: Path
) -> None:
    beside = offices.templates.opened("commune", tmp_path / "máy 2")
    with beside.data.session() as store:
        origins.renew(store, "copied")
    import_id = take_in(beside, sent)
    enter(beside, "3.1", "87")
    with pytest.raises(StillNeededError) as refused:
        beside.undoing.undo(import_id, Unwatched())
    beside.close()
    words = str(refused.value)
    assert "(Xã Tân Thành, máy này, Nông Văn A)" in words
    assert "sửa trực tiếp" in words


def test_an_undo_under_a_later_package_names_it(offices: Offices, sent: Path) -> None:
    import_id = take_in(offices.authority, sent)
    second = newer(offices)
    take_in(offices.authority, second.path)
    would = offices.authority.undoing.would(import_id)
    with pytest.raises(StillNeededError) as refused:
        offices.authority.undoing.undo(import_id, Unwatched())
    assert refused.value.obstacles == would.obstacles
    words = str(refused.value)
    assert "hỉ tiêu 3.1" in words
    assert "Xã Tân Thành" in words
    assert "Nông Văn A" in words
    assert f"hoàn tác gói số {second.number} của Xã Tân Thành trước" in words
    assert verdict(offices.authority) is Verdict.MET


def test_only_a_standing_import_can_be_undone(offices: Offices, sent: Path) -> None:
    undoing = offices.authority.undoing
    with pytest.raises(ImportUnknownError):
        undoing.undo("none", Unwatched())
    import_id = take_in(offices.authority, sent)
    undoing.undo(import_id, Unwatched())
    for again in (lambda: undoing.would(import_id), lambda: undoing.undo(import_id, Unwatched())):
        with pytest.raises(ImportUndoneError):
            again()


def test_a_file_that_cannot_be_removed_does_not_hold_the_undo_up(
    offices: Offices, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = take_in(offices.authority, sent)

    def held(_store: FileStore, _sha256: str) -> None:
        raise DataFolderError("đang mở")

    monkeypatch.setattr(FileStore, "remove", held)
    offices.authority.undoing.undo(import_id, Unwatched())
    monkeypatch.undo()
    with offices.authority.data.session() as store:
        assert store.execute("SELECT count(*) FROM object").fetchone()[0] == 0
    assert [each.is_harmless for each in offices.authority.files.check({})] == [True]
    take_in(offices.authority, sent)
    assert verdict(offices.authority) is Verdict.MET


def test_what_was_built_on_an_undone_package_waits_until_it_is_back(
    offices: Offices, sent: Path
) -> None:
    authority = offices.authority
    import_id = take_in(authority, sent)
    second = newer(offices)
    authority.undoing.undo(import_id, Unwatched())
    assert authority.receiving.take_in(second.path, Unwatched()).import_id is None
    take_in(authority, sent)
    assert authority.receiving.waiting() == []
    assert verdict(authority) is Verdict.MET


def test_parts_that_wait_go_with_their_package(offices: Offices) -> None:
    authority, stick = offices.authority, offices.stick
    stick.mkdir()
    add_paper(offices.commune, stick, samples.scanned_pdf(8))
    first, *others = in_parts(offices.commune, stick, 300_000)
    import_id = take_in(authority, first)
    authority.receiving.take_in(others[0], Unwatched())
    assert authority.receiving.waiting()
    authority.undoing.undo(import_id, Unwatched())
    assert authority.receiving.waiting() == []
    assert list(authority.folder.inbox.glob("*.ntm")) == []
    for path in (first, *others):
        authority.receiving.take_in(path, Unwatched())
    assert authority.receiving.waiting() == []
    assert len(list(authority.files.digests())) == 1
