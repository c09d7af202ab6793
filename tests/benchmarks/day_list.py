"""The day's list from ever larger wards, against the bare query and the same dataclasses."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from nkdesk.services.day_list import day_list, day_rows
from nkdesk.services.desk import Desk
from nkdesk.store.cycles import day_items
from tests.benchmarks.bare_list import BareList, statements_of
from tests.benchmarks.example import ARM
from tests.benchmarks.measuring import ROUNDS, Measure, alternating
from tests.benchmarks.wards import A_DAY, ITEMS, TODAY, filled_ward

SIZES = (10_000, 100_000, 1_000_000)
MICRO, MILLI = 1_000_000, 1_000


def measures(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> Iterator[Measure]:
    """Yield the cost of one day of 50 rows at each size, then how it grows with the size."""
    costs = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, filled_ward(Path(folder), size) as desk:
            lines = list(_at_one_size(desk, size, rounds))
        costs[size] = lines[0].ours
        yield from lines
    smallest, largest = min(sizes), max(sizes)
    yield Measure(
        f"day's items at {largest:,}",
        costs[largest],
        "us",
        f"the same at {smallest:,}",
        costs[smallest],
    )


def _at_one_size(desk: Desk, size: int, rounds: int) -> Iterator[Measure]:
    statements = statements_of(desk, lambda: day_rows(desk, TODAY))
    with closing(BareList(desk, statements, ARM)) as bare:
        agree(desk, bare)
        items, bare_items, rows, bare_rows = alternating(
            [
                lambda: day_items(desk.store, TODAY, TODAY),
                bare.day_items,
                lambda: day_rows(desk, TODAY),
                bare.day_rows,
            ],
            rounds,
        )
    (whole,) = alternating([lambda: day_list(desk, TODAY)], rounds)
    peer, people = "bare connection, same SQL", size // ITEMS
    yield Measure(
        f"day's items, 50 of {size:,}", items * MICRO, "us", peer, bare_items * MICRO, budget=1.5
    )
    yield Measure(
        f"day's list rows, 50 of {size:,}", rows * MICRO, "us", peer, bare_rows * MICRO, budget=1.5
    )
    yield Measure(f"whole day list, {people:,} patients' reasons", whole * MILLI, "ms")


def agree(desk: Desk, bare: BareList) -> None:
    """Refuse to compare two that do not give the same answer."""
    items, rows = day_items(desk.store, TODAY, TODAY), day_rows(desk, TODAY)
    by_id = sorted(bare.day_rows(), key=lambda row: row.item_id)
    if len(items) != A_DAY or items != bare.day_items():
        raise AssertionError("The bare query gives other items.")
    for ours, theirs in zip(sorted(rows, key=lambda row: row.item_id), by_id, strict=True):
        if (ours.line, ours.item, ours.title) != (theirs.line, theirs.item, theirs.title):
            raise AssertionError("The bare query gives other rows.")
