import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.single_instance import OtherWindowError, SingleInstance, channel_name

pytestmark = pytest.mark.os

ROOT = Path(__file__).parents[2]


def test_the_second_window_hands_its_files_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    assert not second.claim()
    first.listen()
    package = tmp_path / "GOI_06379_2024.ntm"
    program = (
        "import sys; from pathlib import Path; from ui.single_instance import SingleInstance;"
        "SingleInstance(Path(sys.argv[1])).hand_over([Path(sys.argv[2])])"
    )
    with (
        subprocess.Popen([sys.executable, "-c", program, tmp_path, package], cwd=ROOT) as sender,
        qtbot.waitSignal(first.handed_over, timeout=20_000) as heard,
    ):
        pass
    assert sender.returncode == 0
    assert heard.args == [(package.resolve(),)]
    first.release()
    assert second.claim()
    second.release()


def test_a_window_that_does_not_answer_is_an_error_with_advice(
    qtbot: QtBot, tmp_path: Path
) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    with pytest.raises(OtherWindowError, match="đóng cửa sổ đó"):
        second.hand_over((), patience_ms=100)
    first.release()


def test_other_folders_have_other_channels(tmp_path: Path) -> None:
    assert channel_name(tmp_path) != channel_name(tmp_path / "khác")
    assert channel_name(tmp_path) == channel_name(tmp_path / "x" / "..")
