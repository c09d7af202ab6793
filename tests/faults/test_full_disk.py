"""A disk that is full, a real one."""

import json
import sys

import pytest

from tests.faults.mounting import SMALL, CannotMountError, run_mounted


@pytest.mark.makes_faults
def test_a_full_disk_is_told_in_words_and_lists_are_still_printed(tmp_path, record_property):
    """S6, H30: twelve operations, four amounts of room left."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = [sys.executable, "-m", "tests.faults.full_disk", str(folder)]
    try:
        done = run_mounted(SMALL, folder, words)
    except CannotMountError as error:
        pytest.skip(f"{error}; no disk was full")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    record_property("faults: full disks", found["tries"])
    assert found["violations"] == []
    assert found["tries"] == 48
    assert found["told"]["disk_full"] >= 24
    assert set(found["told"]) == {"disk_full"}
    assert found["printed"] == found["told"]["disk_full"]
