"""Results of a lot's tests: read by the protocol's own tests, corrected, never overwritten."""

from decimal import Decimal

import pytest

from nkdesk.services import product
from nkdesk.store import lots
from tests.services.product import life
from tests.services.product.conftest import PATIENT


@pytest.fixture
def waiting(planned):
    """A lot in its tests, nothing known of it yet."""
    life.in_test(planned, life.lot_opened(planned, PATIENT))
    return planned


def entered(desk, test="endotoxin", value="0,5", **typed):
    return life.result_entered(desk, 1, test, value, **typed)


def test_a_measured_result_is_kept_exactly_with_who_and_when(waiting):
    life.saved(entered(waiting, note="second run"))
    (kept,) = lots.results(waiting.store, 1)
    assert (kept.test, kept.value, kept.person) == ("endotoxin", Decimal("0.5"), "Lab B")
    assert (kept.at, kept.note, kept.entered_by) == (life.at(8, "08:30"), "second run", "Anna")
    assert kept.weight is None


def test_a_result_per_kg_keeps_the_weight_it_is_judged_by(waiting):
    life.saved(entered(waiting, "cd3", "1.2"))
    (kept,) = lots.results(waiting.store, 1)
    assert kept.weight.grams == 24_500
    line = next(one for one in product.lot_view(waiting, 1).tests if one.test.id == "cd3")
    assert (line.passed, round(line.per_kg, 4)) == (True, Decimal("0.0490"))


def test_without_a_weight_a_result_per_kg_waits_for_one(planned, used_hash):
    other = life.enrolled(planned, used_hash, 2, weight="", weight_on="")
    life.donor_entered(planned, other, "Узор")
    lot_id = life.lot_opened(planned, other, "L-2")
    life.in_test(planned, lot_id)
    answer = life.result_entered(planned, lot_id, "cd3", "1.2")
    assert life.problems(answer) == {("value", "no_weight")}
    life.weighed(planned, other, "24,5")
    life.saved(life.result_entered(planned, lot_id, "cd3", "1.2"))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"test": "taste"}, ("test", "not_a_choice")),
        ({"test": ""}, ("test", "missing")),
        ({"value": ""}, ("value", "missing")),
        ({"value": "<0.5"}, ("value", "not_a_number")),
        ({"value": "-1"}, ("value", "not_a_number")),
        ({"test": "gram", "value": "0.5"}, ("value", "not_a_choice")),
        ({"test": "gram", "value": ""}, ("value", "missing")),
        ({"person": ""}, ("person", "missing")),
        ({"time": "09:31"}, ("time", "in_future")),
        ({"time": ""}, ("time", "missing")),
        ({"on": life.COLLECTED, "time": "07:59"}, ("time", "before_earlier")),
        ({"corrects": 99}, ("corrects", "not_a_choice")),
        ({"corrects": 99}, ("why", "needs_text")),
    ],
)
def test_a_result_that_cannot_be_is_refused_beside_its_field(waiting, typed, problem):
    assert problem in life.problems(entered(waiting, **typed))
    assert lots.results(waiting.store, 1) == ()


def test_a_result_is_corrected_with_why_and_stays_readable(waiting):
    life.saved(entered(waiting, value="6"))
    (wrong,) = lots.results(waiting.store, 1)
    life.saved(entered(waiting, value="0.6", corrects=wrong.id, why="a decimal point"))
    (kept,) = lots.results(waiting.store, 1)
    assert (kept.value, kept.corrects, kept.why) == (Decimal("0.6"), wrong.id, "a decimal point")
    assert len(product.lot_view(waiting, 1).results) == 2


def test_only_a_result_that_counts_and_of_the_same_test_is_corrected_by_another_value(waiting):
    life.saved(entered(waiting, value="6"))
    (wrong,) = lots.results(waiting.store, 1)
    why = {"corrects": wrong.id, "why": "a decimal point"}
    assert life.problems(entered(waiting, value="6.0", **why)) == {("value", "unchanged")}
    other = entered(waiting, "feeder", "0.01", **why)
    assert life.problems(other) == {("corrects", "not_a_choice")}
    life.saved(entered(waiting, value="0.6", **why))
    assert life.problems(entered(waiting, value="0.7", **why)) == {("corrects", "no_longer_counts")}


def test_a_result_of_no_lot_is_refused(waiting):
    answer = life.result_entered(waiting, 99, "endotoxin", "0.5")
    assert answer.refused.codes == ["unknown_item"]


def test_a_lot_that_was_not_collected_may_already_have_a_result(planned):
    lot_id = life.lot_opened(planned, PATIENT)
    life.saved(life.result_entered(planned, lot_id, "hla", "same"))
