"""The content of a data file of the kind `figures`: docs/data-file-format.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ntm_desktop.domain.canonical import JsonValue, canonical, read_canonical
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.forms import FIELDS
from ntm_desktop.domain.threshold import Figure, figure_field, read_figure

KIND: Final = "figures"
_IS_FIGURE: Final = FIELDS["threshold"]["figure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSet:
    """A set that figures are of, as its writer has it."""

    id: SetId
    name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """What an office states of one indicator; `asks` is the digest of what that asks for."""

    set_id: SetId
    code: IndicatorCode
    asks: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class FigureContent:
    """Figures, and the sets they are of."""

    sets: Sequence[ListedSet]
    figures: Sequence[StatedFigure]


def spelled(content: FigureContent) -> bytes:
    """Spell figures as canonical JSON."""
    figures: list[dict[str, Any]] = [
        {
            "asks": one.asks,
            "code": one.code,
            "figure": figure_field(one.figure),
            "set": one.set_id,
        }
        for one in content.figures
    ]
    sets = [{"id": one.id, "name": one.name, "version": one.version} for one in content.sets]
    return canonical({"figures": figures, "sets": sets})


def understood(data: bytes) -> FigureContent:
    """Read such a spelling; raises ValueError. No figure (null) states nothing."""
    match read_canonical(data):
        case {"sets": list(sets), "figures": list(figures)}:
            found = FigureContent(
                tuple(map(_listed, sets)),
                tuple(map(_stated, figures)),
            )
        case _:
            raise ValueError("no sets and figures")
    places = {(one.set_id, one.code) for one in found.figures}
    if len(places) < len(found.figures):
        raise ValueError("an indicator twice")
    return found


def _listed(value: JsonValue) -> ListedSet:
    match value:
        case {"id": str(id_), "name": str(name), "version": int(version)}:
            return ListedSet(id=SetId(id_), name=name, version=version)
    raise ValueError("no set")


def _stated(value: JsonValue) -> StatedFigure:
    match value:
        case {"set": str(set_id), "code": str(code), "asks": str(asks), **rest}:
            figure: Any = rest.get("figure")
        case _:
            raise ValueError("no figure")
    if figure is not None and not _IS_FIGURE(figure):
        raise ValueError("a figure of an unknown form")
    return StatedFigure(
        set_id=SetId(set_id),
        code=IndicatorCode(code),
        asks=asks,
        figure=read_figure(figure) or Figure(),
    )
