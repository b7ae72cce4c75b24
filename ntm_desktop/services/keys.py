"""The office's own keys, and whose keys are trusted here."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import enrolments, journal, trust
from db.connection import DataFile, writing
from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import DataFolderError, InputError, UsageError
from ntm_desktop.exchange import keys
from ntm_desktop.exchange.disk import write_whole
from ntm_desktop.exchange.keys import OfficeKeys, PublicKey
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.office import Office


class FingerprintDiffersError(InputError):
    """The digits somebody read out belong to another key."""

    code = "fingerprint_differs"


class WrongUnitError(InputError):
    """The key file is another unit's than expected."""

    code = "wrong_unit"


class KeyFileDiffersError(DataFolderError):
    """The key file in the data folder belongs to another key than the installation."""

    code = "key_file_differs"


class PassphraseNeededError(UsageError):
    """Something must be signed or opened, and no passphrase was given."""

    code = "passphrase_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedOffice:
    """An office whose key is known here; `fingerprint` is 8 groups of 5 digits."""

    unit: str
    name: str
    role: Role
    fingerprint: str
    enrolled: bool


class Keys:
    """The keys of one data folder."""

    def __init__(self, *, folder: DataFolder, data: DataFile, office: Office) -> None:
        self._folder = folder
        self._data = data
        self._office = office

    def unlock(self, passphrase: str | None) -> OfficeKeys:
        """Open the office's keys; raises PassphraseNeededError, WrongPassphraseError."""
        if passphrase is None:
            raise PassphraseNeededError(
                "Cần mật khẩu khóa của đơn vị (--passphrase-file) để thực hiện việc này."
            )
        unlocked = keys.load(self._folder.key_file, passphrase)
        if unlocked.public_key != self._office.signing_key:
            raise KeyFileDiffersError(
                "Tệp khóa trong thư mục dữ liệu không phải khóa của đơn vị này. "
                "Hãy chép lại tệp khóa đã sao lưu."
            )
        return unlocked

    @property
    def fingerprint(self) -> str:
        """What others compare on paper or by telephone: 8 groups of 5 digits."""
        return keys.fingerprint(self._office.signing_key)

    def export_public(self, target: Path, passphrase: str | None) -> Path:
        """Write the public key file that the receiving authority enrols."""
        unlocked = self.unlock(passphrase)
        unit = self._office.unit
        write_whole(target, keys.write_public(unlocked, unit.code, unit.name, self._office.role))
        return target

    def back_up(self, target: Path) -> Path:
        """Copy the secret key file as it is, under its passphrase."""
        keys.back_up(self._folder.key_file, target)
        return target

    def read(self, file: Path) -> PublicKey:
        """Read a public key file, so that a person can compare its fingerprint."""
        return keys.read_public(file)

    def trust(
        self, file: Path, *, unit: str | None = None, fingerprint: str | None = None
    ) -> frozenset[Topic]:
        """Trust the key in a file: the authority enrols it for all, others trust it here only."""
        key = keys.read_public(file)
        if unit is not None and unit != key.unit:
            raise WrongUnitError(
                f"Tệp khóa này của đơn vị {key.unit} ({key.name}), không phải {unit}. "
                "Hãy chọn đúng tệp khóa."
            )
        if fingerprint is not None and not keys.same_fingerprint(fingerprint, key.signing_key):
            raise FingerprintDiffersError(
                f"Dãy số kiểm tra không khớp với khóa của {key.name}. "
                "Hãy đọc lại dãy số, hoặc xin lại tệp khóa."
            )
        if self._office.role is Role.AUTHORITY:
            return self._enrol(key)
        with self._data.session() as store, writing(store):
            trust.keep(
                store,
                trust.TrustedKey(
                    signing_key=key.signing_key,
                    unit=key.unit,
                    name=key.name,
                    role=key.role,
                    age_recipient=key.age_recipient,
                ),
            )
        return frozenset({Topic.KEYS})

    def _enrol(self, key: PublicKey) -> frozenset[Topic]:
        content: dict[str, Any] = {
            "unit": key.unit,
            "name": key.name,
            "role": key.role.value,
            "signing_key": key.signing_key.hex(),
            "age_recipient": key.age_recipient,
        }
        record = Record(
            self._office.unit.code,
            enrolments.KIND,
            natural_key(key.unit, key.signing_key.hex()),
        )
        with self._data.session() as store:
            written = journal.write(store, self._office.identity, record, {"office": content})
        return frozenset({Topic.KEYS}) if written else frozenset()

    def trusted(self) -> list[TrustedOffice]:
        """List whose keys are known here, by unit."""
        with self._data.session() as store:
            return [
                TrustedOffice(
                    unit=key.unit,
                    name=key.name,
                    role=key.role,
                    fingerprint=keys.fingerprint(key.signing_key),
                    enrolled=enrolled,
                )
                for key, enrolled in trust.known(store)
            ]
