"""What the receive screen asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import Correspondence
    from ntm_desktop.services.receiving import Receiving
    from ntm_desktop.services.undoing import Undoing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveServices:
    """Each is loaded where it is first needed, off the window's thread."""

    receiving: Callable[[], "Receiving"]
    correspondence: Callable[[], "Correspondence"]
    undoing: Callable[[], "Undoing"]
