"""The office's own keys, and whose keys are trusted here."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db import enrolments, installation, journal, revocations, rewriting, trust
from db.connection import DataFile, writing
from db.revocations import Delivery as Delivery
from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.errors import DataFolderError, InputError, UsageError, UserError
from ntm_desktop.exchange import former_keys, keys
from ntm_desktop.exchange.disk import write_whole
from ntm_desktop.exchange.keys import OfficeKeys, PublicKey
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import passphrase as passphrases
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


class UnknownKeyError(InputError):
    """No key with that fingerprint is known here."""

    code = "unknown_key"


class UnknownDeliveryError(InputError):
    """The import up to which a key is to be trusted is not here."""

    code = "unknown_import"


class OwnKeyError(UsageError):
    """The key is the one the office itself works with."""

    code = "own_key"


class PassphraseNeededError(UsageError):
    """Something must be signed or opened, and no passphrase was given."""

    code = "passphrase_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedOffice:
    """An office whose key is known here; `fingerprint` is 8 groups of 5 digits.

    `revoked` says why the authority took the key back ("" if it gave no reason), else None.
    """

    unit: str
    name: str
    role: Role
    fingerprint: str
    enrolled: bool
    signing_key: bytes = b""
    revoked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """The office's present key: its fingerprint, and how much own work no key vouches for.

    `revoked` as in TrustedOffice; `unvouched` counts what can be written again under this key.
    """

    fingerprint: str
    revoked: str | None
    unvouched: int


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
        file, public_key = self._folder.key_file, self._present().signing_key
        try:
            unlocked = keys.load(file, passphrase)
            if unlocked.public_key == public_key:
                return unlocked
            failure: UserError = KeyFileDiffersError(
                "Tệp khóa trong thư mục dữ liệu không phải khóa của đơn vị này. "
                "Hãy chép lại tệp khóa đã sao lưu, hoặc dùng giấy khôi phục khóa."
            )
        except UserError as error:
            failure = error
        staged = self._staged(passphrase, public_key)
        if staged is None:
            raise failure
        return staged

    def _staged(self, passphrase: str, public_key: bytes) -> OfficeKeys | None:
        """Finish a change of keys or passphrase that the power cut short."""
        file = self._folder.key_file
        try:
            unlocked = keys.load(keys.staged_beside(file), passphrase)
        except UserError:
            return None
        if unlocked.public_key != public_key:
            return None
        keys.put_in_place(file)
        return unlocked

    def identities(self, present: OfficeKeys) -> tuple[str, ...]:
        """Give what opens sealed packages ("AGE-SECRET-KEY-1…"): of present and former keys."""
        former = former_keys.opened(self._folder.keys, present)
        return (present.age_identity, *(each.age_identity for each in former))

    def change_passphrase(self, old: str | None, new: str) -> None:
        """Keep the keys under another passphrase; raises as `unlock`, PassphraseTooShortError.

        The old key file stays until the new one is durable and was seen to open.
        """
        passphrases.check(new)
        keys.stage(self.unlock(old), self._folder.key_file, new)
        keys.put_in_place(self._folder.key_file)

    @property
    def fingerprint(self) -> str:
        """What others compare on paper or by telephone: 8 groups of 5 digits."""
        return keys.fingerprint(self._present().signing_key)

    def own(self) -> OwnKey:
        """Say how the office's own key stands."""
        public_key = self._present().signing_key
        with self._data.session() as store:
            revoked = revocations.revoked(store)
            unvouched = rewriting.waiting(store, origin_prefix(public_key))
        return OwnKey(
            fingerprint=keys.fingerprint(public_key),
            revoked=revoked.get(public_key),
            unvouched=unvouched.revisions,
        )

    def _present(self) -> installation.Installation:
        """Read the keys in force: they may be other than at the start."""
        with self._data.session() as store:
            here = installation.read(store)
        if here is None:
            raise ValueError("no installation")
        return here

    def export_public(self, target: Path, passphrase: str | None) -> Path:
        """Write the public key file that the receiving authority enrols."""
        return self.publish(target, self.unlock(passphrase))

    def publish(self, target: Path, unlocked: OfficeKeys) -> Path:
        """Write the public key file with keys that are unlocked already."""
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
            revoked = revocations.revoked(store)
            return [
                TrustedOffice(
                    unit=key.unit,
                    name=key.name,
                    role=key.role,
                    fingerprint=keys.fingerprint(key.signing_key),
                    enrolled=enrolled,
                    signing_key=key.signing_key,
                    revoked=revoked.get(key.signing_key),
                )
                for key, enrolled in trust.known(store)
            ]

    def known_by(self, fingerprint: str) -> TrustedOffice:
        """Find a key by its fingerprint; raises UnknownKeyError."""
        for office in self.trusted():
            if keys.same_fingerprint(fingerprint, office.signing_key):
                return office
        raise UnknownKeyError(
            "Không có khóa nào ở đây mang dãy số này. Hãy xem lại dãy số trong trang "
            "“Khóa, tin cậy”."
        )

    def deliveries(self, signing_key: bytes) -> list[Delivery]:
        """List the packages that came under a key, latest first."""
        with self._data.session() as store:
            return revocations.deliveries(store, signing_key)

    def revoke(
        self, signing_key: bytes, reason: str, *, up_to: str | None = None
    ) -> frozenset[Topic]:
        """Take a key back for all (merge.md 22); raises NotYoursError outside an authority.

        What it signed up to now counts, or, with the id of an import, what that and earlier ones
        brought; all that is signed later is kept without value. Revoking again replaces what was
        said before.
        """
        if signing_key == self._present().signing_key:
            raise OwnKeyError(
                "Đây là khóa đơn vị đang dùng. Hãy tạo khóa mới trước, rồi thu hồi khóa cũ."
            )
        with self._data.session() as store, writing(store):
            office = next(
                (key for key, _ in trust.known(store) if key.signing_key == signing_key), None
            )
            if office is None:
                raise UnknownKeyError("Khóa này không có trong danh sách ở đây.")
            try:
                good = revocations.good_heads(store, signing_key, up_to)
            except KeyError as error:
                raise UnknownDeliveryError(
                    "Không có lần nhập gói này. Hãy xem danh sách gói đã nhận."
                ) from error
            content: dict[str, Any] = {
                "unit": office.unit,
                "signing_key": signing_key.hex(),
                "good": [[head.scope, head.origin, head.seq, head.id.hex()] for head in good],
                "reason": reason.strip(),
                "date": f"{datetime.now(UTC).astimezone():%Y-%m-%d}",
            }
            record = Record(
                self._office.unit.code,
                revocations.KIND,
                natural_key(office.unit, signing_key.hex()),
            )
            written = journal.write(store, self._office.identity, record, {"revoked": content})
        return EVERYTHING if written else frozenset()
