"""What the screens say about an item beyond the wording they share with paper."""

from string import digits
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.cycle import CycleItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.words import Words
from nkdesk.services.read_models import DoseLine, ItemRow
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.sheets.wording.day import nth_text, plan_warning_text, spoken
from nkdesk.sheets.wording.doses import dose_text

translate = QCoreApplication.translate


class TitledItem(Protocol):
    """Any row that holds an item, its title and which infusion of the cycle it is."""

    @property
    def item(self) -> CycleItem:
        """The item."""
        ...

    @property
    def title(self) -> Words:
        """What the protocol calls it."""
        ...

    @property
    def nth(self) -> tuple[int, int] | None:
        """Which infusion of how many, None for anything else."""
        ...


def item_title(row: TitledItem) -> str:
    """Return what is given: ``fludarabine``, and an infusion by its number: ``NK dose 2 of 3``."""
    if row.nth is None:
        return spoken(row.title)
    return f"{row.item.address.code.rstrip(digits)} {nth_text(row.nth)}"


def dose_title(title: Words, nth: tuple[int, int] | None) -> str:
    """Return what an item is beside others of its cycle: ``Dose 2 of 3``, ``fludarabine``."""
    return nth_text(nth).capitalize() if nth else spoken(title)


def in_sentence(title: Words, nth: tuple[int, int] | None) -> str:
    """Return the same within a sentence: ``dose 2 of 3``."""
    return nth_text(nth) if nth else spoken(title)


def full_title(row: TitledItem) -> str:
    """Return the title in full words where ``item_title`` is short, else ""."""
    return "" if row.nth is None else spoken(row.title)


def marked_dose(dose: DoseLine | DoseUnknown) -> str:
    """Return the dose in words, an unpublished one marked as an example."""
    if isinstance(dose, DoseLine) and dose.example:
        return translate("Items", "{dose} — EXAMPLE dose").format(dose=dose_text(dose))
    return dose_text(dose)


def is_dosed(row: TitledItem) -> bool:
    """Whether an item is something that has a dose at all: a drug or cells."""
    return row.item.kind in (ItemKind.CHEMO, ItemKind.INFUSION)


def times_words(item: CycleItem) -> str:
    """Return the clock times of an item, "" when the protocol states none."""
    return ", ".join(part.time for part in item.parts if part.time)


def first_time(item: CycleItem) -> str:
    """Return the first time still open (or the first of all), "" when none is stated."""
    stated = [part for part in item.parts if part.time]
    waiting = [part for part in stated if part.done is None]
    return (waiting or stated)[0].time if stated else ""


def plan_warnings(row: ItemRow) -> list[str]:
    """Return the warnings of a planned date, with the calendar and the day's name."""
    calendar = calendar_text(row.item.calendar)
    if row.closure is not None and row.closure.name:
        calendar = f"{calendar} ({row.closure.name})"
    return [plan_warning_text(warning, calendar) for warning in row.item.warnings]
