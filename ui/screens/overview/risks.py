"""What may be lost, on the overview: hidden while there is nothing."""

from PySide6.QtWidgets import QWidget

from ntm_desktop.domain.outlook import Outlook
from ui.widgets.card import Card
from ui.widgets.labels import label, set_role
from ui.widgets.line_list import LineList
from ui.widgets.risk_lines import risk_lines

_HIGH = 212
_WITH_ONE = 128


class RiskSummary(Card):
    """Names what may be lost; each entry leads to its indicator."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Có nguy cơ không còn đạt", parent)
        self.withdrawal = label("", "missing", wrap=True)
        self.lines = LineList("Có nguy cơ không còn đạt")
        self.body.setContentsMargins(10, 10, 8, 8)
        self.body.addWidget(self.withdrawal)
        self.body.addWidget(self.lines)
        self.hide()

    def show_outlook(self, found: Outlook) -> None:
        """Show what was found; nothing hides the card."""
        self.lines.show_lines(risk_lines(found.risks))
        due = found.withdrawal if found.withdrawal and found.withdrawal.is_due else None
        self.withdrawal.setText(due.words if due else "")
        self.withdrawal.setVisible(due is not None)
        set_role(self.withdrawal, "not_met")
        self.setMaximumHeight(_HIGH if len(found.risks) > 1 or due else _WITH_ONE)
        self.setVisible(bool(found.risks))


def compared(found: Outlook) -> str:
    """Say what the earlier year came to; nothing without one.

    Fewer this year is no fall yet: much may only wait to be entered. What fell is a risk.
    """
    if found.before is None:
        return ""
    gained = found.met - found.met_before
    more = f" (năm nay thêm {gained})" if gained > 0 else ""
    return f"Năm {found.before} đạt {found.met_before} tiêu chí{more}"


def not_begun(found: Outlook) -> str:
    """Say that this year is empty while an earlier one is not; nothing otherwise."""
    if found.before is None or found.answered:
        return ""
    return (
        f"Năm {found.sheet.year} chưa nhập gì, năm {found.before} đã có số liệu. Có thể mang số "
        "liệu cũ sang rồi xác nhận lại từng chỉ tiêu, không phải gõ lại."
    )
