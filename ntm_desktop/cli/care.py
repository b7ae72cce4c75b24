"""Looking after the data: a copy of it, and whether all of it is sound."""

from argparse import Namespace
from pathlib import Path

from ntm_desktop.cli.context import data_folder, opened
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.errors import InputError

FINDINGS = 4


class TargetExistsError(InputError):
    """There is a file already where the copy should go."""

    code = "target_exists"


def backup(options: Namespace) -> Answer:
    """Copy the data file, verified, to a new file."""
    with opened(options) as workplace:
        target = _target(options.target, workplace.folder.new_backup("tay").name)
        made = workplace.backups.make(target, Unwatched())
    return Answer(
        document={"path": str(made.path), "size": made.size, "at": made.at.isoformat()},
        lines=[f"Đã sao lưu và kiểm tra lại: {made.path} ({made.size} byte)."],
    )


def restore(options: Namespace) -> Answer:
    """Go back to a backup; what is there now is backed up first."""
    from ntm_desktop.services.restoring import restore as put_back

    before = put_back(data_folder(options), options.copy, Unwatched())
    return Answer(
        document={"restored": str(options.copy), "before": str(before) if before else None},
        lines=[
            f"Đã phục hồi từ {options.copy}.",
            f"Dữ liệu trước khi phục hồi được giữ ở {before}." if before else "",
            "Hãy nhập lại các gói đã nhận, và hỏi đơn vị nhận gói đầy đủ để lấy lại những gì đã "
            "gửi sau ngày sao lưu.",
        ],
    )


def _target(wanted: Path, name: str) -> Path:
    target = wanted / name if wanted.is_dir() else wanted
    if target.exists():
        raise TargetExistsError(f"Đã có tệp {target}. Hãy chọn tên khác để không mất bản cũ.")
    return target


def check(options: Namespace) -> Answer:
    """Verify everything kept in the data folder, changing nothing."""
    from ntm_desktop.services.checking import check as check_all

    with opened(options) as workplace:
        findings = check_all(workplace, Unwatched())
    return Answer(
        document={
            "ok": not findings,
            "findings": [{"code": finding.code, "message": finding.words} for finding in findings],
        },
        lines=[finding.words for finding in findings]
        or ["Dữ liệu nguyên vẹn: nhật ký, bảng số liệu và tệp minh chứng đều khớp."],
        exit_status=FINDINGS if findings else 0,
    )
