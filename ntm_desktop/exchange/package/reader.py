"""Opening a package: nothing of it is given out before it is verified."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from ntm_desktop.domain.progress import Progress, Unwatched
from ntm_desktop.domain.revision import (
    LONGEST_LINE,
    MalformedRevisionError,
    Revision,
    read_revision,
)
from ntm_desktop.exchange import minisign
from ntm_desktop.exchange.package import bag, envelope_json
from ntm_desktop.exchange.package.container import Budget, Entry, Source, chunks, read_entries
from ntm_desktop.exchange.package.envelope import MAJOR, CarriedObject, CarriedPiece, Envelope
from ntm_desktop.exchange.package.errors import (
    NotAPackageError,
    PackageBadSignatureError,
    PackageChangedError,
    PackageIncompleteError,
    PackageMalformedError,
    PackageTooLargeError,
    PackageTooNewError,
    PackageUnsafeError,
)
from ntm_desktop.exchange.package.heads import verify_head

CHECKING: Final = "Đang kiểm tra gói hồ sơ"
_BUDGET: Final = Budget()
_UNWATCHED: Final = Unwatched()


def open_package(path: Path, budget: Budget = _BUDGET) -> "OpenedPackage":
    """Open a package and verify all of it but the evidence; raises PackageError.

    Whether the signer is to be trusted is for the caller to say.
    """
    source = Source(path)
    try:
        return OpenedPackage(source, budget)
    except BaseException:
        source.close()
        raise


class OpenedPackage:
    """A package whose signature, description, lists and journal are verified.

    The evidence is verified while it is taken out (`extract_object`) or by `verify_objects`;
    both may run in any thread.
    """

    def __init__(self, source: Source, budget: Budget) -> None:
        self._source = source
        self._budget = budget
        self._entries = _below_top(read_entries(source, budget))
        self._check_format()
        self._verify_tag_files()
        self.envelope: Envelope = self._read_envelope()
        self._verify_signature()
        self._verify_lists()
        self._verify_journal()

    @property
    def signer(self) -> bytes:
        """The public key (32 bytes) that the package is signed with."""
        return self.envelope.sender.signing_key

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self._source.length

    @property
    def day(self) -> date:
        """The day on which the sender's PC made the package, as it was signed."""
        return bag.made_on(self._small(bag.INFO))

    @property
    def description(self) -> bytes:
        """The envelope as it was signed, with members that only a newer program knows."""
        return self._small(bag.PACKAGE)

    @property
    def here(self) -> tuple[CarriedObject, ...]:
        """The evidence that this part holds whole."""
        return self.envelope.here

    @property
    def pieces(self) -> tuple[CarriedPiece, ...]:
        """The pieces of larger evidence that this part holds."""
        return self.envelope.pieces

    @property
    def _has_journal(self) -> bool:
        return self.envelope.part == 1

    def lines(self) -> Iterator[bytes]:
        """Read the journal's lines, without their line ends; they may still be malformed.

        Part 1 alone has any.
        """
        pending = b""
        for chunk in self._chunks(bag.JOURNAL) if self._has_journal else ():
            *whole, pending = (pending + chunk).split(b"\n")
            if len(pending) > LONGEST_LINE:
                raise PackageMalformedError("a line too long")
            yield from whole
        if pending:
            raise PackageMalformedError("a line without end")

    def revisions(self) -> Iterator[Revision]:
        """Read the journal, strictly; raises PackageMalformedError."""
        try:
            yield from map(read_revision, self.lines())
        except MalformedRevisionError as error:
            raise PackageMalformedError(str(error)) from error

    def extract_object(self, digest: str, to: BinaryIO) -> int:
        """Copy the content named by its SHA-256 (hex) and give its CRC-32.

        Only what returned is verified: raises PackageChangedError after having written some.
        """
        name = bag.object_name(digest)
        self._hashed(name, to.write, digest)
        return self._entries[name].crc32

    def object_chunks(self, digest: str) -> Iterator[bytes]:
        """Read the content named by its SHA-256 (hex); verifying it is left to who stores it."""
        return chunks(self._source, self._entry(bag.object_name(digest)), summed=False)

    def piece_chunks(self, digest: str, index: int) -> Iterator[bytes]:
        """Read a piece of the content named by its SHA-256 (hex).

        The piece is verified only if the end is reached (raises PackageChangedError); the whole is
        for who joins the pieces.
        """
        name = bag.piece_name(digest, index)
        return self._summed(name, self._chunks(name))

    def _summed(self, name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
        found = sha256()
        for piece in pieces:
            found.update(piece)
            yield piece
        if found.hexdigest() != self._payload[name]:
            raise PackageChangedError(name)

    def verify_objects(self, progress: Progress = _UNWATCHED, phase: str = CHECKING) -> None:
        """Verify all evidence and files for people; raises PackageChangedError."""
        total = sum(self._entries[name].size for name in self._payload)
        done = 0
        progress.step(phase, done, total)
        with ThreadPoolExecutor(2) as both:  # hashing leaves Python's lock to others
            try:
                for size in both.map(self._verify_payload, self._payload):
                    done += size
                    progress.step(phase, done, total)
            except BaseException:
                both.shutdown(cancel_futures=True)
                raise

    def close(self) -> None:
        """Let the file go."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _check_format(self) -> None:
        """Recognise a newer format before finding fault with what it does otherwise."""
        if bag.DECLARATION not in self._entries:
            raise NotAPackageError("no bag")
        try:
            major = json.loads(self._small(bag.PACKAGE))["format"]["major"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return
        if isinstance(major, int) and major > MAJOR:
            raise PackageTooNewError(f"format {major}")

    def _verify_tag_files(self) -> None:
        if bag.FETCH in self._entries:
            raise PackageUnsafeError("fetch.txt")
        digests = _manifest(self._small(bag.TAG_MANIFEST))
        if set(digests) != set(bag.TAG_FILES):
            raise PackageIncompleteError("tag manifest")
        for name, digest in digests.items():
            if sha256(self._small(name)).hexdigest() != digest:
                raise PackageChangedError(name)
        if self._small(bag.DECLARATION) != bag.BAGIT:
            raise PackageMalformedError("bagit.txt")

    def _read_envelope(self) -> Envelope:
        try:
            envelope = envelope_json.from_json(self._small(bag.PACKAGE))
        except envelope_json.EnvelopeTooNewError as error:
            raise PackageTooNewError(str(error)) from error
        except ValueError as error:
            raise PackageMalformedError(str(error)) from error
        return envelope

    def _verify_signature(self) -> None:
        try:
            said = minisign.verify(
                self._small(bag.TAG_MANIFEST), self._small(bag.SIGNATURE), self.signer
            )
        except minisign.BadSignatureError as error:
            raise PackageBadSignatureError(str(error)) from error
        if said != bag.trusted_comment(self.envelope):
            raise PackageBadSignatureError(f"signed as {said}")
        if not all(map(verify_head, self.envelope.heads)):
            raise PackageBadSignatureError("head")

    def _verify_lists(self) -> None:
        """See that manifest, description and container name the same files, of the same sizes."""
        self._payload = _manifest(self._small(bag.MANIFEST))
        here = {*self._payload, *bag.TAG_FILES, bag.TAG_MANIFEST, bag.SIGNATURE}
        if here != set(self._entries):
            raise PackageIncompleteError("names")
        for name in self._payload:
            if name != bag.JOURNAL and not name.startswith((bag.OBJECTS, bag.READ_ME)):
                raise PackageIncompleteError(name)
        if (bag.JOURNAL in self._payload) is not self._has_journal:
            raise PackageIncompleteError("journal")
        if any(
            self._payload.get(bag.object_name(each.sha256)) != each.sha256 for each in self.here
        ):
            raise PackageIncompleteError("an object under another name")
        sizes = {name: self._entries[name].size for name in self._payload}
        listed = {bag.object_name(each.sha256): each.size for each in self.here} | {
            bag.piece_name(each.sha256, each.index): each.size for each in self.pieces
        }
        if listed != {name: sizes[name] for name in sizes if name.startswith(bag.OBJECTS)}:
            raise PackageIncompleteError("objects")
        try:
            bag.check_info(self._small(bag.INFO), self.envelope, sizes)
        except bag.BagError as error:
            raise PackageIncompleteError(str(error)) from error

    def _verify_payload(self, name: str) -> int:
        self._hashed(name, _nowhere, self._payload[name])
        return self._entries[name].size

    def _verify_journal(self) -> None:
        if not self._has_journal:
            return
        lines = 0

        def count(chunk: bytes) -> None:
            nonlocal lines
            lines += chunk.count(b"\n")

        self._hashed(bag.JOURNAL, count, self._payload[bag.JOURNAL])
        if lines != self.envelope.revisions:
            raise PackageIncompleteError("revisions")

    def _hashed(self, name: str, take: Callable[[bytes], object], digest: str) -> None:
        found = sha256()
        for chunk in self._chunks(name):
            found.update(chunk)
            take(chunk)
        if found.hexdigest() != digest:
            raise PackageChangedError(name)

    def _small(self, name: str) -> bytes:
        if self._entry(name).size > self._budget.tag_file:
            raise PackageTooLargeError(name)
        return b"".join(self._chunks(name))

    def _chunks(self, name: str) -> Iterator[bytes]:
        return chunks(self._source, self._entry(name))

    def _entry(self, name: str) -> Entry:
        if name not in self._entries:
            raise PackageIncompleteError(f"no {name}")
        return self._entries[name]


def _below_top(entries: list[Entry]) -> dict[str, Entry]:
    """Name entries below the one folder that holds them all."""
    tops = {entry.name.partition("/")[0] for entry in entries}
    if len(tops) != 1:
        raise NotAPackageError("not one top folder")
    return {entry.name.partition("/")[2]: entry for entry in entries}


def _manifest(data: bytes) -> dict[str, str]:
    try:
        return bag.read_manifest(data)
    except bag.BagError as error:
        raise PackageMalformedError(str(error)) from error


def _nowhere(chunk: bytes) -> None:
    """Take a piece that is only to be hashed."""
