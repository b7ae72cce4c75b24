"""Files that come from outside: dropped on the window, or opened with the program."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PACKAGES: Final = "receive"
KEYS: Final = "keys"
DATA: Final = "sets"
"""The screens that take them."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Files by what they are, going by their names; `data` is what offices sign for others."""

    packages: tuple[Path, ...]
    keys: tuple[Path, ...]
    updates: tuple[Path, ...]
    data: tuple[Path, ...]
    others: tuple[Path, ...]

    @property
    def promise(self) -> tuple[str, str]:
        """Say in a heading and a sentence what letting go of them would do."""
        if self.packages:
            count = f"{len(self.packages)} gói hồ sơ" if len(self.packages) > 1 else "gói hồ sơ"
            return f"Thả {count} vào đây", "Chương trình kiểm tra gói trước, chưa thay đổi gì."
        if self.keys:
            return "Thả tệp khóa vào đây", "Chương trình cho xem dãy số để bạn so trước."
        if self.updates:
            return "Thả tệp cập nhật vào đây", "Chương trình cho xem tệp có gì trước."
        if self.data:
            return "Thả tệp số liệu vào đây", "Chương trình cho xem tệp thay đổi những gì trước."
        return NOT_HERE, EVIDENCE_GOES


NOT_HERE: Final = "Đây không phải gói hồ sơ (.ntm)"
EVIDENCE_GOES: Final = (
    "Muốn thêm tệp làm minh chứng, hãy mở trang Tiêu chí, chọn chỉ tiêu rồi thả tệp vào trang đó."
)
REFUSED: Final = "Không nhận tệp “{}” ở đây: đó không phải gói hồ sơ (.ntm)."
ALL_REFUSED: Final = "Không nhận {} tệp này ở đây: đó không phải gói hồ sơ (.ntm)."


def sorted_out(files: Iterable[Path]) -> Sorted:
    """Sort files out by their endings."""
    kinds = (".ntm", ".ntmkey", ".ntm-update", ".ntm-data", "")
    of: dict[str, list[Path]] = {kind: [] for kind in kinds}
    for file in files:
        of.get(file.suffix.casefold(), of[""]).append(file)
    return Sorted(*(tuple(kind) for kind in of.values()))


def may_be_evidence(files: tuple[Path, ...]) -> bool:
    """Tell whether some of the files are none of these but documents."""
    return bool(sorted_out(files).others)


def refusal(others: tuple[Path, ...]) -> str:
    """Say that some files are not taken where they were dropped."""
    one = len(others) == 1
    return REFUSED.format(others[0].name) if one else ALL_REFUSED.format(len(others))
