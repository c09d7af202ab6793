"""Five hundred kills, and a harness that would tell what they broke."""

import shutil

import pytest

from nkdesk.store.backup import back_up
from nkdesk.store.manifest import STORE_FILE, BackupKind
from nkdesk.store.store import open_store
from tests.faults.children import run_apart
from tests.faults.killing import DAYS, Killed, Ring, kill_loop
from tests.store.made_up import ticking

KILLS = 500


@pytest.mark.makes_faults
def test_five_hundred_kills_lose_nothing_that_was_told_as_saved(tmp_path, record_property):
    """S4, H30: two writers and backups; no step is torn, no backup with its name is unsound."""
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


def test_a_torn_step_and_an_unsound_backup_are_violations(tmp_path):
    killed = Killed()
    ring = Ring(tmp_path / "ring", killed, 1)
    ring._backups.mkdir()
    made = back_up(ring.path, ring._backups, ticking(), BackupKind.REGULAR)
    _save_all_but_one(ring)
    (made.place / STORE_FILE).write_bytes(ring.path.read_bytes())
    shutil.copytree(made.place, ring._backups / "ward-2026-03-12-090000")
    (ring._backups / "ward-2026-03-12-090000" / "manifest.json").write_text("{")
    ring.check()
    assert killed.violations[0] == "step torn is torn"
    assert killed.violations[1].startswith("a backup that has its name: ")


def test_a_backup_behind_what_it_says_is_a_violation(tmp_path):
    killed = Killed()
    ring = Ring(tmp_path / "ring", killed, 1)
    ring._backups.mkdir()
    before = ring.path.read_bytes()
    _save_all_but_one(ring)
    made = back_up(ring.path, ring._backups, ticking(), BackupKind.REGULAR)
    (made.place / STORE_FILE).write_bytes(before)
    ring.check()
    assert killed.violations[-1].startswith("backup: The newest steps known from elsewhere")


def test_no_kills_come_to_nothing(tmp_path):
    killed = kill_loop(0, tmp_path, 1)
    assert (killed.kills, killed.checks) == (0, 0)


def _save_all_but_one(ring):
    with open_store(ring.path, ticking()) as store, store.step(actor="n", what="note") as step:
        for day in DAYS[1:]:
            step.insert("site_day", {"calendar": "torn", "day": day, "is_open": 1, "note": ""})
