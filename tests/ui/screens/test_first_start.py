from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.ownership import Role
from ntm_desktop.exchange.recovery_sheet import sheet_of
from ntm_desktop.services.catalogue import DEFAULT_SETS
from ntm_desktop.services.office import Authority
from ntm_desktop.services.recovery import keys_in_image
from ntm_desktop.services.setup import Setup
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.builders import PASSPHRASE
from tests.ui.hands import type_text
from ui.screens.first_start.columns import KeySource
from ui.screens.first_start.screen import FirstStart, practice_root
from ui.screens.first_start.unit_step import UnitStep
from ui.widgets import choosing
from ui.widgets.new_passphrase import strength

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def made() -> list[Path]:
    return []


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path, made: list[Path]) -> Iterator[FirstStart]:
    first = FirstStart(tmp_path / "data", made.append)
    qtbot.addWidget(first)
    first.show()
    qtbot.waitUntil(lambda: first.steps.shipped is not None)
    yield first
    first.done(0)


def test_a_commune_sets_itself_up_with_clicks_and_typing(
    qtbot: QtBot, first: FirstStart, tmp_path: Path
) -> None:
    assert not first.next.isEnabled()
    qtbot.mouseClick(first.steps.role_step.choices[Role.COMMUNE], LEFT)
    qtbot.mouseClick(first.next, LEFT)
    qtbot.keyClicks(first.steps.unit_step.filter, "vu lang")
    assert (
        first.steps.unit_step.list.count() == 2
    )  # the district's of 2024 and the province's of 2025
    first.steps.unit_step.list.setCurrentRow(0)
    assert first.steps.unit_step.authority.currentData().name == "Huyện Bắc Sơn"
    qtbot.mouseClick(first.next, LEFT)
    assert first.steps.place_step.region.currentText() == "Trung du miền núi phía Bắc"
    qtbot.mouseClick(first.next, LEFT)
    qtbot.keyClicks(first.steps.key_step.author, "Nong Van A")
    qtbot.keyClicks(first.steps.key_step.first, "lua chin vang dong")
    qtbot.keyClicks(first.steps.key_step.second, "lua chin vang")
    assert first.steps.key_step.chosen.same.text() == "Chưa khớp"
    assert not first.next.isEnabled()
    qtbot.keyClicks(first.steps.key_step.second, " dong")
    qtbot.mouseClick(first.next, LEFT)
    qtbot.waitUntil(first.steps.sheet_step.print.isVisible, timeout=20_000)
    assert first.back.isHidden()
    with qtbot.waitSignal(first.accepted):
        qtbot.mouseClick(first.next, LEFT)
    workplace = open_workplace(tmp_path / "data")
    office = workplace.office
    workplace.close()
    assert (office.unit.code, office.unit.name) == ("06367", "Xã Vũ Lăng")
    assert (office.authority.code, office.identity.author) == ("185", "Nong Van A")


def test_an_authority_receives_and_reports_to_nobody(qtbot: QtBot, first: FirstStart) -> None:
    qtbot.mouseClick(first.steps.role_step.choices[Role.AUTHORITY], LEFT)
    qtbot.mouseClick(first.next, LEFT)
    assert first.steps.unit_step.list.item(0).text().startswith("Huyện Bắc Sơn")
    assert first.steps.unit_step.authority.isHidden()


def to_the_unit(qtbot: QtBot, first: FirstStart, role: Role = Role.COMMUNE) -> UnitStep:
    """Answer the first question."""
    qtbot.mouseClick(first.steps.role_step.choices[role], LEFT)
    qtbot.mouseClick(first.next, LEFT)
    return first.steps.unit_step


def answers(first: FirstStart) -> Setup:
    """What is known once the key has its passphrase."""
    for field in (first.steps.key_step.first, first.steps.key_step.second):
        type_text(field, PASSPHRASE)
    found = first.steps.setup()
    assert found is not None
    return found


def test_a_unit_of_no_list_is_typed_with_its_receiver_and_its_region(
    qtbot: QtBot, first: FirstStart
) -> None:
    unit = to_the_unit(qtbot, first)
    unit.by_hand.click()
    qtbot.keyClicks(unit.own.code, "99/ 999")  # what no code may hold is not taken
    assert unit.own.code.text() == "99999"
    type_text(unit.own.name, "Thị trấn Mới")
    assert not first.next.isEnabled()  # nobody said where it sends
    unit.authority.setCurrentIndex(unit.authority.count() - 1)
    assert unit.elsewhere.isVisible()
    qtbot.keyClicks(unit.elsewhere.code, "04")
    type_text(unit.elsewhere.name, "Tỉnh Cao Bằng")
    unit.elsewhere.level.setCurrentText("Tỉnh")
    qtbot.mouseClick(first.next, LEFT)
    place = first.steps.place_step
    assert not first.next.isEnabled()  # no list says in which region it lies
    place.region.setCurrentText("Tây Nguyên")
    qtbot.mouseClick(first.next, LEFT)
    made = answers(first)
    assert (made.unit.code, made.unit.kind, made.unit.region) == ("99999", "town", "TN")
    assert made.authority == Authority(code="04", name="Tỉnh Cao Bằng", level="province")


def test_an_authority_of_no_list_says_its_level(qtbot: QtBot, first: FirstStart) -> None:
    unit = to_the_unit(qtbot, first, Role.AUTHORITY)
    unit.by_hand.click()
    qtbot.keyClicks(unit.own.code, "04")
    type_text(unit.own.name, "Tỉnh Cao Bằng")
    unit.own.level.setCurrentText("Tỉnh")
    qtbot.mouseClick(first.next, LEFT)
    made = answers(first)
    assert (made.unit.kind, made.authority.code, made.authority.level) == (
        "province",
        "04",
        "province",
    )


def test_a_district_that_assesses_itself_begins_with_its_own_set(
    qtbot: QtBot, first: FirstStart
) -> None:
    unit = to_the_unit(qtbot, first)
    unit.by_hand.click()
    qtbot.keyClicks(unit.own.code, "185")
    type_text(unit.own.name, "Huyện Bắc Sơn")
    unit.authority.setCurrentText("Tỉnh Lạng Sơn (cấp tỉnh)")
    qtbot.mouseClick(first.next, LEFT)
    first.steps.place_step.region.setCurrentIndex(0)
    made = answers(first)
    assert (made.unit.kind, made.sets) == ("district", ("huyen-ntm-2021-2025",))


def test_a_commune_begins_with_the_sets_it_ticks_and_is_asked_for_its_group(
    qtbot: QtBot, first: FirstStart
) -> None:
    to_the_unit(qtbot, first)
    qtbot.keyClicks(first.steps.unit_step.filter, "vu lang")
    first.steps.unit_step.list.setCurrentRow(0)
    qtbot.mouseClick(first.next, LEFT)
    place = first.steps.place_step
    assert place.chosen == DEFAULT_SETS
    assert place.group.isHidden()
    place.sets["xa-ntm-2021-2025"].click()
    assert not first.next.isEnabled()
    place.sets["xa-ntm-2026-2030"].click()
    assert place.group.isVisible()
    assert place.group.currentText() == "Chưa rõ, khai sau"
    place.group.setCurrentIndex(3)
    made = answers(first)
    assert (made.sets, made.unit.group) == (("xa-ntm-2026-2030",), "nhom_3")
    place.sets["xa-ntm-2026-2030"].click()
    place.sets["xa-ntm-2021-2025"].click()
    assert answers(first).unit.group == ""  # what is not asked is not said


def a_list(folder: Path, *rows: tuple[object, ...]) -> Path:
    """A list of units as an office keeps it in Excel."""
    book = Workbook()
    book.worksheets[0].title = "Danh sách"
    for row in (("Mã", "Tên", "Vùng", "Nhóm"), *rows):
        book.worksheets[0].append(list(row))
    path = folder / "xã.xlsx"
    book.save(path)
    return path


def choose_list(qtbot: QtBot, unit: UnitStep, path: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(choosing, "file", lambda *_: path)
    qtbot.mouseClick(unit.excel, LEFT)


PROVINCE, COMMUNE = ("04", "Tỉnh Cao Bằng"), ("01273", "Xã Trường Hà", "TDMNPB", 3)
WARD = ("01288", "Phường Thục Phán")


def test_unit_and_receiver_are_chosen_from_an_own_list_in_excel(
    qtbot: QtBot, first: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = to_the_unit(qtbot, first)
    with qtbot.waitSignal(unit.listed):
        choose_list(qtbot, unit, a_list(tmp_path, PROVINCE, COMMUNE, WARD), monkeypatch)
    assert [choice.code for choice in unit._shown] == ["01273", "01288"]  # noqa: SLF001
    assert unit.source.text() == "Danh sách trong tệp xã.xlsx: 2 đơn vị."
    qtbot.keyClicks(unit.filter, "truong ha")
    assert unit.authority.currentText() == "Tỉnh Cao Bằng (cấp tỉnh)"
    qtbot.mouseClick(first.next, LEFT)
    first.steps.place_step.sets["xa-ntm-2026-2030"].click()
    made = answers(first)
    assert (made.unit.name, made.unit.region, made.unit.group) == (
        "Xã Trường Hà",
        "TDMNPB",
        "nhom_3",
    )
    assert made.authority == Authority(code="04", name="Tỉnh Cao Bằng", level="province")


def test_every_problem_of_a_list_is_named_and_the_list_before_stays(
    qtbot: QtBot, first: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = to_the_unit(qtbot, first)
    before = unit.list.count()
    with qtbot.waitSignal(unit.refused):
        path = a_list(tmp_path, ("01", "Xã A", "Vùng lạ"), ("02", None, None, 9))
        choose_list(qtbot, unit, path, monkeypatch)
    words = first.message.words.text()
    for place in ("ô C2", "ô B3", "ô D3"):
        assert f"Tờ “Danh sách”, {place}:" in words
    assert (unit.list.count(), unit.source.isVisible()) == (before, False)
    with qtbot.waitSignal(unit.listed):
        choose_list(qtbot, unit, a_list(tmp_path, PROVINCE, COMMUNE), monkeypatch)
    assert first.message.isHidden()
    qtbot.mouseClick(unit.ready_made, LEFT)
    assert unit.list.count() == before


def test_a_list_without_a_receiver_leaves_it_to_be_chosen(
    qtbot: QtBot, first: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = to_the_unit(qtbot, first)
    with qtbot.waitSignal(unit.listed):
        choose_list(qtbot, unit, a_list(tmp_path, COMMUNE), monkeypatch)
    unit.list.setCurrentRow(0)
    assert not first.next.isEnabled()
    unit.authority.setCurrentText("Tỉnh Lạng Sơn (cấp tỉnh)")
    assert first.next.isEnabled()


def test_an_authority_keeps_the_communes_of_its_list(
    qtbot: QtBot, first: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = to_the_unit(qtbot, first, Role.AUTHORITY)
    with qtbot.waitSignal(unit.listed):
        choose_list(qtbot, unit, a_list(tmp_path, PROVINCE, COMMUNE, WARD), monkeypatch)
    unit.list.setCurrentRow(0)
    for _ in range(2):
        qtbot.mouseClick(first.next, LEFT)
    for field in (first.steps.key_step.first, first.steps.key_step.second):
        type_text(field, PASSPHRASE)
    qtbot.mouseClick(first.next, LEFT)
    qtbot.waitUntil(first.steps.sheet_step.print.isVisible, timeout=20_000)
    workplace = open_workplace(tmp_path / "data")
    kept = [(each.code, each.group) for each in workplace.units.listed()]
    level = workplace.office.authority.level
    workplace.close()
    assert kept == [("01273", "nhom_3"), ("01288", "")]
    assert level == "province"


def test_a_list_without_anything_for_the_role_leads_to_typing(
    qtbot: QtBot, first: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = to_the_unit(qtbot, first, Role.AUTHORITY)
    with qtbot.waitSignal(unit.listed):
        choose_list(qtbot, unit, a_list(tmp_path, COMMUNE), monkeypatch)
    assert "không có dòng nào là huyện, tỉnh" in unit.source.text()
    assert unit.own.code.isVisible()


def test_practice_goes_to_its_own_folder(
    qtbot: QtBot, first: FirstStart, made: list[Path], tmp_path: Path
) -> None:
    with qtbot.waitSignal(first.accepted):
        qtbot.mouseClick(first.steps.role_step.practice, LEFT)
    assert made == [practice_root(tmp_path / "data")] == [first.chosen]
    assert not (tmp_path / "data").exists()


def to_the_key(qtbot: QtBot, first: FirstStart) -> None:
    """Answer the first three questions."""
    qtbot.mouseClick(first.steps.role_step.choices[Role.COMMUNE], LEFT)
    qtbot.mouseClick(first.next, LEFT)
    qtbot.keyClicks(first.steps.unit_step.filter, "vu lang")
    first.steps.unit_step.list.setCurrentRow(0)
    qtbot.mouseClick(first.next, LEFT)
    qtbot.mouseClick(first.next, LEFT)


def test_the_recovery_sheet_is_offered_once_keys_are_made(
    qtbot: QtBot, first: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "giấy.pdf"
    monkeypatch.setattr(choosing, "new_file", lambda *_: target)
    to_the_key(qtbot, first)
    for field in (first.steps.key_step.first, first.steps.key_step.second):
        type_text(field, PASSPHRASE)
    qtbot.mouseClick(first.next, LEFT)
    qtbot.waitUntil(first.steps.sheet_step.print.isVisible, timeout=20_000)
    qtbot.mouseClick(first.steps.sheet_step.print, LEFT)
    qtbot.waitUntil(lambda: "Đã lưu giấy.pdf" in first.message.words.text(), timeout=20_000)
    with qtbot.waitSignal(first.accepted):  # Escape goes to work too: all is set up
        qtbot.keyClick(first, Qt.Key.Key_Escape)
    workplace = open_workplace(tmp_path / "data")
    assert keys_in_image(target) == workplace.keys.unlock(PASSPHRASE)
    workplace.close()


def test_a_second_pc_takes_the_key_file_of_the_first(
    qtbot: QtBot,
    first: FirstStart,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = commune.keys.back_up(tmp_path / "khóa.key")
    monkeypatch.setattr(choosing, "file", lambda *_: copy)
    to_the_key(qtbot, first)
    first.steps.key_step.sources[KeySource.FILE].click()
    type_text(first.steps.key_step.first, PASSPHRASE)
    assert first.steps.key_step.second.isHidden()
    assert not first.next.isEnabled()
    first.steps.key_step.pick.click()
    assert first.steps.key_step.picked.text() == "khóa.key"
    with qtbot.waitSignal(first.accepted, timeout=20_000):
        qtbot.mouseClick(first.next, LEFT)
    workplace = open_workplace(tmp_path / "data")
    assert workplace.keys.fingerprint == commune.keys.fingerprint
    assert workplace.office.identity.origin != commune.office.identity.origin
    workplace.close()


def test_the_recovery_sheet_brings_the_key_under_a_new_passphrase(
    qtbot: QtBot, first: FirstStart, commune: Workplace, tmp_path: Path
) -> None:
    keys = commune.keys.unlock(PASSPHRASE)
    to_the_key(qtbot, first)
    first.steps.key_step.sources[KeySource.SHEET].click()
    for field in (first.steps.key_step.first, first.steps.key_step.second):
        type_text(field, "sông xanh núi đỏ")
    assert not first.next.isEnabled()
    first.steps.key_step.form.fill(sheet_of(keys).code)
    assert commune.keys.fingerprint in first.steps.key_step.whose.text()
    with qtbot.waitSignal(first.accepted, timeout=20_000):
        qtbot.mouseClick(first.next, LEFT)
    workplace = open_workplace(tmp_path / "data")
    assert workplace.keys.unlock("sông xanh núi đỏ") == keys
    workplace.close()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", ""),
        ("abc", "Quá ngắn: cần ít nhất 8 ký tự"),
        ("12345678901234", "Yếu: dễ đoán, hãy dùng vài từ liền nhau"),
        ("aaaaaaaaaa", "Yếu: dễ đoán, hãy dùng vài từ liền nhau"),
        ("nông thôn", "Tạm được: thêm một, hai từ nữa thì tốt hơn"),
        ("lúa chín vàng đồng", "Mạnh"),
    ],
)
def test_passphrases_are_judged_in_words(typed: str, said: str) -> None:
    assert strength(typed)[0] == said
