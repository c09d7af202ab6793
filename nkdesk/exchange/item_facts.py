"""What several checks ask of the items as read: their days one by one, where they stand."""

from collections.abc import Iterable, Mapping
from itertools import product

from nkdesk.exchange.sections import Sections
from nkdesk.exchange.tables import ItemTable
from nkdesk.model.protocol import ItemKind

Place = tuple[str, int]
"""An arm and a cycle."""


def unrolled(spans: Iterable[tuple[int, int]], *, day_zero: bool) -> tuple[int, ...]:
    """Return days one by one; a range across zero skips day 0 where there is none."""
    return tuple(
        day for first, last in spans for day in range(first, last + 1) if day != 0 or day_zero
    )


def has_day_zero(item: ItemTable, found: Sections) -> bool:
    """Whether the days an item counts in have a day 0; they do where its anchor is unknown."""
    anchor = found.anchors.get(item.anchor)
    return anchor is None or anchor.day_zero


def days_of(item: ItemTable, found: Sections) -> tuple[int, ...]:
    """Return the protocol days of an item, ranges unrolled."""
    return unrolled(item.days, day_zero=has_day_zero(item, found))


def arms_of(item: ItemTable, found: Sections) -> tuple[str, ...]:
    """Return the arms of an item: all where it names none."""
    return tuple(sorted(found.arm_names if item.arms is None else set(item.arms)))


def cycles_of(item: ItemTable, found: Sections) -> tuple[int, ...]:
    """Return the cycles of an item: all where it names none."""
    in_all = found.protocol.cycles if found.protocol is not None else 1
    return tuple(range(1, in_all + 1)) if item.cycles is None else tuple(sorted(set(item.cycles)))


def places_of(item: ItemTable, found: Sections) -> frozenset[Place]:
    """Return the arms and cycles an item stands in."""
    return frozenset(product(arms_of(item, found), cycles_of(item, found)))


def places_of_kind(kind: ItemKind, found: Sections) -> frozenset[Place]:
    """Return the arms and cycles that have an item of a kind."""
    rows = (item for item in found.items.values() if item.kind is kind)
    return frozenset(place for item in rows for place in places_of(item, found))


def by_code(found: Sections) -> Mapping[str, ItemTable]:
    """Return the good items by code; of two with one code, the first."""
    return {item.code: item for item in reversed(found.items.values())}
