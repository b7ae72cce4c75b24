"""What the data file knows of the other PCs of one's own office."""

import json
from collections.abc import Iterable
from sqlite3 import Connection


def author(store: Connection, origin: str) -> str | None:
    """Give the name under which a PC wrote last; None if nothing of it is here."""
    row = store.execute(
        """
        SELECT revision.line FROM revision JOIN chain ON chain.row = revision.chain
        WHERE chain.origin = ? ORDER BY revision.row DESC LIMIT 1
        """,
        (origin,),
    ).fetchone()
    return json.loads(row[0])[8] or None if row else None


def was_sent(store: Connection, package: str) -> bool:
    """Tell whether a package was made here."""
    found = store.execute("SELECT 1 FROM sent WHERE package = ?", (package,)).fetchone()
    return found is not None


def at_hand(store: Connection, objects: Iterable[str]) -> frozenset[str]:
    """Give those among some evidence files (SHA-256 in hex) that are here."""
    return frozenset(
        digest
        for digest in objects
        if store.execute(
            "SELECT 1 FROM object WHERE sha256 = ?", (bytes.fromhex(digest),)
        ).fetchone()
    )
