import io
import struct
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ntm_desktop.domain.compound import MAGIC as COMPOUND
from ntm_desktop.domain.media import (
    Kind,
    LockedOfficeError,
    MacrosRefusedError,
    NotEvidenceError,
    ProgramRefusedError,
    UnknownKindError,
    recognise,
)
from tests import samples
from tests.compound_files import compound_file


def kind_of(content: bytes, name: str = "tài liệu") -> Kind:
    return recognise(io.BytesIO(content), name)


def workbook(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)


SHEET, MACRO_SHEET = bytes(4) + b"\0\0\1\0A", bytes(4) + b"\0\1\1\0A"
BOUNDSHEET, FILEPASS, BEGIN, END = 0x0085, 0x002F, 0x0809, 0x000A


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.scanned_pdf(2), Kind.PDF),
        (b"\r\n\r\n" + samples.scanned_pdf(2), Kind.PDF),
        (samples.damaged_pdf(), Kind.PDF),
        (samples.locked_pdf(), Kind.PDF),
        (samples.photo((64, 48)), Kind.JPEG),
        (samples.photo((64, 48), orientation=samples.ROTATED_RIGHT), Kind.JPEG),
        (samples.picture("PNG"), Kind.PNG),
        (samples.picture("TIFF"), Kind.TIFF),
        (samples.picture("GIF"), Kind.GIF),
        (samples.picture("BMP"), Kind.BMP),
        (samples.picture("WEBP"), Kind.WEBP),
        (samples.docx(), Kind.DOCX),
        (samples.xlsx(), Kind.XLSX),
        (samples.pptx(), Kind.PPTX),
        (samples.open_document("text"), Kind.ODT),
        (samples.open_document("spreadsheet"), Kind.ODS),
        (compound_file({"WordDocument": b""}), Kind.DOC),
        (compound_file({"Workbook": workbook((BEGIN, b""), (BOUNDSHEET, SHEET))}), Kind.XLS),
    ],
)
def test_a_document_is_known_by_its_content_whatever_its_name(content: bytes, kind: Kind) -> None:
    for name in ("tài liệu", "nhầm.txt", "nhầm.pdf", "NHẦM.JPG"):
        assert kind_of(content, name) is kind


@pytest.mark.parametrize(
    "content",
    [
        "Báo cáo kết quả năm 2024\r\n".encode(),
        b"\xef\xbb\xbf" + "Tỷ lệ;86,5\n".encode(),
        "Báo cáo".encode("utf-16"),
        b"B\xb8o c\xb8o k\xd5t qu\xb6",  # TCVN3
    ],
)
def test_text_of_any_encoding_is_accepted_under_a_name_that_opens_as_text(content: bytes) -> None:
    assert kind_of(content, "báo cáo.TXT") is Kind.TEXT
    assert kind_of(content, "số liệu.csv") is Kind.TEXT
    with pytest.raises(UnknownKindError):
        kind_of(content, "báo cáo.dat")


def test_what_is_text_only_at_its_beginning_is_no_text() -> None:
    with pytest.raises(UnknownKindError):
        kind_of(b"a" * 100_000 + b"\0", "báo cáo.txt")


@pytest.mark.parametrize(
    "content",
    [
        samples.program(),
        b"\x7fELF\x02\x01\x01" + bytes(64),
        b"\xcf\xfa\xed\xfe" + bytes(64),
        b"\xca\xfe\xba\xbe" + bytes(64),
        b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F",
        b"[InternetShortcut]\r\nURL=http://example.invalid\r\n",
        b"[Desktop Entry]\nExec=sh\n",
        b"[AutoRun]\r\nopen=x\r\n",
        b"#!/bin/sh\n",
        b"@ECHO OFF\r\ndel x\r\n",
        b"\xef\xbb\xbf@echo off\r\n",
        "@echo off".encode("utf-16"),
        b'Set a = CreateObject("WScript.Shell")\r\n',
        b"Invoke-Expression $x\r\n",
        b'var a = new ActiveXObject("x");',
        b"Windows Registry Editor Version 5.00\r\n",
        b"<!DOCTYPE html><html><body></body></html>",
        b"<p>text</p><script>alert(1)</script>",
        b"<HTA:APPLICATION>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        compound_file({"x": b""}, owner=bytes.fromhex("84100c0000000000c000000000000046")),
        samples.archive({"META-INF/MANIFEST.MF": "Main-Class: X"}),
        samples.archive({"AndroidManifest.xml": "x", "classes.dex": "x"}),
    ],
)
def test_what_could_run_is_refused_under_any_name(content: bytes) -> None:
    for name in ("quyết định.pdf", "ghi chép.txt", "ảnh.jpg", "x"):
        with pytest.raises(ProgramRefusedError, match="chạy được"):
            kind_of(content, name)


@pytest.mark.parametrize("name", ["a.bat", "a.PS1", "a.hta", "autorun.inf", "a.pdf.exe", "a.js. "])
def test_a_name_that_windows_would_run_is_refused_even_with_harmless_content(name: str) -> None:
    for content in (b"x = 1", samples.scanned_pdf(2)):
        with pytest.raises(ProgramRefusedError):
            kind_of(content, name)


@pytest.mark.parametrize(
    "content",
    [
        samples.docx_with_macro(),
        samples.docm_without_its_macro(),
        samples.archive({"[Content_Types].xml": "", "xl/macrosheets/sheet1.xml": ""}),
        samples.open_document(with_macro=True),
        compound_file({"WordDocument": b"", "_VBA_PROJECT": b""}, storages=("Macros", "VBA")),
        compound_file({"Workbook": b""}, storages=("_VBA_PROJECT_CUR",)),
        compound_file({"Workbook": workbook((BEGIN, b""), (BOUNDSHEET, MACRO_SHEET), (END, b""))}),
        compound_file(
            {"x": bytes(100), "Workbook": workbook((BEGIN, bytes(90)), (BOUNDSHEET, MACRO_SHEET))},
            small=True,
        ),
        compound_file({"Book": workbook((BEGIN, bytes(9000)), (BOUNDSHEET, MACRO_SHEET))}),
    ],
)
def test_a_document_with_macros_is_refused_whatever_it_calls_itself(content: bytes) -> None:
    with pytest.raises(MacrosRefusedError, match="macro"):
        kind_of(content, "báo cáo.docx")


@pytest.mark.parametrize(
    "content",
    [
        compound_file({"EncryptedPackage": b"", "EncryptionInfo": b""}),
        compound_file({"WordDocument": bytes(11) + b"\x01"}),
        compound_file({"Workbook": workbook((BEGIN, b""), (FILEPASS, bytes(6)))}),
    ],
)
def test_an_office_document_under_a_password_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(LockedOfficeError, match="bỏ mật khẩu"):
        kind_of(content, "báo cáo.docx")


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (samples.archive({"a.pdf": "x"}), "giải nén"),
        (b"Rar!\x1a\x07\x00", "giải nén"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(9), "giải nén"),
        (samples.archive({"GOI_1/bagit.txt": "BagIt-Version: 1.0"}), "Nhận hồ sơ"),
        (samples.docx()[:300], "đã hỏng"),
        (COMPOUND + bytes(20), "đã hỏng"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "JPEG"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "phim"),
        (compound_file({"PowerPoint Document": b""}), "pptx"),
        (compound_file({"__properties_version1.0": b""}), "đính kèm"),
        (compound_file({"other": b""}), "PDF hoặc ảnh"),
        (samples.archive({"[Content_Types].xml": "<Types/>"}), "PDF hoặc ảnh"),
        (bytes(range(256)), "PDF hoặc ảnh"),
        (b"   ", "PDF hoặc ảnh"),
    ],
)
def test_anything_else_is_refused_with_what_to_do_instead(content: bytes, advice: str) -> None:
    with pytest.raises(UnknownKindError, match=advice):
        kind_of(content, "tài liệu.txt")


def test_a_zip_that_claims_a_huge_list_of_names_is_not_read() -> None:
    content = bytearray(samples.docx())
    content[-10:-6] = (1 << 30).to_bytes(4, "little")
    with pytest.raises(UnknownKindError):
        kind_of(bytes(content))


def test_every_kind_has_a_word_and_what_can_be_printed_can_be_shown() -> None:
    assert len({kind.word for kind in Kind}) == len(Kind)
    assert {kind for kind in Kind if kind.can_be_printed} == {Kind.PDF, Kind.JPEG, Kind.PNG}
    assert all(kind.can_be_shown for kind in Kind if kind.can_be_printed or kind.is_image)
    assert not Kind.DOCX.can_be_shown


REAL = [
    samples.docx(),
    samples.xlsx(),
    samples.open_document(),
    compound_file({"WordDocument": b"x", "Workbook": workbook((BOUNDSHEET, SHEET))}),
    samples.photo((16, 16)),
    samples.picture("WEBP", (8, 8)),
]


@given(
    content=st.sampled_from(REAL),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6),
    end=st.floats(0, 1),
    name=st.text(max_size=12),
)
def test_no_damage_to_a_file_makes_it_a_defect(
    content: bytes, changes: list[tuple[float, bytes]], end: float, name: str
) -> None:
    damaged = bytearray(content)
    for place, data in changes:
        at = int(place * len(damaged))
        damaged[at : at + len(data)] = data
    judged(bytes(damaged[: int(end * len(damaged)) + 1]), name)


@given(
    start=st.sampled_from([b"", b"PK\3\4", COMPOUND, b"%PDF-", b"RIFF", b"\xff\xfe", b"BM", b"<"]),
    rest=st.binary(max_size=3000),
    name=st.text(max_size=12),
)
@example(start=b"", rest=b"", name="")
@example(start=b"\xff\xfe", rest=b"\x00", name="x.txt")
@example(start=COMPOUND, rest=bytes(504), name="x")
@example(start=b"PK\3\4", rest=b"PK\5\6" + bytes(18), name="x")
def test_no_content_at_all_makes_it_a_defect(start: bytes, rest: bytes, name: str) -> None:
    judged(start + rest, name)


def judged(content: bytes, name: str) -> None:
    with suppress(NotEvidenceError):
        assert isinstance(kind_of(content, name), Kind)
