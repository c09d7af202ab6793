"""Results against their tests: every limit at its boundary, per kilogram by a dated weight."""

from datetime import date
from decimal import Decimal

import pytest

from nkdesk.bedside.release import failed_tests, judge, open_tests, verdicts
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.patient import Weight
from nkdesk.model.product_rules import Limit, ProductRules, ReleaseTest
from nkdesk.model.words import Words
from tests.bedside.products import (
    CD3,
    ENDOTOXIN,
    GRAM,
    PASSED,
    RULES,
    STERILITY,
    WEIGHT,
    moment,
    result,
)

TRIAL = "NCT05272293"


def shipped_product() -> ProductRules:
    (product,) = [shipped.product for _, shipped, _ in shipped_protocols() if shipped.id == TRIAL]
    assert product is not None
    return product


@pytest.mark.parametrize(
    ("limit", "below", "at", "above"),
    [
        (Limit.BELOW, True, False, False),
        (Limit.AT_MOST, True, True, False),
        (Limit.ABOVE, False, False, True),
        (Limit.AT_LEAST, False, True, True),
    ],
)
def test_each_kind_of_limit_at_its_bound(
    limit: Limit, *, below: bool, at: bool, above: bool
) -> None:
    test = ReleaseTest("t", Words("t"), "%", limit, Decimal(70))
    said = [judge(test, result("t", Decimal(text))).passed for text in ("69.999", "70", "70.001")]

    assert said == [below, at, above]


@pytest.mark.parametrize(
    ("test_id", "passes", "fails"),
    [
        ("sterility", "negative", "positive"),
        ("gram", "no_organism", "organism"),
        ("culture", "no_growth", "growth"),
        ("endotoxin", "4.99", "5.00"),
        ("mycoplasma", "negative", "positive"),
        ("feeder", "0.099", "0.1"),
        ("cd3", "7.599", "7.6"),  # 0.2 million per kg at 38.0 kg
        ("purity", "70.1", "70.0"),
        ("hla", "same", "other"),
        ("potency", "20.1", "20"),
        ("viability", "70.1", "70"),
    ],
)
def test_each_published_limit_of_the_shipped_trial_at_its_bound(
    test_id: str, passes: str, fails: str
) -> None:
    """The release table of PMC4787300 (clinical facts §4)."""
    test = shipped_product().test(test_id)
    measured = test.limit is not None
    good, bad = (Decimal(text) if measured else text for text in (passes, fails))

    assert judge(test, result(test_id, good)).passed is True
    assert judge(test, result(test_id, bad)).passed is False


def test_only_sterility_comes_after_the_release() -> None:
    product = shipped_product()

    assert [test.id for test in product.tests if not test.at_release] == ["sterility"]
    assert len(product.tests) == 11


def test_a_limit_per_kg_is_compared_without_rounding() -> None:
    """At 9.999 kg the bound 0.2 is 1.9998 million in the dose, not 2.0."""
    weight = Weight(9_999, date(2026, 3, 11))
    said = [judge(CD3, result("cd3", Decimal(text)), weight) for text in ("1.9997", "1.9998")]

    assert [verdict.passed for verdict in said] == [True, False]
    assert said[1].per_kg == Decimal("0.2")


def test_a_limit_per_kg_is_judged_by_the_weight_given_else_by_the_one_stored() -> None:
    stored = result("cd3", Decimal("7.5"))

    assert judge(CD3, stored).passed is True
    assert judge(CD3, stored, Weight(37_000, date(2026, 3, 12))).passed is False


def test_a_limit_per_kg_without_a_weight_leaves_the_test_open_and_says_so() -> None:
    verdict = judge(CD3, result("cd3", Decimal(1), weight=None))

    assert (verdict.passed, verdict.unweighed) == (None, True)


def test_a_result_of_another_kind_leaves_the_test_open() -> None:
    assert judge(ENDOTOXIN, result("endotoxin", "negative")).passed is None
    assert judge(GRAM, result("gram", Decimal(1))).passed is None
    assert judge(GRAM, result("gram", "unclear")).passed is None


def test_a_test_without_a_result_is_open() -> None:
    assert judge(GRAM, None).passed is None
    assert open_tests(RULES, PASSED) == (STERILITY,)
    assert open_tests(RULES, ()) == RULES.tests


def test_a_failed_test_is_named() -> None:
    results = (*PASSED, result("sterility", "positive", id=4))

    assert failed_tests(RULES, results) == (STERILITY,)
    assert failed_tests(RULES, PASSED) == ()
    assert failed_tests(RULES, PASSED, Weight(4_000, WEIGHT.on)) == (CD3,)


def test_repeating_a_failed_test_does_not_wipe_it_out() -> None:
    first = result("gram", "seen", id=4)
    again = result("gram", "none", id=5, at=moment("11:00"))

    assert failed_tests(RULES, (again, first)) == (GRAM,)


def test_correcting_a_failed_test_does() -> None:
    first = result("gram", "seen", id=4)
    corrected = result("gram", "none", id=5, corrects=4)

    assert failed_tests(RULES, (corrected, first)) == ()


def test_of_two_results_that_pass_the_newest_is_shown() -> None:
    early = result("endotoxin", Decimal(1), id=4)
    late = result("endotoxin", Decimal(2), id=5, at=moment("11:00"))
    (verdict,) = [one for one in verdicts(RULES, (late, early)) if one.test is ENDOTOXIN]

    assert verdict.result == late
