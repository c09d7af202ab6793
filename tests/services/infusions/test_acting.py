from datetime import timedelta

import pytest

from nkdesk.model.infusion import InfusionAct, InfusionState
from nkdesk.model.product import DoseForm, Hold, HoldKind
from nkdesk.services import infusions
from nkdesk.services.forms import GivenForm
from nkdesk.services.infusion_models import EndForm, StartForm
from nkdesk.services.record import record_given
from nkdesk.store import holds
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import (
    EXPIRES,
    FIRST,
    act,
    check,
    checked,
    ended,
    make_ready,
    matched,
    opened,
    problems,
    saved,
    started,
)

EARLIER = ("time", "before_earlier")


def newest(desk, infusion_id):
    return stored.newest_event(desk.store, infusion_id)


def state(desk, infusion_id):
    return stored.infusion(desk.store, infusion_id).state


@pytest.mark.parametrize(
    ("what", "typed", "detail"),
    [
        ("premedicate", {"detail": "paracetamol 500 mg"}, "paracetamol 500 mg"),
        ("premedicate", {"detail": "chlorphenamine 5 mg", "time": "08:50"}, "chlorphenamine 5 mg"),
        ("call", {"detail": "Dr Orlova"}, "Dr Orlova"),
        ("note", {"note": "line flushed"}, ""),
        ("rate", {"detail": "100,5"}, "100.5"),
        ("thaw", {}, ""),
    ],
)
def test_what_accompanies_an_infusion_is_kept_with_its_time(desk, ready, what, typed, detail):
    infusion_id = started(desk, ready)
    if what == "thaw":
        typed, detail = {"detail": ready.bags[0]}, ready.bags[0]
    saved(act(desk, infusion_id, what, **typed))
    event = newest(desk, infusion_id)
    assert (event.act, event.detail, event.note) == (what, detail, typed.get("note", ""))
    assert f"{event.at:%H:%M}" == typed.get("time", "09:30")


@pytest.mark.parametrize(
    ("what", "typed", "problem"),
    [
        ("start", {}, ("act", "not_a_choice")),
        ("", {}, ("act", "missing")),
        ("note", {}, ("note", "needs_text")),
        ("call", {}, ("detail", "needs_text")),
        ("premedicate", {"detail": "x", "on": "2026-03-10", "time": "08:00"}, EARLIER),
        ("rate", {}, ("detail", "missing")),
        ("rate", {"detail": "fast"}, ("detail", "not_a_number")),
        ("rate", {"detail": "0"}, ("detail", "out_of_range")),
        ("rate", {"detail": "3001"}, ("detail", "out_of_range")),
        ("rate", {"detail": "50", "time": "09:29"}, ("time", "before_earlier")),
        ("pause", {}, ("detail", "missing")),
        ("pause", {"detail": "expiry"}, ("detail", "not_a_choice")),
        ("pause", {"detail": "other"}, ("note", "needs_text")),
        ("thaw", {"detail": "L-9"}, ("detail", "not_a_choice")),
        ("next_bag", {}, ("detail", "not_a_choice")),
        ("next_bag", {"detail": "L-9"}, ("detail", "not_a_choice")),
        ("resume", {}, ("act", "not_at_this_stage")),
        ("abandon", {"detail": "expiry"}, ("act", "not_at_this_stage")),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_named(desk, ready, what, typed, problem):
    infusion_id = started(desk, ready)
    before = stored.events(desk.store, infusion_id)
    assert problems(act(desk, infusion_id, what, **typed)) == [problem]
    assert stored.events(desk.store, infusion_id) == before


def test_an_infusion_is_paused_with_a_reason_and_goes_on(desk, ready):
    infusion_id = started(desk, ready)
    desk.clock.forward(minutes=10)
    saved(act(desk, infusion_id, "pause", detail="reaction"))
    assert state(desk, infusion_id) is InfusionState.PAUSED
    desk.clock.forward(minutes=5)
    early = act(desk, infusion_id, "resume", time="09:39")
    assert problems(early) == [("time", "before_earlier")]
    saved(act(desk, infusion_id, "resume"))
    assert state(desk, infusion_id) is InfusionState.RUNNING


def test_the_next_bag_is_hung_once_it_was_checked_twice(bare_desk):
    two = make_ready(bare_desk, form=DoseForm.FROZEN, bags=2)
    infusion_id = opened(bare_desk, two)
    for position in (1, 2):
        matched(check(bare_desk, two, infusion_id, position))
    saved(infusions.start(bare_desk, StartForm(infusion_id, FIRST)))
    assert problems(act(bare_desk, infusion_id, "next_bag")) == [("detail", "not_checked")]
    for position in (1, 2):
        matched(check(bare_desk, two, infusion_id, position, bag=1))
    again = act(bare_desk, infusion_id, "next_bag", detail=two.bags[0])
    assert problems(again) == [("detail", "already_used")]
    bare_desk.clock.forward(minutes=15)
    saved(act(bare_desk, infusion_id, "next_bag"))
    assert newest(bare_desk, infusion_id).detail == two.bags[1]
    page = infusions.bedside_page(bare_desk, two.item_id)
    assert [f"{bag.hung:%H:%M}" for bag in page.bags] == ["09:30", "09:45"]


def running_two(desk, **label):
    """An infusion of two bags, the first running, the second checked."""
    two = make_ready(desk, bags=2, **label)
    infusion_id = checked(desk, two)
    saved(infusions.start(desk, StartForm(infusion_id, FIRST)))
    return two, infusion_id


def test_a_bag_that_expired_meanwhile_is_not_hung(bare_desk):
    _, infusion_id = running_two(bare_desk)
    bare_desk.clock.moment = EXPIRES
    refused = act(bare_desk, infusion_id, "next_bag")
    assert [(one.field, one.detail) for one in refused.problems] == [("readiness", "expired")]
    saved(act(bare_desk, infusion_id, "next_bag", time="19:59"))


def test_no_bag_is_hung_once_something_holds_the_product(bare_desk):
    two, infusion_id = running_two(bare_desk)
    with bare_desk.store.step(actor="Anna", what="hold") as step:
        now = bare_desk.clock.now()
        hold = Hold(two.patient.id, HoldKind.STERILITY, now, "", "sterility", lot_id=two.lot_id)
        holds.add_hold(step, hold)
    refused = act(bare_desk, infusion_id, "next_bag")
    assert [one.detail for one in refused.problems] == ["on_hold"]


def test_no_bag_is_hung_for_an_item_that_was_recorded_meanwhile(bare_desk):
    two, infusion_id = running_two(bare_desk)
    saved(record_given(bare_desk, GivenForm(two.item_id, "12.03.2026", "09:30")))
    assert act(bare_desk, infusion_id, "next_bag").refused.codes == ["already_closed"]


def test_a_frozen_bag_is_not_thawed_before_the_time_on_its_label(bare_desk):
    early = bare_desk.clock.now() + timedelta(minutes=30)
    two = make_ready(bare_desk, form=DoseForm.FROZEN, thaw_from=early)
    infusion_id = opened(bare_desk, two)
    refused = act(bare_desk, infusion_id, "thaw")
    assert problems(refused) == [("time", "not_before")]
    assert refused.problems[0].detail == "2026-03-12 10:00"
    bare_desk.clock.forward(minutes=30)
    saved(act(bare_desk, infusion_id, "thaw"))
    assert newest(bare_desk, infusion_id).detail == two.bags[0]


def test_an_infusion_given_up_before_its_start_may_be_checked_anew(desk, ready):
    first = checked(desk, ready)
    assert problems(act(desk, first, "abandon")) == [("detail", "missing")]
    saved(act(desk, first, "abandon", detail="bag_fault", note="leaks"))
    given_up = stored.infusion(desk.store, first)
    assert (given_up.state, given_up.reason, given_up.note) == (
        InfusionState.ABANDONED,
        "bag_fault",
        "leaks",
    )
    assert started(desk, ready) != first


def test_the_observation_ends_after_its_time_or_with_why(desk, ready):
    infusion_id = ended(desk, ready)
    early = infusions.complete(desk, infusion_id, FIRST)
    assert problems(early) == [("note", "needs_text")]
    assert problems(infusions.complete(desk, infusion_id, " ", "moved")) == [("person", "missing")]
    desk.clock.forward(minutes=240)
    saved(infusions.complete(desk, infusion_id, FIRST))
    assert state(desk, infusion_id) is InfusionState.COMPLETE
    again = infusions.complete(desk, infusion_id, FIRST)
    assert problems(again) == [("act", "not_at_this_stage")]


def test_an_observation_cut_short_says_why(desk, ready):
    infusion_id = ended(desk, ready)
    saved(infusions.complete(desk, infusion_id, FIRST, "moved to intensive care"))
    event = newest(desk, infusion_id)
    assert (event.act, event.note) == (InfusionAct.COMPLETE, "moved to intensive care")
    assert event.intended - event.at == timedelta(minutes=240)


def test_a_note_may_be_written_after_everything(desk, ready):
    infusion_id = ended(desk, ready)
    saved(infusions.complete(desk, infusion_id, FIRST, "moved"))
    saved(act(desk, infusion_id, "note", note="mother called"))
    refused = infusions.end(desk, EndForm(infusion_id, "whole", FIRST))
    assert problems(refused) == [("act", "not_at_this_stage")]
