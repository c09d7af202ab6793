"""One window per ward folder: a second start raises the first and goes away.

Source: single instance rules. The lock decides; the local server only raises the window. A lock
is never stolen by its age: another computer's clock says nothing (safety, measured fact 8).
"""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 500


def server_name(folder: Path) -> str:
    """Return the name of the local server of a ward folder."""
    return f"nkdesk-{sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"


def raise_first(folder: Path) -> bool:
    """Ask a window that already has this folder to come to the front; whether one answered."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(folder))
    answered = socket.waitForConnected(ANSWER_MS)
    socket.abort()
    return answered


class SingleInstance(QObject):
    """Holds a ward folder for this window; ``raised`` when a second start asks for it."""

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = QLockFile(str(folder / "nkdesk.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    @property
    def holder(self) -> str:
        """Who holds the folder, for the sentence that says why it cannot be opened."""
        known = self._lock.getLockInfo()
        return " ".join(str(part) for part in known if part)

    def take(self) -> bool:
        """Take the folder; whether it is ours now."""
        if not self._lock.tryLock(0):
            return False
        name = server_name(self._folder)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)
            self._server.listen(name)
        return True

    @property
    def held_elsewhere(self) -> bool:
        """Whether it was another window that kept the folder, and not, say, a read-only disk."""
        return self._lock.error() is QLockFile.LockError.LockFailedError

    @property
    def listening(self) -> bool:
        """Whether a second start can reach this window; without it, it is only refused."""
        return self._server.isListening()

    def give_back(self) -> None:
        """Let the folder go."""
        self._server.close()
        self._lock.unlock()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
        self.raised.emit()
