"""What fills the main window: rail, top line, pages, status line, and the commands.

The title bar never holds patient data (safety hazard H41).
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nkdesk.ui.actions import Actions
from nkdesk.ui.common.sample_frame import SampleFrame, sample_words
from nkdesk.ui.main_window.alert_bar import AlertBar
from nkdesk.ui.main_window.product_alarm_bar import ProductAlarmBar
from nkdesk.ui.main_window.rail import Rail
from nkdesk.ui.main_window.reading_only_bar import ReadingOnlyBar
from nkdesk.ui.main_window.sheet_bar import SheetBar
from nkdesk.ui.main_window.status_line import StatusLine
from nkdesk.ui.main_window.top_line import TopLine
from nkdesk.ui.main_window.trouble import TroubleBar

if TYPE_CHECKING:
    from nkdesk.ui.main_window.window import MainWindow


class Frame(SampleFrame):
    """The parts of the window around the screens; a start page stands in it alone."""

    def __init__(self, window: "MainWindow") -> None:
        self.window_around = window
        self.commands = Actions(window)
        self.rail = Rail()
        self.top = TopLine()
        self.status = StatusLine()
        self.pages = QStackedWidget()
        self.pages.addWidget(QWidget())
        self.reading_only = ReadingOnlyBar()
        self.trouble = TroubleBar()
        self.alerts = AlertBar()
        self.product_alarms = ProductAlarmBar()
        self.sheets = SheetBar()
        super().__init__(self._body())
        self.mark_ward(sample=False)
        self.show_parts(shown=False)
        self._connect_text_size()

    def mark_ward(self, *, sample: bool) -> None:
        """Show the sample mark round everything, and in the title bar."""
        self.mark(sample=sample)
        title = f"nkdesk · {sample_words()}" if sample else "nkdesk"
        self.window_around.setWindowTitle(title)

    def show_parts(self, *, shown: bool) -> None:
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

    def _body(self) -> QWidget:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        bars = (
            *(self.top, self.product_alarms, self.reading_only),
            *(self.trouble, self.alerts, self.sheets),
        )
        parts = (*((bar, 0) for bar in bars), (self.pages, 1), (self.status, 0))
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
        acts, size = self.commands, self.window_around.text_size
        acts.larger.triggered.connect(lambda: size.change(1))
        acts.smaller.triggered.connect(lambda: size.change(-1))
        acts.usual.triggered.connect(lambda: size.change(0))
        acts.full_screen.triggered.connect(self.window_around.toggle_full_screen)
