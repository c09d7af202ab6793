"""Small protocols for tests, written as the protocol file writes them."""

import tomllib

from nkdesk.model.protocol import (
    Anchor,
    Arm,
    CalendarRules,
    Gap,
    Item,
    ItemKind,
    Protocol,
    ProtocolStatus,
    Window,
)
from nkdesk.model.words import Words
from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.scheduler import Course, PlacementRequest, plan

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def protocol_of(text):
    """Read the parts of a protocol file that dates depend on, without checking anything."""
    return protocol_of_table(tomllib.loads(text))


def protocol_of_table(table):
    """Build a protocol from the tables of its file."""
    head = table.get("protocol", {})
    arms = table.get("arm", [{"id": "a"}])
    cycles = head.get("cycles", 2)
    return Protocol(
        id=head.get("id", "T"),
        version="1",
        status=ProtocolStatus.SITE,
        planned_patients=1,
        cycles=cycles,
        title=Words("test"),
        sources=("test",),
        infant_scale=None,
        anchors=tuple(
            Anchor(name, Words(name), one["number"], one["day_zero"], one.get("item"))
            for name, one in table["anchor"].items()
        ),
        calendars=tuple(_calendar(*one) for one in table.get("calendar", {"ward": {}}).items()),
        arms=tuple(Arm(one["id"], Words(one["id"]), ()) for one in arms),
        items=tuple(_item(one, [arm["id"] for arm in arms], cycles) for one in table["item"]),
        gaps=tuple(
            Gap(one["from"], one["to"], one.get("min"), one.get("max"))
            for one in table.get("gap", [])
        ),
        criteria=(),
    )


def _calendar(name, one):
    closed = frozenset(WEEKDAYS.index(day) + 1 for day in one.get("closed_weekdays", []))
    return CalendarRules(name, closed, one.get("holidays"), one.get("capacity"))


def _item(one, arms, cycles):
    window = one.get("window")
    return Item(
        code=one["code"],
        title=Words(one["code"]),
        kind=ItemKind(one["kind"]),
        arms=tuple(one.get("arms", arms)),
        cycles=tuple(one.get("cycles", range(1, cycles + 1))),
        anchor=one["anchor"],
        days=tuple(day for written in one["days"] for day in _unrolled(written)),
        times=tuple(one.get("times", [""])),
        window=None if window is None else Window(**window),
        calendar=one.get("calendar", "ward"),
    )


def _unrolled(written):
    if isinstance(written, int):
        return [written]
    first, last = written.split("..")
    return range(int(first), int(last) + 1)


def calendars_of(protocol, **changes):
    """Return the working calendars of a protocol; ``changes`` by id replace single fields."""
    return {
        rules.id: WorkCalendar(
            rules.id,
            **{
                "closed_weekdays": rules.closed_weekdays,
                "capacity": rules.capacity,
                **changes.get(rules.id, {}),
            },
        )
        for rules in protocol.calendars
    }


STANDARD = """
[anchor.chemo]
number = 1
day_zero = true
[anchor.nk]
number = 0
day_zero = true
item = "NK1"
[calendar.ward]
[calendar.lab]
closed_weekdays = ["sat", "sun"]
capacity = 2
[[item]]
code = "FLU"
kind = "chemo"
anchor = "chemo"
days = ["1..5"]
times = ["09:00", "21:00"]
[[item]]
code = "NK1"
kind = "infusion"
anchor = "chemo"
days = [8]
window = { before = 1, after = 3 }
calendar = "lab"
[[item]]
code = "NK2"
kind = "infusion"
anchor = "nk"
days = [7]
window = { before = 1, after = 2 }
calendar = "lab"
[[item]]
code = "CHIM"
kind = "sample"
anchor = "nk"
days = [7, 28]
window = { before = 1, after = 2 }
calendar = "lab"
[[gap]]
from = "chemo.last"
to = "NK1"
min = 2
[[gap]]
from = "NK1"
to = "NK2"
min = 6
max = 9
"""
"""A block of five days, two infusions a week apart, a sample that counts from the first."""


def request_of(text, start, *, calendars=None, **more):
    """Return the request to place cycle 1 of arm a; ``calendars`` as in calendars_of."""
    protocol = protocol_of(text)
    working = calendars_of(protocol, **(calendars or {}))
    return PlacementRequest(
        protocol, more.pop("arm", "a"), more.pop("cycle", 1), start, working, **more
    )


def course_of(text, start, *, calendars=None, today=None, **more):
    """Return a course whose first cycle is planned."""
    protocol = protocol_of(text)
    course = Course(protocol, "a", calendars_of(protocol, **(calendars or {})), **more)
    planned = plan(course, 1, start, today)
    assert isinstance(planned, Course), planned
    return planned


def planned_days(cycle):
    """Return the planned date of every item by its address, as text."""
    return {str(item.address): item.planned.isoformat() for item in cycle.items}
