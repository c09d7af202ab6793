"""What holds for every placement, whatever the protocol and the calendar."""

import random
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nkdesk.model.cycle import Cycle
from nkdesk.model.protocol import ItemKind
from nkdesk.scheduler import place_cycle
from nkdesk.scheduler.frame import full_frame
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import is_possible
from tests.scheduler.brute_force import Case
from tests.scheduler.random_cases import random_case
from tests.scheduler.test_brute_force import answer, request_for

cases = st.integers(0, 10**9).map(
    lambda seed: random_case(random.Random(seed))  # noqa: S311 -- cases to try, no secrets
)
slow = settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def infusions(cycle):
    return [item for item in cycle.items if item.kind is ItemKind.INFUSION]


def placed(case):
    """The placed cycle; whether there is one is asked first, for a refusal takes longer to say."""
    request = request_for(case)
    layout = layout_of(request.protocol, request.arm, request.cycle)
    assume(is_possible(Scene(request, layout), full_frame(layout)))
    cycle = place_cycle(request)
    assert isinstance(cycle, Cycle)
    return cycle


@slow
@given(cases)
def test_every_infusion_lies_in_its_window(case):
    for item in infusions(placed(case)):
        assert item.earliest <= item.planned <= item.latest


@slow
@given(cases)
def test_infusions_keep_their_order_and_a_day_of_their_own(case):
    days = [item.planned for item in infusions(placed(case))]
    assert all(before < after for before, after in pairwise(days))


@slow
@given(cases)
def test_every_gap_between_infusions_holds(case):
    day = {item.address.code: item.planned for item in infusions(placed(case))}
    for gap in case.table["gap"]:
        if gap["from"] in day and gap["to"] in day:
            days = (day[gap["to"]] - day[gap["from"]]).days
            assert gap.get("min", days) <= days <= gap.get("max", days)


@slow
@given(cases)
def test_no_infusion_stands_on_a_closed_or_full_day_or_before_today(case):
    for item in infusions(placed(case)):
        assert case.is_open(item.calendar, item.planned)
        assert not case.is_full(item.calendar, item.planned)
        assert case.today is None or item.planned >= case.today


@slow
@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_anchors_calendars_and_gaps_in_the_file_changes_nothing(case, shuffler):
    table = {**case.table, "gap": shuffler.sample(case.table["gap"], len(case.table["gap"]))}
    for name in ("anchor", "calendar"):
        keys = shuffler.sample(list(table[name]), len(table[name]))
        table[name] = {key: table[name][key] for key in keys}
    mixed = Case(table, case.start, case.closed, case.opened, case.taken, case.today)
    assert answer(mixed) == answer(case)


@slow
@given(cases)
def test_the_same_question_has_the_same_answer(case):
    assert answer(case) == answer(case)


@slow
@given(cases, st.integers(-3000, 3000))
def test_whole_weeks_later_everything_stands_whole_weeks_later(case, weeks):
    """Leap days and year ends are days like any other: only weekdays and site days count."""
    ahead = timedelta(weeks=weeks)

    def moved(days):
        return {name: {day + ahead for day in one} for name, one in days.items()}

    taken = {
        name: {day + ahead: count for day, count in one.items()} for name, one in case.taken.items()
    }
    today = None if case.today is None else case.today + ahead
    start = case.start + ahead
    later = Case(case.table, start, moved(case.closed), moved(case.opened), taken, today)
    now, then = answer(case), answer(later)
    assert isinstance(now, Cycle) == isinstance(then, Cycle)
    if isinstance(now, Cycle):
        assert [one.planned + ahead for one in now.items] == [one.planned for one in then.items]
        assert [one.label for one in now.items] == [one.label for one in then.items]
    else:
        assert now.codes == then.codes


@slow
@given(cases)
def test_an_alternative_breaks_exactly_the_rule_it_names(case):
    refused = answer(case)
    assume(not isinstance(refused, Cycle))
    for offer in refused.alternatives:
        days = [day for _, day in offer.dates]
        in_order = all(before < after for before, after in pairwise(days))
        assert in_order or offer.breaks.code.value in ("same_day", "order")
        closed = [item for item, day in offer.dates if not case.is_open("lab", day)]
        assert closed == ([offer.breaks.item] if offer.breaks.code.value == "closed_day" else [])


@slow
@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_every_start_is_answered_with_a_cycle_or_with_rules(start):
    source = random.Random(start.toordinal())  # noqa: S311 -- cases to try, no secrets
    case = random_case(source)
    moved = Case(case.table, start, case.closed, case.opened, case.taken)
    cycle = answer(moved)
    assert isinstance(cycle, Cycle) or cycle.broken
