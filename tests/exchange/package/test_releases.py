"""Packages of released formats stay readable for ever."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest

from ntm_desktop.domain.forms import well_formed
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.revision import Revision
from ntm_desktop.exchange.package.envelope import Echo, Envelope
from ntm_desktop.exchange.package.reader import OpenedPackage, open_package
from ntm_desktop.exchange.package.sealing import is_sealed, unsealed
from tests.exchange import packages

SAMPLES = Path(__file__).parents[2] / "releases"


def test_version_1_0_is_read_as_it_was_meant() -> None:
    with open_package(SAMPLES / "package_v1.ntm") as package:
        package.verify_objects()
        envelope = package.envelope
        revisions = list(package.revisions())
        contents = [io.BytesIO() for _ in envelope.objects]
        for carried, to in zip(envelope.objects, contents, strict=True):
            package.extract_object(carried.sha256, to)
        assert package.here == envelope.objects
    assert (envelope.major, envelope.minor, envelope.kind) == (1, 0, "dossier")
    check_what_is_said(envelope)
    check_history(envelope, revisions, files=2)
    assert {to.getvalue()[:4] for to in contents} == {b"%PDF", b"\xff\xd8\xff\0"}


def check_what_is_said(envelope: Envelope) -> None:
    assert (envelope.sender.unit, envelope.sender.name) == ("06343", "Xã Bắc Quỳnh")
    assert (envelope.to, envelope.number, envelope.practice) == (("185",), 7, True)
    assert envelope.echoes == (Echo("ab" * 16 + "." + "cd" * 8, 2, "ef" * 32),)
    assert [earlier.number for earlier in envelope.predecessors] == [6, 5]
    assert envelope.receipt is not None
    assert envelope.receipt.ends == envelope.scopes[0].upto == (envelope.heads[0].point,)


def check_history(envelope: Envelope, revisions: list[Revision], files: int) -> None:
    assert [revision.kind for revision in revisions] == [
        "assessment",
        "evidence",
        *["evidence_file"] * files,
        "evidence_link",
    ]
    assert revisions[0].fields == {"answer": {"value": True}, "note": "Đủ hồ sơ"}
    assert [well_formed(revision) for revision in revisions] == [None] * (files + 3)
    assert revisions[-1].id == envelope.heads[0].point.id


@pytest.fixture(params=["", "sealed_"])
def version_1_1(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[OpenedPackage]]:
    files = sorted(SAMPLES.glob(f"package_v1_1_{request.param}p*.ntm"))
    assert [is_sealed(file) for file in files] == [bool(request.param)] * len(files)
    with ExitStack() as stack:
        identities = [packages.KEYS.age_identity]
        yield [
            stack.enter_context(
                open_package(
                    stack.enter_context(unsealed(file, identities, tmp_path, Unwatched()))
                )
            )
            for file in files
        ]


def test_version_1_1_is_read_as_it_was_meant(version_1_1: list[OpenedPackage]) -> None:
    first, *later = version_1_1
    for package in version_1_1:
        package.verify_objects()
    assert (first.envelope.major, first.envelope.minor) == (1, 1)
    assert [each.envelope.part for each in version_1_1] == list(range(1, len(version_1_1) + 1))
    assert {each.envelope.parts for each in version_1_1} == {len(version_1_1)}
    check_what_is_said(first.envelope)
    check_history(first.envelope, list(first.revisions()), files=3)
    for package in later:
        assert (package.envelope.objects, package.envelope.scopes) == (first.envelope.objects, ())
        assert list(package.revisions()) == []


def test_version_1_1_s_evidence_comes_together(version_1_1: list[OpenedPackage]) -> None:
    found: dict[str, bytes] = {}
    for package in version_1_1:
        for each in package.here:
            found[each.sha256] = b"".join(package.object_chunks(each.sha256))
        for piece in package.pieces:
            content = b"".join(package.piece_chunks(piece.sha256, piece.index))
            found[piece.sha256] = found.get(piece.sha256, b"") + content
    assert [sha256(found[digest]).hexdigest() for digest in sorted(found)] == sorted(found)
    assert sorted(map(len, found.values())) == [303, 400, 16_003]
    assert sum(len(package.pieces) for package in version_1_1) > 1
