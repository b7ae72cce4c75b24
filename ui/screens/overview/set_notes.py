"""How the overview words what is to be known of the set: verdict, sets required first, doubts."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ntm_desktop.domain.set_findings import About, SetFinding
from ntm_desktop.domain.standing import Board
from ui.words import UNIT_PLACE, VERDICTS

_SHORT = {
    About.TEMPLATE: "Mẫu chung, chờ quyết định của tỉnh",
    About.STRUCTURE_ONLY: "Mới có khung của bộ tiêu chí",
}
_BETWEEN = " &nbsp;·&nbsp; "


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to be known, and the place where it is mended (may be empty)."""

    words: str
    target: str = ""


def notes(board: Board, found: Sequence[SetFinding]) -> list[Note]:
    """Say what the set comes to, which sets it requires, and how far it can be relied on."""
    said = [Note(f"Kết luận chung: {VERDICTS[board.verdict].word.lower()}")]
    said += [Note(one.reason, f"set:{one.set_id}") for one in board.prerequisites]
    for finding in found:
        first = next(iter(finding.indicators), "")
        words = _SHORT.get(finding.about, finding.words.rstrip("."))
        target = UNIT_PLACE if finding.about is About.PLACE else f"criteria:{first}"
        said.append(Note(words, target if first else ""))
    return said


def rich(said: Sequence[Note]) -> str:
    """Write notes in one paragraph of Qt's rich text; what leads somewhere is a link."""
    return _BETWEEN.join(_rich(note) for note in said)


def _rich(note: Note) -> str:
    words = escape(note.words)
    return f'<a href="{escape(note.target)}">{words}</a>' if note.target else words
