"""Knowing when a window has been painted: what can wait, waits for it."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """``done`` comes once, when the window's next painting is through."""

    done = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the order to paint, then for the event loop; nothing is held back.

        A window quite covered by its children gets no paint event of its own.
        """
        if event.type() == QEvent.Type.UpdateRequest:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self.done.emit)
        return super().eventFilter(watched, event)
