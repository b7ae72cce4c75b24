"""The running order of a dossier: every page, known before the first is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ntm_desktop.domain.dossier import Dossier
from ntm_desktop.exchange.documents.evidence_list import evidence_list
from ntm_desktop.exchange.documents.pages import Page, Section, paginate
from ntm_desktop.exchange.documents.parts import Chapter, Entry, Numbers, Range
from ntm_desktop.exchange.documents.proposal import proposal
from ntm_desktop.exchange.documents.report import report
from ntm_desktop.exchange.documents.sheets import chapter_sheet, contents
from ntm_desktop.exchange.documents.sources import Source

_PASSES = 6


@dataclass(frozen=True, slots=True)
class Printed:
    """A page the program sets itself; the first of a part carries its key."""

    page: Page
    key: str = ""


@dataclass(frozen=True, slots=True)
class Appended:
    """A file of evidence, page after page."""

    entry: Entry
    source: Source


Step = Printed | Appended


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline; `page` is the running number it leads to."""

    title: str
    page: int
    below: tuple["Bookmark", ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages in order, their numbers and the outline."""

    steps: tuple[Step, ...]
    numbers: Numbers
    outline: tuple[Bookmark, ...]


def plan(dossier: Dossier, listed: Sequence[Entry], found: Sequence[Chapter]) -> Plan:
    """Lay the dossier out until the page numbers it prints are those it has."""
    numbers = Numbers()
    letters = [
        *_set("parts:proposal", proposal(dossier, listed)),
        *_set("parts:report", report(dossier, listed)),
    ]
    for _ in range(_PASSES):
        steps = tuple(_steps(dossier, (listed, found, letters), numbers))
        counted = _count(steps, found)
        if counted == numbers:
            return Plan(steps, numbers, tuple(_outline(found, numbers)))
        numbers = counted
    raise AssertionError("page numbers of the dossier do not settle")


def _steps(
    dossier: Dossier,
    parts: tuple[Sequence[Entry], Sequence[Chapter], Sequence[Printed]],
    numbers: Numbers,
) -> Iterator[Step]:
    """Give all pages in order; the letters print no running numbers and are set once."""
    listed, found, letters = parts
    yield from _set("parts:contents", contents(dossier, found, numbers))
    yield from letters
    yield from _set("parts:list", evidence_list(dossier, listed, numbers))
    for chapter in found:
        yield from _set(f"chapters:{chapter.order}", chapter_sheet(dossier, chapter, numbers))
        for entry in chapter.own:
            yield from (Appended(entry, source) for source in entry.own)


def _set(key: str, sections: Sequence[Section]) -> Iterator[Printed]:
    for page in paginate(sections):
        yield Printed(page, key if page.number == 1 else "")


def _count(steps: Sequence[Step], found: Sequence[Chapter]) -> Numbers:
    numbers, key, page = Numbers(), "", 0
    starts: dict[str, Range] = {}
    for step in steps:
        first, page = page + 1, page + (1 if isinstance(step, Printed) else step.source.pages)
        if isinstance(step, Appended):
            numbers.files[step.source.file.sha256] = (first, page)
        else:
            key = step.key or key
        starts[key] = (starts.get(key, (first, first))[0], page)
    numbers.parts = {k.removeprefix("parts:"): r for k, r in starts.items() if k[:6] == "parts:"}
    numbers.chapters = {one.order: starts[f"chapters:{one.order}"] for one in found}
    numbers.total = page
    return numbers


def _outline(found: Sequence[Chapter], numbers: Numbers) -> Iterator[Bookmark]:
    titles = {
        "contents": "Mục lục",
        "proposal": "Tờ trình",
        "report": "Báo cáo và bảng tự đánh giá",
        "list": "Danh mục minh chứng",
    }
    for key, title in titles.items():
        yield Bookmark(title, numbers.parts[key][0])
    for chapter in found:
        below = tuple(
            Bookmark(_entry_title(entry), numbers.files[entry.own[0].file.sha256][0])
            for entry in chapter.own
            if entry.own
        )
        yield Bookmark(chapter.title, numbers.chapters[chapter.order][0], below)


def _entry_title(entry: Entry) -> str:
    evidence = entry.evidence
    words = [evidence.number, evidence.summary or (entry.sources[0].file.name)]
    return f"{entry.number}. {' '.join(word for word in words if word)}"[:120]
