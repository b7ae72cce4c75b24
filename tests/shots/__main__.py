"""`python3 dev.py shots`: runs the program on practice data and pictures every screen."""

import gc
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.shots.display import virtual_display

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.shots.camera import Camera
    from tests.shots.world import World

DEMO = Path(__file__).resolve().parents[2] / ".demo"
PLACES = ("years", "criteria:3.1", "criteria:8.3", "criteria:6.2", "send:papers", "send:package")
SENT_EARLIER = 3


def main(folder: Path, demo: Path) -> int:
    """Picture first start, a commune and the authority; tell how many pictures there are."""
    shutil.rmtree(folder, ignore_errors=True)
    with virtual_display():
        return _picture_all(folder, demo)


def _picture_all(folder: Path, demo: Path) -> int:
    from PySide6.QtWidgets import QApplication

    from tests.shots.camera import Camera
    from tests.shots.first_start import picture_first_start
    from tests.shots.world import copied
    from ui.theme import Theme, load_fonts

    gc.disable()  # as in the program: no worker frees the screens of the window before
    application = QApplication(["ntm-desktop"])
    camera = Camera(folder, Theme(application))
    load_fonts()
    picture_first_start(camera)
    with copied(demo) as world:
        packages = [world.package(commune) for commune in world.communes[: SENT_EARLIER + 1]]
        for package in packages[1:]:
            world.receive(package)
        _picture_commune(application, camera, world)
        _picture_authority(application, camera, world, packages[0])
    print(f"{len(camera.taken)} pictures in {folder}")
    return 0


def _picture_commune(application: "QApplication", camera: "Camera", world: "World") -> None:
    from tests.shots.camera import shown
    from tests.shots.moving import picture_move
    from tests.shots.sets import figures_of, picture_sets
    from tests.shots.versions import picture_versions
    from tests.shots.world import opened

    with opened(world.root / "authority") as authority:
        figures = figures_of(authority, world.passphrase, world.root)
    with opened(world.communes[0]) as workplace, shown(application, workplace) as window:
        camera.picture_screens(window, "commune")
        camera.picture_places(window, "commune", PLACES)
        picture_move(camera, window)
        picture_versions(camera, window, workplace, world.root)
        picture_sets(camera, window, figures)


def _picture_authority(
    application: "QApplication", camera: "Camera", world: "World", package: Path
) -> None:
    from tests.shots.camera import settle, shown
    from tests.shots.world import opened

    received = world.communes[1].name
    with opened(world.root / "authority") as workplace, shown(application, workplace) as window:
        camera.picture_screens(window, "authority")
        camera.picture_places(window, "authority", (f"receive:{received}", "receive:register"))
        window.take_files((package,))
        settle(window)
        camera.picture(window, "authority-receive-preview")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), DEMO))
