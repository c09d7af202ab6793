"""The item a person has chosen on a screen, with the patient it belongs to."""

from dataclasses import dataclass

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.cycle import CycleItem
from nkdesk.model.words import Words
from nkdesk.services.read_models import DayRow, DoseLine, ItemRow, PatientLine
from nkdesk.ui.common.item_words import item_title


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """What a dialog needs to name the patient and the item it acts on.

    ``under_way``: an infusion whose record goes on at the bed; it may count as given by then.
    """

    item_id: int
    line: PatientLine
    item: CycleItem
    title: Words
    nth: tuple[int, int] | None
    dose: DoseLine | DoseUnknown
    under_way: bool = False

    @classmethod
    def of_day(cls, row: DayRow) -> "ChosenItem":
        """Return the item of a row of a day's list."""
        under_way = row.running is not None
        return cls(row.item_id, row.line, row.item, row.title, row.nth, row.dose, under_way)

    @classmethod
    def of_page(cls, line: PatientLine, row: ItemRow) -> "ChosenItem":
        """Return the item of a row of a patient's page."""
        under_way = row.running is not None
        return cls(row.item_id, line, row.item, row.title, row.nth, row.dose, under_way)

    @classmethod
    def recordable(cls, row: DayRow | None) -> "ChosenItem | None":
        """Return the item of a row that F2 acts on: an open one, or an infusion under way."""
        if row is None or not (row.item.is_open or row.running is not None):
            return None
        return cls.of_day(row)

    @property
    def name(self) -> str:
        """The item in words with its day: ``NK infusion · dose 2 of 3 · C1 D7``."""
        return f"{item_title(self)} · {self.item.label}"
