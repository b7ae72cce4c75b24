"""What is asked before a window goes, so that nothing is lost unsaid."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ntm_desktop.errors import UserError
    from ui.tasks import TaskRunner


def may_lose(window: QWidget, unsaved: Sequence[str]) -> bool:
    """Ask before leaving typed text behind that could not be saved; it is named."""
    if not unsaved:
        return True
    from ui.widgets import question

    return question.ask(
        window,
        "Còn nội dung chưa lưu được",
        "\n".join(unsaved),
        yes="Đóng, bỏ nội dung này",
        no="Ở lại để sửa",
    )


def may_stop(window: QWidget, tasks: "TaskRunner", under_way: str) -> bool:
    """Ask before stopping long work, which leaves nothing half done; stop it if that is so."""
    if not tasks.jobs:
        return True
    from ui.widgets import question

    stop = question.ask(
        window,
        "Đang có việc chưa làm xong",
        f"{under_way}\nNếu đóng bây giờ, việc này dừng lại, không để lại gì dở dang. "
        "Số liệu đã lưu vẫn còn nguyên.",
        yes="Dừng việc và đóng",
        no="Ở lại, làm cho xong",
    )
    if stop:
        for job in tasks.jobs:  # those of now: the question may have stood for a while
            job.cancel()
    return stop


def may_leave_without_copy(window: QWidget, error: "UserError") -> bool:
    """Ask whether to go although no copy of the data could be made."""
    from ui.widgets import question

    return question.ask(
        window,
        "Chưa sao lưu được",
        f"{error}\nSố liệu trong chương trình vẫn còn nguyên.",
        yes="Vẫn đóng",
        no="Ở lại",
    )
