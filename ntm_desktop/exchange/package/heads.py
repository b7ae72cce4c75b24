"""Signed heads: who made a chain vouches for it, whoever carries it (merge.md 25)."""

from ntm_desktop.domain.head import Head, Point
from ntm_desktop.exchange.keys import OfficeKeys, verified


def sign_head(keys: OfficeKeys, point: Point) -> Head:
    """Vouch for one's own chain up to a point."""
    return Head(point, keys.public_key, keys.sign(point.message()))


def verify_head(head: Head) -> bool:
    """Tell whether the key that the origin is named after signed this very point."""
    return head.is_by_its_origin and verified(
        head.signing_key, head.signature, head.point.message()
    )
