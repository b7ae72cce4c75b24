"""The program's own drawings."""

from PySide6.QtWidgets import QApplication

from ui import icons


    assert sizes == {16, 32, 48, 256}
    assert not icons.program_icon().pixmap(48, 48).toImage().allGray()
