"""The main window: frame, screens and commands.

It can be painted before any ward is open; ``open_desk`` fills it. The title bar never holds
patient data (safety hazard H41).
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from nkdesk.ui.actions import Actions
from nkdesk.ui.common.sample_frame import SampleFrame, sample_words
from nkdesk.ui.common.theme import TextSize
from nkdesk.ui.main_window.rail import Rail
from nkdesk.ui.main_window.status_line import StatusLine
from nkdesk.ui.main_window.top_line import TopLine
from nkdesk.ui.main_window.trouble import TroubleBar

SMALLEST = (1024, 560)
USUAL = (1280, 720)


class MainWindow(QMainWindow):
    """The frame. ``ward`` holds the open ward's screens, None before one is open."""

    closed = Signal()

    def __init__(self, text_size: TextSize) -> None:
        super().__init__()
        self.text_size = text_size
        self.commands = Actions(self)
        self.rail = Rail()
        self.top = TopLine()
        self.status = StatusLine()
        self.pages = QStackedWidget()
        self.pages.addWidget(QWidget())
        self.trouble = TroubleBar()
        self._sample = SampleFrame(self._body())
        self.setCentralWidget(self._sample)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.mark_ward(sample=False)
        self.show_frame(shown=False)
        self._connect_text_size()

    def mark_ward(self, *, sample: bool) -> None:
        """Show the sample mark round everything, and in the title bar."""
        self._sample.mark(sample=sample)
        self.setWindowTitle(f"nkdesk · {sample_words()}" if sample else "nkdesk")

    def show_frame(self, *, shown: bool) -> None:
        """Show rail, top line and status line; a start page stands alone."""
        for part in (self.rail, self.top, self.status):
            part.setVisible(shown)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def drop_page(self, page: QWidget, tools: QWidget | None = None) -> None:
        """Take a page and its tools away for good."""
        self.pages.removeWidget(page)
        page.deleteLater()
        if tools is not None:
            tools.deleteLater()

    @property
    def in_trouble(self) -> bool:
        """Whether the ward could not be read the last time."""
        return not self.trouble.isHidden()

    def show_trouble(self, words: str) -> None:
        """Say that what is shown may be old and cannot be acted on, or with "" that all is well."""
        self.trouble.say(words)
        self.pages.setEnabled(not words)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window closes, so that the ward can be shut."""
        super().closeEvent(event)
        self.closed.emit()

    def _body(self) -> QWidget:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        parts = ((self.top, 0), (self.trouble, 0), (self.pages, 1), (self.status, 0))
        for part, stretch in parts:
            right.addWidget(part, stretch)
        body = QWidget()
        body.setAutoFillBackground(True)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        return body

    def _connect_text_size(self) -> None:
        acts = self.commands
        acts.larger.triggered.connect(lambda: self.text_size.change(1))
        acts.smaller.triggered.connect(lambda: self.text_size.change(-1))
        acts.usual.triggered.connect(lambda: self.text_size.change(0))
        acts.full_screen.triggered.connect(self._toggle_full_screen)

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
