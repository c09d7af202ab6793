"""What a ward re-placement answers: moves, bounds, proof, refusals, and when it is stopped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nkdesk.model.cycle import Address, ItemState, PlanWarning
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler import Course, give, plan
from nkdesk.scheduler.ward import WardMove, refusing, replace_ward
from tests.benchmarks.ward_instances import over_capacity
from tests.scheduler.building import STANDARD, course_of
from tests.scheduler.ward.small_wards import FIRST, ONE, day, infusion_days, people, ward_of


def test_a_move_names_patient_infusion_and_both_dates():
    placed = replace_ward(ward_of(ONE, [FIRST], closed={day(9): ""}), FIRST)
    assert placed.moves == (WardMove("p0", Address(1, "NK1"), day(9), day(8)),)
    assert (placed.touched, placed.movement, placed.proven) == (1, 1, True)
    assert (placed.bound_touched, placed.bound_movement) == (1, 1)


def test_a_ward_without_conflict_keeps_the_same_courses():
    patients = ward_of(ONE, [FIRST, day(3)])
    placed = replace_ward(patients, FIRST)
    assert placed.courses == tuple(one.course for one in patients)
    assert (placed.moves, placed.touched, placed.proven) == ((), 0, True)


def test_an_empty_ward_and_a_ward_without_infusions_are_placed_as_they_are():
    empty = replace_ward([], FIRST)
    assert (empty.courses, empty.moves, empty.proven) == ((), (), True)
    course = course_of(ONE.replace('"infusion"', '"sample"'), FIRST)
    assert replace_ward(people([course]), FIRST).courses == (course,)


def test_an_infusion_keeps_its_first_date_and_gets_the_label_of_its_new_one():
    placed = replace_ward(ward_of(ONE, [FIRST], closed={day(9): "", day(8): ""}), FIRST)
    item = placed.courses[0].cycles[0].items[0]
    assert (item.planned, item.original, item.target, item.label) == (
        day(10),
        day(9),
        day(9),
        "C1 D9",
    )


def test_a_sample_moved_by_hand_is_placed_anew_and_touches_nobody():
    course = course_of(STANDARD, FIRST)
    cycle = course.cycles[0]
    sample = cycle.item(Address(1, "CHIM", 28))
    hand = {"by_hand": True, "planned": sample.planned + timedelta(days=1)}
    moved = replace(sample, **hand)
    items = tuple(moved if item is sample else item for item in cycle.items)
    patients = people([course.with_cycle(replace(cycle, items=items))])
    placed = replace_ward(patients, FIRST)
    assert placed.courses[0].cycles[0].item(sample.address) == sample
    assert (placed.touched, placed.moves) == (0, ())


def test_a_sample_on_a_day_that_closes_warns_where_its_window_is_closed():
    shut = {day(one, month=4): "" for one in (5, 6, 7, 8)}
    placed = replace_ward(ward_of(STANDARD, [FIRST], closed=shut), FIRST)
    sample = placed.courses[0].cycles[0].item(Address(1, "CHIM", 28))
    assert (sample.planned, sample.warnings) == (day(6, month=4), (PlanWarning.CLOSED_DAY,))


def test_capacities_of_several_protocols_for_one_calendar_the_smallest_holds():
    wide = ward_of(ONE.replace("capacity = 1", "capacity = 3"), [FIRST, FIRST])
    assert replace_ward(wide, FIRST).touched == 0
    mixed = [wide[0], replace(ward_of(ONE, [FIRST])[0], id="p1")]
    assert replace_ward(mixed, FIRST).touched == 1


def test_a_calendar_may_be_limited_on_one_date_alone():
    free = ONE.replace("capacity = 1", "")
    placed = replace_ward(ward_of(free, [FIRST] * 3, capacity_on={day(9): 1}), FIRST)
    assert infusion_days(placed) == [[day(8)], [day(8)], [day(9)]]


def test_places_taken_by_patients_outside_the_list_count():
    taken = {"lab": {day(9): 1, day(8): 1}}
    assert infusion_days(replace_ward(ward_of(ONE, [FIRST], taken=taken), FIRST)) == [[day(10)]]


def test_a_patient_without_any_day_is_told_with_his_own_rules():
    shut = {day(one): "" for one in (8, 9, 10, 11)}
    refused = replace_ward(ward_of(ONE, [FIRST], closed=shut), FIRST)
    window = BrokenRule(RuleCode.OUTSIDE_WINDOW, "p0:C1/NK1")
    closed = BrokenRule(RuleCode.CLOSED_DAY, "p0:C1/NK1", day=day(8), calendar="lab")
    assert refused == Refused((closed, window))


def test_full_days_are_told_beside_closed_ones():
    shut = {day(one): "" for one in (8, 9)}
    taken = {"lab": {day(10): 1, day(11): 1}}
    refused = replace_ward(ward_of(ONE, [FIRST], closed=shut, taken=taken), FIRST)
    assert refused.codes == ["closed_day", "outside_window", "over_capacity"]
    [full] = [rule for rule in refused.broken if rule.code is RuleCode.OVER_CAPACITY]
    assert (full.day, full.limit, full.calendar) == (day(10), 1, "lab")


def test_rules_that_contradict_each_other_are_told():
    text = ONE + '[[gap]]\nfrom = "chemo.last"\nto = "NK1"\nmin = 2\n' + CHEMO
    patients = ward_of(text, [FIRST])
    cycle = patients[0].course.cycles[0]
    late = replace(cycle.item(Address(1, "FLU")), planned=day(20))
    items = tuple(late if item.address.code == "FLU" else item for item in cycle.items)
    course = patients[0].course.with_cycle(replace(cycle, items=items))
    refused = replace_ward(people([course]), FIRST)
    assert refused.codes == ["gap_too_short", "outside_window"]
    assert {rule.item for rule in refused.broken} == {"p0:chemo.last", "p0:C1/NK1"}


CHEMO = '[[item]]\ncode = "FLU"\nkind = "chemo"\nanchor = "chemo"\ndays = [1]\n'


def test_too_few_places_name_the_days_and_everybody_who_needs_them():
    patients = ward_of(ONE, [FIRST] * 5 + [FIRST + timedelta(days=40)])
    refused = replace_ward(patients, FIRST)
    assert refused.codes == ["over_capacity"]
    assert {rule.day for rule in refused.broken} == {day(one) for one in (8, 9, 10, 11)}
    assert {rule.item for rule in refused.broken} == {f"p{one}:C1/NK1" for one in range(5)}
    assert {rule.limit for rule in refused.broken} == {1}


def test_who_could_be_left_out_of_a_refusal_is_left_out():
    patients = ward_of(ONE, [FIRST] * 7)
    refused = replace_ward(patients, FIRST)
    assert 5 <= len({rule.item for rule in refused.broken}) < 7


def test_too_many_patients_are_all_named(monkeypatch):
    monkeypatch.setattr(refusing, "ASKED", 4)
    refused = replace_ward(ward_of(ONE, [FIRST] * 6), FIRST)
    assert len({rule.item for rule in refused.broken}) == 6


def test_stopped_before_anything_was_found_no_rule_is_named():
    patients = ward_of(ONE, [FIRST] * 2)
    assert replace_ward(patients, FIRST, lambda progress: progress.found) != Refused(())
    refused = ward_of(ONE, [FIRST] * 5)
    assert replace_ward(refused, FIRST, lambda _progress: False) == Refused(())


@pytest.fixture(scope="module")
def crowded():
    instance = over_capacity(15, 2)
    return instance, replace_ward(instance.patients, instance.today)


def test_a_crowded_ward_is_proven(crowded):
    _, best = crowded
    assert (best.touched, best.movement, best.proven) == (4, 39, True)


def test_the_same_ward_is_placed_the_same_way_again(crowded):
    instance, best = crowded
    assert replace_ward(instance.patients, instance.today) == best


@pytest.mark.parametrize("asked", [1, 3, 30, 100, 200, 300])
def test_stopped_early_the_best_known_fits_and_its_bounds_are_honest(crowded, asked):
    instance, best = crowded
    told = []

    def go_on(progress):
        told.append(progress)
        return len(told) < asked

    placed = replace_ward(instance.patients, instance.today, go_on)
    assert len(told) <= asked
    assert placed.bound_touched <= best.touched <= placed.touched
    assert (placed.touched, placed.movement) >= (best.touched, best.movement)
    if placed.touched == best.touched:
        assert placed.bound_movement <= best.movement
    last = told[-1]
    assert (last.touched, last.movement, last.found) == (placed.touched, placed.movement, True)
    again = people(placed.courses)
    assert replace_ward(again, instance.today).touched == 0


def test_without_a_window_the_nearest_free_day_is_found_however_far():
    free = ONE.replace("window = { before = 1, after = 2 }\n", "")
    shut = {FIRST + timedelta(days=away): "" for away in range(30)}
    placed = replace_ward(ward_of(free, [FIRST, FIRST], closed=shut), FIRST)
    assert infusion_days(placed) == [[day(1, month=4)], [day(2, month=4)]]
    assert placed.proven
    taken = {"lab": {FIRST + timedelta(days=away): 1 for away in range(68)}}
    refused = replace_ward(ward_of(free, [FIRST], taken=taken), FIRST)
    assert refused.codes == ["outside_window", "over_capacity"]
    del taken["lab"][day(9)]
    refused = replace_ward(ward_of(free, [FIRST, FIRST], taken=taken), FIRST)
    assert refused.codes == ["over_capacity"]


def test_who_has_no_day_is_named_and_not_who_stands_before_him_in_the_list():
    anywhere = ONE.replace("window = { before = 1, after = 2 }\n", "")
    shut = {day(one): "" for one in (8, 9, 10, 11)}
    calm, lost = ward_of(anywhere, [FIRST]), ward_of(ONE, [FIRST], closed=shut)
    refused = replace_ward([*calm, replace(lost[0], id="p1")], FIRST)
    assert {rule.item for rule in refused.broken} == {"p1:C1/NK1"}


def test_a_calendar_without_a_capacity_takes_any_number():
    free = ONE.replace("capacity = 1", "")
    placed = replace_ward(ward_of(free, [FIRST] * 30, closed={day(9): ""}), FIRST)
    assert infusion_days(placed) == [[day(8)]] * 30


def test_given_infusions_out_of_order_bind_by_the_latest():
    text = ONE + LATER.format(number=2, day=9) + LATER.format(number=3, day=10)
    course = course_of(text, FIRST, calendars={"lab": {"capacity": 1}})
    given = {"NK1": day(10), "NK2": day(9)}
    cycle = course.cycles[0]
    items = tuple(
        replace(item, state=ItemState.GIVEN, actual=given[item.address.code])
        if item.address.code in given
        else item
        for item in cycle.items
    )
    late = course.with_cycle(replace(cycle, items=items))
    closed = {
        name: replace(one, closed={day(11): ""}) if name == "lab" else one
        for name, one in late.calendars.items()
    }
    placed = replace_ward(people([replace(late, calendars=closed)]), day(10))
    assert placed.courses[0].cycles[0].items[2].planned == day(12)


LATER = """
[[item]]
code = "NK{number}"
kind = "infusion"
anchor = "chemo"
days = [{day}]
window = {{ before = 1, after = 2 }}
calendar = "lab"
"""


def test_a_gap_to_a_sample_that_no_day_keeps_is_told():
    text = ONE + SAMPLE + '[[gap]]\nfrom = "NK1"\nto = "CHIM"\nmin = 9\n'
    course = course_of(text.replace("min = 9", "min = 5"), FIRST)
    tight = course_of(text.replace("min = 9", "min = 5"), FIRST).protocol
    gaps = tuple(replace(gap, min=9) for gap in tight.gaps)
    longer = replace(course, protocol=replace(tight, gaps=gaps))
    refused = replace_ward(people([longer]), FIRST)
    assert refused.broken == (
        BrokenRule(RuleCode.GAP_TOO_SHORT, "p0:C1/NK1", "p0:C1/CHIM", limit=9),
    )


SAMPLE = """
[anchor.nk]
number = 0
day_zero = true
item = "NK1"
[[item]]
code = "CHIM"
kind = "sample"
anchor = "nk"
days = [7]
window = { before = 1, after = 1 }
"""


def test_a_given_last_infusion_of_the_first_cycle_binds_the_second():
    course = course_of(TWO_CYCLES, FIRST, opened=frozenset([1, 2]))
    given = give(course, Address(1, "NK1"), day(10), day(10))
    course = plan(given.course, 2, day(16), FIRST)
    assert isinstance(course, Course)
    calendars = {
        name: replace(one, closed={day(24): ""}) if name == "lab" else one
        for name, one in course.calendars.items()
    }
    refused = replace_ward(people([replace(course, calendars=calendars)]), day(10))
    assert refused.codes == ["closed_day", "gap_too_long", "gap_too_short"]
    assert {rule.item for rule in refused.broken} == {"p0:previous.infusion.last", "p0:C2/NK1"}


def test_a_second_cycle_without_a_first_has_no_gap_to_it():
    course = course_of(TWO_CYCLES, FIRST, opened=frozenset([1, 2]))
    alone = replace(plan(course, 2, day(16), FIRST), opened=frozenset([1, 2]))
    second = replace(alone, cycles=alone.cycles[1:])
    assert replace_ward(people([second]), FIRST).touched == 0


def test_a_second_cycle_keeps_away_from_the_first():
    text = TWO_CYCLES
    course = course_of(text, FIRST, opened=frozenset([1, 2]))
    course = plan(course, 2, day(16), FIRST)
    assert isinstance(course, Course)
    calendars = {
        name: replace(one, closed={day(9): "", day(8): ""}) if name == "lab" else one
        for name, one in course.calendars.items()
    }
    placed = replace_ward(people([replace(course, calendars=calendars)]), FIRST)
    assert infusion_days(placed) == [[day(10), day(24)]]


TWO_CYCLES = (
    ONE
    + CHEMO
    + '[[gap]]\nfrom = "previous.infusion.last"\nto = "NK1"\nmin = 14\nmax = 14\n'
    + '[[gap]]\nfrom = "previous.chemo.first"\nto = "NK1"\nmin = 14\n'
)
