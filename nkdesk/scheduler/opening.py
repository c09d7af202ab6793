"""The next cycle: opening it, and its forecast while it is not."""

from dataclasses import replace
from datetime import date, timedelta

from nkdesk.model.cycle import Cycle
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.course import Course, request_for
from nkdesk.scheduler.placing import place_cycle
from nkdesk.scheduler.scene import days_of
from nkdesk.scheduler.starting import start_that_fits

FORECAST_DAYS = 180
"""How far after the cycle before a start of the next one is looked for: half a year."""


def open_cycle(course: Course, number: int) -> Course | Refused:
    """Let a cycle be planned; refused when the protocol has no such cycle."""
    if not 1 <= number <= course.protocol.cycles:
        return Refused((BrokenRule(RuleCode.UNKNOWN_ITEM, f"C{number}"),))
    return replace(course, opened=course.opened | {number})


def forecast(course: Course, number: int, today: date) -> Cycle | Refused | None:
    """Return a cycle not planned yet as it would be placed after the one before it.

    It starts on the first day after the last chemotherapy and infusion of that one, and not
    before ``today``, on which every rule holds. It is computed, never stored. None when the
    protocol has no such cycle, it is planned already, or the one before gives it no date.
    """
    base = _base(course, number)
    if base is None or not 1 < number <= course.protocol.cycles or course.cycle(number):
        return None
    day_before = max(base, today - timedelta(days=1))
    asked = request_for(course, number, day_before, today)
    start = start_that_fits(asked, FORECAST_DAYS)
    first = day_before + timedelta(days=1)
    return place_cycle(replace(asked, start=first if start is None else start))


def _base(course: Course, number: int) -> date | None:
    """Return the last day of treatment in the cycle before, None when there is none."""
    before = course.cycle(number - 1)
    days = (*days_of(before, ItemKind.CHEMO), *days_of(before, ItemKind.INFUSION))
    return date.fromordinal(max(days)) if days else None
