"""Values of records in words: 86,5 %, đạt, dates and figures as officers write them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ntm_desktop.domain.answer import Answer, NotApplicable, answer_for_people, read_answer
from ntm_desktop.domain.assessment import read_claim
from ntm_desktop.domain.canonical import JsonValue, canonical
from ntm_desktop.domain.criteria import Indicator
from ntm_desktop.domain.decision import KEPT
from ntm_desktop.domain.evidence import DATES
from ntm_desktop.domain.merge import EXISTENCE, Deleted, FieldValue
from ntm_desktop.domain.text import date_for_people, number_for_people
from ntm_desktop.domain.threshold import WORDS, Figure, read_figure

DELETED_WORDS: Final = "Đã xóa"
KEPT_WORDS: Final = "Giữ lại"
EMPTY_WORDS: Final = "(để trống)"


def value_words(kind: str, name: str, value: FieldValue, indicator: Indicator | None) -> str:
    """Word a value of a field; the indicator is the one its record is about, if it is known."""
    if isinstance(value, Deleted):
        return DELETED_WORDS
    if name in (EXISTENCE, KEPT):
        return KEPT_WORDS
    if value is None:
        return EMPTY_WORDS
    say = _VALUES.get((kind, name))
    return (say(value, indicator) if say else None) or _plain(name, value)


def _answer(value: JsonValue, indicator: Indicator | None) -> str | None:
    answer = read_answer(value)
    if answer is None:
        return None
    words = [*_answered(answer, indicator)]
    if answer.carried is not None:
        words.append(f"mang sang từ năm {answer.carried.year}, cần xác nhận lại")
    return "; ".join(word.strip() for word in words if word)


def _answered(answer: Answer, indicator: Indicator | None) -> Iterator[str]:
    if isinstance(answer, NotApplicable):
        yield f"Không áp dụng: {answer.reason}"
        return
    numeric = indicator is not None and indicator.kind.is_numeric
    options = indicator.options if indicator else ()
    yield answer_for_people(answer, indicator.unit if indicator and numeric else "", options)
    for id_, number in answer.parts.items():
        part = indicator.part(id_) if indicator else None
        unit = part.unit if part else ""
        yield f"{part.name if part else id_}: {number_for_people(number)} {unit}"


def _claim(value: JsonValue, _indicator: Indicator | None) -> str | None:
    claim = read_claim(value)
    if claim is None:
        return None
    return ": ".join(filter(None, ("Đạt" if claim.met else "Chưa đạt", claim.reason)))


def _figure(value: JsonValue, indicator: Indicator | None) -> str | None:
    figure = read_figure(value)
    return None if figure is None else figure_words(figure, indicator)


def figure_words(figure: Figure, indicator: Indicator | None) -> str:
    """Word what an office stated, and from which decision."""
    words = [*_limits(figure, indicator), f"theo {figure.source}" if figure.decision else ""]
    words.append(f"theo tệp của {figure.file_of.name}" if figure.file_of else "")
    return ", ".join(filter(None, words))


def _limits(figure: Figure, indicator: Indicator | None) -> list[str]:
    words = [figure.level] if figure.level else []
    if figure.confirmed:
        words.append("đã đối chiếu")
    if figure.value is not None:
        unit = indicator.unit if indicator else ""
        amount = f"{number_for_people(figure.value)} {unit}".strip()
        rule = indicator.rule if indicator else None
        words.append(WORDS[rule.comparison].format(amount) if rule else amount)
    words += [f"năm {year}: {number_for_people(of)}" for year, of in figure.by_year.items()]
    words += [f"nhóm {group}: {number_for_people(of)}" for group, of in figure.by_group.items()]
    for id_, limit in figure.parts.items():
        part = indicator.part(id_) if indicator else None
        words.append(f"{part.name if part else id_}: {number_for_people(limit)}")
    return words


def _paper(value: JsonValue, indicator: Indicator | None) -> str | None:
    papers = {paper.id: paper.name for paper in indicator.papers} if indicator else {}
    return papers.get(str(value))


def _office(value: JsonValue, _indicator: Indicator | None) -> str | None:
    if not isinstance(value, dict):
        return None
    return f"{value.get('name')} ({value.get('unit')}), khóa {str(value.get('signing_key'))[:8]}…"


def _plain(name: str, value: JsonValue) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, str):
        return date_for_people(value) if name in DATES else value
    return str(value) if isinstance(value, int) else canonical(value).decode()


_VALUES: Final[Mapping[tuple[str, str], Callable[[JsonValue, Indicator | None], str | None]]] = {
    ("assessment", "answer"): _answer,
    ("assessment", "claim"): _claim,
    ("threshold", "figure"): _figure,
    ("evidence_link", "paper"): _paper,
    ("enrolment", "office"): _office,
}
