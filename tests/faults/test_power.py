"""Power cuts: no state that the disk may be left in loses or tears a step, but without syncs."""

import pytest

from nkdesk.store.journal import Head
from tests.faults.children import run_apart
from tests.faults.power import _Disk, wrong
from tests.faults.recording import Cut, Linked, Made, Removed, Synced, Wrote

STATES, WITHOUT_SYNCS = 104, 26


@pytest.mark.makes_faults
def test_no_power_cut_loses_or_tears_a_step(tmp_path, record_property):
    """S3: a sample here, ten thousand states in the soak."""
    done = run_apart("power", ["--states", str(STATES)], tmp_path)
    if done["why_not"]:
        pytest.skip(done["why_not"])
    record_property("faults: power cuts", done["states"])
    assert done["violations"] == []
    assert done["states"] == STATES
    assert done["different"] > STATES / 2


def test_without_syncs_the_same_states_are_found_broken(tmp_path):
    """S3's own proof: a replay that could not fail would show nothing."""
    done = run_apart("power", ["--states", str(WITHOUT_SYNCS), "--unsafe"], tmp_path)
    if done["why_not"]:
        pytest.skip(done["why_not"])
    assert len(done["violations"]) > 0


def disk(keeps):
    return _Disk(b"old", lambda: keeps)


def test_what_was_synced_survives_every_cut():
    made = disk("none")
    made.do(Wrote("ward.nkdesk", 0, b"new"))
    made.do(Synced("ward.nkdesk"))
    made.do(Wrote("ward.nkdesk", 0, b"lost"))
    assert made.cut() == {"ward.nkdesk": b"new"}


def test_what_was_not_synced_may_survive_in_part():
    made = disk("part")
    made.do(Wrote("ward.nkdesk", 2, b"n" * 600))
    assert made.cut() == {"ward.nkdesk": b"ol" + b"n" * 512}


def test_a_size_and_a_gap_are_as_a_disk_makes_them():
    made = disk("all")
    made.do(Cut("ward.nkdesk", 1))
    made.do(Wrote("ward.nkdesk", 3, b"x"))
    assert made.cut() == {"ward.nkdesk": b"o\0\0x"}


def test_names_wait_for_the_folder_and_not_for_the_file():
    events = [Made("j"), Wrote("j", 0, b"x"), Synced("j"), Linked("j", "k", renamed=True)]
    kept, lost = disk("all"), disk("none")
    for event in events:
        kept.do(event)
        lost.do(event)
    assert kept.cut() == {"ward.nkdesk": b"old", "k": b"x"}
    assert lost.cut() == {"ward.nkdesk": b"old"}
    for event in (*events[:3], Synced(""), Removed("j")):
        lost.do(event)
    assert lost.cut() == {"ward.nkdesk": b"old", "j": b"x"}


def test_a_state_that_does_not_open_is_a_violation(tmp_path):
    found = list(wrong({"ward.nkdesk": b"old"}, Head(1, ""), tmp_path))
    assert len(found) == 1
    assert found[0].startswith("it does not open")
