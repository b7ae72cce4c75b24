"""A package to one receiver, put together from one state of the data, or made again as it was."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from sqlite3 import Connection

from db import exports, installation, kept, sent
from db.exports import NamedObject
from db.files import FileStore
from db.sent import SentPackage
from ntm_desktop.domain.delta import between
from ntm_desktop.domain.ownership import Role
from ntm_desktop.errors import InputError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import envelope_json
from ntm_desktop.exchange.package.envelope import (
    CarriedObject,
    CarriedSet,
    Echo,
    Envelope,
    Predecessor,
    Receipt,
    Sender,
)
from ntm_desktop.exchange.package.heads import sign_head
from ntm_desktop.exchange.package.plan import PackagePlan, SourceObject
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.keys import KeyFileDiffersError
from ntm_desktop.services.office import Office, sets_in_use
from ntm_desktop.services.selection import Selection, Selector


class ReceiverKeyUnknownError(InputError):
    """A package cannot be sealed to an office whose key is not known here."""

    code = "receiver_key_unknown"


class NoSuchPartError(InputError):
    """The package has no such part."""

    code = "no_such_part"


class CannotResendError(InputError):
    """The package cannot be made again as it was."""

    code = "cannot_resend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What `write_package` needs: nothing in `recipients` means not sealed."""

    plan: PackagePlan
    recipients: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """Puts packages of one office together."""

    office: Office
    catalogue: Catalogue
    files: FileStore

    def new(
        self,
        store: Connection,
        keys: OfficeKeys,
        receiver: str,
        *,
        year: int,
        full: bool,
        plain: bool,
    ) -> Composed:
        """Choose what travels, number it, and sign the ends of our chains; in a transaction.

        Raises ReceiverKeyUnknownError, KeyFileDiffersError.
        """
        selector = Selector(store, self.office, receiver)
        if keys.public_key != selector.here.signing_key:
            raise KeyFileDiffersError(
                "Khóa đang mở không phải khóa hiện nay của cơ quan. Hãy mở lại chương trình "
                "rồi nhập mật khẩu của khóa mới."
            )
        recipients = () if plain else _recipients(selector)
        for head in selector.unsigned():
            exports.keep_head(store, sign_head(keys, head.point))
        chosen = selector.select(full=full)
        plan = PackagePlan(
            envelope=self._envelope(store, selector, chosen, receiver),
            year=year,
            day=datetime.now(UTC).astimezone().date(),
            lines=chosen.lines(store),
            objects=tuple(self._source(each) for each in chosen.objects),
        )
        return Composed(plan=plan, recipients=recipients, origin=selector.here.identity.origin)

    def again(
        self, store: Connection, package: SentPackage, only: Collection[int], keys: OfficeKeys
    ) -> Composed:
        """Find again what parts of a package held; in a transaction.

        Raises NoSuchPartError, CannotResendError, ReceiverKeyUnknownError.
        """
        envelope = _described(package, only, keys)
        selector = Selector(store, self.office, package.receiver)
        plan = PackagePlan(
            envelope=envelope,
            year=package.year,
            day=_day(package),
            lines=_lines_again(store, envelope) if 1 in only else (),
            objects=self._objects_again(store, envelope, only),
        )
        return Composed(
            plan=plan,
            recipients=_recipients(selector) if package.sealed else (),
            origin=package.origin,
        )

    def _envelope(
        self, store: Connection, selector: Selector, chosen: Selection, receiver: str
    ) -> Envelope:
        origin = selector.here.identity.origin
        return Envelope(
            id=_new_id(),
            kind=_kind(self.office, selector, chosen),
            number=installation.next_number(store, "package"),
            sender=self._sender(selector),
            to=(receiver,),
            revisions=chosen.revisions,
            objects=tuple(
                CarriedObject(each.sha256.hex(), each.size or 0) for each in chosen.objects
            ),
            scopes=chosen.scope_parts,
            criteria_sets=self._sets(store, chosen),
            receipt=_issued_receipt(store, origin, chosen.missing),
            echoes=tuple(
                Echo(seen.installation, seen.number, seen.digest.hex())
                for seen in sent.receipts(store, [receiver])
            ),
            predecessors=tuple(
                Predecessor(before.number, before.upto)
                for before in reversed(sent.to(store, receiver, origin))
            ),
            practice=selector.here.practice,
        )

    def _sets(self, store: Connection, chosen: Selection) -> tuple[CarriedSet, ...]:
        """Say by which texts the office judges: its own sets, and what else is spoken of."""
        spoken_of = kept.spoken_of(store, (scope for scope, _ in chosen.deltas))
        known = self.catalogue.ids()
        return tuple(
            CarriedSet(id_, self.catalogue.criteria_set(id_).digest)
            for id_ in dict.fromkeys((*sets_in_use(store), *spoken_of))
            if id_ in known
        )

    def _sender(self, selector: Selector) -> Sender:
        return Sender(
            unit=self.office.unit.code,
            name=self.office.unit.name,
            role=self.office.role,
            origin=selector.here.identity.origin,
            signing_key=selector.here.signing_key,
            age_recipient=selector.here.age_recipient,
        )

    def _objects_again(
        self, store: Connection, envelope: Envelope, only: Collection[int]
    ) -> tuple[SourceObject, ...]:
        """Find the evidence of a package; what only other parts hold may be gone."""
        found: list[SourceObject] = []
        for each in envelope.objects:
            digest = bytes.fromhex(each.sha256)
            here = exports.object_here(store, digest)
            if here is None:
                if not set(only).isdisjoint(range(each.part, each.last_part + 1)):
                    raise CannotResendError(
                        "Một tệp minh chứng của phần này không còn trên máy. Hãy ghi gói mới."
                    )
                here = NamedObject(sha256=digest, size=each.size, crc32=None, media=None)
            found.append(self._source(here))
        return tuple(found)

    def _source(self, each: NamedObject) -> SourceObject:
        digest = each.sha256.hex()
        return SourceObject(
            sha256=digest,
            size=each.size or 0,
            crc32=each.crc32 or 0,
            path=self.files.path(digest),
        )


def _kind(office: Office, selector: Selector, chosen: Selection) -> str:
    """Name the package for people."""
    if not chosen.revisions and not chosen.objects:
        return "receipt"
    if selector.is_own:
        return "sync"
    if office.role is Role.COMMUNE or selector.role is Role.AGENCY:
        return "dossier"
    return "result"


def _recipients(selector: Selector) -> tuple[str, ...]:
    if not selector.recipients:
        raise ReceiverKeyUnknownError(
            f"Chưa có khóa của {selector.name} nên chưa mã hóa được gói. Hãy nhận khóa của nơi "
            "nhận ở màn hình Khóa, tin cậy (ntm key trust) rồi làm lại, hoặc ghi gói không mã "
            "hóa (--plain) và giao tận tay."
        )
    return selector.recipients


def _issued_receipt(store: Connection, origin: str, missing: Sequence[str]) -> Receipt:
    """Say what is held here, and keep by what it is known again (merge.md 10, 27)."""
    receipt = Receipt(
        installation=origin,
        number=installation.next_number(store, "receipt"),
        ends=tuple(exports.chain_ends(store)),
        replaces=tuple(
            former for former in installation.former_origins(store) if former != origin
        ),
        missing=tuple(missing),
    )
    digest = bytes.fromhex(envelope_json.receipt_digest(receipt))
    sent.issue_receipt(store, origin, receipt.number, digest)
    return receipt


def description(package: SentPackage) -> Envelope:
    """Read what a package said of itself; raises CannotResendError if that was not kept."""
    if not package.envelope:
        raise CannotResendError(
            "Gói này do phiên bản cũ của chương trình lập, không ghi lại từng phần được. "
            "Hãy ghi gói mới."
        )
    return envelope_json.from_json(package.envelope.encode())


def _described(package: SentPackage, only: Collection[int], keys: OfficeKeys) -> Envelope:
    """Read what a package said of itself, if its parts can still be signed as its own."""
    envelope = description(package)
    if not only or not set(only) <= set(range(1, envelope.parts + 1)):
        raise NoSuchPartError(
            f"Gói số {package.number} có {envelope.parts} phần, đánh số từ 1. "
            "Hãy xem lại số của phần cần gửi."
        )
    if envelope.sender.signing_key != keys.public_key:
        raise CannotResendError(
            "Khóa của cơ quan đã đổi từ khi lập gói này. Hãy ghi gói mới bằng khóa hiện nay."
        )
    return envelope


def _lines_again(store: Connection, envelope: Envelope) -> list[bytes]:
    """Read the revisions between since and upto again."""
    try:
        return list(_between(store, envelope))
    except KeyError as error:
        raise CannotResendError(
            "Một phần số liệu của gói này đã được hoàn tác nên không lập lại đúng như cũ được. "
            "Hãy ghi gói mới."
        ) from error


def _between(store: Connection, envelope: Envelope) -> Iterable[bytes]:
    for part in envelope.scopes:
        ids = between(exports.chains(store, part.scope), part.since, part.upto)
        if ids:
            yield from exports.lines(store, part.scope, ids)


def _day(package: SentPackage) -> date:
    return datetime.fromisoformat(package.at).astimezone().date()


def _new_id() -> str:
    from uuid_utils import uuid7

    return str(uuid7())
