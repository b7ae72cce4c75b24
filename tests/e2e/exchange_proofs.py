"""What must hold in every office at every moment, and what once all packages have met."""

from collections.abc import Iterable, Sequence

from db import exports, journal
from ntm_desktop.domain.merge import DELETED, Deleted, State
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.revision import Record, Revision
from ntm_desktop.services import checking
from tests.db.stores import Tables, tables
from tests.e2e.exchange_world import Cargo, Id, Pc, Save, World

MOST_ROUNDS, QUIET_ROUNDS = 12, 3
NOT_HERE_YET = "evidence_missing"
"""A file that was named and has not come is no fault while packages are on their way."""


# ---- at every moment


def check_pc(world: World, pc: Pc) -> None:
    """See that a PC holds what it wrote and what standing imports carried, closed and no more."""
    held = pc.held()
    cargo = [world.cargo[package] for package in pc.standing().values()]
    _same(pc, "revisions", held, pc.memory.wrote, [each.revisions for each in cargo])
    signed = {head for head, id_ in pc.memory.signed.items() if id_ in held}
    _same(pc, "heads", set(pc.signatures()), signed, [each.heads for each in cargo])
    for id_ in held:
        lost = _needs(id_, pc) - held
        assert not lost, f"{pc.name} holds {id_.hex()[:8]} without {_short(lost)}"


def _same(
    pc: Pc, what: str, held: set[bytes], own: set[bytes], brought: Sequence[frozenset[bytes]]
) -> None:
    wanted = own.union(*brought)
    assert held == wanted, (
        f"{pc.name}: {what} lost {_short(wanted - held)}, not explained {_short(held - wanted)}"
    )


def _short(ids: Iterable[bytes]) -> list[str]:
    return sorted(id_.hex()[:8] for id_ in ids)


_NEEDS: dict[Id, frozenset[Id]] = {}


def _needs(id_: Id, pc: Pc) -> frozenset[Id]:
    """Name what a held revision rests on (merge.md 8)."""
    if id_ not in _NEEDS:
        if len(_NEEDS) > 100_000:
            _NEEDS.clear()
        revision = pc.revision(id_)
        prev = () if revision.prev is None else (revision.prev,)
        _NEEDS[id_] = frozenset((*prev, *revision.parents, *revision.cites))
    return _NEEDS[id_]


def check_service(pc: Pc) -> None:
    """See that `ntm check` finds journal, tables, heads and files sound."""
    found = [fault for fault in checking.check(pc.work, Unwatched()) if fault.code != NOT_HERE_YET]
    assert not found, f"{pc.name}: {found}"


# ---- when all have met


def meet(world: World, *, full: bool) -> None:
    """Carry packages everywhere until nobody learns anything new.

    What is only new travels after receipts came back, so several rounds may go by quietly.
    """
    quiet = 0
    for _ in range(MOST_ROUNDS):
        before = {name: pc.held() for name, pc in world.pcs.items()}
        for pc in list(world.pcs.values()):
            for to in addressees(world, pc):
                for stick in world.sends(pc, to, full=full):
                    for other in receivers(world, pc, to):
                        world.takes(other, stick)
        same = before == {name: pc.held() for name, pc in world.pcs.items()}
        quiet = quiet + 1 if same else 0
        if quiet == (1 if full else QUIET_ROUNDS):
            return
    raise AssertionError(f"still something new after {MOST_ROUNDS} rounds")


def addressees(world: World, pc: Pc) -> list[str]:
    """Name the units that an office sends to."""
    authority = pc.work.office.authority.code
    if pc.role is not Role.AUTHORITY:
        return [authority]
    return sorted({other.unit for other in world.pcs.values()} - {pc.unit})


def receivers(world: World, sender: Pc, to: str) -> list[Pc]:
    """Give the PCs that may take in what one sends to a unit: also others of its own office."""
    return [pc for pc in world.pcs.values() if pc is not sender and pc.unit in (to, sender.unit)]


def check_met(world: World) -> None:
    """See that offices that share a scope hold and show the same of it, and nothing is lost."""
    for scope in sorted({scope for pc in world.pcs.values() for scope in _scopes(pc)}):
        sharing = [pc for pc in world.pcs.values() if shares(pc, scope)]
        first, *others = sharing
        lines, shown = _lines(first, scope), _shown(first, scope)
        for other in others:
            differing = {*lines} ^ {*_lines(other, scope)}
            assert not differing, f"{first.name}, {other.name} differ in {scope}: {differing}"
            assert shown == _shown(other, scope), f"{first.name}, {other.name} show {scope}"
        check_nothing_lost(world, first, scope)
    everywhere = set().union(*(pc.held() for pc in world.pcs.values()))
    for pc in world.pcs.values():
        check_waiting(world, pc, everywhere)


def check_waiting(world: World, pc: Pc, everywhere: set[Id]) -> None:
    """See that only what rests on something gone for good still waits, or on a part that is."""
    here = {*pc.standing().values()}
    for waiting in pc.work.receiving.waiting():
        if waiting.part > 1 or waiting.package in here:
            continue
        cargo: Cargo = world.cargo[waiting.package]
        assert not cargo.revisions <= everywhere, f"{pc.name}: waits for {waiting.needs}"


def shares(pc: Pc, scope: str) -> bool:
    """Tell whether an office follows the dossier of a unit."""
    return scope in {pc.unit, pc.work.office.authority.code} or scope in _scopes(pc)


def _scopes(pc: Pc) -> list[str]:
    with pc.work.data.session() as store:
        return exports.scopes(store)


def _lines(pc: Pc, scope: str) -> list[bytes]:
    with pc.work.data.session() as store:
        return sorted(exports.lines(store, scope))


def _shown(pc: Pc, scope: str) -> Tables:
    with pc.work.data.session() as store:
        found = tables(store)
    return {
        name: [row for row in rows if any(_is_of(each, scope) for each in row)]
        for name, rows in found.items()
    }


def _is_of(value: object, scope: str) -> bool:
    return isinstance(value, Record) and value.scope == scope


# ---- nothing is lost


def check_nothing_lost(world: World, pc: Pc, scope: str) -> None:
    """See that each value is shown, or in a conflict, or known to who wrote another one.

    Says so by what forms had shown to people, not by what the program made of that.
    """
    with pc.work.data.session() as store:
        by_record: dict[Record, list[Save]] = {}
        for row in journal.everything(store, scope):
            save = world.saves[row.revision.id]
            by_record.setdefault(row.revision.record, []).append(save)
        for record, saves in by_record.items():
            state = journal.state(store, record)
            for save in saves:
                _check_shown(save, saves, state)


def _check_shown(save: Save, saves: Sequence[Save], state: State) -> None:
    fields = save.revision.fields
    names = [*state.fields] if fields is None else [*fields]
    for name in filter(None, names):
        value = DELETED if fields is None else fields[name]
        later = [other for other in saves if save.revision.id in other.knew]
        if value is None or any(_writes(other.revision, name) for other in later):
            continue
        found = [candidate.value for candidate in state.fields[name]]
        kept = (
            any(isinstance(each, Deleted) for each in found)
            if fields is None
            else (value in found)
        )
        assert kept, f"{save.revision.record} {name}: {value!r} vanished, there is {found}"


def _writes(revision: Revision, name: str) -> bool:
    return revision.fields is None or name in revision.fields
