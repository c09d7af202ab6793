"""One infusion as it is stored now, with everything its next step is judged by."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nkdesk.bedside.infusing import bags_before_start, bags_checked_twice
from nkdesk.model.day_item import DayItem
from nkdesk.model.infusion import BagCheck, Infusion, InfusionAct, InfusionEvent
from nkdesk.model.product import Bag, ProductDose
from nkdesk.model.product_rules import ProductRules
from nkdesk.services.desk import Desk
from nkdesk.store import cycles, infusions, product_doses

OPENED = "opened"
"""The detail of the event that opened a check; of a check itself it is the position."""

STOPPED = "stopped"
"""The detail of the event of a check that did not match; its note names the points."""

_HANGING = frozenset({InfusionAct.START, InfusionAct.NEXT_BAG})
_TURNING = _HANGING | {InfusionAct.PAUSE, InfusionAct.RESUME, InfusionAct.END}


@dataclass(frozen=True, slots=True)
class Bed:
    """One infusion, its item, its dose, the rules of its protocol, and what was recorded of it.

    ``events`` and ``checks`` stand in the order they were recorded in.
    """

    infusion: Infusion
    entry: DayItem
    dose: ProductDose
    rules: ProductRules
    events: tuple[InfusionEvent, ...]
    checks: tuple[BagCheck, ...]

    @property
    def bags(self) -> tuple[Bag, ...]:
        """The bags in the order they are hung."""
        return tuple(sorted(self.dose.bags, key=lambda bag: bag.nth))

    @property
    def opened(self) -> datetime:
        """When its check was opened."""
        return self.events[0].at

    @property
    def hung(self) -> dict[str, datetime]:
        """The numbers of the bags that were hung, and when."""
        return {one.detail: one.at for one in self.events if one.act in _HANGING}

    @property
    def turned(self) -> datetime:
        """When its course last turned: nothing that turns it again lies before."""
        return max((one.at for one in self.events if one.act in _TURNING), default=self.opened)

    @property
    def checked_at(self) -> datetime:
        """When the last check before the start was made."""
        return max(one.at for one in self.events if one.act is InfusionAct.CHECK)

    @property
    def observe_until(self) -> datetime | None:
        """Until when the patient is observed, None before the end."""
        ended = self.infusion.ended
        return None if ended is None else ended + timedelta(minutes=self.rules.observe_minutes)

    def unchecked(self) -> tuple[Bag, ...]:
        """Return the bags that two persons must still check before the start, in order."""
        wanted = set(bags_before_start(self.dose)) - bags_checked_twice(self.checks)
        return tuple(bag for bag in self.bags if bag.id in wanted)

    def is_checked(self, bag: Bag) -> bool:
        """Whether two persons have checked a bag."""
        return bag.id in bags_checked_twice(self.checks)

    def started_by(self) -> tuple[str, datetime] | None:
        """Return who started it and when, None before the start."""
        starts = [one for one in self.events if one.act is InfusionAct.START]
        return (starts[0].person, starts[0].at) if starts else None

    def with_event(self, event: InfusionEvent) -> "Bed":
        """Return the same after one more event."""
        return replace(self, events=(*self.events, event))


def bed_of(desk: Desk, infusion_id: int) -> Bed | None:
    """Return an infusion as it is stored now, None when there is none of that number."""
    infusion = infusions.infusion(desk.store, infusion_id)
    return None if infusion is None else bed_around(desk, infusion)


def bed_around(desk: Desk, infusion: Infusion) -> Bed:
    """Return a stored infusion with what it is judged by."""
    entry = cycles.day_item(desk.store, infusion.item_id)
    dose = product_doses.dose(desk.store, infusion.dose_id)
    rules = None if entry is None else desk.protocol(entry.protocol_hash).product
    if entry is None or dose is None or rules is None:  # pragma: no cover -- the store keeps them
        raise KeyError(infusion.id)
    return Bed(
        infusion,
        entry,
        dose,
        rules,
        infusions.events(desk.store, infusion.id),
        infusions.checks(desk.store, infusion.id),
    )
