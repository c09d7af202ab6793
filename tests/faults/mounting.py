"""Running a program with a folder mounted as a test needs it, seen by that program alone."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
SMALL = 'mount -t tmpfs -o size=4m tmpfs "$1" && shift && exec "$@"'


class CannotMountError(Exception):
    """Why nothing can be mounted on this machine."""


def run_mounted(
    how: str, folder: Path, command: Sequence[str]
) -> "subprocess.CompletedProcess[str]":
    """Run a program with a folder mounted; CannotMountError says why that cannot be."""
    unshare = shutil.which("unshare")
    if unshare is None:
        raise CannotMountError("unshare (util-linux) is not installed; nothing was mounted")
    done = subprocess.run(  # noqa: S603 -- our own words
        [unshare, "-m", "sh", "-c", how, "sh", str(folder), *command],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.stderr.startswith(("unshare:", "mount:")):
        reason = f"nothing can be mounted here: {done.stderr.strip()}"
        raise CannotMountError(reason)
    return done
