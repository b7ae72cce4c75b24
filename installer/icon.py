"""Draws the program's icon for Windows, and setup's side, from the icon the window shows.

`python -m installer.icon` writes `resources/icons/program.ico` and `installer/side.bmp` anew after
`program.svg` changed.
"""

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""In pixels: what Windows asks for at 100, 125, 150 and 200 %."""
_SIDE = (164, 314)
_ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


def draw(drawing: Path, icon: Path) -> None:
    """Draw an SVG at every size into one .ico file."""
    renderer = QSvgRenderer(str(drawing))
    pictures = [_picture(renderer, size) for size in SIZES]
    largest = pictures[-1]
    largest.save(icon, sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])


def draw_side(drawing: Path, side: Path) -> None:
    """Draw what stands beside the words on setup's first and last page."""
    icon = _picture(QSvgRenderer(str(drawing)), _SIDE[0] // 2)
    picture = Image.new("RGB", _SIDE, icon.convert("RGB").getpixel((icon.width // 2, 2)))
    picture.paste(icon, (_SIDE[0] // 4, _SIDE[1] // 4), icon)
    picture.quantize(64).save(side)


def _picture(renderer: QSvgRenderer, size: int) -> Image.Image:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Image.open(io.BytesIO(buffer.data().data()))


if __name__ == "__main__":
    draw(_ICONS / "program.svg", _ICONS / "program.ico")
    draw_side(_ICONS / "program.svg", Path(__file__).with_name("side.bmp"))
