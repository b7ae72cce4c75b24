"""The recovery sheet, forgotten passphrases, and new keys."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_desktop.cli.context import given_passphrase, new_passphrase, opened, passphrase
from ntm_desktop.cli.output import Answer

if TYPE_CHECKING:
    from ntm_desktop.exchange.keys import OfficeKeys
    from ntm_desktop.services.recovery import Renewal


def keys_from(digits: Path | None, image: Path | None) -> "OfficeKeys | None":
    """Read the keys of the sheet from the file that was named; None if none was."""
    from ntm_desktop.services import recovery

    if digits is not None:
        return recovery.keys_in_file(digits)
    return recovery.keys_in_image(image) if image is not None else None


def sheet(options: Namespace) -> Answer:
    """Write the recovery sheet."""
    with opened(options) as workplace:
        keys = workplace.keys.unlock(passphrase(options))
        path = workplace.recovery.write_sheet(options.file, keys)
        digits = workplace.keys.fingerprint
    return Answer(
        document={"path": str(path), "fingerprint": digits},
        lines=[
            f"Đã ghi giấy khôi phục khóa: {path}",
            "Hãy in ra, bỏ phong bì dán kín, cất trong két của cơ quan, rồi xóa tệp này.",
        ],
    )


def recover(options: Namespace) -> Answer:
    """Give the office's key a new passphrase by its recovery sheet."""
    recovered = keys_from(options.digits_file, options.image)
    assert recovered is not None  # noqa: S101 - the command line asks for one of the two
    with opened(options) as workplace:
        present = workplace.recovery.restore(recovered, new_passphrase(options))
        digits = workplace.keys.fingerprint
    words = (
        "Đã đặt mật khẩu mới cho khóa của đơn vị."
        if present
        else "Đây là giấy của khóa cũ: đã giữ lại để mở các gói gửi cho khóa đó. "
        "Mật khẩu của khóa đang dùng không thay đổi."
    )
    return Answer(document={"fingerprint": digits, "present": present}, lines=[words])


def change_passphrase(options: Namespace) -> Answer:
    """Keep the office's key under another passphrase."""
    with opened(options) as workplace:
        workplace.keys.change_passphrase(passphrase(options), new_passphrase(options))
        digits = workplace.keys.fingerprint
    return Answer(document={"fingerprint": digits}, lines=["Đã đổi mật khẩu khóa của đơn vị."])


def renew(options: Namespace) -> Answer:
    """Make new keys for the office."""
    from ntm_desktop.services.recovery import Why

    why = Why(options.reason)
    with opened(options) as workplace:
        given = None if why is Why.LOST else given_passphrase(options)
        if why is Why.REPLACED:
            given = given or passphrase(options)
        old = workplace.keys.unlock(given) if given else None
        renewal = workplace.recovery.renew(why, new_passphrase(options), old)
    return Answer(
        document={
            "fingerprint": renewal.fingerprint,
            "reason": why.value,
            "closed": renewal.closed,
            "rewritten": {
                "revisions": renewal.again.revisions,
                "records": renewal.again.records,
            },
        },
        lines=_renewed(renewal),
    )


def rewrite(options: Namespace) -> Answer:
    """Write own work again that the revocation of a former key took the value from."""
    with opened(options) as workplace:
        again, _ = workplace.recovery.write_again()
    return Answer(
        document={"revisions": again.revisions, "records": again.records},
        lines=[f"Đã ghi lại {again.revisions} thay đổi của {again.records} mục dưới khóa mới."],
    )


def _renewed(renewal: "Renewal") -> list[str]:
    lines = [f"Đã tạo khóa mới. Dãy số kiểm tra: {renewal.fingerprint}"]
    if renewal.again.revisions:
        lines.append(
            f"Đã ghi lại {renewal.again.revisions} thay đổi chưa gửi dưới khóa mới, không mất gì."
        )
    return [
        *lines,
        "Hãy xuất khóa công khai (ntm key export), gửi nơi nhận ghi nhận lại, "
        "và in giấy khôi phục mới (ntm key recovery-sheet).",
    ]
