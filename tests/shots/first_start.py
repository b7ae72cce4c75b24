"""Pictures of the four questions of a first start."""

from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

from ntm_desktop.domain.ownership import Role
from tests.shots.camera import Camera, wait_until
from ui.screens.first_start.columns import KeySource
from ui.screens.first_start.screen import FirstStart


def picture_first_start(camera: Camera) -> None:
    """Go through the questions as a commune's officer, without the last click."""
    with TemporaryDirectory() as folder:
        dialog = FirstStart(Path(folder) / "data", lambda _: None)
        dialog.show()
        dialog.steps.role_step.choices[Role.COMMUNE].click()
        wait_until(dialog.next.isEnabled)
        camera.picture_dialog(dialog, "first-start-1")
        dialog.next.click()
        dialog.steps.unit_step.filter.setText("tan thanh")
        camera.picture_dialog(dialog, "first-start-2")
        dialog.steps.unit_step.list.setCurrentRow(0)
        _picture_own_list(camera, dialog, Path(folder))
        dialog.next.click()
        dialog.steps.place_step.sets["xa-ntm-2026-2030"].click()
        camera.picture_dialog(dialog, "first-start-3")
        dialog.next.click()
        dialog.steps.key_step.author.setText("Nông Văn A")
        for field in (dialog.steps.key_step.first, dialog.steps.key_step.second):
            field.setText("lúa chín vàng đồng")
        camera.picture_dialog(dialog, "first-start-4")
        dialog.steps.key_step.sources[KeySource.SHEET].click()
        camera.picture_dialog(dialog, "first-start-4-sheet")
        dialog.reject()


def _picture_own_list(camera: Camera, dialog: FirstStart, folder: Path) -> None:
    """Take a list of units from Excel: one that is refused, then a good one."""
    unit = dialog.steps.unit_step
    for rows, name in ((WRONG, "problems"), (RIGHT, "list")):
        path = folder / "danh sách xã.xlsx"
        book = Workbook()
        for row in (("Mã", "Tên", "Vùng", "Nhóm"), *rows):
            book.worksheets[0].append(list(row))
        book.save(path)
        unit.read_file(path)
        wait_until(lambda: dialog.message.isVisible() is (rows is WRONG))  # noqa: B023 - at once
        camera.picture_dialog(dialog, f"first-start-2-{name}")
    unit.filter.setText("truong ha")
    unit.by_hand.click()
    unit.authority.setCurrentIndex(unit.authority.count() - 1)
    camera.picture_dialog(dialog, "first-start-2-typed")
    unit.by_hand.click()
    unit.authority.setCurrentIndex(0)


WRONG = [(f"{number:05}", None, "Vùng lạ", 9) for number in range(1, 21)]
RIGHT = [("04", "Tỉnh Cao Bằng"), ("01273", "Xã Trường Hà"), ("01288", "Phường Thục Phán")]
