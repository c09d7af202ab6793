"""What the placing of a cycle is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nkdesk.model.cycle import Cycle
from nkdesk.model.protocol import Protocol
from nkdesk.model.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class PlacementRequest:
    """Everything the placing of one cycle depends on.

    ``start`` is the date of the typed anchor. ``calendars`` holds one working calendar for each
    calendar of the protocol. ``taken`` counts the infusions of other patients per calendar and
    day. No infusion is placed before ``today`` (None: no such bound). ``previous`` is the cycle
    before this one: the gaps and the order of infusions reach back to it. ``current`` is this
    same cycle as it stands, when it has been placed before.
    """

    protocol: Protocol
    arm: str
    cycle: int
    start: date
    calendars: Mapping[str, WorkCalendar]
    taken: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    today: date | None = None
    previous: Cycle | None = None
    current: Cycle | None = None
