"""Made-up wards to place anew: six infusions a patient, always the same for the same numbers."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from nkdesk.exchange.protocol_file import read_protocol
from nkdesk.model.cycle import Address
from nkdesk.model.protocol import ItemKind, Protocol
from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.scheduler import Course, Given, give, plan
from nkdesk.scheduler.ward import WardPatient
from nkdesk.services.work_calendars import work_calendars

SOURCE = Path(__file__).with_name("ward_protocol.toml")
FIRST = date(2026, 1, 5)
ARM = "a"
LAB = "nk_lab"
Calendars = dict[str, WorkCalendar]


@dataclass(frozen=True)
class WardInstance:
    """A ward in want of a placement, and the day it is asked on."""

    name: str
    patients: tuple[WardPatient, ...]
    today: date


def hit_by_a_closure(count: int, capacity: int, seed: int = 1) -> WardInstance:
    """Return a ward planned within its capacity; then two days close and one in ten is late.

    Late is who was given the latest infusion one to three days after its planned date.
    """
    random = Random(seed)  # noqa: S311 -- a made-up ward, no secret
    protocol, calendars = _made_up(capacity)
    starts = _starts(random, count, capacity, percent=75)
    courses = _planned(protocol, calendars, starts, within=True)
    today = starts[count // 2] + timedelta(days=21)
    courses = [_lived(course, today, random) for course in courses]
    shut = {_open_from(calendars[LAB], today + timedelta(days=away)): "" for away in (2, 9)}
    calendars[LAB] = replace(calendars[LAB], closed=shut)
    return _instance(f"{count} patients, closure and delays", courses, calendars, today)


def over_capacity(count: int, capacity: int, seed: int = 1) -> WardInstance:
    """Return a ward whose patients were planned without looking at each other."""
    random = Random(seed)  # noqa: S311 -- a made-up ward, no secret
    protocol, calendars = _made_up(capacity)
    starts = _starts(random, count, capacity, percent=75)
    courses = _planned(protocol, calendars, starts, within=False)
    return _instance(f"{count} patients, over capacity", courses, calendars, FIRST)


def _made_up(capacity: int) -> tuple[Protocol, Calendars]:
    protocol = read_protocol(SOURCE.read_bytes())
    if not isinstance(protocol, Protocol):
        raise TypeError(protocol)
    calendars = dict(work_calendars(protocol, range(2026, 2032)))
    calendars[LAB] = replace(calendars[LAB], capacity=capacity)
    return protocol, calendars


def _starts(random: Random, count: int, capacity: int, percent: int) -> list[date]:
    """Return starts spread so that about so much of the capacity is asked for."""
    span = count * 6 * 7 * 100 // (5 * capacity * percent)
    return sorted(FIRST + timedelta(days=random.randrange(span)) for _ in range(count))


def _planned(
    protocol: Protocol, calendars: Calendars, starts: list[date], *, within: bool
) -> list[Course]:
    taken: Counter[date] = Counter()
    courses = []
    for wished in starts:
        start, course = wished, None
        while not isinstance(course, Course):
            others = {LAB: dict(taken)} if within else {}
            course = plan(Course(protocol, ARM, calendars, others), 1, start, None)
            start += timedelta(days=1)
        taken.update(item.planned for item in _infusions(course))
        courses.append(course)
    return courses


def _infusions(course: Course) -> list:
    return [item for item in course.cycles[0].items if item.kind is ItemKind.INFUSION]


def _lived(course: Course, today: date, random: Random) -> Course:
    """Return the course with what lies before today given, the latest now and then late."""
    past = [item.address for item in _infusions(course) if item.planned < today]
    for address in past:
        planned = course.cycles[0].item(address).planned
        late = random.choice([1, 2, 3]) if address == past[-1] and random.random() < 0.1 else 0
        course = _given(course, address, min(planned + timedelta(days=late), today))
    return course


def _given(course: Course, address: Address, on: date) -> Course:
    given = give(course, address, on, on)
    if not isinstance(given, Given):
        raise TypeError(given)
    return given.course


def _open_from(calendar: WorkCalendar, day: date) -> date:
    while not calendar.is_open(day):
        day += timedelta(days=1)
    return day


def _instance(name: str, courses: list[Course], calendars: Calendars, today: date) -> WardInstance:
    patients = tuple(
        WardPatient(f"p{number}", replace(course, calendars=calendars, taken={}))
        for number, course in enumerate(courses)
    )
    return WardInstance(name, patients, today)
