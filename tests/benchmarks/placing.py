"""Placing one cycle, and the arithmetic of its dates alone."""

from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from dateutil.relativedelta import relativedelta

from nkdesk.scheduler import place_cycle
from nkdesk.scheduler.frame import full_frame
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import best_days
from tests.benchmarks.example import ARM, ITEMS, START, example_protocol, example_request
from tests.benchmarks.measuring import ROUNDS, Measure, alternating, compared, scaled

MICRO = 1_000_000


def measures(rounds: int = ROUNDS) -> Iterator[Measure]:
    """Yield the microseconds of one placement, and of 40 dates three ways."""
    protocol = example_protocol()
    request = example_request(protocol)
    layout = layout_of(protocol, ARM, 1)
    scene = Scene(request, layout)
    best_days(scene, full_frame(layout))
    rounds_taken = alternating(
        [
            lambda: place_cycle(request),
            scene.laid_out,
            lambda: [START + timedelta(days=day) for day in range(ITEMS)],
            lambda: [START + relativedelta(days=day) for day in range(ITEMS)],
        ],
        rounds,
    )
    whole, dates, deltas, relatives = (scaled(costs, MICRO) for costs in rounds_taken)
    placed, alone = "place one cycle (40 items, 3 infusions)", "its 40 dates alone"
    yield Measure(placed, median(whole), "us", budget=300)
    yield Measure(alone, median(dates), "us", budget=25)
    yield compared(alone, "us", dates, ("date + timedelta, 40 x", deltas))
    yield compared(alone, "us", dates, ("date + relativedelta, 40 x", relatives))
