"""Shows a page or picture that a service turned into pixels."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import colours


class PixelView(QWidget):
    """Fits what it is given into its place; `zoom` 1 means as wide as the place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._kept = b""
        self.zoom = 1.0
        self.setMinimumSize(120, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Xem trước")

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to see."""
        return self._image.isNull()

    @property
    def picture(self) -> QImage:
        """What is shown."""
        return self._image

    def show_pixels(
        self, pixels: bytes, *, width: int, height: int, stride: int, order: str = "BGRA"
    ) -> None:
        """Show 4 bytes a pixel, in the order BGRA or RGBA, rows `stride` bytes apart."""
        layout = QImage.Format.Format_ARGB32 if order == "BGRA" else QImage.Format.Format_RGBA8888
        self._kept = pixels  # QImage does not copy what it is given
        self._image = QImage(pixels, width, height, stride, layout)
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._image, self._kept = QImage(), b""
        self.update()

    def sizeHint(self) -> QSize:
        """Be as large as the zoomed picture, as Qt asks."""
        if self._image.isNull() or self.zoom <= 1:
            return QSize(240, 320)
        return self._image.size() * self.zoom

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture as large as fits, as Qt asks."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self.rect().adjusted(8, 8, -8, -8)
        size = self._image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        where = QRectF(QPointF(0, 0), size.toSizeF())
        where.moveCenter(QRectF(place).center())
        painter.setPen(colours.now().edge)
        painter.drawImage(where, self._image)
        painter.drawRect(where)
        painter.end()
