"""How units and their changes are worded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ntm_desktop.domain.text import date_for_people
from ntm_desktop.services.places import REGIONS
from ntm_desktop.services.units import KINDS, Unit, UnitState
from ui.table_model import Column

EMPTY = (
    "Chưa có đơn vị nào. Bấm “Nhập từ Excel…” nếu có danh sách (cột Mã, Tên), hoặc “Danh sách có "
    "sẵn…”. Xã nào gửi hồ sơ thì cũng tự hiện ở đây."
)
EXCEL = "Bảng tính Excel (*.xlsx)"
MERGED = (
    "Đơn vị mới tiếp tục hồ sơ của đơn vị cũ. Số liệu, minh chứng, lịch sử của đơn vị cũ còn "
    "nguyên dưới mã cũ. Các đơn vị biết việc này khi nhận gói tiếp theo."
)
CHANGED = (
    "Hồ sơ các năm trước vẫn giữ tên cũ. Ô nào để trống thì giữ như trước. Vùng, nhóm xã vẫn thế "
    "từ trước đến nay thì để trống ngày."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit today, what was said of it since when, and what it was merged into (its name)."""

    unit: Unit
    changes: tuple[UnitState, ...] = ()
    into: str = ""


CODE: Column[UnitLine] = Column("Mã", lambda line: line.unit.code)
NAME: Column[UnitLine] = Column("Tên hiện nay", lambda line: line.unit.name)
KIND: Column[UnitLine] = Column("Loại", lambda line: KINDS.get(line.unit.kind, line.unit.kind))
REGION: Column[UnitLine] = Column(
    "Vùng", lambda line: REGIONS.get(line.unit.region, line.unit.region)
)
GROUP: Column[UnitLine] = Column(
    "Nhóm", lambda line: f"Nhóm {line.unit.group[-1]}" if line.unit.group else ""
)
INTO: Column[UnitLine] = Column("Đã nhập vào", lambda line: line.into)
COLUMNS = (CODE, NAME, KIND, REGION, GROUP, INTO)
WIDTHS = (70, 190, 84, 190, 70, 0)


def detail(line: UnitLine | None, groups: Mapping[str, str]) -> str:
    """Say what was changed of a unit since when."""
    if line is None:
        return ""
    said = [_said(each, groups) for each in line.changes]
    return "\n".join(said) if said else f"{line.unit.name}: chưa đổi tên, vùng hay nhóm lần nào."


def _said(state: UnitState, groups: Mapping[str, str]) -> str:
    what = [
        f"tên là {state.name}" if state.name else "",
        f"vùng {REGIONS.get(state.region, state.region)}" if state.region else "",
        f"nhóm: {groups.get(state.group, state.group)}" if state.group else "",
    ]
    by = f" ({state.decision})" if state.decision else ""
    return f"Từ {date_for_people(state.since)}: {'; '.join(filter(None, what))}{by}."


def count(lines: Sequence[UnitLine]) -> str:
    """Count the units that still stand."""
    return f"{sum(not line.into for line in lines)} đơn vị"
