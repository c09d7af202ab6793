"""A laid out cycle, a refusal and the reasons for a date as lines for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from nkdesk.model.cycle import Cycle, CycleItem
from nkdesk.model.protocol import Protocol, ProtocolStatus
from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.scheduler import Why
from nkdesk.sheets.wording.calendars import closure_text
from nkdesk.sheets.wording.dates import date_text, day_text, window_text
from nkdesk.sheets.wording.refusals import broken_rule_text, item_text

Calendars = Mapping[str, WorkCalendar]


def plan_lines(protocol: Protocol, cycle: Cycle, calendars: Calendars) -> Iterator[str]:
    """Yield a cycle as an aligned table, then which holiday data it rests on."""
    yield from _heading(protocol, cycle.arm, cycle.number)
    rows: list[tuple[str, ...]] = [("item", "day", "planned", "window", "what", "note")]
    rows += [_row(protocol, item, calendars) for item in cycle.items]
    yield from aligned(rows)
    yield from holiday_lines(calendars, max(item.planned for item in cycle.items))


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows of as many cells each as lines with straight columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = zip(row, widths, strict=True)
        yield "  ".join(cell.ljust(width) for cell, width in cells).rstrip()


def _heading(protocol: Protocol, arm: str, cycle: int) -> Iterator[str]:
    if protocol.status is ProtocolStatus.EXAMPLE:
        yield "EXAMPLE protocol: its days and windows are not published and bind nobody."
    title = protocol.arm(arm).title.en
    yield f"{protocol.id} version {protocol.version}, arm {arm} ({title}), cycle {cycle}"


def _row(protocol: Protocol, item: CycleItem, calendars: Calendars) -> tuple[str, ...]:
    window = "" if item.earliest is None else window_text(item.earliest, item.latest)
    title = protocol.item(item.address.code).title.en
    note = _note(item, calendars[item.calendar])
    return str(item.address), item.label, day_text(item.planned), window, title, note


def _note(item: CycleItem, calendar: WorkCalendar) -> str:
    closure = calendar.closure(item.target)
    closed = "" if closure is None else f" ({closure_text(item.calendar, closure)})"
    if item.planned != item.target:
        return f"target {day_text(item.target)}{closed}"
    return closed.strip(" ()") if item.warnings else ""


def holiday_lines(calendars: Calendars, last: date) -> Iterator[str]:
    """Yield which holiday data was used and how far moved working days are known."""
    versions = {calendar.holidays_version for calendar in calendars.values()} - {""}
    known = [one.moved_days_known_until for one in calendars.values()]
    until = min((day for day in known if day is not None), default=None)
    for version in sorted(versions):
        ends = "" if until is None else f"; moved working days known until {date_text(until)}"
        yield f"Holiday data: {version}{ends}."
    if until is not None and last > until:
        yield f"Moved working days after {date_text(until)} are not known yet: check these dates."


def refusal_lines(
    protocol: Protocol, refused: Refused, start_that_fits: date | None
) -> Iterator[str]:
    """Yield which rules cannot hold together and everything that would make it possible."""
    titles = item_titles(protocol)
    yield "Refused. These rules cannot hold together:"
    yield from rule_lines(refused.broken, titles)
    yield "What would make it possible:"
    for one in refused.alternatives:
        dates = ", ".join(f"{item} on {day_text(day)}" for item, day in one.dates)
        yield f"  - {dates}; a deviation a physician signs, as it breaks one rule:"
        if one.breaks is not None:
            yield f"    {broken_rule_text(one.breaks, titles)}"
    if start_that_fits is not None:
        yield f"  - start on {day_text(start_that_fits)} instead: then every rule holds."
    elif not refused.alternatives:
        yield "  - another start date, or a change of the rules above in the protocol or the site."


def why_lines(protocol: Protocol, why: Why) -> Iterator[str]:
    """Yield where an item's date comes from and what holds it there."""
    titles = item_titles(protocol)
    item = item_text(str(why.address), titles)
    if protocol.status is ProtocolStatus.EXAMPLE:
        yield "EXAMPLE protocol: its days and windows are not published and bind nobody."
    yield f"{item} stands on {day_text(why.planned)}."
    anchor = item_text(why.anchor_item, titles) if why.anchor_item else "its date was typed"
    yield f"It counts from anchor {why.anchor} ({anchor}): {day_text(why.anchor_date)}."
    yield f"Target: day {why.day} of that anchor, {day_text(why.target)}."
    yield f"Window: {window_text(why.earliest, why.latest)}."
    yield from _moved(why, titles)
    day = timedelta(days=1)
    yield from _held(f"One day earlier, {day_text(why.planned - day)}", why.one_day_earlier, titles)
    yield from _held(f"One day later, {day_text(why.planned + day)}", why.one_day_later, titles)


def _moved(why: Why, titles: Mapping[str, str]) -> Iterator[str]:
    if why.planned == why.target:
        yield "It stands on its target."
    elif why.moved_by:
        yield "It does not stand on its target because:"
        yield from rule_lines(why.moved_by, titles)
    else:
        yield "It does not stand on its target so that all infusions together are nearest theirs."


def _held(where: str, rules: tuple[BrokenRule, ...], titles: Mapping[str, str]) -> Iterator[str]:
    if rules:
        yield f"{where}:"
        yield from rule_lines(rules, titles)
    else:
        yield f"{where}: no rule is broken, but it is not the nearest to the targets."


def rule_lines(rules: Iterable[BrokenRule], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield each broken rule with what would do instead."""
    for rule in rules:
        yield f"  - {broken_rule_text(rule, titles)}"


def item_titles(protocol: Protocol) -> dict[str, str]:
    """Return the title of each item by its code."""
    return {item.code: item.title.en for item in protocol.items}
