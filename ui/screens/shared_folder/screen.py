"""Trao đổi nội bộ: the shared folder, the other PCs, and what lies there unread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ui.changes import Changes
from ui.folder_rounds import FolderRounds
from ui.screen import Screen, scrolling
from ui.screens.shared_folder import columns
from ui.session_keys import SessionKeys
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing, question
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.column import Column
from ui.widgets.job_bar import JobBar
from ui.widgets.labels import label
from ui.widgets.line_list import Line, LineList
from ui.widgets.message_strip import MessageStrip
from ui.widgets.steps import add_steps

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_desktop.services.folder_exchange import Exchanged
    from ntm_desktop.services.shared_folder import FolderState, OtherPc, SharedFolder

_LINE, _MOST_LINES = 46, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderServices:
    """What the screen works with; the service is loaded off the window's thread."""

    folder: Callable[[], "SharedFolder"]
    session: SessionKeys
    rounds: FolderRounds


class SharedFolderScreen(Screen):
    """Chooses the folder, shows how the exchange stands, and exchanges at once when asked."""

    help_topic: ClassVar[str] = "trao-doi"

    def __init__(
        self,
        *,
        services: FolderServices,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._changes = services, tasks, changes
        self._asked = False
        self.message = MessageStrip()
        self.job_bar = JobBar()
        self.place = label("", "strong", wrap=True)
        self.last = label("", "caption", wrap=True)
        self.locked = label(columns.LOCKED, "caption", wrap=True)
        self.trouble = label("", "missing", wrap=True)
        self.choose = button("Chọn thư mục…", icon="folder")
        self.leave = button("Thôi dùng thư mục này")
        self.now = button("Trao đổi ngay", icon="exchange", role="main")
        self.others = LineList("Các máy khác của cơ quan")
        self.nobody = label(columns.NO_OTHERS, "caption", wrap=True)
        self.forget = button("Máy này không còn dùng…", hint="Chọn một máy ở danh sách trên trước")
        self.files = LineList("Tệp cần để ý trong thư mục")
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Ask how the exchange stands; the folder itself is not touched."""
        self._tasks.run(
            self,
            lambda: self._services.folder().status(),
            done=self._show,
            failed=self.message.fail,
        )

    def _lay_out(self) -> None:
        column = Column()
        column.body.addWidget(self._folder_card())
        column.body.addWidget(self._others_card())
        self.files_card = Card("Tệp cần để ý")
        self.files_card.body.addWidget(self.files)
        self.files_card.hide()
        column.body.addWidget(self.files_card)
        column.body.addWidget(_how_card())
        column.body.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 12, 14)
        page.setSpacing(10)
        page.addWidget(label("Trao đổi nội bộ", "title"))
        page.addWidget(label(columns.WHAT, "caption", wrap=True))
        page.addWidget(self.message)
        page.addWidget(self.job_bar)
        page.addWidget(scrolling(column), 1)

    def _folder_card(self) -> Card:
        card = Card("Thư mục dùng chung")
        for part in (self.place, self.last, self.locked, self.trouble):
            card.body.addWidget(part)
        row = QHBoxLayout()
        for each in (self.now, self.choose, self.leave):
            row.addWidget(each)
        row.addStretch(1)
        card.body.addLayout(row)
        self.trouble.hide()
        self.locked.hide()
        return card

    def _others_card(self) -> Card:
        card = Card("Các máy khác của cơ quan")
        card.body.addWidget(self.nobody)
        card.body.addWidget(self.others)
        card.body.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.leave.clicked.connect(self._leave)
        self.now.clicked.connect(self._exchange)
        self.forget.clicked.connect(self._forget)
        self.others.selectionModel().currentChanged.connect(self._allow_forgetting)
        rounds = self._services.rounds
        rounds.began.connect(self._follow)
        rounds.ended.connect(self._ended)
        rounds.failed.connect(self._fail)
        self._changes.announced.connect(self._reread)

    def _show(self, state: "FolderState") -> None:
        chosen = state.path is not None
        self.place.setText(str(state.path) if chosen else columns.NOT_CHOSEN)
        self.last.setText(columns.last_exchange(state))
        self.last.setVisible(chosen)
        self.locked.setVisible(chosen and self._services.session.keys is None)
        self.trouble.setText(state.trouble)
        self.trouble.setVisible(bool(state.trouble))
        self.choose.setText("Đổi thư mục…" if chosen else "Chọn thư mục…")
        self.leave.setVisible(chosen)
        self.now.setVisible(chosen)
        _fill(self.others, columns.others(state.others))
        self.nobody.setVisible(not state.others)
        self.forget.setVisible(bool(state.others))
        files = columns.files(state)
        _fill(self.files, files)
        self.files_card.setVisible(bool(files))
        self._allow_forgetting()

    @Slot()
    def _choose(self) -> None:
        path = choosing.folder(self, "Chọn thư mục dùng chung của cơ quan")
        if path is not None:
            self.use(path)

    def use(self, path: "Path") -> None:
        """Exchange through a folder from now on."""
        self._tasks.run(
            self,
            lambda: self._services.folder().choose(path),
            done=self._chosen,
            failed=self._refuse,
        )

    def _chosen(self, _path: object) -> None:
        self.message.say("Đã chọn thư mục dùng chung.", tone="done", kept=columns.NEVER)
        self.refresh()
        self._services.rounds.round()

    def _refuse(self, error: UserError) -> None:
        self.message.fail(error, kept="Chưa thay đổi gì.")

    @Slot()
    def _leave(self) -> None:
        if question.ask(
            self,
            "Thôi dùng thư mục này?",
            "Máy này không trao đổi qua thư mục đó nữa. Số liệu và các gói ở đó vẫn còn nguyên.",
            yes="Thôi dùng",
            no="Giữ như cũ",
        ):
            self._tasks.run(
                self,
                lambda: self._services.folder().leave(),
                done=lambda _: self.refresh(),
                failed=self.message.fail,
            )

    @Slot()
    def _exchange(self) -> None:
        keys = self._services.session.ask(self, columns.WHY_KEYS)
        if keys is not None:
            self._asked = True
            self.message.hide()
            self._services.rounds.exchange(keys)

    @Slot(object)
    def _follow(self, job: Job) -> None:
        self.now.setEnabled(False)
        job.ended.connect(self._allow)
        if self._asked:
            self.job_bar.follow(job, "Đang trao đổi trong cơ quan")

    @Slot()
    def _allow(self) -> None:
        self.now.setEnabled(True)

    @Slot(object)
    def _ended(self, done: "Exchanged | None") -> None:
        if done is not None and self._asked:
            tone = "done" if done.reachable and not done.notices else "warning"
            said = columns.outcome(done) if done.reachable else done.notices[0]
            self.message.say(
                said, tone=tone, kept=" ".join(done.notices) if done.reachable else ""
            )
        self._asked = False
        self.refresh()

    @Slot(object)
    def _fail(self, error: UserError) -> None:
        self._asked = False
        self.message.fail(error)
        self.refresh()

    @Slot()
    def _allow_forgetting(self) -> None:
        self.forget.setEnabled(self.others.currentIndex().isValid())

    @Slot()
    def _forget(self) -> None:
        line = self.others.lines.lines[self.others.currentIndex().row()]
        if question.ask(
            self,
            f"{line.head} không còn dùng nữa?",
            "Chương trình không chờ máy này xác nhận nữa và dọn các gói dành cho nó. Nếu máy đó "
            "gửi gói mới thì lại được tính như trước.",
            yes="Không chờ nữa",
            no="Vẫn chờ",
        ):
            digits = line.target
            self._tasks.run(
                self,
                lambda: self._services.folder().give_up(digits),
                done=self._forgotten,
                failed=self.message.fail,
            )

    def _forgotten(self, pc: "OtherPc") -> None:
        self.message.say(f"Không chờ máy {pc.digits} nữa.", tone="done")
        self.refresh()

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if Topic.PACKAGES in topics:
            self.refresh()


def _fill(entries: LineList, lines: Sequence[Line]) -> None:
    entries.show_lines(lines)
    entries.setFixedHeight(_LINE * min(_MOST_LINES, max(1, len(lines))) + 4)
    entries.setVisible(bool(lines))


def _how_card() -> Card:
    card = Card("Cách làm")
    add_steps(card, columns.HOW)
    card.body.addWidget(label(columns.NEVER, "missing", wrap=True))
    return card
