"""What was typed for one indicator and is on its way to the journal.

A write names the heads the person saw when beginning to type, so that a value that came meanwhile
is never overwritten unseen. One batch is under way at a time; what is typed meanwhile follows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.revision import Fields, Seen
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.self_assessment import Input, Opened, SelfAssessment


@dataclass(frozen=True, slots=True)
class Draft:
    """One input, by the name of its field, begun when `seen` were the record's heads."""

    name: str
    typed: Input
    seen: Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of a batch: the record now, what changed, what was there before, what failed."""

    code: IndicatorCode
    opened: Opened
    changed: frozenset[Topic]
    before: Fields
    failed: dict[str, UserError]
    fields: tuple[str, ...]


def save(
    service: SelfAssessment, sheet: Sheet, code: IndicatorCode, batch: Sequence[Draft]
) -> Saved:
    """Write a batch in order, each input on top of the one before it."""
    before = service.opened(sheet, code).fields
    changed = frozenset[Topic]()
    failed: dict[str, UserError] = {}
    for draft in batch:
        try:
            changed |= service.enter(sheet, code, draft.typed, seen=draft.seen)
        except UserError as error:
            failed[draft.name] = error
    now = service.opened(sheet, code)
    return Saved(
        code=code,
        opened=now,
        changed=changed,
        before=before,
        failed=failed,
        fields=tuple(draft.name for draft in batch),
    )


@dataclass(slots=True)
class Drafts:
    """The inputs of one indicator that are not saved yet."""

    seen: Seen = field(default_factory=lambda: Seen(()))
    batches: int = 0
    """How many batches were begun: an answer asked for before the last one is stale."""
    _waiting: dict[str, Draft] = field(default_factory=dict)
    _under_way: tuple[Draft, ...] = ()
    _refused: dict[str, Input] = field(default_factory=dict)

    @property
    def is_saving(self) -> bool:
        """Tell whether a batch is under way."""
        return bool(self._under_way)

    @property
    def refused(self) -> Sequence[str]:
        """Name the fields whose last input was refused."""
        return tuple(self._refused)

    def note(self, name: str, typed: Input) -> None:
        """Take an input to be saved; a later one of the same field replaces it."""
        begun = self._waiting.get(name)
        self._refused.pop(name, None)
        self._waiting[name] = Draft(name, typed, begun.seen if begun else self.seen)

    def next_batch(self) -> Sequence[Draft]:
        """Give what is to be saved now; nothing while a batch is under way."""
        if self._under_way:
            return ()
        self._under_way = tuple(self._waiting.values())
        self._waiting.clear()
        self.batches += bool(self._under_way)
        return self._under_way

    def saved(self, outcome: Saved) -> None:
        """Take note of a batch that is through."""
        for draft in self._under_way:
            if draft.name in outcome.failed and draft.name not in self._waiting:
                self._refused[draft.name] = draft.typed
        self._under_way = ()
        self.seen = outcome.opened.seen

    def lost(self) -> None:
        """Take note that a batch came to nothing as a whole."""
        for draft in self._under_way:
            self._refused.setdefault(draft.name, draft.typed)
        self._under_way = ()
