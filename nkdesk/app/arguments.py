"""The few words nkdesk can be started with."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nkdesk import __version__

SAMPLE_ACTOR = "Sample nurse"
"""Who is at work when the sample ward is opened at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the program was started with; ``data_dir`` None means this computer's own ward."""

    data_dir: Path | None
    demo: bool


def read_arguments(arguments: Sequence[str]) -> Asked:
    """Read the arguments; a wrong one ends the program with exit code 2."""
    parser = argparse.ArgumentParser(
        prog="nkdesk",
        description="Schedules a trial ward's NK cell infusions and prints the daily list.",
    )
    parser.add_argument("--version", action="version", version=f"nkdesk {__version__}")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="the ward's folder")
    parser.add_argument(
        "--demo", action="store_true", help="open the sample ward of invented patients at once"
    )
    read = parser.parse_args(arguments)
    return Asked(read.data_dir, read.demo)
