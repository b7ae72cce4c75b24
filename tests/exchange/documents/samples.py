"""Evidence files as they come, and a dossier made of them."""

import hashlib
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from ntm_desktop.domain.dossier import (
    Authority,
    AuthorityLevel,
    Dossier,
    DossierCriterion,
    DossierEvidence,
    DossierFile,
    DossierIndicator,
    LegalBasis,
    Mark,
    Media,
    Office,
)

KINDS = {".pdf": Media.PDF, ".jpg": Media.JPEG, ".png": Media.PNG}


def stored(path: Path) -> DossierFile:
    """Describe a file the way the evidence store does."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    media = KINDS.get(path.suffix, Media.OTHER)
    return DossierFile(name=path.name, path=path, sha256=digest, media=media, size=len(data))


def photo(path: Path, size: tuple[int, int] = (400, 300), orientation: int = 0) -> DossierFile:
    """Make a photograph: red above, blue below as stored, green in the left upper corner."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, *size))
    image.paste("lime", (0, 0, size[0] // 8, size[1] // 8))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    image.save(path, quality=90, exif=exif)
    return stored(path)


def scan(path: Path, pages: int = 3, **metadata: str) -> DossierFile:
    """Make a scanned PDF: one JPEG a page."""
    pdf = pikepdf.Pdf.new()
    for number in range(pages):
        data = BytesIO()
        Image.new("L", (165, 233), 40 * number % 200 + 40).save(data, "JPEG")
        image = pdf.make_stream(
            data.getvalue(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=165,
            Height=233,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, 595, 842],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image)),
            Contents=pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q"),
        )
        pdf.pages.append(pikepdf.Page(page))
    for key, value in metadata.items():
        pdf.docinfo[f"/{key}"] = value
    pdf.save(path)
    return stored(path)


def indicator(code: str = "1.1", **changes: object) -> DossierIndicator:
    """Give an indicator that is met, unless changed."""
    given: dict[str, object] = {
        "code": code,
        "name": "Tỷ lệ diện tích đất sản xuất nông nghiệp được tưới và tiêu nước chủ động",
        "requirement": "≥ 80%",
        "result": "86,5%",
        "verdict": "Đạt",
        "met": True,
    }
    return DossierIndicator(**(given | changes))  # type: ignore[arg-type]


def criterion(
    order: int = 1, lines: Sequence[DossierIndicator] = (), name: str = "Quy hoạch"
) -> DossierCriterion:
    """Give a criterion, met when all its indicators are."""
    found = tuple(lines) or (indicator(f"{order}.1"),)
    met = all(line.met for line in found)
    return DossierCriterion(
        order=order, name=name, verdict="Đạt" if met else "Chưa đạt", met=met, indicators=found
    )


def evidence(*files: DossierFile, codes: Sequence[str] = ("1.1",)) -> DossierEvidence:
    """Give a document with these files."""
    return DossierEvidence(
        number="05/QĐ-UBND",
        issued_on=date(2024, 3, 7),
        issuer="UBND xã Tân Thành",
        summary="Phê duyệt quy hoạch chung xây dựng xã",
        indicators=tuple(codes),
        files=files,
    )


def dossier(**changes: object) -> Dossier:
    """Give a small dossier of two criteria, unless changed."""
    given: dict[str, object] = {
        "office": Office("06379", "Xã Tân Thành"),
        "authority": Authority("Ủy ban nhân dân huyện Bắc Sơn", AuthorityLevel.DISTRICT),
        "set_name": "Bộ tiêu chí quốc gia về xã nông thôn mới giai đoạn 2021-2025",
        "aim": "xã đạt chuẩn nông thôn mới",
        "year": 2024,
        "legal_basis": (
            LegalBasis(
                "318/QĐ-TTg", date(2022, 3, 8), "Thủ tướng Chính phủ", "Ban hành Bộ tiêu chí"
            ),
        ),
        "criteria": (criterion(1), criterion(2, name="Giao thông")),
    }
    return Dossier(**(given | changes))  # type: ignore[arg-type]


__all__ = ["Mark", "criterion", "dossier", "evidence", "indicator", "photo", "scan", "stored"]
