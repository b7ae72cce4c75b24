import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.exchange.documents.failures import MissingGlyphError
from ntm_desktop.exchange.documents.fonts import Face, tidy, width, wrap

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0301\u0303\u0309\u0323"


@pytest.mark.parametrize("face", list(Face))
def test_every_face_has_every_vietnamese_letter(face: Face) -> None:
    for letter in VIETNAMESE + VIETNAMESE.upper():
        tones = TONES if letter.lower() in "aăâeêioôơuưy" else ""
        for tone in ["", *tones]:
            assert width(unicodedata.normalize("NFC", letter + tone), face, 12) > 0


@pytest.mark.parametrize("face", list(Face))
def test_the_signs_of_our_tables_can_be_printed(face: Face) -> None:
    assert width("“”…≥≤≠²³±%§\u2018\u2019\u2013\u00d7", face, 12) > 0


def test_a_missing_glyph_is_an_error_that_names_character_and_place() -> None:
    with pytest.raises(MissingGlyphError) as error:
        wrap("Đã xong 👍", Face.REGULAR, 12, 200, "ghi chú của chỉ tiêu 3.1")
    assert error.value.character == "👍"
    assert "👍" in str(error.value)
    assert "U+1F44D" in str(error.value)
    assert "ghi chú của chỉ tiêu 3.1" in str(error.value)
    assert error.value.code == "missing_glyph"


def test_text_is_printed_composed_and_without_invisible_characters() -> None:
    decomposed = unicodedata.normalize("NFD", "Quyết định")
    assert tidy(f"\ufeff{decomposed}\u200b") == "Quyết định"


@given(st.text(alphabet="aâ bcđ-/_.\u00a0ệ", max_size=80), st.integers(30, 200))
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text: str, room: int) -> None:
    lines = wrap(text, Face.REGULAR, 11, room)
    assert all(width(line, Face.REGULAR, 11) <= room + 0.01 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_long_number_breaks_after_a_separator() -> None:
    lines = wrap("1234567/BCĐ-UBND-NTM-2024", Face.REGULAR, 12, 100)
    assert lines == ["1234567/BCĐ-", "UBND-NTM-2024"]
