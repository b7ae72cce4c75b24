"""Pictures of taking a new version of a set in: shown, refused, and wrong in its cells."""

from pathlib import Path

from ntm_desktop.domain.criteria import SetId
from ntm_desktop.services.set_files import SetFiles
from ntm_desktop.services.workplace import Workplace
from tests.builders import SET
from tests.set_workbooks import ABOUT, put, row_of
from tests.shots.camera import Camera, settle
from ui.main_window import MainWindow
from ui.screens.sets.screen import SetsScreen


def picture_versions(
    camera: Camera, window: MainWindow, workplace: Workplace, folder: Path
) -> None:
    """Look at a workbook of the set in front as an officer changes it, better and worse."""
    window.go_to(f"sets:{SET}")
    settle(window)
    screen = window.current
    assert isinstance(screen, SetsScreen)
    file = folder / "Bộ tiêu chí xã.xlsx"
    SetFiles(workplace).export(SetId(SET), file)
    put(file, ABOUT, B3=2)
    changed = {f"F{row_of(file, '3.1')}": 90, f"F{row_of(file, '15.1')}": 85}
    put(
        file,
        "Chỉ tiêu",
        C2="Có quy hoạch chung xây dựng xã được cấp có thẩm quyền duyệt",
        **changed,
    )
    _picture(camera, screen, window, file, "sets-version")
    row = row_of(file, "3.1")
    put(file, "Chỉ tiêu", **{f"D{row}": "số", f"G{row}": "km"})
    _picture(camera, screen, window, file, "sets-version-refused")
    put(file, "Chỉ tiêu", E4="!=", F5="tám mươi", G6="=1+1")
    _picture(camera, screen, window, file, "sets-version-problems")


def _picture(
    camera: Camera, screen: SetsScreen, window: MainWindow, file: Path, name: str
) -> None:
    screen.versions.read(file)
    settle(window)
    dialog = screen.versions.dialog
    assert dialog is not None
    if dialog.list.isVisible():
        dialog.list.setCurrentIndex(dialog.list.lines.index(0))
    camera.picture_dialog(dialog, name)
    dialog.reject()
