"""Scope ``needed`` against trying every combination of dates."""

import random

import pytest

from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Scope, move
from tests.scheduler import brute_changes as brute
from tests.scheduler.brute_force import DAY
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
