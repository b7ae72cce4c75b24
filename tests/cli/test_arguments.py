import pytest

from ntm_desktop import cli
from ntm_desktop.cli.arguments import COMMANDS, names_command, parse
from ntm_desktop.cli.vietnamese import CommandLineError
from tests.cli.conftest import Ntm

LINES = (
    "init --role commune --unit 06379 --name X",
    "demo D",
    "status",
    "subject list",
    "indicator set 3.1 80",
    "indicator history 3.1",
    "year carry",
    "set use a",
    "set leave a",
    "set mapping m.yaml --from a --to b",
    "set move --from a --to b --mapping m.yaml --dry-run",
    "threshold set 2.1 80 --decision 1 --date 2024-01-02",
    "set list",
    "set show x",
    "set export x f.xlsx",
    "set import f.xlsx --dry-run --accept-warnings",
    "evidence add a.pdf b.pdf --indicator 3.1,3.2",
    "evidence list",
    "package export D --plain",
    "package inspect a.ntm",
    "package import a.ntm",
    "folder set D",
    "folder leave",
    "folder status",
    "folder exchange",
    "folder forget 3f2a",
    "conflict list",
    "conflict resolve 0123abcd --take A --reason X",
    "key export F",
    "key backup F",
    "key trust F",
    "key list",
    "key revoke --fingerprint 1 --reason X",
    "key recovery-sheet F",
    "key recover --image F --new-passphrase-file P",
    "key passphrase --new-passphrase-file P",
    "key renew --reason lost --new-passphrase-file P",
    "key rewrite",
    "dossier d.pdf",
    "checklist c.pdf --criterion 2 --filled",
    "unit succeed 1 2",
    "backup D",
    "restore F",
    "check",
    "update show u.ntm-update",
    "update apply u.ntm-update",
)


@pytest.mark.parametrize("line", LINES)
def test_every_command_has_a_function_that_does_it(line: str) -> None:
    assert callable(cli.find(parse(line.split()).run))


def test_every_command_is_known_to_the_entry_point_of_the_window() -> None:
    assert {line.split()[0] for line in LINES} == set(COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        ["--data", "D", "--json", "subject", "list"],
        ["subject", "--data", "D", "--json", "list"],
        ["subject", "list", "--json", "--data", "D"],
        ["--data", "D", "subject", "list", "--json"],
    ],
)
def test_global_options_stand_before_or_after_the_command(words: list[str]) -> None:
    options = parse(words)
    assert (str(options.data), options.json, options.passphrase_file) == ("D", True, None)


def test_what_was_not_said_is_not_assumed() -> None:
    options = parse(["status"])
    assert (options.data, options.json, options.set, options.year) == (None, False, None, None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "thiếu LỆNH"),
        ("bay", "LỆNH 'bay' không hợp lệ, chỉ nhận 'init'"),
        ("indicator set 3.1", "thiếu GIÁ_TRỊ"),
        ("status --yeah", "không hiểu “--yeah”"),
        ("status --year", "--year thiếu nội dung đi kèm"),
        ("status --year nay", "--year 'nay' không hợp lệ"),
        ("status --ye 2024", "không hiểu “--ye 2024”"),
        ("evidence add --indicator 3.1", "thiếu TỆP"),
        ("package import", "thiếu TỆP"),
        ("checklist c.pdf --blank --filled", "--filled không dùng cùng --blank"),
        ("init --role lord --unit 1 --name X", "--role 'lord' không hợp lệ"),
        ("status --json=yes", "--json không nhận nội dung 'yes'"),
    ],
)
def test_wrong_use_is_explained_in_vietnamese(line: str, words: str) -> None:
    with pytest.raises(CommandLineError) as refusal:
        parse(line.split())
    assert words in str(refusal.value)
    assert "--help" in str(refusal.value)


def test_help_has_no_english_words(ntm: Ntm) -> None:
    for line in ("--help", "indicator --help", "indicator set -h"):
        ran = ntm(*line.split())
        assert ran.status == 0
        assert "Cách dùng: ntm" in ran.out
        assert not {"usage", "options", "show", "positional", "arguments"} & set(
            ran.out.lower().replace(":", " ").split()
        )


@pytest.mark.parametrize(
    ("line", "is_command"),
    [
        ("status", True),
        ("--data D --json status", True),
        ("--data status", False),
        ("--data D gói.ntm", False),
        ("", False),
        ("gói.ntm status", False),
    ],
)
def test_the_first_word_decides_between_window_and_command(line: str, *, is_command: bool) -> None:
    assert names_command(line.split()) is is_command
