"""Placing a cycle by trying every date, written from the text of the format alone.

It shares no code with the scheduler: dates are date objects, days are looked up in a written-out
row of days, every rule is checked on every combination.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import combinations

DAY = timedelta(days=1)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass
class Case:
    """The tables of a protocol file and everything else a placement depends on."""

    table: dict
    start: date
    closed: dict = field(default_factory=dict)
    opened: dict = field(default_factory=dict)
    taken: dict = field(default_factory=dict)
    today: date | None = None

    def __post_init__(self):
        items = self.table["item"]
        self.all_rows = [(one["code"], day, one) for one in items for day in sorted(one["days"])]
        self.infusion_rows = [row for row in self.all_rows if row[2]["kind"] == "infusion"]
        self.known_open = {}

    def rows(self):
        """All items as (code, day, item), in file order, then by day."""
        return self.all_rows

    def infusions(self):
        return self.infusion_rows

    def is_open(self, calendar, day):
        if (calendar, day) not in self.known_open:
            self.known_open[calendar, day] = self._is_open(calendar, day)
        return self.known_open[calendar, day]

    def _is_open(self, calendar, day):
        if day in self.closed.get(calendar, ()):
            return False
        if day in self.opened.get(calendar, ()):
            return True
        closed = self.table["calendar"][calendar].get("closed_weekdays", [])
        return WEEKDAYS[day.weekday()] not in closed

    def is_full(self, calendar, day):
        capacity = self.table["calendar"][calendar].get("capacity")
        others = self.taken.get(calendar, {}).get(day, 0)
        return capacity is not None and others + 1 > capacity


def address(row):
    code, day, item = row
    return _written(code, day if len(item["days"]) > 1 else None)


@cache
def _written(code, day):
    return f"C1/{code}" if day is None else f"C1/{code}@{day}"


WITH_ZERO = list(range(-300, 301))
WITHOUT_ZERO = [day for day in WITH_ZERO if day != 0]


def days_between(anchor, day):
    """How many days a protocol day lies after the anchor day, counted along a row of days."""
    return _counted(anchor["day_zero"], anchor["number"], day)


@cache
def _counted(day_zero, number, day):
    row = WITH_ZERO if day_zero else WITHOUT_ZERO
    return row.index(day) - row.index(number)


class Placement:
    """The dates of one combination of infusion dates."""

    def __init__(self, case, chosen):
        self.case = case
        self.chosen = chosen
        self.known = {}
        self.known_targets = {}

    def anchor_date(self, name):
        anchor = self.case.table["anchor"][name]
        if "item" not in anchor:
            return self.case.start
        row = next(row for row in self.case.rows() if row[0] == anchor["item"])
        return self.date(row)

    def target(self, row):
        if row[:2] not in self.known_targets:
            anchor = self.case.table["anchor"][row[2]["anchor"]]
            days = days_between(anchor, row[1])
            self.known_targets[row[:2]] = self.anchor_date(row[2]["anchor"]) + days * DAY
        return self.known_targets[row[:2]]

    def date(self, row):
        kind = row[2]["kind"]
        if kind == "infusion":
            return self.chosen[address(row)]
        if row[:2] not in self.known:
            self.known[row[:2]] = self._derived(row, kind)
        return self.known[row[:2]]

    def _derived(self, row, kind):
        target = self.target(row)
        if kind == "chemo":
            return target
        calendar = row[2].get("calendar", "ward")
        window = row[2].get("window", {"before": 60, "after": 60})
        allowed = [
            target + away * DAY
            for away in range(-window.get("before", 0), window.get("after", 0) + 1)
            if self.case.is_open(calendar, target + away * DAY)
        ]
        return min(allowed, key=lambda day: (abs(day - target), target - day), default=target)

    def cost(self):
        return sum(abs((self.date(row) - self.target(row)).days) for row in self.case.infusions())

    def end(self, name):
        """The date of a gap's end and how a refusal names it, None when there is none."""
        if name in ("chemo.first", "chemo.last"):
            dates = [self.date(row) for row in self.case.rows() if row[2]["kind"] == "chemo"]
            if not dates:
                return None
            return (min if name == "chemo.first" else max)(dates), name
        for row in self.case.rows():
            if name in (row[0], f"{row[0]}@{row[1]}"):
                return self.date(row), address(row)
        return None

    def broken(self):
        """Every broken rule as (code, item, other, limit)."""
        return frozenset(self._broken())

    def allowed(self):
        """Whether no rule is broken."""
        return next(self._broken(), None) is None

    def _broken(self):
        for row in self.case.infusions():
            yield from self._own(row)
        for first, second in combinations(self.case.infusions(), 2):
            before, after = self.date(first), self.date(second)
            if before == after:
                yield ("same_day", address(second), address(first), None)
            if before > after:
                yield ("order", address(second), address(first), None)
        for gap in self.case.table.get("gap", []):
            yield from self._gap(gap)

    def _own(self, row):
        day, calendar = self.date(row), row[2].get("calendar", "ward")
        if not self.case.is_open(calendar, day):
            yield ("closed_day", address(row), "", None)
        if self.case.is_full(calendar, day):
            capacity = self.case.table["calendar"][calendar]["capacity"]
            yield ("over_capacity", address(row), "", capacity)
        window = row[2].get("window")
        if window is not None:
            target = self.target(row)
            earliest = target - window.get("before", 0) * DAY
            latest = target + window.get("after", 0) * DAY
            if not earliest <= day <= latest:
                yield ("outside_window", address(row), "", None)

    def _gap(self, gap):
        start, end = self.end(gap["from"]), self.end(gap["to"])
        if start is None or end is None:
            return
        days = (end[0] - start[0]).days
        if "min" in gap and days < gap["min"]:
            yield ("gap_too_short", start[1], end[1], gap["min"])
        if "max" in gap and days > gap["max"]:
            yield ("gap_too_long", start[1], end[1], gap["max"])


def placements(case, *, everywhere=False):
    """Every combination of dates to be tried: in the windows, or up to 60 days everywhere."""
    return _extended(case, {}, everywhere)


def _extended(case, chosen, everywhere):
    open_rows = [row for row in case.infusions() if address(row) not in chosen]
    if not open_rows:
        yield Placement(case, dict(chosen))
        return
    for row in open_rows:
        try:
            target = Placement(case, chosen).target(row)
        except KeyError:
            continue
        break
    window = row[2].get("window")
    before, after = (
        (60, 60) if window is None else (window.get("before", 0), window.get("after", 0))
    )
    if everywhere:
        before, after = max(before, 60), max(after, 60)
    for away in range(-before, after + 1):
        day = target + away * DAY
        if case.today is None or day >= case.today:
            yield from _extended(case, {**chosen, address(row): day}, everywhere)


def best_placement(case):
    """The allowed combination of smallest cost, then of the earliest dates; None if none is."""
    allowed = [one for one in placements(case) if one.allowed()]
    return min(allowed, key=_merit, default=None)


def _merit(placement):
    return (placement.cost(), [placement.date(row) for row in placement.case.infusions()])


def refusal_facts(case):
    """The size of a smallest conflict, and the best placement for each rule broken alone."""
    families = {}
    for placement in placements(case, everywhere=True):
        broken = placement.broken()
        best = families.setdefault(broken, placement)
        if len(broken) == 1 and _merit(placement) < _merit(best):
            families[broken] = placement
    alone = [(best, *rules) for rules, best in families.items() if len(rules) == 1]
    alone.sort(key=lambda offer: _merit(offer[0]))
    return smallest_hit(set(families)), alone, set(families)


def smallest_hit(families):
    rules = sorted(set().union(*families), key=str)
    for size in range(len(rules) + 1):
        for chosen in combinations(rules, size):
            if all(family.intersection(chosen) for family in families):
                return size
    return None
