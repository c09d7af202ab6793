"""Random histories of one cycle: whatever is asked, the rules hold or are named."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.scheduler.checked_histories import checked_history, checked_shift

SOURCES = st.randoms(use_true_random=False)
HISTORIES = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@HISTORIES
@given(SOURCES)
def test_each_change_holds_every_rule_or_is_refused_with_the_rules_named(source):
    checked_history(source)


@HISTORIES
@given(SOURCES)
def test_a_shift_and_its_opposite_restore_the_same_dates(source):
    checked_shift(source)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_holds_for_histories_that_are_not_made_small(seed):
    source = random.Random(seed)  # noqa: S311 -- histories to try, no secrets
    for _ in range(20):
        checked_history(source)
    assert sum(checked_shift(source) for _ in range(40)) > 3
