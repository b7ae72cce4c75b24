"""Noticing what another process (`ntm`, a second program) wrote meanwhile."""

from db.connection import DataFile


class Watch:
    """Watches one data file; always to be asked from the same thread."""

    def __init__(self, data: DataFile) -> None:
        self._data = data
        self._last: int | None = None

    def changed(self) -> bool:
        """Tell whether another connection wrote since the last call."""
        with self._data.session() as store:
            version = int(store.execute("PRAGMA data_version").fetchone()[0])
        changed = self._last is not None and version != self._last
        self._last = version
        return changed
