"""What was entered differently: listed, decided, and the history of an indicator."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from ntm_desktop.cli.context import opened, sheet
from ntm_desktop.cli.output import Answer
from ntm_desktop.cli.standing_document import disputed
from ntm_desktop.domain.answer import Given, read_answer
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.errors import InputError
from ntm_desktop.services.conflicts import Alternative, Conflict, ConflictChangedError
from ntm_desktop.services.history import Change
from ntm_desktop.services.self_assessment import find_indicator
from ntm_desktop.services.writers import Writer

_SHORTEST = 8


class UnknownConflictError(InputError):
    """No conflict, or several, go by what was given as an id."""

    code = "unknown_conflict"


def listing(options: Namespace) -> Answer:
    """List what is in dispute."""
    with opened(options) as workplace:
        found = workplace.conflicts.listed()
    return Answer(
        document={"conflicts": [_conflict(one) for one in found]},
        lines=[line for one in found for line in _in_words(one)]
        or ["Không có số liệu nào chưa thống nhất."],
    )


def resolve(options: Namespace) -> Answer:
    """Take one of the values of a conflict, for a reason."""
    with opened(options) as workplace:
        service = workplace.conflicts
        found = _found(service.listed(), options.id)
        label = options.take.strip().upper()
        service.decide(found.id, label, options.reason)
        left = service.count()
    (taken,) = (one for one in found.values if one.label == label)
    more = f"Còn {left} số liệu" if left else "Không còn số liệu nào"
    return Answer(
        document={
            "id": found.id,
            "record": found.name,
            "field": found.field,
            "taken": _value(found, taken),
            "left": left,
        },
        lines=[
            f"{found.name}, {found.field_words.lower()}: đã lấy “{taken.words}”.",
            f"{more} chưa thống nhất.",
        ],
    )


def history(options: Namespace) -> Answer:
    """Tell every change of what is entered for an indicator, the newest first."""
    code = IndicatorCode(options.code.strip())
    with opened(options) as workplace:
        chosen = sheet(workplace, options)
        find_indicator(workplace.catalogue.criteria_set(chosen.criteria_set), code)
        changes = workplace.history.of_indicator(chosen, code)
    return Answer(
        document={
            "set": chosen.criteria_set,
            "subject": chosen.subject,
            "year": chosen.year,
            "code": code,
            "changes": [_change(change) for change in changes],
        },
        lines=[_told(change) for change in changes] or ["Chưa có thay đổi nào."],
    )


def _found(listed: list[Conflict], given: str) -> Conflict:
    """Find a conflict by its id or by how it begins; raises ConflictChangedError."""
    wanted = given.strip().lower()
    if len(wanted) < _SHORTEST:
        raise UnknownConflictError(
            f"“{given}” không phải mã số liệu chưa thống nhất. Xem các mã bằng lệnh "
            f"ntm conflict list, ghi ít nhất {_SHORTEST} ký tự đầu."
        )
    found = [one for one in listed if one.id.startswith(wanted)]
    if not found:
        raise ConflictChangedError
    if len(found) > 1:
        raise UnknownConflictError(f"Có {len(found)} mục bắt đầu bằng “{given}”. Hãy ghi dài hơn.")
    return found[0]


def _conflict(conflict: Conflict) -> dict[str, Any]:
    scope, kind, key = conflict.record
    return {
        "id": conflict.id,
        "record": conflict.name,
        "field": conflict.field,
        "field_name": conflict.field_words,
        "scope": scope,
        "kind": kind,
        "key": key,
        "may_decide": conflict.may_decide,
        "values": [_value(conflict, one) for one in conflict.values],
    }


def _value(conflict: Conflict, taken: Alternative) -> dict[str, Any]:
    """Write one of the values, with its first writer; the others are `also`."""
    first, *others = map(_writer, taken.writers)
    return {
        "label": taken.label,
        "value": _plain(conflict, taken),
        "deleted": taken.deleted,
        "text": taken.words,
        **first,
        "also": others,
    }


def _plain(conflict: Conflict, taken: Alternative) -> Any:
    """Spell an answer without parts as `status` does, anything else as it is kept."""
    answer = read_answer(taken.value) if conflict.field == "answer" else None
    if answer is None or (isinstance(answer, Given) and answer.parts):
        return taken.value
    return disputed(answer)


def _writer(writer: Writer) -> dict[str, Any]:
    return {
        "author": writer.author,
        "at": writer.said,
        "odd_time": writer.odd,
        "unit": writer.unit,
        "unit_name": writer.office,
        "machine": writer.pc,
        "here": writer.here,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "text": change.words,
        "decided": change.decided,
        "reason": change.reason,
        "counts": change.counts,
        **_writer(change.writer),
    }


def _in_words(conflict: Conflict) -> Iterator[str]:
    yield f"{conflict.id[:12]}  {conflict.name} · {conflict.field_words}"
    for one in conflict.values:
        yield f"    {one.label}  {one.words}"
        for writer in one.writers:
            yield f"       {writer.words}"
        if one.meaning:
            yield f"       {one.meaning}"
    if not conflict.may_decide:
        yield f"    Chỉ {conflict.unit_name} mới được chọn."


def _told(change: Change) -> str:
    words = f"{change.writer.words}: {change.words}"
    if change.decided:
        words += f" (thống nhất, lý do: {change.reason})"
    return words if change.counts else f"{words} (không tính: khóa đã bị thu hồi)"
