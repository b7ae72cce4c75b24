"""The installer's script: its wording, and what it agrees on with the program."""

import re

from installer.sources import HERE
from ui.windows_shell import MODEL_ID, MUTEX

SCRIPT = (HERE / "setup.nsi").read_text(encoding="utf-8")


def test_program_and_installer_know_each_other_by_the_same_names() -> None:
    assert f'!define MODEL_ID "{MODEL_ID}"' in SCRIPT
    assert f'!define MUTEX "{MUTEX}"' in SCRIPT


def test_every_message_is_vietnamese_and_says_what_to_do() -> None:
    joined = SCRIPT.replace("\\\n", " ")
    messages = re.findall(r'!insertmacro Refuse \S+ "([^"]+)"', joined)
    messages += re.findall(r'MessageBox \S+\s+"([^"$][^"]+)"', joined)
    messages += re.findall(r'!define HELD "([^"]+)"', joined)

    assert len(messages) == 8
    for message in messages:
        assert re.search("hãy|không cần làm gì", message, re.IGNORECASE), message


def test_every_refusal_has_an_exit_code_of_its_own() -> None:
    codes = re.findall(r"!define EXIT_\w+ (\d+)", SCRIPT)

    assert len(set(codes)) == len(codes) == 7


def test_old_program_comes_back_when_the_new_one_cannot_take_its_place() -> None:
    swap = SCRIPT[SCRIPT.index("Function Swap") :].partition("FunctionEnd")[0]
    moves = re.findall(r'Rename "\$INSTDIR\\(\S+)" "\$INSTDIR\\(\S+)"', swap)

    assert moves == [
        ("program", "program.old"),
        ("program.new", "program"),
        ("program.old", "program"),
    ]


def test_data_folder_is_never_named_by_a_command() -> None:
    commands = [line for line in SCRIPT.splitlines() if not line.lstrip().startswith(";")]

    assert not [line for line in commands if "ntm-desktop" in line and "$LOCALAPPDATA" in line]


def test_installing_asks_for_no_administrator() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert "HKLM" not in SCRIPT


def test_every_kind_of_file_that_opens_is_taken_back_on_leaving() -> None:
    opened = re.findall(r'WriteRegStr HKCU "Software\\Classes\\(\.\S+)" "" "(\S+)"', SCRIPT)
    assert {ending for ending, _ in opened} == {".ntm", ".ntm-update", ".ntm-data"}
    for ending, kind in opened:
        assert f'!insertmacro Opens "{kind}"' in SCRIPT
        assert f'!insertmacro Forget "{ending}" "{kind}"' in SCRIPT
        assert f'DeleteRegKey HKCU "Software\\Classes\\{kind}"' in SCRIPT
