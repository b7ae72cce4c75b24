import shutil
from pathlib import Path

import pytest

from ntm_desktop.services.workplace import open_workplace
from tests.cli.conftest import Ntm, Ran
from tests.disputes import meet

AT = ("--year", "2024", "--json", "--data")
REASON = ("--reason", "Theo biên bản kiểm tra")


def carry(*folders: Path) -> None:
    offices = [open_workplace(folder) for folder in folders]
    meet(*offices)
    for office in offices:
        office.close()


@pytest.fixture
def other(commune: Path, tmp_path: Path, ntm: Ntm) -> Path:
    """Another PC of the commune, which has answered 3.1 otherwise."""
    other = Path(shutil.copytree(commune, tmp_path / "máy hai"))
    ntm("indicator", "set", "3.1", "80", *AT, other)
    ntm("indicator", "set", "3.1", "86,5", *AT, commune)
    carry(commune, other)
    return other


def listed(ntm: Ntm, folder: Path) -> list[dict[str, object]]:
    ran = ntm("conflict", "list", "--json", "--data", folder)
    assert ran.status == 0
    found: list[dict[str, object]] = ran.document["conflicts"]
    return found


def resolve(ntm: Ntm, folder: Path, *words: object) -> Ran:
    return ntm("conflict", "resolve", *words, "--json", "--data", folder)


def test_nothing_in_dispute_is_an_empty_list(ntm: Ntm, commune: Path) -> None:
    assert listed(ntm, commune) == []
    said = ntm("conflict", "list", "--data", commune)
    assert said.out == "Không có số liệu nào chưa thống nhất.\n"


def test_what_is_in_dispute_is_listed_with_letters(ntm: Ntm, commune: Path, other: Path) -> None:
    (found,) = listed(ntm, commune)
    assert str(found["record"]).startswith("Chỉ tiêu 3.1: ")
    assert (found["field"], found["field_name"], found["kind"]) == (
        "answer",
        "Kết quả",
        "assessment",
    )
    assert found["may_decide"] is True
    values = found["values"]
    assert isinstance(values, list)
    assert [(one["label"], one["value"], one["text"]) for one in values] == [
        ("A", "80", "80 %"),
        ("B", "86.5", "86,5 %"),
    ]
    assert {one["unit"] for one in values} == {"06379"}
    assert [one["here"] for one in values] == [False, True]
    said = ntm("conflict", "list", "--data", commune).out
    assert "A  80 %" in said
    assert "máy này" in said


@pytest.mark.parametrize(("letter", "value"), [("A", "80"), ("b", "86.5")])
def test_a_letter_settles_it(
    ntm: Ntm, commune: Path, other: Path, letter: str, value: str
) -> None:
    (found,) = listed(ntm, commune)
    ran = resolve(ntm, commune, str(found["id"])[:10], "--take", letter, *REASON)
    assert ran.status == 0
    assert ran.document["id"] == found["id"]
    assert (ran.document["taken"]["value"], ran.document["left"]) == (value, 0)
    carry(commune, other)
    for folder in (commune, other):
        assert listed(ntm, folder) == []
        status = ntm("status", *AT, folder).document
        (line,) = (
            each
            for criterion in status["criteria"]
            for each in criterion["indicators"]
            if each["code"] == "3.1"
        )
        assert (line["value"], line["conflict"]) == (value, False)


def test_another_value_that_came_meanwhile_is_not_passed_over(
    ntm: Ntm, commune: Path, other: Path, tmp_path: Path
) -> None:
    (found,) = listed(ntm, commune)
    third = Path(shutil.copytree(commune, tmp_path / "máy ba"))
    ntm("indicator", "set", "3.1", "90", *AT, third)
    resolve(ntm, commune, found["id"], "--take", "A", *REASON)
    carry(commune, third)
    (changed,) = listed(ntm, commune)
    assert changed["id"] != found["id"]
    ran = resolve(ntm, commune, found["id"], "--take", "A", *REASON)
    assert (ran.status, ran.error) == (3, "conflict_changed")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ffffffffff", "--take", "A", *REASON), "conflict_changed"),
        (("ff", "--take", "A", *REASON), "unknown_conflict"),
        (("ID", "--take", "C", *REASON), "unknown_letter"),
        (("ID", "--take", "A", "--reason", " "), "reason_missing"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    ntm: Ntm, commune: Path, other: Path, words: tuple[str, ...], code: str
) -> None:
    (found,) = listed(ntm, commune)
    ran = resolve(ntm, commune, *(found["id"] if word == "ID" else word for word in words))
    assert (ran.status, ran.error) == (3, code)
    assert listed(ntm, commune) == [found]


def test_a_letter_and_a_reason_are_asked_for(ntm: Ntm, commune: Path) -> None:
    assert ntm("conflict", "resolve", "ffffffffff", "--data", commune).status == 2


def test_the_history_of_an_indicator_tells_who_decided_and_why(
    ntm: Ntm, commune: Path, other: Path
) -> None:
    (found,) = listed(ntm, commune)
    resolve(ntm, commune, found["id"], "--take", "B", *REASON)
    ran = ntm("indicator", "history", "3.1", *AT, commune)
    assert (ran.status, ran.document["code"]) == (0, "3.1")
    decision, *earlier = ran.document["changes"]
    assert (decision["decided"], decision["reason"]) == (True, "Theo biên bản kiểm tra")
    assert decision["text"] == "Kết quả: 80 % hoặc 86,5 % → 86,5 %"
    assert {change["text"] for change in earlier} == {"Kết quả: 80 %", "Kết quả: 86,5 %"}
    said = ntm("indicator", "history", "3.1", "--year", "2024", "--data", commune).out
    assert "thống nhất, lý do: Theo biên bản kiểm tra" in said
    nothing = ntm("indicator", "history", "3.2", "--year", "2024", "--data", commune)
    assert nothing.out == "Chưa có thay đổi nào.\n"
    assert ntm("indicator", "history", "99", *AT, commune).error == "unknown_indicator"
