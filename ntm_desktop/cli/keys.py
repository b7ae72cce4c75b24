"""The office's key, and whose keys are trusted here."""

from argparse import Namespace

from ntm_desktop.cli.context import opened, passphrase
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched


def export(options: Namespace) -> Answer:
    """Write the public key file that the receiving authority enrols."""
    with opened(options) as workplace:
        path = workplace.keys.export_public(options.file, passphrase(options))
        unit, digits = workplace.office.unit, workplace.keys.fingerprint
    return Answer(
        document={"path": str(path), "unit": unit.code, "fingerprint": digits},
        lines=[f"Đã ghi khóa công khai của {unit.name}: {path}", f"Dãy số kiểm tra: {digits}"],
    )


def back_up(options: Namespace) -> Answer:
    """Copy the secret key as it is, under its passphrase."""
    with opened(options) as workplace:
        path = workplace.keys.back_up(options.file)
        digits = workplace.keys.fingerprint
    return Answer(
        document={"path": str(path), "fingerprint": digits},
        lines=[f"Đã sao lưu khóa: {path}. Muốn mở vẫn cần mật khẩu của khóa."],
    )


def trust(options: Namespace) -> Answer:
    """Trust another office's public key: an authority enrols it for all."""
    with opened(options) as workplace:
        key = workplace.keys.read(options.file)
        changed = workplace.keys.trust(
            options.file, unit=options.unit, fingerprint=options.fingerprint
        )
        workplace.receiving.retry_waiting(Unwatched())  # what waited for this key comes in
        trusted = next(
            each for each in workplace.keys.trusted() if each.fingerprint == key.fingerprint
        )
    return Answer(
        document={
            "unit": key.unit,
            "name": key.name,
            "role": key.role.value,
            "fingerprint": key.fingerprint,
            "enrolled": trusted.enrolled,
            "changed": bool(changed),
        },
        lines=[
            f"Đã tin cậy khóa của {key.name} ({key.unit}).",
            f"Dãy số kiểm tra: {key.fingerprint}. Hãy đọc lại với đơn vị đó qua điện thoại.",
        ],
    )


def listing(options: Namespace) -> Answer:
    """List the office's own key and those known here."""
    with opened(options) as workplace:
        own, known = workplace.keys.own(), workplace.keys.trusted()
        unit = workplace.office.unit
    return Answer(
        document={
            "unit": unit.code,
            "fingerprint": own.fingerprint,
            "revoked": own.revoked,
            "unvouched": own.unvouched,
            "known": [
                {
                    "unit": each.unit,
                    "name": each.name,
                    "role": each.role.value,
                    "fingerprint": each.fingerprint,
                    "enrolled": each.enrolled,
                    "revoked": each.revoked,
                }
                for each in known
            ],
        },
        lines=[
            f"{unit.name} ({unit.code}), khóa đang dùng: {own.fingerprint}"
            f"{_taken_back(own.revoked)}",
            *(
                f"{each.name} ({each.unit}), {_standing(each.enrolled)}: {each.fingerprint}"
                f"{_taken_back(each.revoked)}"
                for each in known
            ),
        ],
    )


def revoke(options: Namespace) -> Answer:
    """Take a key back for all: what is signed later counts for nothing."""
    with opened(options) as workplace:
        key = workplace.keys.known_by(options.fingerprint)
        changed = workplace.keys.revoke(key.signing_key, options.reason, up_to=options.up_to)
    return Answer(
        document={
            "unit": key.unit,
            "name": key.name,
            "fingerprint": key.fingerprint,
            "changed": bool(changed),
        },
        lines=[
            f"Đã thu hồi khóa của {key.name} ({key.unit}).",
            "Số liệu ký sau các gói đã nhận sẽ không được tính. Hãy gửi gói cho các đơn vị để họ "
            "cùng biết.",
        ],
    )


def _standing(enrolled: bool) -> str:  # noqa: FBT001 - the one thing it words
    return "đã ghi nhận" if enrolled else "tin cậy ở máy này"


def _taken_back(why: str | None) -> str:
    return "" if why is None else f" (đã thu hồi: {why})" if why else " (đã thu hồi)"
