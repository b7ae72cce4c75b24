"""How keys are worded."""

from collections.abc import Mapping, Sequence

from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.keys import TrustedOffice
from ui.widgets.line_list import Line
from ui.words import PRESENT

KEY_FILES = "Tệp khóa công khai (*.ntmkey);;Mọi tệp (*)"
BACKUP_FILES = "Tệp khóa bí mật (*.key);;Mọi tệp (*)"
ROLES: Mapping[Role, str] = {
    Role.COMMUNE: "xã",
    Role.AUTHORITY: "cấp nhận hồ sơ",
    Role.AGENCY: "cơ quan phụ trách tiêu chí",
}
HOW = (
    "Mỗi cơ quan có một khóa để ký gói hồ sơ. Nơi nhận cần khóa công khai của bạn, "
    "và phải so đúng dãy số dưới đây: đọc qua điện thoại hoặc so trên bản in."
)
COMPARE = (
    "Gọi điện cho {name}, nhờ mở trang “Khóa, tin cậy” và đọc dãy số. "
    "Dãy số họ đọc phải trùng với dãy số này, đủ 8 nhóm:"
)
COMPARED = "Tôi đã nghe đọc và so đủ 8 nhóm số, khớp hoàn toàn"


def grouped(fingerprint: str) -> str:
    """Set a fingerprint in two rows of four groups."""
    groups = fingerprint.split()
    return "\n".join("   ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))


def trusted(offices: Sequence[TrustedOffice]) -> list[Line]:
    """Word whose keys are known, each once."""
    once = {office.fingerprint: office for office in reversed(offices)}
    return [
        Line(
            state=PRESENT,
            head=office.unit,
            text=f"{office.name} ({ROLES[office.role]})",
            detail=office.fingerprint,
        )
        for office in sorted(once.values(), key=lambda office: office.name)
    ]
