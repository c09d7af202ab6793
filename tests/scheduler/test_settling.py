"""What is proposed where a fact left rules unsettled."""

from datetime import date

from nkdesk.model.cycle import Address
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Moved, give, open_cycle, settle
from tests.scheduler.building import STANDARD, course_of, planned_days

MONDAY = date(2026, 3, 2)
LATER = date(2026, 12, 31)


def late(day, **more):
    course = course_of(STANDARD, MONDAY, **more)
    return give(course, Address.parse("C1/NK1"), date(2026, 3, day), LATER).course


def test_open_infusions_move_only_as_far_as_the_rules_demand():
    answer = settle(late(12), 1, date(2026, 3, 12))
    assert answer.deviations == ()
    assert planned_days(answer.course.cycle(1))["C1/NK2"] == "2026-03-18"


def test_what_is_settled_stays():
    assert settle(late(10), 1, MONDAY) == Moved(late(10))


def test_nothing_is_put_before_today():
    answer = settle(late(12), 1, date(2026, 3, 20))
    assert planned_days(answer.course.cycle(1))["C1/NK2"] == "2026-03-20"


def test_an_overdue_infusion_that_breaks_nothing_is_left_to_a_person():
    assert settle(late(10), 1, date(2026, 4, 20)) == Moved(late(10))


def test_where_no_dates_settle_the_rules_those_broken_are_named():
    answer = settle(late(12), 1, date(2026, 4, 20))
    assert isinstance(answer, Refused)
    assert answer.codes == ["gap_too_short", "outside_window"]


def test_a_cycle_that_is_not_planned_has_nothing_to_settle():
    course = course_of(STANDARD, MONDAY)
    assert settle(course, 2, MONDAY).codes == ["cycle_not_open"]
    assert settle(open_cycle(course, 2), 2, MONDAY).codes == ["unknown_item"]
    assert settle(course, 7, MONDAY).codes == ["unknown_item"]
