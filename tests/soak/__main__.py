"""Run nkdesk's parts for a long time: ``bootstrap.py soak [--minutes N]``."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults import report
from tests.services.gate.life import CheckedLife
from tests.soak.beds import killed_at_the_bed
from tests.soak.histories import HISTORIES, histories
from tests.soak.lives import ROUNDS, lives
from tests.soak.watching import Watched, repeat
from tests.soak.work import placements, printed_lists, reopenings, sample_desk
from tests.store.gate_life import GateLife

MINUTES = 10.0
RUNS = 2000
PARTS = 4


def main(words: Sequence[str]) -> int:
    """Repeat each part for its share of the time; 1 when one fails or holds on to memory.

    The last ones, histories of one cycle and lives of a ward at random, take as long as their
    number takes: half as many lives around the gates of cycle 2 as with changing plans, so that
    by default fifty thousand steps are searched, with the program and past it.
    """
    parser = argparse.ArgumentParser(prog="bootstrap.py soak", description=main.__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES, help="in all (default: 10)")
    parser.add_argument("--runs", type=int, default=RUNS, help="lives of a ward (default: 2000)")
    parser.add_argument("--faults", action="store_true", help="every fault too, an hour more")
    chosen = parser.parse_args(words)
    held = True
    with tempfile.TemporaryDirectory() as folder:
        for watched in _parts(Path(folder), chosen.minutes * 60 / PARTS, chosen.runs):
            sys.stdout.write(f"{watched}\n")
            sys.stdout.flush()
            held = held and watched.held
    if chosen.faults:
        held = report.main([]) == 0 and held
    return 0 if held else 1


def _parts(folder: Path, seconds: float, runs: int) -> Iterator[Watched]:
    yield repeat("placing", placements(), seconds)
    ward = folder / "ward"
    with sample_desk(ward) as desk:
        yield repeat("printing", printed_lists(desk, folder), seconds)
    yield repeat("opening and verifying", reopenings(ward), seconds)
    with killed_at_the_bed(ward, folder) as call:
        yield repeat("killed at the bed", call, seconds)
    rounds = ROUNDS if runs else 0
    yield repeat("histories of one cycle", histories(HISTORIES if runs else 0), 0, rounds)
    yield repeat("changing plans", lives(runs), 0, rounds)
    yield repeat("gates", lives(runs // 2, CheckedLife), 0, rounds)
    yield repeat("gates past the program", lives(runs // 2, GateLife), 0, rounds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
