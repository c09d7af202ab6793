"""Orders of cells: per kg and in total, by a dated weight; slips stopped, doubts asked about."""

import pytest

from nkdesk.services import product
from nkdesk.services.forms import FieldCode, GivenForm
from nkdesk.services.product_forms import WeightForm
from nkdesk.services.record import record_given
from nkdesk.store import orders, patients
from nkdesk.store.journal import newest_step
from tests.services.gate.story import leave_study
from tests.services.product import life
from tests.services.product.conftest import PATIENT


def order(desk, address=life.NK1, **typed):
    return life.ordered(desk, life.item_of(desk, PATIENT, address), **typed)


def test_an_order_keeps_both_amounts_the_weight_and_who_ordered(planned):
    life.saved(order(planned, per_kg="40", total="980"))
    (kept,) = orders.newest_orders(planned.store, PATIENT)
    assert (kept.per_kg, kept.total, kept.weight.grams) == (40_000, 980_000, 24_500)
    assert (kept.physician, kept.entered_by, kept.address) == ("Dr Orlova", "Anna", life.NK1)
    assert kept.at == planned.clock.now()


@pytest.mark.parametrize(
    ("per_kg", "total", "detail"),
    [
        ("40", "9800", "980 tenfold_more"),
        ("40", "98", "980 tenfold_less"),
        ("40", "98000", "980 hundredfold_more"),
        ("40", "0.98", "980 thousandfold_less"),
        ("40", "40", "980 per_kg_as_total"),
        ("40", "444,5", "980 pounds"),
        ("40", "700", "980"),
    ],
)
def test_amounts_that_disagree_stop_an_order_however_sure(planned, per_kg, total, detail):
    answer = order(planned, per_kg=per_kg, total=total, sure=True, note="sure")
    found = [one for one in answer.problems if one.code is FieldCode.AMOUNTS_DISAGREE]
    assert [(one.field, one.detail) for one in found] == [("total", detail)]
    assert orders.newest_orders(planned.store) == ()


def test_a_tenfold_dose_said_consistently_is_stopped_by_the_range(planned):
    answer = order(planned, per_kg="400", total="9800", sure=True, note="sure")
    assert [(one.code, one.detail) for one in answer.problems] == [
        (FieldCode.DOSE_OUT_OF_RANGE, "30-100 tenfold_more")
    ]


def test_a_dose_a_little_out_of_range_asks_and_needs_a_reason(planned):
    asked = order(planned, per_kg="25", total="612.5")
    assert [(one.code, one.detail) for one in asked.problems] == [
        (FieldCode.DOSE_OUT_OF_RANGE, "30-100")
    ]
    unexplained = order(planned, per_kg="25", total="612.5", sure=True)
    assert life.problems(unexplained) == {("note", "needs_text")}
    life.saved(order(planned, per_kg="25", total="612.5", sure=True, note="few cells grew"))
    assert newest_step(planned.store).why == "few cells grew"


def test_an_order_unlike_the_one_before_asks(planned):
    life.saved(order(planned))
    asked = order(planned, life.NK2, per_kg="60", total="1470")
    assert [(one.code, one.detail) for one in asked.problems] == [(FieldCode.UNLIKE_PREVIOUS, "40")]
    life.saved(order(planned, life.NK2, per_kg="60", total="1470", sure=True, note="dose 2"))


def test_the_newest_order_counts_and_the_first_stays(planned):
    life.saved(order(planned))
    life.saved(order(planned, per_kg="45", total="1102.5"))
    assert [one.per_kg for one in orders.newest_orders(planned.store)] == [45_000]
    assert len(orders.orders_of_item(planned.store, PATIENT, life.NK1)) == 2


@pytest.mark.parametrize(("days", "asks"), [(14, False), (15, True)])
def test_an_old_weight_asks(planned, days, asks):
    weighed = planned.clock.today()
    planned.clock.moment = planned.clock.moment.replace(month=3, day=days - 12)
    assert (planned.clock.today() - weighed).days == days
    answer = order(planned)
    if asks:
        (problem,) = answer.problems
        assert (problem.field, problem.code) == ("per_kg", FieldCode.WEIGHT_OLD)
        assert problem.detail == "24.5 kg 2026-02-16"
    else:
        life.saved(answer)


def test_a_weight_changed_since_the_last_order_asks(planned):
    life.saved(order(planned))
    life.weighed(planned, PATIENT, "27,5")
    answer = order(planned, life.NK2, per_kg="40", total="1100")
    assert [(one.code, one.detail) for one in answer.problems] == [
        (FieldCode.WEIGHT_CHANGED, "27.5 kg 2026-02-16")
    ]


def test_without_a_weight_nothing_can_be_ordered_per_kg(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2, weight="", weight_on="")
    item_id = life.item_of(planned, other)
    assert ("per_kg", "no_weight") in life.problems(life.ordered(planned, item_id))
    life.weighed(planned, other, "24,5")
    life.saved(life.ordered(planned, item_id))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"per_kg": ""}, ("per_kg", "missing")),
        ({"per_kg": "4e1"}, ("per_kg", "not_a_number")),
        ({"per_kg": "1 000"}, ("per_kg", "not_a_number")),
        ({"total": "1,520"}, ("total", "thousands")),
        ({"per_kg": "-40"}, ("per_kg", "not_a_number")),
        ({"total": "0"}, ("total", "out_of_range")),
        ({"total": "100000.1"}, ("total", "out_of_range")),
        ({"physician": " "}, ("physician", "missing")),
    ],
)
def test_what_is_no_amount_is_refused_beside_its_field(planned, typed, problem):
    assert problem in life.problems(order(planned, **typed))


def test_only_an_open_infusion_takes_an_order(ready):
    chemo = next(one for one in life.items(ready, PATIENT) if one.item.kind == "chemo")
    assert life.ordered(ready, chemo.item_id).refused.codes == ["unknown_item"]
    assert life.ordered(ready, 9999).refused.codes == ["unknown_item"]
    item_id = life.item_of(ready, PATIENT)
    life.saved(record_given(ready, GivenForm(item_id, life.NK1_DAY.isoformat())))
    assert life.ordered(ready, item_id).refused.codes == ["already_closed"]
    leave_study(ready, PATIENT)
    assert order(ready, life.NK2).refused.codes == ["off_study"]


def weigh(desk, weight, on="2026-02-16", patient_id=PATIENT, *, sure=False):
    return product.record_weight(desk, WeightForm(patient_id, weight, on, sure))


@pytest.mark.parametrize(
    ("weight", "detail"),
    [
        ("245", "24.5 kg 2026-02-16"),
        ("2,45", "24.5 kg 2026-02-16"),
        ("54", "24.5 kg 2026-02-16"),
        ("28", "24.5 kg 2026-02-16"),
    ],
)
def test_a_weight_far_from_the_one_before_asks(planned, weight, detail):
    (problem,) = weigh(planned, weight).problems
    assert (problem.field, problem.code) == ("weight", FieldCode.WEIGHT_CHANGED)
    assert problem.detail.startswith(detail)
    life.saved(weigh(planned, weight, sure=True))


def test_a_weight_is_saved_with_its_day(planned):
    life.saved(weigh(planned, "25,1"))
    newest = patients.weights(planned.store, PATIENT)[0]
    assert (newest.grams, newest.on) == (25_100, planned.clock.today())
    assert newest_step(planned.store).what == "weight"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"weight": ""}, ("weight", "missing")),
        ({"weight": "1"}, ("weight", "out_of_range")),
        ({"weight": "24.5", "on": "2026-02-17"}, ("on", "in_future")),
        ({"weight": "24.5", "on": "2016-05-31"}, ("on", "before_birth")),
    ],
)
def test_a_weight_that_cannot_be_is_refused(planned, typed, problem):
    assert problem in life.problems(weigh(planned, **typed))


def test_nobody_is_weighed_who_is_not_there(planned):
    assert weigh(planned, "24.5", patient_id=99).refused.codes == ["unknown_item"]


def test_the_first_weight_of_a_patient_asks_nothing(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2, weight="", weight_on="")
    life.saved(weigh(planned, "80", patient_id=other))
