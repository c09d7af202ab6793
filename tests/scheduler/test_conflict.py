"""The smallest conflict, on rules that are nothing but names."""

from itertools import combinations

import pytest

from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler.conflict import COUNTED, HIT, find_conflict
from nkdesk.scheduler.rules import Rule
from nkdesk.scheduler.tries import TriesSpentError

RULES = [Rule(RuleCode.CLOSED_DAY, number) for number in range(24)]


def rules(*numbers):
    return frozenset(RULES[number] for number in numbers)


def impossible(*conflicts):
    """A question that is answered no where one of the conflicts is among the rules."""

    def possible(tried):
        return not any(conflict <= tried for conflict in conflicts)

    return possible


def found(possible, **more):
    return find_conflict(RULES, possible, 1, **more)


def test_a_rule_that_cannot_hold_by_itself_is_named_alone():
    assert found(impossible(rules(5), rules(1, 2))) == (RULES[5],)


def test_the_smallest_of_several_conflicts_is_named():
    large = rules(0, 1, 2, 3)
    assert found(impossible(large, rules(9, 20))) == (RULES[9], RULES[20])
    assert found(impossible(large, rules(4, 5, 6, 7))) in (
        tuple(RULES[:4]),
        tuple(RULES[4:8]),
    )


def test_a_smallest_conflict_is_found_among_overlapping_ones():
    ring = [rules(one, other, (other + 7) % 24) for one, other in combinations(range(6), 2)]
    answer = found(impossible(*ring, rules(0, 3, 12, 13)))
    assert len(answer) == 3
    assert frozenset(answer) in ring


@pytest.mark.parametrize("size", [COUNTED, COUNTED + 1])
def test_up_to_six_rules_are_a_smallest_set(size):
    """The long conflict comes first by halves; the short one shares no rule with it."""
    small, large = rules(*range(24 - size, 24)), rules(*range(10))
    answer = frozenset(found(impossible(small, large)))
    assert answer == (small if size == COUNTED else large)


def test_without_effort_no_rule_can_be_left_out_still():
    possible = impossible(rules(0, 1, 2, 3), rules(20, 21))
    assert len(found(possible)) == 2
    assert frozenset(found(possible, effort=0)) == rules(0, 1, 2, 3)


def test_looking_at_hits_is_paid_for_even_where_questions_are_free():
    possible = impossible(rules(0, 1, 2, 3), rules(20, 21))
    assert len(find_conflict(RULES, possible, 0)) == 2
    assert len(find_conflict(RULES, possible, 0, effort=HIT - 1)) == 4


def test_what_cannot_be_said_is_taken_for_possible_but_never_for_proof():
    """Some questions stay open: the answer may then hold a rule too many, never one too few."""
    possible = impossible(rules(3, 4, 5))

    def sometimes(tried):
        if len(tried) % 5 == 2:
            raise TriesSpentError
        return possible(tried)

    answer = frozenset(found(sometimes))
    assert rules(3, 4, 5) <= answer


def test_a_smaller_set_that_is_not_decided_is_not_named():
    """Three rules are known to be impossible; whether two of them are stays open."""

    def open_question(tried):
        if tried == rules(3, 4):
            raise TriesSpentError
        return not (rules(3, 4, 5) <= tried or rules(3, 4) < tried)

    assert rules(3, 4) < frozenset(found(open_question))
