"""The main window: painted empty at once, filled right after.

Nothing is imported here that an empty window does not need: what fills it comes with ``furnish``.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QMainWindow

from nkdesk.ui.common.text_size import TextSize

if TYPE_CHECKING:
    from nkdesk.ui.main_window.frame import Frame

SMALLEST = (1024, 560)
USUAL = (1280, 720)


class MainWindow(QMainWindow):
    """The window of the program; ``closed`` lets the ward be shut."""

    closed = Signal()

    def __init__(self, text_size: TextSize) -> None:
        super().__init__()
        self.text_size = text_size
        self._frame: Frame | None = None
        self.setWindowTitle("nkdesk")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def furnish(self) -> "Frame":
        """Return what fills the window; the first call brings font, style and parts."""
        if self._frame is None:
            from nkdesk.places import resources  # noqa: PLC0415 -- after the first paint
            from nkdesk.ui.main_window.frame import Frame  # noqa: PLC0415 -- after the first paint

            self.text_size.wear()
            self._frame = Frame(self)
            self.setCentralWidget(self._frame)
            self.setWindowIcon(QIcon(str(resources() / "icons" / "nkdesk-128.png")))
        return self._frame

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window closes, so that the ward can be shut."""
        super().closeEvent(event)
        self.closed.emit()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop filling it."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
