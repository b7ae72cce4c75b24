"""What a new version of a criteria set changes in one indicator."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ntm_desktop.domain.criteria import Indicator, Named, Paper, Part
from ntm_desktop.domain.demand import demand, rule_words
from ntm_desktop.domain.set_words import KIND_WORDS


class Lint(StrEnum):
    """What a finding is about; the errors first."""

    VERSION = "version"
    SUBJECT = "subject"
    TIER = "tier"
    YEARS_LOST = "years_lost"
    GROUP_LOST = "group_lost"
    REMOVED = "removed"
    CONDITION_MOVED = "condition_moved"
    KIND = "kind"
    UNIT = "unit"
    SCALE = "scale"
    OPTION_LOST = "option_lost"
    PART_LOST = "part_lost"
    DEPENDENT = "dependent"

    NEW = "new"
    THRESHOLD = "threshold"
    TEXT = "text"
    ADDED = "added"
    ORDER = "order"
    IF_ANY = "if_any"
    CONTENT = "content"
    PAPERS = "papers"
    AGENCY = "agency"
    UNSOURCED = "unsourced"
    CERTAINTY = "certainty"
    SOURCE = "source"
    MOVED = "moved"
    KEY = "key"
    CRITERION = "criterion"
    NAME = "name"
    PERIOD = "period"
    REGION = "region"
    GROUPS = "groups"
    STATUS = "status"
    EXPECTED = "expected"
    REQUIRES = "requires"
    BASIS = "basis"


_ERRORS = frozenset([*Lint][: [*Lint].index(Lint.NEW)])


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing that a new version changes; `indicator` is the code it is about, "" for the set.

    An error is refused: what offices entered could not be read by the new version.
    """

    code: Lint
    words: str
    indicator: str = ""

    @property
    def is_error(self) -> bool:
        """Tell whether it is refused."""
        return self.code in _ERRORS


def changed(what: str, before: str, after: str) -> str:
    """Word a change."""
    return f"{what}: “{before or '(trống)'}” thành “{after or '(trống)'}”"


def indicator_findings(new: Indicator, old: Indicator) -> Iterator[LintFinding]:
    """Compare an indicator with what had its code; nothing only if they are equal."""
    for code, words in _findings(new, old):
        yield LintFinding(code, words, old.code)


Found = Iterator[tuple[Lint, str]]


def _findings(new: Indicator, old: Indicator) -> Found:
    if new.id != old.id:
        words = f"chỗ của điều kiện “{old.id}” nay là “{new.id}”"
        yield Lint.CONDITION_MOVED, f"{words}; hãy giữ nguyên chỗ, điều kiện mới thêm ở cuối"
    if new.kind is not old.kind:
        words = changed("loại", KIND_WORDS[old.kind], KIND_WORDS[new.kind])
        yield Lint.KIND, f"{words}: số liệu đã nhập không đọc được nữa; {_NEW_CODE}"
        return
    if new.unit != old.unit:
        words = changed("đơn vị", old.unit, new.unit)
        yield Lint.UNIT, f"{words}: số liệu đã nhập có nghĩa khác; {_NEW_CODE}"
    if new.name != old.name:
        yield Lint.TEXT, changed("nội dung", old.name, new.name)
    yield from _scale(new, old)
    yield from _options(new, old)
    if demand(new) != demand(old) or new.rule != old.rule:
        yield Lint.THRESHOLD, changed("mức", demand(old), demand(new))
    yield from _parts(new, old)
    yield from _rest(new, old)


_NEW_CODE = "hãy đặt mã mới cho chỉ tiêu mới"


def _scale(new: Indicator, old: Indicator) -> Found:
    before, after = (one.scale.levels if one.scale else () for one in (old, new))
    gone = [level for level in before if level not in after]
    if gone:
        yield Lint.SCALE, f"bỏ bậc {', '.join(gone)} mà số liệu đã nhập có thể đang ghi"
    elif before != after:
        yield Lint.ORDER, changed("thang bậc", ", ".join(before), ", ".join(after))


def _options(new: Indicator, old: Indicator) -> Found:
    if bool(new.options) != bool(old.options):
        words = "đổi cách trả lời giữa một số và chọn trong danh sách"
        yield Lint.OPTION_LOST, f"{words}: số liệu đã nhập không đọc được nữa; {_NEW_CODE}"
        return
    for code, words in _named(new.options, old.options, "lựa chọn"):
        if code is Lint.REMOVED:
            yield Lint.OPTION_LOST, f"{words} mà số liệu đã nhập có thể đang ghi"
        else:
            yield code, words


def _named(
    new: Iterable[Named | Part | Paper], old: Iterable[Named | Part | Paper], what: str
) -> Found:
    """Compare what has ids and names; REMOVED stands for what is gone."""
    before, after = ({one.id: one.name for one in each} for each in (old, new))
    for id_, name in before.items():
        if id_ not in after:
            yield Lint.REMOVED, f"bỏ {what} “{name}”"
        elif after[id_] != name:
            yield Lint.TEXT, changed(what, name, after[id_])
    for id_, name in after.items():
        if id_ not in before:
            yield Lint.ADDED, f"thêm {what} “{name}”"
    if [id_ for id_ in after if id_ in before] != [id_ for id_ in before if id_ in after]:
        yield Lint.ORDER, f"đổi thứ tự các {what}"


def _parts(new: Indicator, old: Indicator) -> Found:
    for code, words in _named(new.parts, old.parts, "phần"):
        if code is Lint.REMOVED:
            yield Lint.PART_LOST, f"{words} đã có số liệu; hãy giữ lại"
        else:
            yield code, words
    for before in old.parts:
        after = new.part(before.id)
        if after is None:
            continue
        if (after.kind, after.unit) != (before.kind, before.unit):
            words = f"phần “{before.name}” đổi loại hoặc đơn vị"
            yield Lint.PART_LOST, f"{words}: số liệu đã nhập có nghĩa khác; hãy đặt phần mới"
        elif after.rule != before.rule:
            was, becomes = (rule_words(one.rule, one.unit) for one in (before, after))
            yield Lint.THRESHOLD, changed(f"mức của phần “{before.name}”", was, becomes)


def _rest(new: Indicator, old: Indicator) -> Found:
    if new.if_any != old.if_any:
        words = "nay được" if new.if_any else "không còn được"
        yield Lint.IF_ANY, f"{words} trả lời “không áp dụng”"
    if new.content_by_province != old.content_by_province:
        words = "do tỉnh chi tiết" if new.content_by_province else "không còn do tỉnh chi tiết"
        yield Lint.CONTENT, f"nội dung {words}"
    for _, words in _named(new.papers, old.papers, "giấy tờ"):
        yield Lint.PAPERS, words
    if new.agency != old.agency:
        yield Lint.AGENCY, changed("cơ quan phụ trách", old.agency, new.agency)
    yield from _certainty(new, old)


def _certainty(new: Indicator, old: Indicator) -> Found:
    if new.checked and not old.checked:
        if new.source:
            yield Lint.CERTAINTY, f"nay ghi là đã đối chiếu, theo “{new.source}”"
        else:
            yield Lint.UNSOURCED, "ghi là đã đối chiếu mà không nêu nguồn"
        return
    if old.checked and not new.checked:
        yield Lint.CERTAINTY, "nay ghi là chưa đối chiếu"
    if (new.source or "") != (old.source or ""):
        yield Lint.SOURCE, changed("nguồn", old.source or "", new.source or "")
