"""Why an item stands on its date."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.cycle import Address, ItemState
from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler import place_cycle, why
from tests.scheduler.building import STANDARD, request_of

MONDAY = date(2026, 3, 2)


def asked(written, text=STANDARD, **more):
    request = request_of(text, MONDAY, **more)
    return why(request, place_cycle(request), Address.parse(written))


def codes(rules):
    return [(rule.code, rule.item) for rule in rules]


def test_an_item_says_where_its_date_comes_from():
    answer = asked("C1/NK2")
    assert (answer.anchor, answer.anchor_item, answer.anchor_date) == (
        "nk",
        "C1/NK1",
        date(2026, 3, 9),
    )
    assert (answer.day, answer.target, answer.planned) == (7, date(2026, 3, 16), date(2026, 3, 16))
    assert (answer.earliest, answer.latest) == (date(2026, 3, 15), date(2026, 3, 18))
    assert answer.moved_by == ()


def test_the_typed_anchor_is_nobodys_date():
    answer = asked("C1/NK1")
    assert (answer.anchor, answer.anchor_item, answer.anchor_date) == ("chemo", "", MONDAY)


def test_a_closed_day_and_a_full_day_are_what_moved_it():
    shut = {"lab": {"closed": {date(2026, 3, 9): ""}}}
    taken = {"lab": {date(2026, 3, 9): 2}}
    answer = asked("C1/NK1", calendars=shut, taken=taken)
    assert codes(answer.moved_by) == [
        (RuleCode.CLOSED_DAY, "C1/NK1"),
        (RuleCode.OVER_CAPACITY, "C1/NK1"),
    ]
    assert answer.moved_by[0].day == date(2026, 3, 9)


def test_an_anchor_moved_for_those_that_follow_names_what_they_would_meet():
    shut = {"lab": {"closed": {date(2026, 3, 16): "", date(2026, 3, 17): ""}}}
    text = STANDARD.replace("days = [7, 28]", "days = [7]").replace("after = 2", "after = 0")
    answer = asked("C1/NK1", text.replace("max = 9", "max = 13"), calendars=shut)
    assert answer.planned != answer.target
    assert (RuleCode.CLOSED_DAY, "C1/NK2") in codes(answer.moved_by)


def test_what_stops_it_one_day_earlier_and_later_is_named():
    answer = asked("C1/NK1")
    assert codes(answer.one_day_earlier) == [(RuleCode.CLOSED_DAY, "C1/NK1")]
    assert answer.one_day_later == ()


def test_today_stops_an_infusion_from_being_earlier():
    answer = asked("C1/NK1", today=date(2026, 3, 9))
    assert answer.one_day_earlier[0].other == "today"


def test_a_block_moves_whole_and_meets_the_gap_to_the_infusion():
    text = STANDARD.replace("min = 2", "min = 3")
    answer = asked("C1/FLU@3", text)
    assert (RuleCode.GAP_TOO_SHORT, "chemo.last") in codes(answer.one_day_later)
    assert answer.one_day_earlier == ()


def test_a_sample_is_held_by_its_window_and_the_closed_days():
    text = STANDARD.replace("days = [7, 28]", "days = [5, 28]")
    answer = asked("C1/CHIM@5", text)
    assert answer.planned == date(2026, 3, 13)
    assert codes(answer.moved_by) == [(RuleCode.CLOSED_DAY, "C1/CHIM@5")]
    assert codes(answer.one_day_earlier) == [(RuleCode.OUTSIDE_WINDOW, "C1/CHIM@5")]
    assert codes(answer.one_day_later) == [(RuleCode.CLOSED_DAY, "C1/CHIM@5")]


def test_a_given_item_is_held_by_what_happened():
    request = request_of(STANDARD, MONDAY)
    cycle = place_cycle(request)
    items = [
        replace(item, state=ItemState.GIVEN, actual=item.planned, planned=date(2026, 3, 10))
        if item.address.code == "NK1"
        else item
        for item in cycle.items
    ]
    answer = why(request, replace(cycle, items=tuple(items)), Address.parse("C1/NK1"))
    assert answer.moved_by == ()
    assert codes(answer.one_day_later) == [(RuleCode.ALREADY_CLOSED, "C1/NK1")]


def test_a_chemotherapy_day_that_hangs_on_an_infusion_moves_alone():
    text = STANDARD.replace('from = "chemo.last"', 'from = "FLU@5"') + (
        '[[item]]\ncode = "KEEP"\nkind = "chemo"\nanchor = "nk"\ndays = [1]\n'
    )
    assert asked("C1/KEEP", text).one_day_later == ()


def test_an_item_the_cycle_does_not_hold_is_a_key_error():
    with pytest.raises(KeyError, match="C1/NK9"):
        asked("C1/NK9")
