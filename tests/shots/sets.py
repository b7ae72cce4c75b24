"""Pictures of the page of sets: its figures, stating one, and taking a file in."""

from pathlib import Path

from ntm_desktop.services.figure_files import FigureFiles
from ntm_desktop.services.workplace import Workplace
from tests.shots.camera import Camera, settle
from ui.main_window import MainWindow
from ui.screens.sets.screen import SetsScreen


def picture_sets(camera: Camera, window: MainWindow, others_file: Path) -> None:
    """Look at a set, its legal basis, a figure, and a file of another office."""
    window.go_to("sets")
    settle(window)
    screen = window.current
    assert isinstance(screen, SetsScreen)
    screen.view.pages.buttons[1].click()
    camera.picture(window, "sets-basis")
    screen.view.pages.buttons[0].click()
    window.go_to("sets:thon-ntm-kieu-mau-langson")
    settle(window)
    camera.picture(window, "sets-template")
    window.go_to("sets:xa-ntm-2021-2025")
    settle(window)
    screen.open_place("1.1")
    settle(window)
    assert screen.stating.dialog is not None
    camera.picture_dialog(screen.stating.dialog, "sets-figure")
    screen.stating.dialog.reject()
    window.take_files((others_file,))
    settle(window)
    assert screen.desk.dialog is not None
    camera.picture_dialog(screen.desk.dialog, "sets-file")
    screen.desk.dialog.reject()


def figures_of(office: Workplace, passphrase: str, folder: Path) -> Path:
    """Let an office sign its figures."""
    file = folder / "Mức quy định.ntm-data"
    keys = office.keys.unlock(passphrase)
    FigureFiles(office).export(file, office.catalogue.ids(), keys)
    return file
