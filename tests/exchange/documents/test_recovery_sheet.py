"""The printed recovery sheet, read back as people and cameras would."""

import re
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ntm_desktop.exchange import keys
from ntm_desktop.exchange import recovery_sheet as digits
from ntm_desktop.exchange.documents.failures import DestinationError
from ntm_desktop.exchange.documents.recovery_sheet import RecoveryPaper, write_recovery_sheet
from ntm_desktop.services import recovery_photo
from ntm_desktop.services.recovery_photo import RecoveryImageError
from tests.exchange.documents.reading import sound, texts

KEYS = keys.create()
FINGERPRINT = keys.fingerprint(KEYS.public_key)


def paper(*, practice: bool = False) -> RecoveryPaper:
    return RecoveryPaper(
        unit="06379",
        name="Xã Tân Thành",
        fingerprint=FINGERPRINT,
        day=date(2024, 10, 5),
        sheet=digits.sheet_of(KEYS),
        practice=practice,
    )


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("giấy") / "giấy khôi phục.pdf"
    write_recovery_sheet(paper(), file)
    return file


def photo(sheet: Path, dots_per_inch: int) -> Image.Image:
    with pypdfium2.PdfDocument(sheet) as pdf:
        page = pdf[0]
        image = page.render(scale=dots_per_inch / 72).to_pil().convert("RGB")
        page.close()
    assert isinstance(image, Image.Image)
    return image


def test_it_says_whose_key_it_is_and_how_to_keep_it(sheet: Path) -> None:
    [text] = texts(sheet)
    for words in ("Xã Tân Thành (mã 06379)", FINGERPRINT, "05/10/2024", "trong két", "dán kín"):
        assert words in text
    assert "LUYỆN TẬP" not in text
    assert sound(sheet)
    assert [each.name for each in sheet.parent.iterdir()] == [sheet.name]


def test_practice_says_so(tmp_path: Path) -> None:
    write_recovery_sheet(paper(practice=True), tmp_path / "x.pdf")
    assert "SỐ LIỆU LUYỆN TẬP" in texts(tmp_path / "x.pdf")[0]


def test_the_printed_digits_typed_again_are_the_keys(sheet: Path) -> None:
    rows = re.findall(r"\b(\d\d) (\d{4} \d{4} \d{4})\b", texts(sheet)[0])
    assert [number for number, _ in rows] == [f"{number:02}" for number in range(1, 18)]
    assert digits.read_text("\n".join(row for _, row in rows)) == KEYS


def test_the_pdf_itself_is_read(sheet: Path) -> None:
    assert recovery_photo.keys_in(sheet) == KEYS


def test_a_poor_photo_turned_and_stained_is_read(sheet: Path, tmp_path: Path) -> None:
    image = photo(sheet, 130).rotate(8, expand=True, fillcolor="gray")
    ImageDraw.Draw(image).ellipse((190, 420, 225, 455), fill="brown")
    image.filter(ImageFilter.GaussianBlur(1)).save(tmp_path / "z123.jpg", quality=40)
    assert recovery_photo.keys_in(tmp_path / "z123.jpg") == KEYS


def test_a_picture_without_the_code_says_what_to_do(sheet: Path, tmp_path: Path) -> None:
    image = photo(sheet, 60)
    image.crop((0, image.height // 2, image.width, image.height)).save(tmp_path / "nửa.png")
    with pytest.raises(RecoveryImageError, match="hoặc gõ 17 hàng số"):
        recovery_photo.keys_in(tmp_path / "nửa.png")


def test_another_code_is_not_taken_for_it(tmp_path: Path) -> None:
    import segno

    segno.make("https://example.org", micro=False).save(str(tmp_path / "x.png"), scale=5)
    with pytest.raises(RecoveryImageError, match="Không thấy mã vuông"):
        recovery_photo.keys_in(tmp_path / "x.png")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 x", b"\xff\xd8\xff\xe0 x", b"MZ", None])
def test_what_is_no_picture_is_named(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "tệp.pdf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RecoveryImageError, match=r"tệp\.pdf"):
        recovery_photo.keys_in(file)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(DestinationError):
        write_recovery_sheet(paper(), tmp_path / "none" / "x.pdf")
