"""Packages (gói hồ sơ) that came: looked at and taken in."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ntm_desktop.cli.context import opened, passphrase
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.parts import missing_in_words, parts_in_words
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.errors import InputError, UserError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package.errors import PackageSealedError
from ntm_desktop.services.arriving import MissingPart
from ntm_desktop.services.receiving import ImportOutcome, Inspection
from ntm_desktop.services.workplace import Workplace

NOT_APPLIED = InputError.exit_status
Made = TypeVar("Made")
_SIGNATURES = {
    "trusted": "Chữ ký đúng, khóa đã được tin cậy.",
    "unknown": "Chữ ký đúng, nhưng khóa này chưa được tin cậy ở đây.",
    "revoked": "Chữ ký đúng, nhưng khóa này đã bị thu hồi.",
}


def inspect(options: Namespace) -> Answer:
    """Verify packages and say what each would change; nothing is changed."""
    with opened(options) as workplace:
        desk = _Desk(workplace, options)
        return _each(options.files, lambda file: _inspected(desk.inspect(file)))


def take_in(options: Namespace) -> Answer:
    """Import packages, each whole or not at all."""
    if options.dry_run:
        return inspect(options)
    with opened(options) as workplace:
        desk = _Desk(workplace, options)
        return _each(options.files, lambda file: _taken_in(desk.take_in(file)))


class _Desk:
    """Opens sealed packages too: the passphrase is asked for once, and only if one is sealed."""

    def __init__(self, workplace: Workplace, options: Namespace) -> None:
        self._workplace, self._options = workplace, options
        self._receiving = workplace.receiving
        self._keys: OfficeKeys | None = None

    def inspect(self, file: Path) -> Inspection:
        return self._opening(partial(self._receiving.inspect, file, Unwatched()))

    def take_in(self, file: Path) -> ImportOutcome:
        return self._opening(partial(self._receiving.take_in, file, Unwatched()))

    def _opening(self, do: Callable[[OfficeKeys | None], Made]) -> Made:
        try:
            return do(self._keys)
        except PackageSealedError:
            if self._keys is not None:
                raise
            self._keys = self._workplace.keys.unlock(passphrase(self._options))
            return do(self._keys)


def _each(files: Sequence[Path], do: Callable[[Path], Answer]) -> Answer:
    """Do one file, or several with a result each: a bad one does not stop the others."""
    if len(files) == 1:
        return do(files[0])
    answers = [(file, _or_refusal(file, do)) for file in files]
    return Answer(
        document={
            "packages": [{"file": str(file), **answer.document} for file, answer in answers]
        },
        lines=[f"{file.name}: {line}" for file, answer in answers for line in answer.lines],
        exit_status=max(answer.exit_status for _, answer in answers),
    )


def _or_refusal(file: Path, do: Callable[[Path], Answer]) -> Answer:
    try:
        return do(file)
    except UserError as error:
        return Answer(
            document={"error": {"code": error.code, "message": str(error)}},
            lines=[str(error)],
            exit_status=error.exit_status,
        )


def _inspected(found: Inspection) -> Answer:
    envelope, would = found.envelope, found.would
    document: dict[str, Any] = {
        "id": envelope.id,
        "kind": envelope.kind,
        "number": envelope.number,
        "from": {"unit": envelope.sender.unit, "name": envelope.sender.name},
        "to": list(envelope.to),
        "parts": {"have": list(found.have), "count": envelope.parts},
        "missing_parts": _missing(found.missing),
        "revisions": envelope.revisions,
        "objects": len(envelope.objects),
        "bytes": found.size,
        "signature": found.signature,
        "sets": list(found.sets),
        "undone_at": found.undone_at and found.undone_at.isoformat(timespec="seconds"),
        "would": would
        and {
            "new": would.new,
            "changed": would.changed,
            "conflicts": would.conflicts,
            "gaps": list(would.gaps),
        },
    }
    return Answer(document=document, lines=_in_words(found))


def _in_words(found: Inspection) -> list[str]:
    envelope, would = found.envelope, found.would
    lines = [
        f"Gói số {envelope.number} của {envelope.sender.name} ({envelope.sender.unit}): "
        f"{envelope.revisions} thay đổi, {len(envelope.objects)} tệp minh chứng.",
        _SIGNATURES[found.signature],
    ]
    parts = parts_in_words(found.have, envelope.parts, found.missing)
    if parts:
        lines.append(f"{parts}.")
    lines += found.sets
    if found.undone_at:
        lines.append(f"Gói này đã nhập rồi hoàn tác ngày {found.undone_at:%d/%m/%Y}.")
    if found.imported:
        return [*lines, "Gói này đã nhập trước đây."]
    if would is None:
        return lines
    lines.append(
        f"Khi nhập: {would.new} nội dung mới, {would.changed} nội dung sửa, "
        f"{would.conflicts} số liệu chưa thống nhất."
    )
    return lines + [f"Còn chờ: {gap}." for gap in would.gaps]


def _taken_in(outcome: ImportOutcome) -> Answer:
    return Answer(
        document={
            "import_id": outcome.import_id,
            "applied": {"revisions": outcome.revisions, "objects": outcome.objects},
            "conflicts": outcome.conflicts,
            "waiting_for": list(outcome.waiting_for),
            "missing_objects": list(outcome.missing_objects),
            "missing_parts": _missing(outcome.missing_parts),
            "notices": list(outcome.notices),
        },
        lines=[_outcome(outcome), *outcome.notices],
        exit_status=NOT_APPLIED if outcome.waiting_for else 0,
    )


def _missing(parts: Sequence[MissingPart]) -> list[dict[str, int]]:
    return [{"part": each.part, "objects": each.objects} for each in parts]


def _outcome(outcome: ImportOutcome) -> str:
    if outcome.waiting_for:
        return f"Gói đang chờ: {'; '.join(outcome.waiting_for)}. Chưa có gì thay đổi."
    if outcome.known:
        return "Gói này đã nhập trước đây, không có gì thay đổi."
    words = f"Đã nhập {outcome.revisions} thay đổi, {outcome.objects} tệp minh chứng."
    if outcome.conflicts:
        words += f" Có {outcome.conflicts} số liệu chưa thống nhất."
    if outcome.missing_parts:
        words += f" Còn thiếu {missing_in_words(outcome.missing_parts)}."
    elif outcome.missing_objects:
        words += f" Còn thiếu {len(outcome.missing_objects)} tệp minh chứng."
    return words
