"""What a new version of a criteria set changes: what may never be, and what has to be accepted."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from ntm_desktop.domain.criteria import (
    CriteriaSet,
    Criterion,
    Indicator,
    LegalBasis,
    Named,
    Status,
)
from ntm_desktop.domain.indicator_lint import Lint, LintFinding, changed, indicator_findings
from ntm_desktop.domain.set_words import STATUS_WORDS

_SAME = (
    (Lint.NAME, "name", "tên bộ tiêu chí"),
    (Lint.REGION, "region", "vùng"),
    (Lint.STATUS, "status", "tình trạng"),
    (Lint.EXPECTED, "expected", "số tiêu chí, chỉ tiêu theo văn bản"),
    (Lint.REQUIRES, "requires", "các bộ phải đạt trước"),
)


def lint(
    new: CriteriaSet,
    previous: CriteriaSet | None,
    others: Iterable[CriteriaSet] = (),
    kept_years: Collection[int] = (),
) -> Sequence[LintFinding]:
    """Compare a set with its previous version (None: a new set); the errors come first.

    `others` are the sets that may refer to it, `kept_years` those that something was entered for.
    Two sets that differ in anything but version and file give at least one finding.
    """
    found = [*_dependents(new, others)]
    if previous is not None:
        found += [*_identity(new, previous), *_period(new, previous, kept_years)]
        found += [*_groups(new, previous), *_asked(new, previous)]
        found += [*_set(new, previous), *_criteria(new, previous)]
    return sorted(found, key=lambda each: not each.is_error)


def _identity(new: CriteriaSet, old: CriteriaSet) -> Iterator[LintFinding]:
    if new.version <= old.version:
        yield LintFinding(
            Lint.VERSION,
            f"phiên bản {new.version} không lớn hơn bản đang dùng ở đây; phải từ phiên bản "
            f"{old.version + 1} trở lên",
        )
    if new.subject != old.subject:
        words = "đổi đối tượng được đánh giá; hãy đặt mã mới cho một bộ mới"
        yield LintFinding(Lint.SUBJECT, words)
    if new.tier != old.tier:
        yield LintFinding(Lint.TIER, "đổi hạng của bộ; hãy đặt mã mới cho một bộ mới")


def _period(new: CriteriaSet, old: CriteriaSet, kept: Collection[int]) -> Iterator[LintFinding]:
    years = range(new.first_year, new.last_year + 1)
    lost = sorted(
        year for year in kept if year not in years and old.first_year <= year <= old.last_year
    )
    if lost:
        told = ", ".join(map(str, lost))
        yield LintFinding(
            Lint.YEARS_LOST, f"giai đoạn mới bỏ năm đã có số liệu: {told}; hãy giữ các năm đó"
        )
    before, after = (f"{one.first_year}-{one.last_year}" for one in (old, new))
    if before != after:
        yield LintFinding(Lint.PERIOD, f"giai đoạn {before} thành {after}")


def _groups(new: CriteriaSet, old: CriteriaSet) -> Iterator[LintFinding]:
    now = {group.id for group in new.groups}
    gone = [group.id for group in old.groups if group.id not in now]
    if gone:
        words = f"bỏ nhóm xã {', '.join(gone)} mà đơn vị, mức đã nhập còn dùng; hãy giữ lại"
        yield LintFinding(Lint.GROUP_LOST, words)
    if new.groups != old.groups:
        before, after = _names(old.groups), _names(new.groups)
        yield LintFinding(Lint.GROUPS, changed("các nhóm xã", before, after))


def _names(named: Iterable[Named]) -> str:
    return "; ".join(f"{one.id} {one.name}" for one in named)


def _asked(new: CriteriaSet, old: CriteriaSet) -> Iterator[LintFinding]:
    conditions = {one.code for one in (*old.conditions, *new.conditions)}
    for code, before in old.asked.items():
        after = new.asked.get(code)
        if after is None:
            yield _lost(before, condition=code in conditions)
        else:
            yield from indicator_findings(after, before)
    for code, one in new.asked.items():
        if code not in old.asked:
            words = f"nội dung mới “{one.name}”: chưa ai trả lời nên tiêu chí chưa đạt được ngay"
            yield LintFinding(Lint.NEW, words, code)


def _lost(one: Indicator, *, condition: bool) -> LintFinding:
    if condition:
        words = "bỏ một điều kiện; điều kiện đã có phải giữ nguyên chỗ, điều kiện mới thêm ở cuối"
        return LintFinding(Lint.CONDITION_MOVED, words, one.code)
    words = f"bỏ chỉ tiêu “{one.name}”: số liệu đã nhập không còn chỗ; hãy giữ lại chỉ tiêu này"
    return LintFinding(Lint.REMOVED, words, one.code)


def _set(new: CriteriaSet, old: CriteriaSet) -> Iterator[LintFinding]:
    for code, name, words in _SAME:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield LintFinding(code, changed(words, _shown(before), _shown(after)))
    before_papers, after_papers = map(_bases, (old.legal_basis, new.legal_basis))
    if old.legal_basis != new.legal_basis:
        yield LintFinding(Lint.BASIS, changed("căn cứ", before_papers, after_papers))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    criteria, indicators = (getattr(value, name, None) for name in ("criteria", "indicators"))
    if criteria is not None:
        return f"{criteria} tiêu chí, {indicators} chỉ tiêu"
    if isinstance(value, Status):
        return STATUS_WORDS[value]
    return str(value) if value else ""


def _bases(bases: Iterable[LegalBasis]) -> str:
    return "; ".join(
        ", ".join(filter(None, (one.number, one.date, one.issuer, one.title))) for one in bases
    )


def _criteria(new: CriteriaSet, old: CriteriaSet) -> Iterator[LintFinding]:
    now = {one.order: one for one in new.criteria}
    before = {one.order: one for one in old.criteria}
    for order in sorted(before.keys() | now.keys()):
        was, becomes = before.get(order), now.get(order)
        if was is None or becomes is None:
            done = "thêm" if was is None else "bỏ"
            name = getattr(was or becomes, "name", "")
            yield LintFinding(Lint.CRITERION, f"{done} tiêu chí {order} “{name}”")
        else:
            yield from _criterion(becomes, was)
    if [*now] != [*before] and sorted(now) == sorted(before):
        yield LintFinding(Lint.CRITERION, "đổi thứ tự các tiêu chí")
    yield from _moved(new, old)


def _criterion(new: Criterion, old: Criterion) -> Iterator[LintFinding]:
    about = f"tiêu chí {old.order}"
    if new.key != old.key:
        words = "thành tiêu chí xét thu hồi" if new.key else "thôi là tiêu chí xét thu hồi"
        yield LintFinding(Lint.KEY, f"{about} {words}")
    for name, words in (("name", "tên"), ("group", "nhóm")):
        was, becomes = getattr(old, name), getattr(new, name)
        if was != becomes:
            yield LintFinding(Lint.CRITERION, changed(f"{words} của {about}", was, becomes))


def _moved(new: CriteriaSet, old: CriteriaSet) -> Iterator[LintFinding]:
    places = {line.code: one.order for one in old.criteria for line in one.indicators}
    for criterion in new.criteria:
        for line in criterion.indicators:
            was = places.get(line.code, criterion.order)
            if was != criterion.order:
                words = f"chuyển từ tiêu chí {was} sang tiêu chí {criterion.order}"
                yield LintFinding(Lint.MOVED, words, line.code)


def _dependents(new: CriteriaSet, others: Iterable[CriteriaSet]) -> Iterator[LintFinding]:
    """Find what other sets compute from this one and could not any more."""
    for other in others:
        for code, one in other.asked.items():
            relative = one.rule.relative if one.rule else None
            if relative is None or relative.set_id != new.id or other.id == new.id:
                continue
            target = new.indicators.get(relative.code)
            if target is None or not _alike(one, target):
                words = (
                    f"mức của chỉ tiêu {code} ở bộ “{other.id}” được tính theo chỉ tiêu này; hãy "
                    "giữ nguyên loại, đơn vị tính và phép so sánh"
                )
                yield LintFinding(Lint.DEPENDENT, words, relative.code)


def _alike(one: Indicator, target: Indicator) -> bool:
    return (
        (one.kind, one.unit) == (target.kind, target.unit)
        and one.rule is not None
        and target.rule is not None
        and one.rule.comparison is target.rule.comparison
    )
