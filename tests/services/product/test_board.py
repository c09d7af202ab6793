"""The board of products: everybody's donor, lots, doses and holds, who needs somebody first."""

from datetime import date, timedelta

import pytest

from nkdesk.model.eligibility import Outcome
from nkdesk.model.readiness import Go
from nkdesk.services import product
from nkdesk.services.forms import FieldCode, GivenForm
from nkdesk.services.product_forms import DonorFactsForm, HoldForm
from nkdesk.services.record import record_given
from tests.services.product import life
from tests.services.product.conftest import PATIENT


def of(desk, patient_id=PATIENT):
    board = product.products_board(desk)
    return next(one for one in board.recipients if one.line.patient.id == patient_id)


def test_a_recipient_shows_donor_lot_tests_doses_and_readiness(ready):
    found = of(ready)
    assert found.rules.dose_min == 30
    (view,) = found.lots
    assert (view.lot.number, view.next_states) == ("L-1", ("rejected",))
    assert [one.becomes for one in view.moves][-1] == "released"
    assert {one.test.id: one.passed for one in view.tests}["sterility"] is None
    (dose,) = view.doses
    assert (dose.nth, dose.planned) == ((1, 3), life.NK1_DAY)
    assert (dose.item_id, dose.readiness.go) == (life.item_of(ready, PATIENT), Go.GO)
    assert (dose.order.total, dose.moves[-1].becomes) == (980_000, "issued")
    assert product.lot_view(ready, 1) == view
    assert product.lot_view(ready, 99) is None


def test_a_dose_that_was_given_has_its_day_and_no_readiness(ready):
    item_id = life.item_of(ready, PATIENT)
    life.saved(record_given(ready, GivenForm(item_id, life.NK1_DAY.isoformat())))
    (dose,) = product.lot_view(ready, 1).doses
    assert (dose.planned, dose.readiness) == (life.NK1_DAY, None)


def test_a_dose_reserved_for_nothing_says_so(ready):
    dose_id = life.dose_added(ready, 1, life.bag("P-2"))
    view = product.lot_view(ready, 1).doses[-1]
    assert view.dose.id == dose_id
    assert (view.item_id, view.nth, view.planned, view.readiness, view.order) == (None,) * 5


def test_the_donor_is_judged_on_the_day_of_collection(ready):
    donor = of(ready).donor
    assert (donor.check, donor.check_on) == (Outcome.ELIGIBLE, life.COLLECTED)
    assert (donor.collected, donor.facts.collected) == (life.COLLECTED, life.COLLECTED)
    assert donor.consent == date(2026, 2, 16)


def test_before_the_collection_the_planned_day_counts_once_passed_today(planned):
    donor = of(planned).donor
    assert donor.collection is not None
    assert donor.collected is None
    assert donor.check_on == donor.collection
    planned.clock.turn_to(donor.collection + timedelta(days=3))
    assert of(planned).donor.check_on == planned.clock.today()


def test_a_collection_recorded_as_given_is_the_day_of_collection(planned):
    donor = of(planned).donor
    planned.clock.turn_to(donor.collection)
    life.saved(
        record_given(planned, GivenForm(donor.collection_item, donor.collection.isoformat()))
    )
    again = of(planned).donor
    assert (again.collected, again.check_on) == (donor.collection, donor.collection)


def test_a_patient_without_a_donor_or_a_plan_is_on_the_board_too(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2, start="")
    life.donor_entered(planned, other, "Узор")
    third = life.enrolled(planned, used_hash, 3, start="")
    assert of(planned, third).donor is None
    donor = of(planned, other).donor
    assert (donor.collection, donor.collection_item) == (None, None)
    assert donor.check_on == planned.clock.today()


def test_who_needs_a_decision_stands_first(ready, used_hash_of_ready):
    life.enrolled(ready, used_hash_of_ready, 2, family="Авось")
    order = [one.line.patient.id for one in product.products_board(ready).recipients]
    assert order == [2, PATIENT]
    life.saved(product.place_hold(ready, HoldForm(PATIENT, "fever", "38.6", "Nurse A")))
    board = product.products_board(ready)
    assert [one.line.patient.id for one in board.recipients] == [PATIENT, 2]
    assert board.recipients[0].holds[0].who == "Nurse A"
    assert board.revision == ready.store.head().seq


def test_a_hold_that_is_over_asks_for_nothing(ready, used_hash_of_ready):
    life.enrolled(ready, used_hash_of_ready, 2, family="Авось")
    form = HoldForm(PATIENT, "fever", "38.6", "Nurse A", until_on="2026-03-11", until_at="09:40")
    life.saved(product.place_hold(ready, form))
    ready.clock.turn_to(life.NK1_DAY, "09:40")
    assert product.products_board(ready).recipients[0].line.patient.id == 2


def test_a_lot_in_its_tests_and_a_dose_that_is_not_go_ask(planned, used_hash):
    life.enrolled(planned, used_hash, 2, family="Авось")
    lot_id = life.lot_opened(planned, PATIENT)
    assert product.products_board(planned).recipients[0].line.patient.id == 2
    life.in_test(planned, lot_id)
    assert product.products_board(planned).recipients[0].line.patient.id == PATIENT


def test_a_reserved_dose_that_is_no_go_asks(ready, used_hash_of_ready):
    life.enrolled(ready, used_hash_of_ready, 2, family="Авось")
    ready.clock.turn_to(life.NK1_DAY, "14:30")
    assert product.products_board(ready).recipients[0].line.patient.id == PATIENT


def facts(desk, patient_id=PATIENT, **typed):
    return product.save_donor_facts(desk, DonorFactsForm(patient_id, **typed))


def test_typing_and_the_day_of_collection_are_kept_beside_the_donor(planned):
    life.saved(facts(planned, typing="HLA 17/2026", collected="2026-02-16"))
    donor = of(planned).donor
    assert (donor.facts.typing, donor.collected) == ("HLA 17/2026", date(2026, 2, 16))
    same = facts(planned, typing="HLA 17/2026", collected="2026-02-16")
    assert life.problems(same) == {("typing", "unchanged")}
    life.saved(facts(planned, typing="HLA 18/2026"))
    assert of(planned).donor.collected is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"collected": "2026-02-17"}, ("collected", "in_future")),
        ({"collected": "1986-05-11"}, ("collected", "before_birth")),
        ({"collected": "16.2.26"}, ("collected", "short_year")),
        ({"typing": "x\u200b"}, ("typing", "invisible_character")),
        ({}, ("typing", "unchanged")),
    ],
)
def test_facts_that_cannot_be_are_refused(planned, typed, problem):
    assert problem in life.problems(facts(planned, **typed))


def test_facts_are_of_a_donor_who_is_known(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2)
    (problem,) = facts(planned, other, typing="x").problems
    assert problem.code is FieldCode.NO_DONOR
    assert facts(planned, 99, typing="x").refused.codes == ["unknown_item"]
