"""Labels that show every text letter for letter: Qt would otherwise guess at markup (H08)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from nkdesk.ui.common.theme import TARGET, colour

LINK = 30
"""Height of a link among text: under a button's 44 px, over the 24 px nothing may go below."""


def plain(text: str = "", parent: QWidget | None = None, *, tone: str = "ink") -> QLabel:
    """Return a wrapping label that never reads markup; ``tone`` is a colour token."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setText(text)
    if tone != "ink":
        tint(label, tone)
    return label


def heading(text: str, rank: str = "section", parent: QWidget | None = None) -> QLabel:
    """Return a bold heading; ``rank`` is title or section. It grows with the text size."""
    label = plain(text, parent)
    label.setProperty("rank", rank)
    return label


def tint(widget: QWidget, tone: str) -> None:
    """Give a widget's text the colour of a token."""
    shades = QPalette(widget.palette())
    shades.setColor(QPalette.ColorRole.WindowText, colour(tone))
    widget.setPalette(shades)


def button(text: str, weight: str = "", *, spoken: str = "") -> QPushButton:
    """Return a button at least 44 px high; ``weight`` is main, flat, chip, card, link or nothing.

    ``spoken`` is its accessible name where the text alone would not say what it acts on.
    """
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setMinimumHeight(LINK if weight == "link" else TARGET)
    made.setAccessibleName(spoken or text.replace("&", "").rstrip("…"))
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    if weight:
        made.setProperty("weight", weight)
    return made
