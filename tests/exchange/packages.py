"""Packages to test with."""

import io
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.head import Point, origin_prefix
from ntm_desktop.domain.progress import Progress, Unwatched
from ntm_desktop.domain.revision import Authorship, ChainEnd, Record, Revision, new_revision
from ntm_desktop.exchange import minisign
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import bag
from ntm_desktop.exchange.package.envelope import (
    CarriedObject,
    CarriedSet,
    Envelope,
    Receipt,
    ScopePart,
    Sender,
)
from ntm_desktop.exchange.package.heads import sign_head
from ntm_desktop.exchange.package.plan import PackagePlan, SourceObject, WrittenPackage
from ntm_desktop.exchange.package.writer import write_package

KEYS = OfficeKeys(
    bytes(range(32)), "AGE-SECRET-KEY-1G73QW3JUX4JS43GZWPQUJDH98QACZ70T57ZHHAELXJ6WRF9DE3YS2L257N"
)
UNIT = "06343"
ORIGIN = f"{origin_prefix(KEYS.public_key)}.1234567890abcdef"
DAY = date(2024, 10, 15)
SET = "xa-ntm-2021-2025"
CONTENTS = (b"%PDF-1.4 bien ban".ljust(400, b"\n"), b"\xff\xd8\xff" + bytes(300))
NAME = f"GOI_{UNIT}_2024_1234-7_p1of1.ntm"


other_programs = pytest.mark.skipif(
    sys.platform == "win32", reason="unzip, age and minisign are tried elsewhere"
)


def chain(*written: tuple[str, str, dict[str, JsonValue]]) -> list[Revision]:
    """Write records (kind, key, fields) of the commune, one revision after the other."""
    found: list[Revision] = []
    end = ChainEnd(ORIGIN, 0, None)
    for kind, key, fields in written:
        by = Authorship("Hoàng Thị Én", "2024-10-15T01:02:03+00:00")
        record = Record(UNIT, kind, key)
        found.append(new_revision(record, fields, chain=end, parents=(), by=by))
        end = ChainEnd(ORIGIN, found[-1].seq, found[-1].id)
    return found


def history(length: int = 3) -> list[Revision]:
    """Make a chain of assessments."""
    return chain(
        *(
            ("assessment", natural_key(UNIT, SET, "2024", f"1.{number}"), _answer(number))
            for number in range(1, length + 1)
        )
    )


def _answer(number: int) -> dict[str, JsonValue]:
    return {"answer": {"value": str(number)}, "note": "Đã đối chiếu"}


def source(folder: Path, content: bytes) -> SourceObject:
    """Store evidence as the evidence store does."""
    digest = sha256(content).hexdigest()
    (folder / digest).write_bytes(content)
    return SourceObject(digest, len(content), zlib.crc32(content), folder / digest)


def envelope(revisions: list[Revision], objects: tuple[SourceObject, ...] = ()) -> Envelope:
    """Describe a commune's package."""
    upto = tuple(Point(UNIT, ORIGIN, last.seq, last.id) for last in revisions[-1:])
    return Envelope(
        id="01927f3a-5b6c-7d8e-9f01-23456789abcd",
        kind="dossier",
        number=7,
        sender=Sender(
            unit=UNIT,
            name="Xã Bắc Quỳnh",
            role="commune",
            origin=ORIGIN,
            signing_key=KEYS.public_key,
            age_recipient=KEYS.age_recipient,
        ),
        to=("185",),
        revisions=len(revisions),
        objects=tuple(CarriedObject(each.sha256, each.size) for each in objects),
        scopes=(ScopePart(UNIT, (), upto, tuple(sign_head(KEYS, point) for point in upto)),),
        criteria_sets=(CarriedSet(SET, "ab" * 32),),
        receipt=Receipt(ORIGIN, 3, upto),
    )


def plan(
    folder: Path,
    contents: tuple[bytes, ...] = CONTENTS,
    length: int = 3,
    revisions: list[Revision] | None = None,
) -> PackagePlan:
    """Plan a package with evidence that lies in a folder."""
    objects = tuple(
        sorted((source(folder, content) for content in contents), key=lambda each: each.sha256)
    )
    revisions = history(length) if revisions is None else revisions
    return PackagePlan(
        envelope=envelope(revisions, objects),
        lines=[each.line for each in revisions],
        objects=objects,
        year=2024,
        day=DAY,
    )


def write(folder: Path, progress: Progress | None = None) -> WrittenPackage:
    """Write a small package into a folder, its evidence beside it."""
    store = folder / "store"
    store.mkdir()
    return write_package(folder, plan(store), KEYS, progress or Unwatched())


def contents(package: Path) -> dict[str, bytes]:
    """Read all files of a package, by their names below the top folder."""
    with zipfile.ZipFile(package) as container:
        return {name.partition("/")[2]: container.read(name) for name in container.namelist()}


def packed(
    files: Mapping[str, bytes],
    top: str = "GOI",
    entry: Callable[[str], zipfile.ZipInfo] = zipfile.ZipInfo,
) -> bytes:
    """Pack files as they are."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as container:
        for name, content in files.items():
            container.writestr(entry(f"{top}/{name}"), content)
    return data.getvalue()


def signed(files: Mapping[str, bytes], described: Envelope) -> dict[str, bytes]:
    """Bring manifests and signature in line with changed files, as a dishonest office could."""
    made = dict(files)
    payload = {name: content for name, content in made.items() if name.startswith("data/")}
    made[bag.MANIFEST] = bag.manifest(_digests(payload))
    sizes = {name: len(content) for name, content in payload.items()}
    made[bag.INFO] = bag.info(described, sizes, DAY)
    return resigned(made, described)


def resigned(files: Mapping[str, bytes], described: Envelope) -> dict[str, bytes]:
    """Bring tag manifest and signature alone in line."""
    made = dict(files)
    tags = {name: content for name, content in made.items() if name in bag.TAG_FILES}
    made[bag.TAG_MANIFEST] = bag.manifest(_digests(tags))
    comment = bag.trusted_comment(described)
    made[bag.SIGNATURE] = minisign.sign(made[bag.TAG_MANIFEST], KEYS.signing_key, comment)
    return made


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def changed(described: Envelope, **fields: object) -> Envelope:
    """Say something else in an envelope."""
    return replace(described, **fields)  # type: ignore[arg-type]
