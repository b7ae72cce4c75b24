"""Pictures of moving to another set, without the last click."""

from tests.shots.camera import Camera, settle
from ui.main_window import MainWindow
from ui.screens.sets.screen import SetsScreen


def picture_move(camera: Camera, window: MainWindow) -> None:
    """Go through the steps as a commune's officer."""
    window.go_to("sets")
    settle(window)
    screen = window.current
    assert isinstance(screen, SetsScreen)
    screen.start_move.click()
    settle(window)
    assert screen.moving is not None
    wizard = screen.moving.wizard
    assert wizard is not None
    camera.picture_dialog(wizard, "move-1")
    wizard.go_on.click()
    settle(window)
    camera.picture_dialog(wizard, "move-2")
    wizard.preview.shown.setCurrentIndex(1)
    camera.picture_dialog(wizard, "move-2-carried")
    wizard.reject()
