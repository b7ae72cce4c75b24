"""How the figures of a set are listed: what is asked for, who confirmed it, who says otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ntm_desktop.domain.text import date_for_people, fold, number_for_people
from ntm_desktop.domain.threshold import WORDS, Figure
from ntm_desktop.services.set_pages import FigureLine, SetPage, Stated
from ntm_desktop.services.value_words import figure_words
from ui.screens.sets.columns import CHECKED, UNCHECKED, UNKNOWN
from ui.widgets.line_list import Line
from ui.widgets.threshold_dialog import threshold_source

_ORDER = (UNKNOWN, UNCHECKED, CHECKED)


def figure_lines(page: SetPage, words: str = "") -> list[Line]:
    """List what a set asks for, what nobody stated first."""
    wanted = fold(words).split()
    found = [_line(line, page) for line in page.figures if _matches(line, wanted)]
    return sorted(found, key=lambda line: _ORDER.index(line.state))


def _matches(line: FigureLine, wanted: Sequence[str]) -> bool:
    indicator = line.standing.indicator
    said = fold(f"{indicator.code} {indicator.name}")
    return all(word in said for word in wanted)


def _line(line: FigureLine, page: SetPage) -> Line:
    indicator = line.standing.indicator
    state = CHECKED if line.checked else UNCHECKED
    return Line(
        state=state if line.known else UNKNOWN,
        head=indicator.code,
        text=indicator.name,
        detail=" · ".join(filter(None, _told(line, page))),
        target=indicator.code,
    )


def _told(line: FigureLine, page: SetPage) -> Iterator[str]:
    yield _asked(line, page)
    if not line.stated:
        yield threshold_source(line.standing.judgement.threshold)[0]
        return
    used, *others = line.stated
    yield _missing_years(line, used.figure)
    yield f"theo {used.figure.source}"
    yield _confirmed(used)
    for other in others:
        if other.figure != used.figure:
            words = figure_words(other.figure, line.standing.indicator)
            yield f"{other.writer.office} ghi khác: {words}"


def _asked(line: FigureLine, page: SetPage) -> str:
    """Say what is asked for in the year shown; by groups of communes where it goes by them."""
    judged, rule = line.standing.judgement, line.standing.indicator.rule
    limits = [judged.threshold, *(part.threshold for part in judged.parts)]
    if rule is None or rule.by_group is None:
        return "; ".join(dict.fromkeys(limit.text for limit in limits))
    known: Mapping[str, Decimal | None] = {**rule.by_group, **_figure(line).by_group}
    names = {one.id: one.name.partition(":")[0].lower() for one in page.line.criteria_set.groups}
    said = WORDS[rule.comparison]
    return "; ".join(
        f"{names.get(id_, id_)}: "
        + ("chưa có mức" if limit is None else said.format(_amount(limit, line)))
        for id_, limit in known.items()
    )


def _figure(line: FigureLine) -> Figure:
    return line.stated[0].figure if line.stated else Figure()


def _amount(limit: Decimal, line: FigureLine) -> str:
    return f"{number_for_people(limit)} {line.standing.indicator.unit}"


def _missing_years(line: FigureLine, figure: Figure) -> str:
    """Name the years of which nobody stated a figure, where others are known."""
    rule = line.standing.indicator.rule
    by_year = (rule.by_year if rule else None) or {}
    missing = [year for year, of in by_year.items() if of is None and year not in figure.by_year]
    return f"chưa có mức năm {', '.join(missing)}" if missing else ""


def _confirmed(stated: Stated) -> str:
    """Say who wrote it and when, and from whose file."""
    writer, file = stated.writer, stated.figure.file_of
    by = ", ".join(filter(None, (writer.author, writer.office)))
    when = date_for_people(f"{writer.at:%Y-%m-%d}") if writer.at else writer.when
    return f"{by} nhập {when}" + (f" theo tệp của {file.name}" if file else "")
