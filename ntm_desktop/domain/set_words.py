"""How kinds of indicators and states of sets are said to people, on screen and in Excel alike."""

from collections.abc import Mapping
from typing import Final

from ntm_desktop.domain.criteria import Kind, Status

KIND_WORDS: Final[Mapping[Kind, str]] = {
    Kind.YES_NO: "đạt hoặc chưa đạt",
    Kind.PERCENT: "tỷ lệ %",
    Kind.NUMBER: "số",
    Kind.MONEY: "tiền",
    Kind.LEVEL: "xếp bậc",
}
STATUS_WORDS: Final[Mapping[Status, str]] = {
    Status.OFFICIAL_STRUCTURE: "theo văn bản",
    Status.TEMPLATE: "mẫu của tỉnh khác",
    Status.STRUCTURE_ONLY: "mới có khung",
}
