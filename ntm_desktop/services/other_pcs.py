"""The other PCs of one's own office, as far as their receipts tell."""

from datetime import datetime
from sqlite3 import Connection
from typing import TYPE_CHECKING, Final, cast

from db import installation, sent
from ntm_desktop.domain import delta
from ntm_desktop.domain.delta import Acknowledgement
from ntm_desktop.exchange.package import envelope_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.sent import SeenReceipt
    from ntm_desktop.domain.canonical import JsonValue

GIVEN_UP: Final = "given_up_pcs"
"""A setting: PCs that a person said are no more (origin: number of their last receipt)."""


def living(store: Connection, unit: str) -> list[Acknowledgement]:
    """Read the receipts that count of every other PC of the office that is still at work.

    One that another names in `replaces`, or that a person gave up, is not, unless it has spoken
    since.
    """
    here = installation.read(store)
    own = here.identity.origin if here else ""
    former = installation.former_since(store)
    gone: Mapping[str, int] = installation.setting(store, GIVEN_UP) or {}
    seen = [
        acknowledgement(each)
        for each in sent.all_receipts(store, unit)
        if each.installation != own and each.number > gone.get(each.installation, 0)
    ]
    return delta.living(seen, {name: datetime.fromisoformat(at) for name, at in former.items()})


def acknowledgement(seen: "SeenReceipt") -> Acknowledgement:
    """Read a receipt as it was kept."""
    receipt = envelope_json.read_receipt(cast("JsonValue", seen.content))
    return Acknowledgement(
        installation=receipt.installation,
        number=receipt.number,
        ends=receipt.ends,
        replaces=receipt.replaces,
        missing=receipt.missing,
        arrived=datetime.fromisoformat(seen.at),
    )
