"""Packages of released formats stay readable for ever."""

import io
from pathlib import Path

from ntm_desktop.domain.forms import well_formed
from ntm_desktop.exchange.package.envelope import Echo
from ntm_desktop.exchange.package.reader import open_package

SAMPLES = Path(__file__).parents[2] / "releases"


def test_version_1_0_is_read_as_it_was_meant() -> None:
    with open_package(SAMPLES / "package_v1.ntm") as package:
        package.verify_objects()
        envelope = package.envelope
        revisions = list(package.revisions())
        contents = [io.BytesIO() for _ in envelope.objects]
        for carried, to in zip(envelope.objects, contents, strict=True):
            package.extract_object(carried.sha256, to)
    assert (envelope.major, envelope.minor, envelope.kind) == (1, 0, "dossier")
    assert (envelope.sender.unit, envelope.sender.name) == ("06343", "Xã Bắc Quỳnh")
    assert (envelope.to, envelope.number, envelope.practice) == (("185",), 7, True)
    assert envelope.echoes == (Echo("ab" * 16 + "." + "cd" * 8, 2, "ef" * 32),)
    assert [earlier.number for earlier in envelope.predecessors] == [6, 5]
    assert envelope.receipt is not None
    assert envelope.receipt.ends == envelope.scopes[0].upto == (envelope.heads[0].point,)
    assert [revision.kind for revision in revisions] == [
        "assessment",
        "evidence",
        "evidence_file",
        "evidence_file",
        "evidence_link",
    ]
    assert revisions[0].fields == {"answer": {"value": True}, "note": "Đủ hồ sơ"}
    assert [well_formed(revision) for revision in revisions] == [None] * 5
    assert revisions[-1].id == envelope.heads[0].point.id
    assert {to.getvalue()[:4] for to in contents} == {b"%PDF", b"\xff\xd8\xff\0"}
