from pathlib import Path

import pytest
from openpyxl import Workbook

from ntm_desktop.services.workplace import open_workplace
from tests.cli.conftest import Ntm


def test_a_listed_commune_sends_to_its_authority(
    ntm: Ntm, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--role", "commune", "--unit", "06379", "--name", "Xã Tân Thành")
    ran = ntm(
        "init", *words, "--data", tmp_path / "d", "--json", "--passphrase-file", passphrase_file
    )
    document = ran.document
    assert document.pop("fingerprint").replace(" ", "").isdecimal()
    assert document == {
        "data": str(tmp_path / "d"),
        "role": "commune",
        "unit": "06379",
        "name": "Xã Tân Thành",
        "authority": "185",
        "sets": ["xa-ntm-2021-2025"],
    }


def test_another_authority_can_be_named(ntm: Ntm, tmp_path: Path, passphrase_file: Path) -> None:
    words = ("--role", "commune", "--unit", "06379", "--name", "Xã Tân Thành")
    more = ("--authority", "20", "--json", "--passphrase-file", passphrase_file)
    assert ntm("init", *words, *more, "--data", tmp_path / "d").document["authority"] == "20"


def test_an_authority_receives_itself(ntm: Ntm, tmp_path: Path, passphrase_file: Path) -> None:
    words = ("--role", "authority", "--unit", "20", "--name", "Tỉnh Lạng Sơn")
    more = ("--json", "--passphrase-file", passphrase_file)
    assert ntm("init", *words, *more, "--data", tmp_path / "d").document["authority"] == "20"


def test_a_folder_is_set_up_once(ntm: Ntm, commune: Path, passphrase_file: Path) -> None:
    words = ("--role", "agency", "--unit", "1", "--name", "Phòng")
    more = ("--json", "--passphrase-file", passphrase_file)
    ran = ntm("init", *words, *more, "--data", commune)
    assert (ran.status, ran.error) == (2, "already_set_up")


@pytest.mark.parametrize(
    ("content", "name", "status", "error"),
    [
        ("", "Xã", 2, "passphrase_needed"),
        ("ngắn\n", "Xã", 3, "passphrase_too_short"),
        ("đủ dài để dùng\n", " ", 3, "name_missing"),
    ],
)
def test_what_is_missing_is_refused(
    ntm: Ntm, tmp_path: Path, content: str, name: str, status: int, error: str
) -> None:
    file = tmp_path / "p"
    file.write_text(content, encoding="utf-8")
    words = ("--role", "commune", "--unit", "06379", "--name", name, "--passphrase-file", file)
    ran = ntm("init", *words, "--data", tmp_path / "d", "--json")
    assert (ran.status, ran.error) == (status, error)


def test_an_unknown_set_is_refused_before_anything_is_made(
    ntm: Ntm, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--role", "commune", "--unit", "06379", "--name", "Xã", "--set", "xa-2099")
    more = ("--json", "--passphrase-file", passphrase_file)
    ran = ntm("init", *words, *more, "--data", tmp_path / "d")
    assert (ran.status, ran.error) == (3, "unknown_set")
    assert not (tmp_path / "d" / "ntm.sqlite3").exists()


def test_a_second_pc_takes_the_key_of_the_first(
    ntm: Ntm, tmp_path: Path, commune: Path, passphrase_file: Path
) -> None:
    key = tmp_path / "khóa.key"
    backed_up = ntm("key", "backup", key, "--data", commune, "--json").document
    words = ("--role", "commune", "--unit", "06379", "--name", "Xã Tân Thành", "--key", key)
    more = ("--json", "--passphrase-file", passphrase_file)
    second = ntm("init", *words, *more, "--data", tmp_path / "d").document
    assert second["fingerprint"] == backed_up["fingerprint"]


def test_a_key_needs_its_own_passphrase(ntm: Ntm, tmp_path: Path, commune: Path) -> None:
    key, wrong = tmp_path / "khóa.key", tmp_path / "wrong"
    ntm("key", "backup", key, "--data", commune)
    wrong.write_text("một mật khẩu khác", encoding="utf-8")
    words = ("--role", "commune", "--unit", "06379", "--name", "Xã Tân Thành", "--key", key)
    ran = ntm("init", *words, "--passphrase-file", wrong, "--data", tmp_path / "d", "--json")
    assert (ran.status, ran.error) == (3, "wrong_passphrase")


def test_demo_makes_a_world(ntm: Ntm, tmp_path: Path) -> None:
    world = tmp_path / "world"
    made = ntm("demo", world, "--communes", "2", "--files", "1", "--json").document
    assert [each["unit"] for each in made["communes"]] == ["06328", "06331"]
    status = ntm("status", "--data", world / "06328", "--json").document
    assert status["met"] == made["communes"][0]["met"] == 15
    assert "Số liệu luyện tập" in ntm("status", "--data", world / "06328").out


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--communes", "18"), "world_size"),
        (("--files", "-1"), "world_size"),
        ((), "folder_in_use"),
    ],
)
def test_demo_refuses_what_it_cannot_do(
    ntm: Ntm, tmp_path: Path, words: tuple[str, ...], error: str
) -> None:
    (tmp_path / "mine").write_text("kept")
    folder = tmp_path if not words else tmp_path / "new"
    ran = ntm("demo", folder, *words, "--json")
    assert (ran.status, ran.error) == (2, error)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def a_list(folder: Path, *rows: tuple[object, ...]) -> Path:
    """A list of units as an office keeps it in Excel."""
    book = Workbook()
    book.worksheets[0].title = "Danh sách"
    book.worksheets[0].append(("Mã", "Tên", "Vùng", "Nhóm"))
    for row in rows:
        book.worksheets[0].append(list(row))
    path = folder / "xã.xlsx"
    book.save(path)
    return path


LISTED = (
    ("04", "Tỉnh Cao Bằng", None, None),
    ("01273", "Xã Trường Hà", "Tây Nguyên", 3),
    ("01288", "Phường Thục Phán", "TDMNPB", None),
)


def test_a_unit_and_its_receiver_are_taken_from_a_list_in_excel(
    ntm: Ntm, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--role", "commune", "--unit", "01273", "--units", a_list(tmp_path, *LISTED))
    more = ("--json", "--passphrase-file", passphrase_file, "--data", tmp_path / "d")
    made = ntm("init", *words, *more).document
    assert (made["name"], made["authority"]) == ("Xã Trường Hà", "04")
    (unit,) = ntm("unit", "list", "--data", tmp_path / "d", "--json").document["units"]
    assert (unit["kind"], unit["region"], unit["group"]) == ("commune", "TN", "nhom_3")
    workplace = open_workplace(tmp_path / "d")
    authority = workplace.office.authority
    workplace.close()
    assert (authority.name, authority.level) == ("Tỉnh Cao Bằng", "province")


def test_an_authority_keeps_the_units_of_its_list(
    ntm: Ntm, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--role", "authority", "--unit", "04", "--units", a_list(tmp_path, *LISTED))
    more = ("--json", "--passphrase-file", passphrase_file, "--data", tmp_path / "d")
    assert ntm("init", *words, *more).document["name"] == "Tỉnh Cao Bằng"
    units = ntm("unit", "list", "--data", tmp_path / "d", "--json").document["units"]
    assert [(each["code"], each["kind"]) for each in units] == [
        ("01273", "commune"),
        ("01288", "ward"),
    ]


@pytest.mark.parametrize(
    ("rows", "more", "status", "error"),
    [
        ((("01", "Xã A", "Vùng lạ", None), ("01", None, None, 9)), (), 3, "workbook_problems"),
        ((("01", "Xã A", None, None),), (), 2, "receiver_missing"),
        (
            (("01", "Xã A"), ("1", "Tỉnh A"), ("2", "Tỉnh B")),
            ("--region", "TN"),
            2,
            "receiver_missing",
        ),
        (LISTED, ("--region", "Tây Bắc"), 3, "unknown_region"),
        (LISTED, ("--group", "4"), 3, "unknown_group"),
        (LISTED, (), 3, "name_missing"),
    ],
)
def test_a_list_that_leaves_anything_open_sets_nothing_up(  # noqa: PLR0913 - cases
    ntm: Ntm,
    tmp_path: Path,
    passphrase_file: Path,
    rows: tuple[tuple[object, ...], ...],
    more: tuple[str, ...],
    status: int,
    error: str,
) -> None:
    words = ("--role", "commune", "--unit", "99", "--units", a_list(tmp_path, *rows), *more)
    last = ("--json", "--passphrase-file", passphrase_file, "--data", tmp_path / "d")
    ran = ntm("init", *words, *last)
    assert (ran.status, ran.error) == (status, error)
    assert not (tmp_path / "d" / "ntm.sqlite3").exists()


def test_every_problem_of_a_list_is_named_by_its_cell(
    ntm: Ntm, tmp_path: Path, passphrase_file: Path
) -> None:
    path = a_list(tmp_path, ("01", "Xã A", "Vùng lạ", None), ("02", None, None, 9))
    words = ("--role", "commune", "--unit", "01", "--units", path)
    ran = ntm("init", *words, "--passphrase-file", passphrase_file, "--data", tmp_path / "d")
    for place in ("Tờ “Danh sách”, ô C2", "Tờ “Danh sách”, ô B3", "Tờ “Danh sách”, ô D3"):
        assert place in ran.err


def test_what_is_typed_wins_over_the_list(ntm: Ntm, tmp_path: Path, passphrase_file: Path) -> None:
    words = ("--role", "commune", "--unit", "01273", "--units", a_list(tmp_path, *LISTED))
    typed = ("--name", "Xã Mới", "--region", "dong bang song hong", "--group", "nhom_1")
    more = ("--authority", "20", "--json", "--passphrase-file", passphrase_file)
    made = ntm("init", *words, *typed, *more, "--data", tmp_path / "d").document
    assert (made["name"], made["authority"]) == ("Xã Mới", "20")
    (unit,) = ntm("unit", "list", "--data", tmp_path / "d", "--json").document["units"]
    assert (unit["region"], unit["group"]) == ("DBSH", "nhom_1")


def test_a_district_assesses_itself_by_its_own_set_in_a_folder_of_its_own(
    ntm: Ntm, tmp_path: Path, passphrase_file: Path
) -> None:
    """The set of communes is not for it, nor its own for a commune."""
    words = ("init", "--role", "commune", "--unit", "185", "--authority", "20")
    more = ("--json", "--passphrase-file", passphrase_file, "--data", tmp_path / "d")
    ran = ntm(*words, *more)
    assert (ran.status, ran.error) == (3, "set_of_another_kind")
    made = ntm(*words, "--set", "huyen-ntm-2021-2025", *more).document
    assert (made["name"], made["authority"]) == ("Huyện Bắc Sơn", "20")
    entry = ntm("indicator", "set", "1.1", "đạt", "--year", "2024", *more).document
    assert entry["indicator"]["verdict"] == "met"
    status = ntm("status", "--year", "2024", *more).document
    assert (status["set"], status["total"]) == ("huyen-ntm-2021-2025", 9)
    counts = [each["words"] for each in status["findings"] if each["about"] == "counts"]
    assert "37 chỉ tiêu, số chính thức là 36" in counts[0]


@pytest.mark.parametrize("code", ["06 379", "06/379", "mã", "-1", "x" * 65])
def test_a_code_no_package_could_name_is_refused(
    ntm: Ntm, tmp_path: Path, passphrase_file: Path, code: str
) -> None:
    words = ("init", "--role", "commune", f"--unit={code}", "--name", "Xã")
    more = ("--json", "--passphrase-file", passphrase_file, "--data", tmp_path / "d")
    ran = ntm(*words, *more)
    assert (ran.status, ran.error) == (3, "bad_unit_code")
    listed = ntm(*words[:3], "--unit", "1", "--units", a_list(tmp_path, (code, "Xã")), *more)
    assert (listed.status, listed.error) == (3, "workbook_problems")
    assert "ô A2: mã đơn vị phải chỉ gồm chữ không dấu" in listed.err
