"""Who is assessed: communes, and the villages, residential areas and gardens below them."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from ntm_desktop.cli.context import heading, opened
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.subject import KIND_WORDS, Subject, SubjectKind
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services import places
from ntm_desktop.services.fitting import check_set
from ntm_desktop.services.subjects import Draft, Subjects


def listing(options: Namespace) -> Answer:
    """List who can be assessed here."""
    with opened(options) as workplace:
        units, below = workplace.subjects.communes(), workplace.subjects.listed()
        above = heading(workplace)
    known = [
        {"id": unit.code, "name": unit.name, "kind": unit.kind, "region": unit.region}
        for unit in units
    ]
    return Answer(
        document={"subjects": [*known, *map(_document, below)]},
        lines=[
            *above,
            *(f"{unit.code}  {unit.name}" for unit in units),
            *(f"{each.id}  {_words(each)}" for each in below),
        ],
    )


def add(options: Namespace) -> Answer:
    """Enter a village, residential area or garden."""
    with opened(options) as workplace:
        for id_ in options.set or ():
            check_set(workplace.catalogue.criteria_set(id_), options.kind)
        draft = Draft(
            name=options.name,
            kind=SubjectKind(options.kind),
            village=options.village,
            region=places.region(options.region),
            group=places.group(options.group, workplace.catalogue.groups()),
            households=options.households,
            sets=tuple(options.set or ()),
        )
        added = workplace.subjects.add(draft)
        found = workplace.subjects.opened(added.id).subject
    return Answer(
        document={"changed": True, "subject": _document(found)},
        lines=[f"Đã thêm {_words(found)}. Mã: {found.id}"],
    )


def rename(options: Namespace) -> Answer:
    """Give a subject another name."""
    return _changed(options, lambda service: service.rename(options.id, options.name))


def close(options: Namespace) -> Answer:
    """Stop assessing a subject; what was entered stays."""
    return _changed(
        options, lambda service: service.close(options.id, on=options.on, reason=options.reason)
    )


def reopen(options: Namespace) -> Answer:
    """Assess a closed subject again."""
    return _changed(options, lambda service: service.reopen(options.id))


def _changed(options: Namespace, change: Callable[[Subjects], frozenset[Topic]]) -> Answer:
    with opened(options) as workplace:
        changed = change(workplace.subjects)
        found = workplace.subjects.opened(options.id).subject
    return Answer(
        document={"changed": bool(changed), "subject": _document(found)},
        lines=[_words(found) if changed else "Không có gì thay đổi."],
    )


def _document(subject: Subject) -> dict[str, Any]:
    return {
        "id": subject.id,
        "name": subject.name,
        "kind": subject.kind.value,
        "region": subject.region,
        "group": subject.group,
        "unit": subject.unit,
        "village": subject.village,
        "households": subject.households,
        "sets": list(subject.sets),
        "closed_on": subject.closed.on if subject.closed else None,
    }


def _words(subject: Subject) -> str:
    closed = subject.closed
    since = f" (ngừng theo dõi từ {date_for_people(closed.on)})" if closed else ""
    return f"{KIND_WORDS[subject.kind]}: {subject.full_name}{since}"
