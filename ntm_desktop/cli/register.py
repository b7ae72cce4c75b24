"""What came of packages: their register, and imports taken back."""

from argparse import Namespace
from typing import Any

from ntm_desktop.cli.context import opened
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.register import RegisterLine
from ntm_desktop.services.correspondence import Correspondence
from ntm_desktop.services.undoing import WouldUndo


def undo(options: Namespace) -> Answer:
    """Take an import back, unless something that stays needs it."""
    with opened(options) as workplace:
        would = workplace.undoing.would(options.import_id)
        workplace.undoing.undo(options.import_id, Unwatched())
    return Answer(
        document={
            "import_id": options.import_id,
            "removed": would.gone,
            "restored": would.changed,
            "conflicts_settled": would.settled,
            "conflicts_reopened": would.reopened,
            "objects": would.files,
        },
        lines=[_undone(would)],
    )


def _undone(would: WouldUndo) -> str:
    words = (
        f"Đã hoàn tác: bỏ {would.gone} nội dung, trả {would.changed} nội dung về như trước, "
        f"bỏ {would.files} tệp minh chứng."
    )
    if would.settled:
        words += f" Hết {would.settled} số liệu chưa thống nhất."
    if would.reopened:
        words += f" Lại có {would.reopened} số liệu chưa thống nhất."
    return f"{words} Gói có thể nhập lại bất cứ lúc nào."


def history(options: Namespace) -> Answer:
    """List what was sent and what came, with the files' hashes; write it as PDF if wanted."""
    with opened(options) as workplace:
        correspondence = Correspondence(workplace)
        found = correspondence.register()
        pages = (
            correspondence.print_register(found, options.pdf, Unwatched()) if options.pdf else None
        )
    document: dict[str, Any] = {"packages": [_line(line) for line in found.lines]}
    lines = [words for line in found.lines for words in _in_words(line)]
    if pages is not None:
        document["pdf"] = {"path": str(options.pdf), "pages": pages}
        lines = [f"Đã in sổ gửi, nhận hồ sơ ra {options.pdf}: {pages} trang."]
    return Answer(document=document, lines=lines or ["Chưa gửi, nhận gói hồ sơ nào."])


def _line(line: RegisterLine) -> dict[str, Any]:
    return {
        "state": line.fate.value,
        "at": line.at.isoformat(timespec="seconds"),
        "unit": line.unit,
        "name": line.name,
        "number": line.number,
        "parts": line.parts,
        "files": [
            {"name": file.name, "part": file.part, "size": file.size, "sha256": file.sha256}
            for file in line.files
        ],
        "revisions": line.revisions,
        "objects": line.objects,
        "until": line.until and line.until.isoformat(timespec="seconds"),
        "reason": line.why,
        "import_id": line.import_id,
    }


def _in_words(line: RegisterLine) -> list[str]:
    number = "" if line.number is None else f"gói số {line.number}, "
    id_ = f" [{line.import_id}]" if line.import_id else ""
    files = [f"    {file.sha256 or '-' * 64}  {file.name}" for file in line.files]
    whom = line.counterpart or "không rõ nơi gửi"
    return [f"{line.at:%d/%m/%Y %H:%M}  {whom}, {number}{line.outcome}{id_}", *files]
