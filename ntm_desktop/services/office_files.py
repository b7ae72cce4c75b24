"""Files that offices sign for one another: by whom one is, and whether that office is trusted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from db import installation, revocations, trust
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import office_file
from ntm_desktop.exchange.disk import write_whole
from ntm_desktop.exchange.keys import OfficeKeys, same_fingerprint
from ntm_desktop.exchange.office_file import ENDING as ENDING
from ntm_desktop.exchange.office_file import Head as Head
from ntm_desktop.services.keys import FingerprintDiffersError
from ntm_desktop.services.receiving import PracticeMixedError

if TYPE_CHECKING:
    from sqlite3 import Connection

    from ntm_desktop.services.workplace import Workplace


class RevokedSignerError(InputError):
    """The file was signed with a key that the authority took back."""

    code = "data_file_revoked"


class OtherUnitError(InputError):
    """The file was signed with the known key of another unit than it names."""

    code = "data_file_other_unit"


class NewerKindError(InputError):
    """The file holds something that only a newer program knows."""

    code = "data_file_newer"


class FingerprintNeededError(InputError):
    """The signer is not known here, and nobody compared the fingerprint."""

    code = "fingerprint_needed"


class Signer(StrEnum):
    """How well the office that signed a file is known here."""

    OWN = "own"
    TRUSTED = "trusted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file that came: whole and signed; `name` is the signer's as it is known here.

    `has_other_key`: of that unit another key is known here than the one that signed.
    """

    path: Path
    head: Head
    content: bytes
    signer: Signer
    name: str
    has_other_key: bool = False

    @property
    def fingerprint(self) -> str:
        """What people compare of the signer's key."""
        return self.head.fingerprint


class OfficeFiles:
    """Signs files of one office, and looks at those of others."""

    def __init__(self, workplace: "Workplace") -> None:
        self._workplace = workplace

    def sign(self, target: Path, kind: str, title: str, content: bytes, keys: OfficeKeys) -> Head:
        """Write a file in the name of the office; raises DiskFullError, TargetNotWritableError."""
        office = self._workplace.office
        head = Head(
            kind=kind,
            unit=office.unit.code,
            name=office.unit.name,
            signing_key=keys.public_key,
            made_on=f"{datetime.now(UTC).astimezone():%Y-%m-%d}",
            title=title,
            practice=office.practice,
        )
        write_whole(target, office_file.write(head, content, keys))
        return head

    def look_at(self, path: Path) -> Arrival:
        """Read a file and find out whose it is, changing nothing.

        Raises what office_file.read raises, RevokedSignerError, OtherUnitError,
        PracticeMixedError.
        """
        found = office_file.read(path)
        head = found.head
        self._check_practice(head)
        with self._workplace.data.session() as store:
            signer, name = self._signer(store, head)
            units = {key.unit for key, _ in trust.known(store)} | {
                self._workplace.office.unit.code
            }
        return Arrival(
            path=path,
            head=head,
            content=found.content,
            signer=signer,
            name=name,
            has_other_key=signer is Signer.UNKNOWN and head.unit in units,
        )

    def check_compared(self, arrival: Arrival, fingerprint: str) -> None:
        """Let only through what comes from a known office, or whose digits somebody compared.

        Raises FingerprintNeededError, FingerprintDiffersError.
        """
        if fingerprint and not same_fingerprint(fingerprint, arrival.head.signing_key):
            raise FingerprintDiffersError(
                f"Dãy số kiểm tra không khớp với khóa đã ký tệp “{arrival.path.name}”. "
                f"Hãy đọc lại dãy số với {arrival.name}; chưa có gì bị thay đổi."
            )
        if arrival.signer is Signer.UNKNOWN and not fingerprint:
            raise FingerprintNeededError(
                f"Máy này chưa biết khóa của {arrival.name}. Hãy gọi điện cho đơn vị đó và so dãy "
                f"số {arrival.head.fingerprint} trước khi nhận."
            )

    def _signer(self, store: "Connection", head: Head) -> tuple[Signer, str]:
        if head.signing_key in revocations.revoked(store):
            raise RevokedSignerError(
                f"Tệp được ký bằng khóa của {head.name} đã bị thu hồi nên không được nhận. "
                "Hãy xin đơn vị đó gửi lại tệp ký bằng khóa mới."
            )
        office, here = self._workplace.office, installation.read(store)
        if here is not None and head.signing_key == here.signing_key:
            return Signer.OWN, office.unit.name
        known = [key for key, _ in trust.known(store) if key.signing_key == head.signing_key]
        if known and head.unit not in {key.unit for key in known}:
            raise OtherUnitError(
                f"Tệp ghi là của {head.name} ({head.unit}) nhưng được ký bằng khóa của "
                f"{known[0].name} ({known[0].unit}). Không được dùng; hãy hỏi lại hai đơn vị."
            )
        return (Signer.TRUSTED, known[0].name) if known else (Signer.UNKNOWN, head.name)

    def _check_practice(self, head: Head) -> None:
        if head.practice is not self._workplace.office.practice:
            raise PracticeMixedError(
                "Tệp này là số liệu luyện tập, không nhập vào số liệu thật được."
                if head.practice
                else "Tệp này là số liệu thật, không nhập vào thư mục luyện tập được. "
                "Hãy mở thư mục dữ liệu của đơn vị."
            )
