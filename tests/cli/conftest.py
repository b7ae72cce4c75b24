"""Running `ntm` within the test, and data folders to run it on."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from ntm_desktop import cli
from tests.builders import AUTHORITY, PASSPHRASE, UNIT


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The code of the refusal, which people were told of as well."""
        refusal = self.document["error"]
        assert refusal["message"] in self.err
        return str(refusal["code"])


Ntm: TypeAlias = Callable[..., Ran]


@pytest.fixture
def ntm(capsys: pytest.CaptureFixture[str]) -> Ntm:
    """Run a command line; paths and numbers become text."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        status = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase.txt"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folders as `init` makes them, each to be copied: making keys takes its time."""
    root = tmp_path_factory.mktemp("offices")
    file = root / "passphrase.txt"
    file.write_text(PASSPHRASE, encoding="utf-8")
    for role, unit, name in (
        ("commune", UNIT, "Xã Tân Thành"),
        ("authority", AUTHORITY, "Huyện Bắc Sơn"),
    ):
        words = ["--data", str(root / role), "--passphrase-file", str(file)]
        words += ["init", "--role", role, "--unit", unit, "--name", name]
        assert cli.main(words) == 0
    return root


@pytest.fixture
def commune(tmp_path: Path, offices: Path) -> Path:
    """The data folder of a commune."""
    return Path(shutil.copytree(offices / "commune", tmp_path / "xã Tân Thành"))


@pytest.fixture
def authority(tmp_path: Path, offices: Path) -> Path:
    """The data folder of the receiving authority."""
    return Path(shutil.copytree(offices / "authority", tmp_path / "huyện"))


@pytest.fixture
def enrolled(
    tmp_path: Path, ntm: Ntm, commune: Path, authority: Path, passphrase_file: Path
) -> None:
    """The commune and the authority trust each other's keys."""
    for root, other in ((commune, authority), (authority, commune)):
        key = tmp_path / f"{root.name}.ntmkey"
        words = ("--passphrase-file", passphrase_file)
        assert ntm("key", "export", key, "--data", root, *words).status == 0
        assert ntm("key", "trust", key, "--data", other).status == 0
