"""One change to a placed cycle with everything its preview shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from statistics import median

from nkdesk.model.cycle import Address, CycleItem
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Course, Move, Moved, Scope, move, plan, why
from nkdesk.scheduler.course import request_for
from tests.benchmarks.example import ARM, ITEMS, START, example_protocol, example_request
from tests.benchmarks.measuring import ROUNDS, Measure, alternating, scaled

MICRO = 1_000_000
BUDGET = 2000
"""Microseconds: between two keystrokes nobody notices two milliseconds."""


def measures(rounds: int = ROUNDS) -> Iterator[Measure]:
    """Yield the microseconds of a move the others follow, and of one refused with what would do."""
    course = example_course()
    accepted, refused = (example_move(course, days) for days in (5, 9))
    taken = alternating(
        [lambda: preview(course, accepted), lambda: preview(course, refused)], rounds
    )
    made, not_made = (median(scaled(costs, MICRO)) for costs in taken)
    yield Measure(f"move with full preview ({ITEMS} items)", made, "us", budget=BUDGET)
    yield Measure("the same refused, with alternatives", not_made, "us", budget=BUDGET)


def example_course() -> Course:
    """Return the made-up cycle as the course of one patient."""
    request = example_request(example_protocol())
    course = Course(request.protocol, ARM, request.calendars, request.taken)
    planned = plan(course, 1, START, START)
    if isinstance(planned, Refused):
        raise TypeError(planned)
    return planned


def example_move(course: Course, days: int) -> Move:
    """Return the move of the first infusion by some days, the others following as needed."""
    item = course.cycles[0].item(Address(1, "NK1"))
    if item is None:
        raise TypeError(course)
    return Move(item.address, item.planned + timedelta(days=days), Scope.NEEDED, START)


def preview(course: Course, asked: Move) -> tuple[list[tuple[CycleItem, CycleItem]], object]:
    """Return what a person is shown: every item that changes, before and after, and why."""
    answer = move(course, asked)
    if not isinstance(answer, Moved):
        return [], answer
    cycle = answer.course.cycles[0]
    rows = [
        (old, new)
        for old, new in zip(course.cycles[0].items, cycle.items, strict=True)
        if old != new
    ]
    request = replace(request_for(answer.course, 1, cycle.start, START), current=cycle)
    return rows, why(request, cycle, asked.address)
