"""`python -m tests.shots.pictures`, after `dev.py shots`: renews the pictures of the manual."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PICTURES = {
    "bat-dau": "dialogs/first-start-2",
    "tong-quan": "1366x768/commune-?-tong-quan",
    "tieu-chi": "1366x768/commune-criteria-3.1",
    "bo-tieu-chi": "1366x768/commune-*-bo-tieu-chi",
    "so-sanh-nam": "1366x768/commune-years",
    "gui-ho-so": "1366x768/commune-?-gui-ho-so",
    "khoa": "1366x768/commune-*-khoa",
    "ho-so-den": "1366x768/authority-receive-preview",
}


def renew(shots: Path, pictures: Path) -> None:
    """Take each picture of the manual from the shots, as small as it can be without loss."""
    from PIL import Image

    pictures.mkdir(parents=True, exist_ok=True)
    for name, shot in PICTURES.items():
        (found,) = shots.glob(f"{shot}.png")  # whatever place the navigation gives a screen
        with Image.open(found) as picture:
            picture.convert("RGB").save(pictures / f"{name}.png", optimize=True)


if __name__ == "__main__":
    renew(CHECKOUT / ".shots", CHECKOUT / "docs" / "pictures")
