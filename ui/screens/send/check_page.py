"""Step 1: what is still missing, each a link to where it is mended."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ntm_desktop.domain.findings import Finding
from ntm_desktop.domain.standing import Board
from ui.screens.send import columns
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.line_list import LineList


class CheckPage(Card):
    """Counts errors and warnings; lets an unfinished dossier go on after saying so."""

    passed = Signal()
    """On to the papers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Kiểm tra hồ sơ", parent)
        self.met = label("", "strong")
        self.counts = label("", "caption")
        self.corner.addWidget(self.counts)
        self.advice = label("", wrap=True)
        self.lines = LineList("Những mục còn thiếu")
        self.go_on = button("Tiếp tục: giấy tờ", icon="next", role="main")
        self.go_on.clicked.connect(self.passed)
        for part in (self.met, self.advice):
            self.body.addWidget(part)
        self.body.addWidget(self.lines, 1)
        self.body.addSpacing(4)
        self.body.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)

    def show_board(self, board: Board, found: Sequence[Finding]) -> None:
        """Show what was found on a sheet."""
        self.met.setText(columns.met(board))
        self.counts.setText(columns.counts(found))
        self.advice.setText(columns.advice(found))
        self.lines.show_lines(columns.to_mend(found))
        unfinished = any(finding.urgency.is_error for finding in found)
        words = "Vẫn tiếp tục với hồ sơ chưa đủ" if unfinished else "Tiếp tục: giấy tờ"
        self.go_on.setText(words)
        self.go_on.setAccessibleName(words)
