"""One window per data folder: a second one hands its files to the first and leaves."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal, Slot

from ntm_desktop.errors import UserError
from ui.windows_shell import let_others_come_to_front

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LOCK = "window.lock"
_PATIENCE_MS = 5000
_MOST_BYTES = 1_000_000


class OtherWindowError(UserError):
    """Another window holds the data folder and does not answer."""

    code = "other_window"
    exit_status = 4


def channel_name(folder: Path) -> str:
    """Name the channel of a data folder, alike for every spelling of its path."""
    from hashlib import sha256  # not needed for a start

    return f"ntm-desktop-{sha256(str(folder.resolve()).encode()).hexdigest()[:24]}"


class SingleInstance(QObject):
    """Holds a data folder for this window.

    The lock decides who is first; the channel, opened once the window stands, only carries the
    arguments of later ones (its library is not needed to start).
    """

    handed_over = Signal(object)
    """The files a second window was started with: a tuple of paths."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._server: QLocalServer | None = None
        self._heard: dict[QLocalSocket, bytearray] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / _LOCK))
        self._lock.setStaleLockTime(0)

    def claim(self) -> bool:
        """Take the folder for this window; False if another window has it."""
        return self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear later windows from now on."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(channel_name(self._folder))
        server.newConnection.connect(self._hear)
        server.listen(channel_name(self._folder))
        self._server = server

    def hand_over(self, files: Sequence[Path], patience_ms: int = _PATIENCE_MS) -> None:
        """Give files to the window that has the folder, and bring it to the front.

        Raises OtherWindowError if it does not answer.
        """
        from PySide6.QtCore import QElapsedTimer, QThread
        from PySide6.QtNetwork import QLocalSocket

        message = json.dumps([str(file.resolve()) for file in files]).encode() + b"\n"
        let_others_come_to_front()
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < patience_ms:
            socket = QLocalSocket()
            socket.connectToServer(channel_name(self._folder))
            if socket.waitForConnected(500):
                socket.write(message)
                if socket.waitForBytesWritten(1000) and socket.waitForReadyRead(3000):
                    return
            QThread.msleep(50)
        raise OtherWindowError(
            "Chương trình đang mở dữ liệu này ở một cửa sổ khác nhưng cửa sổ đó không trả lời. "
            "Hãy đóng cửa sổ đó, hoặc khởi động lại máy, rồi mở lại."
        )

    def release(self) -> None:
        """Let another window have the folder."""
        if self._server:
            self._server.close()
            self._server = None
        self._lock.unlock()

    @Slot()
    def _hear(self) -> None:
        if self._server is None:
            return
        connection = self._server.nextPendingConnection()
        self._heard[connection] = bytearray()
        connection.readyRead.connect(self._read)
        connection.disconnected.connect(self._forget)
        self._read()

    @Slot()
    def _read(self) -> None:
        for connection, heard in self._heard.items():
            heard.extend(connection.readAll().data())
            if len(heard) > _MOST_BYTES:
                heard.clear()
                connection.disconnectFromServer()
            elif heard.endswith(b"\n"):
                connection.write(b"ok\n")
                connection.flush()
                self.handed_over.emit(_files(bytes(heard)))
                heard.clear()

    @Slot()
    def _forget(self) -> None:
        unconnected = [
            connection
            for connection in self._heard
            if connection.state() is connection.LocalSocketState.UnconnectedState
        ]
        for connection in unconnected:
            del self._heard[connection]
            connection.deleteLater()


def _files(message: bytes) -> tuple[Path, ...]:
    """Read a message; anything odd is no files."""
    try:
        names = json.loads(message)
    except ValueError:
        return ()
    if not isinstance(names, list):
        return ()
    return tuple(Path(name) for name in names if isinstance(name, str))
