"""Bits turned over in the ward's file."""

import pytest

from tests.faults.children import run_apart

FLIPS = 60


@pytest.mark.makes_faults
def test_no_turned_bit_that_changes_what_is_shown_escapes_the_check(tmp_path, record_property):
    """S5, H31: a sample here, fifteen hundred in the soak."""
    done = run_apart("flipping", ["--flips", str(FLIPS)], tmp_path)
    record_property("faults: turned bits", done["flips"])
    assert done["violations"] == []
    assert done["flips"] == FLIPS
    judged = ("refused", "stopped", "without_effect", "found_by_the_check_alone")
    stopped = sum(done["stopped_as_a_bug"].values())
    assert sum(done[name] for name in judged) + done["wrong_but_for_the_check"] + stopped == FLIPS
