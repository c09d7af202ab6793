"""Doses and bags as labelled, reserved, issued, returned, discarded."""

import pytest

from nkdesk.model.product import DoseForm, DoseState
from nkdesk.services import product
from nkdesk.services.forms import FieldCode, GivenForm
from nkdesk.services.product_forms import HoldForm, ReserveForm
from nkdesk.services.record import record_given
from nkdesk.store import lots, product_doses
from tests.services.gate.story import leave_study
from tests.services.product import life
from tests.services.product.conftest import PATIENT
from tests.services.product.given import begin


@pytest.fixture
def harvested(planned):
    """A lot in its tests: doses can be made of it."""
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    return planned


def add(desk, *bags, lot_id=1, **typed):
    return product.add_dose(desk, life.dose_form(lot_id, *bags, **typed))


def test_a_dose_keeps_its_bags_as_their_labels_say(harvested):
    bags = (
        life.bag("P-1", cells="480,5", volume="48,25", viability="91,5"),
        life.bag("P-2", cells="490", viability="", thaw_on="2026-03-11", thaw_at="08:00"),
    )
    life.saved(add(harvested, *bags, form="frozen"))
    (dose,) = product_doses.doses(harvested.store)
    assert (dose.form, dose.state, dose.address) == (DoseForm.FROZEN, DoseState.PREPARED, None)
    first, second = dose.bags
    assert (first.number, first.nth, first.volume, first.cells) == ("P-1", 1, 48_250, 480_500)
    assert (first.viability, first.expires, first.thaw_from) == (915, life.at(11, "14:30"), None)
    assert (second.viability, second.thaw_from) == (None, life.at(11, "08:00"))


def test_a_dose_may_be_reserved_as_it_is_entered(harvested):
    life.saved(add(harvested, item_id=life.item_of(harvested, PATIENT)))
    assert product_doses.doses(harvested.store)[0].address == life.NK1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"number": ""}, ("number_1", "missing")),
        ({"number": "P\u200b1"}, ("number_1", "invisible_character")),
        ({"volume": ""}, ("volume_1", "missing")),
        ({"volume": "5001"}, ("volume_1", "out_of_range")),
        ({"cells": "many"}, ("cells_1", "not_a_number")),
        ({"cells": "1,600"}, ("cells_1", "thousands")),
        ({"volume": "1,250"}, ("volume_1", "thousands")),
        ({"viability": "101"}, ("viability_1", "out_of_range")),
        ({"viability": "9,25"}, ("viability_1", "not_a_number")),
        ({"thaw_on": "2026-03-11", "thaw_at": ""}, ("thaw_at_1", "missing")),
        ({"thaw_on": "2026-03-11", "thaw_at": "14:30"}, ("thaw_at_1", "out_of_range")),
        ({"thaw_on": "", "thaw_at": "08:00"}, ("thaw_on_1", "missing")),
    ],
)
def test_a_label_that_cannot_be_is_refused_beside_its_field(harvested, typed, problem):
    assert problem in life.problems(add(harvested, life.bag(**typed)))


def test_a_bag_without_an_expiry_is_refused(harvested):
    bag = life.bag()
    bare = type(bag)(bag.number, bag.volume, bag.cells, "", "")
    assert life.problems(add(harvested, bare)) == {
        ("expires_on_1", "missing"),
        ("expires_at_1", "missing"),
    }


def test_a_product_number_is_used_once_in_the_whole_ward(harvested):
    life.saved(add(harvested))
    twice = add(harvested, life.bag("P-2"), life.bag("P-2"))
    assert life.problems(twice) == {("number_2", "already_used")}
    assert life.problems(add(harvested)) == {("number_1", "already_used")}


def test_a_dose_has_a_form_and_a_bag(harvested):
    answer = product.add_dose(harvested, type(life.dose_form(1))(1, "", ()))
    assert life.problems(answer) == {("form", "missing"), ("bags", "missing")}


def test_a_bag_that_has_expired_asks(harvested):
    old = life.bag(expires=harvested.clock.now())
    assert life.problems(add(harvested, old)) == {("expires_on_1", "expired")}
    life.saved(add(harvested, old, sure=True))


def test_no_dose_is_made_of_a_lot_that_is_not_harvested(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    (problem,) = add(planned, lot_id=lot_id).problems
    assert (problem.field, problem.code) == ("lot_id", FieldCode.NOT_FROM_HERE)
    assert problem.detail == "harvested, in_test, released, conditional"
    assert add(planned, lot_id=99).refused.codes == ["unknown_item"]
    assert add(planned, lot_id=lot_id, item_id=999).refused.codes == ["unknown_item"]


def test_a_label_unlike_the_order_asks_and_names_the_slip(harvested):
    item_id = life.item_of(harvested, PATIENT)
    life.weighed(harvested, PATIENT, "24,5")
    life.saved(life.ordered(harvested, item_id))
    (problem,) = add(harvested, life.bag(cells="9800"), item_id=item_id).problems
    assert (problem.field, problem.code) == ("cells_1", FieldCode.UNLIKE_LABEL)
    assert problem.detail == "980 tenfold_more"
    life.saved(add(harvested, life.bag(cells="700"), item_id=item_id, sure=True))


def test_a_label_out_of_the_range_asks_where_nothing_is_ordered(harvested):
    (problem,) = add(harvested, life.bag(cells="9800")).problems
    assert (problem.code, problem.detail) == (FieldCode.DOSE_OUT_OF_RANGE, "30-100")


def test_without_a_weight_no_label_is_judged(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2, weight="", weight_on="")
    life.donor_entered(planned, other, "Узор")
    lot_id = life.lot_opened(planned, other, "L-2")
    life.in_test(planned, lot_id)
    life.saved(add(planned, life.bag(cells="9800"), lot_id=lot_id))


def test_both_numbers_are_typed_again_to_reserve_a_dose(harvested):
    dose_id = life.dose_added(harvested, 1)
    item_id = life.item_of(harvested, PATIENT)
    answer = life.reserved(harvested, dose_id, item_id, "NK-002", "P-2")
    assert life.problems(answer) == {
        ("trial_number", "unlike_number"),
        ("bag_number", "unlike_number"),
    }
    life.saved(life.reserved(harvested, dose_id, item_id, " NK-001 ", "P-1"))
    assert product_doses.dose(harvested.store, dose_id).address == life.NK1


def test_one_infusion_has_one_dose_until_that_is_freed(harvested):
    first, second = life.dose_added(harvested, 1), life.dose_added(harvested, 1, life.bag("P-2"))
    item_id = life.item_of(harvested, PATIENT)
    life.saved(life.reserved(harvested, first, item_id))
    (problem,) = life.reserved(harvested, second, item_id, bag_number="P-2").problems
    assert (problem.code, problem.detail) == (FieldCode.INFUSION_TAKEN, "P-1")
    life.saved(product.reserve(harvested, ReserveForm(first, None)))
    life.saved(life.reserved(harvested, second, item_id, bag_number="P-2"))


def test_a_dose_that_is_free_cannot_be_freed_and_one_that_is_none_not_reserved(harvested):
    dose_id = life.dose_added(harvested, 1)
    answer = product.reserve(harvested, ReserveForm(dose_id, None))
    assert life.problems(answer) == {("item_id", "unchanged")}
    item_id = life.item_of(harvested, PATIENT)
    assert life.reserved(harvested, 99, item_id).refused.codes == ["unknown_item"]
    assert life.reserved(harvested, dose_id, 999).refused.codes == ["unknown_item"]


def test_an_expired_dose_is_reserved_for_nothing_a_minute_earlier_it_is(harvested):
    dose_id, item_id = life.dose_added(harvested, 1), life.item_of(harvested, PATIENT)
    harvested.clock.turn_to(life.NK1_DAY, "14:30")
    (problem,) = life.reserved(harvested, dose_id, item_id).problems
    assert (problem.code, problem.detail) == (FieldCode.EXPIRED, "2026-03-11 14:30")
    harvested.clock.turn_to(life.NK1_DAY, "14:29")
    life.saved(life.reserved(harvested, dose_id, item_id))


def test_a_dose_of_a_rejected_lot_is_reserved_for_nothing(harvested):
    dose_id = life.dose_added(harvested, 1)
    life.saved(life.moved(harvested, 1, "rejected", reason="viability"))
    answer = life.reserved(harvested, dose_id, life.item_of(harvested, PATIENT))
    assert life.problems(answer) == {("dose_id", "lot_rejected")}


def test_a_dose_at_the_bed_stays_with_its_infusion(ready):
    begin(ready, PATIENT, life.NK1)
    assert life.problems(product.reserve(ready, ReserveForm(1, None))) == {("dose_id", "under_way")}
    answer = life.dose_moved(ready, 1, "returned", reason="fever", time="09:10")
    assert life.problems(answer) == {("to", "under_way")}


def test_a_discarded_dose_is_over(ready):
    life.saved(life.dose_moved(ready, 1, "discarded", reason="bag broke", time="09:10"))
    answer = life.reserved(ready, 1, life.item_of(ready, PATIENT))
    (problem,) = answer.problems
    assert (problem.code, problem.detail) == (FieldCode.NOT_FROM_HERE, "")


def test_nothing_is_reserved_for_an_infusion_that_is_over(ready):
    dose_id = life.dose_added(ready, 1, life.bag("P-2"))
    item_id = life.item_of(ready, PATIENT)
    life.saved(record_given(ready, GivenForm(item_id, life.NK1_DAY.isoformat())))
    answer = life.reserved(ready, dose_id, item_id, bag_number="P-2")
    assert answer.refused.codes == ["already_closed"]
    leave_study(ready, PATIENT)
    second = life.item_of(ready, PATIENT, life.NK2)
    answer = life.reserved(ready, dose_id, second, bag_number="P-2")
    assert answer.refused.codes == ["off_study"]


@pytest.mark.parametrize(
    ("path", "to", "allowed"),
    [
        ((), "returned", "issued, discarded"),
        (("issued",), "issued", "returned, discarded"),
        (("issued", "returned"), "returned", "issued, discarded"),
        (("discarded",), "issued", ""),
    ],
)
def test_a_dose_moves_only_as_the_table_says(ready, path, to, allowed):
    dose_id = life.dose_added(ready, 1, life.bag("P-2"))
    for nth, one in enumerate(path):
        life.saved(life.dose_moved(ready, dose_id, one, time=f"09:1{nth}", reason="agreed"))
    (problem,) = life.dose_moved(ready, dose_id, to, time="09:20", reason="agreed").problems
    assert (problem.field, problem.code) == ("to", FieldCode.NOT_FROM_HERE)
    assert problem.detail == allowed


def test_only_the_bed_records_an_infusion(ready):
    answer = life.dose_moved(ready, 1, "infused", reason="agreed")
    assert life.problems(answer) == {("to", "not_a_choice")}


def test_a_move_keeps_who_when_and_why(ready):
    life.saved(
        life.dose_moved(ready, 1, "returned", reason="fever", note="cold chain kept", time="09:10")
    )
    move = product_doses.moves(ready.store, 1)[-1]
    assert (move.was, move.becomes) == (DoseState.ISSUED, DoseState.RETURNED)
    assert (move.person, move.reason, move.note, move.entered_by, move.at) == (
        "Lab A",
        "fever",
        "cold chain kept",
        "Anna",
        life.at(11, "09:10"),
    )


@pytest.mark.parametrize("to", ["returned", "discarded"])
def test_what_goes_back_goes_back_for_a_reason(ready, to):
    answer = life.dose_moved(ready, 1, to, time="09:10", person="")
    assert life.problems(answer) == {("reason", "needs_text"), ("person", "missing")}


def test_nothing_is_issued_before_its_lot_is_released(harvested):
    dose_id = life.dose_added(harvested, 1)
    assert life.problems(life.dose_moved(harvested, dose_id)) == {("to", "not_released")}


def test_nothing_is_issued_from_the_minute_it_expires_on(ready):
    bag = life.bag("P-2", expires=life.at(11, "09:20"))
    dose_id = life.dose_added(ready, 1, bag, sure=True)
    (problem,) = life.dose_moved(ready, dose_id, time="09:20").problems
    assert (problem.code, problem.detail) == (FieldCode.EXPIRED, "2026-03-11 09:20")
    life.saved(life.dose_moved(ready, dose_id, time="09:19"))


def test_nothing_is_issued_while_something_holds_it(ready):
    dose_id = life.dose_added(ready, 1, life.bag("P-2"))
    form = HoldForm(PATIENT, "fever", "38.6", "Nurse A")
    life.saved(product.place_hold(ready, form))
    (problem,) = life.dose_moved(ready, dose_id, time="09:20").problems
    assert (problem.code, problem.detail) == (FieldCode.ON_HOLD, "fever")


def test_a_dose_that_went_back_is_not_issued_beside_the_one_in_its_place(ready):
    life.saved(life.dose_moved(ready, 1, "returned", reason="fever", time="09:10"))
    item_id = life.item_of(ready, PATIENT)
    other = life.dose_added(ready, 1, life.bag("P-2"), item_id=item_id)
    (problem,) = life.dose_moved(ready, 1, time="09:20").problems
    assert (problem.code, problem.detail) == (FieldCode.INFUSION_TAKEN, "P-2")
    life.saved(life.dose_moved(ready, other, time="09:20"))


def test_a_dose_that_is_none_moves_nowhere(ready):
    assert life.dose_moved(ready, 99).refused.codes == ["unknown_item"]
    assert lots.lot(ready.store, 99) is None


def test_a_time_that_cannot_be_is_refused(ready):
    assert life.problems(life.dose_moved(ready, 1, "returned", reason="x", time="08:59")) == {
        ("time", "before_earlier")
    }


def test_a_dose_recorded_as_given_stays_where_it_was_given(ready):
    item_id = life.item_of(ready, PATIENT)
    life.saved(record_given(ready, GivenForm(item_id, life.NK1_DAY.isoformat())))
    second = life.item_of(ready, PATIENT, life.NK2)
    assert life.problems(life.reserved(ready, 1, second)) == {("dose_id", "dose_given")}
    answer = life.dose_moved(ready, 1, "returned", reason="fever", time="09:10")
    assert life.problems(answer) == {("to", "dose_given")}
