from datetime import timedelta

import pytest

from nkdesk.bedside.codes import bag_code, patient_code
from nkdesk.model.infusion import InfusionAct, InfusionState
from nkdesk.model.product import DoseForm, DoseMove, DoseState, Hold, HoldKind
from nkdesk.model.readiness import Go
from nkdesk.services import infusions
from nkdesk.services.forms import NotGivenForm, Unsaved
from nkdesk.services.infusion_models import CheckForm
from nkdesk.services.infusions import checks
from nkdesk.services.product.readiness import readiness
from nkdesk.services.record import record_not_given
from nkdesk.services.steps import revision
from nkdesk.store import holds, product_doses
from nkdesk.store import infusions as stored
from nkdesk.store.store import StoreConflictError
from tests.services.infusions.bed_story import (
    EXPIRES,
    FIRST,
    SECOND,
    check,
    item_named,
    make_ready,
    matched,
    opened,
    problems,
    saved,
)


def page(desk, ready):
    found = infusions.bedside_page(desk, ready.item_id)
    assert found is not None
    return found


def points(answer):
    """What stopped a check."""
    return {point.what: str(point.match) for point in answer.points if point.match != "match"}


def test_the_infusion_of_these_tests_may_begin(desk, ready):
    found = readiness(desk, ready.item_id, starting=True)
    assert found.go is Go.GO
    assert found.asks == ()


def test_opening_a_check_binds_the_dose_to_the_bed(desk, ready):
    infusion_id = opened(desk, ready)
    record = stored.infusion(desk.store, infusion_id)
    assert (record.state, record.dose_id, record.weight.grams) == (
        InfusionState.CHECKING,
        ready.dose_id,
        38_000,
    )
    assert page(desk, ready).resumed.detail == "opened"


def test_a_check_is_opened_once(desk, ready):
    opened(desk, ready)
    again = infusions.open_check(desk, ready.item_id, SECOND)
    assert problems(again) == [("item_id", "not_at_this_stage")]
    assert again.problems[0].detail == "checking"


def test_a_check_is_opened_by_somebody(desk, ready):
    assert problems(infusions.open_check(desk, ready.item_id, " ")) == [("person", "missing")]


def test_no_check_without_a_dose(desk):
    other = item_named(desk, "NK-101", "C1/NK2")
    assert problems(infusions.open_check(desk, other.item_id, FIRST)) == [("item_id", "no_dose")]


def test_no_check_of_a_dose_that_went_back(desk, ready):
    dose = product_doses.dose(desk.store, ready.dose_id)
    with desk.store.step(actor="Anna", what="move_dose") as step:
        product_doses.move_dose(step, dose, _returned(desk, dose))
    assert problems(infusions.open_check(desk, ready.item_id, FIRST)) == [("item_id", "no_dose")]


def _returned(desk, dose):
    return DoseMove(dose.id, dose.state, DoseState.RETURNED, desk.clock.now(), "Lab", "warm")


def test_no_check_of_what_is_no_infusion(desk):
    other = item_named(desk, "NK-007", "C1/FLU@1")
    for item_id in (other.item_id, 99_999):
        refused = infusions.open_check(desk, item_id, FIRST)
        assert isinstance(refused, Unsaved)
        assert refused.refused is not None


def test_two_persons_check_the_bag_and_it_may_start(desk, ready):
    infusion_id = opened(desk, ready)
    matched(check(desk, ready, infusion_id, 1))
    assert stored.infusion(desk.store, infusion_id).state is InfusionState.CHECKING
    matched(check(desk, ready, infusion_id, 2))
    assert stored.infusion(desk.store, infusion_id).state is InfusionState.CHECKED
    assert InfusionAct.START in page(desk, ready).may


def test_our_own_codes_scanned_through_a_russian_layout_match(desk, ready):
    infusion_id = opened(desk, ready)
    us = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
    ru = "ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
    typed = str.maketrans(us, ru)
    answer = check(
        desk,
        ready,
        infusion_id,
        1,
        patient_scan=patient_code(ready.patient.trial_number).translate(typed),
        bag_scan=bag_code(ready.bags[0]).translate(typed),
    )
    assert matched(answer).corrected
    kept = stored.checks(desk.store, infusion_id)[0]
    assert kept.patient_scan == patient_code(ready.patient.trial_number)
    assert kept.bag_scan == bag_code(ready.bags[0])


def test_the_second_person_never_sees_what_the_first_scanned(desk, ready):
    infusion_id = opened(desk, ready)
    matched(check(desk, ready, infusion_id, 1))
    before = page(desk, ready)
    assert before.blind == FIRST
    hidden = before.bags[0].first
    assert (hidden.person, hidden.patient_scan, hidden.bag_scan, hidden.visual) == (
        FIRST,
        "",
        "",
        "",
    )
    assert all(ready.bags[0] not in one.detail + one.note for one in before.events)
    matched(check(desk, ready, infusion_id, 2))
    after = page(desk, ready)
    assert after.blind == ""
    assert after.bags[0].first.bag_scan == ready.bags[0]


@pytest.mark.parametrize(
    ("typed", "stopped"),
    [
        ({"patient_scan": "NK-003"}, {"patient": "other_patient"}),
        ({"patient_scan": ""}, {"patient": "unreadable"}),
        ({"bag_scan": "L-1"}, {"bag": "other_bag"}),
        ({"visual": "clots"}, {"visual": "visual"}),
    ],
)
def test_a_wrong_scan_stops_and_only_the_stop_is_stored(desk, ready, typed, stopped):
    infusion_id = opened(desk, ready)
    answer = check(desk, ready, infusion_id, 1, **typed)
    assert points(answer) == stopped
    assert not answer.saved
    assert stored.checks(desk.store, infusion_id) == ()
    newest = stored.newest_event(desk.store, infusion_id)
    assert (newest.act, newest.detail) == (InfusionAct.CHECK, "stopped")
    assert newest.note == " ".join(f"{what}:{why}" for what, why in stopped.items())
    matched(check(desk, ready, infusion_id, 1))


@pytest.mark.parametrize("name", [FIRST, FIRST.upper(), f"  {FIRST}", "Nursе Adams"])
def test_nobody_checks_twice_however_the_name_is_spelt(desk, ready, name):
    infusion_id = opened(desk, ready)
    matched(check(desk, ready, infusion_id, 1))
    answer = check(desk, ready, infusion_id, 2, person=name)
    assert points(answer) == {"person": "same_person"}
    assert not answer.saved
    assert stored.infusion(desk.store, infusion_id).state is InfusionState.CHECKING


def test_the_second_check_comes_after_the_first_matched(desk, ready):
    infusion_id = opened(desk, ready)
    check(desk, ready, infusion_id, 1, patient_scan="NK-003")
    assert points(check(desk, ready, infusion_id, 2)) == {"person": "not_ready"}


def test_a_check_is_made_once(desk, ready):
    infusion_id = opened(desk, ready)
    matched(check(desk, ready, infusion_id, 1))
    again = check(desk, ready, infusion_id, 1, person="Nurse Clark")
    assert problems(again) == [("position", "already_used")]


def test_what_is_typed_wrong_about_a_check_is_named(desk, ready):
    infusion_id = opened(desk, ready)
    wrong = CheckForm(infusion_id, 3, "", "NK-101", ready.bags[0], visual=" ")
    assert problems(infusions.check_bag(desk, wrong)) == [
        ("person", "missing"),
        ("visual", "missing"),
        ("position", "not_a_choice"),
    ]
    nowhere = CheckForm(99, 1, FIRST, "NK-101", ready.bags[0])
    assert problems(infusions.check_bag(desk, nowhere)) == [("infusion_id", "not_a_choice")]


def test_a_bag_that_expires_this_minute_is_stopped(desk, ready):
    infusion_id = opened(desk, ready)
    desk.clock.moment = EXPIRES - timedelta(seconds=1)
    matched(check(desk, ready, infusion_id, 1))
    desk.clock.moment = EXPIRES
    assert points(check(desk, ready, infusion_id, 2)) == {"expiry": "expired"}


def test_a_hold_stops_a_check(desk, ready):
    infusion_id = opened(desk, ready)
    place_hold(desk, ready)
    assert points(check(desk, ready, infusion_id, 1)) == {"readiness": "not_ready"}


def test_a_hold_placed_a_moment_before_stops_a_check(desk, ready):
    infusion_id = opened(desk, ready)
    desk.clock.forward(seconds=10)
    place_hold(desk, ready)
    desk.clock.forward(seconds=10)
    assert points(check(desk, ready, infusion_id, 1)) == {"readiness": "not_ready"}


def place_hold(desk, ready):
    with desk.store.step(actor="Anna", what="hold") as step:
        hold = Hold(ready.patient.id, HoldKind.FEVER, desk.clock.now(), "Nurse A", "38.6 °C")
        return holds.add_hold(step, hold)


def test_every_bag_of_a_fresh_dose_is_checked_twice(bare_desk):
    two = make_ready(bare_desk, bags=2)
    infusion_id = opened(bare_desk, two)
    for position in (1, 2):
        matched(check(bare_desk, two, infusion_id, position))
    assert stored.infusion(bare_desk.store, infusion_id).state is InfusionState.CHECKING
    for position in (1, 2):
        matched(check(bare_desk, two, infusion_id, position, bag=1))
    assert stored.infusion(bare_desk.store, infusion_id).state is InfusionState.CHECKED


def test_of_a_frozen_dose_the_first_bag_is_checked_before_the_start(bare_desk):
    two = make_ready(bare_desk, form=DoseForm.FROZEN, bags=2)
    infusion_id = opened(bare_desk, two)
    for position in (1, 2):
        matched(check(bare_desk, two, infusion_id, position))
    assert stored.infusion(bare_desk.store, infusion_id).state is InfusionState.CHECKED


def test_an_item_closed_meanwhile_stops_the_check_with_why(desk, ready):
    infusion_id = opened(desk, ready)
    saved(record_not_given(desk, NotGivenForm(ready.item_id, "infection")))
    refused = check(desk, ready, infusion_id, 1)
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == ["already_closed"]


def test_a_hold_placed_while_the_check_was_saved_is_never_overlooked(desk, ready, monkeypatch):
    infusion_id = opened(desk, ready)
    at_once = checks.save_at_bed

    def slow(*args):
        place_hold(desk, ready)
        return at_once(*args)

    monkeypatch.setattr(checks, "save_at_bed", slow)
    before = revision(desk)
    with pytest.raises(StoreConflictError):
        check(desk, ready, infusion_id, 1)
    assert revision(desk) == before + 1
    assert stored.checks(desk.store, infusion_id) == ()
