"""Signed files: what is inside and who says so, signed, then the content that is vouched for.

    MAGIC            one line that names the form
    {"…": …}         one line of JSON (at most 16 KiB)
    …                minisign's signature, four lines, over the two above but the last line feed
    content          up to the end of the file

What the line must say, and whose key has to have signed it, is for each form to know.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final

from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange import minisign
from ntm_desktop.paths import reachable

_LARGEST_LINE: Final = 16_384
_SIGNATURE_LINES: Final = 4
_CHUNK: Final = 256 * 1024


class UnreadableError(ValueError):
    """The file cannot be opened, or not be read to its end."""


class OtherFormError(ValueError):
    """The file begins with another line than the form's."""


class NotWholeError(ValueError):
    """The file is cut short, or something follows its end."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the content; nothing of it counts before `check`."""

    magic: bytes
    said: bytes
    signature: bytes

    def check(self, public_key: bytes) -> None:
        """Prove that a key (32 bytes) signed it; raises minisign.BadSignatureError."""
        minisign.verify(self.magic + self.said, self.signature, public_key)


def write(magic: bytes, said: bytes, content: bytes, signing_key: bytes, comment: str) -> bytes:
    """Give the bytes of a signed file; the key is raw Ed25519, the comment ASCII."""
    signature = minisign.sign(magic + said, signing_key, comment)
    return b"".join((magic, said, b"\n", signature, content))


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Lend a file to be read; raises UnreadableError, also if its disk fails later on."""
    try:
        with reachable(path).open("rb") as file:
            yield file
    except OSError as error:
        raise UnreadableError(str(error)) from error


def opening(file: BufferedReader, magic: bytes) -> Opening:
    """Read what stands before the content; raises OtherFormError, NotWholeError."""
    if file.read(len(magic)) != magic:
        raise OtherFormError
    said = file.readline(_LARGEST_LINE)
    signature = b"".join(file.readline(_LARGEST_LINE) for _ in range(_SIGNATURE_LINES))
    if not said.endswith(b"\n"):
        raise NotWholeError
    return Opening(magic, said[:-1], signature)


def check_size(file: BufferedReader, size: int) -> None:
    """Make sure that just so many bytes are left; raises NotWholeError."""
    if os.fstat(file.fileno()).st_size != file.tell() + size:
        raise NotWholeError


def content(file: BufferedReader, size: int, progress: Progress, phase: str) -> Iterator[bytes]:
    """Read the content in pieces."""
    done = 0
    while done < size:
        chunk = file.read(min(_CHUNK, size - done))
        if not chunk:
            return
        done += len(chunk)
        progress.step(phase, done, size)
        yield chunk
