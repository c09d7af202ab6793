"""Lots from not started to released or rejected: by whom, when, why, and what stands against it."""

from datetime import timedelta

import pytest

from nkdesk.bedside.lots import LOT_MOVES, RELEASES
from nkdesk.model.patient import Weight
from nkdesk.model.product import LotState
from nkdesk.services import evidence, product
from nkdesk.services.eligibility_models import DonorForm
from nkdesk.services.evidence import current_donor
from nkdesk.services.forms import FieldCode, Unsaved
from nkdesk.services.product_forms import LotForm, LotMoveForm
from nkdesk.services.undo import NoUndo, UndoOffer, undo_offer
from nkdesk.store import evidence as evidence_rows
from nkdesk.store import lots
from tests.services.gate.story import leave_study
from tests.services.product import life
from tests.services.product.conftest import PATIENT

PATHS = {
    LotState.NOT_STARTED: (),
    LotState.COLLECTED: ("collected",),
    LotState.EXPANDING: ("collected", "expanding"),
    LotState.HARVESTED: ("collected", "expanding", "harvested"),
    LotState.IN_TEST: ("collected", "expanding", "harvested", "in_test"),
    LotState.CONDITIONAL: ("collected", "expanding", "harvested", "in_test", "conditional"),
    LotState.RELEASED: ("collected", "expanding", "harvested", "in_test", "released"),
    LotState.REJECTED: ("rejected",),
}


def brought(desk, state):
    """A lot in a state, with every result a release asks for."""
    lot_id = life.lot_opened(desk, PATIENT)
    desk.clock.turn_to(life.RELEASED)
    for to in PATHS[state]:
        if to in ("conditional", "released"):
            everything_passes(desk, lot_id)
        life.saved(life.moved(desk, lot_id, to, reason="agreed"))
    return lot_id


def everything_passes(desk, lot_id):
    for test, value in life.PASSES.items():
        life.saved(life.result_entered(desk, lot_id, test, value))


@pytest.mark.parametrize("was", LotState)
def test_a_lot_moves_only_as_the_table_says(planned, was):
    lot_id = brought(planned, was)
    everything_passes(planned, lot_id)
    for to in LotState:
        if to in LOT_MOVES[was]:
            continue
        answer = life.moved(planned, lot_id, to, reason="agreed")
        allowed = ", ".join(one for one in LotState if one in LOT_MOVES[was])
        (problem,) = [one for one in answer.problems if one.code is FieldCode.NOT_FROM_HERE]
        assert (problem.field, problem.detail) == ("to", allowed)
    assert lots.lot(planned.store, lot_id).state is was


@pytest.mark.parametrize(
    ("was", "to"), [(was, to) for was in LotState for to in LotState if to in LOT_MOVES[was]]
)
def test_every_move_of_the_table_is_saved_with_who_when_and_why(planned, was, to):
    lot_id = brought(planned, was)
    everything_passes(planned, lot_id)
    life.saved(life.moved(planned, lot_id, to, time="09:10", reason="agreed", note="both signed"))
    move = lots.moves(planned.store, lot_id)[-1]
    persons = "Lab A, Second Person" if to in RELEASES else "Lab A"
    assert (move.was, move.becomes, move.person) == (was, to, persons)
    assert (move.reason, move.note, move.entered_by) == ("agreed", "both signed", "Anna")
    assert move.at == life.at(9, "09:10")


def test_a_release_keeps_the_weight_its_limits_were_judged_by_and_what_is_open(planned):
    lot_id = brought(planned, LotState.RELEASED)
    move = lots.moves(planned.store, lot_id)[-1]
    assert move.weight == Weight(24500, life.START - timedelta(days=14))
    assert move.open_tests == ("sterility",)


def test_a_release_waits_for_every_test_that_is_known_by_then(planned):
    lot_id = brought(planned, LotState.IN_TEST)
    for test in ("gram", "culture"):
        life.saved(life.result_entered(planned, lot_id, test, life.PASSES[test]))
    (problem,) = life.moved(planned, lot_id, "released").problems
    assert (problem.field, problem.code) == ("to", FieldCode.TESTS_OPEN)
    assert "endotoxin" in problem.detail
    assert "sterility" not in problem.detail


def test_a_conditional_release_needs_a_person_and_a_reason_and_lists_the_open_tests(planned):
    lot_id = brought(planned, LotState.IN_TEST)
    assert life.problems(life.moved(planned, lot_id, "conditional", person="")) == {
        ("person", "missing"),
        ("reason", "needs_text"),
    }
    life.saved(life.moved(planned, lot_id, "conditional", reason="no other cells"))
    assert "potency" in lots.moves(planned.store, lot_id)[-1].open_tests


@pytest.mark.parametrize("to", ["released", "conditional"])
def test_a_failed_test_leaves_only_rejection(planned, to):
    lot_id = brought(planned, LotState.IN_TEST)
    everything_passes(planned, lot_id)
    viability = next(one for one in lots.results(planned.store, lot_id) if one.test == "viability")
    typed = {"corrects": viability.id, "why": "wrong line"}
    life.saved(life.result_entered(planned, lot_id, "viability", "61", **typed))
    (problem,) = life.moved(planned, lot_id, to, reason="agreed").problems
    assert (problem.code, problem.detail) == (FieldCode.TEST_FAILED, "viability")
    life.saved(life.moved(planned, lot_id, "rejected", reason="viability 61 %"))


def test_the_second_signature_is_another_persons(planned):
    lot_id = brought(planned, LotState.IN_TEST)
    answer = life.moved(planned, lot_id, "conditional", reason="agreed", second="lab a")
    assert life.problems(answer) == {("second", "same_person")}


def test_both_persons_of_a_release_are_kept(planned):
    lot_id = brought(planned, LotState.IN_TEST)
    life.saved(life.moved(planned, lot_id, "conditional", reason="agreed", second="Dr Weber"))
    assert lots.moves(planned.store, lot_id)[-1].person == "Lab A, Dr Weber"


def test_two_names_too_long_to_be_kept_are_refused_beside_the_second(planned):
    lot_id = brought(planned, LotState.IN_TEST)
    names = {"person": "A" * 120, "second": "B" * 120}
    answer = life.moved(planned, lot_id, "conditional", reason="agreed", **names)
    assert life.problems(answer) == {("second", "too_long")}


def test_cells_of_a_donor_who_is_not_eligible_are_not_collected(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    life.donor_result(planned, PATIENT, "hiv", "positive", planned.clock.today())
    (problem,) = life.moved(planned, lot_id, "collected").problems
    assert (problem.code, problem.detail) == (FieldCode.DONOR_NOT_ELIGIBLE, "D-E2")


def test_a_result_of_the_donor_put_right_after_the_collection_stops_the_release(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    planned.clock.turn_to(life.RELEASED)
    everything_passes(planned, lot_id)
    donor = current_donor(planned, PATIENT)
    known = evidence_rows.observations(planned.store, PATIENT, donor.id)
    hcv = next(one for one in known if one.what == "hcv")
    typed = {"corrects": hcv.id, "why": "another sample"}
    life.donor_result(planned, PATIENT, "hcv", "positive", hcv.on, **typed)
    (problem,) = life.moved(planned, lot_id, "released").problems
    assert (problem.code, problem.detail) == (FieldCode.DONOR_NOT_ELIGIBLE, "D-E2")


def test_the_first_collection_is_noted_beside_the_donor(planned):
    lot_id = brought(planned, LotState.COLLECTED)
    donor_id = lots.lot(planned.store, lot_id).donor_id
    assert lots.donor_facts(planned.store, donor_id).collected == life.RELEASED
    other = life.lot_opened(planned, PATIENT, "L-2")
    planned.clock.turn_to(life.NK1_DAY)
    life.saved(life.moved(planned, other, "collected"))
    assert lots.donor_facts(planned.store, donor_id).collected == life.RELEASED


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"on": life.RELEASED + timedelta(days=1)}, ("on", "in_future")),
        ({"time": "09:31"}, ("time", "in_future")),
        ({"time": ""}, ("time", "missing")),
        ({"time": "9"}, ("time", "not_a_time")),
        ({"time": "07:59"}, ("time", "before_earlier")),
        ({"to": "sold"}, ("to", "not_a_choice")),
        ({"to": ""}, ("to", "missing")),
        ({"person": ""}, ("person", "missing")),
    ],
)
def test_a_move_that_cannot_be_is_refused_beside_its_field(planned, typed, problem):
    lot_id = brought(planned, LotState.EXPANDING)
    form = {"to": "harvested", "on": life.RELEASED, **typed}
    assert problem in life.problems(life.moved(planned, lot_id, **form))
    assert lots.lot(planned.store, lot_id).state is LotState.EXPANDING


def test_a_day_that_is_none_is_refused(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    form = LotMoveForm(lot_id, "collected", "31.02.2026", "08:00", "Lab A")
    assert life.problems(product.move_lot(planned, form)) == {("on", "no_such_day")}


def test_a_lot_that_is_none_moves_nowhere(planned):
    assert life.moved(planned, 99, "collected").refused.codes == ["unknown_item"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"number": ""}, ("number", "missing")),
        ({"number": "L-1"}, ("number", "already_used")),
        ({"number": "L\u200b7"}, ("number", "invisible_character")),
        ({"cycle": 0}, ("cycle", "out_of_range")),
        ({"cycle": 3}, ("cycle", "out_of_range")),
        ({"note": "\u0000"}, ("note", "invisible_character")),
    ],
)
def test_a_lot_needs_a_number_of_its_own_and_a_cycle_of_the_protocol(planned, typed, problem):
    life.lot_opened(planned, PATIENT)
    form = LotForm(PATIENT, **{"number": "L-2", **typed})
    assert problem in life.problems(product.open_lot(planned, form))


def test_a_lot_is_opened_for_a_donor_who_is_known(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2)
    answer = product.open_lot(planned, LotForm(other, "L-2"))
    assert life.problems(answer) == {("donor", "no_donor")}
    nobody = product.open_lot(planned, LotForm(99, "L-2"))
    assert nobody.refused.codes == ["unknown_item"]


def test_no_lot_is_opened_for_who_has_left_the_study(planned):
    planned.clock.turn_to(life.START)
    leave_study(planned, PATIENT)
    answer = product.open_lot(planned, LotForm(PATIENT, "L-2"))
    assert isinstance(answer, Unsaved)
    assert answer.refused.codes == ["off_study"]


def test_a_lot_stays_with_the_donor_it_was_opened_for(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    before = lots.lot(planned.store, lot_id).donor_id
    form = DonorForm(PATIENT, "Мера", "Анна", "01.02.1990", "f", "mother")
    life.saved(evidence.save_donor(planned, form))
    assert lots.lot(planned.store, lot_id).donor_id == before


def test_a_lot_opened_by_mistake_can_be_taken_back_a_move_cannot(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    assert isinstance(undo_offer(planned), UndoOffer)
    life.saved(life.moved(planned, lot_id, "collected"))
    assert isinstance(undo_offer(planned), NoUndo)
