"""The inbox: confirmed packages, and parts of them, that wait for something (merge.md 31, 33)."""

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

from db import imports
from db.connection import DataFile, writing
from db.imports import WaitingPackage
from ntm_desktop import held_files
from ntm_desktop.exchange.disk import told_plainly
from ntm_desktop.exchange.package.envelope import Envelope
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.arriving import Arrival


class WaitingRoom:
    """Keeps packages, no longer sealed, until they can be applied."""

    def __init__(self, *, folder: DataFolder, data: DataFile) -> None:
        self._inbox = folder.inbox
        self._data = data

    def listed(self) -> list[WaitingPackage]:
        """List what waits, oldest first."""
        with self._data.session() as store:
            return imports.waiting(store)

    def parts(self, package: str) -> dict[int, WaitingPackage]:
        """Give the parts of a package that wait."""
        return {each.part: each for each in self.listed() if each.package == package}

    def path(self, waiting: WaitingPackage) -> Path:
        """Say where a waiting part lies."""
        return self._inbox / waiting.kept_as

    def keep(self, envelope: Envelope, plain: Path) -> None:
        """Copy a package to the inbox; `enter` then says that it waits."""
        kept = self._inbox / _name(envelope)
        if kept == plain:
            return
        partial = kept.with_suffix(".partial")
        with told_plainly(kept.parent):
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(plain, partial)
                with partial.open("rb+") as copied:  # or a power cut leaves an empty file
                    os.fsync(copied.fileno())
                held_files.replace(partial, kept)
                held_files.sync_folder(kept.parent)
            except BaseException:
                held_files.clear(partial)
                raise

    def enter(
        self, store: Connection, arrival: Arrival, reason: str, needs: tuple[str, ...]
    ) -> None:
        """Say that a kept part waits, and what for; one that waited before keeps its place."""
        envelope = arrival.envelope
        if not (self._inbox / _name(envelope)).is_file():  # a sweep elsewhere was quicker
            self.keep(envelope, arrival.plain)
        part = (envelope.id, envelope.part)
        for before in imports.waiting(store):
            if (before.package, before.part) == part:
                imports.wait(store, replace(before, reason=reason, needs=needs))
                return
        came = arrival.file()
        imports.wait(
            store,
            WaitingPackage(
                package=envelope.id,
                part=envelope.part,
                number=envelope.number,
                sender=envelope.sender.name,
                origin=envelope.sender.origin,
                file_name=came.name,
                kept_as=_name(envelope),
                sha256=came.sha256,
                reason=reason,
                needs=needs,
                at=imports.now(),
            ),
        )

    def sweep(self, package: str) -> None:
        """Remove the files of a package that no longer wait; no one of them may be open."""
        with self._data.session() as store, writing(store):  # or it would take what just came in
            kept = {each.kept_as for each in imports.waiting(store)}
            for file in self._inbox.glob(f"{package}*.ntm"):
                if file.name not in kept:
                    with suppress(OSError):  # a virus scanner holds it: the next sweep has it
                        file.unlink(missing_ok=True)


def _name(envelope: Envelope) -> str:
    part = f".p{envelope.part}" if envelope.part > 1 else ""
    return f"{envelope.id}{part}.ntm"
