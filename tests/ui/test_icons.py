"""The program's own drawings."""

from PySide6.QtWidgets import QApplication

from ui import icons


def test_program_has_an_icon_of_its_own_in_every_size(qapp: QApplication) -> None:
    sizes = {size.width() for size in icons.program_icon().availableSizes()}

    assert sizes == {16, 32, 48, 256}
    assert not icons.program_icon().pixmap(48, 48).toImage().allGray()
