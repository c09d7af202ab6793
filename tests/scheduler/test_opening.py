"""The next cycle: opened by its gate, and its forecast before that."""

from datetime import date, timedelta

import pytest

from nkdesk.model.cycle import Address, Cycle
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Move, Scope, forecast, give, move, off_study, open_cycle, plan
from tests.scheduler.building import STANDARD, course_of, planned_days

MONDAY = date(2026, 3, 2)
LATER = date(2026, 12, 31)
FOUR_WEEKS = """
[[gap]]
from = "previous.chemo.first"
to = "chemo.first"
min = 28
"""


def course(text=STANDARD + FOUR_WEEKS, **more):
    return course_of(text, MONDAY, **more)


def test_opening_is_all_that_the_gate_does():
    opened = open_cycle(course(), 2)
    assert opened.opened == {1, 2}
    assert opened.cycles == course().cycles


@pytest.mark.parametrize("number", [0, 3])
def test_a_cycle_the_protocol_does_not_have_is_unknown(number):
    assert open_cycle(course(), number).codes == ["unknown_item"]


def test_the_forecast_starts_on_the_first_day_on_which_every_rule_holds():
    found = forecast(course(), 2, MONDAY)
    assert found.start == date(2026, 3, 30)
    assert planned_days(found)["C2/NK1"] == "2026-04-06"


def test_without_a_gap_between_cycles_it_starts_after_the_last_infusion():
    assert forecast(course(STANDARD), 2, MONDAY).start == date(2026, 3, 17)


def test_the_forecast_is_the_plan_that_the_gate_would_open():
    found = forecast(course(), 2, MONDAY)
    planned = plan(open_cycle(course(), 2), 2, found.start, MONDAY)
    assert planned.cycle(2) == found


def test_the_forecast_is_never_stored():
    before = course()
    forecast(before, 2, MONDAY)
    assert before == course()


def test_the_forecast_does_not_begin_in_the_past():
    assert forecast(course(), 2, date(2026, 4, 20)).start == date(2026, 4, 20)


def test_the_forecast_follows_when_everything_after_moves():
    week = MONDAY + timedelta(days=7)
    asked = Move(Address.parse("C1/FLU@1"), week, Scope.EVERYTHING_AFTER, MONDAY)
    moved = move(course(), asked).course
    assert forecast(moved, 2, MONDAY).start == date(2026, 4, 6)


def test_the_forecast_counts_from_the_day_something_was_given():
    late = give(course(), Address.parse("C1/FLU@1"), date(2026, 3, 4), LATER).course
    assert forecast(late, 2, MONDAY).start == date(2026, 3, 31)  # the second day is now first


def test_there_is_no_forecast_of_what_is_planned_or_cannot_be():
    both = plan(open_cycle(course(), 2), 2, date(2026, 3, 30), None)
    assert forecast(both, 2, MONDAY) is None
    assert forecast(both, 3, MONDAY) is None
    assert forecast(course(), 3, MONDAY) is None
    assert forecast(course(), 1, MONDAY) is None


def test_there_is_no_forecast_where_nothing_of_the_cycle_before_stands():
    assert forecast(off_study(course(), MONDAY), 2, MONDAY) is None


def test_a_forecast_no_date_allows_says_why():
    never = FOUR_WEEKS.replace("min = 28", "min = 28\nmax = 10")
    answer = forecast(course(STANDARD + never), 2, MONDAY)
    assert isinstance(answer, Refused)
    assert answer.broken
    assert not isinstance(answer, Cycle)
