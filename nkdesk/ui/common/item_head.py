"""The item a recording is about, in words, under the patient's banner."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from nkdesk.sheets.wording.dates import day_text, window_text
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.item_words import full_title, marked_dose, times_words
from nkdesk.ui.common.labels import plain


class ItemHead(QFrame):
    """Dose, planned date and window, under a title that names the item."""

    def __init__(self, chosen: ChosenItem) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(2)
        item = chosen.item
        dose = " · ".join(
            part
            for part in (full_title(chosen), marked_dose(chosen.dose), times_words(item))
            if part
        )
        column.addWidget(plain(dose))
        planned = self.tr("Planned {day}   Window {window}").format(
            day=day_text(item.planned), window=window_text(item.earliest, item.latest)
        )
        column.addWidget(plain(planned, tone="quiet"))


def dialog_title(verb: str, chosen: ChosenItem) -> str:
    """Return a window title: the act and the item, never a person."""
    return f"{verb}: {chosen.name}"
