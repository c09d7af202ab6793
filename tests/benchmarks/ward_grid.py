"""The ward calendar's grid at 15, 200 and 2,000 patients by 180 days: frames, opening, memory.

Each size runs in a process of its own, against a bare widget that paints the same cells as plain
rectangles with their words and scrolls by copying pixels too. Reading is not measured here.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.measuring import ROUNDS, Measure, compared

SIZES = (15, 200, 2_000)
DAYS = 180
MILLI = 1_000
FRAME, OPEN, MEMORY = 8, 40, 20
LONGEST = 180
_FOLDER = Path(__file__).parents[2]


def measures(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> Iterator[Measure]:
    """Yield frames, opening and memory of each size."""
    for patients in sizes:
        yield from lines(patients, _measured(patients, rounds))


def lines(patients: int, costs: dict[str, list[float]]) -> Iterator[Measure]:
    """Yield the lines of one size from what its process measured, in ms and MB."""
    name = f"{patients} x {DAYS}"
    for what in ("frame down", "frame across", "whole frame"):
        ours, bare = costs[what], costs[f"bare {what}"]
        yield compared(f"calendar {what}, {name}", "ms", ours, ("bare rectangles", bare))
    worst = max(_middle(costs[what]) for what in ("frame down", "frame across"))
    yield Measure(f"calendar frame while scrolling, {name}", worst, "ms", budget=FRAME)
    yield Measure(f"calendar open, {name}", _middle(costs["open"]), "ms", budget=OPEN)
    if costs["memory"]:
        yield Measure(f"calendar memory, {name}", costs["memory"][0], "MB", budget=MEMORY)


def _middle(costs: Sequence[float]) -> float:
    return sorted(costs)[len(costs) // 2]


def _measured(patients: int, rounds: int) -> dict[str, list[float]]:
    """Measure one size in a process of its own. RuntimeError when it fails."""
    variables = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    words = [sys.executable, "-m", "tests.benchmarks.ward_grid", str(patients), str(rounds)]
    ended = subprocess.run(  # noqa: S603  our own program
        words, env=variables, cwd=_FOLDER, capture_output=True, check=False, timeout=LONGEST
    )
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1])
    costs: dict[str, list[float]] = json.loads(ended.stdout)
    return costs


def resident() -> float:
    """Return the memory the process now holds in MB, 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0.0
    pages = int(status.read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main(patients: int, rounds: int) -> None:
    """Measure one size and print it; imports wait, so that the parent needs no display."""
    from nkdesk.ui.common.text_size import TextSize  # noqa: PLC0415
    from tests.benchmarks import grids  # noqa: PLC0415

    application = grids.application()
    TextSize(application).wear()
    grids.warm()
    before = resident()
    shown = grids.Shown(patients, DAYS)
    shown.look_round()
    gc.collect()
    memory = [resident() - before] if before else []
    costs = {**shown.costs(rounds), "memory": memory}
    sys.stdout.write(json.dumps(costs))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
