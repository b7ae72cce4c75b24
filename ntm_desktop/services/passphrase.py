"""What is asked of a passphrase before it protects the office's keys."""

from ntm_desktop.errors import InputError

SHORTEST = 8


class PassphraseTooShortError(InputError):
    """The passphrase would protect nothing."""

    code = "passphrase_too_short"


def check(passphrase: str) -> None:
    """Raise PassphraseTooShortError for one of fewer than 8 characters."""
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShortError(
            f"Mật khẩu cần ít nhất {SHORTEST} ký tự. "
            "Hãy chọn một câu dễ nhớ, ví dụ bốn từ liền nhau."
        )
