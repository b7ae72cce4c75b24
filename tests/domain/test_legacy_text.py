"""Text from before Unicode is recognised, and Unicode never taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.legacy_text import TCVN3, VNI, legacy_encoding


@pytest.mark.parametrize(
    "text",
    ["Th«n Nµ RiÒng", "X· T©n Thµnh", "§ång ý", "Hé gia ®\u00d7nh", "Thñy lîi", "V\u00adên mÉu"],
)
def test_tcvn3_is_recognised_by_its_letters(text: str) -> None:
    assert legacy_encoding(text) == TCVN3


@pytest.mark.parametrize("text", ["Thoân Naø Rieàng", "Xaõ Taân Thaønh", "Khu daân cö"])
def test_vni_is_recognised_by_its_letters(text: str) -> None:
    assert legacy_encoding(text) == VNI


@pytest.mark.parametrize(
    "text",
    [
        "Thôn Nà Riềng", "Hoà An", "hoà thuê quá xoè", "Khoé", "Thúy", "Quý", "Bà Lê Thị Huệ",
        "30 °C", "số 5", "Xã A", "café", "Hộ ông Bùi Văn Trí", "Thôn Tô Hoá", "½ ha", "ý kiến",
        "Thôn 3\u00d74", "m²", "Làng Mô", "Bản Lũng Vài", "Nông Thôn", "không có gì", "qùa", "",
    ],
)  # fmt: skip
def test_unicode_is_left_alone(text: str) -> None:
    assert legacy_encoding(text) is None


def test_a_font_of_the_old_encoding_decides_for_letters_that_both_have() -> None:
    assert legacy_encoding("Hà", ".VnTime") == TCVN3
    assert legacy_encoding("Hà", "VNI-Times") == VNI
    assert legacy_encoding("Ha 12", ".VnTime") is None
    assert legacy_encoding("Xã Tân Thạnh", ".VnTime") is None


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_the_same_in_every_encoding(text: str) -> None:
    assert legacy_encoding(text, ".VnTime") is None
