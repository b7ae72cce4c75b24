"""What pages are filled with: lines, gaps, rules and stacks side by side; heights in points."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from ntm_desktop.exchange.documents.fonts import Face, blanks, tidy, width, wrap
from ntm_desktop.exchange.documents.pen import Align, Pen

_DESCENT = 0.24  # of the size, below the baseline


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece came to stand: first below what is repeated, last on its page."""

    opens: bool = False
    closes: bool = False


class Piece(Protocol):
    """Something with a height; `keep` ties it to the next, `repeat` comes again on each page."""

    @property
    def height(self) -> float:
        """Give its height."""

    @property
    def keep(self) -> bool:
        """Tell whether it must stand on one page with the next."""

    @property
    def repeat(self) -> "Piece | None":
        """Give what stands above it when it opens a page."""

    def draw(self, pen: Pen, x: float, top: float, spot: Spot, /) -> None:
        """Draw it below `top`, its left edge at x."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a paragraph is set; indents, gaps and sizes in points."""

    face: Face = Face.REGULAR
    size: float = 14
    align: Align = Align.LEFT
    justify: bool = False
    first_indent: float = 0
    hanging: float = 0
    before: float = 0
    leading: float = 1.2
    keep: bool = False

    @property
    def line(self) -> float:
        """Give the distance from line to line."""
        return self.size * self.leading


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space; it vanishes at the top of a page."""

    height: float
    keep: bool = True
    repeat: ClassVar[Piece | None] = None

    def draw(self, pen: Pen, x: float, top: float, _spot: Spot) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One set line, `room` wide, indented, its blanks widened by `spread`."""

    text: str
    style: Style
    room: float
    indent: float = 0
    spread: float = 0
    keep: bool = False
    repeat: ClassVar[Piece | None] = None

    @property
    def height(self) -> float:
        """Give the distance to the next line."""
        return self.style.line

    def draw(self, pen: Pen, x: float, top: float, _spot: Spot) -> None:
        """Write it."""
        style = self.style
        x += self.indent + (self.room - self.indent) * style.align.value
        y = top - self.height + style.size * _DESCENT
        if self.spread:
            pen.justified(x, y, self.text, (style.face, style.size, self.spread))
        else:
            pen.aligned(x, y, self.text, (style.face, style.size, style.align))


@dataclass(frozen=True, slots=True)
class Rule:
    """A short solid line, centred in its room."""

    length: float
    room: float
    height: float = 5
    keep: bool = True
    repeat: ClassVar[Piece | None] = None

    def draw(self, pen: Pen, x: float, top: float, _spot: Spot) -> None:
        """Draw it just below `top`."""
        start, y = x + (self.room - self.length) / 2, top - 2.5
        pen.rules([(start, y, start + self.length, y)], 0.7)


@dataclass(frozen=True, slots=True)
class Beside:
    """Stacks of pieces side by side, each with its offset; never broken over pages."""

    stacks: tuple[tuple[float, tuple[Piece, ...]], ...]
    keep: bool = False
    repeat: ClassVar[Piece | None] = None

    @property
    def height(self) -> float:
        """Give the height of the tallest stack."""
        return max(sum(piece.height for piece in stack) for _, stack in self.stacks)

    def draw(self, pen: Pen, x: float, top: float, spot: Spot) -> None:
        """Draw every stack from the top."""
        for offset, stack in self.stacks:
            y = top
            for piece in stack:
                piece.draw(pen, x + offset, y, spot)
                y -= piece.height


def paragraph(text: str, style: Style, room: float, where: str = "trang in") -> list[Piece]:
    """Set a text; the first and the last two lines of each paragraph stay together."""
    pieces: list[Piece] = []
    for part in tidy(text).split("\n"):
        pieces += [Gap(style.before)] if style.before else []
        pieces += _set(_wrap_indented(part, style, room - style.hanging, where), style, room)
    return pieces


def _set(lines: Sequence[str], style: Style, room: float) -> list[Line]:
    last, pieces = len(lines) - 1, []
    for number, line in enumerate(lines):
        indent = style.hanging + (style.first_indent if number == 0 else 0)
        spread = 0.0
        if style.justify and number < last and (slots := blanks(line)):
            spread = (room - indent - width(line, style.face, style.size)) / slots
        keep = style.keep or (number < last and number in {0, last - 1})
        pieces.append(Line(line, style, room, indent, spread, keep))
    return pieces


def _wrap_indented(text: str, style: Style, room: float, where: str) -> list[str]:
    """Break lines of which only the first is shorter (or, negative, longer) than the others."""
    if not style.first_indent:
        return wrap(text, style.face, style.size, room, where)
    text = " ".join(word for word in text.split(" ") if word)
    first = wrap(text, style.face, style.size, room - style.first_indent, where)[0]
    rest = text[len(first) :].strip(" ")
    return [first, *(wrap(rest, style.face, style.size, room, where) if rest else [])]


def bullet(text: str, style: Style, room: float, where: str = "trang in") -> list[Piece]:
    """Set one line of a list with a dash before it and its other lines under its text."""
    dash = width("- ", style.face, style.size)
    return paragraph(f"- {text}", replace(style, hanging=dash, first_indent=-dash), room, where)


def _balanced(text: str, style: Style, room: float) -> list[str]:
    """Break text into as few lines as the room allows, none much shorter than another."""
    lines = wrap(text, style.face, style.size, room)
    for percent in range(50, 100, 2):
        narrower = wrap(text, style.face, style.size, room * percent / 100)
        if len(narrower) == len(lines):
            return narrower
    return lines


def underlined(text: str, style: Style, room: float, share: float) -> list[Piece]:
    """Set centred text in lines of like length, with a rule below, `share` of the last one."""
    lines = _balanced(text, style, room)
    rule = Rule(width(lines[-1], style.face, style.size) * share, room)
    return [*_set(lines, style, room), rule]
