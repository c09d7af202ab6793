"""Facts: given and omitted items, what follows them, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.cycle import Address, ItemState
from nkdesk.model.refusal import Refused, RuleCode
from nkdesk.scheduler import Course, give, leave_rest, omit, plan
from tests.scheduler.building import STANDARD, course_of, planned_days

MONDAY = date(2026, 3, 2)
LATER = date(2026, 12, 31)


def course(text=STANDARD, **more):
    return course_of(text, MONDAY, **more)


def given(course, written, on, today=LATER):
    return give(course, Address.parse(written), on, today)


def after(course, *facts):
    for written, on in facts:
        course = given(course, written, on).course
    return course


def item(course, written):
    address = Address.parse(written)
    return course.cycle(address.cycle).item(address)


def test_a_given_item_keeps_its_planned_date_and_label_beside_the_actual_one():
    one = item(after(course(), ("C1/NK1", date(2026, 3, 10))), "C1/NK1")
    assert (one.state, one.actual) == (ItemState.GIVEN, date(2026, 3, 10))
    assert (one.planned, one.label) == (date(2026, 3, 9), "C1 D8")


def test_samples_follow_the_actual_first_infusion_and_open_infusions_stay():
    late = after(course(), ("C1/NK1", date(2026, 3, 11)))
    days = planned_days(late.cycle(1))
    assert days["C1/CHIM@7"] == "2026-03-18"
    assert days["C1/CHIM@28"] == "2026-04-08"
    assert days["C1/NK2"] == "2026-03-16"
    second = item(late, "C1/NK2")
    assert (second.target, second.latest) == (date(2026, 3, 18), date(2026, 3, 20))
    assert item(late, "C1/CHIM@28").original == date(2026, 4, 6)


def test_an_open_infusion_now_outside_its_window_is_reported_not_moved():
    answer = given(course(), "C1/NK1", date(2026, 3, 12))
    assert answer.deviations[0].code is RuleCode.GAP_TOO_SHORT
    assert {(rule.code, rule.item) for rule in answer.unsettled} == {
        (RuleCode.OUTSIDE_WINDOW, "C1/NK2"),
        (RuleCode.GAP_TOO_SHORT, "C1/NK1"),
    }


def test_a_fact_outside_window_open_day_and_capacity_is_recorded_with_its_deviations():
    taken = {"lab": {date(2026, 3, 14): 2}}
    answer = given(course(taken=taken), "C1/NK1", date(2026, 3, 14))
    assert item(answer.course, "C1/NK1").actual == date(2026, 3, 14)
    codes = {rule.code for rule in answer.deviations}
    assert codes == {
        RuleCode.OUTSIDE_WINDOW,
        RuleCode.CLOSED_DAY,
        RuleCode.OVER_CAPACITY,
        RuleCode.GAP_TOO_SHORT,
    }


def test_a_fact_on_the_day_of_an_open_infusion_is_the_same_day():
    answer = given(course(), "C1/NK1", date(2026, 3, 16))
    assert RuleCode.SAME_DAY in {rule.code for rule in answer.unsettled}
    past = given(course(), "C1/NK1", date(2026, 3, 17))
    assert RuleCode.ORDER in {rule.code for rule in past.unsettled}


def test_chemotherapy_given_late_breaks_the_gap_to_the_infusion():
    answer = given(course(), "C1/FLU@5", date(2026, 3, 8))
    assert [(rule.code, rule.item) for rule in answer.deviations] == [
        (RuleCode.GAP_TOO_SHORT, "chemo.last")
    ]
    again = given(answer.course, "C1/FLU@4", date(2026, 3, 5))
    assert again.deviations == again.unsettled == ()


def test_a_sample_given_outside_its_window_is_a_deviation():
    answer = given(course(), "C1/CHIM@7", date(2026, 3, 21))
    assert {rule.code for rule in answer.deviations} == {
        RuleCode.OUTSIDE_WINDOW,
        RuleCode.CLOSED_DAY,
    }
    assert answer.unsettled == ()


def test_a_gap_is_broken_too_long_when_an_infusion_comes_late():
    first = after(course(), ("C1/NK1", date(2026, 3, 9)))
    answer = given(first, "C1/NK2", date(2026, 3, 19))
    assert {rule.code for rule in answer.deviations} == {
        RuleCode.OUTSIDE_WINDOW,
        RuleCode.GAP_TOO_LONG,
    }


def test_a_date_in_the_future_is_refused():
    answer = given(course(), "C1/NK1", date(2026, 3, 9), today=date(2026, 3, 8))
    assert answer.codes == ["in_future"]
    assert answer.broken[0].day == date(2026, 3, 9)


def test_an_infusion_waits_for_the_open_one_before_it():
    assert given(course(), "C1/NK2", date(2026, 3, 16)).codes == ["order"]


@pytest.mark.parametrize("on", [date(2026, 3, 10), date(2026, 3, 9)])
def test_an_infusion_on_or_before_the_day_of_the_earlier_one_is_refused(on):
    first = after(course(), ("C1/NK1", date(2026, 3, 10)))
    answer = given(first, "C1/NK2", on)
    assert [(rule.code, rule.other) for rule in answer.broken] == [(RuleCode.ORDER, "C1/NK1")]


def test_an_omitted_infusion_holds_none_back():
    without = omit(course(), Address.parse("C1/NK1"))
    assert item(after(without, ("C1/NK2", date(2026, 3, 9))), "C1/NK2").state is ItemState.GIVEN


def test_every_reason_is_given_at_once():
    answer = given(course(), "C1/NK2", date(2026, 3, 16), today=date(2026, 3, 15))
    assert answer.codes == ["in_future", "order"]


def test_a_closed_item_is_refused():
    first = after(course(), ("C1/NK1", date(2026, 3, 9)))
    assert given(first, "C1/NK1", date(2026, 3, 9)).codes == ["already_closed"]
    assert omit(first, Address.parse("C1/NK1")).codes == ["already_closed"]


@pytest.mark.parametrize(
    "written", ["C1/NK9", "C1/FLU", "C1/FLU@9", "C1/NK1@8", "C1/FLU@1#3", "C3/NK1"]
)
def test_an_item_the_plan_does_not_hold_is_unknown(written):
    assert given(course(), written, date(2026, 3, 9)).codes == ["unknown_item"]
    assert omit(course(), Address.parse(written)).codes == ["unknown_item"]


def test_a_cycle_before_its_gate_is_not_open():
    answer = given(course(), "C2/NK1", date(2026, 3, 9))
    assert [(rule.code, rule.item) for rule in answer.broken] == [
        (RuleCode.CYCLE_NOT_OPEN, "C2/NK1")
    ]
    assert omit(course(), Address.parse("C2/NK1")).codes == ["cycle_not_open"]
    assert plan(course(), 2, date(2026, 4, 6), None).codes == ["cycle_not_open"]
    assert plan(course(), 3, date(2026, 4, 6), None).codes == ["unknown_item"]


def test_an_item_of_a_cycle_not_planned_yet_is_unknown():
    opened = replace(course(), opened=frozenset([1, 2]))
    assert given(opened, "C2/NK1", date(2026, 4, 13)).codes == ["unknown_item"]


def two_cycles():
    opened = replace(course(), opened=frozenset([1, 2]))
    return plan(opened, 2, date(2026, 4, 6), None)


def test_the_second_cycle_waits_for_the_infusions_of_the_first():
    both = two_cycles()
    assert [cycle.number for cycle in both.cycles] == [1, 2]
    answer = given(both, "C2/NK1", date(2026, 4, 13))
    assert [rule.other for rule in answer.broken] == ["C1/NK1", "C1/NK2"]
    done = after(both, ("C1/NK1", date(2026, 3, 9)), ("C1/NK2", date(2026, 3, 16)))
    assert not isinstance(given(done, "C2/NK1", date(2026, 4, 13)), Refused)


def test_a_gap_to_the_cycle_before_is_looked_at_when_something_is_given():
    text = STANDARD + '[[gap]]\nfrom = "previous.chemo.first"\nto = "chemo.first"\nmin = 35\n'
    opened = replace(course(text), opened=frozenset([1, 2]))
    both = plan(opened, 2, date(2026, 4, 6), None)
    answer = given(both, "C2/FLU@1", date(2026, 4, 5))
    assert [(rule.code, rule.item) for rule in answer.deviations] == [
        (RuleCode.GAP_TOO_SHORT, "previous.chemo.first")
    ]


def test_an_infusion_given_on_the_day_of_the_cycle_before_is_refused():
    done = after(two_cycles(), ("C1/NK1", date(2026, 3, 9)), ("C1/NK2", date(2026, 4, 13)))
    answer = given(done, "C2/NK1", date(2026, 4, 13))
    assert [(rule.code, rule.other) for rule in answer.broken] == [(RuleCode.ORDER, "C1/NK2")]


def test_a_late_infusion_unsettles_the_cycle_after_it():
    both = after(two_cycles(), ("C1/NK1", date(2026, 3, 9)))
    answer = given(both, "C1/NK2", date(2026, 4, 13))
    assert [(rule.code, rule.item, rule.other) for rule in answer.unsettled] == [
        (RuleCode.SAME_DAY, "C2/NK1", "previous.infusion.last")
    ]


def test_one_of_two_times_leaves_the_item_partly_given():
    half = after(course(), ("C1/FLU@3#2", date(2026, 3, 4)))
    one = item(half, "C1/FLU@3")
    assert (one.state, one.actual, one.is_open) == (ItemState.PARTLY_GIVEN, None, True)
    assert [part.done for part in one.parts] == [None, date(2026, 3, 4)]
    assert given(half, "C1/FLU@3#2", date(2026, 3, 4)).codes == ["already_closed"]
    assert omit(half, Address.parse("C1/FLU@3")).codes == ["already_closed"]


def test_the_last_part_closes_the_item_on_the_latest_date():
    whole = after(course(), ("C1/FLU@3#2", date(2026, 3, 5)), ("C1/FLU@3#1", date(2026, 3, 4)))
    one = item(whole, "C1/FLU@3")
    assert (one.state, one.actual) == (ItemState.GIVEN, date(2026, 3, 5))


def test_no_part_means_all_that_are_open():
    half = after(course(), ("C1/FLU@3#1", date(2026, 3, 4)))
    one = item(after(half, ("C1/FLU@3", date(2026, 3, 5))), "C1/FLU@3")
    assert [part.done for part in one.parts] == [date(2026, 3, 4), date(2026, 3, 5)]


def test_the_rest_of_a_partly_given_item_is_left_and_what_hangs_on_it_follows():
    text = STANDARD.replace("days = [8]", 'days = [8]\ntimes = ["09:00", "15:00"]')
    half = after(course(text), ("C1/NK1#1", date(2026, 3, 10)))
    assert planned_days(half.cycle(1))["C1/CHIM@28"] == "2026-04-06"
    left = leave_rest(half, Address.parse("C1/NK1"))
    one = item(left, "C1/NK1")
    assert (one.state, one.actual) == (ItemState.PARTLY_GIVEN, date(2026, 3, 10))
    assert planned_days(left.cycle(1))["C1/CHIM@28"] == "2026-04-07"
    assert given(left, "C1/NK1", date(2026, 3, 11)).codes == ["already_closed"]


def test_only_a_partly_given_item_has_a_rest_to_leave():
    assert leave_rest(course(), Address.parse("C1/NK1")).codes == ["unknown_item"]
    assert leave_rest(course(), Address.parse("C2/NK1")).codes == ["cycle_not_open"]


def test_a_part_of_an_item_is_not_omitted_alone():
    assert omit(course(), Address.parse("C1/FLU@3#1")).codes == ["unknown_item"]


def test_an_omitted_item_closes_and_everything_else_stands():
    before = course()
    without = omit(before, Address.parse("C1/NK1"))
    assert item(without, "C1/NK1").state is ItemState.OMITTED
    assert planned_days(without.cycle(1)) == planned_days(before.cycle(1))


def test_gaps_to_an_omitted_item_fall_away():
    text = STANDARD.replace('[[gap]]\nfrom = "NK1"', '[[gap]]\nfrom = "FLU@5"')
    without = omit(course(text.replace("max = 9", "max = 11")), Address.parse("C1/FLU@5"))
    answer = given(omit(without, Address.parse("C1/NK1")), "C1/NK2", date(2026, 3, 25))
    assert {rule.code for rule in answer.deviations} == {RuleCode.OUTSIDE_WINDOW}


def test_the_last_chemotherapy_is_the_last_not_omitted():
    without = omit(course(), Address.parse("C1/FLU@5"))
    answer = given(without, "C1/FLU@4", date(2026, 3, 8))
    assert [rule.item for rule in answer.deviations] == ["chemo.last"]
    none_left = without
    for day in (1, 2, 3, 4):
        none_left = omit(none_left, Address(1, "FLU", day))
    assert given(none_left, "C1/NK1", date(2026, 3, 9)).deviations == ()


HANGING = STANDARD + (
    '[anchor.sampled]\nnumber = 0\nday_zero = true\nitem = "LUMP"\n'
    '[[item]]\ncode = "LUMP"\nkind = "sample"\nanchor = "nk"\ndays = [2]\n'
    '[[item]]\ncode = "MORE"\nkind = "check"\nanchor = "sampled"\ndays = [10]\n'
    '[[item]]\ncode = "KEEP"\nkind = "chemo"\nanchor = "nk"\ndays = [3]\n'
    '[[item]]\ncode = "WEIGH"\nkind = "check"\nanchor = "chemo"\ndays = [1]\n'
)


def test_what_hangs_on_what_hangs_follows_too():
    text = HANGING.replace('from = "chemo.last"', 'from = "FLU@5"')
    late = after(course(text), ("C1/NK1", date(2026, 3, 10)))
    days = planned_days(late.cycle(1))
    assert (days["C1/LUMP"], days["C1/MORE"]) == ("2026-03-12", "2026-03-22")
    assert (days["C1/KEEP"], days["C1/WEIGH"]) == ("2026-03-13", "2026-03-02")


def test_a_closed_item_does_not_follow():
    text = HANGING.replace('from = "chemo.last"', 'from = "FLU@5"')
    closed = omit(course(text), Address.parse("C1/LUMP"))
    days = planned_days(after(closed, ("C1/NK1", date(2026, 3, 10))).cycle(1))
    assert (days["C1/LUMP"], days["C1/MORE"]) == ("2026-03-11", "2026-03-21")


def test_a_sample_moved_by_hand_stays_until_its_anchor_moves():
    before = course()
    sample = replace(item(before, "C1/CHIM@28"), planned=date(2026, 4, 8), by_hand=True)
    items = tuple(sample if one.address == sample.address else one for one in before.cycle(1).items)
    by_hand = before.with_cycle(replace(before.cycle(1), items=items))
    on_time = after(by_hand, ("C1/NK1", date(2026, 3, 9)))
    assert item(on_time, "C1/CHIM@28").planned == date(2026, 4, 8)
    late = item(after(by_hand, ("C1/NK1", date(2026, 3, 10))), "C1/CHIM@28")
    assert (late.planned, late.by_hand) == (date(2026, 4, 7), False)


def test_a_course_without_a_plan_has_no_cycle():
    empty = Course(course().protocol, "a", course().calendars)
    assert empty.cycle(1) is None
    assert given(empty, "C1/NK1", date(2026, 3, 9)).codes == ["unknown_item"]
