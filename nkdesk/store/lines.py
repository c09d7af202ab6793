"""Reading the two views: a line is one part of one item, an item is its lines together.

The order of the columns is the views' own; see the migration that made them.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from nkdesk.model.cycle import Address, CycleItem, ItemPart, ItemState, PlanWarning
from nkdesk.model.protocol import ItemKind

Line = tuple[Any, ...]

_KINDS = {kind.value: kind for kind in ItemKind}
_STATES = {state.value: state for state in ItemState}
_WARNINGS = {"": (), PlanWarning.CLOSED_DAY.value: (PlanWarning.CLOSED_DAY,)}
# A ward's items share a few hundred dates.
_date = lru_cache(maxsize=4096)(date.fromisoformat)


def items_of_lines(lines: Iterable[Line]) -> Iterator[tuple[Line, CycleItem]]:
    """Return each item with its first line; the lines of an item follow one another."""
    for _, group in groupby(lines, key=itemgetter(0)):
        parts = list(group)
        yield parts[0], _item(parts[0], tuple(_part(line) for line in parts))


def _part(line: Line) -> ItemPart:
    done = line[18]
    return ItemPart(line[17], None if done is None else _date(done), line[19])


def _item(line: Line, parts: tuple[ItemPart, ...]) -> CycleItem:
    earliest, latest, actual = line[8], line[9], line[14]
    return CycleItem(
        Address(line[1], line[2], line[3]),
        line[4],
        _KINDS[line[5]],
        line[6],
        _date(line[7]),
        None if earliest is None else _date(earliest),
        None if latest is None else _date(latest),
        _date(line[10]),
        _date(line[11]),
        line[12],
        parts,
        _STATES[line[13]],
        None if actual is None else _date(actual),
        _WARNINGS[line[15]],
        bool(line[16]),
    )
