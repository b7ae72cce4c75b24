"""Works out what moving a subject to another set will do, from one state of the data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from db import assessments, evidence_lists, journal, thresholds
from ntm_desktop.domain import moving
from ntm_desktop.domain.answer import Carried, answer_field
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.carry import Entries, is_taken
from ntm_desktop.domain.criteria import CriteriaSet, Indicator, IndicatorCode
from ntm_desktop.domain.mapping import SetMapping
from ntm_desktop.domain.matching import Match, matches
from ntm_desktop.domain.move_plan import MoveLine, PlannedWrite
from ntm_desktop.domain.moving import NewLink, Proofs, Transfer
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.standing import NO_ENTRY
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.domain.threshold import Figure, figure_field
from ntm_desktop.services.intake import link_fields, link_record
from ntm_desktop.services.planned import planned
from ntm_desktop.services.value_words import value_words

_CARRIED = "Mang sang nguyên kết quả"
_TO_CONFIRM = "Mang sang, cần xác nhận lại"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Two sheets as they stand: answers, evidence, and the figures of the unit itself."""

    store: Connection
    old: Sheet
    new: Sheet
    before: Entries
    now: Entries
    proved: Proofs
    proved_now: Proofs
    figures: Mapping[IndicatorCode, Figure]
    figures_now: Mapping[IndicatorCode, Figure]

    def lines(
        self, old: CriteriaSet, new: CriteriaSet, mapping: SetMapping | None
    ) -> Iterator[tuple[MoveLine, Sequence[PlannedWrite]]]:
        """Say what becomes of every indicator, and what is to be written for that."""
        for match in matches(old, new, mapping):
            answer = self._transfer(match)
            links = moving.new_links(match, self.proved, self.proved_now, self.new.year)
            figure = self._figure(match)
            line = self._line(match, answer, len(links), figure)
            yield line, [*self._writes(match, answer, links, figure)]

    def _transfer(self, match: Match) -> Transfer:
        source = Carried(self.old.criteria_set, self.old.year)
        same_year = self.old.year == self.new.year
        return moving.transfer(match, self.before, self.now, source, same_year=same_year)

    def _figure(self, match: Match) -> Figure | None:
        """Give the figure to state again; offices may contradict on the one that is there."""
        found = moving.new_figure(match, self.figures, self.figures_now)
        disputed = found and journal.state(self.store, self._threshold(match.new[0])).conflicts
        return None if disputed else found

    def _line(self, match: Match, answer: Transfer, links: int, figure: Figure | None) -> MoveLine:
        outdated = moving.outdated(match, self.proved, self.new.year)
        to_confirm = answer.answer is not None and answer.answer.carried is not None
        return MoveLine(
            match=match,
            value=self._value(match),
            happens=answer.why or (_TO_CONFIRM if to_confirm else _CARRIED),
            carried=answer.answer is not None,
            to_confirm=to_confirm,
            links=links,
            outdated=len(outdated),
            waiting=() if answer.answer is not None else self._waiting(match),
            notes=(
                *self._of_claims(match),
                *self._of_figures(match, figure),
                *(
                    f"Minh chứng hết hạn {date_for_people(one.details.valid_to)}, không gắn: "
                    f"{one.title}"
                    for one in outdated
                ),
            ),
        )

    def _waiting(self, match: Match) -> tuple[Indicator, ...]:
        """Give the new indicators that nobody has answered."""
        return tuple(one for one in match.new if not is_taken(self.now.get(one.code, NO_ENTRY)))

    def _value(self, match: Match) -> str:
        """Word what stands in the old sheet; contradicting answers are all named."""
        words = {one.code: self._answers(one) for one in match.old}
        if len(match.old) == 1:
            return words[match.old[0].code]
        return "\n".join(f"{code}: {said}" for code, said in words.items() if said)

    def _answers(self, indicator: Indicator) -> str:
        answers = self.before.get(indicator.code, NO_ENTRY).answers
        fields = [answer_field(answer) for answer in answers]
        return " hoặc ".join(
            value_words(assessments.KIND, "answer", field, indicator) for field in fields if field
        )

    def _of_claims(self, match: Match) -> Iterator[str]:
        """Name what officers claimed otherwise: it was said of the old set."""
        for one in match.old:
            claim = self.before.get(one.code, NO_ENTRY).claim
            if claim is not None and match.new:
                words = "đạt" if claim.met else "chưa đạt"
                yield f"Tự đánh giá riêng ({words}) ở lại bộ cũ"

    def _of_figures(self, match: Match, figure: Figure | None) -> Iterator[str]:
        for one in match.old:
            stated = self.figures.get(one.code)
            if stated is not None and match.new:
                words = value_words(thresholds.KIND, "figure", figure_field(stated), one)
                moves = "mang sang" if figure else "không mang sang, cần nhập lại theo bộ mới"
                yield f"Mức đơn vị đã nhập ({words}): {moves}"

    def _writes(
        self,
        match: Match,
        answer: Transfer,
        links: Sequence[NewLink],
        figure: Figure | None,
    ) -> Iterator[PlannedWrite]:
        if answer.answer is not None:
            key = self.new.key(match.new[0].code)
            record = Record(self.new.unit, assessments.KIND, key)
            yield planned(self.store, record, {"answer": answer_field(answer.answer)})
        for link in links:
            record = link_record(self.new, link.evidence, link.code)
            yield planned(self.store, record, link_fields(link.paper))
        if figure is not None:
            record = self._threshold(match.new[0])
            yield planned(self.store, record, {"figure": figure_field(figure)})

    def _threshold(self, indicator: Indicator) -> Record:
        key = thresholds.key(self.new.criteria_set, indicator.code)
        return Record(self.new.unit, thresholds.KIND, key)


def ground(store: Connection, old: Sheet, new: Sheet) -> Ground:
    """Read what two sheets of one subject hold."""
    documents = evidence_lists.read(store, evidence_lists.of_sheet(old))
    return Ground(
        store=store,
        old=old,
        new=new,
        before=assessments.read(store, old),
        now=assessments.read(store, new),
        proved=moving.proofs(documents, old),
        proved_now=moving.proofs(documents, new),
        figures=_figures(store, old),
        figures_now=_figures(store, new),
    )


def _figures(store: Connection, sheet: Sheet) -> Mapping[IndicatorCode, Figure]:
    """Read the figures of the unit itself; those of its authority are not its to state again."""
    found = thresholds.read(store, sheet.criteria_set, (sheet.unit,))
    return {code: by[sheet.unit] for code, by in found.items()}
