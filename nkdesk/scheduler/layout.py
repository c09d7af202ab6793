"""One arm's cycle as the protocol lays it out, before it has any date.

Everything here depends on the protocol alone. It is compiled once for each arm and cycle and
kept, because placing a cycle is done for every keystroke of a start date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nkdesk.model.cycle import Address, ItemPart
from nkdesk.model.protocol import TYPED_ANCHOR, Anchor, Gap, Item, ItemKind, Protocol, Window
from nkdesk.scheduler.days import offset

PREVIOUS_CHEMO_FIRST = "previous.chemo.first"
PREVIOUS_INFUSION_LAST = "previous.infusion.last"

SEARCH_DAYS = 60
"""How far either side of its target an infusion without a window is looked for."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One item on one protocol day.

    ``anchor`` is the index of the slot whose date it counts from, None for the typed anchor.
    ``infusion`` is its number among the infusions in the order of the search, which is the file's
    but for anchors that come first; None for other kinds. ``root`` is the infusion
    its target follows in the end, None when it follows the typed anchor alone; ``root_offset``
    the days from there to its target, give or take ``slack``: how far closed days may carry the
    slots between them.
    """

    index: int
    address: Address
    item: Item
    day: int
    offset: int
    anchor: int | None
    infusion: int | None
    root: int | None
    root_offset: int
    slack: int
    kind: ItemKind
    calendar: str
    window: Window | None
    parts: tuple[ItemPart, ...]

    @property
    def follows(self) -> int | None:
        """The infusion its own date depends on: itself for an infusion, else its root."""
        return self.root if self.infusion is None else self.infusion


@dataclass(frozen=True, slots=True)
class GapEnd:
    """One end of a gap: the earliest or the latest of some slots, or a day of the cycle before.

    ``previous`` is the name of a day of the cycle before, "" when the end lies in this cycle.
    """

    name: str
    slots: tuple[int, ...]
    latest: bool = False
    previous: str = ""


@dataclass(frozen=True, slots=True)
class GapRule:
    """A gap whose ends exist in this arm and cycle; ``roots`` are the infusions it depends on."""

    start: GapEnd
    end: GapEnd
    min: int | None
    max: int | None
    roots: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The slots of one arm's cycle in file order, then by day; the same only as itself.

    ``infusions`` stand in the order they must be given, ``searched`` by their number.
    ``dependent`` are all slot indexes, each after the slot it counts from.
    """

    typed: Anchor
    slots: tuple[Slot, ...]
    infusions: tuple[Slot, ...]
    searched: tuple[Slot, ...]
    dependent: tuple[int, ...]
    gaps: tuple[GapRule, ...]

    def find(self, address: Address) -> Slot | None:
        """Return the slot of an address (its part is ignored), None when there is none."""
        whole = Address(address.cycle, address.code, address.day)
        return next((slot for slot in self.slots if slot.address == whole), None)


class _Same:
    """A protocol compared by identity: comparing whole protocols costs more than placing."""

    __slots__ = ("protocol",)

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol

    def __hash__(self) -> int:
        return id(self.protocol)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.protocol is self.protocol


def layout_of(protocol: Protocol, arm: str, cycle: int) -> Layout:
    """Return the layout of one arm's cycle; the protocol must have passed its reader."""
    return _compiled(_Same(protocol), arm, cycle)


@lru_cache(maxsize=64)
def _compiled(same: _Same, arm: str, cycle: int) -> Layout:
    protocol = same.protocol
    maker = _SlotMaker(protocol, protocol.items_of(arm, cycle), cycle)
    slots = tuple(maker.slot(index) for index in range(len(maker.days)))
    return Layout(
        typed=protocol.anchor(TYPED_ANCHOR),
        slots=slots,
        infusions=tuple(slot for slot in slots if slot.kind is ItemKind.INFUSION),
        searched=tuple(slot for slot in maker.made.values() if slot.kind is ItemKind.INFUSION),
        dependent=tuple(maker.made),
        gaps=_gap_rules(protocol.gaps, slots),
    )


class _SlotMaker:
    """Makes the slots of one cycle, the slot an item counts from always before the item's own."""

    def __init__(self, protocol: Protocol, items: tuple[Item, ...], cycle: int) -> None:
        self.protocol = protocol
        self.cycle = cycle
        self.days = [(item, day) for item in items for day in sorted(item.days)]
        self.made: dict[int, Slot] = {}
        self.first_of: dict[str, int] = {}
        self.infusions = 0
        for index, (item, _) in enumerate(self.days):
            self.first_of.setdefault(item.code, index)

    def slot(self, index: int) -> Slot:
        """Return the slot of that index, made on first use."""
        if index not in self.made:
            self.made[index] = self._new(index)
        return self.made[index]

    def _new(self, index: int) -> Slot:
        item, day = self.days[index]
        anchor = self.protocol.anchor(item.anchor)
        before = None if anchor.item is None else self.slot(self.first_of[anchor.item])
        number = None
        if item.kind is ItemKind.INFUSION:
            number = self.infusions
            self.infusions += 1
        several = len(item.days) > 1
        days_after = offset(anchor, day)
        return Slot(
            index=index,
            address=Address(self.cycle, item.code, day if several else None),
            item=item,
            day=day,
            offset=days_after,
            anchor=None if before is None else before.index,
            infusion=number,
            root=None if before is None else before.follows,
            root_offset=days_after + (0 if before is None else own_offset(before)),
            slack=0 if before is None else own_slack(before),
            kind=item.kind,
            calendar=item.calendar,
            window=item.window,
            parts=tuple(ItemPart(time) for time in item.times),
        )


def own_offset(slot: Slot) -> int:
    """Return how many days after its infusion, or the typed anchor, a slot's own day lies."""
    return 0 if slot.infusion is not None else slot.root_offset


def own_slack(slot: Slot) -> int:
    """Return how far closed days may carry a slot from there."""
    if slot.infusion is not None:
        return 0
    if slot.kind is ItemKind.CHEMO:
        return slot.slack
    window = slot.window
    reach = SEARCH_DAYS if window is None else max(window.before, window.after)
    return slot.slack + reach


def _gap_rules(gaps: Iterable[Gap], slots: tuple[Slot, ...]) -> tuple[GapRule, ...]:
    """Return the gaps both of whose ends exist here, in an order the file's tables do not change.

    A gap to an item of another arm or cycle asks nothing of this one.
    """
    rules = []
    for gap in gaps:
        start, end = _gap_end(gap.start, slots), _gap_end(gap.end, slots)
        if start is None or end is None:
            continue
        follows = {slots[index].follows for index in (*start.slots, *end.slots)}
        roots = frozenset(root for root in follows if root is not None)
        rules.append(GapRule(start, end, gap.min, gap.max, roots))
    return tuple(sorted(rules, key=_gap_order))


def _gap_order(rule: GapRule) -> tuple[tuple[int, ...], str, tuple[int, ...], str, int, int]:
    low, high = (-1 if bound is None else bound for bound in (rule.min, rule.max))
    return (rule.end.slots, rule.end.name, rule.start.slots, rule.start.name, low, high)


def _gap_end(name: str, slots: tuple[Slot, ...]) -> GapEnd | None:
    if name in (PREVIOUS_CHEMO_FIRST, PREVIOUS_INFUSION_LAST):
        return GapEnd(name, (), previous=name)
    if name in ("chemo.first", "chemo.last"):
        chemo = tuple(slot.index for slot in slots if slot.kind is ItemKind.CHEMO)
        return GapEnd(name, chemo, latest=name == "chemo.last") if chemo else None
    code, _, day = name.partition("@")
    for slot in slots:
        if slot.item.code == code and (not day or slot.day == int(day)):
            return GapEnd(str(slot.address), (slot.index,))
    return None
