"""The item a recording is about, in words, under the patient's banner."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from nkdesk.sheets.wording.dates import day_text, window_text
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.item_words import full_title, marked_dose, times_words
from nkdesk.ui.common.labels import plain

translate = QCoreApplication.translate


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


def planned_words(chosen: ChosenItem) -> str:
    """Return the full title and the window in one line, "" where an item has neither."""
    item = chosen.item
    parts = [full_title(chosen)]
    if item.earliest is not None or item.latest is not None:
        words = translate("ItemHead", "Window {window}")
        parts.append(words.format(window=window_text(item.earliest, item.latest)))
    return " · ".join(part for part in parts if part)


def words_aside(words: str) -> QLabel:
    """Return small words for the room beside a dialog's title."""
    line = plain(words, tone="quiet")
    line.setProperty("rank", "small")
    line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return line


def dialog_title(verb: str, chosen: ChosenItem) -> str:
    """Return a window title: the act and the item, never a person."""
    return f"{verb}: {chosen.name}"
