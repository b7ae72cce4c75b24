"""What of one sheet can be carried over (mang sang) to another: rules without state."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ntm_desktop.domain.answer import Answer, Carried, Given
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.standing import NO_ENTRY, Entry

Entries = Mapping[IndicatorCode, Entry]


def carried_over(
    before: Entries, now: Entries, asked: Iterable[IndicatorCode], source: Carried
) -> dict[IndicatorCode, Answer]:
    """Give the answers to copy: each as it stood, marked with where it comes from.

    Never over an answer, nor into or out of a contradiction; an answer that nobody confirmed
    since it was carried keeps the mark it has.
    """
    return {
        code: answer if answer.carried else replace(answer, carried=source)
        for code in asked
        if (answer := copied(before.get(code, NO_ENTRY))) is not None
        and not is_taken(now.get(code, NO_ENTRY))
    }


def confirmed(answer: Answer) -> Answer:
    """Give an answer that counts: the same without its mark."""
    return replace(answer, carried=None)


def still_holds(details: Details, year: int) -> bool:
    """Tell whether a document holds for at least a part of a year."""
    return not details.valid_to or details.valid_to >= f"{year}-01-01"


def copied(entry: Entry) -> Answer | None:
    """Give what can be copied of an indicator; None for none, or for a contradiction."""
    if entry.in_dispute or not entry.answers:
        return None
    answer = entry.answers[0]
    if isinstance(answer, Given) and answer.value is None and not answer.parts:
        return None
    return answer


def is_taken(entry: Entry) -> bool:
    """Tell whether an indicator has an answer, or several, that nothing may be put over."""
    return entry.in_dispute or any(
        not isinstance(answer, Given) or answer.value is not None or bool(answer.parts)
        for answer in entry.answers
    )
