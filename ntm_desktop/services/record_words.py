"""Records, their fields and values in words, as the screens say them."""

from collections.abc import Callable, Mapping
from sqlite3 import Connection
from typing import Final

from db import evidence, journal, subjects, units
from ntm_desktop.domain.assessment import key_of, read_key, subject_id
from ntm_desktop.domain.criteria import Indicator, IndicatorCode
from ntm_desktop.domain.decision import KEPT
from ntm_desktop.domain.merge import EXISTENCE, FieldValue, State
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.subject import KIND_WORDS
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.services.catalogue import Catalogue, UnknownSetError
from ntm_desktop.services.value_words import value_words

_EXISTENCE: Final = "Còn hay đã xóa"
_FIELDS: Final[Mapping[tuple[str, str], str]] = {
    ("assessment", "answer"): "Kết quả",
    ("assessment", "claim"): "Tự đánh giá",
    ("assessment", "note"): "Ghi chú",
    ("threshold", "figure"): "Mức quy định",
    ("evidence", "number"): "Số, ký hiệu",
    ("evidence", "issued_on"): "Ngày ban hành",
    ("evidence", "issuer"): "Cơ quan ban hành",
    ("evidence", "summary"): "Trích yếu",
    ("evidence", "doc_type"): "Loại văn bản",
    ("evidence", "valid_from"): "Có hiệu lực từ",
    ("evidence", "valid_to"): "Có hiệu lực đến",
    ("evidence", "original"): "Là bản gốc",
    ("evidence", "sensitive"): "Có nội dung nhạy cảm",
    ("evidence_file", "name"): "Tên tệp",
    ("evidence_file", "pages"): "Số trang",
    ("evidence_file", "order"): "Thứ tự",
    ("evidence_file", "size"): "Dung lượng (byte)",
    ("evidence_link", "proves"): "Chứng minh chỉ tiêu",
    ("evidence_link", "paper"): "Giấy tờ cần có",
    ("unit", "name"): "Tên đơn vị",
    ("unit", "kind"): "Loại đơn vị",
    ("unit", "region"): "Vùng",
    ("unit", "authority"): "Cấp nhận hồ sơ",
    ("unit", "group"): "Nhóm xã",
    ("unit_state", "name"): "Tên đơn vị",
    ("unit_state", "kind"): "Loại đơn vị",
    ("unit_state", "region"): "Vùng",
    ("unit_state", "group"): "Nhóm xã",
    ("unit_state", "decision"): "Theo văn bản",
    ("subject", "name"): "Tên",
    ("subject", "kind"): "Loại",
    ("subject", "village"): "Thuộc thôn",
    ("subject", "region"): "Vùng",
    ("subject", "group"): "Nhóm xã",
    ("subject", "households"): "Số hộ",
    ("subject", "sets"): "Bộ tiêu chí phấn đấu",
    ("subject", "closed"): "Ngừng theo dõi",
    ("enrolment", "office"): "Đơn vị và khóa",
    ("revocation", "revoked"): "Khóa bị thu hồi",
    ("succession", "succeeded"): "Đơn vị cũ và đơn vị mới",
}


class RecordWords:
    """Words the records of one data file; reads what it needs to name them."""

    def __init__(self, store: Connection, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue
        self._documents: dict[tuple[str, str], str] = {}
        self._names: Mapping[str, Callable[[Record], str | None]] = {
            "assessment": self._assessed,
            "threshold": self._figure_of,
            "evidence": self._document,
            "evidence_file": self._file,
            "evidence_link": self._link,
            "unit": lambda record: f"Thông tin của đơn vị {self.unit(record.scope)}",
            "unit_state": self._unit_change,
            "subject": lambda record: self.subject(subject_id(record.scope, record.key)),
            "enrolment": self._office,
            "revocation": self._revoked,
            "succession": self._successor,
        }

    def unit(self, code: str) -> str:
        """Name a unit, by its code if nothing is known of it."""
        found = units.find(self._store, code)
        return found.name if found else code

    def subject(self, id_: str) -> str:
        """Name a village, residential area or garden; a unit by its name."""
        if not key_of(id_):
            return self.unit(id_)
        found = subjects.find(self._store, id_)
        return f"{KIND_WORDS[found.kind]}: {found.full_name}" if found else id_

    def record(self, record: Record) -> str:
        """Name what a record is about: "Chỉ tiêu 3.1: Tỷ lệ …, năm 2024"."""
        name = self._names.get(record.kind)
        return (name(record) if name else None) or f"Mục “{record.kind}” ({record.key})"

    def field(self, record: Record, name: str) -> str:
        """Name a field the way its column is called on screen."""
        if name in (EXISTENCE, KEPT):
            return _EXISTENCE
        return _FIELDS.get((record.kind, name), name)

    def value(self, record: Record, name: str, value: FieldValue) -> str:
        """Word a value of a field: 86,5 %; "Đã xóa" for a deletion."""
        return value_words(record.kind, name, value, self._of_key(record))

    def _assessed(self, record: Record) -> str | None:
        key = read_key(record.key, 4)
        if key is None:
            return None
        whose = "" if key[0] == record.scope else f", {self.subject(key[0])}"
        return f"{self._indicator_words(key[1], key[3])}, năm {key[2]}{whose}"

    def _figure_of(self, record: Record) -> str | None:
        key = read_key(record.key, 2)
        return f"Mức quy định của {_lower(self._indicator_words(*key))}" if key else None

    def _document(self, record: Record) -> str:
        place = (record.scope, record.key)
        if place not in self._documents:
            of = Record(record.scope, evidence.KIND, record.key)
            self._documents[place] = _document_words(journal.state(self._store, of))
        return self._documents[place]

    def _file(self, record: Record) -> str | None:
        key = read_key(record.key, 2)
        if key is None:
            return None
        name = _any_text(journal.state(self._store, record), "name") or key[1][:8]
        return f"Tệp “{name}” của {_lower(self._document(Record(record.scope, '', key[0])))}"

    def _link(self, record: Record) -> str | None:
        key = read_key(record.key, 5)
        if key is None:
            return None
        document = self._document(Record(record.scope, "", key[0]))
        return f"{document}, minh chứng của chỉ tiêu {key[4]}, năm {key[3]}"

    def _unit_change(self, record: Record) -> str | None:
        key = read_key(record.key, 2)
        if key is None:
            return None
        since = "" if key[1] == units.BEGINNING else f" từ ngày {date_for_people(key[1])}"
        return f"Thông tin của đơn vị {self.unit(key[0])}{since}"

    def _office(self, record: Record) -> str | None:
        key = read_key(record.key, 2)
        return f"Khóa của đơn vị {self.unit(key[0])}" if key else None

    def _revoked(self, record: Record) -> str | None:
        key = read_key(record.key, 2)
        return f"Thu hồi khóa của đơn vị {self.unit(key[0])}" if key else None

    def _successor(self, record: Record) -> str | None:
        key = read_key(record.key, 2)
        return f"Sáp nhập {self.unit(key[0])} vào {self.unit(key[1])}" if key else None

    def _indicator_words(self, set_id: str, code: str) -> str:
        indicator = self._indicator(set_id, code)
        return f"Chỉ tiêu {code}: {indicator.name}" if indicator else f"Chỉ tiêu {code}"

    def _indicator(self, set_id: str, code: str) -> Indicator | None:
        try:
            return self._catalogue.criteria_set(set_id).asked.get(IndicatorCode(code))
        except UnknownSetError:
            return None

    def _of_key(self, record: Record) -> Indicator | None:
        """Find the indicator that an assessment, a threshold or a link is about."""
        for length, places in ((4, (1, 3)), (2, (0, 1)), (5, (2, 4))):
            key = read_key(record.key, length)
            if key:
                return self._indicator(key[places[0]], key[places[1]])
        return None


def _document_words(state: State) -> str:
    number, summary = _any_text(state, "number"), _any_text(state, "summary")
    if number:
        return f"Văn bản số {number}"
    return f"Văn bản “{summary}”" if summary else "Văn bản chưa có trích yếu"


def _any_text(state: State, name: str) -> str:
    """Give a text of a field, one of them where several contradict."""
    return next((value for value in state.values(name) if isinstance(value, str)), "")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
