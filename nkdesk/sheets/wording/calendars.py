"""Closed days and working calendars in words."""

from typing import assert_never

from nkdesk.model.work_calendar import Closure, ClosureReason
from nkdesk.sheets.wording.translation import translate


def calendar_text(calendar: str) -> str:
    """Write the name of a working calendar; one we have no words for keeps its id."""
    names = {
        "ward": translate("wording", "Ward"),
        "nk_lab": translate("wording", "NK laboratory"),
        "apheresis": translate("wording", "Apheresis"),
    }
    return names.get(calendar, calendar)


def closure_reason_text(reason: ClosureReason) -> str:
    """Say why a calendar is closed where the day itself has no name."""
    match reason:
        case ClosureReason.SITE:
            text = translate("wording", "closed by the site")
        case ClosureReason.HOLIDAY:
            text = translate("wording", "public holiday")
        case ClosureReason.WEEKDAY:
            text = translate("wording", "closed on this weekday")
        case _:
            assert_never(reason)
    return text


def closure_text(calendar: str, closure: Closure) -> str:
    """Write ``NK laboratory closed: Radonitsa``."""
    why = closure.name or closure_reason_text(closure.reason)
    sentence = translate("wording", "{calendar} closed: {why}")
    return sentence.format(calendar=calendar_text(calendar), why=why)
