"""Wrapped lines of bold, coloured and small stretches, as a label that is never cut short."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nkdesk.ui.common.paragraph import Paragraph, Run, column_height
from nkdesk.ui.common.theme import colour

_LEAST = 120
_GAP = 2


class Lines(QWidget):
    """As high as its lines are in its width; read aloud line by line."""

    def __init__(self, lines: Sequence[Sequence[Run]] = ()) -> None:
        super().__init__()
        self._runs: list[list[Run]] = []
        self._set_lines: list[Paragraph] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_lines(lines)

    def show_lines(self, lines: Sequence[Sequence[Run]]) -> None:
        """Show these lines instead; empty ones are left out."""
        self._runs = [list(runs) for runs in lines if runs]
        self.setAccessibleName("; ".join(self.texts))
        self._set()

    @property
    def texts(self) -> list[str]:
        """The lines as plain text."""
        return ["".join(run.text for run in runs).strip() for runs in self._runs]

    def sizeHint(self) -> QSize:
        """Return the height the lines need in the present width."""
        return QSize(400, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Return how narrow it may become: its lines wrap."""
        return QSize(_LEAST, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the lines for another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._set()

    def changeEvent(self, event: QEvent) -> None:
        """Set the lines in another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines from the top."""
        painter = QPainter(self)
        painter.setPen(colour("ink"))
        top = 0.0
        for paragraph in self._set_lines:
            paragraph.draw(painter, 0, top)
            top += paragraph.height + _GAP

    def _set(self) -> None:
        room = float(max(_LEAST, self.width()))
        self._set_lines = [Paragraph(runs, self.font(), room) for runs in self._runs]
        self.setFixedHeight(round(column_height(self._set_lines, gap=_GAP)) + 1)
        self.update()
