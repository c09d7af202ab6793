"""Ward re-placement: the one function every preview of it comes from."""

from collections.abc import Sequence
from datetime import date

from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.ward.chooser import BEFORE, IS, NO_LIMITS, Chooser, Limit, Limits, Rates
from nkdesk.scheduler.ward.crowd import Placed, Ward
from nkdesk.scheduler.ward.outcome import course_after, moves_of
from nkdesk.scheduler.ward.person import Person, person_of
from nkdesk.scheduler.ward.person_rules import rules_for
from nkdesk.scheduler.ward.placement import (
    KeepGoing,
    Progress,
    WardPatient,
    WardPlacement,
    always,
)
from nkdesk.scheduler.ward.rooms import Rooms
from nkdesk.scheduler.ward.tree import StoppedError, Tree


def replace_ward(
    patients: Sequence[WardPatient], today: date, keep_going: KeepGoing = always
) -> WardPlacement | Refused:
    """Place all open infusions of all patients together.

    Every rule of every patient holds; as few patients as possible are touched, then the smallest
    total movement, then the earliest dates, patients in list order, infusions in file order.
    Given infusions and open ones before ``today`` stand. Source: the protocol format, "Ward
    re-placement". Refused when nothing fits.
    """
    rooms = Rooms()
    day = today.toordinal()
    persons = [person_of(patient, day, rooms) for patient in patients]
    for person in persons:
        person.rules = rules_for(person, day)
    ward = Ward([Chooser(person, rooms) for person in persons], rooms)
    rates = Rates(10000, 1)

    def watch(bound: int) -> bool:
        return keep_going(Progress(0, 0, *divmod(bound, 10000), found=False))

    tree = Tree(ward, rates, {}, watch)
    try:
        best = tree.best({}, 1 << 60)
    except StoppedError:
        return Refused(())
    if best is None:
        return Refused((BrokenRule(RuleCode.OVER_CAPACITY),))
    placed = _earliest(tree, best.placed(), best.bound)
    return _answer(persons, placed)


def _earliest(tree: Tree, placed: Placed, cost: int) -> Placed:
    limits: dict[int, Limits] = {}
    for number, chooser in enumerate(tree.ward.choosers):
        for dose in range(len(chooser.person.doses)):
            own = limits.get(number, NO_LIMITS)
            while True:
                day = placed.get(number, chooser.planned)[dose]
                limit = Limit(dose, BEFORE, day)
                found = tree.best({**limits, number: own | {limit}}, cost)
                if found is None:
                    break
                placed = found.placed()
            limits[number] = own | {Limit(dose, IS, day)}
    return placed


def _answer(persons: Sequence[Person], placed: Placed) -> WardPlacement:
    days = [placed.get(number, person.planned) for number, person in enumerate(persons)]
    moves = [
        move for person, one in zip(persons, days, strict=True) for move in moves_of(person, one)
    ]
    movement = sum(abs((move.becomes - move.was).days) for move in moves)
    return WardPlacement(
        courses=tuple(course_after(*one) for one in zip(persons, days, strict=True)),
        moves=tuple(moves),
        touched=len(placed),
        movement=movement,
        proven=True,
        bound_touched=len(placed),
        bound_movement=movement,
    )
