"""`python3 dev.py shots`: runs the program on practice data and pictures every screen."""

import shutil
import sys
from pathlib import Path

from tests.shots.display import virtual_display

DEMO = Path(__file__).resolve().parents[2] / ".demo"
PLACES = {"commune": ("criteria:3.1", "send:checklist"), "authority": ()}


def main(folder: Path, demo: Path) -> int:
    """Picture first start, a commune and the authority; tell how many pictures there are."""
    shutil.rmtree(folder, ignore_errors=True)
    with virtual_display():
        return _picture_all(folder, demo)


def _picture_all(folder: Path, demo: Path) -> int:
    from PySide6.QtWidgets import QApplication

    from ntm_desktop import app
    from ntm_desktop.services.workplace import open_workplace
    from tests.shots.camera import Camera
    from tests.shots.first_start import picture_first_start
    from ui.theme import Theme, load_fonts

    application = QApplication(["ntm-desktop"])
    camera = Camera(folder, Theme(application))
    load_fonts()
    picture_first_start(camera)
    offices = {"commune": _first_commune(demo), "authority": demo / "authority"}
    for role, office in offices.items():
        workplace = open_workplace(office)
        window = app.build(application, workplace)
        window.show()
        camera.picture_screens(window, role, PLACES[role])
        window.close()
        window.tasks.close()
        workplace.close()
    print(f"{len(camera.taken)} pictures in {folder}")
    return 0


def _first_commune(demo: Path) -> Path:
    return min(path for path in demo.iterdir() if path.name.isdigit())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), DEMO))
