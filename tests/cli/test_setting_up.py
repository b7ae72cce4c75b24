from pathlib import Path

import pytest

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
