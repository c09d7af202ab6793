"""Random histories, each step checked against the text of the format."""

from dataclasses import replace

from nkdesk.model.cycle import ItemState
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Course, Moved, Scope, move
from tests.scheduler import brute_changes as brute
from tests.scheduler.brute_force import DAY
from tests.scheduler.histories import STEPS, after, random_course, random_move, shut_days

LENGTH = 6
TOGETHER = (Scope.REST_OF_CYCLE, Scope.EVERYTHING_AFTER)


def checked_history(source):
    """Take some random steps; AssertionError names the first answer that is wrong."""
    case, course = random_course(source, infusions=(1, 2, 3, 4))
    today = case.today or case.start - 3 * DAY
    for _ in range(LENGTH):
        if source.random() < 0.15:
            case, course = shut_days(source, case, course)
        if source.random() < 0.4:
            asked = random_move(source, course, today)
            now = checked_move(case, course, asked)
        else:
            now = checked_step(source, case, course, today)
        assert [cycle.number for cycle in now.cycles] == [1]
        assert now.opened == {1}
        course = now


def checked_step(source, case, course, today):
    what = source.choice(list(STEPS))
    answer = STEPS[what](source, course, today)
    now = after(course, answer)
    assert isinstance(now, Course)
    if isinstance(answer, Refused):
        assert answer.broken
    elif what == "settle":
        check_settled(case, now)
    if what == "cycle 2":
        assert answer.codes == ["cycle_not_open"]
    check_closed_items_stay(course, now, may_correct=what == "correct")
    return now


def checked_move(case, course, asked):
    """Move something: the rules hold, or exactly those that break are named."""
    answer = move(course, asked)
    now = after(course, answer)
    check_closed_items_stay(course, now, may_correct=False)
    old = brute.state_of(case, course.cycle(1))
    row = old.by_name()[str(asked.address)]
    if row.state != "planned":
        assert answer.codes == ["already_closed"]
    elif row.planned == asked.to:
        assert answer == Moved(course)
    elif asked.scope is not Scope.NEEDED:
        check_exactly(case, course, asked, answer)
    elif isinstance(answer, Moved):
        by_hand = brute.asked_of(old, row.name, asked.to)[0]
        assert brute.refusing(old, brute.state_of(case, now.cycle(1)), by_hand) == set()
    if isinstance(answer, Refused):
        check_alternatives(course, asked, answer)
    return now


def check_exactly(case, course, asked, answer):
    old = brute.state_of(case, course.cycle(1))
    name = str(asked.address)
    days, by = brute.asked_of(old, name, asked.to)
    if asked.scope in TOGETHER:
        step = asked.to - old.by_name()[name].planned
        days |= {one: old.by_name()[one].planned + step for one in brute.later(old, name)}
    new = brute.put(old, days, by)
    rules = brute.refusing(old, new, [name, *days])
    locked = {name for _, name in brute.on_given_days(old, (days, by))}
    if isinstance(answer, Moved):
        assert (rules, locked) == (set(), set())
        assert brute.state_of(case, answer.course.cycle(1)) == new
        return
    named = {(rule.code.value, rule.item, rule.other, rule.limit) for rule in answer.broken}
    orders = {rule for rule in named if rule[0] == "order" and rule[1] in locked}
    assert {rule[1] for rule in orders} == locked
    assert named - orders == rules


def check_alternatives(course, asked, refused):
    """What is offered would do: asked for, it is not refused and gives the dates offered."""
    assert len(refused.alternatives) <= 3
    for one in refused.alternatives:
        assert one.breaks is None
        wanted = replace(asked, to=one.dates[0][1], scope=one.scope or asked.scope)
        found = move(course, wanted)
        assert isinstance(found, Moved)
        dates = {str(item.address): item.planned for item in found.course.cycle(1).items}
        assert dict(one.dates).items() <= dates.items()


def check_settled(case, course):
    """No rule is left broken that is about an infusion still to be placed."""
    state = brute.state_of(case, course.cycle(1))
    still = {row.name for row in state.rows if row.kind == "infusion" and row.state == "planned"}
    assert not [rule for rule, about in brute.broken(state).items() if about & still]


def check_closed_items_stay(before, now, *, may_correct):
    for item in before.cycle(1).items:
        same = now.cycle(1).item(item.address)
        assert same.original == item.original
        if item.state is ItemState.PLANNED:
            continue
        assert (same.planned, same.target, same.label) == (item.planned, item.target, item.label)
        if not may_correct and not item.is_open:
            assert same == item


def checked_shift(source):
    """Move something with the rest, or a block, and back again; whether it could be moved."""
    case, course = random_course(source)
    today = case.today or case.start
    asked = random_move(source, course, today, TOGETHER)
    typed = [row.name for row in brute.state_of(case, course.cycle(1)).rows if row.kind == "chemo"]
    if str(asked.address) in typed and source.random() < 0.5:
        asked = replace(asked, scope=Scope.ONLY)
    moved = move(course, asked)
    if isinstance(moved, Refused):
        return False
    was = course.cycle(1).item(asked.address).planned
    back = move(moved.course, replace(asked, to=was))
    assert isinstance(back, Moved)
    assert dates(back.course) == dates(course)
    assert back.course.cycle(1).start == course.cycle(1).start
    return asked.to != was


def dates(course):
    return {item.address: (item.planned, item.target, item.label) for item in course.cycle(1).items}
