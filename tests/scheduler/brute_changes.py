"""Changes to a placed cycle by trying every combination, written from the text of the format.

It shares no code with the scheduler: a cycle is a list of rows with dates, what hangs on what is
looked up in the tables of the protocol file, every rule is asked of every combination.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, product

from tests.scheduler.brute_force import DAY, address, days_between

AWAY = ("omitted", "ceased", "cancelled")


@dataclass(frozen=True)
class Row:
    """One item as it stands."""

    name: str
    row: tuple = field(repr=False)
    planned: date = None
    target: date = None
    original: date = None
    actual: date = None
    state: str = "planned"

    @property
    def kind(self):
        return self.row[2]["kind"]

    @property
    def standing(self):
        return None if self.state in AWAY else (self.actual or self.planned)

    @property
    def anchors(self):
        """The date others count from, whether or not it was given."""
        return self.actual or self.planned


@dataclass(frozen=True)
class State:
    """A cycle: its start and its rows in file order."""

    case: object = field(repr=False)
    start: date = None
    rows: tuple = ()

    def by_name(self):
        return {row.name: row for row in self.rows}


def state_of(case, cycle):
    """Read a cycle of the scheduler off as rows: only what it says, nothing is computed."""
    rows = {address(row): row for row in case.rows()}
    return State(
        case,
        cycle.start,
        tuple(
            Row(
                str(item.address),
                rows[str(item.address)],
                item.planned,
                item.target,
                item.original,
                item.actual,
                item.state.value,
            )
            for item in cycle.items
        ),
    )


def put(state, days, by=0):
    """Put rows on days, move the typed anchor ``by`` days, and let everything else follow."""
    change = _Change(state, days, by)
    return State(state.case, change.start, tuple(change.row(row.name) for row in state.rows))


class _Change:
    """Rows are looked up one from another: each first asks for the row it counts from."""

    def __init__(self, state, days, by):
        self.state = state
        self.days = days
        self.start = state.start + by * DAY
        self.old = state.by_name()
        self.new = {}

    def row(self, name):
        if name not in self.new:
            self.new[name] = self._followed(self.old[name])
        return self.new[name]

    def _anchor(self, row):
        """The date a row counts from before and after, and how many days it lies from there."""
        anchor = self.state.case.table["anchor"][row.row[2]["anchor"]]
        away = days_between(anchor, row.row[1])
        if "item" not in anchor:
            return self.state.start, self.start, away
        name = next(one.name for one in self.state.rows if one.row[0] == anchor["item"])
        return self.old[name].anchors, self.row(name).anchors, away

    def _followed(self, row):
        if row.state != "planned":
            return row
        was, now, away = self._anchor(row)
        target = now + away * DAY if was != now else row.target
        if row.name in self.days:
            return replace(row, planned=self.days[row.name], target=target)
        if was == now or row.kind == "infusion":
            return replace(row, target=target)
        planned = target
        if row.kind != "chemo":
            planned = nearest(self.state.case, row.row[2], target)
        return replace(row, planned=planned, target=target)


def nearest(case, item, target):
    window = item.get("window", {"before": 60, "after": 60})
    calendar = item.get("calendar", "ward")
    allowed = [
        target + away * DAY
        for away in range(-window.get("before", 0), window.get("after", 0) + 1)
        if case.is_open(calendar, target + away * DAY)
    ]
    return min(allowed, key=lambda day: (abs(day - target), target - day), default=target)


def broken(state, asked=()):
    """Every broken rule by name, with the rows it is about."""
    return dict(_broken(state, set(asked)))


def _broken(state, asked):
    for row in state.rows:
        if row.standing and (row.kind == "infusion" or row.name in asked or row.actual):
            yield from _own(state, row)
    infusions = [row for row in state.rows if row.kind == "infusion" and row.standing]
    for first, second in combinations(infusions, 2):
        about = {first.name, second.name}
        if first.standing == second.standing:
            yield ("same_day", second.name, first.name, None), about
        if first.standing > second.standing:
            yield ("order", second.name, first.name, None), about
    for gap in state.case.table.get("gap", []):
        yield from _gap(state, gap)


def _own(state, row):
    item, day = row.row[2], row.standing
    calendar = item.get("calendar", "ward")
    window = item.get("window")
    if window is not None and row.state == "planned":
        earliest = row.target - window.get("before", 0) * DAY
        if not earliest <= day <= row.target + window.get("after", 0) * DAY:
            yield ("outside_window", row.name, "", None), {row.name}
    if row.kind != "chemo" and not state.case.is_open(calendar, day):
        yield ("closed_day", row.name, "", None), {row.name}
    if row.kind == "infusion" and state.case.is_full(calendar, day):
        capacity = state.case.table["calendar"][calendar]["capacity"]
        yield ("over_capacity", row.name, "", capacity), {row.name}


def _gap(state, gap):
    start, end = _end(state, gap["from"]), _end(state, gap["to"])
    if start is None or end is None:
        return
    (first, name, about), (last, other, more) = start, end
    days = (last - first).days
    if "min" in gap and days < gap["min"]:
        yield ("gap_too_short", name, other, gap["min"]), about | more
    if "max" in gap and days > gap["max"]:
        yield ("gap_too_long", name, other, gap["max"]), about | more


def _end(state, name):
    if name in ("chemo.first", "chemo.last"):
        chemo = [row for row in state.rows if row.kind == "chemo" and row.standing]
        if not chemo:
            return None
        days = [row.standing for row in chemo]
        return (min if name == "chemo.first" else max)(days), name, {row.name for row in chemo}
    code, _, day = name.partition("@")
    for row in state.rows:
        if row.row[0] == code and (not day or row.row[1] == int(day)):
            return (row.standing, row.name, {row.name}) if row.standing else None
    return None


def refusing(before, after, asked=()):
    """The rules that say no: those that involve what moved, and those that held before."""
    known = broken(before, asked)
    old = before.by_name()
    moved = {row.name for row in after.rows if row.planned != old[row.name].planned}
    aimed = {row.name for row in after.rows if row.target != old[row.name].target} | moved
    rules = set()
    for rule, about in broken(after, asked).items():
        touched = about & (aimed if rule[0] == "outside_window" else moved)
        if touched or rule not in known:
            rules.add(rule)
    return rules


def needed(before, asked, free, today, most):
    """The best dates of the ``free`` infusions, None when no total up to ``most`` days will do.

    ``asked`` are the days rows are put on and the days the typed anchor moves.
    """
    rows = before.by_name()
    for total in range(most + 1):
        found = []
        for spent in steps(len(free), total):
            moved = {
                name: rows[name].planned + step * DAY
                for name, step in zip(free, spent, strict=True)
                if step
            }
            if all(day >= today for day in moved.values()):
                after = put(before, {**asked[0], **moved}, asked[1])
                if not refusing(before, after, asked[0]):
                    found.append([after.by_name()[name].planned for name in free])
        if found:
            return dict(zip(free, min(found), strict=True))
    return None


def steps(count, total):
    """Every way to spend exactly so many days on so many infusions."""
    for spent in product(range(-total, total + 1), repeat=count):
        if sum(map(abs, spent)) == total:
            yield spent


def asked_of(state, name, to):
    """What moving one row moves by itself: the days of rows, the days of the typed anchor."""
    row = state.by_name()[name]
    days = to - row.planned
    if row.kind != "chemo":
        return {name: to}, 0
    hangs = hanging(state, row)
    begun = any(one.kind == "chemo" and one.actual for one in state.rows)
    if not begun and hangs is None:
        return {}, days.days
    return {
        one.name: one.planned + days
        for one in state.rows
        if one.kind == "chemo" and one.state == "planned" and hanging(state, one) == hangs
    }, 0


def hanging(state, row):
    """The row that is no chemotherapy a row counts from, None when it is the typed anchor."""
    anchor = state.case.table["anchor"][row.row[2]["anchor"]]
    if "item" not in anchor:
        return None
    before = next(one for one in state.rows if one.row[0] == anchor["item"])
    return hanging(state, before) if before.kind == "chemo" else before.name


def later(state, name):
    """The open infusions a move of a row may take along, in file order."""
    row, rows = state.by_name()[name], list(state.by_name())
    still = [r for r in state.rows if r.kind == "infusion" and r.state == "planned"]
    if row.kind == "chemo":
        return [one.name for one in still]
    if row.kind == "infusion":
        return [one.name for one in still if rows.index(one.name) > rows.index(name)]
    return [one.name for one in still if one.original > row.original]


def on_given_days(state, asked):
    """Chemotherapy put on or before a day that was given."""
    given = [one.actual for one in state.rows if one.kind == "chemo" and one.actual]
    return {
        ("order", name)
        for name, day in asked[0].items()
        if state.by_name()[name].kind == "chemo" and given and day <= max(given)
    }
