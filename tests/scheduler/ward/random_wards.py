"""Small random wards, and the same ward for the independent search."""

from dataclasses import replace
from datetime import timedelta

from nkdesk.model.cycle import ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.scheduler import Course, Given, give, omit, plan
from nkdesk.scheduler.ward import WardPatient
from tests.scheduler.brute_force import Case
from tests.scheduler.building import calendars_of, protocol_of_table
from tests.scheduler.random_cases import random_case
from tests.scheduler.ward.brute_ward import Bed, days_from

REACH = 6


def random_ward(random, *, patients=(1, 2, 3), infusions=(1, 2)):
    """Return (patients, today, beds, limits) of a random ward, None when one cannot be planned."""
    table = random_case(random, infusions=infusions, reach=3).table
    table["calendar"]["lab"]["capacity"] = random.choice([1, 1, 2])
    protocol = protocol_of_table(table)
    first = random_case(random).start
    calendars = calendars_of(protocol)
    courses = []
    for _ in range(random.choice(patients)):
        course = plan(Course(protocol, "a", calendars), 1, first + random.randrange(4) * DAY, None)
        if not isinstance(course, Course):
            return None
        courses.append(course)
    today = first + timedelta(days=random.randrange(-2, 9))
    courses = [lived(random, course, today) for course in courses]
    days = days_from(first, 20)
    closed = dict.fromkeys(random.sample(days, random.choice([0, 1, 2])), "")
    capacity = {day: random.choice([0, 1, 2]) for day in random.sample(days, random.choice([0, 2]))}
    lab = replace(calendars["lab"], closed=closed, capacity_on=capacity)
    taken = {"lab": dict.fromkeys(random.sample(days, random.choice([0, 2])), 1)}
    working = {**calendars, "lab": lab}
    courses = [replace(course, calendars=working, taken=taken) for course in courses]
    beds = [bed_of(table, course, today, closed) for course in courses]

    def limits(calendar, day):
        limit = working[calendar].limit(day)
        return None if limit is None else limit - taken.get(calendar, {}).get(day, 0)

    people = [WardPatient(f"p{number}", course) for number, course in enumerate(courses)]
    return people, today, beds, limits


DAY = timedelta(days=1)


def infusions_of(course):
    return [item for item in course.cycles[0].items if item.kind is ItemKind.INFUSION]


def lived(random, course, today):
    """Give, omit or leave open what lies before today."""
    for item in infusions_of(course):
        if item.planned >= today:
            continue
        luck = random.random()
        if luck < 0.6:
            given = give(course, item.address, item.planned + random.choice([0, 0, 1]) * DAY, today)
            course = given.course if isinstance(given, Given) else course
        elif luck < 0.8:
            course = omit(course, item.address)
    return course


def bed_of(table, course, today, closed):
    case = Case(table, course.cycles[0].start, closed={"lab": set(closed)}, today=today)
    case.is_full = lambda _calendar, _day: False
    planned, movable, away = {}, [], set()
    for item in infusions_of(course):
        name = str(item.address)
        planned[name] = item.actual or item.planned
        if item.state is ItemState.OMITTED:
            away.add(name)
        elif item.state is ItemState.PLANNED and item.planned >= today:
            movable.append(name)
    codes = {name.removeprefix("C1/") for name in away}
    return Bed(case, planned, movable, away | codes)
