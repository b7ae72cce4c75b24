"""Mapping files: sound ones say what they say, and every problem of others is named by line."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.mapping import Change
from ntm_desktop.exchange.mapping_file import MappingFileError, read, read_file
from ntm_desktop.exchange.yaml_places import LARGEST_FILE
from tests.builders import a_criterion, an_indicator
from tests.sets import a_set

OLD = a_set("bo-cu", a_criterion(*(an_indicator(f"1.{place}") for place in range(1, 8))))
NEW = a_set("bo-moi", a_criterion(*(an_indicator(f"2.{place}") for place in range(1, 8))))
VILLAGE = a_set("bo-thon", a_criterion(an_indicator("1.1")), subject="village")
KNOWN = {one.id: one for one in (OLD, NEW, VILLAGE)}
FILE = """\
name: Bảng chuyển đổi của tỉnh
from: {set: bo-cu, version: 1}
to: {set: bo-moi, version: 1}
legal_basis:
- {number: 12/HD-VPĐP, date: '2026-03-01', issuer: Tỉnh, title: Hướng dẫn chuyển đổi}
changes:
- {change: renamed, from: ['1.1'], to: ['2.1'], confidence: high}
- {change: same, from: ['1.2'], to: ['2.2'], confidence: low, source: Mục 2}
- {change: split, from: ['1.3'], to: ['2.3', '2.4'], confidence: medium}
- {change: merged, from: ['1.4', '1.5'], to: ['2.5'], confidence: high}
- {change: dropped, from: ['1.6'], reason: Không còn trong bộ mới, confidence: high}
"""


def refusal(text: str) -> MappingFileError:
    with pytest.raises(MappingFileError) as caught:
        read(text.encode(), "chuyen-doi.yaml", KNOWN)
    return caught.value


def test_a_sound_file_says_what_becomes_of_each_indicator() -> None:
    found = read(FILE.encode(), "chuyen-doi.yaml", KNOWN)
    assert found.old.is_of(OLD)
    assert found.new.is_of(NEW)
    assert not found.new.is_of(OLD)
    assert found.legal_basis[0].number == "12/HD-VPĐP"
    assert [(line.change, *map(list, (line.old, line.new))) for line in found.lines] == [
        (Change.RENAMED, ["1.1"], ["2.1"]),
        (Change.SAME, ["1.2"], ["2.2"]),
        (Change.SPLIT, ["1.3"], ["2.3", "2.4"]),
        (Change.MERGED, ["1.4", "1.5"], ["2.5"]),
        (Change.DROPPED, ["1.6"], []),
    ]
    assert [line.checked for line in found.lines] == [True, False, False, True, True]
    assert found.lines[1].source == "Mục 2"
    assert found.lines[4].reason == "Không còn trong bộ mới"


@pytest.mark.parametrize(
    ("there", "instead", "line", "words"),
    [
        ("from: ['1.1']", "from: ['9.9']", 7, "bộ cũ “bo-cu” không có chỉ tiêu “9.9”"),
        ("to: ['2.1']", "to: ['1.1']", 7, "bộ mới “bo-moi” không có chỉ tiêu “1.1”"),
        ("from: ['1.2']", "from: ['1.1']", 8, "mã cũ “1.1” bị trùng"),
        ("to: ['2.2']", "to: ['2.1']", 8, "mã mới “2.1” bị trùng"),
        ("from: ['1.6']", "from: ['1.3']", 11, "mã cũ “1.3” bị trùng"),
        ("from: ['1.4', '1.5']", "from: ['1.4']", 10, "“merged” nêu từ hai mã cũ trở lên"),
        ("to: ['2.3', '2.4']", "to: ['2.3']", 9, "“split” nêu đúng một mã cũ và từ hai mã mới"),
        ("to: ['2.1']", "to: ['2.1', '2.7']", 7, "“renamed” nêu đúng một mã cũ và một mã mới"),
        ("to: ['2.2'], ", "", 8, "“same” nêu đúng một mã cũ và một mã mới"),
        ("['1.6'], reason", "['1.6'], to: ['2.6'], reason", 11, "“dropped” nêu các mã cũ"),
        ("reason: Không còn trong bộ mới, ", "", 11, "“dropped” phải có “reason”"),
        ("from: ['1.1']", "from: [1.1]", 7, "mã chỉ tiêu phải ghi trong dấu nháy"),
        ("change: renamed", "change: doi-ten", 7, "“doi-ten” không hợp lệ"),
        ("from: ['1.2']", "tu: ['1.2']", 8, "không có mục nào tên “tu”"),
        ("confidence: medium", "confidence: sure", 9, "“sure” không hợp lệ"),
        (
            "bo-cu, version: 1",
            "bo-cu, version: 2",
            2,
            "phiên bản 2 của “bo-cu”, ở đây là phiên bản 1",
        ),
        ("bo-moi, version: 1", "bo-la, version: 1", 3, "không có bộ tiêu chí nào tên “bo-la”"),
        ("bo-moi, version: 1", "bo-cu, version: 1", 3, "phải là hai bộ khác nhau"),
        ("bo-moi, version: 1", "bo-thon, version: 1", 3, "đánh giá đối tượng khác"),
        ("date: '2026-03-01'", "date: 01/03/2026", 5, "phải là ngày"),
        ("name: Bảng chuyển đổi của tỉnh\n", "", 1, "thiếu mục “name”"),
        ("changes:", "changes: {}\nx:", 6, "phải là danh sách"),
        ("name: Bảng", "name: &a Bảng", 1, "không dùng được & và *"),
    ],
)
def test_each_problem_is_named_by_its_line(
    there: str, instead: str, line: int, words: str
) -> None:
    assert FILE.count(there) == 1
    error = refusal(FILE.replace(there, instead))
    assert any(at == line and words in why for at, why in error.problems), error.problems
    assert f"dòng {line}: " in str(error)


def test_all_problems_are_named_at_once() -> None:
    spoiled = FILE.replace("['1.1']", "['9.9']").replace("['2.2']", "['8.8']")
    assert [line for line, _ in refusal(spoiled).problems] == [7, 8]


def test_legacy_text_is_refused_by_its_line() -> None:
    with pytest.raises(MappingFileError) as caught:
        read("name: Bộ\n".encode("utf-16"), "x.yaml", KNOWN)
    assert caught.value.problems == ((1, "không phải chữ Unicode (UTF-8)"),)


def test_sets_that_are_not_here_cannot_be_mapped() -> None:
    with pytest.raises(MappingFileError) as caught:
        read(FILE.encode(), "x.yaml", {VILLAGE.id: VILLAGE})
    assert [line for line, _ in caught.value.problems] == [2, 3]


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingFileError, match="Không đọc được tệp “không có"):
        read_file(tmp_path / "không có.yaml", KNOWN)
    large = tmp_path / "lớn.yaml"
    large.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(MappingFileError, match="tệp quá lớn"):
        read_file(large, KNOWN)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=4)
    | st.sampled_from(["1.1", "2.1"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=4), inside),
    max_leaves=6,
)


@given(
    st.sampled_from(["name", "from", "to", "legal_basis", "changes"]),
    st.sampled_from(["change", "from", "to", "reason", "confidence", "source"]),
    ANYTHING,
)
def test_whatever_stands_there_is_refused_or_read(field: str, inner: str, value: object) -> None:
    document = yaml.safe_load(FILE)
    for spoiled in (
        {**document, field: value},
        {**document, "changes": [{**document["changes"][0], inner: value}]},
    ):
        data = yaml.safe_dump(spoiled, allow_unicode=True).encode()
        with suppress(MappingFileError):
            assert read(data, "x.yaml", KNOWN).old.is_of(OLD)
