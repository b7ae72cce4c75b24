"""What the screens that send are given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ntm_desktop.services.drives import Drive
from ntm_desktop.services.workplace import Workplace
from ui.session_keys import SessionKeys

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import SentLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SendServices:
    """The office, what it sent before, the sticks that are plugged in, and its keys."""

    workplace: Workplace
    sent: "Callable[[], Sequence[SentLine]]"
    drives: Callable[[], list[Drive]]
    session: SessionKeys
