"""Rules that cannot hold together: a smallest such set, or one without a rule too many.

A set from which no rule can be left out is found first, by halves. Source: Junker 2004,
QuickXplain.

Then a smaller one is looked for. Every set of rules whose removal makes the rest possible must be
hit by each conflict. So the smallest set that hits all such removals found so far is tried; where
it can still hold, it is grown until nothing more can hold with it, which shows one removal more.
Where it cannot, it is a smallest conflict. Source: Ignatiev, Previti, Liffiton and Marques-Silva
2015, smallest unsatisfiable subsets.

Removals that share no rule show how many rules a conflict has at least. Beyond COUNTED rules a
smaller set is no longer looked for: twenty infusions in a row that are one day short involve
forty rules. Nor is it looked for any longer than EFFORT allows, which only many infusions with
many contradictions use up.
"""

from collections.abc import Callable, Iterator, Sequence

from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler.rules import Rule
from nkdesk.scheduler.tries import Tries, TriesSpentError

COUNTED = 6
"""The largest conflict that is always a smallest one."""
EFFORT = 200_000
"""What looking for a smaller conflict may cost: about a second."""
HIT = 10
"""What looking at one partial hit costs."""
UNCOUNTED = 1 << 40

Rules = frozenset[Rule]
Possible = Callable[[Rules], bool]
"""Whether some rules can hold together; TriesSpentError when that cannot be said."""

_TELLING = (
    RuleCode.GAP_TOO_SHORT,
    RuleCode.GAP_TOO_LONG,
    RuleCode.OUTSIDE_WINDOW,
    RuleCode.ORDER,
    RuleCode.SAME_DAY,
    RuleCode.CLOSED_DAY,
    RuleCode.OVER_CAPACITY,
)
"""What is rather named in a conflict."""
_FIRM = (*_TELLING[3:], *_TELLING[:3])
"""What is rather kept in a removal: with the order of the infusions little is left to try."""


def find_conflict(
    rules: Sequence[Rule], possible: Possible, cost: int, effort: int = EFFORT
) -> tuple[Rule, ...]:
    """Return rules that cannot hold together, always the same, in the order of ``rules``.

    All ``rules`` together must be impossible, and something must be possible without any of them.
    The answer is a smallest such set when that has up to COUNTED rules and is found with the
    ``effort`` allowed, each question costing ``cost``. Else it is a set from which no rule can be
    left out, as far as ``possible`` can say.
    """
    known = _Known(possible, cost)
    telling = sorted(rules, key=lambda rule: _rank(rule, _TELLING))
    found = frozenset(_needed(frozenset(), telling, known))
    if len(found) > 1:
        known.tries = Tries(effort)
        firm = sorted(rules, key=lambda rule: _rank(rule, _FIRM))
        found = _smallest(firm, min(len(found) - 1, COUNTED), known) or found
    return tuple(rule for rule in rules if rule in found)


def _rank(rule: Rule, codes: Sequence[RuleCode]) -> tuple[int, int]:
    """Return what rules are sorted by: their code, then neighbours first."""
    return codes.index(rule.code), abs(rule.second - rule.first)


class _Known:
    """What is known to be possible or impossible, asked before anything is tried."""

    def __init__(self, possible: Possible, cost: int) -> None:
        self._possible = possible
        self._cost = cost
        self.tries = Tries(UNCOUNTED)
        self._held: list[Rules] = []
        self._failed: list[Rules] = []

    def possible(self, tried: Rules) -> bool | None:
        """Whether some rules can hold together, None when that cannot be said."""
        if any(tried <= held for held in self._held):
            return True
        if any(failed <= tried for failed in self._failed):
            return False
        self.tries.spend(self._cost)
        try:
            possible = self._possible(tried)
        except TriesSpentError:
            return None
        (self._held if possible else self._failed).append(tried)
        return possible


def _needed(base: Rules, rules: Sequence[Rule], known: _Known) -> Sequence[Rule]:
    """Return those of ``rules`` that are needed for a conflict with ``base``, the first if any."""
    if len(rules) == 1:
        return rules
    half = len(rules) // 2
    first, second = rules[:half], rules[half:]
    needed: Sequence[Rule] = ()
    if known.possible(base.union(first)) is not False:
        needed = _needed(base.union(first), second, known)
        if known.possible(base.union(needed)) is False:
            return needed
    return [*_needed(base.union(needed), first, known), *needed]


def _smallest(rules: Sequence[Rule], most: int, known: _Known) -> Rules | None:
    """Return a smallest conflict of up to ``most`` rules, None when none is found."""
    try:
        removals = _separate_removals(rules, most, known)
        while (tried := _smallest_hit(removals, most, known.tries)) is not None:
            possible = known.possible(tried)
            if not possible:
                return tried if possible is False else None
            removals.append(_removal(rules, tried, known))
    except TriesSpentError:
        pass
    return None


def _separate_removals(rules: Sequence[Rule], most: int, known: _Known) -> list[Sequence[Rule]]:
    """Return removals of which no two share a rule, until a conflict needs more than ``most``."""
    removals: list[Sequence[Rule]] = []
    hit: Rules = frozenset()
    while len(removals) <= most and known.possible(hit):
        removals.append(_removal(rules, hit, known))
        hit = hit.union(removals[-1])
    return removals


def _removal(rules: Sequence[Rule], kept: Rules, known: _Known) -> Sequence[Rule]:
    """Return the rules left out by a largest set that can hold and contains ``kept``."""
    kept = _grown(kept, rules, known)
    return [rule for rule in rules if rule not in kept]


def _grown(kept: Rules, rules: Sequence[Rule], known: _Known) -> Rules:
    """Add as many of ``rules`` as can hold with those kept, by halves."""
    if known.possible(kept.union(rules)):
        return kept.union(rules)
    if len(rules) == 1:
        return kept
    half = len(rules) // 2
    return _grown(_grown(kept, rules[:half], known), rules[half:], known)


def _smallest_hit(removals: Sequence[Sequence[Rule]], most: int, tries: Tries) -> Rules | None:
    """Return a smallest set that shares a rule with every removal, None above ``most`` rules."""
    for size in range(most + 1):
        hit = next(_hits(removals, frozenset(), size, tries), None)
        if hit is not None:
            return hit
    return None


def _hits(
    removals: Sequence[Sequence[Rule]], hit: Rules, left: int, tries: Tries
) -> Iterator[Rules]:
    tries.spend(HIT)
    missed = [removal for removal in removals if not hit.intersection(removal)]
    if not missed:
        yield hit
    elif _separate(missed) <= left:
        for rule in missed[0]:
            yield from _hits(missed, hit | {rule}, left - 1, tries)


def _separate(removals: Sequence[Sequence[Rule]]) -> int:
    """Count removals of which no two share a rule: each needs a rule of its own."""
    seen: set[Rule] = set()
    count = 0
    for removal in removals:
        if seen.isdisjoint(removal):
            seen.update(removal)
            count += 1
    return count
