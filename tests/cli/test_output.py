import os
import subprocess
import sys
from pathlib import Path

import pytest

from ntm_desktop import __main__ as entry
from ntm_desktop import cli
from ntm_desktop.cli import output
from ntm_desktop.cli.output import Answer
from tests.cli.conftest import Ntm

pytestmark = pytest.mark.os

HEAVY = {
    "PySide6",
    "reportlab",
    "openpyxl",
    "sqlite_utils",
    "yaml",
    "cryptography",
    "pyrage",
    "pikepdf",
    "PIL",
    "pypdfium2",
}


def run(*words: object, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "ntm_desktop.cli", *map(str, words)],
        capture_output=True,
        check=False,
        env={**os.environ, **variables},
    )


def test_status_loads_no_heavy_library(commune: Path, ntm: Ntm) -> None:
    ntm("status", "--data", commune)  # reads the criteria once, so that they are kept compact
    program = (
        "import sys; from ntm_desktop.cli import main; status = main();"
        "print(*sys.modules, file=sys.stderr); sys.exit(status)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "status", "--data", str(commune)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Đạt 0/19" in ran.stdout
    assert HEAVY & set(ran.stderr.split()) == set()


def test_output_is_utf_8_where_the_console_is_not(commune: Path) -> None:
    ran = run("subject", "list", "--json", "--data", commune, PYTHONIOENCODING="ascii")
    assert "Xã Tân Thành" in ran.stdout.decode()


def test_a_reader_that_leaves_is_no_defect(commune: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        [sys.executable, "-m", "ntm_desktop.cli", "status", "--data", str(commune)],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_without_a_console_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    output.speak_unicode()
    assert output.give(Answer(document={}, exit_status=4), as_json=True) == 4
    assert output.fail("code", "message", 2, as_json=True) == 2


def test_the_module_takes_commands_too(commune: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--data", str(commune), "subject", "list"]) == 0
    assert "06379  Xã Tân Thành" in capsys.readouterr().out


def test_the_window_refuses_unknown_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--jsom"]) == 2
    assert "không hiểu “--jsom”" in capsys.readouterr().err


def test_main_reads_the_process_arguments(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["ntm", "--help"])
    assert cli.main() == 0
    assert "Cách dùng" in capsys.readouterr().out
