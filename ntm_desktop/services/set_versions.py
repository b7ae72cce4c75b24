"""Whether another office judges by the same text of a criteria set, and what to do if not."""

from collections.abc import Iterable, Iterator

from ntm_desktop.services.catalogue import Catalogue

_OTHER_PC = "Máy khác của đơn vị"
_MISSING = (
    "{whose} dùng bộ tiêu chí “{id}” chưa có ở đây: số liệu của bộ này được giữ nhưng chưa xét "
    "được. Hãy xin tệp bộ tiêu chí rồi nhập ở trang Bộ tiêu chí."
)
_OLDER = (
    "{whose} còn dùng phiên bản {theirs} của “{name}”; kết quả ở đây xét theo phiên bản {ours}. "
    "Hãy gửi tệp bộ tiêu chí để nơi đó nhập."
)
_OTHER = (
    "{whose} dùng nội dung khác của “{name}”; kết quả ở đây xét theo phiên bản {ours} nên có thể "
    "khác. Hãy so phiên bản, xin hoặc gửi tệp bộ tiêu chí."
)


def differences(
    catalogue: Catalogue, whose: str, carried: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """Say of each set (id, digest of its file) that others use what is not alike here.

    `whose` is what they call themselves, "" for another PC of the same office.
    """
    known = catalogue.ids()
    whose = whose or _OTHER_PC
    for id_, digest in carried:
        if id_ not in known:
            yield _MISSING.format(id=id_, whose=whose)
            continue
        here = catalogue.criteria_set(id_)
        if here.digest == digest:
            continue
        former = catalogue.former(id_).get(digest)
        words = _OTHER if former is None else _OLDER
        yield words.format(whose=whose, name=here.name, ours=here.version, theirs=former)
