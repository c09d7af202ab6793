"""What the screens say about an item beyond the wording they share with paper."""

from nkdesk.model.cycle import CycleItem
from nkdesk.model.words import Words
from nkdesk.services.read_models import ItemRow
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.sheets.wording.day import nth_text, plan_warning_text, spoken


def item_title(title: Words, nth: tuple[int, int] | None) -> str:
    """Return what is given: ``NK infusion · dose 2 of 3``."""
    return " · ".join(part for part in (spoken(title), nth_text(nth)) if part)


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
