"""A run without a single fault must not pass for one."""

import pytest

from tests.faults.tally import Tally


def test_faults_are_counted_by_kind():
    tally = Tally()
    tally.add([("faults: kills", 500), ("other", 3)])
    tally.add([("faults: kills", 4), ("faults: flips", 1500)])
    assert not tally.none_was_made
    assert tally.words.endswith(": 1,500 flips, 504 kills")


@pytest.mark.parametrize("made", [[], [("faults: kills", 0)]])
def test_a_run_that_made_no_fault_is_told_and_fails(made):
    tally = Tally()
    tally.add(made)
    assert tally.none_was_made
    assert "NONE" in tally.words


def test_a_run_of_other_tests_says_nothing_of_faults():
    tally = Tally()
    assert not tally.none_was_made
    assert tally.words == ""
