"""How a dossier on its way is worded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ntm_desktop.domain.findings import Finding, Urgency
from ntm_desktop.domain.standing import Board
from ntm_desktop.services.drives import Drive
from ntm_desktop.services.office import Authority
from ui.widgets.line_list import Line
from ui.words import (
    ABSENT,
    CONFLICT,
    INCOMPLETE,
    NO_THRESHOLD,
    NOT_MET,
    PRESENT,
    WAITING,
    State,
    size,
)

if TYPE_CHECKING:
    from ntm_desktop.domain.dossier import LeftOut
    from ntm_desktop.services.correspondence import SentLine

STEPS: Final = ("1   Kiểm tra", "2   Giấy tờ", "3   Gửi")
MARK_OF: Mapping[Urgency, State] = {
    Urgency.CONFLICT: CONFLICT,
    Urgency.NOT_MET: NOT_MET,
    Urgency.NO_ANSWER: INCOMPLETE,
    Urgency.NO_THRESHOLD: NO_THRESHOLD,
    Urgency.NO_EVIDENCE: ABSENT,
    Urgency.CLAIM: ABSENT,
    Urgency.PAPERS: ABSENT,
}
UNFINISHED: Final = (
    "Hồ sơ chưa đầy đủ. Vẫn lập và gửi được: nơi nhận sẽ thấy rõ những mục còn thiếu. "
    "Bấm vào từng dòng để đến chỗ cần sửa."
)
WAIT_FOR_IT: Final = (
    "Chương trình ghi gói, đọc lại và kiểm tra từng tệp. Chỉ rút USB khi thấy dòng "
    "“Đã ghi xong. Có thể rút USB.”"
)
ONLY_NOTES: Final = (
    "Không còn lỗi. Nên xem các điều cần lưu ý dưới đây; bấm vào từng dòng để đến chỗ cần sửa."
)
FINISHED: Final = "Hồ sơ đầy đủ: mọi tiêu chí đều đạt và có minh chứng."


def level(authority: Authority) -> str:
    """Name the level that receives: huyện or tỉnh."""
    return "tỉnh" if authority.level == "province" else "huyện"


def met(board: Board) -> str:
    """Say how many criteria are met."""
    return f"{board.met} trên {board.total} tiêu chí đạt"


def counts(found: Sequence[Finding]) -> str:
    """Say how many errors and warnings there are."""
    errors = sum(finding.urgency.is_error for finding in found)
    notes = len(found) - errors
    return f"{errors} lỗi · {notes} điều cần lưu ý"


def advice(found: Sequence[Finding]) -> str:
    """Say whether the dossier may go."""
    if any(finding.urgency.is_error for finding in found):
        return UNFINISHED
    return ONLY_NOTES if found else FINISHED


def warning(board: Board, found: Sequence[Finding]) -> str:
    """Say once more, before sending, that the dossier is not complete; nothing if it is."""
    errors = Counter(finding.urgency.is_error for finding in found)[True]
    if not errors:
        return ""
    return f"Hồ sơ chưa đầy đủ: {met(board)}, còn {errors} lỗi. Vẫn gửi được."


def to_mend(found: Sequence[Finding]) -> list[Line]:
    """Make one entry per indicator, errors first, each leading to where it is mended."""
    place = {finding.indicator: at for at, finding in reversed(list(enumerate(found)))}
    ordered = sorted(found, key=lambda each: (place[each.indicator], each.indicator, each.urgency))
    return [_line(list(of_one)) for _, of_one in groupby(ordered, key=lambda each: each.indicator)]


def _line(found: Sequence[Finding]) -> Line:
    first = found[0]
    kind = "Lỗi" if first.urgency.is_error else "Lưu ý"
    return Line(
        state=MARK_OF[first.urgency],
        head=first.indicator,
        text=first.name,
        detail=f"{kind}: {'. '.join(finding.words for finding in found)}",
        target=f"criteria:{first.indicator}",
    )


def drive(found: Drive) -> str:
    """Describe a drive: name, free space, kind of file system."""
    words = f"USB {found.name.removeprefix('USB ')} · còn trống {size(found.free)}"
    return words + (f" · {found.file_system}" if found.file_system else "")


def made(name: str, pages: int, appended: int | None = None) -> str:
    """Say what a document holds."""
    words = f"Đã lập {name}: {pages} trang"
    return words if appended is None else f"{words}, ghép {appended} tệp minh chứng"


def left_out(files: Iterable["LeftOut"]) -> list[Line]:
    """Name the files that could not be appended, and why."""
    return [Line(state=ABSENT, head="", text=file.name, detail=file.reason) for file in files]


def sent(line: "SentLine", receiver: str) -> tuple[str, str, str, str]:
    """Word a package that was sent: number and time, receipt, amounts, file."""
    return (
        f"Gói số {line.number} · {line.at:%d/%m/%Y %H:%M}",
        _received(line, receiver),
        f"{line.revisions} lượt ghi · {line.objects} minh chứng · {size(line.size)}",
        line.file_name,
    )


def received_mark(line: "SentLine") -> State:
    """Mark whether the receiver is known to have it."""
    return PRESENT if line.received_at else WAITING


def _received(line: "SentLine", receiver: str) -> str:
    if line.received_at is None:
        return f"Chưa có biên nhận của {receiver}"
    return f"{receiver[:1].upper()}{receiver[1:]} đã nhận ngày {line.received_at:%d/%m/%Y}"
