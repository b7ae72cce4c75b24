import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.dossier import DossierReceipt, LeftOut
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import DataFolderError
from ntm_desktop.exchange.package.sealing import is_sealed
from ntm_desktop.services.correspondence import Correspondence
from ntm_desktop.services.drives import Drive
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE, UNIT
from tests.offices import YEAR, enter, export
from tests.ui.hands import click
from ui.changes import Changes
from ui.screens.send import columns
from ui.screens.send.papers_page import Paper
from ui.screens.send.screen import SendScreen
from ui.screens.send.services import SendServices
from ui.session_keys import PassphraseDialog, SessionKeys
from ui.tasks import TaskRunner
from ui.widgets import choosing

PATIENCE = 30_000


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def drives(stick: Path) -> list[Drive]:
    return [
        Drive(
            path=stick,
            name="HOSO (E:)",
            file_system="FAT32",
            free=7_200_000_000,
            total=8_000_000_000,
        )
    ]


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Tài liệu"
    folder.mkdir()
    monkeypatch.setattr(choosing, "documents_folder", lambda: folder)
    return folder


@pytest.fixture
def session(commune: Workplace, tasks: TaskRunner) -> SessionKeys:
    """The passphrase was typed before."""
    made = SessionKeys(commune.keys.unlock, tasks)
    made.keep(commune.keys.unlock(PASSPHRASE))
    return made


@pytest.fixture
def screen(
    qtbot: QtBot,
    commune: Workplace,
    tasks: TaskRunner,
    drives: list[Drive],
    papers: Path,
    session: SessionKeys,
) -> Iterator[SendScreen]:
    made = SendScreen(
        services=SendServices(
            workplace=commune,
            sent=Correspondence(commune).sent,
            drives=lambda: list(drives),
            session=session,
        ),
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(made)
    made.resize(1100, 680)
    made.show()
    made.show_sheet(commune.sheet(year=YEAR))
    qtbot.waitUntil(lambda: made.check.met.text() != "")
    yield made
    made.hide()


def at_sending(qtbot: QtBot, screen: SendScreen) -> None:
    click(qtbot, screen.steps[2])
    qtbot.waitUntil(lambda: bool(screen.sending.places.sticks))


def choose(qtbot: QtBot, place: QWidget) -> None:
    place.setFocus()
    qtbot.keyClick(place, Qt.Key.Key_Space)


def write(qtbot: QtBot, screen: SendScreen) -> None:
    click(qtbot, screen.sending.write)
    qtbot.waitUntil(screen.sending.message.isVisible, timeout=PATIENCE)


def said(screen: SendScreen) -> str:
    return screen.sending.message.words.text()


def opened_files(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Collect what is handed to the system's programs."""
    opened: list[Path] = []

    def remember(path: Path) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr(choosing, "open_with_system", remember)
    return opened


def test_what_is_missing_is_counted_and_each_line_leads_to_its_place(
    qtbot: QtBot, screen: SendScreen
) -> None:
    assert screen.check.met.text() == "0 trên 19 tiêu chí đạt"
    assert screen.check.counts.text() == "60 lỗi · 60 điều cần lưu ý"
    assert len(screen.check.lines.lines.lines) == 60
    shown = screen.check.lines
    second = shown.lines.index(1)
    qtbot.waitUntil(lambda: shown.indexAt(shown.visualRect(second).center()) == second)
    place = shown.visualRect(second).center()
    with qtbot.waitSignal(screen.asked_for) as asked:
        qtbot.mouseClick(
            shown.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            place,
        )
    assert asked.args == ["criteria:1.2"]


def test_an_answer_given_elsewhere_shows_here(
    qtbot: QtBot, screen: SendScreen, commune: Workplace
) -> None:
    enter(commune, "4.1", "đạt")
    enter(commune, "4.2", "99")
    screen._changes.announce(frozenset({Topic.ASSESSMENTS}))  # noqa: SLF001
    qtbot.waitUntil(lambda: screen.check.met.text() == "1 trên 19 tiêu chí đạt")


def test_an_unfinished_dossier_goes_on_after_saying_so(qtbot: QtBot, screen: SendScreen) -> None:
    assert screen.check.advice.text() == columns.UNFINISHED
    assert screen.check.go_on.text() == "Vẫn tiếp tục với hồ sơ chưa đủ"
    click(qtbot, screen.check.go_on)
    assert screen.papers.isVisible()
    click(qtbot, screen.papers.go_on)
    assert screen.sending.warning.text() == (
        "Hồ sơ chưa đầy đủ: 0 trên 19 tiêu chí đạt, còn 60 lỗi. Vẫn gửi được."
    )


@pytest.mark.parametrize("paper", list(Paper), ids=["dossier", "blank", "filled"])
def test_each_paper_is_made_and_can_be_opened(
    qtbot: QtBot,
    screen: SendScreen,
    papers: Path,
    paper: Paper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = opened_files(monkeypatch)
    click(qtbot, screen.steps[1])
    click(qtbot, screen.papers.buttons[paper])
    qtbot.waitUntil(screen.papers.message.isVisible, timeout=PATIENCE)
    (made,) = papers.iterdir()
    assert made.read_bytes()[:5] == b"%PDF-"
    assert screen.papers.message.words.text().startswith("Đã lập ")
    assert "trang" in screen.papers.message.words.text()
    click(qtbot, screen.papers.message.action)
    assert opened == [made]


def test_a_second_paper_never_replaces_the_first(
    qtbot: QtBot, screen: SendScreen, papers: Path
) -> None:
    click(qtbot, screen.steps[1])
    for _ in range(2):
        click(qtbot, screen.papers.buttons[Paper.BLANK])
        qtbot.waitUntil(screen.papers.message.isVisible, timeout=PATIENCE)
    assert sorted(path.name for path in papers.iterdir()) == [
        "Phiếu kiểm tra NTM (trống) Xã Tân Thành 2024 (2).pdf",
        "Phiếu kiểm tra NTM (trống) Xã Tân Thành 2024.pdf",
    ]


def test_files_left_out_are_named_with_the_reason(
    qtbot: QtBot, screen: SendScreen, commune: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = DossierReceipt(12, 3, (LeftOut("bảng.xlsx", "không in được loại tệp này"),))
    monkeypatch.setattr(type(commune.documents), "dossier", lambda *_: receipt)
    click(qtbot, screen.steps[1])
    click(qtbot, screen.papers.buttons[Paper.DOSSIER])
    qtbot.waitUntil(screen.papers.left_out.isVisible)
    assert screen.papers.message.words.text() == "Đã lập hồ sơ: 12 trang, ghép 3 tệp minh chứng"
    assert "1 tệp không ghép vào được" in screen.papers.message.kept.text()
    (line,) = screen.papers.left_out.lines.lines
    assert (line.text, line.detail) == ("bảng.xlsx", "không in được loại tệp này")


def test_a_paper_that_cannot_be_written_says_why(
    qtbot: QtBot, screen: SendScreen, papers: Path, tmp_path: Path
) -> None:
    screen.papers.show_folder(tmp_path / "không có")
    click(qtbot, screen.steps[1])
    click(qtbot, screen.papers.buttons[Paper.BLANK])
    qtbot.waitUntil(screen.papers.message.isVisible, timeout=PATIENCE)
    assert "Không ghi được tệp" in screen.papers.message.words.text()
    assert screen.papers.buttons[Paper.BLANK].isEnabled()


def test_the_folder_for_papers_is_chosen(
    qtbot: QtBot, screen: SendScreen, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "folder", lambda *_: stick)
    click(qtbot, screen.steps[1])
    click(qtbot, screen.papers.change)
    assert screen.papers.place.text() == f"Ghi vào: {stick}"


def without_end(*_: Any, progress: Any = None, **_words: Any) -> None:
    """Work that only ends by being stopped."""
    pause = threading.Event()
    watched = progress or next(each for each in _ if hasattr(each, "step"))
    while True:
        watched.step("Đang ghi gói hồ sơ", 1, 10)
        pause.wait(0.01)


def test_a_paper_can_be_stopped(
    qtbot: QtBot, screen: SendScreen, commune: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(commune.documents), "dossier", without_end)
    click(qtbot, screen.steps[1])
    click(qtbot, screen.papers.buttons[Paper.DOSSIER])
    qtbot.waitUntil(screen.job_bar.isVisible)
    assert not screen.papers.buttons[Paper.BLANK].isEnabled()
    click(qtbot, screen.job_bar.stop)
    qtbot.waitUntil(screen.papers.message.isVisible)
    assert screen.papers.message.words.text() == "Đã dừng. Không có tệp nào được ghi."
    assert screen.papers.buttons[Paper.BLANK].isEnabled()


def test_the_stick_is_offered_first_with_its_room(qtbot: QtBot, screen: SendScreen) -> None:
    at_sending(qtbot, screen)
    (offered,) = screen.sending.places.sticks
    assert offered.isChecked()
    assert offered.text() == "USB HOSO (E:) · còn trống 7,2 GB · FAT32"
    assert not screen.sending.places.none.isVisible()


def test_a_package_is_written_verified_and_counted(
    qtbot: QtBot, screen: SendScreen, commune: Workplace, stick: Path
) -> None:
    enter(commune, "4.1", "đạt")
    at_sending(qtbot, screen)
    write(qtbot, screen)
    assert said(screen) == "Đã ghi xong. Có thể rút USB."
    (path,) = stick.iterdir()
    counted = screen.sending.message.kept.text()
    assert "0 trên 19 tiêu chí đạt, 0 tệp minh chứng" in counted
    assert "Tệp đã được đọc lại và kiểm tra" in counted
    assert screen.sending.files.text().startswith(f"{path.name} · ")
    qtbot.waitUntil(lambda: len(screen.history.texts) == 1)
    head, received, amount, file = screen.history.texts[0]
    assert head.startswith("Gói số 1 · ")
    assert received == "Chưa có biên nhận của huyện"
    assert amount.startswith("2 lượt ghi · 0 minh chứng · ")
    assert file == path.name


def test_the_receipt_that_came_back_shows(
    qtbot: QtBot, screen: SendScreen, commune: Workplace, authority: Workplace, stick: Path
) -> None:
    authority.keys.trust(commune.keys.export_public(stick / "xa.ntmkey", PASSPHRASE))
    commune.keys.trust(authority.keys.export_public(stick / "huyen.ntmkey", PASSPHRASE))
    authority.receiving.take_in(export(commune, stick).path, Unwatched())
    back = export(authority, stick, to=UNIT).path
    changed = commune.receiving.take_in(back, Unwatched()).changed
    screen._changes.announce(changed)  # noqa: SLF001
    qtbot.waitUntil(lambda: len(screen.history.texts) == 1)
    assert screen.history.texts[0][1].startswith("Huyện đã nhận ngày ")


def test_by_mail_the_file_lies_in_the_outbox_and_says_how_to_attach_it(
    qtbot: QtBot, screen: SendScreen, commune: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_files(monkeypatch)
    at_sending(qtbot, screen)
    choose(qtbot, screen.sending.places.mail)
    assert "Chưa có khóa của Huyện Bắc Sơn" in screen.sending.manner.why.text()
    assert not screen.sending.manner.seal.isEnabled()
    write(qtbot, screen)
    assert said(screen) == "Đã ghi xong."
    (path,) = commune.folder.outbox.iterdir()
    assert f"đính kèm tệp {path.name}" in screen.sending.how.text()
    click(qtbot, screen.sending.message.action)
    assert opened == [commune.folder.outbox]


def test_another_folder_is_chosen_in_a_dialog(
    qtbot: QtBot, screen: SendScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "khác"
    other.mkdir()
    monkeypatch.setattr(choosing, "folder", lambda *_: other)
    at_sending(qtbot, screen)
    click(qtbot, screen.sending.places.choose)
    assert screen.sending.places.other.text() == f"Thư mục khác: {other}"
    write(qtbot, screen)
    assert said(screen) == "Đã ghi xong."
    assert len(list(other.iterdir())) == 1


def test_a_stick_pulled_out_is_not_offered_any_longer(
    qtbot: QtBot, screen: SendScreen, drives: list[Drive]
) -> None:
    at_sending(qtbot, screen)
    drives.clear()
    qtbot.waitUntil(screen.sending.places.none.isVisible, timeout=8000)
    click(qtbot, screen.sending.write)
    assert said(screen).startswith("Hãy chọn nơi ghi gói hồ sơ")


def test_without_the_passphrase_nothing_is_written(
    qtbot: QtBot, screen: SendScreen, commune: Workplace, stick: Path, session: SessionKeys
) -> None:
    session.forget()
    at_sending(qtbot, screen)

    def decline() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PassphraseDialog)
        dialog.reject()

    QTimer.singleShot(0, decline)
    write(qtbot, screen)
    assert said(screen).startswith("Chưa ghi gói: cần mật khẩu")
    assert list(stick.iterdir()) == []
    assert commune.sending.history() == []
    assert screen.sending.write.isEnabled()


def test_a_full_stick_is_said_in_one_sentence(
    qtbot: QtBot, screen: SendScreen, commune: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **_words: object) -> None:
        raise DataFolderError("Ổ đĩa không còn đủ chỗ. Hãy dọn bớt hoặc chọn ổ khác.")

    monkeypatch.setattr(type(commune.sending), "export", full)
    at_sending(qtbot, screen)
    write(qtbot, screen)
    assert said(screen) == "Ổ đĩa không còn đủ chỗ. Hãy dọn bớt hoặc chọn ổ khác."
    assert "Chưa gửi gì" in screen.sending.message.kept.text()


def test_writing_can_be_stopped_and_begun_again(
    qtbot: QtBot, screen: SendScreen, commune: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_sending(qtbot, screen)
    with monkeypatch.context() as patch:
        patch.setattr(type(commune.sending), "export", without_end)
        click(qtbot, screen.sending.write)
        qtbot.waitUntil(
            lambda: screen.job_bar.count.text().startswith("1 trên 10"), timeout=PATIENCE
        )
        click(qtbot, screen.job_bar.stop)
        qtbot.waitUntil(screen.sending.message.isVisible)
    assert said(screen) == "Đã dừng. Không có tệp nào được ghi."
    click(qtbot, screen.sending.write)
    qtbot.waitUntil(lambda: said(screen).startswith("Đã ghi xong"), timeout=PATIENCE)


def test_the_receiving_level_decides_the_words(commune: Workplace) -> None:
    export(commune, commune.folder.outbox)
    (line,) = Correspondence(commune).sent()
    level = columns.level(replace(commune.office.authority, level="province"))
    assert columns.sent(line, level)[1] == "Chưa có biên nhận của tỉnh"


@pytest.fixture
def trusted(commune: Workplace, authority: Workplace, tmp_path: Path) -> None:
    """The offices know each other's keys."""
    authority.keys.trust(commune.keys.export_public(tmp_path / "xa.ntmkey", PASSPHRASE))
    commune.keys.trust(authority.keys.export_public(tmp_path / "huyen.ntmkey", PASSPHRASE))


def test_mail_is_sealed_and_small_a_stick_neither_until_somebody_chooses(
    qtbot: QtBot, trusted: None, screen: SendScreen, stick: Path, commune: Workplace
) -> None:
    at_sending(qtbot, screen)
    manner = screen.sending.manner
    qtbot.waitUntil(manner.seal.isEnabled)
    assert (manner.seal.isChecked(), manner.largest.isVisible()) == (False, False)
    choose(qtbot, screen.sending.places.mail)
    assert (manner.seal.isChecked(), manner.largest.isVisible()) == (True, True)
    assert manner.largest.currentText() == "Mỗi tệp dưới 14 MB để gửi thư điện tử"
    write(qtbot, screen)
    (path,) = commune.folder.outbox.iterdir()
    assert is_sealed(path)
    assert "đã mã hóa" in screen.sending.message.kept.text()
    qtbot.keyClick(manner.seal, Qt.Key.Key_Space)
    assert "ai có thư cũng đọc được" in manner.why.text()
    choose(qtbot, screen.sending.places.sticks[0])
    assert not manner.seal.isChecked()
    write(qtbot, screen)
    (path,) = stick.iterdir()
    assert not is_sealed(path)


def test_what_will_be_sent_is_said_before(
    qtbot: QtBot, trusted: None, screen: SendScreen, commune: Workplace, authority: Workplace
) -> None:
    at_sending(qtbot, screen)
    shown = screen.sending.plan
    qtbot.waitUntil(lambda: shown.text().startswith("Sẽ gửi nội dung mới: 1 lượt ghi. Chưa có"))
    for _ in range(2):  # the second one confirms the receipt of the first
        authority.receiving.take_in(export(commune, commune.folder.outbox).path, Unwatched())
        back = export(authority, authority.folder.outbox, to=UNIT)
        screen._changes.announce(  # noqa: SLF001
            commune.receiving.take_in(back.path, Unwatched()).changed
        )
    qtbot.waitUntil(lambda: shown.text().startswith("Không có gì mới"))
    screen.sending.manner.full.setChecked(True)
    qtbot.waitUntil(lambda: shown.text().startswith("Sẽ gửi toàn bộ: "))


def shown_buttons(widget: QWidget) -> list[QPushButton]:
    """The buttons that can be clicked now; a list drawn anew has old ones for a moment."""
    return [each for each in widget.findChildren(QPushButton) if each.isVisible()]


def test_parts_are_written_once_more_from_the_history(
    qtbot: QtBot,
    screen: SendScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "khác"
    other.mkdir()
    made = export(commune, commune.folder.outbox)
    screen._changes.announce(frozenset({Topic.PACKAGES}))  # noqa: SLF001
    qtbot.waitUntil(lambda: len(screen.history.texts) == 1)
    qtbot.waitUntil(lambda: len(shown_buttons(screen.history)) == 1, timeout=PATIENCE)
    (again,) = shown_buttons(screen.history)
    assert again.accessibleName() == "Gửi lại phần của gói số 1"
    click(qtbot, again)
    qtbot.waitUntil(lambda: screen.resending.dialog is not None)
    dialog = screen.resending.dialog
    assert dialog is not None
    assert dialog.boxes[1].text().startswith("Phần 1: số liệu · ")
    assert not dialog.go.isEnabled()  # nowhere to write yet
    monkeypatch.setattr(choosing, "folder", lambda *_: other)
    click(qtbot, dialog.change)
    dialog.boxes[1].setChecked(False)
    assert not dialog.go.isEnabled()
    dialog.boxes[1].setChecked(True)
    click(qtbot, dialog.go)
    qtbot.waitUntil(screen.message.isVisible, timeout=PATIENCE)
    assert screen.message.words.text().startswith("Đã ghi lại xong")
    assert [path.name for path in other.iterdir()] == [made.path.name]


def test_a_package_of_an_early_version_says_why_it_cannot_be_sent_again(
    qtbot: QtBot, screen: SendScreen, commune: Workplace
) -> None:
    export(commune, commune.folder.outbox)
    with commune.data.session() as store:
        store.execute("UPDATE sent SET envelope = ''")
    (line,) = Correspondence(commune).sent()
    screen.resending.begin(line)
    qtbot.waitUntil(screen.message.isVisible)
    assert "phiên bản cũ" in screen.message.words.text()


def test_a_place_of_the_screen_opens_its_step(screen: SendScreen) -> None:
    screen.activateWindow()
    screen.open_place("checklist")
    assert screen.papers.isVisible()
    screen.open_place("package")
    assert screen.sending.isVisible()


@pytest.mark.parametrize("step", [0, 1, 2])
def test_everything_that_takes_the_keyboard_has_a_name(screen: SendScreen, step: int) -> None:
    screen.go_to_step(step)
    nameless = [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []
