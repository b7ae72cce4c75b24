"""How the register of packages is worded."""

from collections.abc import Mapping
from typing import Final

from ntm_desktop.domain.register import Fate, RegisterFile, RegisterLine
from ui.table_model import Column
from ui.words import ABSENT, FAILED, PRESENT, WAITING, State, size

ABOUT: Final = (
    "Mọi gói đã gửi, đã nhận, từ chối, hoàn tác, kèm mã kiểm tra (SHA-256) của từng tệp để đối "
    "chiếu. Chọn một lần nhập để hoàn tác."
)
NOTHING: Final = "Chưa có gói nào."
PDF_FILES: Final = "PDF (*.pdf)"
FILE_NAME: Final = "Sổ gửi nhận hồ sơ.pdf"
MARKS: Mapping[Fate, State] = {
    Fate.SENT: WAITING,
    Fate.CONFIRMED: PRESENT,
    Fate.RESENT: WAITING,
    Fate.IMPORTED: PRESENT,
    Fate.UNDONE: ABSENT,
    Fate.WAITING: WAITING,
    Fate.REFUSED: FAILED,
}

_AT: Column[RegisterLine] = Column("Ngày, giờ", lambda line: f"{line.at:%d/%m/%Y %H:%M}")
_WAY: Column[RegisterLine] = Column(
    "Việc", lambda line: "Gửi" if line.fate.is_outgoing else "Nhận"
)
_WHO: Column[RegisterLine] = Column("Đơn vị", lambda line: line.counterpart or "không rõ")
_NUMBER: Column[RegisterLine] = Column(
    "Gói số", lambda line: "" if line.number is None else str(line.number)
)
_FILES: Column[RegisterLine] = Column("Tệp", lambda line: str(len(line.files)))
_OUTCOME: Column[RegisterLine] = Column("Kết quả", lambda line: line.outcome)
COLUMNS: tuple[Column[RegisterLine], ...] = (_AT, _WAY, _WHO, _NUMBER, _FILES, _OUTCOME)


def amount(line: RegisterLine) -> str:
    """Say how much it was."""
    words = []
    if line.revisions is not None:
        words.append(f"{line.revisions} lượt ghi số liệu, {line.objects or 0} tệp minh chứng")
    if line.parts > 1:
        have = ", ".join(str(file.part) for file in line.files)
        words.append(f"phần {have} trong {line.parts} phần")
    return "; ".join(words) or line.counterpart


def files(line: RegisterLine) -> str:
    """Name the files, each with its hash below."""
    return "\n".join(_file(file) for file in line.files)


def _file(file: RegisterFile) -> str:
    name = file.name if file.size is None else f"{file.name} ({size(file.size)})"
    return f"{name}\nSHA-256: {file.sha256 or 'không ghi lại'}"
