import os
import stat
from pathlib import Path

import pytest

from db.file_errors import EvidenceMissingError
from db.files import FileStore
from ntm_desktop.services.viewing import clear_copies, copy_to_view
from tests import samples

pytestmark = pytest.mark.os


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def view(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "view"


def kept(store: FileStore, content: bytes) -> str:
    path = samples.write(store.root.parent, "nguồn.txt", content)
    return store.take_in(path).sha256


@pytest.mark.parametrize(
    ("name", "content", "shown_as"),
    [
        ("Quyết định 12.pdf", samples.scanned_pdf(2), "Quyết định 12.pdf"),
        ("Quyết định 12/QĐ-UBND.exe", samples.scanned_pdf(2), "QĐ-UBND.pdf"),
        ("ảnh\u202egpj.js", samples.photo((64, 48)), "ảnh gpj.jpg"),
        ('a<b>:"c"|?*.docx', samples.docx(), "a b c.docx"),
        ("số liệu.CSV", b"a;b\n", "số liệu.csv"),
        ("ghi chép.bat", b"a b\n", "ghi chép.txt"),
        ("", samples.scanned_pdf(2), "minh chung.pdf"),
        ("...", samples.scanned_pdf(2), "minh chung.pdf"),
        ("CON.pdf", samples.scanned_pdf(2), "_CON.pdf"),
        ("ă" * 300 + ".pdf", samples.scanned_pdf(2), "ă" * 80 + ".pdf"),
    ],
)
def test_a_copy_has_a_name_fit_for_any_pc_and_the_ending_of_its_content(
    store: FileStore, view: Path, name: str, content: bytes, shown_as: str
) -> None:
    copy = copy_to_view(store, view, kept(store, content), name)
    assert copy.name == shown_as
    assert copy.read_bytes() == content
    assert copy.is_relative_to(view)


def test_a_copy_is_read_only_and_may_be_made_again(store: FileStore, view: Path) -> None:
    digest = kept(store, samples.scanned_pdf(2))
    copy = copy_to_view(store, view, digest, "a.pdf")
    assert not copy.stat().st_mode & stat.S_IWUSR
    assert copy_to_view(store, view, digest, "a.pdf") == copy


def test_copies_of_days_before_are_cleared_away(store: FileStore, view: Path) -> None:
    old = copy_to_view(store, view, kept(store, samples.docx()), "cũ.docx")
    os.utime(old, (1, 1))
    new = copy_to_view(store, view, kept(store, samples.xlsx()), "mới.xlsx")
    assert not old.exists()
    assert copy_to_view(store, view, kept(store, samples.pptx()), "ba.pptx").exists()
    assert new.exists()


def test_only_what_is_kept_and_whole_is_copied(store: FileStore, view: Path) -> None:
    digest = kept(store, samples.docx())
    store.remove(digest)
    with pytest.raises(EvidenceMissingError):
        copy_to_view(store, view, digest, "a.docx")
    assert not view.exists()


def test_no_copy_is_left_once_nobody_looks(store: FileStore, view: Path) -> None:
    copy_to_view(store, view, kept(store, samples.docx()), "mật.docx")
    clear_copies(view, older_than=60)
    assert len(list(view.glob("*/*"))) == 1
    clear_copies(view)
    assert list(view.iterdir()) == []
    clear_copies(view / "không có")


@pytest.mark.skipif(os.name != "nt", reason="elsewhere no program can hold a name")
def test_a_copy_that_a_program_still_shows_stays_for_later(store: FileStore, view: Path) -> None:
    copy = copy_to_view(store, view, kept(store, samples.docx()), "mật.docx")
    with copy.open("rb"):
        clear_copies(view)
        assert copy.exists()
    clear_copies(view)
    assert not copy.exists()
