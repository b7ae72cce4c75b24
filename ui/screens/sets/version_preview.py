"""What a new version of a set would change, in words."""

from collections.abc import Iterator, Sequence

from ntm_desktop.domain.indicator_lint import LintFinding
from ntm_desktop.services.set_files import SetFiles, SetPlan
from ui.screens.sets.file_dialog import Offer
from ui.screens.sets.signed import told_of_signer
from ui.widgets.line_list import Line
from ui.words import State

REFUSED = State("Không được", "cross", "not_met")
CHANGED = State("Khác bản đang dùng", "exclamation", "missing")
_WHOLE = "Cả bộ:"


def offer(service: SetFiles, planned: SetPlan) -> Offer:
    """Offer a version; where something is refused or nothing is new there is nothing to take."""
    may = not planned.errors and not planned.is_here
    count = len(planned.warnings)
    return Offer(
        told=[*told_of_signer(planned.arrival), *_told(planned)],
        lines=version_lines(planned.findings),
        go=f"Nhập phiên bản {planned.new.version}" if may else "",
        done=f"Đã nhập {planned.title}.",
        take=lambda digits: service.apply(planned, accepted=True, fingerprint=digits),
        accept=f"Tôi đã xem {count} chỗ khác bản đang dùng và đồng ý" if may and count else "",
        arrival=planned.arrival,
    )


def version_lines(findings: Sequence[LintFinding]) -> list[Line]:
    """List what is refused, then what changes."""
    return [
        Line(
            state=REFUSED if finding.is_error else CHANGED,
            head=finding.indicator or _WHOLE,
            text=finding.words,
        )
        for finding in findings
    ]


def _told(planned: SetPlan) -> Iterator[str]:
    new, previous = planned.new, planned.previous
    if planned.is_here:
        yield f"Ở đây đã có đúng {planned.title}, không có gì thay đổi."
        return
    if previous is None:
        indicators = f"{len(new.criteria)} tiêu chí, {len(new.indicators)} chỉ tiêu"
        yield f"Bộ mới, chưa có ở đây: {planned.title}, {indicators}."
    else:
        yield f"{planned.title}, thay phiên bản {previous.version} đang dùng."
        yield _kept(planned)
    if planned.errors:
        yield (
            f"Không nhập được: {len(planned.errors)} chỗ làm số liệu đã nhập không đọc được nữa, "
            "hoặc phiên bản không mới hơn. Hãy sửa rồi chọn lại tệp."
        )
    if planned.unread:
        yield f"Không đọc: {', '.join(planned.unread)}."


def _kept(planned: SetPlan) -> str:
    total = planned.kept.answers.total()
    if not total:
        return "Chưa có kết quả nào nhập theo bộ này."
    told = [f"{total} kết quả đã nhập được giữ nguyên"]
    if planned.judged_anew:
        told.append(f"{planned.judged_anew} kết quả được xét lại theo nội dung mới")
    if planned.figures:
        told.append(f"{planned.figures} mức đơn vị đã nhập vẫn được dùng")
    return f"{'; '.join(told)}."
