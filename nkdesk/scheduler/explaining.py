"""Why an item stands on its date, in codes and dates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemState, PlanWarning
from nkdesk.model.protocol import TYPED_ANCHOR, ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.dating import follow
from nkdesk.scheduler.finding import closed
from nkdesk.scheduler.layout import Slot, layout_of
from nkdesk.scheduler.refusing import TODAY
from nkdesk.scheduler.request import PlacementRequest
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.shifting import Shifts, shifted_cycle
from nkdesk.scheduler.standing import breaches


@dataclass(frozen=True, slots=True)
class Why:
    """Why an item stands on its date.

    It counts from ``anchor``, which is the date of ``anchor_item`` ("" for the typed anchor).
    ``moved_by`` are the rules that would be broken on its target; empty when it stands there.
    ``one_day_earlier`` and ``one_day_later`` are the rules that moving it by a day would break
    while the other infusions stay; empty when only the distance from the targets speaks against
    it. A chemotherapy day moves with its whole block, or with what is left of it. A closed item
    is held by ``already_closed``.
    """

    address: Address
    anchor: str
    anchor_item: str
    anchor_date: date
    day: int
    target: date
    earliest: date | None
    latest: date | None
    planned: date
    warnings: tuple[PlanWarning, ...]
    moved_by: tuple[BrokenRule, ...]
    one_day_earlier: tuple[BrokenRule, ...]
    one_day_later: tuple[BrokenRule, ...]


def why(request: PlacementRequest, cycle: Cycle, address: Address) -> Why:
    """Explain the date of one item of a placed cycle; KeyError when the cycle has no such item.

    ``request`` is the one the cycle was placed with, ``start`` and all.
    """
    layout = layout_of(request.protocol, cycle.arm, cycle.number)
    slot, item = layout.find(address), cycle.item(address)
    if slot is None or item is None:
        raise KeyError(str(address))
    asked = _Question(Scene(request, layout), cycle, slot, item)
    anchor = layout.slots[slot.anchor] if slot.anchor is not None else None
    return Why(
        address=item.address,
        anchor=TYPED_ANCHOR if anchor is None else slot.item.anchor,
        anchor_item="" if anchor is None else str(anchor.address),
        anchor_date=item.target - timedelta(days=slot.offset),
        day=item.day,
        target=item.target,
        earliest=item.earliest,
        latest=item.latest,
        planned=item.planned,
        warnings=item.warnings,
        moved_by=asked.moved_by(),
        one_day_earlier=asked.moving(-1),
        one_day_later=asked.moving(1),
    )


class _Question:
    """One item of a cycle, tried on other days."""

    def __init__(self, scene: Scene, cycle: Cycle, slot: Slot, item: CycleItem) -> None:
        self.scene = scene
        self.cycle = cycle
        self.slot = slot
        self.item = item
        self.shifts = Shifts(scene.layout, cycle, slot)
        self.broken_now = {one.key for one in breaches(scene, cycle, [slot.index])}

    def moved_by(self) -> tuple[BrokenRule, ...]:
        """Return what keeps the item off its target."""
        if self.item.planned == self.item.target or not self._may_move():
            return ()
        on_target = self._alone(self.item.target)
        broken = self._newly_broken(on_target)
        own = tuple(rule for rule in broken if rule.item == str(self.item.address))
        return own or self._newly_broken(self._followers_on_target(on_target)) or broken

    def moving(self, days: int) -> tuple[BrokenRule, ...]:
        """Return what moving the item by some days would break."""
        if not self._may_move():
            return (closed(self.item, self.item.address),)
        if self.slot.kind is ItemKind.CHEMO:
            shift = self.shifts.alone(days)
            moved = shifted_cycle(self.scene, self.cycle, shift)
            return (*self.shifts.on_given_days(shift), *self._newly_broken(moved))
        day = self.item.planned + timedelta(days=days)
        return (*self._before_today(day), *self._newly_broken(self._alone(day)))

    def _may_move(self) -> bool:
        return self.item.state is ItemState.PLANNED

    def _before_today(self, day: date) -> Iterator[BrokenRule]:
        today = self.scene.today
        if self.slot.kind is ItemKind.INFUSION and today is not None and day.toordinal() < today:
            yield BrokenRule(RuleCode.OUTSIDE_WINDOW, str(self.item.address), TODAY, day)

    def _newly_broken(self, cycle: Cycle) -> tuple[BrokenRule, ...]:
        broken = breaches(self.scene, cycle, [self.slot.index])
        return tuple(one.rule for one in broken if one.key not in self.broken_now)

    def _alone(self, day: date) -> Cycle:
        """Return the cycle with the item on another day, what hangs on it following."""
        changed = _with_planned(self.cycle, {self.item.address: day})
        return follow(self.scene, changed, {self.slot.index})

    def _followers_on_target(self, cycle: Cycle) -> Cycle:
        """Return the cycle with every infusion that hangs on the item on its own target."""
        followers = {
            slot.address for slot in self.scene.layout.infusions if slot.anchor == self.slot.index
        }
        return _with_planned(
            cycle,
            {
                item.address: item.target
                for item in cycle.items
                if item.address in followers and item.state is ItemState.PLANNED
            },
        )


def _with_planned(cycle: Cycle, days: dict[Address, date]) -> Cycle:
    items = [
        replace(item, planned=days[item.address]) if item.address in days else item
        for item in cycle.items
    ]
    return replace(cycle, items=tuple(items))
