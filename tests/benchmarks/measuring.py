"""Measuring two things in turn on one machine, and showing the ratio.

Absolute times say little across machines; a ratio taken in one run, the two alternating, says
whether nkdesk is slow or the machine is.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median

ROUNDS = 9
ROUND_SECONDS = 0.02

Call = Callable[[], object]


@dataclass(frozen=True)
class Measure:
    """One line of the table; where nothing is compared, ``theirs`` and ``ratio`` are None.

    ``ratio`` is the median of the rounds' own ratios: a machine that turns slow half-way slows
    both sides of a round, and the ratio stays. ``budget`` bounds the ratio; where nothing is
    compared it bounds ``ours`` itself. None: the line only orients.
    """

    name: str
    ours: float
    unit: str
    peer: str = ""
    theirs: float | None = None
    ratio: float | None = None
    budget: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the budget is kept: ``ok``, ``OVER``, or nothing to keep."""
        if self.budget is None:
            return ""
        value = self.ours if self.ratio is None else self.ratio
        return "ok" if value <= self.budget else "OVER"


def seconds(call: Call, times: int) -> float:
    """Return the mean seconds of one call over so many."""
    started = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - started) / times


def enough_times(call: Call) -> int:
    """Return how often to call so that one round is long against the clock's grain."""
    call()
    once = seconds(call, 1)
    return max(1, round(ROUND_SECONDS / max(once, 1e-7)))


def compared(
    name: str, unit: str, ours: Sequence[float], peer: tuple[str, Sequence[float]]
) -> Measure:
    """Return a line that sets ours against a peer's cost, round by round, in the unit shown."""
    ratio = median(one / other for one, other in zip(ours, peer[1], strict=True))
    return Measure(name, median(ours), unit, peer[0], median(peer[1]), ratio)


def alternating(calls: Sequence[Call], rounds: int = ROUNDS) -> list[list[float]]:
    """Return the seconds of each call, round by round; a round times each of them once."""
    times = [enough_times(call) for call in calls]
    taken: list[list[float]] = [[] for _ in calls]
    for turn in range(rounds):
        # Turned about each round: whoever comes second finds warmer caches.
        order = list(range(len(calls)))
        for place in order if turn % 2 == 0 else reversed(order):
            taken[place].append(seconds(calls[place], times[place]))
    return taken


def scaled(costs: Sequence[float], factor: int) -> list[float]:
    """Return costs in another unit."""
    return [cost * factor for cost in costs]


def table(measures: Iterable[Measure]) -> str:
    """Return the measures as lines of text, one column under the other."""
    head = ("measure", "nkdesk", "compared with", "that", "ratio", "budget", "")
    rows = [head, *(_cells(one) for one in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def _cells(one: Measure) -> tuple[str, ...]:
    theirs = "" if one.theirs is None else f"{_number(one.theirs)} {one.unit}"
    ratio = "" if one.ratio is None else f"{one.ratio:.2f} x"
    unit = one.unit if one.ratio is None else "x"
    budget = "" if one.budget is None else f"<= {one.budget:g} {unit}"
    ours = f"{_number(one.ours)} {one.unit}"
    return (one.name, ours, one.peer, theirs, ratio, budget, one.verdict)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    left = {0, 2, 6}
    cells = [
        cell.ljust(width) if column in left else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def as_json(measures: Iterable[Measure]) -> str:
    """Return the measures and the machine they were taken on."""
    lines = [{**asdict(one), "verdict": one.verdict} for one in measures]
    return json.dumps({"machine": machine(), "measures": lines}, ensure_ascii=False, indent=1)


def machine() -> dict[str, object]:
    """Return what the times depend on; nothing that names a person or a computer."""
    return {
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
    }
