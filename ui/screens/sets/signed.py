"""Whose a signed file is, in words."""

from collections.abc import Iterator

from ntm_desktop.domain.text import date_for_people
from ntm_desktop.services.office_files import Arrival, Signer

_SIGNERS = {
    Signer.OWN: "Đây là tệp của chính đơn vị.",
    Signer.TRUSTED: "Khóa của đơn vị này đã được tin cậy.",
    Signer.UNKNOWN: "Máy này chưa biết khóa của đơn vị này.",
}


def told_of_signer(arrival: Arrival | None) -> Iterator[str]:
    """Say who signed a file and whether that office is known; nothing for a file nobody signed."""
    if arrival is not None:
        day = date_for_people(arrival.head.made_on)
        yield f"{arrival.name} ký ngày {day}. {_SIGNERS[arrival.signer]}"
        if arrival.has_other_key:
            yield f"Chú ý: máy này đã biết một khóa khác của {arrival.name}."
