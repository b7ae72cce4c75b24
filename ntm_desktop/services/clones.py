"""Telling a person, once, that two histories were written under one installation (merge.md 9)."""

from db import installation, journal
from db.connection import DataFile
from ntm_desktop.services import origins


def news(data: DataFile, own_origin: str) -> str | None:
    """Say in words what was found since the last time; None if there is nothing new."""
    return origins.news(data) or _burnt(data, own_origin)


def _burnt(data: DataFile, own_origin: str) -> str | None:
    with data.session() as store:
        found = journal.newly_burnt(store)
        own = {own_origin, *installation.former_origins(store)}
    if not found:
        return None
    whose = "máy này" if own.intersection(found) else "một máy đã gửi hồ sơ"
    return (
        f"Có hai bản số liệu khác nhau cùng mang mã của {whose}: thư mục dữ liệu đã bị sao chép "
        "hoặc phục hồi từ bản cũ. Cả hai bản đều được giữ. Hãy hỏi các máy trong cơ quan, chỉ "
        "dùng một thư mục cho mỗi máy."
    )
