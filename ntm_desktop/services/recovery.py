"""When a passphrase is forgotten, a PC dies, or a key is lost or stolen."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from sqlite3 import Connection

from db import exports, installation, rewriting, trust
from db.connection import DataFile, writing
from db.installation import Installation
from db.rewriting import WrittenAgain as WrittenAgain
from db.trust import TrustedKey
from db.units import Unit
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import former_keys, keys, recovery_sheet
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package.heads import sign_head
from ntm_desktop.paths import DataFolder, reachable
from ntm_desktop.services import origins
from ntm_desktop.services import passphrase as passphrases
from ntm_desktop.services.keys import PassphraseNeededError
from ntm_desktop.services.office import Office
from ntm_desktop.services.origins import Reason

_LARGEST_TEXT = 64 * 1024


class OtherKeyError(InputError):
    """The recovery sheet is another key's than the office's present or former ones."""

    code = "recovery_other_key"


class DigitsFileError(InputError):
    """The file with the digits cannot be read."""

    code = "digits_file_unreadable"


class Why(StrEnum):
    """Why an office makes new keys."""

    REPLACED = "replaced"
    """The old key is at hand and in nobody else's."""
    STOLEN = "stolen"
    """Somebody else may have the old key."""
    LOST = "lost"
    """The old key cannot be opened any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """New keys in force: `closed` old chains were signed off, `again` own work written anew."""

    keys: OfficeKeys = field(repr=False)
    closed: int
    again: WrittenAgain

    @property
    def fingerprint(self) -> str:
        """What the others have to compare now: 8 groups of 5 digits."""
        return keys.fingerprint(self.keys.public_key)


def keys_of_digits(text: str) -> OfficeKeys:
    """Make keys of typed digits; raises RecoveryDigitsError, which names the wrong rows."""
    return recovery_sheet.read_text(text)


def keys_in_file(file: Path) -> OfficeKeys:
    """Make keys of digits in a text file; raises DigitsFileError, RecoveryDigitsError."""
    try:
        with reachable(file).open(encoding="utf-8-sig") as stream:
            text = stream.read(_LARGEST_TEXT)
    except (OSError, UnicodeDecodeError) as error:
        raise DigitsFileError(
            f"Không đọc được tệp “{file}”. Hãy ghi 17 hàng số vào một tệp văn bản, mỗi hàng một "
            "dòng."
        ) from error
    return keys_of_digits(text)


def keys_in_image(file: Path) -> OfficeKeys:
    """Read the keys from a photo, scan or PDF of the sheet; raises RecoveryImageError."""
    from ntm_desktop.services import recovery_photo

    return recovery_photo.keys_in(file)


def write_sheet(target: Path, office_keys: OfficeKeys, unit: Unit, *, practice: bool) -> Path:
    """Write the recovery sheet (PDF, one page); raises a UserError, and then nothing is left."""
    from ntm_desktop.exchange.documents.recovery_sheet import RecoveryPaper, write_recovery_sheet

    paper = RecoveryPaper(
        unit=unit.code,
        name=unit.name,
        fingerprint=keys.fingerprint(office_keys.public_key),
        day=datetime.now(UTC).astimezone().date(),
        sheet=recovery_sheet.sheet_of(office_keys),
        practice=practice,
    )
    write_recovery_sheet(paper, target)
    return target


class Recovery:
    """Getting keys back, and making new ones, for one data folder."""

    def __init__(self, *, folder: DataFolder, data: DataFile, office: Office) -> None:
        self._folder, self._data, self._office = folder, data, office

    def write_sheet(self, target: Path, office_keys: OfficeKeys) -> Path:
        """Write the recovery sheet of the office's keys."""
        office = self._office
        return write_sheet(target, office_keys, office.unit, practice=office.practice)

    def restore(self, recovered: OfficeKeys, passphrase: str) -> bool:
        """Keep keys from the sheet under a new passphrase; True if they are the present ones.

        Former ones are kept to open what was sealed to them. Raises OtherKeyError and
        PassphraseTooShortError.
        """
        with self._data.session() as store:
            here = _present(store)
            former = installation.former_origins(store)
        if (recovered.public_key, recovered.age_recipient) == (
            here.signing_key,
            here.age_recipient,
        ):
            passphrases.check(passphrase)
            self._folder.keys.mkdir(exist_ok=True)
            keys.stage(recovered, self._folder.key_file, passphrase)
            keys.put_in_place(self._folder.key_file)
            return True
        prefix = origin_prefix(recovered.public_key)
        if any(origin.partition(".")[0] == prefix for origin in former):
            former_keys.keep(self._folder.keys, recovered, here.age_recipient)
            return False
        raise OtherKeyError(
            "Giấy khôi phục này không phải của khóa đang dùng ở đây. Dãy số của khóa đang dùng: "
            f"{keys.fingerprint(here.signing_key)}. Hãy tìm tờ giấy có dãy số đó."
        )

    def renew(self, why: Why, passphrase: str, old: OfficeKeys | None = None) -> Renewal:
        """Make new keys, put them in force and keep the old ones beside them.

        Old keys at hand sign the old chains off, unless they were stolen; then, and when they are
        lost, own work that nobody has seen yet is written again under the new ones (merge.md 11).
        Raises PassphraseTooShortError, PassphraseNeededError, or what a disk does.
        """
        passphrases.check(passphrase)
        if why is Why.REPLACED and old is None:
            raise PassphraseNeededError(
                "Cần mật khẩu của khóa cũ để khóa cũ ký xác nhận lần cuối. "
                "Nếu không còn mật khẩu, hãy chọn lý do “mất khóa”."
            )
        made = keys.create()
        with self._data.session() as store:
            before = _present(store)
        self._keep_old(before, old, made)
        keys.stage(made, self._folder.key_file, passphrase)
        with self._data.session() as store, writing(store):
            closed = _close(store, old) if old is not None and why is not Why.STOLEN else 0
            if why is not Why.STOLEN:  # what others still hold of it may come back
                self._trust_old(store, before)
            installation.change_key(store, made.public_key, made.age_recipient)
            origins.renew(store, Reason.KEY_CHANGED)
            again = rewriting.write_again(store, origin_prefix(made.public_key))
        keys.put_in_place(self._folder.key_file)
        origins.after_change(self._folder, self._data)
        return Renewal(keys=made, closed=closed, again=again)

    def write_again(self) -> tuple[WrittenAgain, frozenset[Topic]]:
        """Write own work again that a revocation of the former key took the value from."""
        with self._data.session() as store:
            here = _present(store)
            again = rewriting.write_again(store, origin_prefix(here.signing_key))
        return again, EVERYTHING if again.revisions else frozenset()

    def _keep_old(self, before: Installation, old: OfficeKeys | None, made: OfficeKeys) -> None:
        self._folder.keys.mkdir(exist_ok=True)
        former_keys.shelve(self._folder.key_file, before.signing_key)
        if old is not None:
            for each in (old, *former_keys.opened(self._folder.keys, old)):
                former_keys.keep(self._folder.keys, each, made.age_recipient)

    def _trust_old(self, store: Connection, before: Installation) -> None:
        office = self._office
        trust.keep(
            store,
            TrustedKey(
                signing_key=before.signing_key,
                unit=office.unit.code,
                name=office.unit.name,
                role=office.role,
                age_recipient=before.age_recipient,
            ),
        )


def _present(store: Connection) -> Installation:
    here = installation.read(store)
    if here is None:
        raise ValueError("no installation")
    return here


def _close(store: Connection, old: OfficeKeys) -> int:
    """Sign every chain under the old key off at its last revision held here (merge.md 10)."""
    prefix = origin_prefix(old.public_key)
    closed = 0
    for point in exports.chain_ends(store):
        if point.origin.partition(".")[0] == prefix and not exports.is_head_signed(store, point):
            exports.keep_head(store, sign_head(old, point))
            closed += 1
    return closed
