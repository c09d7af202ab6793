"""The left rail: one row per screen, sign and word, the same order for everybody."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from nkdesk.ui.common.icons import paint_icon
from nkdesk.ui.common.theme import TARGET, colour
from nkdesk.ui.rail_order import Place, place_words

WIDTH = 112


class RailButton(QAbstractButton):
    """A row of the rail; the one in use has a bar, a ground and a bold word."""

    def __init__(self, sign: str, word: str, key: str) -> None:
        super().__init__()
        self._sign = sign
        self.setText(word)
        self.setCheckable(True)
        self.setToolTip(f"{word}  ({key})")
        self.setAccessibleName(word)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a row of 44 px, wider and higher with larger text."""
        metrics = self.fontMetrics()
        wide = max(WIDTH, 46 + metrics.horizontalAdvance(self.text()) + 8)
        return QSize(wide, max(TARGET, metrics.height() + 20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, bar, sign and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 2, -4, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(colour("surface" if self.isChecked() else "weekend"))
            painter.drawRoundedRect(box, 6, 6)
        shade = colour("accent" if self.isChecked() else "quiet")
        if self.isChecked():
            painter.setBrush(colour("accent"))
            painter.drawRoundedRect(QRectF(4, box.top() + 8, 3, box.height() - 16), 1.5, 1.5)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        paint_icon(painter, self._sign, QRectF(13, (self.height() - 20) / 2, 20, 20), shade)
        font = self.font()
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(colour("ink" if self.isChecked() else "quiet"))
        words = QRectF(39, 0, self.width() - 39, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


class Rail(QWidget):
    """The screens that exist, and help at the bottom."""

    asked = Signal(object)
    help_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        self.buttons = {
            place: RailButton(place.value, place_words(place), place.key) for place in Place
        }
        for place, one in self.buttons.items():
            one.clicked.connect(lambda _=False, place=place: self.asked.emit(place))
            column.addWidget(one)
        column.addStretch(1)
        self.help = RailButton("help", self.tr("Keys"), "F1")
        self.help.setCheckable(False)
        self.help.clicked.connect(self.help_asked)
        column.addWidget(self.help)

    def mark(self, place: Place) -> None:
        """Mark the screen in use."""
        for other, one in self.buttons.items():
            one.setChecked(other is place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground a shade below the page."""
        QPainter(self).fillRect(self.rect(), colour("sunken"))
