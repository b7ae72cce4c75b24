"""Which moves make sense: between two sets for one kind of subject, in a year of the new one."""

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.mapping import SetMapping
from ntm_desktop.domain.subject import Subject
from ntm_desktop.errors import InputError


class SameSetError(InputError):
    """A set is not another one."""

    code = "same_set"


class OtherKindError(InputError):
    """The sets measure other kinds of subjects."""

    code = "other_kind"


class NotInForceError(InputError):
    """The set is not in force in that year."""

    code = "not_in_force"


class MappingMismatchError(InputError):
    """The mapping is between other sets."""

    code = "mapping_mismatch"


def check_pair(old: CriteriaSet, new: CriteriaSet) -> None:
    """Let anything go from one set to another; raises SameSetError, OtherKindError."""
    if old.id == new.id:
        raise SameSetError(
            f"“{new.name}” là chính bộ đang dùng. Hãy chọn một bộ khác; để sang năm mới của cùng "
            "bộ, hãy đổi năm ở thanh trên."
        )
    if old.subject != new.subject:
        raise _other_kind(new)


def check_sets(old: CriteriaSet, new: CriteriaSet, sheet: Sheet, subject: Subject | None) -> None:
    """Let a subject move to the sheet of another set; raises NotInForceError and as above."""
    check_pair(old, new)
    if subject is not None and subject.kind != new.subject:
        raise _other_kind(new)
    if new.year(sheet.year) != sheet.year:
        raise NotInForceError(
            f"“{new.name}” chỉ áp dụng từ năm {new.first_year} đến năm {new.last_year}. "
            "Hãy chọn một năm trong giai đoạn này."
        )


def check_mapping(old: CriteriaSet, new: CriteriaSet, mapping: SetMapping | None) -> None:
    """Let a mapping be used between the very sets it is about; raises MappingMismatchError."""
    if mapping is not None and not (mapping.old.is_of(old) and mapping.new.is_of(new)):
        raise MappingMismatchError(
            f"Bảng chuyển đổi “{mapping.name}” dành cho hai bộ khác: từ {mapping.old.set_id} sang "
            f"{mapping.new.set_id}. Hãy chọn đúng tệp, hoặc bỏ tệp này."
        )


def _other_kind(new: CriteriaSet) -> OtherKindError:
    return OtherKindError(
        f"“{new.name}” đánh giá đối tượng khác. Hãy chọn một bộ cho cùng loại đối tượng."
    )
