"""Tests of a lot in words: the limit, the result, whether it passed, and what it was judged by."""

from decimal import Decimal
from typing import assert_never

from nkdesk.model.product import TestResult
from nkdesk.model.product_rules import Limit, ReleaseTest
from nkdesk.sheets.wording.amounts import per_kg_text
from nkdesk.sheets.wording.dates import day_clock_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.evidence import answer_text, unit_text
from nkdesk.sheets.wording.numbers import number_text
from nkdesk.sheets.wording.people import weight_text
from nkdesk.sheets.wording.translation import translate


def release_test_title(test: ReleaseTest) -> str:
    """Write what a test is called by its protocol."""
    title = spoken(test.title)
    return title[:1].upper() + title[1:]


def limit_text(test: ReleaseTest) -> str:
    """Write what passes: ``at least 70 %``, ``negative``; a bound per kg says so."""
    if test.limit is None or test.bound is None:
        return answer_text(test.passes)
    bound = per_kg_text(test.bound) if test.per_kg else _measured(test.bound, test.unit)
    return _bound_sentence(test.limit).format(bound)


def _bound_sentence(limit: Limit) -> str:
    match limit:
        case Limit.BELOW:
            text = translate("wording", "below {}")
        case Limit.AT_MOST:
            text = translate("wording", "at most {}")
        case Limit.ABOVE:
            text = translate("wording", "above {}")
        case Limit.AT_LEAST:
            text = translate("wording", "at least {}")
        case _:
            assert_never(limit)
    return text


def result_text(test: ReleaseTest, result: TestResult | None, per_kg: Decimal | None = None) -> str:
    """Write a result in the test's unit, per kg with the weight it was judged by; or that none is.

    ``per_kg`` are millions of cells per kg.
    """
    if result is None:
        return translate("wording", "no result yet")
    if not isinstance(result.value, Decimal):
        return answer_text(result.value)
    measured = _measured(result.value, test.unit)
    if per_kg is None:
        return measured
    sentence = translate("wording", "{measured} = {per_kg} ({weight})")
    judged_by = weight_text(result.weight)
    return sentence.format(measured=measured, per_kg=per_kg_text(per_kg), weight=judged_by)


def _measured(value: Decimal, unit: str) -> str:
    written = unit_text(unit).replace("10^6", "10⁶")
    return f"{number_text(value)} {written}".rstrip()


def passed_symbol(*, passed: bool | None) -> str:
    """Return the shape of how a test came out: hollow while it is open."""
    return {True: "✔", False: "✖", None: "○"}[passed]


def passed_text(*, passed: bool | None, at_release: bool = True) -> str:
    """Write how a test came out; of one that is open, whether release waits for it."""
    if passed is not None:
        return translate("wording", "Passed") if passed else translate("wording", "FAILED")
    if at_release:
        return translate("wording", "Open")
    return translate("wording", "Open, its result comes after release")


def reported_text(result: TestResult) -> str:
    """Say when the laboratory said so and who told it: ``Thu 12-Mar-2026 09:10, B. Lab``."""
    return f"{day_clock_text(result.at)}, {result.person}"
