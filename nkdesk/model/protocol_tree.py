"""A protocol as plain JSON values and back; laid out as in the protocol file, defaults spelled out.

Decimals are written as text without trailing zeros, never as floats; every text is NFC.
"""

import unicodedata
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from nkdesk.model.criterion import (
    AgeTest,
    Comparison,
    ConsentTest,
    Criterion,
    CriterionKind,
    CriterionSource,
    FieldTest,
    Join,
    JudgementTest,
    ObservationTest,
    Recheck,
    ScopedTest,
    Test,
    Who,
)
from nkdesk.model.product_tree import product_of
from nkdesk.model.protocol import (
    Anchor,
    Arm,
    CalendarRules,
    DoseBasis,
    DoseCondition,
    DoseRule,
    Gap,
    Item,
    ItemKind,
    Protocol,
    ProtocolStatus,
    Window,
)
from nkdesk.model.words import Words

FORMAT = 1
"""The format of protocol files this program reads and of the content it writes."""

Tree = dict[str, "Tree"] | list["Tree"] | str | int | None
_SECTIONS = {
    "anchors": "anchor",
    "calendars": "calendar",
    "arms": "arm",
    "items": "item",
    "gaps": "gap",
    "criteria": "criterion",
}
_PRODUCT = "product"
_TESTS: dict[str, type[Test]] = {
    "observation": ObservationTest,
    "field": FieldTest,
    "age": AgeTest,
    "consent": ConsentTest,
    "judgement": JudgementTest,
}
_TEST_NAMES = {kind: name for name, kind in _TESTS.items()}
_FILE_NAMES = {"start": "from", "end": "to", "doses": "dose"}


def plain(number: Decimal) -> str:
    """Return a number as a ward reads it: no exponent, no trailing zero (``1``, never ``1.0``)."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tree_of(protocol: Protocol) -> Tree:
    """Return a protocol as plain JSON values; a protocol without a product says nothing of one."""
    head = {
        field.name: branch(getattr(protocol, field.name))
        for field in fields(protocol)
        if field.name not in _SECTIONS and field.name != _PRODUCT
    }
    rows = {key: branch(getattr(protocol, name)) for name, key in _SECTIONS.items()}
    product = {} if protocol.product is None else {_PRODUCT: branch(protocol.product)}
    return {"format": FORMAT, "protocol": head, **rows, **product}


def protocol_of(tree: dict[str, Any]) -> Protocol:
    """Return the protocol of plain JSON values; KeyError, TypeError or ValueError if it is none."""
    head = dict(tree["protocol"])
    return Protocol(
        **head
        | {
            "status": ProtocolStatus(head["status"]),
            "title": Words(**head["title"]),
            "sources": tuple(head["sources"]),
        },
        anchors=tuple(Anchor(**row | _titled(row)) for row in tree["anchor"]),
        calendars=tuple(_calendar(row) for row in tree["calendar"]),
        arms=tuple(
            Arm(**row | _titled(row) | {"disease_groups": tuple(row["disease_groups"])})
            for row in tree["arm"]
        ),
        items=tuple(_item(row) for row in tree["item"]),
        gaps=tuple(_gap(row) for row in tree["gap"]),
        criteria=tuple(criterion_of(row) for row in tree["criterion"]),
        product=product_of(tree[_PRODUCT]) if _PRODUCT in tree else None,
    )


def branch(value: object) -> Tree:
    """Return one value of a protocol, or one row of it, as plain JSON values."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, frozenset | tuple):
        members = [branch(member) for member in value]
        return members if isinstance(value, tuple) else sorted(members, key=str)
    if isinstance(value, int) or value is None:
        return value
    return _table(value)


def _table(value: object) -> Tree:
    if not is_dataclass(value) or isinstance(value, type):
        message = f"A protocol holds no {type(value).__name__}."
        raise TypeError(message)
    table: dict[str, Tree] = {
        _FILE_NAMES.get(field.name, field.name): branch(getattr(value, field.name))
        for field in fields(value)
    }
    if isinstance(value, ScopedTest):
        table["shape"] = _TEST_NAMES[type(value.test)]
    return table


def _titled(row: dict[str, Any]) -> dict[str, Words]:
    return {"title": Words(**row["title"])}


def _calendar(row: dict[str, Any]) -> CalendarRules:
    return CalendarRules(**row | {"closed_weekdays": frozenset(row["closed_weekdays"])})


def _item(row: dict[str, Any]) -> Item:
    lists = {key: tuple(row[key]) for key in ("arms", "cycles", "days", "times")}
    rest = {key: row[key] for key in row if key != "dose"}
    return Item(
        **rest
        | _titled(row)
        | lists
        | {
            "kind": ItemKind(row["kind"]),
            "window": None if row["window"] is None else Window(**row["window"]),
            "doses": tuple(_dose(rule) for rule in row["dose"]),
        }
    )


def _dose(row: dict[str, Any]) -> DoseRule:
    return DoseRule(
        **row
        | {
            "basis": DoseBasis(row["basis"]),
            "amount": Decimal(row["amount"]),
            "when": None if row["when"] is None else _condition(row["when"]),
        }
    )


def _condition(row: dict[str, Any]) -> DoseCondition:
    exact = ("weight_below_kg", "weight_from_kg", "bsa_below_m2")
    limits = {key: None if row[key] is None else Decimal(row[key]) for key in exact}
    return DoseCondition(**row | limits)


def _gap(row: dict[str, Any]) -> Gap:
    return Gap(row["from"], row["to"], row["min"], row["max"], example=row["example"])


def criterion_of(row: dict[str, Any]) -> Criterion:
    """Return the criterion of plain JSON values; KeyError, TypeError or ValueError if none."""
    return Criterion(
        **row
        | {
            "who": Who(row["who"]),
            "kind": CriterionKind(row["kind"]),
            "text": Words(**row["text"]),
            "source": CriterionSource(row["source"]),
            "recheck": Recheck(row["recheck"]),
            "join": Join(row["join"]),
            "tests": tuple(_scoped(test) for test in row["tests"]),
        }
    )


def _scoped(row: dict[str, Any]) -> ScopedTest:
    test = dict(row["test"])
    if row["shape"] == "observation":
        comparison = Comparison(test["comparison"])
        test["comparison"] = comparison
        if comparison is not Comparison.EQUALS:
            test["value"] = Decimal(test["value"])
    elif row["shape"] == "field":
        test["one_of"] = tuple(test["one_of"])
    return ScopedTest(_TESTS[row["shape"]](**test), row["sex"], row["from_age_years"])
