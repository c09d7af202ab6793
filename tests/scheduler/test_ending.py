"""Ending a cycle or the study: what is closed, and what is left as it is."""

from datetime import date

import pytest

from nkdesk.model.cycle import Address, ItemState
from nkdesk.scheduler import Course, cease, give, off_study, omit, open_cycle, plan
from tests.scheduler.building import STANDARD, course_of

MONDAY = date(2026, 3, 2)
LATER = date(2026, 12, 31)


def course():
    return course_of(STANDARD, MONDAY)


def states(course, number=1):
    return {str(item.address): item.state.value for item in course.cycle(number).items}


def test_cease_closes_the_item_and_later_treatment_alone():
    ceased = cease(course(), Address.parse("C1/FLU@4"))
    found = states(ceased)
    assert {name for name, state in found.items() if state == "ceased"} == {
        "C1/FLU@4",
        "C1/FLU@5",
        "C1/NK1",
        "C1/NK2",
    }
    assert {found["C1/FLU@3"], found["C1/CHIM@28"]} == {"planned"}


def test_a_ceased_item_keeps_its_dates():
    ceased = cease(course(), Address.parse("C1/NK1"))
    old, new = (one.cycle(1).item(Address.parse("C1/NK2")) for one in (course(), ceased))
    assert (new.planned, new.target, new.actual) == (old.planned, old.target, None)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("C1/NK9", "unknown_item"),
        ("C1/FLU@1#1", "unknown_item"),
        ("C2/NK1", "cycle_not_open"),
        ("C3/NK1", "unknown_item"),
        ("C1/NK1", "already_closed"),
    ],
)
def test_what_cannot_be_ceased_says_why(written, code):
    given = give(course(), Address.parse("C1/NK1"), date(2026, 3, 9), LATER).course
    assert cease(given, Address.parse(written)).codes == [code]


def test_off_study_closes_open_items_of_every_cycle_from_that_day():
    both = plan(open_cycle(course(), 2), 2, date(2026, 3, 30), None)
    off = off_study(omit(both, Address.parse("C2/NK1")), date(2026, 3, 16))
    assert isinstance(off, Course)
    first, second = states(off), states(off, 2)
    assert (first["C1/FLU@1"], first["C1/NK1"], first["C1/NK2"]) == (
        "planned",
        "planned",
        "cancelled",
    )
    assert second.pop("C2/NK1") == ItemState.OMITTED
    assert set(second.values()) == {"cancelled"}
