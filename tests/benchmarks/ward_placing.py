"""Placing a whole ward anew: seconds, proof and memory, beside HiGHS where that is installed.

Each ward is placed once: a proof takes seconds and is the same each time. HiGHS is asked for the
first two criteria only. It is not among nkdesk's libraries; install ``highspy`` and ``numpy`` into
the environment of the bench to see its column.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from importlib.util import find_spec

from nkdesk.scheduler.ward import Progress, WardPlacement, replace_ward
from tests.benchmarks.measuring import Measure
from tests.benchmarks.ward_instances import WardInstance, hit_by_a_closure, over_capacity

SIZES = ((15, 2), (200, 8), (1000, 20))
"""Patients, and infusions the laboratory takes a day."""
LIMIT = 30.0
"""Seconds after which a search is stopped and its bounds are told."""
MEGABYTE = 1 << 20


def measures(sizes: tuple[tuple[int, int], ...] = SIZES, limit: float = LIMIT) -> Iterator[Measure]:
    """Yield, for each ward, the seconds against HiGHS, what is proven, and the memory."""
    for patients, capacity in sizes:
        for make in (hit_by_a_closure, over_capacity):
            yield from _measured(make(patients, capacity), limit)


def _measured(instance: WardInstance, limit: float) -> Iterator[Measure]:
    started = time.perf_counter()
    placed = _placed(instance, limit)
    seconds = time.perf_counter() - started
    peer = _by_highs(instance, limit)
    words = f"ward anew, {instance.name}: {_told(placed)}"
    if peer is None:
        yield Measure(words, seconds, "s", "HiGHS is not installed")
    else:
        said, theirs = peer
        yield Measure(words, seconds, "s", said, theirs, seconds / theirs, 1.0)
    tracemalloc.start()
    _placed(instance, min(limit, 2 * seconds + 1))
    yield Measure("  its memory at most", tracemalloc.get_traced_memory()[1] / MEGABYTE, "MB")
    tracemalloc.stop()


def _placed(instance: WardInstance, limit: float) -> WardPlacement:
    placed = replace_ward(instance.patients, instance.today, _until(limit))
    if isinstance(placed, WardPlacement):
        return placed
    message = f"{instance.name}: nothing was found in {limit:g} s"
    raise RuntimeError(message)


def _until(limit: float) -> Callable[[Progress], bool]:
    end = time.perf_counter() + limit
    return lambda _progress: time.perf_counter() < end


def _told(placed: WardPlacement) -> str:
    """Say what came out: proven, the first two criteria proven, or best known and bound."""
    found = f"{placed.touched} touched, {placed.movement} days"
    best = placed.touched, placed.movement
    if placed.proven:
        return f"{found}, proven"
    if best == (placed.bound_touched, placed.bound_movement):
        return f"{found}, proven but for the earliest dates"
    return f"{found}, not proven (at least {placed.bound_touched}, {placed.bound_movement})"


def _by_highs(instance: WardInstance, limit: float) -> tuple[str, float] | None:
    if find_spec("highspy") is None or find_spec("numpy") is None:
        return None
    sys.stderr.write(f"asking HiGHS for {instance.name} …\n")
    from tests.benchmarks.ward_peer import placed_by_highs  # noqa: PLC0415 -- only where installed

    peer = placed_by_highs(instance, limit)
    proof = "proven" if peer.proven else "not proven"
    return f"HiGHS: {peer.touched} touched, {peer.movement} days, {proof}", peer.seconds
