"""Packages (gói hồ sơ) that are sent: written, and parts of them once more."""

from argparse import Namespace
from typing import Any

from ntm_desktop.cli.context import opened, passphrase
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.services.sending import EachExport, ExportReceipt


def export(options: Namespace) -> Answer:
    """Write a package for one office, or one for each of several; read them again and count."""
    with opened(options) as workplace:
        how: dict[str, Any] = {
            "keys": workplace.keys.unlock(passphrase(options)),
            "year": options.year or workplace.sheet().year,
            "progress": Unwatched(),
            "full": options.full,
            "plain": options.plain,
            "part_size": options.part_size,
        }
        receivers = options.to or [None]
        if len(receivers) == 1:
            return _written(workplace.sending.export(options.folder, to=receivers[0], **how))
        return _each(workplace.sending.export_each(options.folder, receivers, **how))


def resend(options: Namespace) -> Answer:
    """Write parts of a package once more, as they were."""
    with opened(options) as workplace:
        made = workplace.sending.resend(
            options.id,
            options.part,
            options.folder,
            keys=workplace.keys.unlock(passphrase(options)),
            progress=Unwatched(),
        )
    return _written(made)


def _written(made: ExportReceipt) -> Answer:
    return Answer(
        document=_document(made),
        lines=[
            *(str(each.path) for each in made.files),
            f"Đã ghi xong. Có thể rút USB. Gói số {made.number} ({made.id}) gửi {made.receiver}: "
            f"{made.revisions} thay đổi, {made.objects} tệp minh chứng, {made.size} byte, "
            f"{'đã mã hóa' if made.sealed else 'không mã hóa'}.",
        ],
    )


def _each(made: EachExport) -> Answer:
    """Answer for several offices: what could not be written does not hide what was."""
    answers = [_written(each) for each in made.done]
    failed = [
        {"to": unit, "error": {"code": error.code, "message": str(error)}}
        for unit, error in made.failed
    ]
    return Answer(
        document={
            "packages": [*(answer.document for answer in answers), *failed],
            "left": list(made.left),
        },
        lines=[
            *(line for answer in answers for line in answer.lines),
            *(f"{unit}: {error}" for unit, error in made.failed),
        ],
        exit_status=max((error.exit_status for _, error in made.failed), default=0),
    )


def _document(made: ExportReceipt) -> dict[str, Any]:
    return {
        "id": made.id,
        "number": made.number,
        "kind": made.kind,
        "to": made.receiver,
        "sealed": made.sealed,
        "parts": made.parts,
        "files": [
            {"path": str(each.path), "size": each.size, "sha256": each.sha256, "part": each.part}
            for each in made.files
        ],
        "counts": {
            "revisions": made.revisions,
            "objects": made.objects,
            "bytes": made.object_bytes,
        },
    }
