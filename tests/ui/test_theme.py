from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QGuiApplication, QRawFont
from PySide6.QtWidgets import QApplication, QListView, QMenu, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

import resources
from ui import colours, icons, words
from ui.colours import DARK, LIGHT, Colours, Ink
from ui.theme import FAMILY, Theme, load_fonts, stylesheet

BOTH = pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    shown = QColor(colour)
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (shown.redF(), shown.greenF(), shown.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@BOTH
def test_text_stands_out_from_every_ground_it_is_put_on(shown: Colours) -> None:
    pairs = [
        (ink, ground)
        for ink in (shown.ink, shown.secondary)
        for ground in (shown.paper, shown.card, shown.side, shown.hover)
    ]
    pairs += [(shown.on_accent, shown.accent), (shown.on_accent, shown.accent_hover)]
    pairs += [(shown.accent_ink, ground) for ground in (shown.selected, shown.card, shown.paper)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@BOTH
def test_states_are_readable_on_their_own_ground_and_on_cards(shown: Colours) -> None:
    inks: list[Ink] = [state.ink(shown) for state in words.VERDICTS.values()]
    pairs = [(ink.ink, ground) for ink in inks for ground in (ink.ground, shown.card, shown.paper)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@BOTH
def test_edges_of_inputs_can_be_seen(shown: Colours) -> None:
    assert contrast(shown.input_edge, shown.card) >= 3


@BOTH
def test_every_name_in_the_stylesheet_is_filled_in(shown: Colours) -> None:
    assert "@" not in stylesheet(shown).split("*/", 1)[1]


@BOTH
def test_pictures_named_in_the_stylesheet_exist(shown: Colours) -> None:
    named = [part.split('"')[0] for part in stylesheet(shown).split('url("')[1:]]
    assert named
    assert [name for name in named if not Path(name).is_file()] == []


def test_the_shipped_font_knows_vietnamese(qapp: QApplication) -> None:
    load_fonts(("Regular",))
    font = QRawFont.fromFont(QFont(FAMILY, 10))
    assert QFont(FAMILY).exactMatch()
    assert [
        letter for letter in "ạảấầẩẫậắằẳẵặẹẻẽếềểễệđơưỹ≥" if not font.supportsCharacter(ord(letter))
    ] == []


def test_colours_follow_what_is_worn_and_buttons_are_tinted_again(qapp: QApplication) -> None:
    theme = Theme(qapp)
    theme.wear(LIGHT)
    button = QPushButton("Thêm")
    icons.put_on(button, "add")
    assert colours.now() is LIGHT
    before = button.icon().cacheKey()
    theme.wear(DARK)
    assert colours.now() is DARK
    assert button.icon().cacheKey() != before
    theme.wear(LIGHT)


def test_high_contrast_keeps_the_colours_of_the_system(qapp: QApplication) -> None:
    theme = Theme(qapp)
    theme.wear(None)
    assert "{ font:" in qapp.styleSheet()
    assert "#" not in qapp.styleSheet()  # no colour
    shown = colours.now()
    assert shown.met.ink == QGuiApplication.palette().windowText().color().name()
    theme.wear(LIGHT)


def test_every_state_has_word_icon_and_colour() -> None:
    assert set(words.VERDICTS) == {
        "met",
        "not_met",
        "incomplete",
        "no_threshold",
        "not_applicable",
    }
    for state in words.VERDICTS.values():
        assert state.word
        assert "<svg" in resources.read_text(f"icons/states/{state.icon}.svg")
    assert len({state.icon for state in words.VERDICTS.values()}) == len(words.VERDICTS)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, ""),
        (4, "sắp xong"),
        (42, "còn khoảng 40 giây"),
        (200, "còn khoảng 3 phút"),
        (5400, "còn khoảng 1,5 giờ"),
    ],
)
def test_time_left_in_words(seconds: float, said: str) -> None:
    assert words.time_left(seconds) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(950, "950 B"), (12_300, "12 KB"), (3_400_000, "3,4 MB"), (2_500_000_000, "2,5 GB")],
)
def test_sizes_in_words(count: int, said: str) -> None:
    assert words.size(count) == said


@pytest.mark.parametrize("worn", [None, LIGHT])
def test_lists_and_menus_have_the_font_of_everything_else(
    qtbot: QtBot, qapp: QApplication, worn: Colours | None
) -> None:
    before = QApplication.font()
    try:
        Theme(qapp).wear(worn)
        for kind in ("QAbstractItemView", "QMenu"):  # as Windows has them, now and again
            qapp.setFont(QFont("Tahoma", 8), kind)  # type: ignore[arg-type] # its stubs ask for bytes

        for widget in (QTreeView(), QListView(), QMenu()):
            qtbot.addWidget(widget)
            widget.ensurePolished()
            font = widget.font()
            assert (font.family(), font.pointSize()) == (FAMILY, 10), widget
    finally:
        qapp.setFont(before)
        qapp.setStyleSheet("")
