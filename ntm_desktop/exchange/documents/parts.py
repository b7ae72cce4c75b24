"""Which evidence stands where in the dossier, and on which pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ntm_desktop.domain.dossier import Dossier, DossierCriterion, DossierEvidence, LeftOut
from ntm_desktop.exchange.documents.sources import Source

Range = tuple[int, int]
"""First and last running page; (0, 0) before they are known."""

COMMON = 0
"""Stands for the criterion of evidence that proves no indicator of the set."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of evidence; `home` is the criterion whose sheets it follows."""

    number: int
    evidence: DossierEvidence
    home: int
    criteria: tuple[int, ...]
    sources: tuple[Source, ...]
    first_here: tuple[bool, ...]

    @property
    def own(self) -> tuple[Source, ...]:
        """List the files that are appended here and not already elsewhere."""
        pairs = zip(self.sources, self.first_here, strict=True)
        return tuple(source for source, first in pairs if first and source.pages)

    @property
    def left_out(self) -> tuple[Source, ...]:
        """List the files that cannot be appended."""
        return tuple(source for source in self.sources if source.refused)

    @property
    def pages(self) -> int:
        """Count the pages of its files, wherever they stand."""
        return sum(source.pages for source in self.sources)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A criterion with the evidence that follows its sheet and that which stands elsewhere."""

    order: int
    title: str
    criterion: DossierCriterion | None
    own: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...]


@dataclass(slots=True)
class Numbers:
    """The running pages of parts, chapters and files, once they are known."""

    parts: dict[str, Range] = field(default_factory=dict)
    chapters: dict[int, Range] = field(default_factory=dict)
    files: dict[str, Range] = field(default_factory=dict)
    total: int = 0

    def of(self, entry: Entry) -> list[Range]:
        """Give the runs of pages on which an entry's files stand, joined where they adjoin."""
        runs: list[Range] = []
        for source in entry.sources:
            if not source.pages:
                continue
            first, last = self.files.get(source.file.sha256, (0, 0))
            if runs and first == runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], last)
            elif (first, last) not in runs:
                runs.append((first, last))
        return runs


def entries(dossier: Dossier, look: Callable[[DossierEvidence], Sequence[Source]]) -> list[Entry]:
    """Order evidence by first criterion and number it; a file met again is only referred to."""
    homes = {line.code: each.order for each in dossier.criteria for line in each.indicators}
    ranked = sorted(dossier.evidence, key=lambda one: _rank(one, homes))
    seen: set[str] = set()
    found: list[Entry] = []
    for number, evidence in enumerate(ranked, 1):
        criteria = tuple(sorted({homes[c] for c in evidence.indicators if c in homes}))
        sources = tuple(look(evidence))
        first = tuple(_first(source, seen) for source in sources)
        home = criteria[0] if criteria else COMMON
        found.append(Entry(number, evidence, home, criteria, sources, first))
    return found


def chapters(dossier: Dossier, listed: Sequence[Entry]) -> list[Chapter]:
    """Give a chapter to every criterion, and one to evidence that belongs to none."""
    found = [
        Chapter(
            each.order,
            f"Tiêu chí {each.order}. {each.name}",
            each,
            tuple(entry for entry in listed if entry.home == each.order),
            tuple(e for e in listed if each.order in e.criteria and e.home != each.order),
        )
        for each in dossier.criteria
    ]
    common = tuple(entry for entry in listed if entry.home == COMMON)
    if common:
        found.append(Chapter(COMMON, "Minh chứng chung", None, common, ()))
    return found


def left_out(listed: Sequence[Entry]) -> Iterator[LeftOut]:
    """Say which files are listed but not appended."""
    for entry in listed:
        for source in entry.left_out:
            yield LeftOut(source.file.name, source.refused)


def run_text(runs: Sequence[Range]) -> str:
    """Write runs of pages: "41-52, 60"."""
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)


def _rank(evidence: DossierEvidence, homes: Mapping[str, int]) -> int:
    return min((homes[code] for code in evidence.indicators if code in homes), default=10**9)


def _first(source: Source, seen: set[str]) -> bool:
    digest = source.file.sha256
    new = source.pages > 0 and digest not in seen
    if new:
        seen.add(digest)
    return new
