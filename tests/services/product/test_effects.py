"""What a change of a plan does to reserved doses, seen before it is saved."""

from datetime import timedelta

from nkdesk.model.readiness import Go, GoCode
from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.change_forms import CauseForm, CeaseForm, MoveForm
from nkdesk.services.changes import preview_cease, preview_move
from nkdesk.services.ward_replacing import replacement_preview, replacement_question, solve
from tests.services.product import life
from tests.services.product.conftest import PATIENT


def moved(desk, days, address=life.NK1):
    item_id = life.item_of(desk, PATIENT, address)
    to = life.NK1_DAY + timedelta(days=days)
    form = MoveForm(
        item_id,
        to.isoformat(),
        "everything_after",
        CauseForm("infection"),
        deviation=True,
        physician="Dr Orlova",
    )
    return preview_move(desk, form)


def test_a_deferral_past_the_expiry_says_so_before_it_is_saved(ready):
    (effect,) = moved(ready, 1).products
    assert (effect.address, effect.expires) == ("C1/NK1", life.at(11, "14:30"))
    assert effect.new_day == life.NK1_DAY + timedelta(days=1)
    assert (effect.before.go, effect.after.go) == (Go.GO, Go.NO_GO)
    assert GoCode.EXPIRES_BEFORE in {one.code for one in effect.after.reasons}


def test_a_dose_that_keeps_stays_go(ready):
    bag = life.bag("P-2", expires=life.at(31, "12:00"))
    life.saved(life.dose_moved(ready, 1, "discarded", reason="bag broke", time="09:10"))
    dose_id = life.dose_added(ready, 1, bag, item_id=life.item_of(ready, PATIENT))
    life.saved(life.dose_moved(ready, dose_id, time="09:20"))
    (effect,) = moved(ready, 1).products
    assert (effect.before.go, effect.after.go) == (Go.GO, Go.GO)


def test_infusions_without_a_dose_and_those_that_stay_have_no_effect(ready):
    assert [one.address for one in moved(ready, 1).products] == ["C1/NK1"]
    assert moved(ready, 0).products == ()


def test_a_dose_of_an_infusion_that_is_given_up_is_left_over(ready):
    form = CeaseForm(life.item_of(ready, PATIENT), CauseForm("progression"))
    (effect,) = preview_cease(ready, form).products
    assert (effect.after, effect.new_day) == (None, life.NK1_DAY)
    assert effect.before.go is Go.GO


def test_a_change_that_is_refused_has_no_effect(ready):
    assert preview_move(ready, MoveForm(999, "2026-03-12", "only")).products == ()


def test_a_plan_without_doses_has_no_effect(planned):
    assert moved(planned, 1).products == ()


def test_placing_the_ward_anew_tells_what_becomes_of_the_doses(ready):
    lost = LabDayForm("nk_lab", life.NK1_DAY.isoformat(), "closed", note="hood broken")
    question = replacement_question(ready, (lost,))
    preview = replacement_preview(ready, solve(question, lambda _progress: True))
    (patient,) = preview.patients
    (effect,) = patient.products
    assert (effect.address, effect.after.go) == ("C1/NK1", Go.NO_GO)
