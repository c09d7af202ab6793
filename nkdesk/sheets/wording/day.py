"""A day's items in words: what it is, how it stands, why a patient is not on the list.

Every status is a shape and a word, so that it survives greyscale print (safety hazard H39).
"""

from typing import assert_never

from nkdesk.model.cycle import CycleItem, ItemState, PlanWarning
from nkdesk.model.protocol import ItemKind
from nkdesk.model.words import Words
from nkdesk.services.read_models import DayStatus, LeftOff, LeftOffReason
from nkdesk.services.reasons import reason_titles
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.translation import language, translate


def spoken(words: Words) -> str:
    """Write a protocol's own words in the language in force."""
    return words.in_language(language())


def status_symbol(status: DayStatus) -> str:
    """Return the shape of a status: hollow while open, filled when recorded."""
    match status:
        case DayStatus.PLANNED:
            symbol = "○"
        case DayStatus.DUE:
            symbol = "◐"
        case DayStatus.GIVEN:
            symbol = "●"
        case DayStatus.OVERDUE:
            symbol = "▲"
        case DayStatus.NOT_GIVEN:
            symbol = "✕"
        case _:
            assert_never(status)
    return symbol


def status_text(status: DayStatus, overdue_days: int = 0) -> str:
    """Write the status in words; overdue says how late: ``Overdue 2d``."""
    match status:
        case DayStatus.PLANNED:
            text = translate("wording", "Planned")
        case DayStatus.DUE:
            text = translate("wording", "Due")
        case DayStatus.GIVEN:
            text = translate("wording", "Given")
        case DayStatus.OVERDUE:
            text = translate("wording", "Overdue {}d").format(overdue_days)
        case DayStatus.NOT_GIVEN:
            text = translate("wording", "Not given")
        case _:
            assert_never(status)
    return text


def progress_text(item: CycleItem) -> str:
    """Say when it was given, or how many of its parts are; "" while nothing is."""
    if item.state is ItemState.PARTLY_GIVEN:
        done = sum(part.done is not None for part in item.parts)
        of = len(item.parts)
        return translate("wording", "{done} of {of} parts given").format(done=done, of=of)
    if item.actual is None:
        return ""
    on = translate("wording", "on {}", "day an item was given").format(day_text(item.actual))
    return f"{on} {item.parts[-1].at}".rstrip()


def kind_text(kind: ItemKind) -> str:
    """Write what kind of act an item is."""
    match kind:
        case ItemKind.CHEMO:
            text = translate("wording", "Chemotherapy")
        case ItemKind.INFUSION:
            text = translate("wording", "Cell infusion")
        case ItemKind.COLLECTION:
            text = translate("wording", "Collection")
        case ItemKind.SAMPLE:
            text = translate("wording", "Sample")
        case ItemKind.CHECK:
            text = translate("wording", "Check")
        case _:
            assert_never(kind)
    return text


def nth_text(nth: tuple[int, int] | None) -> str:
    """Write which infusion of the cycle it is: ``dose 2 of 3``; "" for anything else."""
    if nth is None:
        return ""
    return translate("wording", "dose {n} of {of}").format(n=nth[0], of=nth[1])


def moved_text(item: CycleItem) -> str:
    """Mark a date that was changed with the first one planned; "" when it never was."""
    if item.planned == item.original:
        return ""
    return translate("wording", "moved, was {}").format(day_text(item.original))


def plan_warning_text(warning: PlanWarning, calendar: str) -> str:
    """Write what a planned date asks a person to look at."""
    match warning:
        case PlanWarning.CLOSED_DAY:
            text = translate("wording", "{} closed that day").format(calendar)
        case _:
            assert_never(warning)
    return text


def left_off_reason_text(reason: LeftOffReason) -> str:
    """Say why a patient has no line on the day."""
    match reason:
        case LeftOffReason.NOT_PLANNED:
            text = translate("wording", "no cycle planned yet")
        case LeftOffReason.NOTHING_DUE:
            text = translate("wording", "nothing on this day")
        case LeftOffReason.CYCLE_DONE:
            text = translate("wording", "cycle completed, nothing further planned")
        case LeftOffReason.OFF_STUDY:
            text = translate("wording", "off study")
        case _:
            assert_never(reason)
    return text


def next_item_text(left_off: LeftOff) -> str:
    """Say what comes next for a patient without a line, "" when nothing is planned."""
    if left_off.next_on is None or left_off.next_title is None:
        return ""
    return translate("wording", "next: {day}, {title}, {label}").format(
        day=day_text(left_off.next_on),
        title=spoken(left_off.next_title),
        label=left_off.next_label,
    )


def reason_text(code: str) -> str:
    """Say why an item was not given; a reason we have no words for keeps its code."""
    known = reason_titles()
    return spoken(known[code]) if code in known else code.replace("_", " ")
