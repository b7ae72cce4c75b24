"""How states are worded and marked: always an icon, a word and a colour together."""

from collections.abc import Mapping
from dataclasses import dataclass

from ui.colours import Colours, Ink


@dataclass(frozen=True, slots=True)
class State:
    """What stands on screen for one state; `colour` names a field of `Colours`.

    `short` is for where there is no room for the whole word.
    """

    word: str
    icon: str
    colour: str
    short: str = ""

    def ink(self, colours: Colours) -> Ink:
        """Pick its colour and ground."""
        found: Ink = getattr(colours, self.colour)
        return found


MET = State("Đạt", "tick", "met")
NOT_MET = State("Chưa đạt", "cross", "not_met")
INCOMPLETE = State("Chưa đủ số liệu", "exclamation", "missing", short="Thiếu số liệu")
NO_THRESHOLD = State("Chưa có mức quy định", "dash", "no_threshold", short="Chưa có mức")
NOT_APPLICABLE = State("Không áp dụng", "ring", "not_applicable")

VERDICTS: Mapping[str, State] = {
    "met": MET,
    "not_met": NOT_MET,
    "incomplete": INCOMPLETE,
    "no_threshold": NO_THRESHOLD,
    "not_applicable": NOT_APPLICABLE,
}
"""By the verdict's stable name, in the order a legend lists them."""

CONFLICT = State("Số liệu chưa thống nhất", "exclamation", "missing")
PRESENT = State("Đã có", "tick", "met")
ABSENT = State("Chưa có", "exclamation", "missing")
FAILED = State("Không nhận được", "cross", "not_met")
WAITING = State("Đang chờ", "dash", "no_threshold")

DECIDED = State("Đã thống nhất", "tick", "met")
NOT_COUNTED = State("Không tính, khóa đã bị thu hồi", "cross", "not_met")
NOT_OURS = State("Chờ đơn vị khác thống nhất", "dash", "no_threshold")

PRACTICE = "Số liệu luyện tập"
UNIT_PLACE = "units:place"
"""The place where region and group of the own unit are entered."""


def time_left(seconds: float) -> str:
    """Word how long a job still takes: "còn khoảng 3 phút"; nothing when unknown (negative)."""
    if seconds < 0:
        return ""
    if seconds < 10:
        return "sắp xong"
    if seconds < 60:
        return f"còn khoảng {round(seconds / 10) * 10} giây"
    if seconds < 3600:
        return f"còn khoảng {round(seconds / 60)} phút"
    return f"còn khoảng {seconds / 3600:.1f} giờ".replace(".", ",")


def size(count: int) -> str:
    """Word a number of bytes: 950 B, 12 KB, 3,4 MB (MB = 10^6)."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} KB"
    if count < 1_000_000_000:
        return f"{count / 1_000_000:.1f} MB".replace(".", ",")
    return f"{count / 1_000_000_000:.1f} GB".replace(".", ",")


_SURELY_BYTES = 20_000


def so_far(done: int, total: int) -> str:
    """Word how much of a job is done: "3 trên 10"; so large a total is of bytes: "1,2 MB trên …".

    Nothing when the total is unknown (0).
    """
    if not total:
        return ""
    if total > _SURELY_BYTES:
        return f"{size(done)} trên {size(total)}"
    return f"{done} trên {total}"


def short_name(name: str) -> str:
    """Shorten the name of a set for where there is little room."""
    bare = name.removeprefix("Bộ tiêu chí quốc gia về ").replace("giai đoạn ", "")
    return bare[:1].upper() + bare[1:]
