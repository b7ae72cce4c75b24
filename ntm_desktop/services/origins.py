"""A new origin for this installation whenever its old one may be written under elsewhere too.

merge.md 10: after a restore, a copy of the data folder, a change of key, or when a package shows
that somebody else writes, or wrote, under our origin.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from db import installation
from db.connection import DataFile, writing
from ntm_desktop.paths import DataFolder, settings_folder, settled

if TYPE_CHECKING:
    from ntm_desktop.exchange.package.envelope import Envelope

NEWS = "origin_news"
TOKEN = "copy_token"  # noqa: S105 - no secret
MANY = 1000


class Reason(StrEnum):
    """Why an installation got a new origin."""

    RESTORED = "restored"
    COPIED = "copied"
    KEY_CHANGED = "key_changed"
    MET_ITSELF = "met_itself"


_WORDS = {
    Reason.COPIED: (
        "Thư mục dữ liệu này được sao chép từ nơi khác. Từ nay máy này ghi số liệu dưới mã riêng. "
        "Nếu bản gốc còn được dùng, hai máy hãy trao đổi với nhau bằng gói hồ sơ."
    ),
    Reason.MET_ITSELF: (
        "Có số liệu mang mã của máy này mà máy này không còn giữ: dữ liệu ở đây là bản cũ hoặc "
        "bản sao. Từ nay máy này ghi dưới mã mới; không có gì bị mất. Hãy nhập hết các gói đã "
        "gửi và nhận trước đây."
    ),
}


def renew(store: Connection, reason: str) -> str:
    """Give this installation a new origin under its present key; the old one is remembered.

    What was written under the old one stays: the next package closes its chains by signing their
    ends, and receipts name it in `replaces`.
    """
    from ntm_desktop.exchange import keys  # not needed for a start

    here = installation.read(store)
    if here is None:
        raise ValueError("no installation")
    origin = keys.new_origin(here.signing_key)
    with writing(store):
        installation.change_origin(store, origin, reason=reason)
        installation.change_setting(store, TOKEN, _new_token())
        installation.change_setting(store, NEWS, reason)
    return origin


def news(data: DataFile) -> str | None:
    """Say once, in words, why this installation got a new origin by itself."""
    with data.session() as store:
        reason = installation.setting(store, NEWS)
        if reason is not None:
            installation.change_setting(store, NEWS, None)
    return _WORDS.get(reason)


def meets_itself(store: Connection, envelope: "Envelope", fresh_origins: Iterable[str]) -> bool:
    """Tell whether a verified package shows another writer under our origin (merge.md 10).

    `fresh_origins` are those of the revisions that are new here.
    """
    from db import sent

    here = installation.read(store)
    own = here.identity.origin if here else ""
    return (
        own in set(fresh_origins)
        or (
            envelope.sender.origin == own
            and not sent.was_made_here(store, envelope.id, envelope.number)
        )
        or any(
            echo.installation == own
            and not sent.was_issued_here(store, echo.number, bytes.fromhex(echo.digest))
            for echo in envelope.echoes
        )
    )


def check_copied(folder: DataFolder, data: DataFile) -> bool:
    """Give a copied data folder its own origin; say whether it was one.

    The folder holds a token that the user's settings hold too, by the folder's path. Nothing is
    written when both agree.
    """
    known = _tokens()
    place = str(settled(folder.root))
    with data.session() as store:
        if installation.read(store) is None:
            return False
        token = installation.setting(store, TOKEN)
        if token is not None and known.get(place) == token:
            return False
        copied = token is not None
        if copied:
            renew(store, Reason.COPIED)
        else:
            installation.change_setting(store, TOKEN, _new_token())
        token = installation.setting(store, TOKEN)
    remember(place, token)
    return copied


def after_change(folder: DataFolder, data: DataFile) -> None:
    """Let the user's settings know the token that a new origin brought."""
    with data.session() as store:
        token = installation.setting(store, TOKEN)
    if token is not None:
        remember(str(settled(folder.root)), token)


def remember(place: str, token: str) -> None:
    """Keep a folder's token in the user's settings; without them a copy goes unnoticed for now."""
    from ntm_desktop.exchange.disk import write_whole

    known = {path: kept for path, kept in _tokens().items() if path != place}
    latest = dict([*known.items(), (place, token)][-MANY:])
    with suppress(OSError):
        tokens_file().parent.mkdir(parents=True, exist_ok=True)
        write_whole(tokens_file(), json.dumps(latest, ensure_ascii=False, indent=1).encode())


def _tokens() -> dict[str, str]:
    try:
        content = json.loads(tokens_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {path: token for path, token in content.items() if isinstance(token, str)}


def _new_token() -> str:
    import secrets  # not needed for a start

    return secrets.token_hex(16)


def tokens_file() -> Path:
    """Where the user's settings keep the tokens of data folders, by path."""
    return settings_folder() / "folders.json"
