"""Evidence goes into the dossier unharmed."""

import errno
import os
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from ntm_desktop.domain.dossier import DossierFile, DossierReceipt
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.documents.dossier import write_dossier
from tests.exchange.documents.reading import opened, pixel, sound, texts
from tests.exchange.documents.samples import dossier, evidence, photo, scan, stored

RED, BLUE, LIME = (254, 0, 0), (0, 0, 254), (0, 255, 1)


def appended(folder: Path, *files: DossierFile, practice: bool = False) -> tuple[Path, int]:
    """Write a dossier of these files; give it and the page before the first of them."""
    dest = folder / "dossier.pdf"
    write_dossier(dossier(practice=practice, evidence=(evidence(*files),)), dest, Unwatched())
    before = next(n for n, text in enumerate(texts(dest), 1) if "TIÊU CHÍ 1. QUY HOẠCH" in text)
    return dest, before


def is_like(colour: tuple[int, int, int], wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("practice", [False, True])
def test_the_bytes_of_a_photograph_stand_unchanged_in_the_pdf(
    tmp_path: Path, *, practice: bool
) -> None:
    files = [photo(tmp_path / f"z{n}.jpg", (300 + n, 200), n) for n in range(4)]
    dest, before = appended(tmp_path, *files, practice=practice)
    assert sound(dest)
    with opened(dest) as pdf:
        for number, file in enumerate(files):
            image = pdf.pages[before + number].resources.XObject["/Picture"]
            assert image.read_raw_bytes() == file.path.read_bytes()
            assert image.Filter == pikepdf.Name.DCTDecode


@pytest.mark.skipif(sys.platform != "linux", reason="the system copies files on Linux only")
@pytest.mark.parametrize("limit", [None, 1000, 0])
def test_a_photograph_is_copied_whole_however_far_the_system_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int | None
) -> None:
    path = tmp_path / "z.jpg"
    Image.effect_noise((900, 900), 90).save(path, quality=95)
    sendfile, calls = os.sendfile, list[int]()

    def hindered(out: int, source: int, offset: int, count: int) -> int:
        calls.append(count)
        if limit is None:
            return sendfile(out, source, offset, count)
        if len(calls) > 1 or not limit:
            raise OSError(errno.EINVAL, "not with these files")
        return sendfile(out, source, offset, limit)

    monkeypatch.setattr(os, "sendfile", hindered)
    dest, before = appended(tmp_path, stored(path))
    assert calls[0] == path.stat().st_size
    assert sound(dest)
    with opened(dest) as pdf:
        image = pdf.pages[before].resources.XObject["/Picture"]
        assert image.read_raw_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (0, 0)),
        (2, (1, 0)),
        (3, (1, 1)),
        (4, (0, 1)),
        (5, (0, 0)),
        (6, (1, 0)),
        (7, (1, 1)),
        (8, (0, 1)),
    ],
)
def test_a_photograph_stands_the_way_its_exif_says(
    tmp_path: Path, orientation: int, corner: tuple[int, int]
) -> None:
    dest, before = appended(tmp_path, photo(tmp_path / "z.jpg", (400, 400), orientation))
    with opened(dest) as pdf:
        left, bottom, right, top = _box(pdf, before)
        width, height = (float(pdf.pages[before].mediabox[n]) for n in (2, 3))
    x = (left + (right - left) * (0.04 + 0.92 * corner[0])) / width
    y = 1 - (top - (top - bottom) * (0.04 + 0.92 * corner[1])) / height
    assert is_like(pixel(dest, before + 1, (x, y)), LIME)


def _box(pdf: pikepdf.Pdf, page: int) -> tuple[float, float, float, float]:
    matrix = next(
        [float(n) for n in done.operands]
        for done in pikepdf.parse_content_stream(pdf.pages[page])
        if str(done.operator) == "cm" and float(done.operands[4]) > 0
    )
    a, b, c, d, e, f = matrix
    xs, ys = (e, e + a + c), (f, f + b + d)
    return min(xs), min(ys), max(xs), max(ys)


def test_a_wide_photograph_gets_a_wide_page(tmp_path: Path) -> None:
    upright = photo(tmp_path / "a.jpg", (300, 400))
    wide = photo(tmp_path / "b.jpg", (400, 300))
    turned = photo(tmp_path / "c.jpg", (300, 400), 6)
    dest, before = appended(tmp_path, upright, wide, turned)
    with opened(dest) as pdf:
        sizes = [pdf.pages[before + n].mediabox for n in range(3)]
    assert [size[2] > size[3] for size in sizes] == [False, True, True]


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA", "LA", "I;16"])
def test_a_png_is_shown_pixel_by_pixel(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "sơ đồ.png"
    plain = Image.new("L", (40, 60), 255)
    plain.paste(0, (0, 0, 40, 30))
    image = plain.convert("RGBA").convert(mode) if mode in {"RGBA", "LA"} else plain.convert(mode)
    if mode == "I;16":
        image = plain.convert("I").point(lambda value: value * 257).convert("I;16")
    image.save(path)
    dest, before = appended(tmp_path, stored(path))
    assert sound(dest)
    assert is_like(pixel(dest, before + 1, (0.5, 0.3)), (0, 0, 0))
    assert is_like(pixel(dest, before + 1, (0.5, 0.7)), (255, 255, 255))


def test_what_is_transparent_becomes_white_paper(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGBA", (40, 60), (0, 0, 0, 0)).save(path)
    dest, before = appended(tmp_path, stored(path))
    assert pixel(dest, before + 1, (0.5, 0.5)) == (255, 255, 255)


@pytest.mark.parametrize("practice", [False, True])
def test_pages_of_a_pdf_keep_contents_and_pictures(tmp_path: Path, *, practice: bool) -> None:
    file = scan(tmp_path / "quyết định.pdf", 4)
    dest, before = appended(tmp_path, file, practice=practice)
    with opened(dest) as pdf, opened(file.path) as original:
        for number, page in enumerate(original.pages):
            copy = pdf.pages[before + number]
            wanted, image = (one.resources.XObject.Im0 for one in (page, copy))
            assert image.read_raw_bytes() == wanted.read_raw_bytes()
            assert copy.mediabox == page.mediabox
            drawn = page.Contents.read_bytes()
            assert drawn in b"".join(part.read_bytes() for part in _contents(copy))


def _contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.Contents
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def test_a_file_in_two_documents_is_appended_once_and_referred_to(tmp_path: Path) -> None:
    file = scan(tmp_path / "a.pdf", 3)
    dest = tmp_path / "dossier.pdf"
    given = dossier(evidence=(evidence(file), evidence(file, codes=["1.1", "2.1"])))
    receipt = write_dossier(given, dest, Unwatched())
    found = texts(dest)
    place = next(n for n, text in enumerate(found, 1) if "TIÊU CHÍ 1. QUY" in text)
    assert receipt.appended == 1
    assert receipt.pages == place + 3 + 1
    assert f"{place + 1}-{place + 3}" in found[-1]
    assert "(Xem minh chứng của tiêu chí 1.)" in found[-1]


def test_evidence_that_proves_nothing_of_the_set_is_not_lost(tmp_path: Path) -> None:
    dest = tmp_path / "dossier.pdf"
    given = dossier(evidence=(evidence(scan(tmp_path / "a.pdf", 1), codes=[]),))
    receipt = write_dossier(given, dest, Unwatched())
    assert receipt.appended == 1
    assert "MINH CHỨNG CHUNG" in texts(dest)[-2]


def refused(folder: Path, file: DossierFile, **changes: object) -> str:
    given = evidence(file)
    if changes:
        given = type(given)(files=(file,), indicators=("1.1",), **changes)  # type: ignore[arg-type]
    receipt: DossierReceipt = write_dossier(
        dossier(evidence=(given,)), folder / "dossier.pdf", Unwatched()
    )
    assert receipt.appended == 0
    [left] = receipt.left_out
    return left.reason


def test_a_damaged_pdf_is_left_out_and_never_repaired_silently(tmp_path: Path) -> None:
    whole = scan(tmp_path / "a.pdf", 5).path.read_bytes()
    cut = tmp_path / "cut.pdf"
    for length in (20, len(whole) // 2, len(whole) - 30):
        cut.write_bytes(whole[:length])
        assert refused(tmp_path, stored(cut)) == "tệp PDF bị hỏng"


def test_a_pdf_with_a_hole_in_a_picture_is_left_out(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf", 2).path
    data = path.read_bytes()
    path.write_bytes(data.replace(b"endstream", b"xxxxxxxxx", 1))
    assert refused(tmp_path, stored(path)) == "tệp PDF bị hỏng"


def test_a_pdf_under_a_password_is_left_out(tmp_path: Path) -> None:
    plain = scan(tmp_path / "a.pdf").path
    locked = tmp_path / "khóa.pdf"
    with pikepdf.open(plain) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="mật", owner="khẩu"))
    assert refused(tmp_path, stored(locked)) == "tệp PDF đặt mật khẩu"


def test_an_empty_file_and_a_broken_picture_are_left_out(tmp_path: Path) -> None:
    empty = tmp_path / "rỗng.pdf"
    empty.write_bytes(b"")
    broken = tmp_path / "a.jpg"
    broken.write_bytes(b"\xff\xd8 no picture")
    assert refused(tmp_path, stored(empty)) == "tệp rỗng"
    assert refused(tmp_path, stored(broken)) == "tệp ảnh bị hỏng"


def test_a_photograph_cut_short_is_left_out(tmp_path: Path) -> None:
    whole = photo(tmp_path / "z.jpg").path.read_bytes()
    cut = tmp_path / "cut.jpg"
    for length in (30, len(whole) // 2, len(whole) - 2):
        cut.write_bytes(whole[:length])
        assert refused(tmp_path, stored(cut)) == "tệp ảnh bị cắt cụt"


def test_a_sensitive_document_is_listed_but_not_shown(tmp_path: Path) -> None:
    reason = refused(tmp_path, scan(tmp_path / "a.pdf"), withheld=True)
    assert reason == "tài liệu hạn chế sao chụp"


def test_the_same_file_withheld_in_one_document_is_still_shown_by_another(tmp_path: Path) -> None:
    file = scan(tmp_path / "a.pdf", 2)
    hidden = type(evidence())(files=(file,), indicators=("1.1",), withheld=True)
    receipt = write_dossier(
        dossier(evidence=(hidden, evidence(file))), tmp_path / "d.pdf", Unwatched()
    )
    assert receipt.appended == 1


def test_a_digital_signature_keeps_its_look_but_claims_nothing_in_the_dossier(
    tmp_path: Path,
) -> None:
    path = scan(tmp_path / "ký số.pdf", 1).path
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        look = pdf.make_stream(
            b"1 0 0 rg 0 0 100 50 re f",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 100, 50],
        )
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String("Chữ ký 1"),
                F=4,
                Rect=[100, 100, 200, 150],
                V=pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3]),
                AP=pikepdf.Dictionary(N=look),
            )
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
        pdf.save(path)
    dest, before = appended(tmp_path, stored(path))
    with opened(dest) as pdf:
        assert "/AcroForm" not in pdf.Root
        [stamp] = pdf.pages[before].Annots
        assert stamp.Subtype == pikepdf.Name.Stamp
        assert "/V" not in stamp
    assert is_like(pixel(dest, before + 1, (150 / 595, 1 - 125 / 842)), RED)
    assert any("chữ ký số gửi kèm trong gói" in text for text in texts(dest))


def test_a_landscape_scan_is_stamped_upright_in_practice(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf", 1).path
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save(path)
    dest, before = appended(tmp_path, stored(path), practice=True)
    assert "SỐ LIỆU LUYỆN TẬP" in texts(dest)[before]


def test_cmyk_of_adobe_is_shown_the_right_way_round(tmp_path: Path) -> None:
    data = BytesIO()
    Image.new("CMYK", (60, 60), (0, 255, 255, 0)).save(data, "JPEG", quality=95)
    path = tmp_path / "in.jpg"
    path.write_bytes(data.getvalue())
    dest, before = appended(tmp_path, stored(path))
    red, green, blue = pixel(dest, before + 1, (0.5, 0.5))
    assert red > 180
    assert max(green, blue) < 90
