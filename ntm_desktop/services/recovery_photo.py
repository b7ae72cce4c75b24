"""The recovery sheet from a photo or a scan: its code (QR) says what its digits say."""

from pathlib import Path

from ntm_desktop.domain.media import Kind, NotEvidenceError, recognise
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import recovery_sheet
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.paths import reachable
from ntm_desktop.services import preview
from ntm_desktop.services.preview import Pixels, PreviewError

_MOST_PAGES = 10
_SIDES = (2400, 4800)
"""Pixels of the longer side to look at first, and if nothing was found."""


class RecoveryImageError(InputError):
    """There is no recovery code in the file, or none that can be read."""

    code = "recovery_image_unreadable"


def keys_in(file: Path) -> OfficeKeys:
    """Read the keys from a picture or PDF of the sheet; raises RecoveryImageError."""
    file = reachable(file)
    kind = _kind(file)
    for side in _SIDES:
        for page in range(_pages(file, kind)):
            for text in _codes(_seen(file, kind, page, side)):
                if text.startswith(recovery_sheet.MARK):
                    return recovery_sheet.read_text(text)
    raise RecoveryImageError(
        f"Không thấy mã vuông của giấy khôi phục khóa trong tệp “{file.name}”. Hãy chụp lại: tờ "
        "giấy phẳng, đủ sáng, mã vuông nằm gọn trong ảnh; hoặc gõ 17 hàng số trên giấy."
    )


def _kind(file: Path) -> Kind:
    try:
        with file.open("rb") as content:
            kind = recognise(content, file.name)
    except (OSError, NotEvidenceError) as error:
        raise _unreadable(file) from error
    if kind is not Kind.PDF and not kind.is_image:
        raise _unreadable(file)
    return kind


def _pages(file: Path, kind: Kind) -> int:
    return min(preview.look(file, kind).pages or 1, _MOST_PAGES)


def _seen(file: Path, kind: Kind, page: int, side: int) -> Pixels:
    try:
        return preview.render(file, kind, page, (side, side))
    except (OSError, PreviewError) as error:
        raise _unreadable(file) from error


def _codes(pixels: Pixels) -> list[str]:
    import zxingcpp

    seen = zxingcpp.ImageView(
        pixels.data, pixels.width, pixels.height, zxingcpp.ImageFormat.RGBA, pixels.stride, 4
    )
    codes = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [found.text for found in zxingcpp.read_barcodes(seen, codes)]


def _unreadable(file: Path) -> RecoveryImageError:
    return RecoveryImageError(
        f"Không mở được tệp “{file.name}” như một ảnh (JPG, PNG) hay bản quét PDF. "
        "Hãy chọn tệp khác, hoặc gõ 17 hàng số trên giấy khôi phục."
    )
