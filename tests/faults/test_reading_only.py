"""A ward on a disk that takes no writes: lists are read and printed, saving is refused (S8)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nkdesk.cli.ward import make_sample_ward

RUN = "from nkdesk.cli import main; main()"
MOUNT = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
MOVE = ("move", "NK-004", "C1/NK2", "2026-03-20", "--scope", "needed", "--reason", "infection")


@pytest.fixture
def ward(tmp_path, qapp):
    make_sample_ward(tmp_path / "ward")
    return tmp_path / "ward"


def locked(ward, *words):
    """Run the command line with the ward's folder mounted for reading only."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("unshare (util-linux) is not installed; no folder was mounted")
    command = [unshare, "-m", "sh", "-c", MOUNT, "sh", str(ward)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(  # noqa: S603 -- our own words
        [*command, sys.executable, "-c", RUN, "--data-dir", str(ward), *words],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.stderr.startswith(("unshare:", "mount:")):
        pytest.skip(f"nothing can be mounted here, so that no disk was read-only: {done.stderr}")
    return done


@pytest.mark.faults
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
