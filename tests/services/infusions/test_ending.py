from datetime import date, datetime

import pytest

from nkdesk.model.cycle import ItemState
from nkdesk.model.infusion import InfusionAct, InfusionState, Outcome
from nkdesk.model.product import DoseState
from nkdesk.services import infusions
from nkdesk.services.change_forms import CauseForm, CorrectionForm, OffStudyForm
from nkdesk.services.changes import correct_fact, take_off_study
from nkdesk.services.forms import GivenForm, Saved
from nkdesk.services.infusion_models import EndForm, StartForm
from nkdesk.services.infusions import ending
from nkdesk.services.product.under_way import was_received
from nkdesk.services.record import record_given
from nkdesk.services.steps import revision
from nkdesk.services.undo import NoUndo, undo_offer
from nkdesk.store import cycles, lots, product_doses
from nkdesk.store import infusions as stored
from nkdesk.store.undo import UndoProblem
from tests.services.infusions.bed_story import (
    FIRST,
    TODAY,
    ZONE,
    act,
    check,
    checked,
    ended,
    make_ready,
    matched,
    opened,
    problems,
    row_of,
    saved,
    started,
    vital_signs,
)

CELLS = 1_520_000


def end(desk, infusion_id, **typed):
    return infusions.end(
        desk, EndForm(infusion_id, **{"outcome": "whole", "person": FIRST, **typed})
    )


def item(desk, ready):
    return cycles.day_item(desk.store, ready.item_id)


def test_a_whole_infusion_ends_in_one_step_that_gives_the_item(desk, ready):
    infusion_id = started(desk, ready)
    desk.clock.forward(minutes=40)
    before = revision(desk)
    done = saved(end(desk, infusion_id, note="well"))
    assert (done.seq, done.deviations) == (before + 1, ())
    record = stored.infusion(desk.store, infusion_id)
    assert (record.state, record.outcome) == (InfusionState.OBSERVING, Outcome.WHOLE)
    assert (record.infused, record.remaining, record.ended) == (CELLS, 0, desk.clock.moment)
    given = item(desk, ready)
    assert (given.item.state, given.item.actual, given.note) == (ItemState.GIVEN, TODAY, "well")
    assert given.item.parts[0].at == "09:30"
    dose = product_doses.dose(desk.store, ready.dose_id)
    assert dose.state is DoseState.INFUSED
    page = infusions.bedside_page(desk, ready.item_id)
    assert page.infused.total == CELLS
    assert page.infused.per_kg == 40_000
    assert page.observe_until == datetime(2026, 3, 12, 14, 10, tzinfo=ZONE)


def test_of_a_part_the_cells_are_counted_exactly_and_rounded_down(desk, ready):
    infusion_id = started(desk, ready)
    saved(end(desk, infusion_id, outcome="part", remaining="0,001"))
    record = stored.infusion(desk.store, infusion_id)
    assert record.remaining == 1
    assert record.infused == CELLS * 49_999 // 50_000
    assert row_of(desk, ready).item.state is ItemState.GIVEN


def test_a_stop_needs_its_reason_and_what_is_left(desk, ready):
    infusion_id = started(desk, ready)
    assert problems(end(desk, infusion_id, outcome="stopped")) == [
        ("remaining", "missing"),
        ("reason", "missing"),
    ]
    other = end(desk, infusion_id, outcome="stopped", remaining="20", reason="other")
    assert problems(other) == [("note", "needs_text")]
    saved(end(desk, infusion_id, outcome="stopped", remaining="50", reason="reaction"))
    record = stored.infusion(desk.store, infusion_id)
    assert (record.infused, record.reason) == (0, "reaction")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"outcome": ""}, ("outcome", "missing")),
        ({"outcome": "half"}, ("outcome", "not_a_choice")),
        ({"person": ""}, ("person", "missing")),
        ({"remaining": "3"}, ("remaining", "out_of_range")),
        ({"outcome": "part", "remaining": "50.001"}, ("remaining", "out_of_range")),
        ({"outcome": "part", "remaining": "some"}, ("remaining", "not_a_number")),
        ({"outcome": "part", "remaining": "3", "reason": "bad"}, ("reason", "not_a_choice")),
        ({"time": "09:29"}, ("time", "before_earlier")),
    ],
)
def test_an_end_that_cannot_be_is_named(desk, ready, typed, problem):
    infusion_id = started(desk, ready)
    before = revision(desk)
    assert problem in problems(end(desk, infusion_id, **typed))
    assert revision(desk) == before


def test_a_part_may_say_why(desk, ready):
    infusion_id = started(desk, ready)
    saved(end(desk, infusion_id, outcome="part", remaining="3", reason="venous_access"))
    assert stored.infusion(desk.store, infusion_id).reason == "venous_access"


def test_a_dose_is_not_whole_with_a_bag_that_was_never_hung(bare_desk):
    two = make_ready(bare_desk, bags=2)
    infusion_id = started(bare_desk, two)
    assert problems(end(bare_desk, infusion_id)) == [("outcome", "not_hung")]
    least = end(bare_desk, infusion_id, outcome="part", remaining="49.9")
    assert [(one.field, one.detail) for one in least.problems] == [("remaining", "50-100 mL")]
    saved(end(bare_desk, infusion_id, outcome="part", remaining="50"))
    assert stored.infusion(bare_desk.store, infusion_id).infused == CELLS // 2


def test_nothing_ends_before_it_began_or_twice(desk, ready):
    infusion_id = checked(desk, ready)
    assert problems(end(desk, infusion_id)) == [("act", "not_at_this_stage")]
    assert problems(end(desk, 99)) == [("infusion_id", "not_a_choice")]


def test_an_infusion_over_midnight_counts_for_the_day_it_began(desk, ready):
    desk.clock.moment = desk.clock.moment.replace(hour=19, minute=50)
    infusion_id = started(desk, ready)
    desk.clock.moment = datetime(2026, 3, 13, 0, 20, tzinfo=ZONE)
    saved(end(desk, infusion_id))
    assert item(desk, ready).item.actual == TODAY


def test_an_item_recorded_on_that_day_by_somebody_else_stays_as_recorded(desk, ready):
    infusion_id = started(desk, ready)
    saved(record_given(desk, GivenForm(ready.item_id, "12.03.2026", "09:25", note="list")))
    done = saved(end(desk, infusion_id))
    assert done.deviations == ()
    stays = item(desk, ready)
    assert (stays.item.parts[0].at, stays.note) == ("09:25", "list")
    assert product_doses.dose(desk.store, ready.dose_id).state is DoseState.INFUSED


def test_what_was_infused_is_stored_whatever_became_of_the_item(desk, ready):
    infusion_id = started(desk, ready)
    form = OffStudyForm(ready.patient.id, "12.03.2026", CauseForm("progression"))
    saved(take_off_study(desk, form, revision(desk)))
    done = end(desk, infusion_id)
    assert isinstance(done, Saved)
    assert [str(one.code) for one in done.deviations] == ["already_closed"]
    assert stored.infusion(desk.store, infusion_id).state is InfusionState.OBSERVING
    assert item(desk, ready).item.state is ItemState.CANCELLED


def test_the_gates_are_looked_at_in_the_step_of_the_end(desk, ready, monkeypatch):
    infusion_id = started(desk, ready)
    asked = []

    def closing(step, _desk, patient_id):
        asked.append((step.seq, patient_id))

    monkeypatch.setattr(ending, "close_gates_in", closing)
    done = saved(end(desk, infusion_id))
    assert asked == [(done.seq, ready.patient.id)]


def test_a_corrected_day_leaves_the_record_of_the_infusion_as_it_was(desk, ready):
    """The bedside record says what was written there; the item says what is true now."""
    infusion_id = ended(desk, ready)
    before = stored.infusion(desk.store, infusion_id), stored.events(desk.store, infusion_id)
    desk.clock.forward(days=1)
    form = CorrectionForm(ready.item_id, "11.03.2026", "21:30", why="the clock was wrong")
    saved(correct_fact(desk, form, revision(desk)))
    assert item(desk, ready).item.actual == date(2026, 3, 11)
    after = stored.infusion(desk.store, infusion_id), stored.events(desk.store, infusion_id)
    assert after == before
    page = infusions.bedside_page(desk, ready.item_id)
    assert (page.row.item.actual, page.infusion.started.date()) == (date(2026, 3, 11), TODAY)


def test_not_given_after_all_leaves_the_record_and_the_dose_used_up(desk, ready):
    infusion_id = ended(desk, ready)
    cause = CauseForm("other", note="another patient's list")
    form = CorrectionForm(ready.item_id, cause=cause, why="wrong line")
    saved(correct_fact(desk, form, revision(desk)))
    assert item(desk, ready).item.state is ItemState.OMITTED
    assert stored.infusion(desk.store, infusion_id).state is InfusionState.OBSERVING
    assert product_doses.dose(desk.store, ready.dose_id).state is DoseState.INFUSED
    again = infusions.open_check(desk, ready.item_id, FIRST)
    assert again.refused.codes == ["already_closed"]


@pytest.mark.parametrize(
    "stage", ["opened", "checked", "started", "measured", "ended", "abandoned"]
)
def test_nothing_of_an_infusion_is_undone(desk, ready, stage):
    infusion_id = opened(desk, ready)
    if stage != "opened":
        for position in (1, 2):
            matched(check(desk, ready, infusion_id, position))
    if stage == "abandoned":
        saved(act(desk, infusion_id, "abandon", detail="bag_fault"))
    if stage in ("started", "measured", "ended"):
        saved(infusions.start(desk, StartForm(infusion_id, FIRST)))
    if stage == "measured":
        saved(vital_signs(desk, infusion_id))
    if stage == "ended":
        saved(end(desk, infusion_id))
    offer = undo_offer(desk)
    assert isinstance(offer, NoUndo)
    assert offer.problem in (UndoProblem.PERMANENT, UndoProblem.FACT_OF_CARE)


def test_the_end_is_an_event_with_its_outcome(desk, ready):
    infusion_id = ended(desk, ready)
    event = stored.newest_event(desk.store, infusion_id)
    assert (event.act, event.detail) == (InfusionAct.END, "whole")
    moved = product_doses.moves(desk.store, ready.dose_id)[-1]
    assert (moved.becomes, moved.at, moved.person) == (DoseState.INFUSED, event.at, FIRST)


def test_a_lot_whose_infusion_is_only_being_checked_was_not_received(desk, ready):
    lot = lots.lot(desk.store, ready.lot_id)
    opened(desk, ready)
    assert not was_received(desk, lot)


def test_a_lot_is_received_from_the_start_of_its_first_infusion_on(desk, ready):
    lot = lots.lot(desk.store, ready.lot_id)
    infusion_id = started(desk, ready)
    assert was_received(desk, lot)
    desk.clock.forward(minutes=40)
    saved(end(desk, infusion_id))
    assert was_received(desk, lot)
