"""A late result that fails: what is left is held in the same step, and nobody can miss it."""

from datetime import timedelta

import pytest

from nkdesk.model.product import DoseState, HoldKind
from nkdesk.model.readiness import Go
from nkdesk.services import product
from nkdesk.services.day_list import day_rows
from nkdesk.services.forms import GivenForm, Saved, Unsaved
from nkdesk.services.history import patient_history
from nkdesk.services.product_forms import LiftForm
from nkdesk.services.record import record_given
from nkdesk.store import holds, lots, product_alarms
from nkdesk.store.journal import newest_step
from nkdesk.store.undo import UndoProblem, undoable
from tests.services.product import life
from tests.services.product.conftest import PATIENT
from tests.services.product.given import begin

LOT = 1


def positive(desk, **typed):
    return life.result_entered(desk, LOT, "sterility", "positive", **typed)


@pytest.fixture
def given(ready):
    """The first dose is being infused, a second one waits for the second infusion."""
    life.dose_added(
        ready,
        LOT,
        life.bag("P-2", expires=life.at(31, "12:00")),
        item_id=life.item_of(ready, PATIENT, life.NK2),
    )
    begin(ready, PATIENT, life.NK1)
    return ready


def test_the_rest_is_held_and_an_alarm_raised_in_the_step_of_the_result(given):
    before = newest_step(given.store).seq
    life.saved(positive(given))
    step = newest_step(given.store)
    assert (step.seq, step.what) == (before + 1, "late_failure")
    (hold,) = holds.holds(given.store, open_only=True)
    assert (hold.kind, hold.lot_id, hold.who, hold.why) == (
        HoldKind.STERILITY,
        LOT,
        "",
        "sterility",
    )
    assert hold.value == "positive"
    assert len(product_alarms.unseen(given.store)) == 1


def test_the_alarm_names_who_received_the_lot_and_what_is_left_of_it(given):
    life.saved(positive(given))
    (alarm,) = product.unseen_product_alarms(given)
    assert alarm.lot.number == "L-1"
    assert alarm.test.en == "sterility, 14 days"
    assert alarm.value == "positive"
    assert [(line.patient.id, address) for line, address, _ in alarm.received] == [
        (PATIENT, "C1/NK1")
    ]
    assert [dose.bags[0].number for dose in alarm.held] == ["P-2"]


def test_the_rest_can_no_longer_be_given_and_every_list_says_so(given):
    second = life.item_of(given, PATIENT, life.NK2)
    day = next(one.item.planned for one in life.items(given, PATIENT) if one.item_id == second)
    assert "on_hold" not in life.codes_of(product.readiness(given, second))
    life.saved(positive(given))
    found = product.readiness(given, second)
    assert found.go is not Go.GO
    assert {"on_hold", "test_failed"} <= life.codes_of(found)
    row = next(one for one in day_rows(given, day) if one.item_id == second)
    assert "on_hold" in life.codes_of(row.readiness)


def test_an_alarm_is_seen_once_by_name(given):
    life.saved(positive(given))
    (alarm,) = product.unseen_product_alarms(given)
    assert isinstance(product.see_product_alarm(given, alarm.id), Saved)
    assert product.unseen_product_alarms(given) == ()
    (stored,) = product_alarms.alarms(given.store)
    assert (stored.seen_by, stored.seen_at is not None) == ("Anna", True)
    assert isinstance(product.see_product_alarm(given, alarm.id), Unsaved)


def test_nobody_sees_an_alarm_that_was_never_raised(ready):
    answer = product.see_product_alarm(ready, 7)
    assert isinstance(answer, Unsaved)
    assert answer.refused.codes == ["already_closed"]


def test_seeing_an_alarm_lifts_nothing(given):
    life.saved(positive(given))
    (alarm,) = product.unseen_product_alarms(given)
    life.saved(product.see_product_alarm(given, alarm.id))
    assert len(holds.holds(given.store, open_only=True)) == 1


def test_a_mistyped_positive_put_right_lifts_nothing_by_itself(given):
    life.saved(positive(given))
    (result,) = [one for one in lots.results(given.store, LOT) if one.test == "sterility"]
    life.saved(
        life.result_entered(
            given, LOT, "sterility", "negative", corrects=result.id, why="read the wrong line"
        )
    )
    second = life.item_of(given, PATIENT, life.NK2)
    found = product.readiness(given, second)
    assert "test_failed" not in life.codes_of(found)
    assert "on_hold" in life.codes_of(found)
    assert found.go is Go.HOLD


def test_a_person_lifts_the_hold_with_a_reason_and_then_the_rest_may_be_given(given):
    life.saved(positive(given))
    (result,) = [one for one in lots.results(given.store, LOT) if one.test == "sterility"]
    typed = {"corrects": result.id, "why": "read the wrong line"}
    life.saved(life.result_entered(given, LOT, "sterility", "negative", **typed))
    (hold,) = holds.holds(given.store, open_only=True)
    assert life.problems(product.lift_hold(given, LiftForm(hold.id, "", ""))) == {
        ("who", "missing"),
        ("why", "needs_text"),
    }
    life.saved(product.lift_hold(given, LiftForm(hold.id, "Dr Orlova", "negative on both plates")))
    second = life.item_of(given, PATIENT, life.NK2)
    assert "on_hold" not in life.codes_of(product.readiness(given, second))
    again = product.lift_hold(given, LiftForm(hold.id, "Dr Orlova", "once more"))
    assert life.problems(again) == {("hold_id", "already_lifted")}


def test_a_failure_that_was_known_before_the_correction_is_no_news(given):
    life.saved(positive(given))
    endotoxin = next(one for one in lots.results(given.store, LOT) if one.test == "endotoxin")
    typed = {"corrects": endotoxin.id, "why": "wrong sample"}
    life.saved(life.result_entered(given, LOT, "endotoxin", "6", **typed))
    worse = next(one for one in lots.results(given.store, LOT) if one.test == "endotoxin")
    typed = {"corrects": worse.id, "why": "a digit more"}
    life.saved(life.result_entered(given, LOT, "endotoxin", "6.1", **typed))
    kinds = [one.kind for one in holds.holds(given.store, open_only=True)]
    assert kinds == [HoldKind.STERILITY, HoldKind.PRODUCT]
    assert len(product_alarms.unseen(given.store)) == 2


def test_a_test_that_fails_before_release_raises_no_alarm(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    life.saved(life.result_entered(planned, lot_id, "sterility", "positive"))
    assert product.unseen_product_alarms(planned) == ()
    assert holds.holds(planned.store) == ()
    assert newest_step(planned.store).what == "lot_test"


def test_a_result_that_passes_raises_no_alarm(given):
    life.saved(life.result_entered(given, LOT, "sterility", "negative"))
    assert product.unseen_product_alarms(given) == ()
    assert holds.holds(given.store) == ()


def test_a_lot_that_was_rejected_after_doses_were_given_still_raises_the_alarm(given):
    life.saved(life.moved(given, LOT, "rejected", time="09:20", reason="viability fell"))
    life.saved(positive(given))
    (alarm,) = product.unseen_product_alarms(given)
    assert alarm.received


def test_a_late_failure_is_never_undone(given):
    life.saved(positive(given))
    assert undoable(given.store, "Anna").problem is UndoProblem.PERMANENT


def test_the_handover_and_the_history_name_the_failure(given):
    life.saved(positive(given))
    assert patient_history(given, PATIENT)[0].what == "late_failure"


def test_a_dose_that_went_back_counts_as_left(ready):
    life.saved(life.dose_moved(ready, 1, "returned", reason="fever", time="09:10"))
    life.saved(positive(ready))
    (alarm,) = product.unseen_product_alarms(ready)
    assert [dose.state for dose in alarm.held] == [DoseState.RETURNED]
    assert alarm.received == ()
    assert alarm.at - ready.clock.now() < timedelta(minutes=1)


def test_an_infusion_recorded_without_the_bedside_received_the_lot_too(ready):
    item_id = life.item_of(ready, PATIENT)
    life.saved(record_given(ready, GivenForm(item_id, life.NK1_DAY.isoformat())))
    life.dose_added(ready, LOT, life.bag("P-2", expires=life.at(31, "12:00")))
    life.saved(positive(ready))
    (alarm,) = product.unseen_product_alarms(ready)
    assert [(address, day) for _, address, day in alarm.received] == [("C1/NK1", life.NK1_DAY)]
    assert [dose.bags[0].number for dose in alarm.held] == ["P-2"]


def test_a_lot_given_before_anybody_released_it_raises_the_alarm_too(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    item_id = life.item_of(planned, PATIENT)
    dose_id = life.dose_added(planned, lot_id)
    planned.clock.turn_to(life.NK1_DAY)
    life.saved(life.reserved(planned, dose_id, item_id))
    life.saved(record_given(planned, GivenForm(item_id, life.NK1_DAY.isoformat())))
    life.saved(life.result_entered(planned, lot_id, "sterility", "positive"))
    (alarm,) = product.unseen_product_alarms(planned)
    assert [address for _, address, _ in alarm.received] == ["C1/NK1"]
    (hold,) = holds.holds(planned.store, open_only=True)
    assert (hold.kind, hold.lot_id) == (HoldKind.STERILITY, lot_id)
