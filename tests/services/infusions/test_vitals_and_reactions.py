from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from nkdesk.model.infusion import InfusionAct, Oxygen, Pressors
from nkdesk.model.product import Hold, HoldKind
from nkdesk.model.product_rules import Vital
from nkdesk.model.words import Words
from nkdesk.services import infusions
from nkdesk.services.infusion_models import ReactionForm
from nkdesk.services.infusions import reactions as reacting
from nkdesk.services.product import place_hold
from nkdesk.services.product_models import HoldKindLine
from nkdesk.store import holds, reactions, vitals
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import (
    SECOND,
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


def reaction(infusion_id, **typed):
    return ReactionForm(infusion_id, **{"term": "fever", "person": SECOND, **typed})


def hold_kind(kind, limit):
    return HoldKindLine(kind, Words(kind), limit, example=False)


SEVERE = {"temperature": "39,1", "systolic": "85", "oxygen": "low_flow"}


def test_a_grade_is_computed_with_its_inputs_and_saves_nothing(desk, ready):
    infusion_id = started(desk, ready)
    view = infusions.crs(desk, infusion_id, reaction(infusion_id, **SEVERE))
    assert (view.grade, view.low_pressure) == (2, 88)
    assert set(view.decided_by) == {"hypotension", "oxygen"}
    assert (view.signs.age_months, view.signs.temperature) == (9 * 12 + 9, Decimal("39.1"))
    assert reactions.rows(desk.store, infusion_id) == ()


def test_a_grade_of_what_was_not_measured_is_unknown(desk, ready):
    infusion_id = started(desk, ready)
    assert infusions.crs(desk, infusion_id, reaction(infusion_id)).grade is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"temperature": "99"}, ("temperature", "out_of_range")),
        ({"oxygen": "tent"}, ("oxygen", "not_a_choice")),
        ({"pressors": ""}, ("pressors", "missing")),
        ({"onset_at": "09:31"}, ("onset_at", "in_future")),
    ],
)
def test_signs_that_cannot_be_are_named(desk, ready, typed, problem):
    infusion_id = started(desk, ready)
    form = reaction(infusion_id, **{**SEVERE, **typed})
    assert problems(infusions.crs(desk, infusion_id, form)) == [problem]
    assert problem in problems(infusions.react(desk, form))


def test_no_grade_for_an_infusion_that_is_not_there(desk):
    assert problems(infusions.crs(desk, 99, reaction(99))) == [("infusion_id", "not_a_choice")]
    assert infusions.hold_to_ask(desk, 99) is None


def test_a_reaction_is_kept_with_the_grade_its_signs_and_who_confirmed(desk, ready):
    infusion_id = started(desk, ready)
    desk.clock.forward(minutes=20)
    form = reaction(
        infusion_id,
        onset_at="09:45",
        grade="3",
        action="paused",
        outcome="better",
        confirmed="2",
        **SEVERE,
    )
    saved(infusions.react(desk, form))
    kept = reactions.rows(desk.store, infusion_id)[0]
    assert (kept.term, f"{kept.onset:%H:%M}", kept.recorded) == (
        "fever",
        "09:45",
        desk.clock.moment,
    )
    assert (kept.grade, kept.crs, kept.confirmed, kept.confirmed_by) == (3, 2, 2, SECOND)
    assert (kept.action, kept.outcome, kept.resolved) == ("paused", "better", None)
    assert (kept.signs.systolic, kept.signs.oxygen, kept.signs.pressors) == (
        85,
        Oxygen.LOW_FLOW,
        Pressors.NONE,
    )
    assert page(desk, ready).reactions == (kept,)
    event = stored.newest_event(desk.store, infusion_id)
    assert (event.act, event.detail, event.at) == (InfusionAct.REACTION, "fever", kept.onset)


def test_without_signs_nothing_is_computed(desk, ready):
    infusion_id = started(desk, ready)
    saved(infusions.react(desk, reaction(infusion_id, term="chills", grade="1")))
    kept = reactions.rows(desk.store, infusion_id)[0]
    assert (kept.signs, kept.crs, kept.confirmed, kept.confirmed_by) == (None, None, None, "")


def test_another_grade_than_the_computed_one_needs_a_note(desk, ready):
    infusion_id = started(desk, ready)
    form = reaction(infusion_id, confirmed="3", **SEVERE)
    assert problems(infusions.react(desk, form)) == [("note", "needs_text")]
    saved(infusions.react(desk, reaction(infusion_id, confirmed="3", note="worse", **SEVERE)))
    assert reactions.rows(desk.store, infusion_id)[0].confirmed == 3


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"term": "sneeze"}, ("term", "not_a_choice")),
        ({"term": "other"}, ("note", "needs_text")),
        ({"person": ""}, ("person", "missing")),
        ({"grade": "6"}, ("grade", "out_of_range")),
        ({"confirmed": "5", "note": "x"}, ("confirmed", "out_of_range")),
        ({"confirmed": "two", "note": "x"}, ("confirmed", "out_of_range")),
        ({"resolved_at": "09:29"}, ("resolved_at", "before_earlier")),
        ({"resolved_on": "13.03.2026", "resolved_at": "08:00"}, ("resolved_on", "in_future")),
        ({"corrects": 99, "note": "x"}, ("corrects", "no_longer_counts")),
        ({"onset_on": "10.03.2026", "onset_at": "08:00"}, ("onset_at", "before_earlier")),
    ],
)
def test_a_reaction_that_cannot_be_is_named(desk, ready, typed, problem):
    infusion_id = started(desk, ready)
    assert problem in problems(infusions.react(desk, reaction(infusion_id, **typed)))
    assert reactions.rows(desk.store, infusion_id) == ()


def test_a_reaction_goes_on_in_a_later_row_and_the_first_stays_readable(desk, ready):
    infusion_id = started(desk, ready)
    saved(infusions.react(desk, reaction(infusion_id)))
    first = reactions.rows(desk.store, infusion_id)[0]
    desk.clock.forward(minutes=30)
    over = reaction(infusion_id, onset_at="09:30", resolved_at="09:50", corrects=first.id)
    assert problems(infusions.react(desk, over)) == [("note", "needs_text")]
    told = reaction(
        infusion_id, onset_at="09:30", resolved_at="09:50", corrects=first.id, note="over"
    )
    saved(infusions.react(desk, told))
    assert [one.corrects for one in reactions.rows(desk.store, infusion_id)] == [first.id]
    assert len(reactions.every_row(desk.store, infusion_id)) == 2


def test_a_severe_reaction_that_goes_on_asks_for_a_hold_and_places_none(desk, ready, monkeypatch):
    limits = [
        hold_kind("fever", ""),
        hold_kind("reaction", "grade 3"),
    ]
    monkeypatch.setattr(reacting, "hold_kinds", lambda _desk: limits)
    infusion_id = started(desk, ready)
    assert infusions.hold_to_ask(desk, infusion_id) is None
    saved(infusions.react(desk, reaction(infusion_id, grade="2")))
    assert infusions.hold_to_ask(desk, infusion_id) is None
    saved(infusions.react(desk, reaction(infusion_id, term="hypotension", grade="3")))
    asked = infusions.hold_to_ask(desk, infusion_id)
    assert (asked.patient_id, asked.kind, asked.why, asked.value) == (
        ready.patient.id,
        "reaction",
        "hypotension",
        "3",
    )
    assert holds.holds(desk.store, ready.patient.id) == ()
    with desk.store.step(actor="Anna", what="hold") as step:
        now = desk.clock.now()
        hold = Hold(ready.patient.id, HoldKind.REACTION, now, "Dr Orlova", "hypotension")
        holds.add_hold(step, hold)
    assert infusions.hold_to_ask(desk, infusion_id) is None


@pytest.mark.parametrize("limits", [[], [hold_kind("reaction", "severe")]])
def test_a_site_that_names_no_grade_is_never_asked(desk, ready, monkeypatch, limits):
    monkeypatch.setattr(reacting, "hold_kinds", lambda _desk: limits)
    infusion_id = started(desk, ready)
    saved(infusions.react(desk, reaction(infusion_id, grade="4")))
    assert infusions.hold_to_ask(desk, infusion_id) is None


def test_the_shipped_kinds_of_hold_name_a_grade(desk, ready):
    infusion_id = started(desk, ready)
    saved(infusions.react(desk, reaction(infusion_id, grade="5")))
    asked = infusions.hold_to_ask(desk, infusion_id)
    assert asked is not None
    saved(place_hold(desk, replace(asked, who="Dr Orlova")))


def test_the_terms_are_offered_the_commonest_first_and_other_last():
    codes = [one.code for one in infusions.reaction_terms()]
    assert (codes[0], codes[-1]) == ("chills", "other")
    assert {"fever", "hypotension", "bronchospasm", "myalgia", "hypoxia"} <= set(codes)


def test_the_reasons_of_a_pause_and_a_stop_end_with_other():
    assert infusions.pause_reasons()[-1].code == "other"
    assert infusions.end_reasons()[-1].code == "other"
    assert "change_of_bag" not in {one.code for one in infusions.end_reasons()}
