"""What a person sees of a change before it is saved: every item before and after, complete."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from nkdesk.model.cycle import Address, Cycle, CycleItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule
from nkdesk.scheduler import Course, forecast
from nkdesk.services.change_forms import ChangePreview, ChangeRow
from nkdesk.services.changes.planning import NotPlanned, Planned
from nkdesk.services.courses import cycle_number
from nkdesk.services.desk import Desk
from nkdesk.services.gate.leaving import leaving_cycles, without
from nkdesk.services.lines import numbering
from nkdesk.services.product.effects import effects
from nkdesk.store import cycles


def shown(desk: Desk, read_at: int, found: Planned | NotPlanned) -> ChangePreview:
    """Return a planned change as a person sees it, or why there is none."""
    if isinstance(found, NotPlanned):
        return ChangePreview(read_at, found.problems, found.refused, found.choices)
    today = desk.clock.today()
    before = _forecast_as_it_stands(desk, read_at, found)
    moved = found.before.cycles != found.after.cycles
    leaves = leaving_cycles(desk, found.patient.id, found.before, found.after)
    return ChangePreview(
        read_at,
        rows=tuple(_rows(desk, found)),
        deviations=found.deviations,
        unsettled=found.unsettled,
        forecast_before=before,
        forecast_after=_forecast_day(without(found.after, leaves), today) if moved else before,
        holidays_version=_holidays_version(found.after),
        leaves=leaves,
        products=effects(desk, found.patient.id, found.before, without(found.after, leaves)),
    )


def _holidays_version(course: Course) -> str:
    versions = (calendar.holidays_version for calendar in course.calendars.values())
    return next((version for version in versions if version), "")


def _forecast_as_it_stands(desk: Desk, read_at: int, found: Planned) -> date | None:
    """Return the first day of the next cycle's forecast before the change, computed once."""
    key = (read_at, found.patient.id, desk.clock.today())
    if desk.ahead is None or desk.ahead[0] != key:
        desk.ahead = key, _forecast_day(found.before, key[2])
    return desk.ahead[1]


def _forecast_day(course: Course, today: date) -> date | None:
    """Return the first day of the next cycle's forecast, None where there is none."""
    placed = forecast(course, len(course.cycles) + 1, today)
    if not isinstance(placed, Cycle):
        return None
    return min(item.planned for item in placed.items)


def _rows(desk: Desk, found: Planned) -> Iterator[ChangeRow]:
    """Yield the items of the cycles concerned, in plan order."""
    builder = _RowBuilder(found, cycles.item_ids(desk.store, found.patient.id))
    for old in found.before.cycles:
        new = cycle_number(found.after, old.number)
        if found.cycle in (None, old.number) or old != new:
            yield from builder.rows(old, new)


class _RowBuilder:
    """Turns the items of one change into rows; looks up once what they share."""

    def __init__(self, found: Planned, ids: Mapping[Address, int]) -> None:
        self._found = found
        self._ids = ids
        self._broken = (*found.deviations, *found.unsettled)
        self._own = Counter(
            (item.calendar, item.planned)
            for cycle in found.after.cycles
            for item in cycle.items
            if _takes_room(item)
        )

    def rows(self, old: Cycle, new: Cycle) -> Iterator[ChangeRow]:
        """Yield the rows of one cycle before and after."""
        protocol = self._found.after.protocol
        counts = numbering(protocol, new.arm, new.number)
        for before, after in zip(old.items, new.items, strict=True):
            used, limit = self._room(after)
            yield ChangeRow(
                item_id=self._ids[after.address],
                title=protocol.item(after.address.code).title,
                nth=counts.get((after.address.code, after.day)),
                before=before,
                after=after,
                closure=self._found.after.calendars[after.calendar].closure(_day(after)),
                used=used,
                limit=limit,
                breaks=self._breaks(after),
            )

    def _room(self, item: CycleItem) -> tuple[int | None, int | None]:
        """Return how many infusions the item's calendar has that day, itself included, of how many.

        Nobody counts places for what is no open infusion.
        """
        if not _takes_room(item):
            return None, None
        course, day = self._found.after, item.planned
        others = course.taken.get(item.calendar, {}).get(day, 0)
        return (
            others + self._own[item.calendar, day],
            course.calendars[item.calendar].limit(day),
        )

    def _breaks(self, item: CycleItem) -> tuple[BrokenRule, ...]:
        name = str(item.address)
        return tuple(rule for rule in self._broken if name in (rule.item, rule.other))


def _takes_room(item: CycleItem) -> bool:
    return item.kind is ItemKind.INFUSION and item.is_open


def _day(item: CycleItem) -> date:
    return item.actual or item.planned
