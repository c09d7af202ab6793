"""Random courses and random changes to them, made from a source of randomness alone."""

from dataclasses import replace
from datetime import timedelta

from nkdesk.model.cycle import Address
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import (
    Course,
    Given,
    Move,
    Moved,
    Scope,
    cease,
    correct,
    give,
    move,
    off_study,
    omit,
    plan,
    settle,
)
from nkdesk.scheduler.course import request_for
from nkdesk.scheduler.frame import full_frame
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import is_possible
from tests.scheduler.building import calendars_of, protocol_of_table
from tests.scheduler.random_cases import random_case

MOVES = 12
"""How far a random move goes at most."""


def random_course(source, **more):
    """A case and a course whose first cycle is placed; tried until one can be."""
    while True:
        case = random_case(source, **more)
        protocol = protocol_of_table(case.table)
        course = Course(protocol, "a", calendars_for(case, protocol), case.taken)
        asked = request_for(course, 1, case.start, case.today)
        if is_possible(Scene(asked, layout := layout_of(protocol, "a", 1)), full_frame(layout)):
            return case, plan(course, 1, case.start, case.today)


def calendars_for(case, protocol):
    return calendars_of(
        protocol,
        **{
            name: {
                "closed": dict.fromkeys(case.closed.get(name, ()), ""),
                "opened": frozenset(case.opened.get(name, ())),
            }
            for name in case.table["calendar"]
        },
    )


def shut_days(source, case, course):
    """Close some days of the laboratory: what stands on them is broken from now on."""
    days = [item.planned for item in course.cycle(1).items if item.calendar == "lab"]
    closed = {*case.closed["lab"], *source.sample(days, min(len(days), 2))}
    shut = replace(case, closed={**case.closed, "lab": closed})
    return shut, replace(course, calendars=calendars_for(shut, course.protocol))


def random_item(source, course):
    return source.choice(course.cycle(1).items)


def random_move(source, course, today, scopes=tuple(Scope), kinds=None):
    items = [one for one in course.cycle(1).items if kinds is None or one.kind.value in kinds]
    item = source.choice(items)
    to = item.planned + timedelta(days=source.randrange(-MOVES, MOVES + 1))
    return Move(item.address, to, source.choice(scopes), today)


def after(course, answer):
    """The course after an answer; a refused change changes nothing."""
    if isinstance(answer, Refused):
        return course
    return answer.course if isinstance(answer, (Given, Moved)) else answer


def _day(source, item):
    return item.planned + timedelta(days=source.randrange(-2, 4))


def _given(source, course, today):
    item = random_item(source, course)
    day = _day(source, item)
    return give(course, item.address, day, max(day, today))


def _corrected(source, course, today):
    item = random_item(source, course)
    day = _day(source, item) if source.random() < 0.7 else None
    return correct(course, item.address, day, max(day or today, today))


def _next_cycle(source, course, today):
    item = random_item(source, course)
    address = Address(2, item.address.code, item.address.day)
    asked = Move(address, item.planned, source.choice(list(Scope)), today)
    return source.choice(
        [
            lambda: plan(course, 2, item.planned, today),
            lambda: give(course, address, item.planned, item.planned),
            lambda: omit(course, address),
            lambda: cease(course, address),
            lambda: move(course, asked),
            lambda: correct(course, address, item.planned, item.planned),
            lambda: settle(course, 2, today),
        ]
    )()


def _moved(source, course, today):
    return move(course, random_move(source, course, today))


def _deviated(source, course, today):
    return move(course, replace(random_move(source, course, today), deviation=True))


def _omitted(source, course, _today):
    return omit(course, random_item(source, course).address)


def _ceased(source, course, _today):
    return cease(course, random_item(source, course).address)


def _left_study(source, course, _today):
    day = _day(source, random_item(source, course))
    return off_study(course, day) if source.random() < 0.2 else course


def _settled(_source, course, today):
    return settle(course, 1, today)


STEPS = {
    "given": _given,
    "move": _moved,
    "deviate": _deviated,
    "omit": _omitted,
    "cease": _ceased,
    "off_study": _left_study,
    "correct": _corrected,
    "settle": _settled,
    "cycle 2": _next_cycle,
}
