"""The look of all text and controls: the bundled font, its size, the style sheet."""

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from nkdesk.ui.common.style import stylesheet
from nkdesk.ui.common.theme import TOKENS, as_mapping, palette

BASE_PIXELS: Final = 14
SMALLEST: Final = 90
LARGEST: Final = 150


class TextSize(QObject):
    """The size of all text, 90 to 150 per cent in steps of ten, kept while the program runs."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._family = ""
        self.percent = 100
        application.setPalette(palette(TOKENS))

    def wear(self) -> None:
        """Give the application the ward's own look, once, whatever the desktop's theme."""
        if self._family:
            return
        from nkdesk.sheets.fonts import load_fonts  # noqa: PLC0415 -- an empty window needs none

        self._family = load_fonts().text
        self._application.setStyle("Fusion")
        self._application.setPalette(palette(TOKENS))
        self._dress()

    def change(self, steps: int) -> None:
        """Make text larger (positive) or smaller; 0 goes back to 100 per cent."""
        wanted = 100 if steps == 0 else self.percent + 10 * steps
        self.percent = min(LARGEST, max(SMALLEST, wanted))
        self._dress()

    def _dress(self) -> None:
        pixels = round(BASE_PIXELS * self.percent / 100)
        font = QFont(self._family)
        font.setPixelSize(pixels)
        font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        self._application.setFont(font)
        self._application.setStyleSheet(stylesheet(as_mapping(TOKENS), pixels))
