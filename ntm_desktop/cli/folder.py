"""The folder that the PCs of one office share."""

from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from ntm_desktop.cli.context import opened, passphrase
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.errors import DataFolderError
from ntm_desktop.services.folder_exchange import Exchanged, FileLine
from ntm_desktop.services.shared_folder import FolderState, OtherPc, SharedFolder


def choose(options: Namespace) -> Answer:
    """Exchange through this folder from now on."""
    with opened(options) as workplace:
        path = SharedFolder(workplace).choose(options.folder)
    return Answer(
        document={"path": str(path)},
        lines=[
            f"Từ nay trao đổi với các máy khác của đơn vị qua {path}.",
            "Mỗi máy giữ thư mục dữ liệu riêng; không bao giờ dùng chung thư mục dữ liệu.",
        ],
    )


def leave(options: Namespace) -> Answer:
    """Exchange through no folder any more; what lies there stays."""
    with opened(options) as workplace:
        service = SharedFolder(workplace)
        before = service.path
        service.leave()
    return Answer(
        document={"left": str(before) if before else None},
        lines=["Không trao đổi qua thư mục dùng chung nữa. Các gói ở đó vẫn còn nguyên."],
    )


def status(options: Namespace) -> Answer:
    """Say how the last exchange left the folder; the folder itself is not touched."""
    with opened(options) as workplace:
        state = SharedFolder(workplace).status()
    return Answer(
        document={
            "path": str(state.path) if state.path else None,
            "exchanged_at": state.at.isoformat() if state.at else None,
            "trouble": state.trouble or None,
            "packages": state.lying,
            "others": [_pc(each) for each in state.others],
            "waiting": _files(state.waiting),
            "incomplete": list(state.incomplete),
            "unreadable": _files(state.unreadable),
        },
        lines=_state_in_words(state),
    )


def forget(options: Namespace) -> Answer:
    """Wait no more for a PC that is gone for good."""
    with opened(options) as workplace:
        gone = SharedFolder(workplace).give_up(options.pc)
    return Answer(
        document={"forgotten": _pc(gone)},
        lines=[f"Không chờ máy {gone.digits} nữa. Máy đó gửi gói mới thì lại được tính."],
    )


def exchange(options: Namespace) -> Answer:
    """Take in what others put there, put what they lack, remove what all have."""
    with opened(options) as workplace:
        service = SharedFolder(workplace)
        done = service.exchange(workplace.keys.unlock(passphrase(options)), Unwatched())
    return Answer(
        document={
            "reachable": done.reachable,
            "sent": list(done.sent),
            "taken": [
                {
                    "file": each.name,
                    "from": each.sender,
                    "revisions": each.revisions,
                    "objects": each.objects,
                    "conflicts": each.conflicts,
                }
                for each in done.taken
            ],
            "waiting": _files(done.waiting),
            "incomplete": list(done.incomplete),
            "unreadable": _files(done.unreadable),
            "removed": list(done.removed),
            "notices": list(done.notices),
        },
        lines=_done_in_words(done),
        exit_status=0 if done.reachable else DataFolderError.exit_status,
    )


def _pc(pc: OtherPc) -> dict[str, Any]:
    return {
        "pc": pc.digits,
        "author": pc.author,
        "heard_at": pc.heard_at.isoformat(),
        "behind": pc.behind,
    }


def _files(lines: Iterable[FileLine]) -> list[dict[str, str]]:
    return [{"file": line.name, "message": line.sentence} for line in lines]


def _in_words(*files: FileLine) -> list[str]:
    return [f"{line.name}: {line.sentence}" for line in files]


def _state_in_words(state: FolderState) -> list[str]:
    if state.path is None:
        return ["Chưa chọn thư mục dùng chung. Chọn bằng lệnh ntm folder set DIR."]
    lines = [f"Thư mục dùng chung: {state.path} ({state.lying} gói)"]
    lines.append(f"Trao đổi lần cuối: {state.at:%d/%m/%Y %H:%M}" if state.at else "Chưa trao đổi.")
    lines += [state.trouble] if state.trouble else []
    lines += [
        f"Máy {pc.digits} ({pc.author}): nghe tin {pc.heard_at:%d/%m/%Y %H:%M}, "
        f"{'chưa xác nhận hết' if pc.behind else 'đã có đủ'}"
        for pc in state.others
    ]
    return lines + _in_words(*state.waiting, *state.unreadable)


def _done_in_words(done: Exchanged) -> list[str]:
    lines = list(done.notices)
    if done.reachable:
        lines.append(
            f"Đã trao đổi: nhập {len(done.taken)} gói, ghi {len(done.sent)} gói, "
            f"dọn {len(done.removed)} gói mọi máy đã có."
        )
    lines += [f"{name}: chưa chép xong, lần sau xem lại" for name in done.incomplete]
    return lines + _in_words(*done.waiting, *done.unreadable)
