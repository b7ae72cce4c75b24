"""Pages of one document beside the work: paging, zooming, opening outside."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ntm_desktop.domain.evidence import EvidenceFile
from ntm_desktop.errors import UserError
from ntm_desktop.services.preview import Pixels, Preview
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import icon_button
from ui.widgets.labels import label
from ui.widgets.pixel_view import PixelView

if TYPE_CHECKING:
    from concurrent.futures import Future

_ZOOMS = (1.0, 1.5, 2.0, 3.0)
_RESIZE_PAUSE_MS = 150
_NOTHING = "Chọn một minh chứng ở trên để xem tại đây."


class PreviewPane(QFrame):
    """Shows one page at a time; what is no longer wanted is not drawn.

    `copy` gives a copy of a file (by SHA-256 and name) that other programs may open.
    """

    def __init__(
        self,
        *,
        preview: Preview,
        copy: Callable[[str, str], Path],
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self._preview, self._copy, self._tasks = preview, copy, tasks
        self._files: Sequence[EvidenceFile] = ()
        self._place = self._zoom = 0
        self._asked: Future[None] | None = None
        self._shown_as: tuple[str, int] | None = None
        self.view = PixelView()
        self.words = label(_NOTHING, "caption", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place = label("", "secondary")
        self.before = icon_button("previous", "Trang trước")
        self.after = icon_button("next", "Trang sau")
        self.smaller = icon_button("zoom-out", "Thu nhỏ")
        self.larger = icon_button("zoom-in", "Phóng to")
        self.outside = icon_button("open", "Mở bằng chương trình của máy")
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(_RESIZE_PAUSE_MS)
        self._resized.timeout.connect(self._draw)
        self._lay_out()
        self._connect()
        self._draw()

    def _lay_out(self) -> None:
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName("Trang minh chứng")
        self.area.setWidget(self.view)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.before)
        row.addWidget(self.place, 0, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.after)
        row.addStretch(1)
        for tool in (self.smaller, self.larger, self.outside):
            row.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 6)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.smaller.clicked.connect(lambda: self._scale(-1))
        self.larger.clicked.connect(lambda: self._scale(1))
        self.outside.clicked.connect(self._open_outside)

    @property
    def _pages(self) -> list[tuple[EvidenceFile, int]]:
        return [(file, page) for file in self._files for page in range(max(1, file.pages or 1))]

    def show_files(self, files: Sequence[EvidenceFile]) -> None:
        """Show the first page of a document's files; none empties the place."""
        if [file.sha256 for file in files] == [file.sha256 for file in self._files]:
            return
        self._files, self._place, self._zoom, self._shown_as = files, 0, 0, None
        self.view.clear()
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw again in the new size, once it stays, as Qt asks."""
        super().resizeEvent(event)
        if self._files:
            self._resized.start()

    def _turn(self, by: int) -> None:
        self._place = min(max(self._place + by, 0), len(self._pages) - 1)
        self._draw()

    def _scale(self, by: int) -> None:
        self._zoom = min(max(self._zoom + by, 0), len(_ZOOMS) - 1)
        self._draw()

    def _draw(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._update_buttons()
        pages = self._pages
        if not pages:
            self._say(_NOTHING)
            return
        file, page = pages[self._place]
        if not file.is_here or file.kind is None:
            self._say("Tệp này chưa có trên máy.")
        elif not file.kind.can_be_shown:
            self._say(f"{file.kind.word} không xem trước được. Bấm nút mở bên phải để xem.")
        else:
            self._ask(file, page)

    def _ask(self, file: EvidenceFile, page: int) -> None:
        zoom = _ZOOMS[self._zoom]
        room = self.area.viewport().size() * self.devicePixelRatioF()
        width, height = round(room.width() * zoom), round(room.height() * zoom)
        kind = file.kind
        if kind is None:
            return
        self._asked = self._tasks.picture(
            self,
            lambda: self._preview.page(file.sha256, kind, page, width, height),
            done=self._show,
            failed=self._fail,
        )

    def _show(self, pixels: Pixels) -> None:
        self.words.hide()
        self.area.show()
        zoom = _ZOOMS[self._zoom]
        self.view.show_pixels(
            pixels.data,
            width=pixels.width,
            height=pixels.height,
            stride=pixels.stride,
            order="RGBA",
        )
        ratio = self.devicePixelRatioF()
        size = QSize(pixels.width, pixels.height) / ratio + QSize(16, 16)
        self.view.setMinimumSize(QSize(40, 40) if zoom <= 1 else size)

    def _fail(self, error: UserError) -> None:
        self._say(str(error))

    def _say(self, words: str) -> None:
        self.view.clear()
        self.words.setText(words)
        self.area.setVisible(False)
        self.words.setMinimumHeight(80)
        self.words.show()

    def _update_buttons(self) -> None:
        count = len(self._pages)
        self.place.setText(f"trang {self._place + 1}/{count}" if count else "")
        self.before.setEnabled(self._place > 0)
        self.after.setEnabled(self._place < count - 1)
        self.smaller.setEnabled(self._zoom > 0)
        self.larger.setEnabled(bool(count) and self._zoom < len(_ZOOMS) - 1)
        self.outside.setEnabled(bool(count))
        for tool in (self.before, self.after, self.smaller, self.larger, self.outside):
            tool.setVisible(bool(count))

    def _open_outside(self) -> None:
        if not self._files:
            return
        file, _ = self._pages[self._place]
        self._tasks.picture(
            self, lambda: self._copy(file.sha256, file.name), done=self._open, failed=self._fail
        )

    def _open(self, path: Path) -> None:
        if not choosing.open_with_system(path):
            self._say(
                f"Máy chưa có chương trình mở tệp {path.suffix}. Hãy nhờ người quản trị máy cài "
                "chương trình xem, rồi mở lại."
            )
