"""Copies of kept files for the programs of the PC to open: what is kept stays untouched."""

import re
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

from db.file_errors import writing_store
from db.files import CHUNK, FileStore
from ntm_desktop import held_files
from ntm_desktop.domain.media import Kind, recognise
from ntm_desktop.paths import shown

KEPT_FOR = 24 * 3600.0
"""Seconds after which a copy made to look at is cleared away."""
_ENDINGS = {Kind.JPEG: ".jpg", Kind.TIFF: ".tif", Kind.TEXT: ".txt"}
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 80


def copy_to_view(store: FileStore, folder: Path, sha256: str, name: str) -> Path:
    """Copy a file that has proved whole into `folder`, read-only, under a name fit for any PC.

    Its ending tells its content, whatever the name says: names come from others, and a PC opens a
    file by its ending. Raises NotEvidenceError for content that is no document, DataFolderError.
    """
    with store.open_verified(sha256) as kept:
        kind = recognise(kept, "")
        kept.seek(0)
        with writing_store():
            clear_copies(folder, KEPT_FOR)
            target = folder / sha256[:16] / _fit(name, kind)
            if not target.is_file():  # else a program may have it open from before
                target.parent.mkdir(parents=True, exist_ok=True)
                partial = target.with_name("part")
                with partial.open("wb") as copy:
                    shutil.copyfileobj(kept, copy, CHUNK)
                partial.chmod(stat.S_IRUSR)
                held_files.replace(partial, target)
    return shown(target)  # for programs that know no other paths


def _fit(name: str, kind: Kind) -> str:
    ending = _ENDINGS.get(kind, f".{kind.value}")
    if kind is Kind.TEXT and name.lower().endswith(".csv"):
        ending = ".csv"
    stem = _UNFIT.sub(" ", Path(name).stem).strip(" .")[:_LONGEST].rstrip(" .") or "minh chung"
    return f"{'_' if _RESERVED.fullmatch(stem) else ''}{stem}{ending}"


def clear_copies(folder: Path, older_than: float = 0.0) -> None:
    """Remove copies made to look at; one that a program still holds open stays for later.

    Evidence may be sensitive: nothing of it is to lie about under its name once nobody looks.
    `older_than` in seconds.
    """
    for copy in folder.glob("*/*"):
        with suppress(OSError):
            if time.time() - copy.stat().st_mtime >= older_than:
                held_files.remove(copy, patience=0)
                copy.parent.rmdir()
