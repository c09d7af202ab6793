"""A ward on a disk that takes no writes: lists are read and printed, saving is refused (S8)."""

import sys

import pytest

from nkdesk.cli.ward import make_sample_ward
from tests.faults.mounting import READ_ONLY, CannotMountError, run_mounted

RUN = "from nkdesk.cli import main; main()"
MOVE = ("move", "NK-004", "C1/NK2", "2026-03-20", "--scope", "needed", "--reason", "infection")


@pytest.fixture
def ward(tmp_path, qapp):
    make_sample_ward(tmp_path / "ward")
    return tmp_path / "ward"


def locked(ward, *words):
    """Run the command line with the ward's folder mounted for reading only."""
    command = [sys.executable, "-c", RUN, "--data-dir", str(ward), *words]
    try:
        return run_mounted(READ_ONLY, ward, command)
    except CannotMountError as error:
        pytest.skip(f"{error}; no disk was read-only")


@pytest.mark.makes_faults
def test_a_ward_on_a_disk_that_takes_no_writes(ward, tmp_path, record_property):
    before = (ward / "ward.nkdesk").read_bytes()
    sheet = tmp_path / "list.pdf"
    printed = locked(ward, "today", "--pdf", str(sheet))
    assert (printed.returncode, sheet.read_bytes()[:5]) == (0, b"%PDF-"), printed.stderr
    assert "open for reading only" in printed.stderr
    checked = locked(ward, "verify")
    assert (checked.returncode, "whole" in checked.stdout) == (0, True), checked.stderr
    moved = locked(ward, *MOVE)
    assert moved.returncode == 1
    assert "open for reading only" in moved.stderr
    assert "Traceback" not in moved.stderr
    assert (ward / "ward.nkdesk").read_bytes() == before
    record_property("faults: read-only disk", 3)
