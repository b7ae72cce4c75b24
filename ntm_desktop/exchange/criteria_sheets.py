"""The sheets of a criteria set in Excel: their columns, and the words for what the file holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ntm_desktop.domain.set_words import KIND_WORDS, STATUS_WORDS
from ntm_desktop.exchange import workbook_cells as cells
from ntm_desktop.exchange.workbook import Column

SUBJECTS: Final = {
    "commune": "xã",
    "district": "huyện",
    "village": "thôn",
    "residential_area": "khu dân cư",
    "garden": "vườn",
}
TIERS: Final = {
    "standard": "đạt chuẩn",
    "advanced": "nâng cao",
    "exemplary": "kiểu mẫu",
    "smart": "thông minh",
    "model": "mẫu",
}
STATUSES: Final = {str(status): words for status, words in STATUS_WORDS.items()}
KINDS: Final = {str(kind): words for kind, words in KIND_WORDS.items()}
COMPARISONS: Final = {">=": "≥", "<=": "≤", "==": "=", ">": ">", "<": "<"}
SET_BY: Final = {"national": "trung ương", "province": "tỉnh"}
CONFIDENCES: Final = {
    "high": "đã đối chiếu",
    "medium": "theo một nguồn",
    "low": "chưa đối chiếu",
}
BY: Final = {"by_year": "năm", "by_region": "vùng", "by_group": "nhóm xã"}

_OTHER_COMPARISONS: Final = {">=": ">=", "<=": "<=", "==": "==", "bằng": "=="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column, or a line of the first sheet: what it is called, holds and means.

    `words` are what may be chosen, by what the file says for them; `name` is the file's word.
    """

    name: str
    heading: str
    read: cells.Read
    width: int = 14
    needed: bool = False
    words: Mapping[str, str] | None = None
    hint: str = ""

    @property
    def column(self) -> Column:
        """Give what is looked for."""
        return Column(self.name, (self.heading,), self.read, needed=self.needed)

    def shown(self, value: object) -> object:
        """Give what stands in the cell for a value of the file."""
        match value:
            case True:
                return "x"
            case False | None:
                return None
        return self.words.get(str(value), value) if self.words else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a set: its name, its columns, and what it is for."""

    name: str
    fields: tuple[Field, ...]
    purpose: str

    def field(self, name: str) -> Field:
        """Find a column by its name."""
        return next(field for field in self.fields if field.name == name)


def number(given: cells.Cell) -> int | float:
    """Read a figure: a number, never text that looks like one; shown in percent it is meant so."""
    value = given.value
    if not isinstance(value, Decimal):
        raise cells.CellError(
            f"“{value}” không phải là số; hãy định dạng ô là Số (Number) rồi gõ lại"
        )
    shown = value * 100 if "%" in given.number_format else value
    return int(shown) if shown == int(shown) else float(shown)


def code(given: cells.Cell) -> str:
    """Read a code: as a number it lost its last zero (17.10), or became a date."""
    if not isinstance(given.value, str):
        raise cells.CellError(
            "không phải là chữ nên có thể đã sai mã (17.10 thành 17.1); hãy định dạng ô là "
            "Văn bản (Text) rồi gõ lại mã"
        )
    return cells.text(given)


def _key(given: cells.Cell) -> str:
    """Read a year, a region or a group."""
    value = given.value
    if isinstance(value, Decimal) and value == int(value):
        return str(int(value))
    return cells.text(given)


def _day(given: cells.Cell) -> str:
    if not isinstance(given.value, date | str):
        raise cells.CellError("phải là ngày dạng dd/mm/yyyy")
    return cells.day(given).isoformat()


def _text(name: str, heading: str, width: int = 14, **more: Any) -> Field:
    return Field(name=name, heading=heading, read=cells.text, width=width, **more)


def _number(name: str, heading: str, width: int = 10, **more: Any) -> Field:
    return Field(name=name, heading=heading, read=number, width=width, **more)


def _flag(name: str, heading: str, hint: str = "") -> Field:
    hint = f"x là có; để trống là không. {hint}".strip()
    return Field(name=name, heading=heading, read=cells.yes_no, width=12, hint=hint)


def _choice(
    name: str,
    heading: str,
    words: Mapping[str, str],
    others: Mapping[str, str] | None = None,
    **more: Any,
) -> Field:
    read = cells.choice({word: value for value, word in words.items()}, also=others)
    return Field(name=name, heading=heading, read=read, words=words, **more)


_CODE: Final = Field(
    name="code",
    heading="Mã",
    read=code,
    width=9,
    needed=True,
    hint="Mã chỉ tiêu, ví dụ 17.10; điều kiện là dk.1, dk.2… theo thứ tự dòng.",
)
_NAME: Final = _text("name", "Nội dung", 60, needed=True)
_OP: Final = _choice(
    "op",
    "So sánh",
    COMPARISONS,
    _OTHER_COMPARISONS,
    width=9,
    hint="Để trống nếu loại là “đạt hoặc chưa đạt” hay “xếp bậc”.",
)
_VALUE: Final = _number("value", "Mức", hint="Để trống là chưa biết, không phải bằng 0.")
_UNIT: Final = _text("unit", "Đơn vị", hint="%, đạt, mức, triệu đồng…")
_KIND: Final = _choice("kind", "Loại", KINDS, width=18, needed=True)
_MEASURE: Final = (_KIND, _OP, _VALUE, _UNIT)
_RULE: Final = (
    _text("level", "Bậc phải đạt", hint="Với loại “xếp bậc”; các bậc ở tờ “Thang bậc”."),
    _number("any_of", "Số lựa chọn", 11, hint="Phải đạt ít nhất bao nhiêu; bằng cột Mức."),
    _choice("set_by", "Cấp quy định mức", SET_BY),
    _flag("content_by", "Tỉnh chi tiết"),
    _text("relative_set", "Tính theo bộ", 18, hint="Mức là số lần mức của chỉ tiêu khác."),
    Field(name="relative_code", heading="Tính theo chỉ tiêu", read=code, width=11),
    _number("factor", "Hệ số"),
)
_CERTAINTY: Final = (
    _choice("confidence", "Đối chiếu", CONFIDENCES, width=16, needed=True),
    _text("source", "Nguồn", 34, hint="Văn bản đã đối chiếu hoặc trích dẫn."),
)

SET: Final = Sheet(
    name="Bộ tiêu chí",
    purpose="Bộ này là bộ nào. Bản mới phải có số phiên bản lớn hơn; mã bộ giữ nguyên.",
    fields=(
        Field(
            name="id", heading="Mã bộ", read=code, needed=True,
            hint="Chữ thường không dấu, số và gạch nối; mã mới là một bộ mới.",
        ),
        _number("version", "Phiên bản", needed=True, hint="Số nguyên; mỗi lần nhập phải lớn hơn."),
        _text("name", "Tên bộ tiêu chí", needed=True),
        _choice("subject", "Đối tượng", SUBJECTS, needed=True),
        _choice("tier", "Hạng", TIERS, needed=True),
        _number("first_year", "Năm đầu", needed=True),
        _number("last_year", "Năm cuối", needed=True),
        _text("region", "Vùng", hint="Ví dụ TDMNPB; để trống nếu mức không chia theo vùng."),
        _text("requires", "Bộ phải đạt trước", hint="Mã bộ; nhiều bộ thì cách bằng dấu ;"),
        _choice("status", "Tình trạng", STATUSES, needed=True),
        _number("criteria", "Số tiêu chí theo văn bản"),
        _number("indicators", "Số chỉ tiêu theo văn bản"),
    ),
)  # fmt: skip
BASIS: Final = Sheet(
    name="Căn cứ",
    purpose="Các văn bản ban hành bộ tiêu chí.",
    fields=(
        _text("number", "Số, ký hiệu", 20, needed=True),
        Field(name="date", heading="Ngày ban hành", read=_day),
        _text("issuer", "Cơ quan ban hành", 34, needed=True),
        _text("title", "Trích yếu", 80, needed=True),
    ),
)
GROUPS: Final = Sheet(
    name="Nhóm xã",
    purpose="Chỉ khi mức chia theo nhóm xã.",
    fields=(
        _text("id", "Mã nhóm", needed=True, hint="Chữ thường không dấu, ví dụ nhom_1."),
        _text("name", "Tên nhóm", 80, needed=True),
    ),
)
CRITERIA: Final = Sheet(
    name="Tiêu chí",
    purpose="Mỗi tiêu chí một dòng.",
    fields=(
        _number("order", "Số", 7, needed=True),
        _text("name", "Tên tiêu chí", 50, needed=True),
        _text("group", "Nhóm", 34, needed=True),
        _flag("key", "Xét thu hồi", "Tiêu chí quan trọng khi xét thu hồi công nhận."),
    ),
)
INDICATORS: Final = Sheet(
    name="Chỉ tiêu",
    purpose="Mỗi chỉ tiêu một dòng. Không đổi mã, loại, đơn vị của chỉ tiêu đã có.",
    fields=(
        _number("criterion", "Tiêu chí số", 9, needed=True),
        _CODE,
        _NAME,
        *_MEASURE,
        *_RULE,
        _flag("if_any", "Nếu có", "Được trả lời “không áp dụng”."),
        _text("agency", "Cơ quan phụ trách", 22, needed=True, hint="Mã hoặc tên ở tờ “Cơ quan”."),
        *_CERTAINTY,
    ),
)
CONDITIONS: Final = Sheet(
    name="Điều kiện",
    purpose="Điều kiện ngoài tiêu chí. Thêm dòng mới ở cuối; không xóa, không đổi chỗ dòng đã có.",
    fields=(
        _text("id", "Mã điều kiện", 22, needed=True, hint="Chữ thường không dấu, gạch dưới."),
        _NAME,
        *_MEASURE,
        *_RULE,
        *_CERTAINTY,
    ),
)
PARTS: Final = Sheet(
    name="Phần",
    purpose="Điều kiện kèm theo (“trong đó…”), mỗi phần nhập số riêng và đều phải đạt.",
    fields=(
        _CODE,
        _text("id", "Phần", 7, needed=True, hint="Một chữ cái thường: a, b…"),
        _NAME,
        *_MEASURE,
    ),
)
SCALES: Final = Sheet(
    name="Thang bậc",
    purpose="Các bậc của chỉ tiêu “xếp bậc”, bậc thấp nhất trước.",
    fields=(_CODE, _text("level", "Bậc", 30, needed=True)),
)
OPTIONS: Final = Sheet(
    name="Lựa chọn",
    purpose="Các lĩnh vực, nội dung được chọn của chỉ tiêu có cột “Số lựa chọn”.",
    fields=(
        _CODE,
        _text("id", "Mã lựa chọn", 20, needed=True, hint="Chữ thường không dấu, ví dụ du_lich."),
        _text("name", "Tên lựa chọn", 50, needed=True),
    ),
)
LIMITS: Final = Sheet(
    name="Mức theo năm, vùng, nhóm",
    purpose="Mức riêng của từng năm, vùng hay nhóm xã. Vùng “other” là các vùng còn lại.",
    fields=(
        _CODE,
        _choice("by", "Chia theo", BY, needed=True),
        Field(name="key", heading="Năm, vùng, nhóm", read=_key, width=18, needed=True),
        _VALUE,
    ),
)
PAPERS: Final = Sheet(
    name="Giấy tờ",
    purpose="Giấy tờ thường dùng để chứng minh từng chỉ tiêu.",
    fields=(
        _CODE,
        _text("id", "Mã giấy tờ", 12, needed=True, hint="Ví dụ P1; giữ nguyên mã đã có."),
        _text("name", "Tên giấy tờ", 70, needed=True),
    ),
)
LISTS: Final = (
    BASIS, GROUPS, CRITERIA, INDICATORS, CONDITIONS, PARTS, SCALES, OPTIONS, LIMITS, PAPERS,
)  # fmt: skip
GUIDE: Final = "Hướng dẫn"
AGENCIES: Final = "Cơ quan"
