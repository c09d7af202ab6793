"""Small wards for tests, from protocols written as the protocol file writes them."""

from dataclasses import replace
from datetime import date

from nkdesk.model.protocol import ItemKind
from nkdesk.scheduler.ward import WardPatient
from tests.scheduler.building import course_of

ONE = """
[anchor.chemo]
number = 1
day_zero = true
[calendar.ward]
[calendar.lab]
capacity = 1
[[item]]
code = "NK1"
kind = "infusion"
anchor = "chemo"
days = [8]
window = { before = 1, after = 2 }
calendar = "lab"
"""
"""One infusion, one place a day."""

FIRST = date(2026, 3, 2)


def day(number, month=3):
    return date(2026, month, number)


def ward_of(text, starts, *, today=FIRST, taken=None, **lab):
    """Return patients p0, p1, … planned without looking at each other; ``lab`` changes the lab."""
    courses = [course_of(text, start, today=today) for start in starts]
    changed = {
        name: replace(one, **lab) if name == "lab" else one
        for name, one in courses[0].calendars.items()
    }
    return people(replace(one, calendars=changed, taken=taken or {}) for one in courses)


def people(courses):
    return [WardPatient(f"p{number}", course) for number, course in enumerate(courses)]


def infusion_days(placed):
    """Return the planned days of all infusions, patient by patient."""
    return [
        [
            item.planned
            for cycle in course.cycles
            for item in cycle.items
            if item.kind is ItemKind.INFUSION
        ]
        for course in placed.courses
    ]
