"""Placing one cycle, and the arithmetic of its dates alone."""

from collections.abc import Iterator
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from nkdesk.scheduler import place_cycle
from nkdesk.scheduler.frame import full_frame
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import best_days
from tests.benchmarks.example import ARM, ITEMS, START, example_protocol, example_request
from tests.benchmarks.measuring import ROUNDS, Measure, alternating

MICRO = 1_000_000


def measures(rounds: int = ROUNDS) -> Iterator[Measure]:
    """Yield the microseconds of one placement, and of 40 dates three ways."""
    protocol = example_protocol()
    request = example_request(protocol)
    layout = layout_of(protocol, ARM, 1)
    scene = Scene(request, layout)
    best_days(scene, full_frame(layout))
    whole, dates, deltas, relatives = alternating(
        [
            lambda: place_cycle(request),
            scene.laid_out,
            lambda: [START + timedelta(days=day) for day in range(ITEMS)],
            lambda: [START + relativedelta(days=day) for day in range(ITEMS)],
        ],
        rounds,
    )
    yield Measure(
        "place one cycle (40 items, 3 infusions)",
        whole * MICRO,
        "us",
        budget=300,
    )
    yield Measure("its 40 dates alone", dates * MICRO, "us", budget=25)
    yield Measure(
        "its 40 dates alone", dates * MICRO, "us", "date + timedelta, 40 x", deltas * MICRO
    )
    yield Measure(
        "its 40 dates alone", dates * MICRO, "us", "date + relativedelta, 40 x", relatives * MICRO
    )
