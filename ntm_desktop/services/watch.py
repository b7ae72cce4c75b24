"""Noticing what another process (`ntm`, a second program) wrote meanwhile."""

from pathlib import Path

from db.connection import DataFile


class Watch:
    """Watches one data file and the criteria sets beside it; to be asked from one thread only."""

    def __init__(self, data: DataFile, installed: Path) -> None:
        self._data = data
        self._installed = installed
        self._last: tuple[object, ...] | None = None

    def changed(self) -> bool:
        """Tell whether another connection wrote, or a set was taken in, since the last call."""
        with self._data.session() as store:
            version = store.execute("PRAGMA data_version").fetchone()[0]
        now = (version, *self._sets())
        changed = self._last is not None and now != self._last
        self._last = now
        return changed

    def _sets(self) -> list[tuple[str, int]]:
        """Tell one state of the installed sets from another."""
        try:
            return sorted(
                (path.name, path.stat().st_mtime_ns) for path in self._installed.glob("*.yaml")
            )
        except OSError:  # one was replaced just now: the next look will tell
            return []
