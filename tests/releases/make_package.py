"""Makes the samples of format 1.1, once: `python -m tests.releases.make_package FOLDER`.

A released sample is never made again; a new format gets a new one. package_v1.ntm (format 1.0) was
made by what this file was before there were parts.
"""

import sys
import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.revision import Revision
from ntm_desktop.exchange.package.envelope import Echo, Predecessor
from ntm_desktop.exchange.package.parts import in_parts
from ntm_desktop.exchange.package.plan import PackagePlan, ReadMe
from ntm_desktop.exchange.package.writer import write_package
from tests.exchange import packages

LARGE = b"\xff\xd8\xff" + b"".join(sha256(b"%d" % at).digest() for at in range(500))
CONTENTS = (*packages.CONTENTS, LARGE)
LIMIT = 14_000


def make(folder: Path) -> None:
    """Write a package in parts, sealed and not, that uses every member of the format."""
    with tempfile.TemporaryDirectory() as name:
        plan = _plan(Path(name))
        for mark, recipients in (("", ()), ("sealed_", (packages.KEYS.age_recipient,))):
            divided = in_parts(plan, LIMIT, recipients)
            written = write_package(
                folder, divided, packages.KEYS, Unwatched(), recipients=recipients
            )
            for each in written.parts:
                end = each.path.stem.rpartition("_")[2]
                each.path.rename(folder / f"package_v1_1_{mark}{end}.ntm")


def _plan(store: Path) -> PackagePlan:
    plan = packages.plan(store, contents=CONTENTS, revisions=_history())
    upto = plan.envelope.scopes[0].upto
    (store / "dossier.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return replace(
        plan,
        envelope=packages.changed(
            plan.envelope,
            echoes=(Echo("ab" * 16 + "." + "cd" * 8, 2, "ef" * 32),),
            predecessors=(Predecessor(6, upto), Predecessor(5, ())),
            practice=True,
        ),
        read_me=(ReadMe("dossier.pdf", store / "dossier.pdf"),),
    )


def _history() -> list[Revision]:
    """Write one indicator, proven by one document of three files."""
    document = "01927f3a-0000-7000-8000-000000000001"
    proven = (packages.UNIT, packages.SET, "2024", "1.1")
    files = (
        ("evidence_file", natural_key(document, sha256(content).hexdigest()), _file(order))
        for order, content in enumerate(CONTENTS)
    )
    return packages.chain(
        ("assessment", natural_key(*proven), {"answer": {"value": True}, "note": "Đủ hồ sơ"}),
        ("evidence", document, {"number": "318/QĐ-UBND", "issued_on": "2024-03-08"}),
        *files,
        ("evidence_link", natural_key(document, *proven), {}),
    )


def _file(order: int) -> dict[str, JsonValue]:
    size = len(CONTENTS[order])
    return {"name": f"Biên bản {order + 1}", "order": order, "size": size}


if __name__ == "__main__":
    make(Path(sys.argv[1]))
