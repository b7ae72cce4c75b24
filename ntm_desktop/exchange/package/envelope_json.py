"""The envelope as canonical JSON, and back: every member checked."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from typing import Final

from ntm_desktop.domain.canonical import JsonValue, canonical, read_canonical
from ntm_desktop.domain.head import Head, Point, origin_prefix
from ntm_desktop.exchange.package import fields
from ntm_desktop.exchange.package.envelope import (
    MAJOR,
    MINOR,
    CarriedObject,
    CarriedSet,
    Echo,
    Envelope,
    Predecessor,
    Receipt,
    ScopePart,
    Sender,
)
from ntm_desktop.exchange.package.fields import FormError, Members, each, member, members

_DEPTH: Final = 8


class EnvelopeTooNewError(ValueError):
    """The format has a higher major number than this program reads."""


def to_json(envelope: Envelope) -> bytes:
    """Write the envelope; ValueError if it would not be read again as the same."""
    data = canonical(_content(envelope))
    if from_json(data) != envelope:
        raise FormError("the envelope does not come back as it is")
    return data


def _content(envelope: Envelope) -> dict[str, object]:
    counts = {
        "bytes": envelope.object_bytes,
        "objects": len(envelope.objects),
        "revisions": envelope.revisions,
    }
    return {
        "counts": counts,
        "criteria_sets": [
            {"digest": each_set.digest, "id": each_set.id} for each_set in envelope.criteria_sets
        ],
        "echoes": [echo._asdict() for echo in envelope.echoes],
        "format": {"major": envelope.major, "minor": envelope.minor},
        "from": _sender_members(envelope.sender),
        "id": envelope.id,
        "kind": envelope.kind,
        "number": envelope.number,
        "objects": [_object_members(carried) for carried in envelope.objects],
        "part": envelope.part,
        "parts": envelope.parts,
        "practice": envelope.practice,
        "predecessors": [
            {"number": earlier.number, "upto": _points(earlier.upto)}
            for earlier in envelope.predecessors
        ],
        "receipt": receipt_members(envelope.receipt) if envelope.receipt else None,
        "scopes": [_scope_members(scope) for scope in envelope.scopes],
        "to": envelope.to,
    }


def from_json(data: bytes) -> Envelope:
    """Read an envelope; EnvelopeTooNewError, or ValueError for any other form than agreed.

    Members this version does not know are let pass if the minor number is higher than ours.
    """
    content = members(read_canonical(data, max_depth=_DEPTH))
    form = members(member(content, "format"))
    major = fields.count(member(form, "major"), 1)
    if major > MAJOR:
        raise EnvelopeTooNewError(f"format {major}")
    envelope = _envelope(content, fields.count(member(form, "minor")))
    _check_counts(envelope, members(member(content, "counts")))
    _check_sense(envelope)
    if envelope.minor <= MINOR and canonical(_content(envelope)) != data:
        raise FormError("members that this format has not")
    return envelope


def _envelope(content: Members, minor: int) -> Envelope:
    receipt = member(content, "receipt")
    return Envelope(
        id=fields.uuid7(member(content, "id")),
        kind=fields.word(member(content, "kind")),
        number=fields.count(member(content, "number"), 1),
        sender=_sender(member(content, "from")),
        to=each(member(content, "to"), fields.unit),
        revisions=fields.count(member(members(member(content, "counts")), "revisions")),
        objects=each(member(content, "objects"), _object),
        scopes=each(member(content, "scopes"), _scope),
        criteria_sets=each(member(content, "criteria_sets"), _set),
        receipt=None if receipt is None else read_receipt(receipt),
        echoes=each(member(content, "echoes"), _echo),
        predecessors=each(member(content, "predecessors"), _predecessor),
        practice=fields.flag(member(content, "practice")),
        part=fields.count(member(content, "part"), 1),
        parts=fields.count(member(content, "parts"), 1),
        minor=minor,
    )


def _check_counts(envelope: Envelope, counts: Members) -> None:
    if fields.count(member(counts, "objects")) != len(envelope.objects):
        raise FormError("another number of objects")
    if fields.count(member(counts, "bytes")) != envelope.object_bytes:
        raise FormError("another number of bytes")


def _check_sense(envelope: Envelope) -> None:
    """Refuse what single members cannot show: order, repeats, parts, whose origin it is."""
    if any(one.sha256 >= two.sha256 for one, two in pairwise(envelope.objects)):
        raise FormError("objects out of order, or twice")
    if len({scope.scope for scope in envelope.scopes}) < len(envelope.scopes):
        raise FormError("a scope twice")
    _check_parts(envelope)
    prefix = origin_prefix(envelope.sender.signing_key)
    if not envelope.sender.origin.startswith(prefix + "."):
        raise FormError("the sender's origin is not of the sender's key")
    if envelope.receipt and envelope.receipt.installation != envelope.sender.origin:
        raise FormError("another installation's receipt")


def _check_parts(envelope: Envelope) -> None:
    if not envelope.part <= envelope.parts:
        raise FormError("part")
    if envelope.parts > 1 and not envelope.minor:
        raise FormError("format 1.0 has no parts")
    if any(carried.last_part > envelope.parts for carried in envelope.objects):
        raise FormError("an object's part")
    if envelope.part > 1 and envelope != without_history(envelope):
        raise FormError("a later part that speaks of the journal")


def without_history(envelope: Envelope) -> Envelope:
    """Leave out what only part 1 says, since only part 1 holds the journal."""
    return replace(envelope, scopes=(), criteria_sets=(), receipt=None, echoes=(), predecessors=())


def _sender_members(sender: Sender) -> dict[str, str]:
    return {
        "age_recipient": sender.age_recipient,
        "name": sender.name,
        "origin": sender.origin,
        "role": sender.role,
        "signing_key": sender.signing_key.hex(),
        "unit": sender.unit,
    }


def _sender(value: JsonValue) -> Sender:
    of = members(value)
    return Sender(
        unit=fields.unit(member(of, "unit")),
        name=fields.text(member(of, "name")),
        role=fields.word(member(of, "role")),
        origin=fields.origin(member(of, "origin")),
        signing_key=fields.octets(member(of, "signing_key")),
        age_recipient=fields.text(member(of, "age_recipient")),
    )


def receipt_members(receipt: Receipt) -> dict[str, object]:
    """Give a receipt ready for canonical JSON: its digest is that of these bytes."""
    return {
        "ends": _points(receipt.ends),
        "installation": receipt.installation,
        "missing": receipt.missing,
        "number": receipt.number,
        "replaces": receipt.replaces,
    }


def receipt_digest(receipt: Receipt) -> str:
    """Give the digest by which an echo names a receipt, 64 hex digits."""
    return sha256(canonical(receipt_members(receipt))).hexdigest()


def read_receipt(value: JsonValue) -> Receipt:
    """Read a receipt; ValueError for another form."""
    of = members(value)
    return Receipt(
        installation=fields.origin(member(of, "installation")),
        number=fields.count(member(of, "number"), 1),
        ends=each(member(of, "ends"), _point),
        replaces=each(member(of, "replaces"), fields.origin),
        missing=each(member(of, "missing"), fields.digest),
    )


def _scope_members(scope: ScopePart) -> dict[str, object]:
    return {
        "heads": [
            [
                *_place(head.point)[1:],
                head.signing_key.hex(),
                head.signature.hex(),
            ]
            for head in scope.heads
        ],
        "scope": scope.scope,
        "since": [_place(point)[1:] for point in scope.since],
        "upto": [_place(point)[1:] for point in scope.upto],
    }


def _scope(value: JsonValue) -> ScopePart:
    of = members(value)
    scope = fields.unit(member(of, "scope"))

    def point(item: JsonValue) -> Point:
        return _point([scope, *fields.items(item)])

    def head(item: JsonValue) -> Head:
        found = fields.items(item)
        if len(found) != 5:
            raise FormError("not a head")
        return Head(point(found[:3]), fields.octets(found[3]), fields.signature(found[4]))

    return ScopePart(
        scope,
        each(member(of, "since"), point),
        each(member(of, "upto"), point),
        each(member(of, "heads"), head),
    )


def _points(points: Sequence[Point]) -> list[list[str | int]]:
    return [_place(point) for point in points]


def _place(point: Point) -> list[str | int]:
    return [point.scope, point.origin, point.seq, point.id.hex()]


def _point(value: JsonValue) -> Point:
    found = fields.items(value)
    if len(found) != 4:
        raise FormError("not a point")
    scope, origin, seq, id_ = found
    return Point(
        fields.unit(scope), fields.origin(origin), fields.count(seq, 1), fields.octets(id_)
    )


def _object_members(carried: CarriedObject) -> dict[str, object]:
    whole = {"part": carried.part, "sha256": carried.sha256, "size": carried.size}
    return whole | ({"pieces": carried.pieces} if carried.pieces else {})


def _object(value: JsonValue) -> CarriedObject:
    of = members(value)
    carried = CarriedObject(
        fields.digest(member(of, "sha256")),
        fields.count(member(of, "size")),
        fields.count(member(of, "part"), 1),
        each(of.get("pieces", []), lambda piece: fields.count(piece, 1)),
    )
    if carried.pieces and (len(carried.pieces) < 2 or sum(carried.pieces) != carried.size):
        raise FormError("an object's pieces")
    return carried


def _set(value: JsonValue) -> CarriedSet:
    of = members(value)
    return CarriedSet(fields.text(member(of, "id")), fields.digest(member(of, "digest")))


def _echo(value: JsonValue) -> Echo:
    of = members(value)
    return Echo(
        fields.origin(member(of, "installation")),
        fields.count(member(of, "number"), 1),
        fields.digest(member(of, "digest")),
    )


def _predecessor(value: JsonValue) -> Predecessor:
    of = members(value)
    return Predecessor(fields.count(member(of, "number"), 1), each(member(of, "upto"), _point))
