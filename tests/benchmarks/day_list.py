"""The day's list from ever larger wards, against the bare query and the same dataclasses."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from statistics import median

from nkdesk.services.day_list import day_list, day_rows
from nkdesk.services.desk import Desk
from nkdesk.store.cycles import day_items
from tests.benchmarks.bare_list import BareList, statements_of
from tests.benchmarks.example import ARM
from tests.benchmarks.measuring import ROUNDS, Measure, alternating, compared, scaled
from tests.benchmarks.wards import A_DAY, ITEMS, TODAY, filled_ward

SIZES = (10_000, 100_000, 1_000_000)
MICRO, MILLI = 1_000_000, 1_000


def measures(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> Iterator[Measure]:
    """Yield the cost of one day of 50 rows at each size, smallest first, then how it grows."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        desks = [stack.enter_context(filled_ward(folder / str(size), size)) for size in sizes]
        for desk, size in zip(desks, sizes, strict=True):
            yield from _at_one_size(desk, size, rounds)
        yield _growth(desks, sizes, rounds)


def _growth(desks: Sequence[Desk], sizes: Sequence[int], rounds: int) -> Measure:
    """Return the day's items of the last, largest ward against those of the first."""
    small, large = desks[0].store, desks[-1].store
    calls = [lambda: day_items(large, TODAY, TODAY), lambda: day_items(small, TODAY, TODAY)]
    ours, theirs = (scaled(costs, MICRO) for costs in alternating(calls, rounds))
    return compared(
        f"day's items, 50 of {sizes[-1]:,}", "us", ours, (f"50 of {sizes[0]:,}", theirs)
    )


def _at_one_size(desk: Desk, size: int, rounds: int) -> Iterator[Measure]:
    statements = statements_of(desk, lambda: day_rows(desk, TODAY))
    with closing(BareList(desk, statements, ARM)) as bare:
        agree(desk, bare)
        calls = [
            lambda: day_items(desk.store, TODAY, TODAY),
            bare.day_items,
            lambda: day_rows(desk, TODAY),
            bare.day_rows,
        ]
        items, bare_items, rows, bare_rows = (
            scaled(costs, MICRO) for costs in alternating(calls, rounds)
        )
    (whole,) = alternating([lambda: day_list(desk, TODAY)], rounds)
    peer, of = "bare connection, same SQL", f"50 of {size:,}"
    yield replace(compared(f"day's items, {of}", "us", items, (peer, bare_items)), budget=1.5)
    yield replace(compared(f"day's list rows, {of}", "us", rows, (peer, bare_rows)), budget=1.5)
    name = f"whole day list, {size // ITEMS:,} patients' reasons"
    yield Measure(name, median(whole) * MILLI, "ms")


def agree(desk: Desk, bare: BareList) -> None:
    """Refuse to compare two that do not give the same answer."""
    items, rows = day_items(desk.store, TODAY, TODAY), day_rows(desk, TODAY)
    by_id = sorted(bare.day_rows(), key=lambda row: row.item_id)
    if len(items) != A_DAY or items != bare.day_items():
        raise AssertionError("The bare query gives other items.")
    for ours, theirs in zip(sorted(rows, key=lambda row: row.item_id), by_id, strict=True):
        if (ours.line, ours.item, ours.title) != (theirs.line, theirs.item, theirs.title):
            raise AssertionError("The bare query gives other rows.")
