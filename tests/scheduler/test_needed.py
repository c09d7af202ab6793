"""Scope ``needed`` against trying every combination of dates."""

import random
from dataclasses import replace

import pytest

from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Moved, Scope, move, needed, open_cycle, plan, settle
from nkdesk.scheduler.judging import broken_by
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.shifting import Shifts, shifted
from tests.scheduler import brute_changes as brute
from tests.scheduler.brute_force import DAY
from tests.scheduler.building import protocol_of_table
from tests.scheduler.histories import STEPS, after, random_course, random_move, shut_days

MOST = 8
"""Days of movement up to which every combination is tried."""


def setup(source):
    case, course = random_course(source)
    today = case.today or case.start - 3 * DAY
    for _ in range(source.randrange(3)):
        course = after(course, STEPS[source.choice(list(STEPS))](source, course, today))
    if source.random() < 0.4:
        case, course = shut_days(source, case, course)
    return case, course, today


def checked(source):
    """Ask for one move and compare; what came of it, None when it could not be asked."""
    case, course, today = setup(source)
    asked = random_move(source, course, today, [Scope.NEEDED])
    state, name = brute.state_of(case, course.cycle(1)), str(asked.address)
    row = state.by_name()[name]
    if row.state != "planned" or row.planned == asked.to:
        return None
    change, free = brute.asked_of(state, name, asked.to), brute.later(state, name)
    best = None
    if not brute.on_given_days(state, change) and not (row.kind == "infusion" and asked.to < today):
        best = brute.needed(state, change, free, today, MOST)
    answer = move(course, asked)
    if isinstance(answer, Refused):
        assert answer.broken
        assert best is None, (case, asked)
        return "refused"
    return compared(state, brute.state_of(case, answer.course.cycle(1)), change, best)


def compared(state, got, change, best):
    rows, names = state.by_name(), got.by_name()
    moved = {
        name: names[name].planned
        for name, row in rows.items()
        if row.kind == "infusion" and name not in change[0] and names[name].planned != row.planned
    }
    if best is None:
        assert sum(abs((day - rows[name].planned).days) for name, day in moved.items()) > MOST
        return "far"
    assert {name: names[name].planned for name in best} == best, state.case
    assert got == brute.put(state, {**change[0], **moved}, change[1]), state.case
    return "moved" if moved else "alone"


@pytest.mark.parametrize("seed", range(15))
def test_later_infusions_move_only_as_far_as_the_rules_demand(seed):
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    seen = {checked(source) for _ in range(20)}
    assert {"refused", "moved", "alone"} & seen


def two_cycles(source):
    """A course whose second cycle stands close behind the first and asks something of it."""
    while True:
        case, course = random_course(source)
        previous = source.choice(["previous.infusion.last", "previous.chemo.first"])
        gap = {"from": previous, "to": source.choice(["NK1", "chemo.first"])}
        gap["min"] = source.randrange(25)
        table = {**case.table, "gap": [*case.table["gap"], gap]}
        if source.random() < 0.3:
            more = {"from": "previous.chemo.first", "to": "previous.infusion.last", "max": 14}
            table["gap"].append(more)
        first = replace(course, protocol=protocol_of_table(table), cycles=())
        first = plan(open_cycle(first, 2), 1, case.start, case.today)
        start = case.start + source.randrange(8, 30) * DAY
        both = first if isinstance(first, Refused) else plan(first, 2, start, case.today)
        if not isinstance(both, Refused):
            return case, both


def tried(course, asked, shift, free, today):
    """The best days by trying all of them, judged as every other move is."""
    cycle = course.cycle(asked.address.cycle)
    days = {index: planned_day(course, cycle, index) for index in free}
    for total in range(MOST):
        found = []
        for steps in brute.steps(len(free), total):
            placed = {i: day + step for (i, day), step in zip(days.items(), steps, strict=True)}
            moved = {index: day for index, day in placed.items() if day != days[index]}
            if all(day >= today.toordinal() for day in moved.values()):
                after_all = shifted(course, cycle, shift.also(moved))
                if not broken_by(course, after_all, cycle.number, shift.placed):
                    found.append(list(placed.values()))
        if found:
            return dict(zip(free, min(found), strict=True))
    return None


def planned_day(course, cycle, index):
    slot = layout_of(course.protocol, course.arm, cycle.number).slots[index]
    return cycle.item(slot.address).planned.toordinal()


@pytest.mark.parametrize("seed", range(8))
def test_the_next_cycle_is_asked_as_well(seed):
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    for _ in range(15):
        case, course = two_cycles(source)
        today = case.today or case.start - 3 * DAY
        for _ in range(source.randrange(2)):
            late = random_move(source, course, today, kinds=["infusion"])
            course = after(course, move(course, replace(late, deviation=True)))
        asked = random_move(source, course, today, [Scope.NEEDED], kinds=["infusion"])
        item = course.cycle(1).item(asked.address)
        layout = layout_of(course.protocol, "a", 1)
        shifts = Shifts(layout, course.cycle(1), layout.find(asked.address))
        shift, free = shifts.alone((asked.to - item.planned).days), shifts.later_infusions()
        if item.planned == asked.to or asked.to < today:
            continue
        best, answer = tried(course, asked, shift, free, today), move(course, asked)
        if best is not None:
            assert isinstance(answer, Moved), (case, asked)
            cycle = answer.course.cycle(1)
            assert {i: planned_day(course, cycle, i) for i in free} == best, (case, asked)


def settled(state, today):
    """The best dates that leave no rule broken about an infusion still to be placed."""
    still = [row for row in state.rows if row.kind == "infusion" and row.state == "planned"]
    names = {row.name for row in still}
    for total in range(MOST):
        found = []
        for spent in brute.steps(len(still), total):
            days = {row.name: row.planned + n * DAY for row, n in zip(still, spent, strict=True)}
            moved = {row.name: days[row.name] for row in still if days[row.name] != row.planned}
            rules = brute.broken(brute.put(state, moved))
            if all(day >= today for day in moved.values()) and not any(
                about & names for about in rules.values()
            ):
                found.append(list(days.values()))
        if found:
            return dict(zip([row.name for row in still], min(found), strict=True))
    return None


@pytest.mark.parametrize("seed", range(10))
def test_settling_is_the_smallest_movement_that_leaves_nothing_broken(seed):
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    for _ in range(15):
        case, course, today = setup(source)
        state = brute.state_of(case, course.cycle(1))
        best, answer = settled(state, today), settle(course, 1, today)
        if best is None and isinstance(answer, Refused):
            assert answer.broken
            continue
        assert isinstance(answer, Moved), case
        got = brute.state_of(case, answer.course.cycle(1)).by_name()
        if best is not None:
            assert {name: got[name].planned for name in best} == best, case


@pytest.mark.parametrize("seed", range(4))
def test_the_cut_that_takes_over_from_the_search_gives_the_same_answer(seed, monkeypatch):
    monkeypatch.setattr(needed, "TRIES", 0)
    source = random.Random(seed)  # noqa: S311 -- cases to try, no secrets
    seen = {checked(source) for _ in range(20)}
    assert {"refused", "moved", "alone"} & seen
