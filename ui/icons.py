"""Our own drawings, tinted with the colours of the window."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from resources import read_bytes, read_text
from ui import colours

_NAME = "ntmIcon"
_COLOUR = "ntmIconColour"


@lru_cache(maxsize=256)
def pixmap(name: str, ink: str, ground: str = "#ffffff", size: int = 18) -> QPixmap:
    """Draw an icon in logical pixels, sharp on the main screen; states are in `states/`."""
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio()
    drawing = read_text(f"icons/{name}.svg").replace("#000000", ink).replace("#ffffff", ground)
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(
        painter, QRectF(0, 0, picture.width(), picture.height())
    )
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=256)
def icon(name: str, ink: str, ground: str = "#ffffff", size: int = 18) -> QIcon:
    """Make an icon of one drawing in one colour."""
    return QIcon(pixmap(name, ink, ground, size))


def program_icon() -> QIcon:
    """Give the program's own icon in every size that the system asks for."""
    sizes = (16, 32, 48, 256)
    drawing = QSvgRenderer(QByteArray(read_bytes("icons/program.svg")))
    made = QIcon()
    for size in sizes:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(picture)
    return made


def put_on(button: QAbstractButton, name: str, colour: str = "ink") -> None:
    """Put a drawing on a button in a named colour, and keep it right when colours change."""
    button.setProperty(_NAME, name)
    button.setProperty(_COLOUR, colour)
    _tint(button)


def tint_again() -> None:
    """Redraw the icons of all buttons after the colours changed."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton) and widget.property(_NAME):
            _tint(widget)


def _tint(button: QAbstractButton) -> None:
    shown = colours.now()
    ink = shown.plain()[str(button.property(_COLOUR))]
    button.setIcon(icon(str(button.property(_NAME)), ink))
