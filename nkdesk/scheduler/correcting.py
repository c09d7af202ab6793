"""Correcting a fact: an item was given on another date, or was not given after all."""

from dataclasses import replace
from datetime import date

from nkdesk.model.cycle import Address, CycleItem, ItemPart, ItemState
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.fact_rules import fact_refusals
from nkdesk.scheduler.finding import GIVEN_UP_STATES, broken, closed, cycle_of, find_item
from nkdesk.scheduler.recording import Given, recorded, with_fact


def correct(course: Course, address: Address, on: date | None, today: date) -> Given | Refused:
    """Give a fact of care its true date; None says that the item was not given after all.

    What hangs on the item follows. A part given alone is corrected by its own address. What was
    given although it had been ceased or cancelled is a fact as well. Refused: a date after
    ``today``, infusions out of order, a ceased or cancelled item that was not given, a cycle not
    opened, and as unknown an item or part of which nothing was recorded.
    """
    found = find_item(course, address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    refusals = _refusals(course, found, address, on, today)
    if refusals:
        return Refused(refusals)
    cycle = cycle_of(course, address)
    return recorded(
        course, with_fact(scene_of(course, cycle), cycle, _corrected(found, address, on)), address
    )


def _refusals(
    course: Course, item: CycleItem, address: Address, on: date | None, today: date
) -> tuple[BrokenRule, ...]:
    if on is None and item.state in GIVEN_UP_STATES:
        return (closed(item, address),)
    not_yet = address.part is not None and item.parts[address.part - 1].done is None
    if item.state is ItemState.PLANNED or (item.is_open and not_yet):
        return (replace(broken(RuleCode.UNKNOWN_ITEM, address), day=item.planned),)
    return () if on is None else fact_refusals(course, item, on, today)


def _corrected(item: CycleItem, address: Address, on: date | None) -> CycleItem:
    parts = tuple(
        _part(part, on) if _is_meant(item, number, address.part) else part
        for number, part in enumerate(item.parts, start=1)
    )
    dates = [part.done for part in parts if part.done is not None]
    if not dates:
        return replace(item, parts=parts, state=ItemState.OMITTED, actual=None)
    if len(dates) == len(parts):
        return replace(item, parts=parts, state=ItemState.GIVEN, actual=max(dates))
    actual = None if item.is_open else max(dates)
    return replace(item, parts=parts, state=ItemState.PARTLY_GIVEN, actual=actual)


def _is_meant(item: CycleItem, number: int, part: int | None) -> bool:
    """Whether a correction is about a part: the one named, else all that count as given."""
    if part is not None:
        return number == part
    given_up = item.state is ItemState.OMITTED or item.state in GIVEN_UP_STATES
    return given_up or item.parts[number - 1].done is not None


def _part(part: ItemPart, on: date | None) -> ItemPart:
    return replace(part, done=on, at="" if on is None else part.at)
