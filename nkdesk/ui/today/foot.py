"""Under the last row: who is active but not on the list, and why."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from nkdesk.services.read_models import DayList, LeftOff
from nkdesk.sheets.wording.day import left_off_reason_text, next_item_text
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.people_words import identity


class DayFoot(QFrame):
    """The end of the list, said aloud: so many of so many active patients."""

    def __init__(self, day: DayList) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 12, 6, 8)
        column.setSpacing(4)
        listed = day.active_patients - len(day.left_off)
        end = self.tr("End of list. {listed} of {active} active patients are on it.").format(
            listed=listed, active=day.active_patients
        )
        title = heading(end, "strong")
        column.addWidget(title)
        for left_off in day.left_off:
            label = plain(_left_off_words(left_off), tone="quiet")
            column.addWidget(label)


def _left_off_words(left_off: LeftOff) -> str:
    parts = [left_off_reason_text(left_off.reason), next_item_text(left_off)]
    return f"{identity(left_off.line)}: " + "; ".join(part for part in parts if part)
