"""Names and paths that Windows makes trouble with."""

import stat
from pathlib import Path

import pytest

from db.data_file import prepare
from db.file_errors import EvidenceHeldError
from db.files import FileStore
from ntm_desktop import held_files
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.paths import DataFolder, shown
from ntm_desktop.services.backups import Backups
from tests import samples

pytestmark = pytest.mark.os
SPOKEN = "Biên bản họp thôn về xây dựng đường nông thôn mới"


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "data" / "files")


@pytest.mark.parametrize(
    "name",
    [
        f"{SPOKEN} năm 2024.pdf",
        f"{SPOKEN}  (2).PDF",
        "tệp.với.nhiều.chấm.pdf",
        "100% đạt & hơn nữa.pdf",
        "#1 'trích dẫn'.pdf",
        f"{'ă' * 100}.pdf",
    ],
)
def test_a_paper_of_any_name_is_taken_in_by_its_content(
    tmp_path: Path, store: FileStore, name: str
) -> None:
    folder = tmp_path / "Ảnh chụp từ Zalo"
    folder.mkdir()

    kept = store.take_in(samples.write(folder, name, samples.scanned_pdf(1)))

    assert store.path(kept.sha256).read_bytes() == (folder / name).read_bytes()


def test_data_may_lie_in_a_folder_with_blanks_and_marks(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "Hồ sơ NTM của xã Tân Thành" / "dữ liệu 2024")

    data = prepare(folder)
    made = Backups(folder, data).make(None, Unwatched())
    data.close()

    assert made.path.parent == folder.backups


def test_data_may_lie_deep_down(tmp_path: Path) -> None:
    deep = tmp_path
    while len(str(deep)) < 170:
        deep = deep / "thư mục rất dài"
    folder = DataFolder(deep)
    data = prepare(folder)
    data.close()
    store = FileStore(folder.files)

    kept = store.take_in(samples.write(tmp_path, "a.pdf", samples.scanned_pdf(1)))

    assert store.path(kept.sha256).is_file()
    assert len(str(shown(store.path(kept.sha256)).relative_to(deep))) < 90


def test_a_kept_file_is_read_only_and_can_be_removed_all_the_same(
    tmp_path: Path, store: FileStore
) -> None:
    kept = store.take_in(samples.write(tmp_path, "a.pdf", samples.scanned_pdf(1)))
    path = store.path(kept.sha256)
    assert not path.stat().st_mode & stat.S_IWRITE

    held_files.remove(path)

    assert not path.exists()


def test_a_kept_file_that_may_not_be_read_now_is_not_called_damaged(
    tmp_path: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.take_in(samples.write(tmp_path, "a.pdf", samples.scanned_pdf(1)))

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr(held_files, "patiently", held)

    with pytest.raises(EvidenceHeldError, match="giữ"):
        store.verify(kept.sha256)
