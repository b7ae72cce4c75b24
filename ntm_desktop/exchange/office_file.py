"""Files that an office signs for others (`.ntm-data`): docs/data-file-format.md.

Reading proves that a file is whole and was signed by the key it names. Whose key that is, and
whether that office is trusted here, is for the reader to find out before using the content.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from ntm_desktop.domain.canonical import JsonValue, NotCanonicalError, canonical, read_canonical
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import minisign, signed_file
from ntm_desktop.exchange.keys import OfficeKeys, fingerprint

MAGIC: Final = b"NTM-DATA 1\n"
ENDING: Final = ".ntm-data"
LARGEST_CONTENT: Final = 4 * 1024 * 1024
_LONGEST_TEXT: Final = 400
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


class NotADataFileError(InputError):
    """The file is none of these, or one of a form that only a newer program reads."""

    code = "data_file_not_ntm"


class ForgedDataFileError(InputError):
    """The signature is not that of the key the file names."""

    code = "data_file_forged"


class DamagedDataFileError(InputError):
    """The file is not whole, or its content is not what was signed."""

    code = "data_file_damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a file says of itself: `kind` of content, by whom, when (ISO date) and what about."""

    kind: str
    unit: str
    name: str
    signing_key: bytes
    made_on: str
    title: str
    practice: bool = False

    @property
    def fingerprint(self) -> str:
        """What people compare on paper or by telephone: 8 groups of 5 digits."""
        return fingerprint(self.signing_key)


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file that was signed by the key it names, and is whole."""

    head: Head
    content: bytes


def write(head: Head, content: bytes, keys: OfficeKeys) -> bytes:
    """Give the bytes of a file, signed by the office's keys; raises ValueError beyond 4 MiB."""
    if len(content) > LARGEST_CONTENT or head.signing_key != keys.public_key:
        raise ValueError("too large, or not the signer's key")
    said = canonical(
        {
            "kind": head.kind,
            "made_on": head.made_on,
            "name": head.name,
            "practice": head.practice,
            "sha256": sha256(content).hexdigest(),
            "signing_key": head.signing_key.hex(),
            "size": len(content),
            "title": head.title,
            "unit": head.unit,
        }
    )
    return signed_file.write(MAGIC, said, content, keys.signing_key, head.kind)


def read(path: Path) -> OfficeFile:
    """Read a file as a whole.

    Raises NotADataFileError, ForgedDataFileError, DamagedDataFileError.
    """
    with _told(path), signed_file.opened(path) as file:
        opening = signed_file.opening(file, MAGIC)
        said = _said(opening.said)
        head = _head(said)
        opening.check(head.signing_key)
        size, digest = said.get("size"), said.get("sha256")
        if not isinstance(size, int) or not 0 < size <= LARGEST_CONTENT:
            raise _UnknownHeadError
        signed_file.check_size(file, size)
        content = b"".join(signed_file.content(file, size, Unwatched(), ""))
        if sha256(content).hexdigest() != digest:
            raise signed_file.NotWholeError
        return OfficeFile(head, content)


class _UnknownHeadError(ValueError):
    """The line does not say what we know of."""


def _said(line: bytes) -> dict[str, JsonValue]:
    try:
        said = read_canonical(line)
    except NotCanonicalError as error:
        raise _UnknownHeadError from error
    if not isinstance(said, dict):
        raise _UnknownHeadError
    return said


def _head(said: dict[str, JsonValue]) -> Head:
    """Take the members we know; a newer program may have written others."""
    match said:
        case {
            "kind": str(kind),
            "unit": str(unit),
            "name": str(name),
            "signing_key": str(key),
            "made_on": str(made_on),
            "title": str(title),
            "practice": bool(practice),
        } if _HEX.fullmatch(key) and _WORD.fullmatch(kind) and _is_day(made_on):
            texts = (unit, name, title)
        case _:
            raise _UnknownHeadError
    if not all(text.strip() and len(text) <= _LONGEST_TEXT for text in texts):
        raise _UnknownHeadError
    return Head(
        kind=kind,
        unit=unit,
        name=name,
        signing_key=bytes.fromhex(key),
        made_on=made_on,
        title=title,
        practice=practice,
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in words whatever is wrong with a file."""
    try:
        yield
    except signed_file.UnreadableError as error:
        raise DamagedDataFileError(
            f"Không đọc được tệp “{path.name}”. Hãy kiểm tra USB còn cắm rồi chọn lại tệp."
        ) from error
    except (signed_file.OtherFormError, _UnknownHeadError) as error:
        raise NotADataFileError(
            f"“{path.name}” không phải tệp số liệu của chương trình, hoặc do bản mới hơn tạo ra. "
            f"Hãy chọn tệp có đuôi {ENDING}, hoặc cập nhật chương trình."
        ) from error
    except signed_file.NotWholeError as error:
        raise DamagedDataFileError(
            f"Tệp “{path.name}” không còn nguyên vẹn (chép thiếu hoặc hỏng). "
            "Hãy chép lại tệp rồi chọn lại; chưa có gì bị thay đổi."
        ) from error
    except minisign.BadSignatureError as error:
        raise ForgedDataFileError(
            f"Chữ ký của tệp “{path.name}” không đúng: tệp đã bị sửa sau khi ký. "
            "Hãy xin đơn vị gửi lại tệp; chưa có gì bị thay đổi."
        ) from error
