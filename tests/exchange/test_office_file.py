"""Files that offices sign for one another: read only when every byte is what was signed."""

from errno import EIO
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_desktop.domain.canonical import canonical
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import keys, office_file, signed_file
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.office_file import (
    DamagedDataFileError,
    ForgedDataFileError,
    Head,
    NotADataFileError,
)

pytestmark = pytest.mark.os

KEYS = keys.create()
OTHER = keys.create()
CONTENT = canonical({"figures": ["số liệu"]})


def a_head(by: OfficeKeys = KEYS) -> Head:
    return Head(
        kind="figures",
        unit="185",
        name="Huyện Bắc Sơn",
        signing_key=by.public_key,
        made_on="2026-11-30",
        title="Mức quy định",
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mức quy định.ntm-data"
    path.write_bytes(office_file.write(a_head(), CONTENT, KEYS))
    return path


def test_a_file_says_what_was_written(file: Path) -> None:
    found = office_file.read(file)
    assert (found.head, found.content) == (a_head(), CONTENT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_byte_can_be_changed(file: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = file.read_bytes()
    comment = whole.index(b"untrusted comment: ")  # signs nothing, as its name says
    place = data.draw(
        st.sampled_from([*range(comment), *range(whole.index(b"\n", comment), len(whole))])
    )
    changed = bytearray(whole)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    forged = tmp_path / "forged.ntm-data"
    forged.write_bytes(changed)

    try:
        found = office_file.read(forged)
    except InputError:
        return
    assert found == office_file.read(file), "base64 has bits that say nothing"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_file_cut_short_is_refused(file: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = file.read_bytes()
    cut = tmp_path / "cut.ntm-data"
    cut.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])

    with pytest.raises(InputError, match=r"cut\.ntm-data"):
        office_file.read(cut)


def test_bytes_after_the_end_are_damage(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")

    with pytest.raises(DamagedDataFileError):
        office_file.read(file)


def test_a_stick_pulled_out_while_reading_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(EIO, "Input/output error")

    monkeypatch.setattr(signed_file, "opening", fail)
    with pytest.raises(DamagedDataFileError, match="USB"):
        office_file.read(file)


def test_a_head_that_names_another_key_than_signed_it_is_forged(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(
        whole.replace(KEYS.public_key.hex().encode(), OTHER.public_key.hex().encode())
    )

    with pytest.raises(ForgedDataFileError):
        office_file.read(file)


def test_another_content_under_the_same_head_is_damage(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(CONTENT, CONTENT.swapcase()))

    with pytest.raises(DamagedDataFileError):
        office_file.read(file)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"NTM-UPDATE 1\n{}", b"NTM-DATA 2\n{}", b"NTM-DATA 1\n{}\n\n\n\n\n"],
)
def test_what_is_none_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lạ.ntm-data"
    path.write_bytes(content)

    with pytest.raises(NotADataFileError, match=r"lạ\.ntm-data"):
        office_file.read(path)


@pytest.mark.parametrize("rest", [b"", b"x" * 100_000, b'{"kind":"figures"}'])
def test_a_file_without_an_end_to_its_line_is_damage(tmp_path: Path, rest: bytes) -> None:
    path = tmp_path / "dài.ntm-data"
    path.write_bytes(office_file.MAGIC + rest)

    with pytest.raises(DamagedDataFileError):
        office_file.read(path)


def test_a_huge_file_is_refused_unread(file: Path) -> None:
    with file.open("r+b") as huge:
        huge.truncate(5_000_000_000)  # sparse: takes no room

    with pytest.raises(DamagedDataFileError):
        office_file.read(file)


def test_a_missing_file_says_to_look_at_the_stick(tmp_path: Path) -> None:
    with pytest.raises(DamagedDataFileError, match="USB"):
        office_file.read(tmp_path / "none")


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 0},
        {"size": office_file.LARGEST_CONTENT + 1},
        {"size": "9"},
        {"made_on": "hôm nay"},
        {"name": " "},
        {"unit": ""},
        {"title": "x" * 401},
        {"practice": "no"},
        {"kind": "../figures"},
        {"signing_key": "00"},
    ],
)
def test_a_signed_head_that_fits_nothing_is_refused(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    said: dict[str, object] = {
        "kind": "figures",
        "made_on": "2026-11-30",
        "name": "Huyện Bắc Sơn",
        "practice": False,
        "sha256": sha256(CONTENT).hexdigest(),
        "signing_key": KEYS.public_key.hex(),
        "size": len(CONTENT),
        "title": "Mức quy định",
        "unit": "185",
    }
    path = tmp_path / "x.ntm-data"
    head = canonical({**said, **changed})
    path.write_bytes(
        signed_file.write(office_file.MAGIC, head, CONTENT, KEYS.signing_key, "figures")
    )

    with pytest.raises(NotADataFileError):
        office_file.read(path)


def test_members_of_a_newer_program_are_passed_over(tmp_path: Path, file: Path) -> None:
    with signed_file.opened(file) as opened:
        said = signed_file.opening(opened, office_file.MAGIC).said
    newer = said[:-1] + b',"zz_more":[1]}'
    path = tmp_path / "newer.ntm-data"
    path.write_bytes(
        signed_file.write(office_file.MAGIC, newer, CONTENT, KEYS.signing_key, "figures")
    )

    assert office_file.read(path).head == a_head()


def test_too_much_content_is_not_written() -> None:
    with pytest.raises(ValueError, match="too large"):
        office_file.write(a_head(), bytes(office_file.LARGEST_CONTENT + 1), KEYS)
