"""The item a person has chosen on a screen, with the patient it belongs to."""

from dataclasses import dataclass

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.cycle import CycleItem
from nkdesk.model.words import Words
from nkdesk.services.read_models import DayRow, DoseLine, ItemRow, PatientLine
from nkdesk.ui.common.item_words import item_title


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """What a dialog needs to name the patient and the item it acts on."""

    item_id: int
    line: PatientLine
    item: CycleItem
    title: Words
    nth: tuple[int, int] | None
    dose: DoseLine | DoseUnknown

    @classmethod
    def of_day(cls, row: DayRow) -> "ChosenItem":
        """Return the item of a row of a day's list."""
        return cls(row.item_id, row.line, row.item, row.title, row.nth, row.dose)

    @classmethod
    def of_page(cls, line: PatientLine, row: ItemRow) -> "ChosenItem":
        """Return the item of a row of a patient's page."""
        return cls(row.item_id, line, row.item, row.title, row.nth, row.dose)

    @property
    def name(self) -> str:
        """The item in words with its day: ``NK infusion · dose 2 of 3 · C1 D7``."""
        return f"{item_title(self)} · {self.item.label}"
