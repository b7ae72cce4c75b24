"""Telling a person, once, that two histories were written under one installation (merge.md 9)."""

from db import journal
from db.connection import DataFile


def news(data: DataFile, own_origin: str) -> str | None:
    """Say in words what was found since the last time; None if there is nothing new."""
    with data.session() as store:
        found = journal.newly_burnt(store)
    if not found:
        return None
    whose = "máy này" if own_origin in found else "một máy đã gửi hồ sơ"
    return (
        f"Có hai bản số liệu khác nhau cùng mang mã của {whose}: thư mục dữ liệu đã bị sao chép "
        "hoặc phục hồi từ bản cũ. Cả hai bản đều được giữ. Hãy hỏi các máy trong cơ quan, chỉ "
        "dùng một thư mục cho mỗi máy."
    )
