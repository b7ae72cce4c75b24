"""Reading a written package again before it gets its name."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Final

from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.package.container import CHUNK
from ntm_desktop.exchange.package.errors import (
    EvidenceDamagedError,
    PackageChangedError,
    PackageError,
    WrittenBadlyError,
)
from ntm_desktop.exchange.package.plan import PackagePlan, SourceObject
from ntm_desktop.exchange.package.reader import open_package

REREADING: Final = "Đang kiểm tra lại gói hồ sơ"


def reread(file: Path, plan: PackagePlan, progress: Progress) -> str:
    """Verify a written package, from the disk itself where the system lets us; give its SHA-256.

    Raises WrittenBadlyError, EvidenceDamagedError, CancelledError.
    """
    _forget_cached(file)
    enough = threading.Event()
    with ThreadPoolExecutor(1) as second:
        digest = second.submit(_digest, file, enough)
        try:
            _verify(file, plan, progress)
        except PackageError as error:
            raise WrittenBadlyError(
                f"Đọc lại gói vừa ghi vào “{file.parent}” thì thấy sai: ổ đĩa hoặc USB có lỗi. "
                "Không có gì được giữ lại ở đó. Hãy dùng USB khác rồi làm lại."
            ) from error
        except BaseException:
            enough.set()
            raise
        return digest.result()


def _verify(file: Path, plan: PackagePlan, progress: Progress) -> None:
    try:
        with open_package(file) as package:
            package.verify_objects(progress, REREADING)
    except PackageChangedError:
        for source in plan.objects:
            _check_source(source)
        raise


def _check_source(source: SourceObject) -> None:
    """Tell damaged evidence from a disk that did not keep what was written."""
    with source.path.open("rb") as stream:
        found = sha256()
        while chunk := stream.read(CHUNK):
            found.update(chunk)
    if found.hexdigest() != source.sha256:
        raise EvidenceDamagedError(source.sha256)


def _digest(file: Path, enough: threading.Event) -> str:
    found = sha256()
    with file.open("rb", buffering=0) as stream:
        while not enough.is_set() and (chunk := stream.read(CHUNK)):
            found.update(chunk)
    return found.hexdigest()


def _forget_cached(file: Path) -> None:
    """Have the next reading come from the disk, not from what the system still remembers."""
    if hasattr(os, "posix_fadvise"):  # not on Windows
        with file.open("rb") as stream:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
