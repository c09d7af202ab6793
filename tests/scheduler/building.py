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
