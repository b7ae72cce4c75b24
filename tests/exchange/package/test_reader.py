"""Reading packages, also hostile ones: each kind of refusal has its own code."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.canonical import canonical
from ntm_desktop.errors import UserError
from ntm_desktop.exchange import minisign
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import bag, envelope_json, errors
from ntm_desktop.exchange.package.container import Budget
from ntm_desktop.exchange.package.envelope import CarriedObject, Envelope
from ntm_desktop.exchange.package.heads import sign_head
from ntm_desktop.exchange.package.reader import open_package
from tests.exchange import packages

Files = dict[str, bytes]
BUDGET = Budget()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packages.write(tmp_path_factory.mktemp("good")).parts[0].path


@pytest.fixture
def files(good: Path) -> Files:
    return packages.contents(good)


@pytest.fixture(scope="module")
def described(good: Path) -> Envelope:
    with open_package(good) as package:
        return package.envelope


def read_all(path: Path, budget: Budget = BUDGET) -> tuple[Envelope, list[bytes], list[bytes]]:
    with open_package(path, budget) as package:
        found = []
        for each in package.envelope.objects:
            to = io.BytesIO()
            package.extract_object(each.sha256, to)
            found.append(to.getvalue())
        package.verify_objects()
        return package.envelope, [each.line for each in package.revisions()], found


def refused(tmp_path: Path, data: bytes, budget: Budget = BUDGET) -> str:
    path = tmp_path / "GOI.ntm"
    path.write_bytes(data)
    with pytest.raises(errors.PackageError) as failure:
        read_all(path, budget)
    assert failure.value.exit_status == 3
    assert path.read_bytes() == data
    return failure.value.code


def test_what_was_packed_comes_back(good: Path) -> None:
    described, lines, contents = read_all(good)
    assert lines == [each.line for each in packages.history()]
    assert sorted(contents) == sorted(packages.CONTENTS)
    assert (described.sender.name, described.number) == ("Xã Bắc Quỳnh", 7)


def test_the_signer_and_the_size_are_told(good: Path) -> None:
    with open_package(good) as package:
        assert package.signer == packages.KEYS.public_key
        assert package.size == good.stat().st_size


def test_the_day_it_was_made_is_told(good: Path) -> None:
    with open_package(good) as package:
        assert package.day == packages.DAY


def test_an_object_comes_with_its_crc(good: Path) -> None:
    with open_package(good) as package, zipfile.ZipFile(good) as container:
        digest = package.envelope.objects[0].sha256
        crc = container.getinfo(f"{good.stem}/data/objects/{digest}").CRC
        assert package.extract_object(digest, io.BytesIO()) == crc


def test_an_object_can_be_taken_piece_by_piece(good: Path) -> None:
    with open_package(good) as package:
        found = {b"".join(package.object_chunks(each.sha256)) for each in package.envelope.objects}
        assert found == set(packages.CONTENTS)
        with pytest.raises(errors.PackageIncompleteError):
            package.object_chunks("ab" * 32)


def test_the_file_name_does_not_matter(good: Path, tmp_path: Path) -> None:
    shutil.copy(good, tmp_path / "Gói (1).zip")
    assert read_all(tmp_path / "Gói (1).zip") == read_all(good)


@given(data=st.data())
def test_a_changed_byte_is_refused_or_changes_nothing(
    data: st.DataObject, good: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(good.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    changed = tmp_path_factory.getbasetemp() / "changed.ntm"
    changed.write_bytes(content)
    try:
        found = read_all(changed)
    except UserError:
        return
    assert found == read_all(good)


@given(data=st.data())
def test_a_package_cut_short_is_refused(
    data: st.DataObject, good: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = good.read_bytes()
    cut = tmp_path_factory.getbasetemp() / "cut.ntm"
    cut.write_bytes(content[: data.draw(st.integers(32, len(content) - 1))])
    with pytest.raises(errors.PackageCutShortError):
        open_package(cut)


def test_bytes_before_or_after_are_refused(good: Path, tmp_path: Path) -> None:
    content = good.read_bytes()
    assert refused(tmp_path, b"MZ" + content) == "not_a_package"
    assert refused(tmp_path, content + b"\0") == "package_cut_short"
    assert refused(tmp_path, content + content) == "package_changed"


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", bytes(5000)])
def test_another_file_is_no_package(content: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path, content) == "not_a_package"


def test_another_zip_is_no_package(tmp_path: Path) -> None:
    document = {"[Content_Types].xml": b"<xml/>", "word/document.xml": b"<xml/>"}
    assert refused(tmp_path, packages.packed(document)) == "not_a_package"


def test_a_sealed_package_is_told_from_another_file(tmp_path: Path) -> None:
    assert refused(tmp_path, b"age-encryption.org/v1\n-> X25519 ") == "package_sealed"


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(errors.PackageUnreadableError):
        open_package(tmp_path / "gone.ntm")
    with pytest.raises(errors.PackageUnreadableError):
        open_package(tmp_path)


def test_a_newer_format_is_too_new_whatever_else_it_does(files: Files, tmp_path: Path) -> None:
    files["ntm/package.json"] = b'{"format": {"major": 2, "minor": 0}}'
    files["ntm/unknown.json"] = b""
    assert refused(tmp_path, packages.packed(files)) == "package_too_new"


@pytest.mark.parametrize(
    "budget",
    [Budget(entries=8), Budget(directory=300), Budget(total=900), Budget(tag_file=100)],
)
def test_a_package_beyond_the_budget_is_too_large(
    budget: Budget, good: Path, tmp_path: Path
) -> None:
    assert refused(tmp_path, good.read_bytes(), budget) == "package_too_large"


def test_a_zip_bomb_is_too_large(files: Files, described: Envelope, tmp_path: Path) -> None:
    files["data/journal.ndjson"] = b"\n" * (3 << 20)
    files = packages.signed(files, described)
    assert refused(tmp_path, packages.packed(files, entry=_deflated)) == "package_too_large"


def _deflated(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def test_content_longer_than_declared_stops_there(files: Files, tmp_path: Path) -> None:
    data = bytearray(packages.packed(files, entry=_deflated))
    name = b"GOI/bag-info.txt"
    local, central = data.index(name) - 30, data.rindex(name) - 46
    data[local + 22 : local + 26] = data[central + 24 : central + 28] = (5).to_bytes(4, "little")
    assert refused(tmp_path, bytes(data)) == "package_changed"


Change = Callable[[bytearray], None]


def _flags(bits: int) -> Change:
    return lambda data: _both(data, 6, 8, bits.to_bytes(2, "little"))


def _method(number: int) -> Change:
    return lambda data: _both(data, 8, 10, number.to_bytes(2, "little"))


def _both(data: bytearray, local: int, central: int, value: bytes) -> None:
    at = data.index(b"PK\x01\x02")
    data[local : local + 2] = data[at + central : at + central + 2] = value


def _link(data: bytearray) -> None:
    at = data.index(b"PK\x01\x02")
    data[at + 38 : at + 42] = (0o120777 << 16).to_bytes(4, "little")


@pytest.mark.parametrize("change", [_flags(1), _flags(8), _flags(0x800), _method(12), _link])
def test_ways_of_packing_that_we_never_use_are_unsafe(
    change: Change, good: Path, tmp_path: Path
) -> None:
    data = bytearray(good.read_bytes())
    change(data)
    assert refused(tmp_path, bytes(data)) == "package_unsafe"


def test_local_headers_say_what_the_directory_says(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    name = f"{good.stem}/data/journal.ndjson".encode()
    other = name.replace(b"journal", b"JOURNAL")
    assert refused(tmp_path, data.replace(name, other, 1)) == "package_changed"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "data/../../evil.txt",
        "/evil.txt",
        "data\\evil.txt",
        "C:evil.txt",
        "data/con",
        "data/NUL.pdf",
        "data/lpt1",
        "data/ends.",
        "data/.hidden",
        "data/two  words",
        "data/",
        "data//double",
        "data/minh chứng.pdf",
        "data/\x01",
    ],
)
def test_names_that_could_do_harm_are_unsafe(name: str, files: Files, tmp_path: Path) -> None:
    def as_it_is(given: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo()
        info.filename = given  # given to ZipInfo itself, Windows would turn a backslash
        return info

    files[name] = b"x"
    assert refused(tmp_path, packages.packed(files, entry=as_it_is)) == "package_unsafe"


def test_names_that_differ_by_case_only_are_unsafe(files: Files, tmp_path: Path) -> None:
    files["BAGIT.txt"] = b"x"
    assert refused(tmp_path, packages.packed(files)) == "package_unsafe"


def test_extra_fields_are_unsafe(files: Files, tmp_path: Path) -> None:
    def unicode_path(name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name)
        entry.extra = b"\x75\x70\x05\x00\x01\x00\x00\x00\x00"
        return entry

    assert refused(tmp_path, packages.packed(files, entry=unicode_path)) == "package_unsafe"


def test_a_bag_that_would_fetch_is_unsafe(files: Files, tmp_path: Path) -> None:
    files["fetch.txt"] = b"http://example.org/ 5 data/x\n"
    assert refused(tmp_path, packages.packed(files)) == "package_unsafe"


def test_two_top_folders_are_no_package(files: Files, tmp_path: Path) -> None:
    def second(name: str) -> zipfile.ZipInfo:
        return zipfile.ZipInfo(name.replace("GOI/data", "GOI2/data"))

    assert refused(tmp_path, packages.packed(files, entry=second)) == "not_a_package"


@pytest.mark.parametrize(
    "name",
    [
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha256.txt.minisig",
        "ntm/package.json",
        "data/journal.ndjson",
        "an object",
    ],
)
def test_a_missing_file_is_incomplete(name: str, files: Files, tmp_path: Path) -> None:
    del files[name if name in files else _object(files)]
    assert refused(tmp_path, packages.packed(files)) == "package_incomplete"


def _object(files: Files) -> str:
    return next(name for name in files if name.startswith("data/objects/"))


def test_a_file_too_many_is_incomplete(files: Files, tmp_path: Path) -> None:
    files["data/read-me/virus.txt"] = b"x"
    assert refused(tmp_path, packages.packed(files)) == "package_incomplete"


@pytest.mark.parametrize("name", ["data/other.txt", "data/objects/" + "ab" * 32])
def test_a_signed_file_in_the_wrong_place_is_incomplete(
    name: str, files: Files, described: Envelope, tmp_path: Path
) -> None:
    files[name] = b"x"
    made = packages.signed(files, described)
    assert refused(tmp_path, packages.packed(made)) == "package_incomplete"


@pytest.mark.parametrize(
    "fields",
    [
        {"revisions": 2},
        {"objects": ()},
        {"objects": (CarriedObject("ab" * 32, 1),)},
    ],
)
def test_a_description_of_something_else_is_incomplete(
    fields: dict[str, object], files: Files, described: Envelope, tmp_path: Path
) -> None:
    said = packages.changed(described, **fields)
    files["ntm/package.json"] = envelope_json.to_json(said)
    made = packages.signed(files, said)
    assert refused(tmp_path, packages.packed(made)) == "package_incomplete"


def test_bag_info_must_say_the_same(files: Files, described: Envelope, tmp_path: Path) -> None:
    files["bag-info.txt"] = files["bag-info.txt"].replace(b"1 of 1", b"1 of 2")
    made = packages.resigned(files, described)
    assert refused(tmp_path, packages.packed(made)) == "package_incomplete"


def test_a_package_made_on_no_day_is_incomplete(
    files: Files, described: Envelope, tmp_path: Path
) -> None:
    files["bag-info.txt"] = files["bag-info.txt"].replace(b"2024-10-15", b"2024-13-15")
    made = packages.resigned(files, described)
    assert refused(tmp_path, packages.packed(made)) == "package_incomplete"


@pytest.mark.parametrize("name", ["bagit.txt", "data/journal.ndjson", "an object"])
def test_changed_content_is_changed(name: str, files: Files, tmp_path: Path) -> None:
    files[name if name in files else _object(files)] += b"\n"
    found = refused(tmp_path, packages.packed(files))
    assert found in ("package_changed", "package_incomplete")


def test_changed_evidence_of_the_same_size_is_changed(files: Files, tmp_path: Path) -> None:
    name = _object(files)
    files[name] = bytes(len(files[name]))
    assert refused(tmp_path, packages.packed(files)) == "package_changed"


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_a_manifest_in_disorder_is_malformed(
    name: str, files: Files, described: Envelope, tmp_path: Path
) -> None:
    lines = files[name].splitlines(keepends=True)
    files[name] = b"".join(reversed(lines))
    if name == "manifest-sha256.txt":
        files = packages.resigned(files, described)
    assert refused(tmp_path, packages.packed(files)) == "package_malformed"


def test_another_bagit_version_is_malformed(
    files: Files, described: Envelope, tmp_path: Path
) -> None:
    files["bagit.txt"] = files["bagit.txt"].replace(b"1.0", b"0.9")
    made = packages.resigned(files, described)
    assert refused(tmp_path, packages.packed(made)) == "package_malformed"


@pytest.mark.parametrize(
    "journal",
    [
        b"{}\n" * 3,
        b"\n" * 3,
        b"[1, 2]\n" * 3,
        b"\n\n\n" + b"[]",
        b"a" * (2 << 20) + b"\n" * 3,
    ],
)
def test_a_journal_that_is_not_canonical_is_malformed(
    journal: bytes, files: Files, described: Envelope, tmp_path: Path
) -> None:
    files["data/journal.ndjson"] = journal
    made = packages.signed(files, described)
    assert refused(tmp_path, packages.packed(made)) == "package_malformed"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"format":{"major":0,"minor":0}}',
        b'{"format":{"major":true,"minor":0}}',
        b'{"format":{"major":"1","minor":0}}',
    ],
)
def test_a_description_of_another_form_is_malformed(
    content: bytes, files: Files, described: Envelope, tmp_path: Path
) -> None:
    files["ntm/package.json"] = content
    made = packages.signed(files, described)
    assert refused(tmp_path, packages.packed(made)) == "package_malformed"


def test_another_key_s_signature_is_bad(files: Files, described: Envelope, tmp_path: Path) -> None:
    stranger = OfficeKeys(bytes(32), "")
    files["tagmanifest-sha256.txt.minisig"] = minisign.sign(
        files["tagmanifest-sha256.txt"], stranger.signing_key, bag.trusted_comment(described)
    )
    assert refused(tmp_path, packages.packed(files)) == "package_bad_signature"


def test_a_signature_for_another_package_is_bad(
    files: Files, described: Envelope, tmp_path: Path
) -> None:
    other = packages.changed(described, id="01927f3a-5b6c-7d8e-9f01-ffffffffffff")
    made = packages.resigned(files, other)
    assert refused(tmp_path, packages.packed(made)) == "package_bad_signature"


def test_a_head_signed_by_another_is_a_bad_signature(
    files: Files, described: Envelope, tmp_path: Path
) -> None:
    head = sign_head(OfficeKeys(bytes(32), ""), described.heads[0].point)
    forgeries = (head, replace(head, signing_key=packages.KEYS.public_key))
    for forged in forgeries:
        scope = replace(described.scopes[0], heads=(forged,))
        said = packages.changed(described, scopes=(scope,))
        files["ntm/package.json"] = envelope_json.to_json(said)
        made = packages.signed(files, said)
        assert refused(tmp_path, packages.packed(made)) == "package_bad_signature"


def test_large_archives_have_large_end_records(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 300)
    files = packages.contents(good)
    large = tmp_path / "large.ntm"
    large.write_bytes(packages.packed(files))
    assert b"PK\x06\x06" in large.read_bytes()
    assert read_all(large) == read_all(good)


def test_members_of_a_newer_minor_format_are_let_pass(
    files: Files, described: Envelope, tmp_path: Path
) -> None:
    content = json.loads(files["ntm/package.json"])
    content["format"]["minor"] = 2
    content["novelty"] = [1]
    files["ntm/package.json"] = canonical(content)
    newer = tmp_path / "newer.ntm"
    newer.write_bytes(packages.packed(packages.signed(files, described)))
    assert read_all(newer)[0] == packages.changed(described, minor=2)
    with open_package(newer) as package:
        assert package.description == canonical(content)
