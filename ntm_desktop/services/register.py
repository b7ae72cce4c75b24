"""The register of packages (sổ gửi, nhận hồ sơ), read from what both directions left behind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from db import correspondence, imports, sent
from db.connection import reading
from ntm_desktop.domain.register import Fate, Register, RegisterFile, RegisterLine

if TYPE_CHECKING:
    from sqlite3 import Connection

    from db.correspondence import EnteredImport, PartFile, RefusedFile
    from db.imports import WaitingPackage
    from db.sent import SentFile, SentPackage
    from ntm_desktop.services.workplace import Workplace


def register(workplace: "Workplace", confirmed: Mapping[str, datetime | None]) -> Register:
    """Read everything that went out and came in, newest first.

    `confirmed` says of each package sent, by id, when the receiver's receipt for it came in.
    """
    office = workplace.office
    with workplace.data.session() as store, reading(store):
        names = {**correspondence.names(store), office.authority.code: office.authority.name}
        waiting = imports.waiting(store)
        lines = [
            *(
                line
                for package in sent.everything(store)
                for line in _outgoing(
                    package,
                    sent.files(store, package.package),
                    name=names.get(package.receiver, ""),
                    confirmed=confirmed.get(package.package),
                )
            ),
            *_incoming(store, waiting),
            *_waiting(waiting),
            *(_refused(each) for each in correspondence.refused(store)),
        ]
    return Register(
        unit=office.unit.code,
        name=office.unit.name,
        made_at=datetime.now(UTC).astimezone(),
        lines=tuple(sorted(lines, key=lambda line: line.at, reverse=True)),
        practice=office.practice,
    )


def _outgoing(
    package: "SentPackage",
    files: "Sequence[SentFile]",
    *,
    name: str,
    confirmed: datetime | None,
) -> Iterator[RegisterLine]:
    """Give a line to a package, and one to each time that parts of it went out again."""
    times = [list(map(_sent_file, of_one)) for _, of_one in groupby(files, key=_when)]
    again = [_local(at) for at in sorted({file.at for file in files})[1:]]
    first = times[0] if times else [RegisterFile(package.file_name, size=package.size)]
    yield RegisterLine(
        fate=Fate.SENT if confirmed is None else Fate.CONFIRMED,
        at=_local(package.at),
        unit=package.receiver,
        name=name,
        number=package.number,
        parts=len(first),
        files=tuple(first),
        revisions=package.revisions,
        objects=len(package.objects),
        until=confirmed,
    )
    for at, once_more in zip(again, times[1:], strict=True):
        yield RegisterLine(
            fate=Fate.RESENT,
            at=at,
            unit=package.receiver,
            name=name,
            number=package.number,
            parts=0,
            files=tuple(once_more),
        )


def _when(file: "SentFile") -> str:
    return file.at


def _sent_file(file: "SentFile") -> RegisterFile:
    return RegisterFile(file.file_name, file.part, file.size, _hex(file.sha256))


def _incoming(store: "Connection", waiting: "Sequence[WaitingPackage]") -> Iterator[RegisterLine]:
    """Give a line to each import, with its parts that are here whole or wait for other parts."""
    files = correspondence.imported_parts(store)
    for each in correspondence.imported(store):
        here = [_part_file(file) for file in files.get(each.row, ())]
        if each.standing:
            here += [_waiting_file(part) for part in waiting if part.package == each.package]
        yield _imported(each, sorted(here, key=lambda file: file.part))


def _imported(each: "EnteredImport", files: Sequence[RegisterFile]) -> RegisterLine:
    return RegisterLine(
        fate=Fate.IMPORTED if each.standing else Fate.UNDONE,
        at=_local(each.at),
        unit=each.sender,
        name=each.sender_name,
        number=each.number,
        parts=each.parts,
        files=tuple(files) or (RegisterFile(each.file_name),),
        revisions=each.revisions,
        objects=each.objects,
        until=_local(each.undone_at) if each.undone_at else None,
        import_id=each.id,
    )


def _part_file(file: "PartFile") -> RegisterFile:
    return RegisterFile(file.name, file.part, sha256=_hex(file.sha256))


def _waiting(packages: "Iterable[WaitingPackage]") -> Iterator[RegisterLine]:
    for each in packages:
        yield RegisterLine(
            fate=Fate.WAITING,
            at=_local(each.at),
            unit="",
            name=each.sender,
            number=each.number,
            parts=0,
            files=(_waiting_file(each),),
            why="; ".join(each.needs),
        )


def _waiting_file(each: "WaitingPackage") -> RegisterFile:
    return RegisterFile(each.file_name, each.part, sha256=_hex(each.sha256))


def _refused(each: "RefusedFile") -> RegisterLine:
    return RegisterLine(
        fate=Fate.REFUSED,
        at=_local(each.at),
        unit="",
        name=each.sender or "",
        number=each.number,
        parts=0,
        files=(_part_file(each.file),),
        why=each.sentence,
    )


def _hex(sha256: bytes | None) -> str | None:
    return sha256.hex() if sha256 else None


def _local(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone()
