"""Five hundred kills, and a harness that would tell what they broke."""

import pytest

from nkdesk.store.store import open_store
from tests.faults.children import run_apart
from tests.faults.killing import DAYS, Killed, Ring, kill_loop
from tests.store.made_up import ticking

KILLS = 500


@pytest.mark.makes_faults
def test_five_hundred_kills_lose_nothing_that_was_told_as_saved(tmp_path, record_property):
    """S4, H30: two writers and a copier; no step is torn, no copy with its name is unsound."""
    killed = run_apart("killing", ["--kills", str(KILLS)], tmp_path)
    record_property("faults: kills", killed["kills"])
    assert killed["violations"] == []
    assert killed["kills"] >= KILLS
    assert killed["acknowledged"] > KILLS / 2
    assert killed["copies"] > 0


def test_a_step_that_was_told_and_is_gone_is_a_violation(tmp_path):
    killed = Killed()
    ring = Ring(tmp_path / "ring", killed, 1)
    ring.check()
    assert killed.violations == ()
    ring._told[7] = "w1-1"
    ring.check()
    assert killed.violations == ("step 7 was told as saved and is lost",)


def test_a_torn_step_and_an_unsound_copy_are_violations(tmp_path):
    killed = Killed()
    ring = Ring(tmp_path / "ring", killed, 1)
    copy = ring.path.with_name("w1.1-2-0000.backup")
    copy.write_bytes(ring.path.read_bytes())
    _save_all_but_one(ring)
    ring.check()
    assert killed.violations[0] == "step torn is torn"
    assert killed.violations[1].startswith("copy: The newest steps known from elsewhere")


def test_no_kills_come_to_nothing(tmp_path):
    killed = kill_loop(0, tmp_path, 1)
    assert (killed.kills, killed.checks) == (0, 0)


def _save_all_but_one(ring):
    with open_store(ring.path, ticking()) as store, store.step(actor="n", what="note") as step:
        for day in DAYS[1:]:
            step.insert("site_day", {"calendar": "torn", "day": day, "is_open": 1, "note": ""})
