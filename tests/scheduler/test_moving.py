"""Moving an item: what is answered beside the dates, and what would do where it is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nkdesk.model.cycle import Address
from nkdesk.model.refusal import Alternative, Refused, RuleCode
from nkdesk.scheduler import Move, Moved, Scope, give, leave_rest, move, omit, open_cycle, plan, why
from nkdesk.scheduler.course import request_for
from tests.scheduler.building import STANDARD, course_of, planned_days

MONDAY = date(2026, 3, 2)
LATER = date(2026, 12, 31)
TODAY = date(2026, 3, 1)

THREE = (
    STANDARD
    + """
[[item]]
code = "NK3"
kind = "infusion"
anchor = "nk"
days = [14]
window = { before = 1, after = 2 }
calendar = "lab"
"""
)


def course(text=STANDARD, **more):
    return course_of(text, MONDAY, **more)


def asked(written, to, scope=Scope.ONLY, *, deviation=False, today=TODAY):
    return Move(Address.parse(written), to, scope, today, deviation)


def item(course, written):
    address = Address.parse(written)
    return course.cycle(address.cycle).item(address)


def test_a_move_that_breaks_nothing_has_no_deviations():
    answer = move(course(), asked("C1/NK1", date(2026, 3, 10)))
    assert answer.deviations == ()
    assert item(answer.course, "C1/NK1").planned == date(2026, 3, 10)
    assert item(answer.course, "C1/NK1").original == date(2026, 3, 9)


def test_every_broken_rule_is_named_with_its_day_and_bound():
    answer = move(course(), asked("C1/NK1", date(2026, 3, 14)))
    named = {(rule.code, rule.item, rule.other, rule.day, rule.limit) for rule in answer.broken}
    saturday, second = date(2026, 3, 14), date(2026, 3, 16)
    assert named == {
        (RuleCode.OUTSIDE_WINDOW, "C1/NK1", "", saturday, None),
        (RuleCode.CLOSED_DAY, "C1/NK1", "", saturday, None),
        (RuleCode.OUTSIDE_WINDOW, "C1/NK2", "", second, None),
        (RuleCode.GAP_TOO_SHORT, "C1/NK1", "C1/NK2", second, 6),
    }


def test_what_an_accepted_deviation_breaks_is_recorded_with_it():
    refused = move(course(), asked("C1/NK1", date(2026, 3, 13)))
    accepted = move(course(), asked("C1/NK1", date(2026, 3, 13), deviation=True))
    assert isinstance(accepted, Moved)
    assert accepted.deviations == refused.broken
    assert item(accepted.course, "C1/NK1").planned == date(2026, 3, 13)


def test_a_deviation_as_needed_records_only_what_the_others_cannot_mend():
    answer = move(course(), asked("C1/NK1", date(2026, 3, 13), Scope.NEEDED, deviation=True))
    assert [(rule.code, rule.item) for rule in answer.deviations] == [
        (RuleCode.OUTSIDE_WINDOW, "C1/NK1")
    ]
    assert item(answer.course, "C1/NK2").planned == date(2026, 3, 19)


def test_a_deviation_the_others_cannot_follow_moves_the_item_alone():
    shut = course(calendars={"lab": {"closed": {date(2026, 3, day): "" for day in range(17, 32)}}})
    answer = move(shut, asked("C1/NK1", date(2026, 3, 13), Scope.NEEDED, deviation=True))
    assert item(answer.course, "C1/NK2").planned == date(2026, 3, 16)
    assert RuleCode.GAP_TOO_SHORT in {rule.code for rule in answer.deviations}


def test_for_a_refused_rest_the_needed_placement_comes_first():
    shut = course(THREE, calendars={"lab": {"closed": {date(2026, 3, 19): ""}}})
    for scope in (Scope.REST_OF_CYCLE, Scope.EVERYTHING_AFTER):
        answer = move(shut, asked("C1/NK1", date(2026, 3, 12), scope))
        assert answer.codes == ["closed_day"]
        assert answer.alternatives[0] == Alternative(
            (
                ("C1/NK1", date(2026, 3, 12)),
                ("C1/NK2", date(2026, 3, 18)),
                ("C1/NK3", date(2026, 3, 25)),
            ),
            None,
            Scope.NEEDED,
        )
        assert [one.scope for one in answer.alternatives[1:]] == [None]
        assert dict(answer.alternatives[1].dates)["C1/NK1"] == date(2026, 3, 11)


def test_for_a_refused_date_the_nearest_either_side_are_offered():
    shut = course(calendars={"lab": {"closed": {date(2026, 3, 16): "", date(2026, 3, 17): ""}}})
    assert item(shut, "C1/NK2").planned == date(2026, 3, 18)
    answer = move(shut, asked("C1/NK1", date(2026, 3, 14), Scope.NEEDED))
    assert [one.dates for one in answer.alternatives] == [
        (("C1/NK1", date(2026, 3, 12)),),
    ]
    back = move(shut, asked("C1/NK1", date(2026, 3, 8), Scope.NEEDED))
    assert [one.dates[0] for one in back.alternatives] == [("C1/NK1", date(2026, 3, 10))]


def test_both_sides_are_offered_where_both_would_do():
    shut = course(calendars={"lab": {"closed": {date(2026, 3, 10): ""}}})
    answer = move(shut, asked("C1/FLU@1", date(2026, 3, 8), Scope.REST_OF_CYCLE))
    days = [dict(one.dates)["C1/FLU@1"] for one in answer.alternatives if one.scope is None]
    assert days == [date(2026, 3, 6), date(2026, 3, 9)]


def test_a_single_date_is_offered_before_another_scope():
    answer = move(course(), asked("C1/NK1", date(2026, 3, 12)))
    assert [one.scope for one in answer.alternatives] == [None, Scope.NEEDED]
    assert dict(answer.alternatives[0].dates) == {"C1/NK1": date(2026, 3, 10)}


def test_where_nothing_would_do_nothing_is_offered():
    begun = give(course(), Address.parse("C1/FLU@5"), date(2026, 3, 20), LATER).course
    answer = move(begun, asked("C1/FLU@1", date(2026, 2, 2)))
    assert "order" in answer.codes
    assert answer.alternatives == ()


def test_no_date_is_offered_that_the_item_stands_on_already():
    answer = move(course(), asked("C1/NK1", date(2026, 3, 8)))
    assert all(dict(one.dates)["C1/NK1"] != date(2026, 3, 9) for one in answer.alternatives)


def test_as_needed_an_infusion_asked_before_today_is_refused_and_today_named():
    answer = move(
        course(),
        asked("C1/NK1", date(2026, 3, 10), Scope.NEEDED, today=date(2026, 3, 11)),
    )
    assert [(rule.code, rule.other) for rule in answer.broken] == [
        (RuleCode.OUTSIDE_WINDOW, "today")
    ]


def test_as_needed_the_others_are_not_put_before_today():
    asked_late = asked("C1/NK1", date(2026, 3, 11), Scope.NEEDED, today=date(2026, 3, 5))
    assert item(move(course(), asked_late).course, "C1/NK2").planned == date(2026, 3, 17)
    moved = move(course(), asked("C1/FLU@1", date(2026, 3, 9), Scope.REST_OF_CYCLE)).course
    back = asked("C1/FLU@1", date(2026, 3, 2), Scope.NEEDED, today=date(2026, 3, 13))
    assert isinstance(move(moved, back), Refused)
    early = replace(back, today=date(2026, 3, 12))
    assert item(move(moved, early).course, "C1/NK1").planned == date(2026, 3, 12)


def test_a_chemotherapy_day_moved_after_the_block_began_says_which_given_day_is_in_its_way():
    begun = give(course(), Address.parse("C1/FLU@2"), date(2026, 3, 4), LATER).course
    answer = move(begun, asked("C1/FLU@4", date(2026, 3, 4)))
    orders = {(rule.code, rule.item, rule.other, rule.day) for rule in answer.broken}
    assert (RuleCode.ORDER, "C1/FLU@4", "C1/FLU@2", date(2026, 3, 4)) in orders
    assert (RuleCode.ORDER, "C1/FLU@1", "C1/FLU@2", date(2026, 3, 1)) in orders
    assert {rule[0] for rule in orders} == {RuleCode.ORDER}


def test_the_evening_dose_given_alone_has_begun_the_block():
    begun = give(course(), Address.parse("C1/FLU@1#2"), MONDAY, LATER).course
    moved = move(begun, asked("C1/FLU@2", date(2026, 3, 4))).course
    assert item(moved, "C1/FLU@1").planned == MONDAY
    assert moved.cycle(1).start == MONDAY
    closed = leave_rest(begun, Address.parse("C1/FLU@1"))
    assert move(closed, asked("C1/FLU@1", date(2026, 3, 4))).codes == ["already_closed"]


ON_A_SAMPLE = (
    STANDARD.replace("chemo.last", "FLU@5")
    + """
[anchor.chimerism]
number = 0
day_zero = true
item = "CHIM"
[[item]]
code = "LATE"
kind = "chemo"
anchor = "chimerism"
days = [1, 2]
[[item]]
code = "LATER"
kind = "chemo"
anchor = "late"
days = [3]
[anchor.late]
number = 0
day_zero = true
item = "LATE"
"""
)


def test_chemotherapy_that_hangs_on_a_sample_is_a_block_of_its_own():
    moved = move(course(ON_A_SAMPLE), asked("C1/LATE@2", date(2026, 3, 20))).course
    days = planned_days(moved.cycle(1))
    assert (days["C1/LATE@1"], days["C1/LATE@2"]) == ("2026-03-19", "2026-03-20")
    assert days["C1/LATER"] == "2026-03-22"
    assert days["C1/FLU@1"] == "2026-03-02"


def test_a_sample_moved_by_hand_says_so_until_its_anchor_moves():
    moved = move(course(), asked("C1/CHIM@7", date(2026, 3, 17))).course
    assert item(moved, "C1/CHIM@7").by_hand
    assert not item(moved, "C1/CHIM@28").by_hand
    followed = move(moved, asked("C1/NK1", date(2026, 3, 10))).course
    assert not item(followed, "C1/CHIM@7").by_hand


def test_a_move_to_where_it_stands_is_no_change():
    assert move(course(), asked("C1/CHIM@7", date(2026, 3, 16))) == Moved(course())


def why_of(course, written):
    cycle = course.cycle(1)
    request = replace(request_for(course, 1, cycle.start, TODAY), current=cycle)
    return why(request, cycle, Address.parse(written))


def test_why_still_answers_for_what_was_moved():
    moved = move(course(), asked("C1/NK1", date(2026, 3, 11), Scope.NEEDED)).course
    told = why_of(moved, "C1/NK2")
    assert (told.planned, told.target) == (date(2026, 3, 17), date(2026, 3, 18))
    assert {rule.code for rule in told.one_day_earlier} == {
        RuleCode.OUTSIDE_WINDOW,
        RuleCode.GAP_TOO_SHORT,
    }


def test_why_of_a_block_that_has_begun_speaks_of_what_is_left_of_it():
    begun = give(course(), Address.parse("C1/FLU@1"), MONDAY, LATER).course
    told = why_of(begun, "C1/FLU@2")
    assert {rule.code for rule in told.one_day_earlier} == {RuleCode.ORDER}
    assert told.one_day_later == ()
    moved = move(begun, asked("C1/FLU@2", date(2026, 3, 4))).course
    assert [rule.code for rule in why_of(moved, "C1/FLU@2").one_day_later] == [
        RuleCode.GAP_TOO_SHORT
    ]


NEXT = (
    THREE
    + """
[[gap]]
from = "previous.chemo.first"
to = "chemo.first"
min = 28
[[gap]]
from = "previous.chemo.first"
to = "previous.infusion.last"
max = 23
[[gap]]
from = "previous.infusion.last"
to = "NK1"
min = 14
[[gap]]
from = "NK1"
to = "previous.infusion.last"
max = 0
"""
)


def two_cycles(start, text=NEXT):
    opened = open_cycle(course(text), 2)
    planned = plan(opened, 2, start, None)
    assert not isinstance(planned, Refused), planned
    return planned


def test_rules_of_the_next_cycle_hold_the_last_infusion():
    both = two_cycles(date(2026, 3, 30))
    fourteen = move(both, asked("C1/NK3", date(2026, 3, 24)))
    assert [(rule.code, rule.item) for rule in fourteen.broken] == [
        (RuleCode.GAP_TOO_SHORT, "previous.infusion.last")
    ]
    later = two_cycles(date(2026, 3, 31))
    assert isinstance(move(later, asked("C1/NK3", date(2026, 3, 24))), Moved)
    too_long = move(later, asked("C1/NK3", date(2026, 3, 25)))
    assert {rule.code for rule in too_long.broken} == {
        RuleCode.GAP_TOO_SHORT,
    }


def test_as_needed_the_next_cycle_is_a_limit():
    both = two_cycles(date(2026, 3, 31))
    answer = move(both, asked("C1/NK1", date(2026, 3, 11), Scope.NEEDED))
    assert item(answer.course, "C1/NK3").planned == date(2026, 3, 24)
    refused = move(both, asked("C1/NK1", date(2026, 3, 12), Scope.NEEDED))
    assert isinstance(refused, Refused)


def test_a_rule_of_the_next_cycle_already_broken_and_untouched_refuses_nothing():
    both = two_cycles(date(2026, 3, 30))
    late = course_with(both, "C1/NK3", date(2026, 3, 25))
    assert isinstance(move(late, asked("C1/NK1", date(2026, 3, 10))), Moved)
    needed = move(late, asked("C1/NK1", date(2026, 3, 11), Scope.NEEDED))
    assert item(needed.course, "C1/NK3").planned == date(2026, 3, 25)
    further = move(late, asked("C1/NK3", date(2026, 3, 26)))
    assert RuleCode.GAP_TOO_SHORT in {rule.code for rule in further.broken}


def test_as_needed_a_rule_of_the_next_cycle_already_broken_may_not_be_broken_further():
    near = course_with(two_cycles(date(2026, 3, 30)), "C1/NK3", date(2026, 3, 24))
    stays = move(near, asked("C1/NK1", date(2026, 3, 11), Scope.NEEDED))
    assert item(stays.course, "C1/NK3").planned == date(2026, 3, 24)
    assert isinstance(move(near, asked("C1/NK1", date(2026, 3, 12), Scope.NEEDED)), Refused)


def course_with(course, written, day):
    """Move an item with a physician's consent."""
    return move(course, asked(written, day, deviation=True)).course


def test_an_infusion_past_one_of_the_next_cycle_holds_only_itself():
    both = two_cycles(date(2026, 3, 30))
    past = course_with(both, "C1/NK3", date(2026, 4, 7))
    assert isinstance(move(past, asked("C1/NK2", date(2026, 3, 17))), Moved)
    needed = move(past, asked("C1/NK2", date(2026, 3, 17), Scope.NEEDED))
    assert item(needed.course, "C1/NK3").planned == date(2026, 4, 7)
    onto = move(past, asked("C1/NK3", date(2026, 4, 6)))
    assert RuleCode.SAME_DAY in {rule.code for rule in onto.broken}


def test_what_fell_away_in_the_next_cycle_asks_nothing_of_this_one():
    both = two_cycles(date(2026, 3, 30))
    for code in ("NK1", "NK2", "NK3", *[f"FLU@{day}" for day in range(1, 6)]):
        both = omit(both, Address.parse(f"C2/{code}"))
    answer = move(both, asked("C1/NK1", date(2026, 3, 11), Scope.NEEDED))
    assert item(answer.course, "C1/NK3").planned == date(2026, 3, 24)


def test_where_every_infusion_fell_away_the_next_cycle_asks_after_none():
    both = two_cycles(date(2026, 3, 30))
    for code in ("NK1", "NK2", "NK3"):
        both = omit(both, Address.parse(f"C1/{code}"))
    moved = move(both, asked("C1/FLU@1", date(2026, 3, 3), Scope.NEEDED))
    assert [rule.item for rule in moved.broken] == ["previous.chemo.first"]
    back = move(both, asked("C1/FLU@1", date(2026, 3, 1), Scope.NEEDED))
    assert isinstance(back, Moved)


@pytest.mark.parametrize("scope", list(Scope))
def test_no_move_reaches_a_cycle_before_its_gate(scope):
    asked_for = asked("C2/NK1", date(2026, 4, 10), scope, deviation=True)
    assert move(course(), asked_for).codes == ["cycle_not_open"]


ANCHORED_LATER = """
[anchor.chemo]
number = 1
day_zero = true
[anchor.nk]
number = 0
day_zero = true
item = "NK3"
[calendar.ward]
[[item]]
code = "NK1"
kind = "infusion"
anchor = "chemo"
days = [2]
[[item]]
code = "NK2"
kind = "infusion"
anchor = "nk"
days = [-3]
window = { before = 1, after = 1 }
[[item]]
code = "NK3"
kind = "infusion"
anchor = "chemo"
days = [9]
[[gap]]
from = "NK2"
to = "NK3"
min = 3
"""


def test_a_window_that_moves_with_a_later_infusion_holds_the_one_that_was_moved():
    first = course_of(ANCHORED_LATER, MONDAY)
    assert planned_days(first.cycle(1))["C1/NK2"] == "2026-03-07"
    moved = move(first, asked("C1/NK2", date(2026, 3, 20), Scope.NEEDED)).course
    assert item(moved, "C1/NK3").planned == date(2026, 3, 23)
    assert item(moved, "C1/NK2").target == date(2026, 3, 20)


MANY = """
[anchor.chemo]
number = 1
day_zero = true
[calendar.ward]
[calendar.lab]
closed_weekdays = ["sat", "sun"]
[[item]]
code = "NK"
kind = "infusion"
anchor = "chemo"
days = ["1..20"]
calendar = "lab"
"""


def test_twenty_infusions_without_windows_follow_without_trying_everything():
    first = course_of(MANY, MONDAY)
    days = [one.planned for one in first.cycle(1).items]
    moved = move(first, asked("C1/NK@1", days[0] + timedelta(days=7), Scope.NEEDED)).course
    now = [one.planned for one in moved.cycle(1).items]
    assert now == sorted(set(now))
    assert sum(map(abs, (new.toordinal() - old.toordinal() for old, new in pairs(days, now)))) == (
        sum(map(abs, (new.toordinal() - old.toordinal() for old, new in pairs(days, pushed(days)))))
    )


def pairs(olds, news):
    return zip(olds, news, strict=True)


def pushed(days):
    """Put the first a week on and every other on the next working day that is free."""
    now = [days[0] + timedelta(days=7)]
    for day in days[1:]:
        later = max(day, now[-1] + timedelta(days=1))
        while later.isoweekday() > 5:
            later += timedelta(days=1)
        now.append(later)
    return now
