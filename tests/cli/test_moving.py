"""`ntm set move`: shown first, printed, done once."""

from pathlib import Path

from tests.builders import SET
from tests.cli.conftest import Ntm
from tests.exchange.documents.reading import texts
from tests.moves import ADVANCED, mapping_file

MOVE = ("set", "move", "--from", SET, "--to", ADVANCED, "--year", 2024)


def test_a_move_is_shown_printed_and_done_once(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    data = ("--data", commune, "--json")
    ntm(*data, "indicator", "set", "9.2", "80", "--year", 2024)
    words = (*data, *MOVE, "--mapping", mapping_file(tmp_path / "usb"))
    pdf = tmp_path / "bảng.pdf"
    shown = ntm(*words, "--dry-run", "--pdf", pdf).document
    assert shown["from"] == {"set": SET, "year": 2024}
    assert shown["to"] == {"set": ADVANCED, "year": 2024}
    assert (shown["carried"], shown["to_confirm"], shown["changed"]) == (1, 1, False)
    assert shown["listed"] is False
    assert shown["mapping"] == "Bảng chuyển đổi của huyện"
    assert shown["pdf"] == {"path": str(pdf), "pages": len(texts(pdf))}
    line = next(one for one in shown["lines"] if one["from"] == ["9.2"])
    assert line == {
        "outcome": "renamed",
        "from": ["9.2"],
        "to": ["9.1"],
        "value": "80 %",
        "carried": True,
        "to_confirm": True,
        "evidence": 0,
        "expired": 0,
        "happens": "Mang sang, cần xác nhận lại",
        "notes": [],
    }
    assert shown["counts"]["dropped"] == 1
    assert ntm(*words).document["changed"] is True
    assert ntm(*words).document["changed"] is False
    status = ntm(*data, "status", "--set", ADVANCED, "--year", 2024).document
    houses = next(
        one for each in status["criteria"] for one in each["indicators"] if one["code"] == "9.1"
    )
    assert (houses["value"], houses["verdict"]) == ("80", "incomplete")


def test_people_read_what_becomes_of_each_indicator(ntm: Ntm, commune: Path) -> None:
    ntm("--data", commune, "indicator", "set", "9.2", "80", "--year", 2024)
    ran = ntm("--data", commune, *MOVE, "--dry-run")
    assert "9.2 → 9.1: Chỉ tiêu tương ứng [80 %]. Mang sang, cần xác nhận lại\n" in ran.out
    assert "— → 1.3: Chỉ tiêu mới. Cần trả lời\n" in ran.out
    assert "Chưa dùng “Bộ tiêu chí quốc gia" in ran.out
    assert ran.out.endswith("Mới xem trước, chưa chuyển gì.\n")
    assert "Đã chuyển." in ntm("--data", commune, *MOVE, "--use").out
    assert ADVANCED in ntm("--data", commune, "--json", "set", "use", ADVANCED).document["sets"]
    begun = ntm("--data", commune, "--json", *MOVE, "--use").document
    assert (begun["begun"], begun["listed"]) == (False, True)
    assert "Không còn gì để chuyển." in ntm("--data", commune, *MOVE).out


def test_the_last_year_with_answers_is_moved_by_default(ntm: Ntm, commune: Path) -> None:
    data = ("--data", commune, "--json")
    ntm(*data, "indicator", "set", "9.2", "80", "--year", 2023)
    shown = ntm(*data, *MOVE, "--dry-run").document
    assert shown["from"]["year"] == 2023
    asked = ntm(*data, *MOVE, "--dry-run", "--from-year", 2022).document
    assert (asked["from"]["year"], asked["carried"]) == (2022, 0)


def test_what_cannot_be_moved_is_refused(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    data = ("--data", commune, "--json")
    bad = tmp_path / "hỏng.yaml"
    bad.write_text("changes: 1\n", encoding="utf-8")
    assert ntm(*data, *MOVE, "--mapping", bad).error == "bad_mapping_file"
    assert ntm(*data, "set", "move", "--from", SET, "--to", SET).error == "same_set"
    assert ntm(*data, "set", "move", "--from", "x", "--to", SET).error == "unknown_set"
    garden = "vuon-mau-langson"
    assert ntm(*data, "set", "move", "--from", SET, "--to", garden).error == "set_of_another_kind"
    other = ("set", "move", "--from", SET, "--to", "xa-ntm-kieu-mau-2021-2025")
    mapping = mapping_file(tmp_path)
    assert ntm(*data, *other, "--mapping", mapping).error == "mapping_mismatch"


def test_a_mapping_to_begin_with_is_written_and_taken(
    ntm: Ntm, commune: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mẫu.yaml"
    data = ("--data", commune, "--json")
    made = ntm(*data, "set", "mapping", file, "--from", SET, "--to", ADVANCED).document
    assert made == {"from": SET, "to": ADVANCED, "path": str(file)}
    assert ntm(*data, *MOVE, "--mapping", file, "--dry-run").document["counts"]["renamed"] == 12
