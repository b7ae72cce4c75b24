from dataclasses import dataclass

from ntm_desktop.domain.parts import parts_in_words


@dataclass
class Missing:
    part: int
    objects: int


def test_a_package_of_one_part_says_nothing_of_parts() -> None:
    assert parts_in_words([1], 1, []) == ""


def test_missing_parts_are_named_with_what_they_hold() -> None:
    words = parts_in_words([2, 1], 5, [Missing(3, 12), Missing(5, 1)])
    assert words == (
        "Có phần 1, 2 trong 5 phần; thiếu phần 3 (12 tệp minh chứng), phần 5 (1 tệp minh chứng)"
    )


def test_all_parts_are_all_parts() -> None:
    assert parts_in_words([1, 2], 2, []) == "Đủ 2 phần"


def test_parts_without_anything_new_are_not_missed() -> None:
    words = parts_in_words([1], 2, [])
    assert words == "Có phần 1 trong 2 phần; không thiếu tệp minh chứng nào"
