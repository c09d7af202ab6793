from dataclasses import replace
from decimal import Decimal

import pytest

from nkdesk.model.infusion import InfusionAct, Oxygen, Pressors
from nkdesk.model.product import Hold, HoldKind
from nkdesk.model.words import Words
from nkdesk.services import infusions
from nkdesk.services.infusion_models import ReactionForm
from nkdesk.services.infusions import reactions as reacting
from nkdesk.services.product import place_hold
from nkdesk.services.product_models import HoldKindLine
from nkdesk.store import holds, reactions
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import (
    SECOND,
    problems,
    saved,
    started,
)


def page(desk, ready):
    found = infusions.bedside_page(desk, ready.item_id)
    assert found is not None
    return found


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


def test_a_computed_grade_that_nobody_has_confirmed_asks_for_a_hold_too(desk, ready):
    infusion_id = started(desk, ready)
    grave = reaction(infusion_id, temperature="39,1", oxygen="high_flow")
    saved(infusions.react(desk, grave))
    (stored,) = reactions.rows(desk.store, infusion_id)
    assert (stored.crs, stored.confirmed) == (3, None)
    assert infusions.hold_to_ask(desk, infusion_id).value == "3"
    milder = replace(grave, confirmed="1", corrects=stored.id, note="mask taken off at once")
    saved(infusions.react(desk, milder))
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
