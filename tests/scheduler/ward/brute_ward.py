"""Placing a ward by trying every combination, written from the text of the format alone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations, product

from tests.scheduler.brute_force import DAY, Case, Placement, address


@dataclass
class Bed:
    """One patient: the case of his protocol, where his infusions stand, which may move."""

    case: Case
    planned: dict
    movable: list
    taken_away: set = field(default_factory=set)

    def ways(self, reach):
        """Every placement of the movable infusions that keeps the patient's own rules."""
        rows = [row for row in self.case.infusions() if address(row) in self.movable]
        span = range(-reach, reach + 1)
        choices = [[self.planned[address(row)] + away * DAY for away in span] for row in rows]
        for days in product(*choices):
            chosen = dict(zip(map(address, rows), days, strict=True))
            placement = Placement(self.case, {**self.planned, **chosen})
            if self._keeps(placement, rows):
                yield chosen, placement

    def _keeps(self, placement, rows):
        if any(placement.date(row) < self.case.today for row in rows):
            return False
        if any(next(placement._own(row), None) for row in rows):
            return False
        standing = [row for row in self.case.infusions() if address(row) not in self.taken_away]
        for first, second in combinations(standing, 2):
            moves = {address(first), address(second)} & set(self.movable)
            if moves and placement.date(first) >= placement.date(second):
                return False
        gaps = self.case.table.get("gap", [])
        return all(self._gap_kept(placement, gap) for gap in gaps)

    def _gap_kept(self, placement, gap):
        ends = {gap["from"], gap["to"]}
        if ends & self.taken_away or not any(self._depends(name) for name in ends):
            return True
        return next(placement._gap(gap), None) is None

    def _depends(self, name):
        """Whether a gap's end moves when the movable infusions do."""
        rows = self.case.rows()
        if name in ("chemo.first", "chemo.last"):
            return any(self._row_depends(row) for row in rows if row[2]["kind"] == "chemo")
        return any(self._row_depends(row) for row in rows if name in (row[0], f"{row[0]}@{row[1]}"))

    def _row_depends(self, row):
        if row[2]["kind"] == "infusion":
            return address(row) in self.movable
        anchor = self.case.table["anchor"][row[2]["anchor"]]
        return "item" in anchor and any(
            self._row_depends(one) for one in self.case.rows() if one[0] == anchor["item"]
        )


def best_ward(beds, limits, reach):
    """The best placement of all beds, None when none fits.

    ``limits`` maps (calendar, day) to the infusions allowed, None for any number.
    """
    fixed = Counter()
    for bed in beds:
        for row in bed.case.infusions():
            name = address(row)
            if name not in bed.movable and name not in bed.taken_away:
                fixed[row[2].get("calendar", "ward"), bed.planned[name]] += 1
    best = None
    for ways in product(*(list(bed.ways(reach)) for bed in beds)):
        merit = _merit(beds, ways)
        if (best is None or merit < best[0]) and _fits(beds, ways, fixed, limits):
            best = merit, ways
    return best


def _merit(beds, ways):
    moved = [
        sum(abs((day - bed.planned[name]).days) for name, day in chosen.items())
        for bed, (chosen, _) in zip(beds, ways, strict=True)
    ]
    dates = [
        chosen[address(row)]
        for bed, (chosen, _) in zip(beds, ways, strict=True)
        for row in bed.case.infusions()
        if address(row) in chosen
    ]
    return sum(map(bool, moved)), sum(moved), dates


def _fits(beds, ways, fixed, limits):
    load, wanted = Counter(fixed), set()
    for bed, (chosen, _) in zip(beds, ways, strict=True):
        for row in bed.case.infusions():
            if address(row) in chosen:
                seat = row[2].get("calendar", "ward"), chosen[address(row)]
                load[seat] += 1
                wanted.add(seat)
    return all(limits(*seat) is None or load[seat] <= limits(*seat) for seat in wanted)


def days_from(start, count):
    return [start + timedelta(days=away) for away in range(count)]
