"""A mapping file to begin with: what is known, and every code that waits for a line."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from ntm_desktop.domain.criteria import CriteriaSet, Indicator
from ntm_desktop.domain.mapping import Correspondence, SetMapping
from ntm_desktop.domain.matching import Match, Outcome

_GUIDE: Final = """\
# Sửa và thêm dòng ở mục changes, rồi chọn tệp này khi chuyển sang bộ khác. Mỗi mã chỉ ghi một lần.
#   same     một mã cũ, một mã mới: cùng yêu cầu dù câu chữ hay mức khác nhau
#   renamed  một mã cũ, một mã mới: chỉ tiêu tương ứng, kết quả mang sang phải xác nhận lại
#   split    một mã cũ, nhiều mã mới: trả lời lại từng chỉ tiêu mới
#   merged   nhiều mã cũ, một mã mới: mang sang khi tất cả cùng đạt hoặc cùng chưa đạt
#   dropped  các mã cũ không còn ở bộ mới; phải ghi lý do ở reason
# confidence: high nếu đã so câu chữ của cả hai bộ, nếu chưa thì medium hoặc low. Ví dụ:
# - {change: split, from: ['1.1'], to: ['1.1', '1.2'], confidence: high}
# - {change: dropped, from: ['7.1'], reason: 'Bộ mới không còn', confidence: high}
"""


def template(
    old: CriteriaSet, new: CriteriaSet, known: SetMapping | None, found: Sequence[Match]
) -> bytes:
    """Write a sound mapping file with what is known, to be completed by hand."""
    return "".join(f"{line}\n" for line in _lines(old, new, known, found)).encode()


def _lines(
    old: CriteriaSet, new: CriteriaSet, known: SetMapping | None, found: Sequence[Match]
) -> Iterator[str]:
    yield _GUIDE.rstrip()
    yield f"name: {_quoted(f'Bảng chuyển đổi: {old.name} sang {new.name}')}"
    for name, one in (("from", old), ("to", new)):
        yield f"{name}: {{set: {one.id}, version: {one.version}}}"
    yield "legal_basis: []"
    changes = known.lines if known else ()
    yield "changes:" if changes else "changes: []"
    yield from map(_change, changes)
    yield from _waiting("Chỉ tiêu của bộ cũ chưa rõ nơi chuyển:", found, Outcome.UNMATCHED)
    yield from _waiting("Chỉ tiêu của bộ mới chưa có nguồn:", found, Outcome.NEW)


def _change(line: Correspondence) -> str:
    reason = f", reason: {_quoted(line.reason)}" if line.reason else ""
    confidence = "high" if line.checked else "medium"
    codes = [", ".join(f"'{code}'" for code in side) for side in (line.old, line.new)]
    return (
        f"- {{change: {line.change}, from: [{codes[0]}], to: [{codes[1]}]{reason}, "
        f"confidence: {confidence}}}"
    )


def _waiting(heading: str, found: Sequence[Match], outcome: Outcome) -> Iterator[str]:
    waiting: list[Indicator] = [
        one for match in found if match.outcome is outcome for one in (*match.old, *match.new)
    ]
    if waiting:
        yield f"# {heading}"
    for one in waiting:
        yield f"#   '{one.code}'  {one.name} ({one.unit})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
