"""Whether the data folder lies where data are safe: synchronised, shared or removable is not."""

import os
from pathlib import Path, PurePath, PureWindowsPath

from ntm_desktop.paths import shown
from ntm_desktop.services.drives import holding, removable

_SYNCHRONISED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "icloud drive": "iCloud",
}
_MOVE = "Hãy chuyển thư mục dữ liệu về ổ đĩa trong máy."


def concern(root: Path) -> str | None:
    """Say what endangers a data folder where it lies; None if nothing does."""
    root = shown(root.absolute())
    return concern_about_name(root) or _concern_about_drive(root)


def concern_about_name(root: PurePath) -> str | None:
    """Say what the path alone tells: a folder that is synchronised, or a share on a network."""
    if isinstance(root, PureWindowsPath) and root.drive.startswith("\\\\"):
        return (
            "Dữ liệu đang nằm trên ổ mạng dùng chung. Mất mạng giữa chừng có thể làm hỏng "
            f"dữ liệu. {_MOVE}"
        )
    for part in root.parts:
        # A business account's folder is called "OneDrive - <organisation>".
        service = _SYNCHRONISED.get(part.casefold().partition(" - ")[0].strip())
        if service:
            return (
                f"Dữ liệu đang nằm trong thư mục {service}. Chương trình đồng bộ có thể làm hỏng "
                f"dữ liệu. {_MOVE}"
            )
    return None


def _concern_about_drive(root: Path) -> str | None:
    if holding(root, removable()) is not None:
        return f"Dữ liệu đang nằm trên USB. Rút USB khi đang dùng có thể làm hỏng dữ liệu. {_MOVE}"
    if os.name == "nt" and _is_remote(root):
        return concern_about_name(PureWindowsPath("\\\\o\\mang"))
    return None


def _is_remote(root: Path) -> bool:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    return bool(kernel.GetDriveTypeW(f"{root.drive}\\") == 4)  # DRIVE_REMOTE
