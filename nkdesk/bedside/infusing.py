"""What can be done about an infusion in each of its states, and what becomes of it.

The table is the order of a bedside record (clinical facts §5, hazards H13 and H14): nothing runs
before two persons checked the bags at the bed, nothing is complete before it was observed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from nkdesk.model.folding import fold
from nkdesk.model.infusion import BagCheck, InfusionAct, InfusionState, Outcome
from nkdesk.model.product import DoseForm, ProductDose

# What a person may write down at any time from the first check on, whatever else goes on.
_ALWAYS = frozenset({InfusionAct.VITALS, InfusionAct.REACTION, InfusionAct.CALL, InfusionAct.NOTE})
# What prepares the patient or a bag. It may be written down late, but not after the end.
_PREPARING = frozenset({InfusionAct.CHECK, InfusionAct.PREMEDICATE, InfusionAct.THAW})

_STAYS: Mapping[InfusionState, frozenset[InfusionAct]] = {
    InfusionState.CHECKING: _ALWAYS | _PREPARING,
    InfusionState.CHECKED: _ALWAYS | _PREPARING,
    InfusionState.RUNNING: _ALWAYS | _PREPARING | {InfusionAct.RATE, InfusionAct.NEXT_BAG},
    InfusionState.PAUSED: _ALWAYS | _PREPARING | {InfusionAct.NEXT_BAG},
    InfusionState.OBSERVING: _ALWAYS,
    InfusionState.COMPLETE: _ALWAYS,
    InfusionState.ABANDONED: frozenset(),
}

_MOVES: Mapping[InfusionState, Mapping[InfusionAct, InfusionState]] = {
    InfusionState.CHECKING: {InfusionAct.ABANDON: InfusionState.ABANDONED},
    InfusionState.CHECKED: {
        InfusionAct.START: InfusionState.RUNNING,
        InfusionAct.ABANDON: InfusionState.ABANDONED,
    },
    InfusionState.RUNNING: {
        InfusionAct.PAUSE: InfusionState.PAUSED,
        InfusionAct.END: InfusionState.OBSERVING,
    },
    InfusionState.PAUSED: {
        InfusionAct.RESUME: InfusionState.RUNNING,
        InfusionAct.END: InfusionState.OBSERVING,
    },
    InfusionState.OBSERVING: {InfusionAct.COMPLETE: InfusionState.COMPLETE},
    InfusionState.COMPLETE: {},
    InfusionState.ABANDONED: {},
}

ACTS: Mapping[InfusionState, Mapping[InfusionAct, InfusionState]] = MappingProxyType(
    {
        state: MappingProxyType(dict.fromkeys(sorted(_STAYS[state]), state) | dict(_MOVES[state]))
        for state in InfusionState
    }
)
"""What each act makes of each state; a pair that is not here is refused.

A check leaves an infusion ``checking`` until the last bag it needs was checked twice: ``after``.
"""


class InfusionNo(StrEnum):
    """Why an act is refused."""

    NOT_FROM_HERE = "not_from_here"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class InfusionRefusal:
    """An act refused. It would be possible in the states of ``possible_in``.

    NOT_CHECKED: it would be possible once the bags concerned were checked by two persons.
    """

    why: InfusionNo
    state: InfusionState
    act: InfusionAct
    possible_in: frozenset[InfusionState]


def may(state: InfusionState) -> frozenset[InfusionAct]:
    """Return every act that a state allows."""
    return frozenset(ACTS[state])


def after(
    state: InfusionState, act: InfusionAct, *, all_checked: bool
) -> InfusionState | InfusionRefusal:
    """Return the state that an act leads to, or why it is refused.

    ``all_checked`` says whether two persons checked every bag concerned: for a check (this one
    included) and the start those of ``bags_before_start``, for the next bag that bag; other acts
    do not ask.
    """
    possible_in = frozenset(one for one in InfusionState if act in ACTS[one])
    if act not in ACTS[state]:
        return InfusionRefusal(InfusionNo.NOT_FROM_HERE, state, act, possible_in)
    if act in (InfusionAct.START, InfusionAct.NEXT_BAG) and not all_checked:
        return InfusionRefusal(InfusionNo.NOT_CHECKED, state, act, possible_in)
    if act is InfusionAct.CHECK and state is InfusionState.CHECKING and all_checked:
        return InfusionState.CHECKED
    return ACTS[state][act]


def bags_before_start(dose: ProductDose) -> tuple[int, ...]:
    """Return the ids of the bags that must be checked before the start.

    Of a fresh dose every bag. Of a frozen one the first: the next is thawed, and can be looked
    at, only when the one before it is finishing (clinical facts §4, source 53).
    """
    in_order = tuple(bag.id for bag in sorted(dose.bags, key=lambda bag: bag.nth))
    return in_order[:1] if dose.form is DoseForm.FROZEN else in_order


def bags_checked_twice(checks: Iterable[BagCheck]) -> frozenset[int]:
    """Return the ids of the bags that two different persons checked, one first and one second.

    Names are compared as folded, so that another spelling is no second person.
    """
    firsts: dict[int, set[str]] = {}
    seconds: dict[int, set[str]] = {}
    for check in checks:
        of_position = firsts if check.position == 1 else seconds
        of_position.setdefault(check.bag_id, set()).add(fold(check.person))
    return frozenset(bag for bag in firsts if _two_persons(firsts[bag], seconds.get(bag, set())))


def _two_persons(firsts: set[str], seconds: set[str]) -> bool:
    return any(first != second for first in firsts for second in seconds)


@dataclass(frozen=True, slots=True)
class Hung:
    """A bag as far as its cells go: thousands of them in a volume of microlitres."""

    cells: int
    volume: int


def infused_cells(bags: Sequence[Hung], remaining: int | None, outcome: Outcome) -> int | None:
    """Return the thousands of cells that went in, rounded down; None when that is not known.

    ``bags`` in the order they were hung, those never hung last; of all of them together
    ``remaining`` microlitres were left over. What is left is in the bags that were to be given
    last: bags may differ in strength, so that their mean would be wrong. A whole dose leaves
    nothing unless ``remaining`` says otherwise; of a part, or of one that was stopped, nobody
    knows without it. ValueError for volumes that cannot be.
    """
    if remaining is None:
        return sum(bag.cells for bag in bags) if outcome is Outcome.WHOLE else None
    volume = sum(bag.volume for bag in bags)
    if not 0 <= remaining <= volume or volume == 0:
        raise ValueError("more remains than there was, or less than nothing")
    given, left = 0, remaining
    for bag in reversed(bags):
        in_bag = min(left, bag.volume)
        left -= in_bag
        given += bag.cells * (bag.volume - in_bag) // bag.volume
    return given
