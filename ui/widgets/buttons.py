"""Buttons that carry their words, drawing and accessible name."""

from PySide6.QtWidgets import QPushButton, QToolButton

from ui import icons


def button(text: str, *, icon: str = "", role: str = "", hint: str = "") -> QPushButton:
    """Make a button; `role` main is the one main button of a screen, link looks like text."""
    made = QPushButton(text)
    made.setAccessibleName(text.replace("…", ""))
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    if hint:
        made.setToolTip(hint)
        made.setAccessibleDescription(hint)
    if icon:
        icons.put_on(made, icon, {"main": "on_accent", "link": "accent_ink"}.get(role, "ink"))
    return made


def icon_button(icon: str, name: str) -> QToolButton:
    """Make a button that is only a drawing; its name shows as a tip and is read aloud."""
    made = QToolButton()
    made.setAccessibleName(name)
    made.setToolTip(name)
    icons.put_on(made, icon, "secondary")
    return made
