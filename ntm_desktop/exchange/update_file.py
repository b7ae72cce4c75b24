"""Update files: a newer program or criteria set, signed by those who release it.

`docs/update-format.md` says what is in one. Nothing of a file is used before its signature by the
release key has proved right, and its content has proved to be what was signed.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import Any, Final

from ntm_desktop import held_files
from ntm_desktop.domain.progress import Progress
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import minisign, signed_file
from ntm_desktop.exchange.disk import told_plainly

MAGIC: Final = b"NTM-UPDATE 1\n"
ENDING: Final = ".ntm-update"
LARGEST_PAYLOAD: Final = 200_000_000
_CHECKING: Final = "Kiểm tra tệp cập nhật"
_VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class NotAnUpdateError(InputError):
    """The file is no update file, or one of a form that only a newer program reads."""

    code = "update_not_ntm"


class ForgedUpdateError(InputError):
    """The file was not signed by those who release the program."""

    code = "update_forged"


class DamagedUpdateError(InputError):
    """The file is not whole."""

    code = "update_damaged"


class Content(StrEnum):
    """What an update brings."""

    PROGRAM = "program"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What an update file says of itself; `size` in bytes, dates ISO, `needs` a program version.

    `subject` is the id of the criteria set, or empty for the program.
    """

    content: Content
    version: str
    name: str
    size: int
    sha256: str
    released_on: str
    notes: str = ""
    needs: str = "0"
    subject: str = ""


def numbers(version: str) -> tuple[int, ...]:
    """Give a version as numbers that sort; 1.2 and 1.2.0 are equal. Raises ValueError."""
    if not _VERSION.fullmatch(version):
        raise ValueError(version)
    parts = [int(part) for part in version.split(".")]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)


def write(target: Path, update: Update, payload: bytes, signing_key: bytes) -> None:
    """Write an update file with its payload; the key is raw Ed25519 (32 bytes)."""
    head = json.dumps(asdict(update), ensure_ascii=False, sort_keys=True).encode()
    comment = f"{update.content} {update.version}"
    target.write_bytes(signed_file.write(MAGIC, head, payload, signing_key, comment))


def read(path: Path, public_key: bytes) -> Update:
    """Read what an update file says of itself, once its signature has proved right.

    Raises NotAnUpdateError, ForgedUpdateError, DamagedUpdateError.
    """
    with _opened(path) as file:
        return _head(file, public_key, path)


def unpack(path: Path, public_key: bytes, target: Path, progress: Progress) -> Update:
    """Copy the payload to `target`, which appears only if every byte is the signed one.

    Raises what `read` raises, and DiskFullError, TargetNotWritableError.
    """
    with _opened(path) as file:
        update = _head(file, public_key, path)
        partial = target.with_name(target.name + ".part")
        try:
            with told_plainly(target.parent), partial.open("wb") as copy:
                digest = sha256()
                for chunk in signed_file.content(file, update.size, progress, _CHECKING):
                    digest.update(chunk)
                    copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
            if digest.hexdigest() != update.sha256:
                raise _damaged(path)
            with told_plainly(target.parent):
                held_files.replace(partial, target)
        except BaseException:
            held_files.clear(partial)
            raise
    return update


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    """Lend the file; whatever is wrong with it is said in words."""
    try:
        with signed_file.opened(path) as file:
            yield file
    except signed_file.UnreadableError as error:
        raise DamagedUpdateError(
            f"Không đọc được tệp “{path.name}”. Hãy kiểm tra USB còn cắm rồi chọn lại tệp."
        ) from error
    except signed_file.OtherFormError as error:
        raise NotAnUpdateError(
            f"“{path.name}” không phải tệp cập nhật của chương trình, hoặc do bản mới hơn nhiều "
            f"tạo ra. Hãy chọn tệp có đuôi {ENDING} nhận từ nơi cung cấp chương trình."
        ) from error
    except signed_file.NotWholeError as error:
        raise _damaged(path) from error
    except minisign.BadSignatureError as error:
        raise ForgedUpdateError(
            f"“{path.name}” không mang chữ ký của nơi cung cấp chương trình nên không được dùng. "
            "Hãy lấy lại tệp từ nguồn tin cậy; chưa có gì bị thay đổi."
        ) from error


def _head(file: BufferedReader, public_key: bytes, path: Path) -> Update:
    opening = signed_file.opening(file, MAGIC)
    opening.check(public_key)
    update = _update(json.loads(opening.said), path)
    signed_file.check_size(file, update.size)
    return update


def _update(said: dict[str, Any], path: Path) -> Update:
    """Read a signed head; one that does not fit was made for another program."""
    try:
        update = Update(**{**said, "content": Content(said["content"])})
        numbers(update.version)
        numbers(update.needs)
        fits = bool(_NAME.fullmatch(update.name)) and 0 < update.size <= LARGEST_PAYLOAD
    except (TypeError, KeyError, ValueError):
        fits = False
    if not fits:
        raise NotAnUpdateError(
            f"“{path.name}” dành cho một bản chương trình khác. Hãy cài bản mới nhất bằng bộ cài "
            "đặt rồi thử lại."
        )
    return update


def _damaged(path: Path) -> DamagedUpdateError:
    return DamagedUpdateError(
        f"Tệp “{path.name}” không còn nguyên vẹn (chép thiếu hoặc hỏng). "
        "Hãy chép lại tệp rồi chọn lại; chưa có gì bị thay đổi."
    )
