"""Where a unit lies, as thresholds ask for it: a region, and a group of communes."""

from collections.abc import Mapping
from typing import Final

from ntm_desktop.domain.text import clean, fold
from ntm_desktop.errors import InputError

REGIONS: Final[Mapping[str, str]] = {
    "TDMNPB": "Trung du miền núi phía Bắc",
    "DBSH": "Đồng bằng sông Hồng",
    "BTB": "Bắc Trung Bộ",
    "DHNTB": "Duyên hải Nam Trung Bộ",
    "TN": "Tây Nguyên",
    "DNB": "Đông Nam Bộ",
    "DBSCL": "Đồng bằng sông Cửu Long",
}


class UnknownRegionError(InputError):
    """No region goes by that name."""

    code = "unknown_region"


class UnknownGroupError(InputError):
    """No set knows that group of communes, or the one meant asks for no figures by group."""

    code = "unknown_group"


def region(typed: str) -> str:
    """Read a region, by its code or its name; "" stays. Raises UnknownRegionError."""
    found = _pick(typed, {id_: (id_, words) for id_, words in REGIONS.items()})
    if found is None:
        known = "; ".join(f"{id_} ({words})" for id_, words in REGIONS.items())
        raise UnknownRegionError(f"Không có vùng “{typed}”. Hãy ghi một trong: {known}.")
    return found


def group(typed: str, known: Mapping[str, str]) -> str:
    """Read a group of communes, by its id or number; "" stays. Raises UnknownGroupError.

    `known` are the groups of the sets that are here, name by id.
    """
    found = _pick(typed, {id_: (id_, f"Nhóm {n}", str(n)) for n, id_ in enumerate(known, 1)})
    if found is None:
        words = "; ".join(f"{id_} ({name})" for id_, name in known.items())
        raise UnknownGroupError(f"Không có nhóm xã “{typed}”. Hãy ghi một trong: {words}.")
    return found


def _pick(typed: str, spellings: Mapping[str, tuple[str, ...]]) -> str | None:
    wanted = fold(clean(typed) or "")
    if not wanted:
        return ""
    return next(
        (id_ for id_, words in spellings.items() if wanted in {fold(each) for each in words}),
        None,
    )
