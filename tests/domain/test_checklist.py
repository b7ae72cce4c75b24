import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.checklist import SheetMark

_NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1)
_NUMBERS = st.integers(min_value=0, max_value=9999)


@given(st.builds(SheetMark, _NAMES, _NAMES, _NUMBERS, _NUMBERS, _NUMBERS))
def test_a_page_reads_its_own_code(mark: SheetMark) -> None:
    assert SheetMark.read(mark.text()) == mark


@pytest.mark.parametrize(
    "text",
    ["", "https://example.org", "NTM-PHIEU-2|a|b|1|2|3", "NTM-PHIEU-1|a|b|x|2|3", "NTM-PHIEU-1|a"],
)
def test_a_code_of_another_kind_is_none_of_ours(text: str) -> None:
    assert SheetMark.read(text) is None
