"""Exchanges by itself: with keys and a folder only, once at a time, never while others work."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.services.folder_exchange import Exchanged
from ui.changes import Changes
from ui.folder_rounds import EVERY_MS, FolderRounds
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner

KEYS = OfficeKeys(bytes(32), "AGE-SECRET-KEY-1")


class Folder:
    """Stands for the service."""

    def __init__(self) -> None:
        self.path: Path | None = Path("/chung")
        self.times = 0
        self.release = threading.Event()
        self.release.set()
        self.error: UserError | None = None

    def exchange(self, _keys: OfficeKeys, _progress: Unwatched) -> Exchanged:
        self.times += 1
        self.release.wait(5)
        if self.error:
            raise self.error
        return Exchanged(changed=frozenset({Topic.PACKAGES}))


@pytest.fixture
def folder() -> Folder:
    return Folder()


@pytest.fixture
def session(tasks: TaskRunner) -> SessionKeys:
    return SessionKeys(lambda _: KEYS, tasks)


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def rounds(
    qtbot: QtBot, tasks: TaskRunner, session: SessionKeys, folder: Folder, changes: Changes
) -> FolderRounds:
    service: Any = lambda: folder  # noqa: E731
    return FolderRounds(session, service, tasks, changes)


def test_no_share_is_asked_more_often_than_every_two_minutes(rounds: FolderRounds) -> None:
    assert rounds.timer.isActive()
    assert rounds.timer.interval() == EVERY_MS >= 120_000


def test_unlocking_the_keys_begins_the_first_exchange(
    qtbot: QtBot, rounds: FolderRounds, session: SessionKeys, folder: Folder, changes: Changes
) -> None:
    with qtbot.waitSignals([rounds.ended, changes.announced]):
        session.keep(KEYS)
    assert folder.times == 1


def test_then_every_tick_is_an_exchange(
    qtbot: QtBot, rounds: FolderRounds, session: SessionKeys, folder: Folder
) -> None:
    with qtbot.waitSignal(rounds.ended):
        session.keep(KEYS)
    for _ in range(2):
        with qtbot.waitSignal(rounds.ended):
            rounds.timer.timeout.emit()
    assert folder.times == 3


def test_nothing_happens_without_keys_or_folder(
    qtbot: QtBot, rounds: FolderRounds, session: SessionKeys, folder: Folder, tasks: TaskRunner
) -> None:
    rounds.timer.timeout.emit()
    assert tasks.is_idle
    folder.path = None
    session.keep(KEYS)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert not tasks.jobs
    session.forget()
    assert tasks.is_idle
    assert folder.times == 0


def test_it_stands_back_for_other_long_work(
    qtbot: QtBot, rounds: FolderRounds, session: SessionKeys, folder: Folder, tasks: TaskRunner
) -> None:
    release, owner = threading.Event(), QObject()
    job = tasks.start(owner, lambda _: release.wait(5), done=print, failed=print)
    session.keep(KEYS)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert folder.times == 0
    with qtbot.waitSignal(job.ended):
        release.set()
    with qtbot.waitSignal(rounds.ended):
        rounds.timer.timeout.emit()
    assert folder.times == 1


def test_there_is_one_exchange_at_a_time(
    qtbot: QtBot, rounds: FolderRounds, folder: Folder
) -> None:
    folder.release.clear()
    with qtbot.waitSignal(rounds.ended):
        rounds.exchange(KEYS)
        rounds.exchange(KEYS)
        folder.release.set()
    assert folder.times == 1
    with qtbot.waitSignal(rounds.ended):
        rounds.exchange(KEYS)
    assert folder.times == 2


def test_what_went_wrong_is_said_and_the_next_round_tries_again(
    qtbot: QtBot, rounds: FolderRounds, folder: Folder
) -> None:
    folder.error = UserError("Ổ đĩa đã đầy.")
    with qtbot.waitSignal(rounds.failed):
        rounds.exchange(KEYS)
    folder.error = None
    with qtbot.waitSignal(rounds.ended):
        rounds.exchange(KEYS)


def test_a_window_that_closes_is_left_in_peace(
    rounds: FolderRounds, session: SessionKeys, folder: Folder, tasks: TaskRunner
) -> None:
    tasks.close()
    session.keep(KEYS)
    rounds.exchange(KEYS)
    assert folder.times == 0
