"""The colours of the window: light, dark, or whatever a high-contrast system asks for."""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QGuiApplication, QPalette


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour for text and marks with the ground it stands on."""

    ink: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Every colour a widget may use, by what it is for."""

    paper: str
    card: str
    side: str
    edge: str
    input_edge: str
    ink: str
    secondary: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_ink: str
    selected: str
    hover: str
    track: str
    met: Ink
    not_met: Ink
    missing: Ink
    no_threshold: Ink
    not_applicable: Ink

    def plain(self) -> dict[str, str]:
        """Give the colours that a stylesheet may name."""
        found: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Ink):
                found[f"{field.name}_ink"] = value.ink
                found[f"{field.name}_ground"] = value.ground
            else:
                found[field.name] = value
        return found


LIGHT = Colours(
    paper="#f6f5f1",
    card="#ffffff",
    side="#fbfaf7",
    edge="#dcd9d2",
    input_edge="#8f8b82",
    ink="#1f2a33",
    secondary="#5f6b76",
    accent="#1d6b52",
    accent_hover="#17583f",
    on_accent="#ffffff",
    accent_ink="#1d6b52",
    selected="#e1efe8",
    hover="#efede7",
    track="#e4e1da",
    met=Ink("#1d7a4f", "#e4f2ea"),
    not_met=Ink("#b3402a", "#fae9e5"),
    missing=Ink("#8a5c08", "#fbf1dc"),
    no_threshold=Ink("#54658a", "#e9edf5"),
    not_applicable=Ink("#63635e", "#eeede9"),
)

DARK = Colours(
    paper="#1a1e21",
    card="#23292d",
    side="#1f2428",
    edge="#3b4349",
    input_edge="#7d868c",
    ink="#eceae4",
    secondary="#aeb6bc",
    accent="#2a7f5f",
    accent_hover="#256f54",
    on_accent="#ffffff",
    accent_ink="#84d3b0",
    selected="#24443a",
    hover="#2c3338",
    track="#3a4247",
    met=Ink("#74cc9d", "#1d3a2c"),
    not_met=Ink("#f0998a", "#46251f"),
    missing=Ink("#e4b85e", "#40331a"),
    no_threshold=Ink("#a9bbe2", "#2b344a"),
    not_applicable=Ink("#bdbcb5", "#35373a"),
)


def now() -> Colours:
    """Find the colours the window is shown in (a widget's own palette is the stylesheet's)."""
    return in_palette(QGuiApplication.palette())


def in_palette(palette: QPalette) -> Colours:
    """Find the colours that belong to a palette: ours, or made of a system's own."""
    paper = palette.color(QPalette.ColorRole.Window).name()
    for colours in (LIGHT, DARK):
        if colours.paper == paper:
            return colours
    return _of_system(palette)


def palette_of(colours: Colours) -> QPalette:
    """Make the palette for widgets that no stylesheet rule reaches."""
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, colours.paper),
        (role.WindowText, colours.ink),
        (role.Base, colours.card),
        (role.AlternateBase, colours.side),
        (role.Text, colours.ink),
        (role.Button, colours.card),
        (role.ButtonText, colours.ink),
        (role.BrightText, colours.on_accent),
        (role.ToolTipBase, colours.card),
        (role.ToolTipText, colours.ink),
        (role.PlaceholderText, colours.secondary),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent_ink),
        (role.Mid, colours.edge),
        (role.Midlight, colours.track),
        (role.Light, colours.card),
        (role.Dark, colours.input_edge),
        (role.Shadow, colours.input_edge),
        (role.Accent, colours.accent),
    ):
        palette.setColor(where, QColor(colour))
    for where in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.secondary))
    return palette


def _of_system(palette: QPalette) -> Colours:
    def colour(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()

    role = QPalette.ColorRole
    window, text = colour(role.Window), colour(role.WindowText)
    plain = Ink(text, window)
    return Colours(
        paper=window,
        card=colour(role.Base),
        side=window,
        edge=text,
        input_edge=text,
        ink=text,
        secondary=text,
        accent=colour(role.Highlight),
        accent_hover=colour(role.Highlight),
        on_accent=colour(role.HighlightedText),
        accent_ink=text,
        selected=colour(role.Highlight),
        hover=window,
        track=window,
        met=plain,
        not_met=plain,
        missing=plain,
        no_threshold=plain,
        not_applicable=plain,
    )
