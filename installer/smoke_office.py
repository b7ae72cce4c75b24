"""The authority's PC: the same program on this machine, without a window."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from installer.smoke_wine import ROOT, StepFailedError


class Authority:
    """Huyện Bắc Sơn, to whom the commune sends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._data = folder / "Huyện Bắc Sơn"
        self._passphrase = folder / "mật khẩu.txt"
        self._passphrase.write_text("mat khau cua huyen 2024\n", encoding="utf-8")
        self.asked("init", "--role", "authority", "--unit", "185", "--name", "Huyện Bắc Sơn")

    def asked(self, *words: str) -> Any:
        """Run a command and give the document it answers with."""
        places = ["--data", str(self._data), "--passphrase-file", str(self._passphrase)]
        done = subprocess.run(
            [sys.executable, "-m", "ntm_desktop.cli", *words, *places, "--json"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise StepFailedError(f"ntm {words[0]} here: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)
