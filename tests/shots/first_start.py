"""Pictures of the three questions of a first start."""

from pathlib import Path
from tempfile import TemporaryDirectory

from ntm_desktop.domain.ownership import Role
from tests.shots.camera import Camera, wait_until
from ui.screens.first_start.columns import KeySource
from ui.screens.first_start.screen import FirstStart


def picture_first_start(camera: Camera) -> None:
    """Go through the questions as a commune's officer, without the last click."""
    with TemporaryDirectory() as folder:
        dialog = FirstStart(Path(folder) / "data", lambda _: None)
        dialog.show()
        dialog.role_step.choices[Role.COMMUNE].click()
        wait_until(dialog.next.isEnabled)
        camera.picture_dialog(dialog, "first-start-1")
        dialog.next.click()
        dialog.unit_step.filter.setText("tan thanh")
        camera.picture_dialog(dialog, "first-start-2")
        dialog.unit_step.list.setCurrentRow(0)
        dialog.next.click()
        dialog.key_step.author.setText("Nông Văn A")
        for field in (dialog.key_step.first, dialog.key_step.second):
            field.setText("lúa chín vàng đồng")
        camera.picture_dialog(dialog, "first-start-3")
        dialog.key_step.sources[KeySource.SHEET].click()
        camera.picture_dialog(dialog, "first-start-3-sheet")
        dialog.reject()
