"""The same wards placed by HiGHS, where it is installed: fewest touched, then least movement.

Every day a dose may have is one 0/1 variable; two doses so many days apart are held apart by one
row a day ("if this one stands by then, that one stood by then"), which is what makes it fast. The
third criterion, the earliest dates, is not asked of it.
"""

import time
from dataclasses import dataclass

import numpy as np
from highspy import Highs, HighsModelStatus, HighsVarType, ObjSense

from nkdesk.scheduler.ward.columns import Columns
from nkdesk.scheduler.ward.person import ANY_DAY, AtMost, Person, person_of
from nkdesk.scheduler.ward.person_rules import rules_for
from nkdesk.scheduler.ward.rooms import Rooms
from tests.benchmarks.ward_instances import WardInstance

WIDE = 60


@dataclass(frozen=True)
class PeerAnswer:
    """What HiGHS found, and in how many seconds."""

    touched: int
    movement: int
    proven: bool
    seconds: float


def placed_by_highs(instance: WardInstance, limit: float) -> PeerAnswer:
    """Place a ward with HiGHS, within so many seconds for each of the two criteria."""
    started = time.perf_counter()
    model = _Model(instance)
    touched, first = model.least(model.touch_costs(), limit)
    model.at_most(model.touch_costs(), touched)
    movement, second = model.least(model.day_costs(), limit)
    return PeerAnswer(touched, movement, first and second, time.perf_counter() - started)


class _Model:
    def __init__(self, instance: WardInstance) -> None:
        self.highs = Highs()
        self.highs.setOptionValue("output_flag", False)  # noqa: FBT003 -- the library's own call
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.setOptionValue("threads", 1)
        self.count = 0
        self.touch: list[int] = []
        self.moves: dict[int, int] = {}
        self.at: dict[tuple[str, int], list[int]] = {}
        self.rooms = Rooms()
        today = instance.today.toordinal()
        persons = [person_of(one, today, self.rooms) for one in instance.patients]
        for person in persons:
            person.rules = rules_for(person, today)
        for person in persons:
            if person.doses:
                self._add(person)
        for seat, ones in self.at.items():
            free = self.rooms.free(seat)
            if free is not None and len(ones) > free:
                self._row(-1e30, free, [(one, 1.0) for one in ones])

    def _variable(self) -> int:
        self.highs.addVar(0.0, 1.0)
        self.count += 1
        return self.count - 1

    def _row(self, low: float, high: float, entries: list[tuple[int, float]]) -> None:
        places = np.array([place for place, _ in entries], dtype=np.int32)
        values = np.array([value for _, value in entries], dtype=np.float64)
        self.highs.addRow(low, high, len(entries), places, values)

    def _add(self, person: Person) -> None:
        touch = self._variable()
        self.touch.append(touch)
        doses = []
        for dose, days in zip(person.doses, Columns(person, self.rooms, WIDE).days, strict=True):
            places = {day: self._variable() for day in days}
            doses.append(places)
            self._row(1.0, 1.0, [(place, 1.0) for place in places.values()])
            for day, place in places.items():
                self.moves[place] = abs(day - dose.planned)
                self.at.setdefault((dose.calendar, day), []).append(place)
            stays = [(places[dose.planned], 1.0)] if dose.planned in places else []
            self._row(1.0, 1e30, [*stays, (touch, 1.0)])
        for rule in person.rules:
            if isinstance(rule, AtMost) and ANY_DAY not in (rule.first, rule.second):
                self._apart(doses[rule.first], doses[rule.second], rule.days)

    def _apart(self, first: dict[int, int], second: dict[int, int], days: int) -> None:
        """Hold the second at most so many days after the first."""
        for day in first:
            by_then = [(place, 1.0) for one, place in first.items() if one <= day]
            later = [(place, -1.0) for one, place in second.items() if one <= day + days]
            self._row(-1e30, 0.0, [*by_then, *later])

    def touch_costs(self) -> dict[int, int]:
        return dict.fromkeys(self.touch, 1)

    def day_costs(self) -> dict[int, int]:
        return {place: days for place, days in self.moves.items() if days}

    def at_most(self, costs: dict[int, int], most: int) -> None:
        self._row(-1e30, most, [(place, float(cost)) for place, cost in costs.items()])

    def least(self, costs: dict[int, int], limit: float) -> tuple[int, bool]:
        for place in range(self.count):
            self.highs.changeColCost(place, float(costs.get(place, 0)))
            self.highs.changeColIntegrality(place, HighsVarType.kInteger)
        self.highs.changeObjectiveSense(ObjSense.kMinimize)
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + limit)
        self.highs.run()
        status = self.highs.getModelStatus()
        value = self.highs.getInfo().objective_function_value
        return round(value), status == HighsModelStatus.kOptimal
