"""The rules that can hold infusions apart from their targets, one by one, so each can be named."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler.layout import Layout, Slot

PREVIOUS = -1
"""Stands for the infusions of the cycle before in a rule of order."""


class Rule(NamedTuple):
    """One rule of a placement.

    ``first`` and ``second`` are infusions by number, ``first`` may be PREVIOUS in rules of two
    infusions; for the two gap rules ``first`` is the gap's number and ``second`` is unused.
    """

    code: RuleCode
    first: int
    second: int = 0


def rules_of(layout: Layout) -> tuple[Rule, ...]:
    """Return every rule of a layout, always in the same order."""
    return (*_gap_rules(layout), *_own_rules(layout), *_pair_rules(layout))


def numbered(layout: Layout) -> Iterator[tuple[int, Slot]]:
    """Yield the infusions with their numbers, in the order they must be given."""
    return iter(sorted(enumerate(layout.searched), key=lambda one: one[1].index))


def _own_rules(layout: Layout) -> Iterator[Rule]:
    for number, slot in numbered(layout):
        if slot.window is not None:
            yield Rule(RuleCode.OUTSIDE_WINDOW, number)
        yield Rule(RuleCode.CLOSED_DAY, number)
        yield Rule(RuleCode.OVER_CAPACITY, number)


def _pair_rules(layout: Layout) -> Iterator[Rule]:
    numbers = [PREVIOUS, *[number for number, _ in numbered(layout)]]
    for first, second in combinations(numbers, 2):
        yield Rule(RuleCode.SAME_DAY, first, second)
        yield Rule(RuleCode.ORDER, first, second)


def _gap_rules(layout: Layout) -> Iterator[Rule]:
    for number, gap in enumerate(layout.gaps):
        if gap.min is not None:
            yield Rule(RuleCode.GAP_TOO_SHORT, number)
        if gap.max is not None:
            yield Rule(RuleCode.GAP_TOO_LONG, number)
