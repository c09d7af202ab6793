"""The top line: where one is, the screen's own tools, the search, the screen's main act."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from nkdesk.ui.common.icons import paint_icon
from nkdesk.ui.common.labels import heading
from nkdesk.ui.common.theme import GAP, TARGET, colour

_SEARCH = 210


class SearchField(QLineEdit):
    """Finds a patient while one types; Enter opens the only one found, Down goes to the list."""

    left_downwards = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("Find a patient"))
        self.setToolTip(self.tr("Find a patient by name, trial ID or case number  (Ctrl+F)"))
        self.setAccessibleName(self.tr("Find a patient"))
        self.setTextMargins(24, 0, 0, 0)
        self.setFixedWidth(_SEARCH)
        self.setMinimumHeight(TARGET)
        self.setMaxLength(200)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign of search beside the text."""
        super().paintEvent(event)
        box = QRectF(11, (self.height() - 18) / 2, 18, 18)
        paint_icon(QPainter(self), "find", box, colour("quiet"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes on to what was found, Esc clears."""
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class TopLine(QFrame):
    """44 px of controls above every screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 12, 4)
        row.setSpacing(GAP)
        self.title = heading("", "title")
        self.title.setWordWrap(False)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.search = SearchField()
        self._tools: QWidget | None = None
        self._main: QWidget | None = None
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.search)
        self._row = row

    def show_screen(self, title: str, tools: QWidget | None, main: QWidget | None) -> None:
        """Take over a screen's title and its controls."""
        self.title.setText(title)
        for old in (self._tools, self._main):
            if old is not None and old not in (tools, main):
                self._row.removeWidget(old)
                old.hide()
        if tools is not None:
            self._row.insertWidget(1, tools)
            tools.show()
        if main is not None:
            self._row.addWidget(main)
            main.show()
        self._tools, self._main = tools, main
