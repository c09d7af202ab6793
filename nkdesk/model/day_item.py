"""One line of a day: an item of one patient with the identity that must stand beside it."""

from dataclasses import dataclass

from nkdesk.model.cycle import CycleItem
from nkdesk.model.patient import Patient


@dataclass(frozen=True, slots=True)
class DayItem:
    """An item as a day's list needs it: the stored row, its patient, why it was not given."""

    item_id: int
    item: CycleItem
    patient: Patient
    protocol_hash: str
    reason: str = ""
    note: str = ""
