"""The register of packages: every file that went out or came in, and what came of it."""

from hashlib import sha256
from pathlib import Path

import pytest

from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.register import Fate, RegisterLine
from ntm_desktop.errors import InputError
from ntm_desktop.services.correspondence import Correspondence
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.workplace import Workplace
from tests import samples
from tests.exchange.documents.reading import sound, texts
from tests.offices import PASSPHRASE, YEAR, enter, export
from tests.services.conftest import Offices


def lines(office: Workplace) -> list[RegisterLine]:
    return list(Correspondence(office).register().lines)


def hashed(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_what_went_out_is_listed_with_its_hash(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    path = export(offices.commune, offices.stick).path
    (line,) = lines(offices.commune)
    assert (line.fate, line.number, line.counterpart) == (Fate.SENT, 1, "Huyện Bắc Sơn (185)")
    (file,) = line.files
    assert (file.name, file.size) == (path.name, path.stat().st_size)
    assert file.sha256 == hashed(path)
    assert line.outcome == "Đã gửi, chưa có biên nhận"


def test_what_came_in_is_listed_with_its_hash(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    path = export(offices.commune, offices.stick).path
    taken = offices.authority.receiving.take_in(path, Unwatched())
    (line,) = lines(offices.authority)
    assert (line.fate, line.counterpart) == (Fate.IMPORTED, "Xã Tân Thành (06379)")
    assert [(file.name, file.sha256) for file in line.files] == [(path.name, hashed(path))]
    assert line.import_id == taken.import_id
    assert line.at.tzinfo is not None


def test_a_receipt_that_came_back_is_said(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    path = export(offices.commune, offices.stick).path
    offices.authority.receiving.take_in(path, Unwatched())
    back = export(offices.authority, offices.stick, to="06379").path
    offices.commune.receiving.take_in(back, Unwatched())
    found = {line.fate: line for line in lines(offices.commune)}
    assert set(found) == {Fate.IMPORTED, Fate.CONFIRMED}
    went = found[Fate.CONFIRMED]
    assert went.outcome.startswith("Đã gửi, có biên nhận ")


def test_a_package_sent_again_has_a_line_of_its_own(offices: Offices, tmp_path: Path) -> None:
    enter(offices.commune, "3.1", "86,5")
    first = export(offices.commune, offices.stick)
    keys = offices.commune.keys.unlock(PASSPHRASE)
    again = tmp_path / "lần hai"
    again.mkdir()
    offices.commune.sending.resend(first.id, (1,), again, keys=keys, progress=Unwatched())
    newest, oldest = lines(offices.commune)
    assert (newest.fate, oldest.fate) == (Fate.RESENT, Fate.SENT)
    assert newest.files[0].sha256 == hashed(next(again.glob("*.ntm")))


def test_an_undone_import_says_when(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    path = export(offices.commune, offices.stick).path
    taken = offices.authority.receiving.take_in(path, Unwatched())
    offices.authority.undoing.undo(taken.import_id or "", Unwatched())
    (line,) = lines(offices.authority)
    assert line.fate is Fate.UNDONE
    assert line.until is not None
    assert line.outcome == f"Đã nhập, hoàn tác {line.until:%d/%m/%Y %H:%M}"
    assert line.files[0].sha256 == hashed(path)


def test_what_waits_says_what_for(strangers: Offices) -> None:
    enter(strangers.commune, "3.1", "86,5")
    path = export_to_a_stranger(strangers)
    strangers.authority.receiving.take_in(path, Unwatched())
    (line,) = lines(strangers.authority)
    assert (line.fate, line.files[0].sha256) == (Fate.WAITING, hashed(path))
    assert "chưa tin cậy khóa của Xã Tân Thành" in line.outcome


def export_to_a_stranger(offices: Offices) -> Path:
    return export(offices.commune, offices.stick).path


def test_a_part_that_waits_for_others_stands_beside_its_import(offices: Offices) -> None:
    commune, stick = offices.commune, offices.stick
    stick.mkdir()
    paper = samples.write(stick, "a.pdf", samples.scanned_pdf(8))
    purpose = Purpose(sheet=commune.sheet(year=YEAR), indicators=("3.1",))
    commune.evidence.add([paper], purpose, Details(), progress=Unwatched())
    keys = commune.keys.unlock(PASSPHRASE)
    made = commune.sending.export(
        stick, keys=keys, year=YEAR, progress=Unwatched(), plain=True, part_size=300_000
    )
    for part in made.files[:2]:
        offices.authority.receiving.take_in(part.path, Unwatched())
    found = [line for line in lines(offices.authority) if line.fate is Fate.IMPORTED]
    assert [(file.part, file.sha256) for file in found[0].files] == [
        (part.part, hashed(part.path)) for part in made.files[:2]
    ]
    assert found[0].parts == len(made.files)


def test_what_was_refused_says_why(offices: Offices, tmp_path: Path) -> None:
    bad = tmp_path / "hỏng.ntm"
    bad.write_bytes(b"PK\x03\x04 not a package")
    with pytest.raises(InputError) as refused:
        offices.authority.receiving.take_in(bad, Unwatched())
    (line,) = lines(offices.authority)
    assert (line.fate, line.why, line.counterpart) == (Fate.REFUSED, str(refused.value), "")
    assert (line.files[0].name, line.files[0].sha256) == ("hỏng.ntm", hashed(bad))


def test_the_printed_register_names_files_and_hashes(offices: Offices, tmp_path: Path) -> None:
    enter(offices.commune, "3.1", "86,5")
    path = export(offices.commune, offices.stick).path
    correspondence = Correspondence(offices.commune)
    dest = tmp_path / "sổ.pdf"
    pages = correspondence.print_register(correspondence.register(), dest, Unwatched())
    (page,) = texts(dest)
    assert pages == 1
    assert sound(dest)
    for words in ("XÃ TÂN THÀNH", "SỔ GỬI, NHẬN HỒ SƠ", "Huyện Bắc Sơn (185)"):
        assert words in page
    bare = page.replace(" ", "")
    assert hashed(path) in bare
    assert path.name in bare


def test_a_long_register_runs_over_pages(offices: Offices, tmp_path: Path) -> None:
    for value in range(12):
        enter(offices.commune, "3.1", str(80 + value))
        export(offices.commune, offices.stick)
    correspondence = Correspondence(offices.commune)
    dest = tmp_path / "sổ.pdf"
    pages = correspondence.print_register(correspondence.register(), dest, Unwatched())
    found = texts(dest)
    assert pages == len(found) > 1
    assert all("Ngày, giờ" in page for page in found)
    assert f"trang 2/{pages}" in found[1]


def test_an_empty_register_says_so(offices: Offices, tmp_path: Path) -> None:
    correspondence = Correspondence(offices.commune)
    dest = tmp_path / "sổ.pdf"
    assert correspondence.print_register(correspondence.register(), dest, Unwatched()) == 1
    assert "Chưa gửi, nhận gói hồ sơ nào" in texts(dest)[0]
