"""Ward re-placement: the one function every preview of it comes from."""

from collections.abc import Sequence
from datetime import date

from nkdesk.model.refusal import Refused
from nkdesk.scheduler.ward.chooser import Chooser, NothingFitsError
from nkdesk.scheduler.ward.crowd import Placed, Ward
from nkdesk.scheduler.ward.earliest import earliest
from nkdesk.scheduler.ward.known import Known, StoppedError
from nkdesk.scheduler.ward.outcome import course_after, moves_of
from nkdesk.scheduler.ward.person import Person, person_of
from nkdesk.scheduler.ward.person_rules import rules_for
from nkdesk.scheduler.ward.placement import (
    KeepGoing,
    WardPatient,
    WardPlacement,
    always,
)
from nkdesk.scheduler.ward.proving import Prover
from nkdesk.scheduler.ward.refusing import refuse
from nkdesk.scheduler.ward.rooms import Rooms


def replace_ward(
    patients: Sequence[WardPatient], today: date, keep_going: KeepGoing = always
) -> WardPlacement | Refused:
    """Place all open infusions of all patients together.

    Every rule of every patient holds; as few patients as possible are touched, then the smallest
    total movement, then the earliest dates, patients in list order, infusions in file order.
    Given infusions and open ones before ``today`` stand. Source: the protocol format, "Ward
    re-placement".

    Refused when nothing fits: the rules named cannot hold together. A refusal that names no rule
    says that the search was stopped before it had found anything.
    """
    rooms = Rooms()
    day = today.toordinal()
    persons = [person_of(patient, day, rooms) for patient in patients]
    for person in persons:
        person.rules = rules_for(person, day)
    ward = Ward([Chooser(person, rooms) for person in persons], rooms)
    known = Known(ward, keep_going)
    try:
        proven = _searched(ward, known)
    except NothingFitsError:
        return refuse(ward)
    if known.placed is None:
        return Refused(())
    return _answer(persons, known, known.placed, proven=proven)


def _searched(ward: Ward, known: Known) -> bool:
    """Search as long as nobody stops it; return whether the best is proven in all criteria."""
    prover = Prover(ward, known)
    try:
        prover.prove()
        return earliest(ward, known)
    except StoppedError:
        return False


def _answer(
    persons: Sequence[Person], known: Known, placed: Placed, *, proven: bool
) -> WardPlacement:
    days = [placed.get(number, person.planned) for number, person in enumerate(persons)]
    pairs = list(zip(persons, days, strict=True))
    return WardPlacement(
        courses=tuple(course_after(*pair) for pair in pairs),
        moves=tuple(move for pair in pairs for move in moves_of(*pair)),
        touched=known.touched,
        movement=known.movement,
        proven=proven,
        bound_touched=known.bound_touched,
        bound_movement=known.bound_movement,
    )
