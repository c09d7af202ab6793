"""One row of the Today board: painted text and three real buttons."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from nkdesk.model.words import Words
from nkdesk.services.read_models import DayRow, DayStatus
from nkdesk.ui.common.item_words import item_title
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.theme import GAP, TARGET, colour
from nkdesk.ui.today.row_look import RowLook, RowSpace

_OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARGIN = 10


class DayRowWidget(QWidget):
    """A row a person can choose (click or arrow keys), open (Enter) or act on (its buttons)."""

    record_asked = Signal()
    not_given_asked = Signal()
    defer_asked = Signal()
    patient_asked = Signal()
    chosen = Signal()
    step_asked = Signal(int)

    def __init__(self, row: DayRow, today: date, reasons: Mapping[str, Words]) -> None:
        super().__init__()
        self.row = row
        self._today = today
        self._reasons = reasons
        self._mark = ""
        self._look: RowLook | None = None
        self._is_chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._add_buttons()
        self._arrange()

    @property
    def can_record(self) -> bool:
        """Whether something of it is open and its day has come: no charting ahead.

        An infusion under way goes on being recorded, though it counts as given from its end.
        """
        if self.row.running is not None:
            return True
        return self.row.item.is_open and self.row.item.planned <= self._today

    def show_row(self, row: DayRow, mark: str) -> None:
        """Show the item as it now stands; ``mark`` says in a word that it changed."""
        self.row, self._mark = row, mark
        self._arrange()

    def set_chosen(self, *, chosen: bool) -> None:
        """Mark this row as the one that F2 and F4 act on, or no longer."""
        self._is_chosen = chosen
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the text anew for another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Set the text anew in another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the patient; the arrows go from row to row."""
        if event.key() in _OPENERS:
            self.patient_asked.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_asked.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the patient."""
        self.patient_asked.emit()
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be the chosen row while it has the focus."""
        super().focusInEvent(event)
        self.chosen.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, late mark and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        if self._look is not None:
            self._look.draw(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        marked = self._is_chosen or self.hasFocus()
        painter.setPen(QPen(colour("accent" if marked else "line"), 2 if marked else 1))
        painter.setBrush(colour("accent_soft" if marked else "surface"))
        painter.drawRoundedRect(box, 8, 8)
        if self.row.status is DayStatus.OVERDUE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("overdue"))
            painter.drawRoundedRect(QRectF(1, 8, 4, self.height() - 16), 2, 2)

    def _add_buttons(self) -> None:
        item = f"{item_title(self.row)}, {self.row.line.patient.trial_number}"
        self.record = button(self.tr("Record…"), spoken=self.tr("Record {item}").format(item=item))
        self.not_given = button(
            self.tr("Not given…"), "flat", spoken=self.tr("Not given: {item}").format(item=item)
        )
        self.defer = button(
            self.tr("Defer…"), "flat", spoken=self.tr("Defer {item}").format(item=item)
        )
        self.defer.clicked.connect(self.defer_asked)
        self.record.clicked.connect(self.record_asked)
        self.not_given.clicked.connect(self.not_given_asked)
        for one in (self.record, self.not_given, self.defer):
            one.setParent(self)

    def _arrange(self) -> None:
        offered = self._offered()
        for one in (self.record, self.not_given, self.defer):
            one.setVisible(one in offered)
        widths = [max(one.sizeHint().width(), TARGET) for one in offered]
        taken = sum(widths) + GAP * max(0, len(offered) - 1) + _MARGIN
        space = RowSpace(float(max(self.width(), 400)), float(taken), bool(offered), self.font())
        self._look = RowLook(self.row, space, self._reasons, self._mark)
        self.setFixedHeight(round(self._look.height))
        self.setAccessibleName(self._look.spoken())
        self._place_buttons(offered, widths)
        self.update()

    def _offered(self) -> list[QPushButton]:
        """Return what can be done: a day that has not come is moved, never recorded."""
        if self.row.running is not None:
            return [self.record]
        if self.can_record:
            return [self.record, self.not_given, self.defer]
        return [self.defer] if self.row.item.is_open else []

    def _place_buttons(self, offered: list[QPushButton], widths: list[int]) -> None:
        left = self.width() - sum(widths) - GAP * (len(widths) - 1) - _MARGIN
        upper = self.height() if self._look is None else round(self._look.upper)
        top = (upper - TARGET) // 2
        for one, width in zip(offered, widths, strict=True):
            one.setGeometry(left, top, width, TARGET)
            left += width + GAP
