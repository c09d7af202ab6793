"""GO, HOLD and NO-GO from what is stored: each reason, and every minute that decides."""

from datetime import timedelta

import pytest

from nkdesk.model.readiness import Go, GoCode
from nkdesk.services import evidence, product
from nkdesk.services.change_forms import CauseForm, MoveForm
from nkdesk.services.changes import move_item
from nkdesk.services.day_list import day_row, day_rows
from nkdesk.services.eligibility_models import DonorForm
from nkdesk.services.evidence import current_donor
from nkdesk.services.forms import GivenForm
from nkdesk.services.patient_page import patient_page
from nkdesk.services.product.readiness import product_lines
from nkdesk.services.product_forms import HoldForm, ReserveForm
from nkdesk.services.record import record_given
from nkdesk.services.steps import revision
from nkdesk.store import cycles, lots
from nkdesk.store import evidence as evidence_rows
from tests.services.gate.story import leave_study
from tests.services.product import life
from tests.services.product.conftest import PATIENT
from tests.services.product.given import begin

EXPIRES = life.at(11, "14:30")


def judged(desk, address=life.NK1, at=None, **typed):
    return product.readiness(desk, life.item_of(desk, PATIENT, address), at, **typed)


def levels(readiness):
    """Each reason with its level."""
    return {one.code: one.level for one in readiness.reasons}


def moved_to(desk, day, address=life.NK1, scope="everything_after"):
    """Move an infusion; a physician accepts what that breaks."""
    item_id = life.item_of(desk, PATIENT, address)
    cause = CauseForm("infection")
    typed = {"scope": scope, "deviation": True, "physician": "Dr Orlova"}
    form = MoveForm(item_id, day.isoformat(), cause=cause, **typed)
    return move_item(desk, form, revision(desk))


def corrected(desk, what, value):
    """Put a result of the donor right, on its own day."""
    donor = current_donor(desk, PATIENT)
    known = evidence_rows.observations(desk.store, PATIENT, donor.id)
    old = next(one for one in known if one.what == what)
    life.donor_result(desk, PATIENT, what, value, old.on, corrects=old.id, why="wrong sample")


def test_a_dose_that_is_released_in_date_and_issued_is_go(ready):
    found = judged(ready)
    assert found.go is Go.GO
    assert found.asks == ()
    assert levels(found) == {GoCode.TEST_OPEN: Go.GO, GoCode.EXPIRES_BEFORE: Go.GO}
    assert found.at == ready.clock.now()


def test_it_can_be_given_until_the_minute_before_it_expires_and_not_in_that_minute(ready):
    before = judged(ready, at=EXPIRES - timedelta(minutes=1))
    assert before.go is Go.GO
    for late in (timedelta(0), timedelta(minutes=1)):
        found = judged(ready, at=EXPIRES + late)
        assert (found.go, levels(found)[GoCode.EXPIRED]) == (Go.NO_GO, Go.NO_GO)
    assert judged(ready, at=EXPIRES - timedelta(seconds=1)).go is Go.GO


def test_it_is_computed_anew_by_the_clock_on_every_call(ready):
    assert judged(ready).go is Go.GO
    ready.clock.turn_to(life.NK1_DAY, "14:29")
    assert judged(ready).go is Go.GO
    ready.clock.turn_to(life.NK1_DAY, "14:30")
    assert judged(ready).go is Go.NO_GO


def test_no_product_no_donor_no_order(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2)
    found = product.readiness(planned, life.item_of(planned, other))
    assert found.go is Go.NO_GO
    assert {"no_donor", "no_product", "no_order"} <= life.codes_of(found)
    mine = judged(planned)
    assert "no_donor" not in life.codes_of(mine)


def test_a_donor_who_was_not_eligible_on_the_day_of_collection_is_no_go(ready):
    corrected(ready, "hbv", "positive")
    assert levels(judged(ready))[GoCode.DONOR_NOT_ELIGIBLE] is Go.NO_GO


def test_a_donor_of_whom_something_is_missing_is_hold(ready):
    donor = current_donor(ready, PATIENT)
    known = evidence_rows.observations(ready.store, PATIENT, donor.id)
    hiv = next(one for one in known if one.what == "hiv")
    form = life.strike(hiv.id)
    life.saved(evidence.strike_observation(ready, form))
    found = judged(ready)
    assert (found.go, levels(found)[GoCode.DONOR_INCOMPLETE]) == (Go.HOLD, Go.HOLD)


def test_the_donors_results_count_by_the_day_of_collection_not_by_today(ready):
    """Serology of four weeks ago was valid when the cells were taken, and stays so."""
    ready.clock.turn_to(life.NK1_DAY + timedelta(days=40))
    assert "donor_incomplete" not in life.codes_of(judged(ready))


def test_a_donor_is_judged_on_the_last_valid_day_and_not_on_the_next(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    taken = planned.clock.today()
    for late, expected in ((30, False), (31, True)):
        planned.clock.turn_to(taken + timedelta(days=late))
        number = f"L-{late}"
        lot_id = life.lot_opened(planned, PATIENT, number)
        life.saved(life.moved(planned, lot_id, "collected"))
        life.saved(life.moved(planned, lot_id, "expanding"))
        life.saved(life.moved(planned, lot_id, "harvested"))
        bag = life.bag(f"P-{late}", expires=life.at(31, "12:00"))
        address = {30: life.NK1, 31: life.NK2}[late]
        life.dose_added(planned, lot_id, bag, item_id=life.item_of(planned, PATIENT, address))
        found = life.codes_of(judged(planned, address))
        assert ("donor_incomplete" in found) is expected


def test_another_donor_than_the_lots_is_no_go(ready):
    form = DonorForm(PATIENT, "Мера", "Анна", "01.02.1990", "f", "mother")
    life.saved(evidence.save_donor(ready, form))
    assert levels(judged(ready))[GoCode.OTHER_DONOR] is Go.NO_GO


def test_a_lot_that_is_not_released_is_no_go(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    life.dose_added(planned, lot_id, item_id=life.item_of(planned, PATIENT))
    assert levels(judged(planned))[GoCode.NOT_RELEASED] is Go.NO_GO


def test_a_conditional_release_is_a_remark(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    life.dose_added(planned, lot_id, item_id=life.item_of(planned, PATIENT))
    life.saved(life.moved(planned, lot_id, "conditional", reason="no other cells", time="09:00"))
    found = levels(judged(planned))
    assert (found[GoCode.CONDITIONAL], found[GoCode.TEST_OPEN]) == (Go.GO, Go.GO)


def test_a_rejected_lot_is_no_go(ready):
    life.saved(life.moved(ready, 1, "rejected", reason="viability"))
    assert levels(judged(ready))[GoCode.REJECTED] is Go.NO_GO


def test_a_limit_per_kg_is_judged_by_the_weight_of_the_release(ready):
    """A child who lost weight since does not turn a passed lot into a failed one."""
    life.weighed(ready, PATIENT, "5")
    assert "test_failed" not in life.codes_of(judged(ready))


@pytest.mark.parametrize(
    ("to", "code"), [("returned", GoCode.RETURNED), ("discarded", GoCode.DISCARDED)]
)
def test_a_dose_that_went_back_is_no_go(ready, to, code):
    life.saved(life.dose_moved(ready, 1, to, reason="fever", time="09:10"))
    assert levels(judged(ready))[code] is Go.NO_GO


def test_a_dose_that_nobody_issued_asks(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    life.dose_added(planned, lot_id, item_id=life.item_of(planned, PATIENT))
    assert "not_issued" not in life.codes_of(judged(planned))
    planned.clock.turn_to(life.NK1_DAY)
    assert "not_issued" in {one.code for one in judged(planned).asks}


def held(desk, **typed):
    form = {"kind": "fever", "why": "38.6 since the night", "who": "Nurse A", **typed}
    return product.place_hold(desk, HoldForm(PATIENT, **form))


def test_a_hold_holds_until_its_minute_and_not_in_that_minute(ready):
    life.saved(held(ready, until_on="2026-03-11", until_at="12:00"))
    inside = judged(ready, at=life.at(11, "11:59"))
    assert (inside.go, levels(inside)[GoCode.ON_HOLD]) == (Go.HOLD, Go.HOLD)
    assert inside.reasons[0].hold.who == "Nurse A"
    assert judged(ready, at=life.at(11, "12:00")).go is Go.GO


def test_a_hold_of_another_lot_does_not_hold_this_one(ready):
    other = life.lot_opened(ready, PATIENT, "L-2")
    life.saved(held(ready, kind="product", lot_id=other))
    assert judged(ready).go is Go.GO
    life.saved(held(ready, kind="product", lot_id=1))
    assert judged(ready).go is Go.HOLD


def test_a_day_that_is_not_the_planned_one_is_hold_at_the_start(ready):
    life.saved(moved_to(ready, life.NK1_DAY + timedelta(days=1)))
    assert GoCode.NOT_THIS_DAY not in levels(judged(ready))
    assert levels(judged(ready, starting=True))[GoCode.NOT_THIS_DAY] is Go.HOLD


def test_an_infusion_that_is_overdue_is_hold(ready):
    ready.clock.turn_to(life.NK1_DAY + timedelta(days=1))
    assert levels(judged(ready))[GoCode.NOT_THIS_DAY] is Go.HOLD


def test_an_infusion_waits_for_the_one_before_it(ready):
    second = judged(ready, life.NK2)
    assert levels(second)[GoCode.EARLIER_OPEN] is Go.HOLD
    item_id = life.item_of(ready, PATIENT)
    life.saved(record_given(ready, GivenForm(item_id, life.NK1_DAY.isoformat())))
    assert GoCode.EARLIER_OPEN not in levels(judged(ready, life.NK2))
    assert judged(ready) is None


def test_a_rule_that_a_physician_accepted_holds_nothing(ready):
    saved = life.saved(moved_to(ready, life.NK1_DAY + timedelta(days=2), life.NK2, "only"))
    assert saved.deviations
    assert GoCode.RULE_BROKEN not in levels(judged(ready, life.NK2))


def test_a_rule_that_nobody_accepted_is_hold(ready):
    """A late first infusion leaves the second too near until a physician has looked at it."""
    ready.clock.turn_to(life.NK1_DAY + timedelta(days=4))
    item_id = life.item_of(ready, PATIENT)
    life.saved(record_given(ready, GivenForm(item_id, ready.clock.today().isoformat())))
    found = judged(ready, life.NK2)
    rules = [one.detail for one in found.reasons if one.code is GoCode.RULE_BROKEN]
    assert rules
    assert found.go is not Go.GO


@pytest.mark.parametrize(("late", "asks"), [(0, False), (1, True)])
def test_a_weight_older_than_the_protocol_allows_asks(planned, late, asks):
    life.weighed(planned, PATIENT, "24,5")
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    taken = life.NK1_DAY - timedelta(days=14 + late)
    planned.clock.turn_to(life.NK1_DAY)
    life.weighed(planned, PATIENT, "24,5", taken)
    found = judged(planned)
    assert (GoCode.WEIGHT_OLD in {one.code for one in found.asks}) is asks


@pytest.mark.parametrize(("grams", "asks"), [("26,95", False), ("27", True), ("22", True)])
def test_a_weight_changed_by_more_than_the_protocol_allows_asks(ready, grams, asks):
    life.weighed(ready, PATIENT, grams)
    found = {one.code for one in judged(ready).asks}
    assert (GoCode.WEIGHT_CHANGED in found) is asks


def test_no_weight_is_hold(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2, weight="", weight_on="")
    found = product.readiness(planned, life.item_of(planned, other))
    assert levels(found)[GoCode.NO_WEIGHT] is Go.HOLD


def test_a_dose_out_of_the_range_and_unlike_the_order_asks(planned):
    life.saved(life.ordered(planned, life.item_of(planned, PATIENT)))
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    item_id = life.item_of(planned, PATIENT)
    life.dose_added(planned, lot_id, life.bag(cells="600"), item_id=item_id, sure=True)
    found = {one.code for one in judged(planned).asks}
    assert {GoCode.DOSE_OUT_OF_RANGE, GoCode.LABEL_UNLIKE_ORDER} <= found


@pytest.mark.parametrize(("at", "thawed"), [("07:59", False), ("08:00", True)])
def test_a_frozen_bag_is_not_started_before_its_minute(planned, at, thawed):
    lot_id = life.lot_opened(planned, PATIENT)
    life.in_test(planned, lot_id)
    bag = life.bag(expires=life.at(31, "12:00"), thaw_on="2026-03-11", thaw_at="08:00")
    life.dose_added(planned, lot_id, bag, item_id=life.item_of(planned, PATIENT), form="frozen")
    planned.clock.turn_to(life.NK1_DAY, at)
    found = levels(judged(planned, at=planned.clock.now(), starting=True))
    assert (GoCode.NOT_THAWED_YET not in found) is thawed


def test_a_patient_who_left_the_study_gets_nothing(ready):
    leave_study(ready, PATIENT, life.NK1_DAY)
    assert judged(ready) is None  # the infusion is cancelled with the plan


def test_a_dose_that_is_being_infused_is_still_judged(ready):
    begin(ready, PATIENT, life.NK1)
    assert judged(ready).go is Go.GO


def test_only_open_infusions_of_a_protocol_with_a_product_are_judged(ready):
    entries = life.items(ready, PATIENT)
    found = product.readiness_of(ready, entries)
    infusions = {one.item_id for one in entries if one.item.kind == "infusion"}
    assert set(found) == infusions
    chemo = next(one for one in entries if one.item.kind == "chemo")
    assert product.readiness(ready, chemo.item_id) is None
    assert product.readiness(ready, 9999) is None
    assert product.readiness_of(ready, [chemo]) == {}
    assert product_lines(ready, [chemo]) == {}


def test_a_list_shows_the_product_the_order_and_the_weight(ready):
    (row,) = [one for one in day_rows(ready, life.NK1_DAY) if one.item.kind == "infusion"]
    assert row.product.lot.number == "L-1"
    assert row.product.order.total == 980_000
    assert row.product.weight.grams == 24500
    assert row.readiness.go is Go.GO
    assert day_row(ready, row.item_id) == row


def test_a_given_infusion_keeps_its_product_and_has_no_readiness(ready):
    item_id = life.item_of(ready, PATIENT)
    life.saved(record_given(ready, GivenForm(item_id, life.NK1_DAY.isoformat())))
    row = day_row(ready, item_id)
    assert (row.product.dose.bags[0].number, row.readiness) == ("P-1", None)


def test_without_an_order_a_list_shows_the_newest_weight(ready):
    entries = life.items(ready, PATIENT)
    second = life.item_of(ready, PATIENT, life.NK2)
    line = product_lines(ready, entries)[second]
    assert (line.dose, line.lot, line.order, line.weight.grams) == (None, None, None, 24500)


def test_the_patients_page_shows_the_same(ready):
    page = patient_page(ready, PATIENT)
    rows = {str(row.item.address): row for cycle in page.cycles for row in cycle.rows}
    assert rows["C1/NK1"].readiness.go is Go.GO
    assert rows["C1/NK1"].product.dose.id == 1
    chemo = next(row for row in rows.values() if row.item.kind == "chemo")
    assert (chemo.product, chemo.readiness, chemo.running) == (None, None, None)


def test_a_dose_reserved_anew_counts_instead_of_the_one_that_went_back(ready):
    life.saved(life.dose_moved(ready, 1, "returned", reason="fever", time="09:10"))
    bag = life.bag("P-2", expires=life.at(12, "08:00"))
    life.dose_added(ready, 1, bag, item_id=life.item_of(ready, PATIENT))
    found = judged(ready)
    assert "returned" not in life.codes_of(found)
    assert lots.lot(ready.store, 1).state == "released"
    assert len(cycles.cycles(ready.store, PATIENT)) == 1


def test_of_two_doses_the_one_that_went_back_never_counts_whatever_came_first(ready):
    bag = life.bag("P-2", expires=life.at(12, "08:00"))
    life.saved(product.reserve(ready, ReserveForm(1, None)))
    second = life.dose_added(ready, 1, bag, item_id=life.item_of(ready, PATIENT))
    life.saved(life.dose_moved(ready, second, "issued", time="09:10"))
    life.saved(life.dose_moved(ready, second, "returned", reason="fever", time="09:20"))
    life.saved(life.reserved(ready, 1, life.item_of(ready, PATIENT)))
    assert "returned" not in life.codes_of(judged(ready))
