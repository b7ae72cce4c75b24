"""Files from outside: every problem is named by its line, and nothing is taken in part."""

from functools import cache

import pytest

from ntm_desktop.domain.criteria import CriteriaSet, SetId
from ntm_desktop.exchange import criteria_file
from ntm_desktop.exchange.criteria_file import CriteriaFileError, read
from ntm_desktop.exchange.yaml_places import LARGEST_FILE
from ntm_desktop.services.catalogue import SETS
from resources import read_text

OWN = "tinh-xa-2021-2025"
FILE = """\
id: tinh-xa-2021-2025
version: 1
name: Bộ tiêu chí của tỉnh
subject: commune
tier: advanced
period: [2021, 2025]
region: TDMNPB
requires: [xa-ntm-2021-2025]
status: official_structure
expected: null
legal_basis:
- {number: 1/QĐ-UBND, date: '2024-06-17', issuer: Tỉnh, title: Ban hành bộ tiêu chí}
conditions:
- id: debt
  name: Không nợ
  kind: yes_no
  unit: đạt
  rule: {op: is, value: true}
  confidence: low
  source: null
criteria:
- order: 1
  name: Giao thông
  group: Hạ tầng
  key: false
  indicators:
  - code: '1.1'
    name: Đường xã
    unit: '%'
    kind: percent
    rule: {op: '>=', value: 80, set_by: national}
    if_any: false
    papers: [{id: P1, name: Bảng thống kê}]
    agency: phong-ktht
    confidence: high
    source: null
  - code: '1.2'
    name: Xếp loại
    unit: mức
    kind: level
    rule: {op: at_least, level: Khá, scale: [Đạt, Khá, Tốt]}
    if_any: false
    papers: []
    agency: phong-ktht
    confidence: low
    source: null
  - code: '1.3'
    name: Thu nhập
    unit: triệu đồng
    kind: money
    rule: {op: '>=', value: null, relative_to: {set: tinh-xa-2021-2025, code: '1.4', factor: 1.1}}
    if_any: false
    papers: []
    agency: phong-ktht
    confidence: low
    source: null
  - code: '1.4'
    name: Thu nhập chung
    unit: triệu đồng
    kind: money
    rule: {op: '>=', value: null, by_year: {'2024': 42, 2025: null}}
    if_any: false
    papers: []
    agency: phong-ktht
    confidence: low
    source: null
  - code: '1.5'
    name: Lĩnh vực
    unit: lĩnh vực
    kind: number
    rule: {op: '>=', value: 1, any_of: 1, options: [{id: a1, name: Một}, {id: a2, name: Hai}]}
    if_any: false
    papers: []
    agency: phong-ktht
    confidence: low
    source: null
"""


@cache
def shipped() -> dict[SetId, CriteriaSet]:
    found = [read(read_text(f"criteria_sets/{name}.yaml").encode(), name) for name in SETS]
    return {one.id: one for one in found}


def line_of(words: str, text: str = FILE) -> int:
    return next(at for at, line in enumerate(text.splitlines(), 1) if words in line)


def refusal(text: str) -> CriteriaFileError:
    with pytest.raises(CriteriaFileError) as caught:
        read(text.encode(), "tinh.yaml", known=shipped())
    return caught.value


@pytest.mark.parametrize("name", SETS)
def test_every_shipped_file_passes_what_files_from_outside_must(name: str) -> None:
    text = read_text(f"criteria_sets/{name}.yaml")
    found = read(text.encode(), name, known=shipped())
    assert found == criteria_file.criteria_set(criteria_file.parse(text), "")
    assert found.digest == criteria_file.digest(text)


def test_a_sound_file_is_taken_with_or_without_a_byte_order_mark() -> None:
    found = read(FILE.encode(), "tinh.yaml", known=shipped())
    assert (found.id, list(found.asked)) == (
        OWN,
        ["1.1", "1.2", "1.3", "1.4", "1.5", "dk.1"],
    )
    assert read(FILE.encode("utf-8-sig"), "tinh.yaml") == found


SPOILT = [
    ("  - code: '1.2'", "  - code: '1.1'", "mã chỉ tiêu “1.1” bị trùng"),
    ("  - code: '1.1'", "  - code: 1.1", "phải là mã ghi trong dấu nháy"),
    ("op: '>=', value: 80", "op: '!=', value: 80", "“!=” không hợp lệ"),
    ("op: '>=', value: 80", "op: null, value: 80", "không hợp lệ"),
    ("op: '>=', value: 80", "op: '>=', value: '80'", "phải là số, không phải chữ"),
    ("op: '>=', value: 80", "op: '>=', value: 80 %", "phải là số, không phải chữ"),
    ("op: '>=', value: 80", "op: '>=', value: true", "phải là số"),
    ("op: '>=', value: 80", "op: '>=', value: -1", "từ 0 trở lên"),
    ("op: '>=', value: 80", "op: '>=', value: .nan", "từ 0 trở lên"),
    ("op: '>=', value: 80", "op: '>=', value: .inf", "từ 0 trở lên"),
    ("op: '>=', value: 80", "op: '>=', value: 101", "từ 0 đến 100"),
    ("op: '>=', value: 80", "op: '>='", "thiếu mục “value”"),
    ("set_by: national", "set_by: huyện", "“huyện” không hợp lệ"),
    ("set_by: national", "limit: 3", "không có mục nào tên “limit”"),
    ("    unit: '%'", "    unit: ''", "thiếu đơn vị tính"),
    ("    unit: '%'", "    unit: null", "thiếu đơn vị tính"),
    ("    unit: '%'", "    unit: km", "phải là “%”"),
    ("    unit: lĩnh vực", "    unit: '%'", "không hợp với loại"),
    ("    kind: percent", "    kind: tỷ lệ", "“tỷ lệ” không hợp lệ"),
    ("level: Khá,", "level: Giỏi,", "“Giỏi” không có trong thang bậc"),
    ("scale: [Đạt, Khá, Tốt]", "scale: [Khá]", "ít nhất hai mức"),
    ("scale: [Đạt, Khá, Tốt]", "scale: [Khá, Khá]", "“Khá” bị trùng"),
    ("scale: [Đạt, Khá, Tốt]", "scale: Khá", "phải là danh sách"),
    ("{'2024': 42, 2025: null}", "{'2026': 42}", "không thuộc giai đoạn"),
    ("{'2024': 42, 2025: null}", "{'2024': bốn}", "phải là số, không phải chữ"),
    ("{'2024': 42, 2025: null}", "{}", "ít nhất một"),
    ("value: null, by_year", "value: 40, by_year", "phải là null"),
    ("any_of: 1,", "any_of: 3,", "từ 1 đến 2"),
    ("any_of: 1,", "any_of: 2,", "phải bằng “any_of”"),
    ("any_of: 1, ", "", "phải đi cùng nhau"),
    ("{id: a2,", "{id: a1,", "lựa chọn “a1” bị trùng"),
    ("code: '1.4', factor", "code: '9.9', factor", "chỉ tiêu không có"),
    ("code: '1.4', factor", "code: '1.1', factor", "phải cùng loại"),
    ("code: '1.4', factor", "code: '1.3', factor", "tính vòng"),
    ("set: tinh-xa-2021-2025", "set: bo-khac", "chỉ tiêu không có"),
    ("factor: 1.1", "factor: '1.1'", "phải là số, không phải chữ"),
    ("[xa-ntm-2021-2025]", "[tinh-xa-2021-2025]", "không thể cần chính nó"),
    ("[xa-ntm-2021-2025]", "[xa-ntm-2031]", "không có bộ tiêu chí nào tên “xa-ntm-2031”"),
    ("[xa-ntm-2021-2025]", "[vuon-mau-langson]", "đối tượng khác"),
    ("[xa-ntm-2021-2025]", "[Xã NTM]", "chữ thường không dấu"),
    ("period: [2021, 2025]", "period: [2025, 2021]", "[năm đầu, năm cuối]"),
    ("period: [2021, 2025]", "period: 2021-2025", "[năm đầu, năm cuối]"),
    ("subject: commune", "subject: xã", "“xã” không hợp lệ"),
    ("tier: advanced", "tier: advance", "“advance” không hợp lệ"),
    ("expected: null", "expected: {criteria: 19}", "thiếu mục “indicators”"),
    ("date: '2024-06-17'", "date: 2024-06-17", "trong dấu nháy"),
    ("date: '2024-06-17'", "date: '17/06/2024'", "năm-tháng-ngày"),
    ("confidence: high", "confidence: sure", "“sure” không hợp lệ"),
    ("    name: Đường xã", "    name: ' '", "để trống"),
    ("    name: Đường xã", '    name: "Đường\\u200bxã"', "không in được"),
    ("    name: Đường xã", "    name: 5", "phải là chữ"),
    ("    if_any: false", "    if_any: không", "true hoặc false"),
    ("- order: 1", "- order: một", "số nguyên"),
    ("version: 1", "phiên bản: 1", "không có mục nào tên “phiên bản”"),
]


@pytest.mark.parametrize(("sound", "spoilt", "words"), SPOILT)
def test_a_problem_is_named_by_its_line(sound: str, spoilt: str, words: str) -> None:
    assert sound in FILE
    text = FILE.replace(sound, spoilt, 1)
    found = refusal(text)
    changed = line_of(sound)
    told = {line: said for line, said in found.problems if words in said}
    assert told, found.problems
    # What is missing is told where its object begins; a field has the line of its name.
    assert min(abs(line - changed) for line in told) <= 4
    assert "tinh.yaml" in str(found)
    assert "Hãy" in str(found)


@pytest.mark.parametrize(
    ("sound", "spoilt"),
    [("op: '>=', value: 80", "op: '>=', value: '80'"), ("    unit: '%'", "    unit: ''")],
)
def test_the_line_is_the_very_one(sound: str, spoilt: str) -> None:
    found = refusal(FILE.replace(sound, spoilt, 1))
    assert [line for line, _ in found.problems] == [line_of(sound)]


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = FILE.replace("value: 80", "value: '80'").replace("level: Khá,", "level: Giỏi,")
    found = refusal(text)
    assert [line for line, _ in found.problems] == [line_of("value: 80"), line_of("level: Khá,")]


def test_many_problems_do_not_make_an_endless_sentence() -> None:
    indicator = FILE[FILE.index("  - code: '1.1'") : FILE.index("  - code: '1.2'")]
    found = refusal(FILE + indicator * 40)
    assert len(found.problems) == 40
    assert "và 32 chỗ khác" in str(found)
    assert len(str(found)) < 900


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"# nothing\n", 1),
        (b"id: [\n", 2),
        (b"id: a\nid: b\n", 2),
        (b"id: &x a\nname: *x\n", 1),
        (b"id: a\nname: !!python/object:os.system x\n", 2),
        (b"id: a\n\xff\xfe: b\n", 2),
        ("id: á\n".encode("utf-16"), 1),
        (b"id: a\n" + b"[" * 5_000, 2),
        (b"[" * 5_000 + b"]" * 5_000, 1),
        (b"- id\n", 1),
        (b"x", 1),
        (b"1: 2\n", 1),
        (b"? [a]\n: b\n", 1),
        (b"id: \x00\n", 1),
        (b"a" * (LARGEST_FILE + 1), 1),
    ],
)
def test_what_is_no_criteria_file_at_all_is_refused(data: bytes, line: int) -> None:
    with pytest.raises(CriteriaFileError) as caught:
        read(data, "x.yaml")
    assert caught.value.problems[0][0] == line


def test_sets_that_need_each_other_are_refused() -> None:
    mine = read(FILE.encode(), "tinh.yaml")
    standard = read_text("criteria_sets/xa-ntm-2021-2025.yaml")
    text = standard.replace("requires: []", f"requires: [{OWN}]")
    with pytest.raises(CriteriaFileError, match="thành vòng"):
        read(text.encode(), "xa.yaml", known={**shipped(), mine.id: mine})


def test_limits_of_two_sets_computed_from_each_other_are_refused() -> None:
    def of(own: str, other: str) -> str:
        text = FILE.replace(f"id: {OWN}", f"id: {own}", 1)
        return text.replace(f"set: {OWN}, code: '1.4'", f"set: {other}, code: '1.3'")

    one = read(of("bo-a", "bo-b").encode(), "a.yaml")
    with pytest.raises(CriteriaFileError, match="tính vòng"):
        read(of("bo-b", "bo-a").encode(), "b.yaml", known={**shipped(), one.id: one})


def test_a_chain_of_computed_limits_is_no_cycle() -> None:
    chained = FILE.replace(
        "rule: {op: '>=', value: null, by_year: {'2024': 42, 2025: null}}",
        "rule: {op: '=', value: null, relative_to: {set: xa-ntm-2021-2025, code: '10.1', "
        "factor: 2}}",
    )
    found = refusal(chained)  # only because units differ there
    assert all("tính vòng" not in words for _, words in found.problems)


@pytest.mark.parametrize("operator", [">=", "<=", "==", ">", "<", "="])
def test_every_comparison_has_its_operator(operator: str) -> None:
    text = FILE.replace("op: '>=', value: 80", f"op: '{operator}', value: 80", 1)
    rule = read(text.encode(), "tinh.yaml").indicators["1.1"].rule  # type: ignore[index]
    assert rule is not None
    assert rule.comparison == ("==" if operator == "=" else operator)


def test_text_is_brought_to_its_one_spelling() -> None:
    from unicodedata import normalize

    found = read(normalize("NFD", FILE).encode(), "tinh.yaml")
    assert found == read(FILE.encode(), "tinh.yaml")


GROUPS = "groups: [{id: nhom_1, name: Nhóm 1}, {id: nhom_2, name: Nhóm 2}]\nrequires:"


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ("{nhom_1: 40, nhom_2: null}", ""),
        ("{nhom_1: 40}", "mọi nhóm xã"),
        ("{nhom_1: 40, nhom_2: 3, nhom_3: 3}", "không thuộc các nhóm"),
        ("[40, 30]", "phải gồm các mức có tên"),
    ],
)
def test_limits_by_group_name_every_group_of_the_set(limits: str, words: str) -> None:
    text = FILE.replace("requires:", GROUPS, 1).replace(
        "value: 80, set_by: national", f"value: null, by_group: {limits}", 1
    )
    found = refusal(text) if words else read(text.encode(), "tinh.yaml")
    assert words in str(found)
