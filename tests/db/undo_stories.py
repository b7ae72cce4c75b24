"""Random stories of packages that come to one PC and are undone there."""

from dataclasses import dataclass

from hypothesis import strategies as st

from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.revision import Fields, Record, Revision
from tests.builders import AUTHORITY, UNIT
from tests.db.stores import answer
from tests.db.undo_world import (
    BESIDE,
    HERE,
    OFFICE,
    OTHER,
    OTHER_KEY,
    PCS,
    PICTURES,
    History,
    Package,
    Pc,
    assessment,
    enrolment,
    packed,
    picture,
    revocation,
    succession,
)


@dataclass(frozen=True)
class Story:
    """What comes to a PC in which order, and the packages that are then undone."""

    events: tuple[Package | Revision, ...]
    undone: tuple[Package, ...]


VALUES = st.sampled_from(["1", "2", None])


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Several offices write about few things, at times on each other's, at times as clones."""
    history = History()
    if draw(st.booleans()):
        history.write(OFFICE, *enrolment(OTHER_KEY, OTHER))
    for _ in range(draw(st.integers(1, 10))):
        _a_step(draw, history)
    return history


def _a_step(draw: st.DrawFn, history: History) -> None:
    pc = draw(st.sampled_from(PCS))
    cites: list[Revision] = []
    record, fields = _what(draw, pc, history)
    if record.kind == "appraisal":
        cites = _some(draw, [r for r in history.revisions if r.scope == record.scope])
    before = [r for r in history.revisions if r.record == record]
    parents = _some(draw, before)
    chain = [r for r in history.revisions if (r.scope, r.origin) == (record.scope, pc.origin)]
    clone = chain and draw(st.integers(0, 7)) == 0
    after = draw(st.sampled_from(chain)) if clone else None
    history.write(pc, record, fields, *parents, after=after, cites=cites)


def _what(draw: st.DrawFn, pc: Pc, history: History) -> tuple[Record, Fields | None]:
    if pc is OFFICE:
        choice = draw(st.integers(0, 3))
        if choice == 0 and not any(r.kind == "enrolment" for r in history.revisions):
            return enrolment(OTHER_KEY, OTHER)
        if choice == 1 and not any(r.kind == "succession" for r in history.revisions):
            return succession(OTHER, UNIT)
        if choice == 2:
            return revocation(_some(draw, [r for r in history.revisions if r.scope == OTHER]))
        scope = draw(st.sampled_from([UNIT, OTHER]))
        return Record(scope, "appraisal", natural_key(scope, AUTHORITY)), {"result": "met"}
    scope = OTHER if pc is BESIDE and draw(st.integers(0, 3)) == 0 else pc.unit
    if draw(st.integers(0, 3)) == 0:
        return picture(scope, draw(st.sampled_from(PICTURES))), draw(
            st.sampled_from([{"name": "ảnh"}, None])
        )
    value = draw(VALUES)
    fields = None if value is None else answer(value)
    return assessment(scope, draw(st.sampled_from(["1.1", "1.2"]))), fields


def _some(draw: st.DrawFn, revisions: list[Revision]) -> list[Revision]:
    if not revisions:
        return []
    if draw(st.booleans()):
        return [revisions[-1]]
    return draw(st.lists(st.sampled_from(revisions), unique_by=lambda r: r.id, max_size=2))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Packages that overlap come in any order, among what is written here."""
    history = draw(histories())
    elsewhere = [r for r in history.revisions if r.origin != HERE.origin]
    packages = [
        packed(
            history,
            f"p{number}",
            draw(st.sampled_from(PCS[1:])),
            draw(st.lists(st.sampled_from(history.revisions), min_size=1, max_size=3)),
            _since(draw, elsewhere),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    written = [r for r in history.revisions if r.origin == HERE.origin]
    everything: list[Package | Revision] = [*packages, *written]
    events = tuple(draw(st.permutations(everything)))
    undone = draw(
        st.lists(st.sampled_from(packages), min_size=1, max_size=2, unique_by=lambda p: p.name)
    )
    return Story(events, tuple(undone))


def _since(draw: st.DrawFn, revisions: list[Revision]) -> list[Revision]:
    if not revisions or draw(st.booleans()):
        return []
    return draw(st.lists(st.sampled_from(revisions), max_size=2))
