"""The product of a protocol from plain JSON values, as ``protocol_tree`` writes them."""

from decimal import Decimal
from typing import Any

from nkdesk.model.product_rules import Limit, ProductRules, ReleaseTest, Vital, VitalLimit
from nkdesk.model.words import Words


def product_of(tree: dict[str, Any]) -> ProductRules:
    """Return the product of plain JSON values; KeyError, TypeError or ValueError if it is none."""
    return ProductRules(
        **tree
        | {
            "title": Words(**tree["title"]),
            "dose_min": Decimal(tree["dose_min"]),
            "dose_max": Decimal(tree["dose_max"]),
            "vitals": tuple(tree["vitals"]),
            "after_end": tuple(tree["after_end"]),
            "tests": tuple(_test(row) for row in tree["tests"]),
            "limits": tuple(_limit(row) for row in tree["limits"]),
        }
    )


def _test(row: dict[str, Any]) -> ReleaseTest:
    return ReleaseTest(
        **row
        | {
            "title": Words(**row["title"]),
            "limit": None if row["limit"] is None else Limit(row["limit"]),
            "bound": _number(row["bound"]),
            "answers": tuple(row["answers"]),
        }
    )


def _limit(row: dict[str, Any]) -> VitalLimit:
    exact = {side: _number(row[side]) for side in ("low", "high")}
    return VitalLimit(**row | {"vital": Vital(row["vital"])} | exact)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
