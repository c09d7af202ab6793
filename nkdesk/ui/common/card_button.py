"""A choice as a card: a bold title, a wrapped line beneath, and a radio mark when it stays."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from nkdesk.ui.common.paragraph import Paragraph, Run, column_height, draw_column
from nkdesk.ui.common.theme import TARGET, colour

_SIDE = 14.0
_MARK = 26.0
_ABOVE = 7.0


class CardButton(QPushButton):
    """At least 44 px high, as high as its words need; ``checkable`` cards show a radio mark."""

    def __init__(self, title: str, line: str, *, checkable: bool = False) -> None:
        super().__init__()
        self._title, self._line = title, line
        self._words: list[Paragraph] = []
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._set()

    def sizeHint(self) -> QSize:
        """Return the height the words need in the present width."""
        return QSize(240, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Return how narrow it may become: its words wrap."""
        return QSize(120, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the words for another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._set()

    def changeEvent(self, event: QEvent) -> None:
        """Set the words in another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, mark and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.isChecked() or self.hasFocus()
        painter.setPen(QPen(colour("accent" if marked else "edge"), 2 if marked else 1))
        lit = self.isChecked() or self.isDown() or self.underMouse()
        painter.setBrush(colour("accent_soft" if lit else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        if self.isCheckable():
            self._paint_mark(painter)
        painter.setPen(colour("ink"))
        draw_column(painter, self._words, QRectF(self._left(), 0, 1, self.height()))

    def _paint_mark(self, painter: QPainter) -> None:
        middle = QPointF(_SIDE + 9, self.height() / 2)
        painter.setPen(QPen(colour("accent" if self.isChecked() else "edge"), 1.8))
        painter.setBrush(colour("surface"))
        painter.drawEllipse(middle, 8, 8)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.drawEllipse(middle, 4.5, 4.5)

    def _left(self) -> float:
        return _SIDE + (_MARK if self.isCheckable() else 0)

    def _set(self) -> None:
        room = max(120.0, self.width() - self._left() - _SIDE)
        lines = [[Run(self._title, bold=True)]]
        if self._line:
            lines.append([Run(self._line, shade=colour("quiet"), size=0.93)])
        self._words = [Paragraph(runs, self.font(), room) for runs in lines]
        self.setFixedHeight(max(TARGET, round(column_height(self._words) + 2 * _ABOVE)))
        self.update()
