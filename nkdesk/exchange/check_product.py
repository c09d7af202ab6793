"""Checks of ``[product]``: its range, its plan, tests that can pass, limits that do not overlap.

Source: the protocol file format.
"""

from itertools import pairwise

from nkdesk.exchange.fault import KeyPath
from nkdesk.exchange.product_tables import ProductTable, ReleaseTestTable, VitalLimitTable
from nkdesk.exchange.sections import Sections

_MEASURED = ("limit", "bound", "unit", "per_kg")
_TOLD = ("passes", "answers")


def check_product(found: Sections) -> None:
    """Check the product, every test of a lot and every limit of a vital sign."""
    if found.product is not None:
        _check_range(found.product, found)
        _check_plan(found.product, found)
        if found.whole and not found.release_tests:
            remedy = "Add [[product.test]] with id, title and what passes."
            found.say(("product",), "The product has no test that could release it.", remedy)
    seen: set[str] = set()
    for place, test in found.release_tests.items():
        path: KeyPath = ("product", "test", place)
        if test.id in seen:
            found.say((*path, "id"), f"Another test has the id {test.id}.", "Choose another.")
        seen.add(test.id)
        _check_test(test, path, found)
    for place, limit in found.vital_limits.items():
        _check_limit(limit, ("product", "limit", place), found)
    _check_overlaps(found)


def _check_range(product: ProductTable, found: Sections) -> None:
    if product.dose_min > product.dose_max:
        problem = f"The range runs backwards, from {product.dose_min} to {product.dose_max}."
        found.say(("product", "dose_max"), problem, "Let dose_min be the smaller one.")


def _check_plan(product: ProductTable, found: Sections) -> None:
    for key, minutes in (("vitals", product.vitals), ("after_end", product.after_end)):
        for position, minute in enumerate(minutes):
            if minute in minutes[:position]:
                path = ("product", key, position)
                found.say(path, f"Minute {minute} is named twice.", "Name it once.")
    for position, minute in enumerate(product.after_end):
        if minute > product.observe_minutes:
            problem = f"Minute {minute} lies beyond the {product.observe_minutes} of observation."
            remedy = "Remove it, or let observe_minutes reach it."
            found.say(("product", "after_end", position), problem, remedy)


def _check_test(test: ReleaseTestTable, path: KeyPath, found: Sections) -> None:
    stated = test.model_fields_set
    measured = [key for key in _MEASURED if key in stated]
    told = [key for key in _TOLD if key in stated]
    if measured and told:
        problem = f"The test states both {measured[0]} and {told[0]}."
        remedy = "State limit, bound and unit for a number, or passes and answers for a word."
        found.say((*path, told[0]), problem, remedy)
    elif told:
        _need(path, ("passes", "answers"), stated, found)
        _check_answers(test, path, found)
    else:
        _need(path, ("limit", "bound", "unit"), stated, found)


def _need(path: KeyPath, keys: tuple[str, ...], stated: set[str], found: Sections) -> None:
    for key in keys:
        if key not in stated:
            problem = f"The test has no {key}: nothing says which result passes."
            remedy = "State limit, bound and unit for a number, or passes and answers for a word."
            found.say(path, problem, remedy)
            return


def _check_answers(test: ReleaseTestTable, path: KeyPath, found: Sections) -> None:
    answers = test.answers or []
    for position, answer in enumerate(answers):
        if answer in answers[:position]:
            found.say((*path, "answers", position), f"{answer} is named twice.", "Name it once.")
    if answers and test.passes is not None and test.passes not in answers:
        problem = f"{test.passes} is none of the answers."
        found.say((*path, "passes"), problem, f"Write one of: {', '.join(answers)}.")


def _check_limit(limit: VitalLimitTable, path: KeyPath, found: Sections) -> None:
    if limit.low is None and limit.high is None:
        found.say(path, "It states neither low nor high.", "State low, high or both.")
    elif limit.low is not None and limit.high is not None and limit.low >= limit.high:
        problem = f"Nothing lies between {limit.low} and {limit.high}."
        found.say((*path, "high"), problem, "Let low be the smaller one.")
    if limit.below_months is not None and limit.from_months >= limit.below_months:
        problem = f"No age is from {limit.from_months} and below {limit.below_months} months."
        found.say((*path, "below_months"), problem, "Let the lower limit come first.")


def _check_overlaps(found: Sections) -> None:
    """Refuse two limits of one vital sign at one age: nobody could say which holds."""
    ordered = sorted(found.vital_limits.items(), key=lambda row: (row[1].vital, row[1].from_months))
    for (_, before), (place, after) in pairwise(ordered):
        open_end = before.below_months is None or before.below_months > after.from_months
        if before.vital is after.vital and open_end:
            problem = f"Another limit of {after.vital} holds from {before.from_months} months on."
            path = ("product", "limit", place, "from_months")
            found.say(path, problem, "Let each begin where the one before ends (below_months).")
