"""Update files: read only when every byte is what was signed."""

from errno import EIO
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import signed_file, update_file
from ntm_desktop.exchange.update_file import (
    Content,
    DamagedUpdateError,
    ForgedUpdateError,
    NotAnUpdateError,
    Update,
    numbers,
)

pytestmark = pytest.mark.os

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SECRET, PUBLIC = KEY.private_bytes_raw(), KEY.public_key().public_bytes_raw()
PAYLOAD = b"MZ" + bytes(range(256)) * 4


def an_update(**changed: object) -> Update:
    said: dict[str, object] = {
        "content": Content.PROGRAM,
        "version": "0.2.0",
        "name": "NTM-Desktop-Setup-0.2.0.exe",
        "size": len(PAYLOAD),
        "sha256": sha256(PAYLOAD).hexdigest(),
        "released_on": "2026-11-24",
        "notes": "Sửa lỗi in danh mục.",
    }
    return Update(**{**said, **changed})  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bản mới.ntm-update"
    update_file.write(path, an_update(), PAYLOAD, SECRET)
    return path


def test_a_file_says_what_was_written_and_gives_its_content(file: Path, tmp_path: Path) -> None:
    assert update_file.read(file, PUBLIC) == an_update()

    update_file.unpack(file, PUBLIC, tmp_path / "setup.exe", Unwatched())

    assert (tmp_path / "setup.exe").read_bytes() == PAYLOAD


def test_a_stick_pulled_out_while_reading_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(EIO, "Input/output error")

    monkeypatch.setattr(signed_file, "opening", fail)
    with pytest.raises(DamagedUpdateError, match="USB"):
        update_file.read(file, PUBLIC)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_byte_can_be_changed(file: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = file.read_bytes()
    comment = whole.index(b"untrusted comment: ")  # signs nothing, as its name says
    place = data.draw(
        st.sampled_from([*range(comment), *range(whole.index(b"\n", comment), len(whole))])
    )
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(whole)
    changed[place] ^= 1 << bit
    forged = tmp_path / "forged.ntm-update"
    forged.write_bytes(changed)
    target = tmp_path / "never.exe"

    try:
        update_file.unpack(forged, PUBLIC, target, Unwatched())
    except InputError:
        assert not target.exists()
    else:  # base64 has bits that say nothing: what came out is still what was signed
        assert target.read_bytes() == PAYLOAD
        target.unlink()
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NotAnUpdateError),
        (b"PK\x03\x04", NotAnUpdateError),
        (b"NTM-UPDATE 2\n{}", NotAnUpdateError),
        (update_file.MAGIC, DamagedUpdateError),
        (update_file.MAGIC + b"x" * 100_000, DamagedUpdateError),
        (update_file.MAGIC + b"{}\n", ForgedUpdateError),
        (update_file.MAGIC + b"{}\n\n\n\n\n", ForgedUpdateError),
    ],
)
def test_what_is_none_is_refused_in_words(
    tmp_path: Path, content: bytes, error: type[InputError]
) -> None:
    path = tmp_path / "lạ.ntm-update"
    path.write_bytes(content)

    with pytest.raises(error, match=r"lạ\.ntm-update") as told:
        update_file.read(path, PUBLIC)

    assert "Hãy" in str(told.value)


def test_a_missing_file_says_to_look_at_the_stick(tmp_path: Path) -> None:
    with pytest.raises(DamagedUpdateError, match="USB"):
        update_file.read(tmp_path / "none", PUBLIC)


def test_another_key_is_refused(file: Path) -> None:
    with pytest.raises(ForgedUpdateError):
        update_file.read(file, bytes(32))


@pytest.mark.parametrize("cut", [1, 100, len(PAYLOAD)])
def test_a_file_cut_short_is_damaged(file: Path, cut: int) -> None:
    file.write_bytes(file.read_bytes()[:-cut])

    with pytest.raises(DamagedUpdateError):
        update_file.read(file, PUBLIC)


def test_bytes_after_the_end_are_damage(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")

    with pytest.raises(DamagedUpdateError):
        update_file.read(file, PUBLIC)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "..\\setup.exe"},
        {"name": "a/b.exe"},
        {"name": ""},
        {"version": "new"},
        {"version": "1.-2"},
        {"size": 0},
        {"size": update_file.LARGEST_PAYLOAD + 1},
        {"needs": ""},
    ],
)
def test_a_signed_head_that_fits_nothing_is_refused(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    path = tmp_path / "x.ntm-update"
    update_file.write(path, an_update(**changed), PAYLOAD, SECRET)

    with pytest.raises(NotAnUpdateError):
        update_file.read(path, PUBLIC)


def test_giving_up_leaves_nothing(file: Path, tmp_path: Path) -> None:
    class Stopped:
        def step(self, phase: str, done: int, total: int) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        update_file.unpack(file, PUBLIC, tmp_path / "setup.exe", Stopped())

    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("older", "newer"), [("0.9", "0.10"), ("1.2", "1.2.1"), ("1.9.9", "2"), ("0", "0.0.1")]
)
def test_versions_are_compared_as_numbers(older: str, newer: str) -> None:
    assert numbers(older) < numbers(newer)


def test_trailing_noughts_say_nothing() -> None:
    assert numbers("1.2") == numbers("1.2.0")
