"""The zip container: what a hostile or damaged one may not do."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ntm_desktop.exchange.package.container import Budget, Source, chunks, read_entries
from ntm_desktop.exchange.package.errors import PackageError, PackageUnreadableError
from tests.exchange import packages

Edit = Callable[[bytearray], None]
FILES = {"bagit.txt": b"BagIt" * 60, "data/journal.ndjson": b"line\n" * 60}


def _plain(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith("ndjson") else zipfile.ZIP_STORED
    return entry


PLAIN = packages.packed(FILES, entry=_plain)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    return packages.packed(FILES, entry=_plain)


def read(tmp_path: Path, data: bytes) -> dict[str, bytes]:
    path = tmp_path / "zip"
    path.write_bytes(data)
    with Source(path) as source:
        entries = read_entries(source, Budget())
        return {entry.name: b"".join(chunks(source, entry)) for entry in entries}


def code(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(PackageError) as refused:
        read(tmp_path, data)
    return refused.value.code


def put(mark: bytes, at: int, value: bytes) -> Edit:
    """Write a value at so many bytes after the first mark."""

    def edit(data: bytearray) -> None:
        start = data.index(mark) + at
        data[start : start + len(value)] = value

    return edit


LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END64, LOCATOR = b"PK\x06\x06", b"PK\x06\x07"


def test_plain_and_large_ones_are_read(tmp_path: Path, large: bytes) -> None:
    found = {f"GOI/{name}": content for name, content in FILES.items()}
    assert read(tmp_path, PLAIN) == read(tmp_path, large) == found


@pytest.mark.parametrize(
    "edit",
    [
        put(END, 4, b"\1"),
        put(END, 8, b"\3"),
        put(END, 12, b"\xff"),
        put(END, 16, b"\xff"),
        put(END, 20, b"\1"),
        put(CENTRAL, 0, b"PK\0\0"),
        put(CENTRAL, 20, b"\1"),
        put(CENTRAL, 32, b"\1"),
        put(CENTRAL, 34, b"\1"),
        put(CENTRAL, 42, b"\1"),
        put(CENTRAL, 12, b"\1\1"),
        put(CENTRAL, 20, b"\xff" * 4),
        put(LOCAL, 14, b"\1\1"),
        put(LOCAL, 26, b"\1\0"),
    ],
)
def test_records_that_contradict_one_another_are_changes(edit: Edit, tmp_path: Path) -> None:
    data = bytearray(PLAIN)
    edit(data)
    assert code(tmp_path, bytes(data)) == "package_changed"


@pytest.mark.parametrize(
    "edit",
    [
        put(END64, 4, b"\1"),
        put(END64, 16, b"\1"),
        put(END64, 24, b"\5"),
        put(END64, 48, b"\1"),
        put(LOCATOR, 4, b"\1"),
        put(LOCATOR, 8, b"\1"),
        put(LOCATOR, 16, b"\2"),
        put(END, 8, b"\1\0\1\0"),
        put(LOCATOR, 0, b"PK\0\0"),
    ],
)
def test_large_records_that_contradict_are_changes(
    edit: Edit, tmp_path: Path, large: bytes
) -> None:
    data = bytearray(large)
    edit(data)
    assert code(tmp_path, bytes(data)) == "package_changed"


def _end_at(data: bytes, count: int) -> bytes:
    """Fit the end record to a directory that was moved or has more lines."""
    made = bytearray(data)
    start, end = made.index(CENTRAL), made.index(END)
    made[end + 8 : end + 12] = count.to_bytes(2, "little") * 2
    made[end + 12 : end + 16] = (end - start).to_bytes(4, "little")
    made[end + 16 : end + 20] = start.to_bytes(4, "little")
    return bytes(made)


def test_bytes_between_the_entries_are_changes(tmp_path: Path) -> None:
    at = PLAIN.index(CENTRAL)
    assert code(tmp_path, _end_at(PLAIN[:at] + b"hidden" + PLAIN[at:], 2)) == "package_changed"


def test_two_names_for_the_same_bytes_are_changes(tmp_path: Path) -> None:
    start, end = PLAIN.index(CENTRAL), PLAIN.index(END)
    first = PLAIN[start : PLAIN.index(CENTRAL, start + 1)].replace(b"bagit", b"other")
    data = PLAIN[:end] + first + PLAIN[end:]
    assert code(tmp_path, _end_at(data, 3)) == "package_changed"


def test_a_directory_with_more_than_it_counts_is_changed(tmp_path: Path) -> None:
    assert code(tmp_path, _end_at(PLAIN, 1)) == "package_changed"


def test_content_that_does_not_unpack_is_changed(tmp_path: Path) -> None:
    name = b"GOI/data/journal.ndjson"
    edit = put(name, len(name), b"\xff\xff\xff")
    data = bytearray(PLAIN)
    edit(data)
    assert code(tmp_path, bytes(data)) == "package_changed"


def test_a_file_that_is_closed_or_a_folder_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "zip"
    path.write_bytes(PLAIN)
    source = Source(path)
    source.close()
    with pytest.raises(PackageUnreadableError):
        source.read(0, 4)
    with pytest.raises(PackageUnreadableError):
        Source(tmp_path)
