"""Results of a lot held against the tests of the protocol. Source: ``[product]`` of the protocol.

Limits per kilogram are compared by multiplying, so that no division ever rounds a verdict.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from nkdesk.model.patient import Weight
from nkdesk.model.product import TestResult
from nkdesk.model.product_rules import Limit, ProductRules, ReleaseTest

_GRAMS_A_KILOGRAM = 1000
_HOLDS: Mapping[Limit, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {
        Limit.BELOW: lambda value, bound: value < bound,
        Limit.AT_MOST: lambda value, bound: value <= bound,
        Limit.ABOVE: lambda value, bound: value > bound,
        Limit.AT_LEAST: lambda value, bound: value >= bound,
    }
)


@dataclass(frozen=True, slots=True)
class TestVerdict:
    """What a result says: ``passed`` None while the test is open.

    It is open without a result, with a result that is none of the test's (a word where a number
    is measured), or, ``unweighed``, when a limit per kilogram has no weight to be judged by.
    ``per_kg`` is the result per kilogram, in the test's unit, to be shown.
    """

    __test__ = False  # a laboratory's test, not one of pytest's

    test: ReleaseTest
    result: TestResult | None
    passed: bool | None
    per_kg: Decimal | None = None
    unweighed: bool = False


def judge(
    test: ReleaseTest, result: TestResult | None, weight: Weight | None = None
) -> TestVerdict:
    """Hold one result against its test, per kilogram of ``weight``, else of the result's own."""
    if result is None:
        return TestVerdict(test, None, None)
    if test.limit is None or test.bound is None:
        known = result.value in test.answers
        return TestVerdict(test, result, result.value == test.passes if known else None)
    if not isinstance(result.value, Decimal):
        return TestVerdict(test, result, None)
    if test.per_kg:
        return _judge_per_kg(test, result, result.value, weight or result.weight)
    return TestVerdict(test, result, _HOLDS[test.limit](result.value, test.bound))


def verdicts(
    rules: ProductRules, results: Iterable[TestResult], weight: Weight | None = None
) -> tuple[TestVerdict, ...]:
    """Return a verdict for every test of the protocol, in its order.

    Corrected results do not count. Of several results of one test that stand, one that fails
    decides: repeating a test does not wipe out its failure, correcting it does.
    """
    standing = _standing(results)
    return tuple(_verdict(test, standing.get(test.id, ()), weight) for test in rules.tests)


def open_tests(
    rules: ProductRules, results: Iterable[TestResult], weight: Weight | None = None
) -> tuple[ReleaseTest, ...]:
    """Return the tests of which nothing can be said yet."""
    found = verdicts(rules, results, weight)
    return tuple(verdict.test for verdict in found if verdict.passed is None)


def failed_tests(
    rules: ProductRules, results: Iterable[TestResult], weight: Weight | None = None
) -> tuple[ReleaseTest, ...]:
    """Return the tests that did not pass."""
    found = verdicts(rules, results, weight)
    return tuple(verdict.test for verdict in found if verdict.passed is False)


def _judge_per_kg(
    test: ReleaseTest, result: TestResult, value: Decimal, weight: Weight | None
) -> TestVerdict:
    if weight is None or test.limit is None or test.bound is None:
        return TestVerdict(test, result, None, unweighed=True)
    passed = _HOLDS[test.limit](value * _GRAMS_A_KILOGRAM, test.bound * weight.grams)
    return TestVerdict(test, result, passed, value * _GRAMS_A_KILOGRAM / weight.grams)


def _standing(results: Iterable[TestResult]) -> dict[str, list[TestResult]]:
    """Return the results that nobody corrected, by test, the oldest first."""
    every = sorted(results, key=lambda result: (result.at, result.id))
    corrected = {result.corrects for result in every}
    standing: dict[str, list[TestResult]] = {}
    for result in every:
        if result.id not in corrected:
            standing.setdefault(result.test, []).append(result)
    return standing


def _verdict(
    test: ReleaseTest, standing: Iterable[TestResult], weight: Weight | None
) -> TestVerdict:
    newest = TestVerdict(test, None, None)
    for result in standing:
        newest = judge(test, result, weight)
        if newest.passed is False:
            break
    return newest
