from datetime import timedelta
from decimal import Decimal

import pytest

from nkdesk.model.infusion import InfusionAct
from nkdesk.model.product_rules import Vital
from nkdesk.services import infusions
from nkdesk.store import infusions as stored
from nkdesk.store import vitals
from tests.services.infusions.bed_story import (
    act,
    checked,
    ended,
    opened,
    problems,
    saved,
    started,
    vital_signs,
)


def page(desk, ready):
    found = infusions.bedside_page(desk, ready.item_id)
    assert found is not None
    return found


def due(desk, ready, minute, *, after_end=False):
    return next(
        one for one in page(desk, ready).vitals if (one.due, one.after_end) == (minute, after_end)
    )


def test_measurements_answer_the_minute_of_the_plan_they_name(desk, ready):
    infusion_id = started(desk, ready)
    began = desk.clock.moment
    desk.clock.forward(minutes=15)
    saved(vital_signs(desk, infusion_id, due=15))
    row = due(desk, ready, 15)
    assert (row.at, row.late_by) == (began + timedelta(minutes=15), 0)
    assert row.signs.value(Vital.TEMPERATURE) == Decimal("36.8")
    event = stored.newest_event(desk.store, infusion_id)
    assert (event.act, event.intended, event.detail) == (InfusionAct.VITALS, row.at, "15")


def test_late_measurements_are_marked_and_never_refused(desk, ready):
    infusion_id = started(desk, ready)
    desk.clock.forward(minutes=45)
    assert due(desk, ready, 15).late_by == 30
    saved(vital_signs(desk, infusion_id, due=15, time="10:10"))
    assert due(desk, ready, 15).late_by == 25


def test_values_out_of_what_is_usual_at_the_age_are_marked(desk, ready):
    infusion_id = started(desk, ready)
    values = (("temperature", "38.4"), ("heart_rate", "95"), ("spo2", "91"))
    saved(vital_signs(desk, infusion_id, values=values, due=0))
    assert due(desk, ready, 0).out == (Vital.TEMPERATURE, Vital.SPO2)
    usual = {one.vital: (one.low, one.high) for one in page(desk, ready).limits}
    assert usual[Vital.SYSTOLIC] == (88, None)


def test_a_base_line_may_be_measured_before_the_check(desk, ready):
    infusion_id = opened(desk, ready)
    saved(vital_signs(desk, infusion_id, due=0, time="09:00"))
    row = due(desk, ready, 0)
    assert (row.at, row.late_by, f"{row.signs.at:%H:%M}") == (None, 0, "09:00")
    assert stored.newest_event(desk.store, infusion_id).intended is None


def test_after_the_end_the_plan_counts_from_the_end(desk, ready):
    infusion_id = ended(desk, ready)
    end = desk.clock.moment
    desk.clock.forward(minutes=60)
    saved(vital_signs(desk, infusion_id, due=60, after_end=True))
    assert due(desk, ready, 60, after_end=True).at == end + timedelta(minutes=60)
    assert stored.newest_event(desk.store, infusion_id).intended == end + timedelta(minutes=60)


def test_measurements_beside_the_plan_are_kept_too(desk, ready):
    infusion_id = started(desk, ready)
    saved(vital_signs(desk, infusion_id, note="shivering"))
    assert [one.note for one in page(desk, ready).extra_vitals] == ["shivering"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"values": ()}, ("values", "missing")),
        ({"values": (("pain", "3"),)}, ("pain", "not_a_choice")),
        ({"values": (("temperature", "hot"),)}, ("temperature", "not_a_number")),
        ({"values": (("temperature", "368"),)}, ("temperature", "out_of_range")),
        ({"values": (("heart_rate", "95.5"),)}, ("heart_rate", "not_a_number")),
        ({"values": (("systolic", "60"), ("diastolic", "60"))}, ("diastolic", "out_of_range")),
        ({"due": 7}, ("due", "not_a_choice")),
        ({"due": 180}, ("due", "not_a_choice")),
        ({"person": ""}, ("person", "missing")),
        ({"time": "09:31"}, ("time", "in_future")),
        ({"corrects": 99, "why": "slip"}, ("corrects", "no_longer_counts")),
        ({"corrects": 99}, ("why", "needs_text")),
    ],
)
def test_a_measurement_that_cannot_be_is_named(desk, ready, typed, problem):
    infusion_id = started(desk, ready)
    assert problem in problems(vital_signs(desk, infusion_id, **typed))
    assert vitals.rows(desk.store, infusion_id) == ()


def test_a_measurement_not_made_says_why(desk, ready):
    infusion_id = started(desk, ready)
    saved(vital_signs(desk, infusion_id, values=(("spo2", " "),), due=0, note="asleep"))
    assert due(desk, ready, 0).signs.values == ()


def test_a_minute_is_answered_once_and_put_right_by_a_later_row(desk, ready):
    infusion_id = started(desk, ready)
    saved(vital_signs(desk, infusion_id, due=0))
    first = vitals.rows(desk.store, infusion_id)[0]
    assert problems(vital_signs(desk, infusion_id, due=0)) == [("due", "already_used")]
    right = (("temperature", "38,6"),)
    saved(vital_signs(desk, infusion_id, due=0, values=right, corrects=first.id, why="wrong child"))
    assert due(desk, ready, 0).signs.value(Vital.TEMPERATURE) == Decimal("38.6")
    assert len(vitals.every_row(desk.store, infusion_id)) == 2
    again = vital_signs(desk, infusion_id, due=0, corrects=first.id, why="again")
    assert ("corrects", "no_longer_counts") in problems(again)


def test_nothing_is_measured_of_an_infusion_given_up(desk, ready):
    infusion_id = checked(desk, ready)
    saved(act(desk, infusion_id, "abandon", detail="bag_fault"))
    assert problems(vital_signs(desk, infusion_id)) == [("act", "not_at_this_stage")]
    assert problems(vital_signs(desk, 99)) == [("infusion_id", "not_a_choice")]
