"""What was done about a product, told at handover and in the patient's history with its numbers."""

from datetime import timedelta

from nkdesk.services import product
from nkdesk.services.handover import changes_since
from nkdesk.services.history import patient_history
from nkdesk.services.product_forms import HoldForm, LiftForm, ReserveForm
from nkdesk.services.step_products import ProductsOfSteps
from nkdesk.services.undo import undo, undo_offer
from nkdesk.store.journal import journal_rows
from nkdesk.ui.handover.words import what_words
from tests.services.product import life
from tests.services.product.conftest import PATIENT

LONG_AGO = life.at(1, "00:00") - timedelta(days=60)


def newest(desk):
    """How the newest step reads: words, numbers, what became of it, whose it was."""
    line = changes_since(desk, LONG_AGO).lines[0]
    return what_words(line), line.product.numbers, line.product.became, line.line.patient.id


def test_a_lot_that_moves_is_named_with_its_new_state(ready):
    life.saved(life.moved(ready, 1, "rejected", reason="viability"))
    assert newest(ready) == ("Move a lot on: L-1, Rejected", "L-1", "rejected", PATIENT)
    assert patient_history(ready, PATIENT)[0].item == "L-1"


def test_a_dose_is_named_by_its_bags(ready):
    life.saved(life.dose_moved(ready, 1, "returned", reason="fever", time="09:10"))
    assert newest(ready) == (
        "Issue, return or discard a dose: P-1, Returned",
        "P-1",
        "returned",
        PATIENT,
    )
    life.saved(product.reserve(ready, ReserveForm(1, None)))
    assert newest(ready)[0] == "Reserve a dose: P-1"


def test_a_dose_entered_is_named_once(ready):
    life.dose_added(ready, 1, life.bag("P-2"), life.bag("P-3"), sure=True)
    assert newest(ready)[0] == "Enter a dose of a lot: P-2, P-3"


def test_a_failed_test_names_its_lot(ready):
    life.saved(life.result_entered(ready, 1, "sterility", "positive"))
    assert newest(ready) == (
        "Enter a failed test of a lot in use: L-1",
        "L-1",
        "sterility",
        PATIENT,
    )


def test_a_hold_says_its_kind_with_a_lot_only_where_it_holds_one(ready):
    life.saved(product.place_hold(ready, HoldForm(PATIENT, "fever", "38.6", "Nurse A")))
    assert newest(ready)[0] == "Hold infusions back: fever"
    life.saved(product.lift_hold(ready, LiftForm(1, "Dr Orlova", "36.8")))
    assert newest(ready)[0] == "Lift a hold: fever"


def test_a_lot_that_was_taken_back_keeps_its_number_at_handover(planned):
    life.lot_opened(planned, PATIENT)
    undo(planned, undo_offer(planned).seq)
    assert newest(planned)[1] == "L-1"


def test_a_step_about_no_product_names_none(ready):
    life.weighed(ready, PATIENT, "24,5")
    assert newest(ready) == ("Enter a weight", "", "", PATIENT)


def test_of_a_step_about_several_patients_each_is_told_their_own(ready):
    seq = next(one.seq for one in changes_since(ready, LONG_AGO).lines if one.what == "open_lot")
    rows = journal_rows(ready.store, seq)
    told = ProductsOfSteps(ready, rows)
    assert told.told(rows, PATIENT).numbers == "L-1"
    assert told.told(rows, PATIENT + 1).numbers == ""
    nothing = ProductsOfSteps(ready, ())
    assert nothing.told((), PATIENT).numbers == ""
