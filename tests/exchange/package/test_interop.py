"""Packages and other people's tools: they accept ours, and we accept theirs."""

import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from hashlib import blake2b, sha256
from pathlib import Path

import pytest

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange import age, minisign
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import bag, envelope_json, parts
from ntm_desktop.exchange.package.envelope import CarriedObject, Envelope
from ntm_desktop.exchange.package.plan import WrittenPackage
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.sealing import unsealed
from ntm_desktop.exchange.package.writer import write_package
from tests.exchange import packages

pytestmark = packages.other_programs
RECEIVER = age.new_identity()
LARGE = bytes(range(256)) * 120


def run(*command: str | Path, cwd: Path | None = None, given: bytes = b"") -> str:
    """Run a tool, which must succeed."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, input=given, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.decode()


def check_by_hand(package: Path, folder: Path, part: str) -> None:
    """Check a plain package as docs/package-format.md says that anyone can."""
    run("unzip", "-tq", package)
    run("unzip", "-q", package, "-d", folder)
    (top,) = folder.iterdir()
    run(sys.executable, "-W", "ignore", "-m", "bagit", "--validate", top)
    key = minisign.public_key_text(packages.KEYS.public_key)
    said = run("minisign", "-Vm", top / bag.TAG_MANIFEST, "-P", key)
    assert f"part {part} unit {packages.UNIT}" in said


def write(folder: Path, recipients: tuple[str, ...] = ()) -> WrittenPackage:
    (folder / "store").mkdir()
    plan = packages.plan(folder / "store", contents=(LARGE, *packages.CONTENTS))
    divided = parts.in_parts(plan, 16_000, recipients)
    return write_package(folder, divided, packages.KEYS, Unwatched(), recipients=recipients)


def test_every_part_is_accepted_by_unzip_bagit_and_minisign(tmp_path: Path) -> None:
    written = write(tmp_path)
    for part in written.parts:
        check_by_hand(part.path, tmp_path / str(part.part), f"{part.part}/{len(written.parts)}")


def test_every_sealed_part_is_opened_by_age(tmp_path: Path) -> None:
    written = write(tmp_path, (age.recipient_of(RECEIVER),))
    identity = tmp_path / "identity"
    identity.write_text(RECEIVER)
    for part in written.parts:
        plain = tmp_path / f"{part.part}.zip"
        run("age", "-d", "-i", identity, "-o", plain, part.path)
        check_by_hand(plain, tmp_path / str(part.part), f"{part.part}/{len(written.parts)}")


def test_pieces_joined_by_cat_are_the_evidence(tmp_path: Path) -> None:
    for part in write(tmp_path).parts:
        run("unzip", "-qo", part.path, "-d", tmp_path / "out")
    digest = sha256(LARGE).hexdigest()
    run("sh", "-c", f"cat */data/objects/{digest}.* > whole", cwd=tmp_path / "out")
    assert (tmp_path / "out" / "whole").read_bytes() == LARGE


def minisign_key(keys: OfficeKeys) -> str:
    """Write an office's signing key as minisign keeps one without a password."""
    pair = minisign.key_id(keys.public_key) + keys.signing_key + keys.public_key
    checksum = blake2b(b"Ed" + pair, digest_size=32).digest()
    secret = b"Ed" + b"\0\0" + b"B2" + bytes(48) + pair + checksum
    return f"untrusted comment: secret key\n{b64encode(secret).decode()}\n"


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    """Make a package with sha256sum, minisign and zip from files of a folder."""
    file = tmp_path / "key.sec"
    file.write_text(minisign_key(packages.KEYS))
    top = tmp_path / "GOI"
    described = _described()
    digest = sha256(packages.CONTENTS[0]).hexdigest()
    written = {
        "data/journal.ndjson": b"",
        f"data/objects/{digest}": packages.CONTENTS[0],
        bag.DECLARATION: bag.BAGIT,
        bag.PACKAGE: envelope_json.to_json(described),
    }
    written[bag.INFO] = (
        "Bag-Count: 1 of 1\n"
        f"Bag-Group-Identifier: {described.id}\n"
        "BagIt-Profile-Identifier: urn:x-ntm-desktop:package:1\n"
        "Bagging-Date: 2024-10-15\n"
        f"External-Identifier: {described.id}\n"
        f"Payload-Oxum: {len(packages.CONTENTS[0])}.2\n"
    ).encode()
    for name, content in written.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content)
    _hand_sign(top, file, f"package {described.id} part 1/1 unit {packages.UNIT}", digest)
    run("zip", "-q", "-r", "-D", "-X", tmp_path / "hand.ntm", "GOI", cwd=tmp_path)
    return tmp_path / "hand.ntm"


def _described() -> Envelope:
    """Describe a package of one object and no revisions."""
    content = packages.CONTENTS[0]
    carried = CarriedObject(sha256(content).hexdigest(), len(content))
    return replace(packages.envelope([]), objects=(carried,), scopes=(), receipt=None)


def _hand_sign(top: Path, file: Path, comment: str, digest: str) -> None:
    payload = ["data/journal.ndjson", f"data/objects/{digest}"]
    tags = [bag.INFO, bag.DECLARATION, bag.MANIFEST, bag.PACKAGE]
    for manifest, names in ((bag.MANIFEST, payload), (bag.TAG_MANIFEST, tags)):
        (top / manifest).write_text(run("sha256sum", *names, cwd=top))
    run("minisign", "-S", "-H", "-s", file, "-t", comment, "-m", top / bag.TAG_MANIFEST)


def _content(package: Path) -> bytes:
    with open_package(package) as opened:
        opened.verify_objects()
        (carried,) = opened.here
        return b"".join(opened.object_chunks(carried.sha256))


def test_a_package_made_by_hand_is_accepted(by_hand: Path) -> None:
    assert _content(by_hand) == packages.CONTENTS[0]


def test_a_package_sealed_by_hand_is_accepted(by_hand: Path, tmp_path: Path) -> None:
    sealed = tmp_path / "sealed.ntm"
    run("age", "-r", age.recipient_of(RECEIVER), "-o", sealed, by_hand)
    with unsealed(sealed, [RECEIVER], tmp_path / "scratch", Unwatched()) as plain:
        assert _content(plain) == packages.CONTENTS[0]
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_part_made_by_hand_is_accepted(tmp_path: Path) -> None:
    second = write(tmp_path).parts[1]
    run("unzip", "-q", second.path, "-d", tmp_path / "out")
    (top,) = (tmp_path / "out").iterdir()
    run("zip", "-q", "-r", "-D", "-X", "-0", tmp_path / "again.ntm", top.name, cwd=top.parent)
    with open_package(tmp_path / "again.ntm") as package:
        package.verify_objects()
        assert (package.envelope.part, len(package.pieces)) == (2, 1)
