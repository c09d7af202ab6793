from datetime import datetime, timedelta

import pytest

from nkdesk.model.infusion import InfusionAct, InfusionState
from nkdesk.model.patient import Weight
from nkdesk.model.product import DoseState, Hold, HoldKind
from nkdesk.services import infusions
from nkdesk.services.change_forms import CauseForm, MoveForm, OffStudyForm
from nkdesk.services.changes import move_item, take_off_study
from nkdesk.services.forms import NotGivenForm, Saved, Unsaved
from nkdesk.services.infusion_models import AlreadyStarted, StartForm
from nkdesk.services.record import record_not_given
from nkdesk.services.steps import revision
from nkdesk.store import holds, patients, product_doses
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import (
    EXPIRES,
    FIRST,
    SECOND,
    ZONE,
    act,
    check,
    checked,
    make_ready,
    matched,
    opened,
    problems,
    row_of,
    saved,
    started,
)


def start(desk, infusion_id, **typed):
    return infusions.start(desk, StartForm(infusion_id, **{"person": FIRST, **typed}))


def refused_by(answer):
    """The codes of what refused a start."""
    return [one.detail for one in answer.problems if one.field in ("readiness", "answers")]


def test_a_start_is_one_step_with_three_times_kept_apart(desk, ready):
    infusion_id = checked(desk, ready)
    desk.clock.forward(minutes=20, seconds=7)
    before = revision(desk)
    done = saved(start(desk, infusion_id, time="09:40"))
    assert done.seq == before + 1
    event = stored.newest_event(desk.store, infusion_id)
    assert (event.act, event.person, event.detail) == (InfusionAct.START, FIRST, ready.bags[0])
    assert event.intended == datetime(2026, 3, 12, tzinfo=ZONE)
    assert event.at == datetime(2026, 3, 12, 9, 40, tzinfo=ZONE)
    assert event.recorded == datetime(2026, 3, 12, 9, 50, 7, tzinfo=ZONE)
    record = stored.infusion(desk.store, infusion_id)
    assert (record.state, record.started) == (InfusionState.RUNNING, event.at)


def test_a_list_shows_what_runs_since_when_and_who_began_it(desk, ready):
    assert row_of(desk, ready).running is None
    infusion_id = opened(desk, ready)
    assert row_of(desk, ready).running.person == FIRST
    for position in (1, 2):
        matched(check(desk, ready, infusion_id, position))
    desk.clock.forward(minutes=5)
    saved(start(desk, infusion_id, person=SECOND))
    running = row_of(desk, ready).running
    assert (running.person, running.since) == (SECOND, desk.clock.moment)
    assert running.infusion.state is InfusionState.RUNNING
    assert running.next_vitals == desk.clock.moment


def test_nothing_runs_on_a_list_of_nothing(desk):
    assert infusions.running_lines(desk, ()) == {}


def test_the_second_start_is_told_who_was_first_and_when(desk, ready):
    infusion_id = started(desk, ready)
    at = desk.clock.moment
    desk.clock.forward(minutes=1)
    before = revision(desk)
    assert start(desk, infusion_id, person=SECOND) == AlreadyStarted(FIRST, at)
    assert revision(desk) == before


def test_no_start_before_two_persons_checked(desk, ready):
    infusion_id = opened(desk, ready)
    assert problems(start(desk, infusion_id)) == [("act", "not_checked")]
    matched(check(desk, ready, infusion_id, 1))
    refused = start(desk, infusion_id)
    assert refused.problems[0].detail == ready.bags[0]


def test_no_start_of_what_was_given_up(desk, ready):
    infusion_id = checked(desk, ready)
    saved(act(desk, infusion_id, "abandon", detail="bag_fault"))
    refused = start(desk, infusion_id)
    assert problems(refused) == [("act", "not_at_this_stage")]
    assert refused.problems[0].detail == "abandoned"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"person": " "}, ("person", "missing")),
        ({"time": "09:31"}, ("time", "in_future")),
        ({"on": "13.03.2026", "time": "08:00"}, ("on", "in_future")),
        ({"time": "09:29"}, ("time", "before_earlier")),
        ({"on": "11.03.2026"}, ("time", "missing")),
        ({"on": "11.03.26"}, ("on", "short_year")),
        ({"time": "9:30"}, ("time", "not_a_time")),
    ],
)
def test_a_time_that_cannot_be_is_named(desk, ready, typed, problem):
    infusion_id = checked(desk, ready)
    before = revision(desk)
    assert problems(start(desk, infusion_id, **typed)) == [problem]
    assert revision(desk) == before


def test_expired_by_a_minute_is_refused(desk, ready):
    infusion_id = checked(desk, ready)
    desk.clock.moment = EXPIRES
    assert refused_by(start(desk, infusion_id)) == ["expired"]
    assert saved(start(desk, infusion_id, time="19:59"))


def test_a_hold_placed_after_the_checks_refuses_the_start(desk, ready):
    infusion_id = checked(desk, ready)
    with desk.store.step(actor="Anna", what="hold") as step:
        fever = Hold(ready.patient.id, HoldKind.FEVER, desk.clock.now(), "Nurse A", "38.6 °C")
        holds.add_hold(step, fever)
    assert refused_by(start(desk, infusion_id)) == ["on_hold"]


def test_a_hold_of_the_same_minute_is_not_overtaken_by_the_start(desk, ready):
    infusion_id = checked(desk, ready)
    desk.clock.forward(seconds=80)
    with desk.store.step(actor="Anna", what="hold") as step:
        fever = Hold(ready.patient.id, HoldKind.FEVER, desk.clock.now(), "Nurse A", "38.6 °C")
        holds.add_hold(step, fever)
    desk.clock.forward(seconds=20)
    assert refused_by(start(desk, infusion_id)) == ["on_hold"]
    assert refused_by(start(desk, infusion_id, time="09:31")) == ["on_hold"]
    desk.clock.forward(minutes=1)
    assert refused_by(start(desk, infusion_id, time="09:31")) == ["on_hold"]
    assert saved(start(desk, infusion_id, time="09:30"))


def test_an_item_moved_while_it_was_checked_refuses_the_start(desk, ready):
    infusion_id = checked(desk, ready)
    form = MoveForm(ready.item_id, "13.03.2026", "needed", CauseForm("infection"))
    saved(move_item(desk, form, revision(desk)))
    assert refused_by(start(desk, infusion_id)) == ["expires_before", "not_this_day"]


def test_checks_of_an_earlier_day_let_nothing_begin_until_they_are_made_anew(bare_desk):
    desk = bare_desk
    ready = make_ready(desk, expires=EXPIRES + timedelta(days=2))
    infusion_id = checked(desk, ready)
    form = MoveForm(ready.item_id, "13.03.2026", "needed", CauseForm("infection"))
    saved(move_item(desk, form, revision(desk)))
    desk.clock.forward(days=1)
    refused = start(desk, infusion_id)
    assert problems(refused) == [("act", "checked_earlier")]
    assert refused.problems[0].detail == ready.bags[0]
    saved(act(desk, infusion_id, "abandon", detail="bag_fault"))
    assert isinstance(start(desk, checked(desk, ready)), Saved)


def test_leaving_the_study_while_it_is_checked_refuses_the_start(desk, ready):
    infusion_id = checked(desk, ready)
    form = OffStudyForm(ready.patient.id, "12.03.2026", CauseForm("progression"))
    saved(take_off_study(desk, form, revision(desk)))
    refused = start(desk, infusion_id)
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == ["already_closed"]


def test_an_item_recorded_as_not_given_meanwhile_refuses_the_start(desk, ready):
    infusion_id = checked(desk, ready)
    saved(record_not_given(desk, NotGivenForm(ready.item_id, "infection")))
    refused = start(desk, infusion_id)
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == ["already_closed"]


def test_what_asks_is_answered_with_a_reason_that_is_kept(desk, ready):
    infusion_id = checked(desk, ready)
    with desk.store.step(actor="Anna", what="weight") as step:
        patients.add_weight(step, ready.patient.id, Weight(45_000, desk.clock.today()))
    unanswered = start(desk, infusion_id)
    assert problems(unanswered) == [("answers", "needs_answer")]
    assert refused_by(unanswered) == ["weight_changed"]
    assert refused_by(start(desk, infusion_id, answers=(("weight_changed", " "),))) == [
        "weight_changed"
    ]
    saved(start(desk, infusion_id, answers=(("weight_changed", "Dr Orlova keeps it"),)))
    told = [one for one in stored.events(desk.store, infusion_id) if one.act is InfusionAct.NOTE]
    assert [(one.detail, one.note) for one in told] == [("weight_changed", "Dr Orlova keeps it")]
    assert stored.infusion(desk.store, infusion_id).weight.grams == 38_000


def test_an_answer_that_cannot_be_kept_is_named(desk, ready):
    infusion_id = checked(desk, ready)
    with desk.store.step(actor="Anna", what="weight") as step:
        patients.add_weight(step, ready.patient.id, Weight(45_000, desk.clock.today()))
    answer = start(desk, infusion_id, answers=(("weight_changed", "\u200b"),))
    assert problems(answer) == [("answers", "invisible_character")]


def test_a_dose_nobody_issued_is_issued_by_the_answer(bare_desk):
    ready = make_ready(bare_desk, issued=False)
    infusion_id = checked(bare_desk, ready)
    assert refused_by(start(bare_desk, infusion_id)) == ["not_issued"]
    saved(start(bare_desk, infusion_id, answers=(("not_issued", "brought by hand"),)))
    assert product_doses.dose(bare_desk.store, ready.dose_id).state is DoseState.ISSUED
    moved = product_doses.moves(bare_desk.store, ready.dose_id)[-1]
    assert (moved.person, moved.reason) == (FIRST, "brought by hand")


def test_no_start_of_an_infusion_that_is_not_there(desk):
    assert problems(start(desk, 99)) == [("infusion_id", "not_a_choice")]


def test_the_stage_of_a_frozen_dose_is_refused_before_its_time_to_thaw(bare_desk):
    ready = make_ready(bare_desk, thaw_from=EXPIRES - timedelta(hours=2))
    infusion_id = opened(bare_desk, ready)
    stopped = check(bare_desk, ready, infusion_id, 1)
    assert not stopped.matches
