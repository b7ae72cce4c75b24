"""minisign signatures."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.exchange import keys, minisign
from tests.exchange import packages

KEYS = keys.OfficeKeys(bytes(range(32)), "")
OTHER = keys.OfficeKeys(bytes(32), "")
CONTENT = b"0123  data/journal.ndjson\n"
COMMENT = "package 0190 part 1/1 unit 06379"
SIGNATURE = minisign.sign(CONTENT, KEYS.signing_key, COMMENT)


@packages.other_programs
def test_minisign_accepts_our_signature(tmp_path: Path) -> None:
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "content.minisig").write_bytes(SIGNATURE)
    key = minisign.public_key_text(KEYS.public_key)
    done = subprocess.run(
        ["minisign", "-Vm", "content", "-P", key], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert f"Trusted comment: {COMMENT}" in done.stdout


def test_the_trusted_comment_comes_back() -> None:
    assert minisign.verify(CONTENT, SIGNATURE, KEYS.public_key) == COMMENT


@given(st.integers(0, len(SIGNATURE) - 1), st.integers(1, 255))
def test_no_changed_byte_goes_unseen_but_in_the_untrusted_comment(at: int, by: int) -> None:
    changed = SIGNATURE[:at] + bytes([SIGNATURE[at] ^ by]) + SIGNATURE[at + 1 :]
    try:
        assert minisign.verify(CONTENT, changed, KEYS.public_key) == COMMENT
        assert at < SIGNATURE.index(b"\n")
    except minisign.BadSignatureError:
        pass


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNATURE[:-1],
        SIGNATURE + b"\n",
        SIGNATURE.replace(COMMENT.encode(), b"package 0190 part 1/2 unit 06379"),
        minisign.sign(CONTENT + b" ", KEYS.signing_key, COMMENT),
        minisign.sign(CONTENT, OTHER.signing_key, COMMENT),
    ],
)
def test_another_signature_is_refused(signature: bytes) -> None:
    with pytest.raises(minisign.BadSignatureError):
        minisign.verify(CONTENT, signature, KEYS.public_key)
