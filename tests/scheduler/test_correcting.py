"""Correcting a fact: another date, or not given after all, and what hangs on it."""

from datetime import date

import pytest

from nkdesk.model.cycle import Address, ItemState
from nkdesk.model.refusal import Refused, RuleCode
from nkdesk.scheduler import cease, correct, give, leave_rest, off_study, omit, open_cycle, plan
from tests.scheduler.building import STANDARD, course_of, planned_days

MONDAY = date(2026, 3, 2)
LATER = date(2026, 12, 31)


def course(*facts):
    made = course_of(STANDARD, MONDAY)
    for written, day in facts:
        made = give(made, Address.parse(written), date(2026, 3, day), LATER).course
    return made


def corrected(course, written, on, today=LATER):
    return correct(course, Address.parse(written), on, today)


def item(course, written):
    address = Address.parse(written)
    return course.cycle(address.cycle).item(address)


def test_what_hangs_on_a_corrected_date_follows():
    answer = corrected(course(("C1/NK1", 9)), "C1/NK1", date(2026, 3, 10))
    one = item(answer.course, "C1/NK1")
    assert (one.actual, one.planned) == (date(2026, 3, 10), date(2026, 3, 9))
    assert planned_days(answer.course.cycle(1))["C1/CHIM@7"] == "2026-03-17"
    assert item(answer.course, "C1/NK2").target == date(2026, 3, 17)


def test_a_correction_to_the_same_date_changes_nothing():
    before = course(("C1/NK1", 10))
    assert corrected(before, "C1/NK1", date(2026, 3, 10)).course == before


def test_what_was_not_given_after_all_is_omitted_and_its_samples_go_back():
    answer = corrected(course(("C1/NK1", 11)), "C1/NK1", None)
    one = item(answer.course, "C1/NK1")
    assert (one.state, one.actual, one.parts[0].done) == (ItemState.OMITTED, None, None)
    assert planned_days(answer.course.cycle(1))["C1/CHIM@7"] == "2026-03-16"


def test_what_was_omitted_by_mistake_was_given():
    without = omit(course(), Address.parse("C1/NK1"))
    answer = corrected(without, "C1/NK1", date(2026, 3, 10))
    assert item(answer.course, "C1/NK1").state is ItemState.GIVEN
    assert planned_days(answer.course.cycle(1))["C1/CHIM@7"] == "2026-03-17"


def test_a_correction_tells_deviations_and_what_it_leaves_unsettled():
    answer = corrected(course(("C1/NK1", 9)), "C1/NK1", date(2026, 3, 13))
    assert RuleCode.OUTSIDE_WINDOW in {rule.code for rule in answer.deviations}
    assert {rule.item for rule in answer.unsettled} == {"C1/NK1", "C1/NK2"}


def test_a_date_in_the_future_is_refused():
    answer = corrected(course(("C1/NK1", 9)), "C1/NK1", date(2026, 3, 11), date(2026, 3, 10))
    assert answer.codes == ["in_future"]


def test_infusions_stay_in_their_order():
    both = course(("C1/NK1", 9), ("C1/NK2", 16))
    for day in (16, 17):
        answer = corrected(both, "C1/NK1", date(2026, 3, day))
        assert [(rule.code, rule.other) for rule in answer.broken] == [(RuleCode.ORDER, "C1/NK2")]
    assert corrected(both, "C1/NK2", date(2026, 3, 9)).codes == ["order"]
    assert not isinstance(corrected(both, "C1/NK1", date(2026, 3, 15)), Refused)


def test_an_infusion_of_the_next_cycle_holds_the_last_of_this_one():
    both = course(("C1/NK1", 9), ("C1/NK2", 16))
    second = plan(open_cycle(both, 2), 2, date(2026, 3, 30), None)
    second = give(second, Address.parse("C2/NK1"), date(2026, 4, 6), LATER).course
    assert corrected(second, "C1/NK2", date(2026, 4, 6)).codes == ["order"]


def test_an_omitted_infusion_was_not_given_while_an_earlier_one_is_open():
    without = omit(course(), Address.parse("C1/NK2"))
    assert corrected(without, "C1/NK2", date(2026, 3, 16)).codes == ["order"]


def test_chemotherapy_is_corrected_in_any_order():
    answer = corrected(course(("C1/FLU@2", 3)), "C1/FLU@2", date(2026, 3, 8))
    assert item(answer.course, "C1/FLU@2").actual == date(2026, 3, 8)


def test_one_dose_of_two_is_corrected_alone():
    answer = corrected(course(("C1/FLU@1", 2)), "C1/FLU@1#2", date(2026, 3, 3))
    one = item(answer.course, "C1/FLU@1")
    assert [part.done for part in one.parts] == [MONDAY, date(2026, 3, 3)]
    assert (one.state, one.actual) == (ItemState.GIVEN, date(2026, 3, 3))


def test_one_dose_of_two_was_not_given_after_all():
    answer = corrected(course(("C1/FLU@1", 2)), "C1/FLU@1#1", None)
    one = item(answer.course, "C1/FLU@1")
    assert (one.state, one.actual, one.is_open) == (ItemState.PARTLY_GIVEN, MONDAY, False)


def test_the_dose_left_out_was_given_after_all():
    left = leave_rest(course(("C1/FLU@1#1", 2)), Address.parse("C1/FLU@1"))
    answer = corrected(left, "C1/FLU@1#2", date(2026, 3, 3))
    assert item(answer.course, "C1/FLU@1").state is ItemState.GIVEN


def test_the_only_dose_given_was_none():
    answer = corrected(course(("C1/FLU@1#1", 2)), "C1/FLU@1", None)
    assert item(answer.course, "C1/FLU@1").state is ItemState.OMITTED


def test_a_correction_of_the_morning_leaves_the_evening_open():
    answer = corrected(course(("C1/FLU@1#1", 2)), "C1/FLU@1", date(2026, 3, 3))
    one = item(answer.course, "C1/FLU@1")
    assert [part.done for part in one.parts] == [date(2026, 3, 3), None]
    assert one.is_open


def test_a_dose_still_open_is_no_fact_to_correct():
    assert corrected(course(("C1/FLU@1#1", 2)), "C1/FLU@1#2", MONDAY).codes == ["unknown_item"]


@pytest.mark.parametrize("on", [MONDAY, None])
def test_what_has_not_happened_is_no_fact_to_correct(on):
    assert corrected(course(), "C1/NK1", on).codes == ["unknown_item"]
    assert corrected(course(), "C1/NK7", on).codes == ["unknown_item"]
    assert corrected(course(), "C2/NK1", on).codes == ["cycle_not_open"]


def test_what_was_given_although_it_had_been_given_up_is_a_fact():
    ceased = cease(course(), Address.parse("C1/NK1"))
    answer = corrected(ceased, "C1/NK1", date(2026, 3, 10))
    one = item(answer.course, "C1/NK1")
    assert (one.state, one.actual) == (ItemState.GIVEN, date(2026, 3, 10))
    left = off_study(course(), MONDAY)
    assert (
        corrected(left, "C1/FLU@1", MONDAY)
        .course.cycle(1)
        .item(Address.parse("C1/FLU@1"))
        .parts[1]
        .done
        == MONDAY
    )


def test_what_was_given_up_and_not_given_needs_no_correction():
    ceased = cease(course(), Address.parse("C1/NK1"))
    assert corrected(ceased, "C1/NK1", None).codes == ["already_closed"]
