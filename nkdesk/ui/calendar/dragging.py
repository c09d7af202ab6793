"""An item in the hand. It is only shown where it would be asked to go; nothing is saved here."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QApplication

from nkdesk.services.calendar_models import CalendarCell
from nkdesk.services.read_models import DayStatus
from nkdesk.sheets.wording.day import status_text
from nkdesk.ui.calendar.place import Place

translate = QCoreApplication.translate

_CLOSED = (DayStatus.GIVEN, DayStatus.NOT_GIVEN)


@dataclass
class Drag:
    """What was pressed and where; ``column`` is the day it is held over, None over none."""

    place: Place
    item: CalendarCell
    pressed: QPoint
    begun: bool = False
    refused: bool = False
    column: int | None = None

    @property
    def label(self) -> str:
        """The word shown where it would go."""
        return self.item.label

    def begins(self, at: QPoint) -> bool:
        """Whether the pointer has gone far enough to mean a drag, and it was not refused."""
        if (at - self.pressed).manhattanLength() >= QApplication.startDragDistance():
            self.begun = True
        return self.begun and not self.refused

    def why_not(self) -> str | None:
        """Say why the item cannot be dragged, None when it can."""
        if self.item.status not in _CLOSED:
            return None
        words = translate(
            "Calendar", "{item} is closed ({status}): what has happened is corrected, not moved."
        )
        return words.format(item=self.item.label, status=status_text(self.item.status))
