"""Measure nkdesk against its peers: ``bootstrap.py bench [--json FILE] [--only PART]``."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks import (
    changing,
    day_list,
    gap_board,
    judging,
    placing,
    ward_grid,
    ward_placing,
    window,
)
from tests.benchmarks.measuring import ROUNDS, Measure, as_json, machine, table

PARTS: dict[str, Callable[[int], Iterator[Measure]]] = {
    "window": window.measures,
    "day-list": lambda rounds: day_list.measures(rounds=rounds),
    "placing": placing.measures,
    "changing": changing.measures,
    "judging": judging.measures,
    "gap-board": gap_board.measures,
    "ward": lambda _rounds: ward_placing.measures(),
    "calendar": lambda rounds: ward_grid.measures(rounds=rounds),
}


def main(words: Sequence[str]) -> int:
    """Measure, print the table, write the JSON; 1 when a part could not be measured."""
    chosen = _arguments(words)
    if chosen.json is not None and not chosen.json.absolute().parent.is_dir():
        sys.stderr.write(f"There is no folder for {chosen.json}.\n")
        return 2
    measures, failed = _measured(chosen.only or list(PARTS), chosen.rounds)
    told = ", ".join(f"{name} {value}" for name, value in machine().items())
    sys.stdout.write(f"{table(measures)}\n\nMedian of {chosen.rounds}, alternating; {told}.\n")
    if chosen.json is not None:
        chosen.json.write_text(as_json(measures) + "\n", encoding="utf-8")
    for sentence in failed:
        sys.stdout.write(f"Not measured: {sentence}\n")
    return 1 if failed else 0


def _measured(parts: Sequence[str], rounds: int) -> tuple[list[Measure], list[str]]:
    measures, failed = [], []
    for part in parts:
        sys.stderr.write(f"measuring {part} …\n")
        try:
            measures += list(PARTS[part](rounds))
        except RuntimeError as error:
            failed.append(f"{part}: {error}")
    return measures, failed


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bootstrap.py bench", description=main.__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the measures there too")
    parser.add_argument("--only", action="append", choices=list(PARTS), help="one part alone")
    parser.add_argument("--rounds", type=_rounds, default=ROUNDS, help="at least 5")
    return parser.parse_args(words)


def _rounds(typed: str) -> int:
    if int(typed) < 5:
        raise argparse.ArgumentTypeError("at least 5")
    return int(typed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
