"""Writing one part of a package: a complete, signed bag in one container."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ntm_desktop.exchange import minisign
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import bag, envelope_json
from ntm_desktop.exchange.package.container import CHUNK
from ntm_desktop.exchange.package.container_writer import (
    ContainerWriter,
    Heard,
    Slice,
    SourceDiffersError,
    Stream,
)
from ntm_desktop.exchange.package.envelope import Envelope
from ntm_desktop.exchange.package.errors import EvidenceDamagedError
from ntm_desktop.exchange.package.parts import of_part
from ntm_desktop.exchange.package.plan import PackagePlan, SourceObject, measured
from ntm_desktop.exchange.package.slices import Cut, cut


class PartWriter:
    """Writes the parts of one plan; what it knows of objects in pieces serves the next part."""

    def __init__(self, plan: PackagePlan, signer: OfficeKeys) -> None:
        self._plan = plan
        self._signer = signer
        self._sources = {each.sha256: each for each in plan.objects}
        self._cuts: dict[str, Sequence[Cut]] = {}

    def envelope(self, part: int) -> Envelope:
        """Say what a part says of itself."""
        return of_part(self._plan.envelope, part)

    def path(self, folder: Path, part: int) -> Path:
        """Say what a part's file is called."""
        return folder / bag.file_name(self.envelope(part), self._plan.year)

    def sources(self, part: int) -> list[SourceObject]:
        """List the evidence that a part holds something of."""
        envelope = self.envelope(part)
        digests = [each.sha256 for each in envelope.here]
        digests += [each.sha256 for each in envelope.pieces]
        return [self._sources[digest] for digest in digests]

    def payload(self, part: int) -> list[int]:
        """List the sizes of the files that a part holds besides the journal."""
        envelope = self.envelope(part)
        pages = self._plan.read_me if part == 1 else ()
        return [
            *(each.size for each in envelope.here),
            *(piece.size for piece in envelope.pieces),
            *(page.path.stat().st_size for page in pages),
        ]

    def write(self, part: int, stream: Stream, top: str, heard: Heard) -> None:
        """Write a part below a top folder; `heard` is told the bytes of evidence written.

        Raises EvidenceDamagedError, OSError.
        """
        writing = _Writing(ContainerWriter(stream, self._plan.day), top)
        writing.add(bag.DECLARATION, [bag.BAGIT])
        if part == 1:
            writing.add(bag.JOURNAL, _journal(self._plan, lambda: heard(0)))
        self._write_objects(writing, self.envelope(part), heard)
        if part == 1:
            for page in self._plan.read_me:
                whole = measured(page.path)
                writing.copy(bag.READ_ME + page.name, whole, Cut.whole(whole), heard)
        self._write_tag_files(writing, self.envelope(part))
        writing.container.finish()

    def _write_objects(self, writing: "_Writing", envelope: Envelope, heard: Heard) -> None:
        for each in envelope.here:
            source = self._sources[each.sha256]
            writing.copy(bag.object_name(each.sha256), source, Cut.whole(source), heard)
        pieces = {carried.sha256: carried.pieces for carried in envelope.objects}
        for piece in envelope.pieces:
            source = self._sources[piece.sha256]
            if piece.sha256 not in self._cuts:
                self._cuts[piece.sha256] = cut(source, pieces[piece.sha256], lambda: heard(0))
            name = bag.piece_name(piece.sha256, piece.index)
            writing.copy(name, source, self._cuts[piece.sha256][piece.index], heard)

    def _write_tag_files(self, writing: "_Writing", envelope: Envelope) -> None:
        """Write what describes and signs the payload."""
        payload = {name: size for name, size in writing.sizes.items() if name.startswith("data/")}
        manifest = bag.manifest({name: writing.digests[name] for name in payload})
        writing.add(bag.INFO, [bag.info(envelope, payload, self._plan.day)])
        writing.add(bag.PACKAGE, [envelope_json.to_json(envelope)])
        writing.add(bag.MANIFEST, [manifest])
        signed = bag.manifest({name: writing.digests[name] for name in bag.TAG_FILES})
        writing.add(bag.TAG_MANIFEST, [signed])
        comment = bag.trusted_comment(envelope)
        writing.add(bag.SIGNATURE, [minisign.sign(signed, self._signer.signing_key, comment)])


@dataclass(slots=True)
class _Writing:
    """A container being written, and what is in it so far, by name below the top folder."""

    container: ContainerWriter
    top: str
    digests: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, content: Iterable[bytes]) -> None:
        """Add content that is hashed as it passes."""
        found = sha256()

        def passing() -> Iterator[bytes]:
            for piece in content:
                found.update(piece)
                yield piece

        self.sizes[name] = self.container.add(f"{self.top}/{name}", passing())
        self.digests[name] = found.hexdigest()

    def copy(self, name: str, source: SourceObject, piece: Cut, heard: Heard) -> None:
        """Add a file or a piece of it as it is; its digest is what it should be.

        That it is so is verified at once where the bytes pass through here, else by rereading.
        """
        content = Slice(source.path, piece.start, piece.size, piece.crc32, source.size)
        try:
            digest = self.container.add_file(f"{self.top}/{name}", content, heard)
        except SourceDiffersError as error:
            raise EvidenceDamagedError(source.sha256) from error
        if digest not in (None, piece.sha256):
            raise EvidenceDamagedError(source.sha256)
        self.sizes[name] = piece.size
        self.digests[name] = piece.sha256


def _journal(plan: PackagePlan, heard: Callable[[], None]) -> Iterator[bytes]:
    """Gather lines to pieces worth a write; ValueError unless there are as many as promised."""
    count = 0
    piece = bytearray()
    for line in plan.lines:
        piece += line + b"\n"
        count += 1
        if len(piece) >= CHUNK:
            heard()
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
    if count != plan.envelope.revisions:
        raise ValueError(f"{count} lines, {plan.envelope.revisions} promised")
