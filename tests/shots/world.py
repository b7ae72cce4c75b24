"""The practice world, copied so that taking pictures leaves no trace in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from db.connection import session
from db.installation import change_setting
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.services.origins import TOKEN
from ntm_desktop.services.workplace import Workplace, open_workplace


@dataclass(frozen=True, slots=True)
class World:
    """The authority and its communes, each in a data folder of its own."""

    root: Path

    @property
    def communes(self) -> list[Path]:
        """Their data folders, by code."""
        return sorted(path for path in self.root.iterdir() if path.name.isdigit())

    @property
    def passphrase(self) -> str:
        """The passphrase of all keys."""
        return (self.root / "passphrase.txt").read_text(encoding="utf-8").strip()

    def package(self, commune: Path) -> Path:
        """Let a commune write its package."""
        with opened(commune) as workplace:
            return workplace.sending.export(
                self.root,
                keys=workplace.keys.unlock(self.passphrase),
                year=workplace.sheet().year,
                progress=Unwatched(),
                plain=True,
            ).path

    def receive(self, package: Path) -> None:
        """Let the authority take a package in."""
        with opened(self.root / "authority") as workplace:
            assert workplace.receiving.take_in(package, Unwatched()).import_id


@contextmanager
def copied(demo: Path) -> Iterator[World]:
    """Lend a copy of the practice world."""
    with TemporaryDirectory() as folder:
        copied = Path(shutil.copytree(demo, Path(folder) / "world"))
        for data in copied.glob("*/ntm.sqlite3"):
            with session(data) as store:  # a copy for pictures is no second PC
                change_setting(store, TOKEN, None)
        yield World(copied)


@contextmanager
def opened(folder: Path) -> Iterator[Workplace]:
    """Lend an office."""
    workplace = open_workplace(folder)
    try:
        yield workplace
    finally:
        workplace.close()
