"""A smallest set of rules that cannot hold together.

Method: every set of rules whose removal makes the rest possible must be hit by each conflict.
So the smallest set that hits all such removals found so far is tried; where it can still hold, the
days that prove it show one removal more. What is left when none is found is a smallest conflict.
Source: Ignatiev, Previti, Liffiton and Marques-Silva 2015, smallest unsatisfiable subsets.
"""

from collections.abc import Callable, Iterator, Sequence

from nkdesk.scheduler.rules import Rule

Satisfied = Callable[[frozenset[Rule]], frozenset[Rule] | None]
"""Tries some rules: None when they cannot hold together, else all rules some days satisfy."""


def smallest_conflict(rules: Sequence[Rule], satisfied: Satisfied) -> tuple[Rule, ...]:
    """Return a smallest conflicting set, always the same one, in the order of ``rules``."""
    removals: list[tuple[Rule, ...]] = []
    while True:
        tried = _smallest_hit(removals)
        kept = satisfied(tried)
        if kept is None:
            return tuple(rule for rule in rules if rule in tried)
        removals.append(_removal(rules, kept, satisfied))


def _removal(
    rules: Sequence[Rule], kept: frozenset[Rule], satisfied: Satisfied
) -> tuple[Rule, ...]:
    """Return the rules left out by a largest set that can hold and contains ``kept``."""
    left_out = []
    for rule in rules:
        if rule in kept:
            continue
        more = satisfied(kept | {rule})
        if more is None:
            left_out.append(rule)
        else:
            kept = more
    return tuple(left_out)


def _smallest_hit(removals: Sequence[tuple[Rule, ...]]) -> frozenset[Rule]:
    """Return a smallest set that shares a rule with every removal."""
    size = 0
    while True:
        hit = next(_hits(removals, frozenset(), size), None)
        if hit is not None:
            return hit
        size += 1


def _hits(
    removals: Sequence[tuple[Rule, ...]], hit: frozenset[Rule], left: int
) -> Iterator[frozenset[Rule]]:
    missed = next((removal for removal in removals if not hit.intersection(removal)), None)
    if missed is None:
        yield hit
    elif left:
        for rule in missed:
            yield from _hits(removals, hit | {rule}, left - 1)
