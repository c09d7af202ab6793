"""How a lot and its doses move on: from which state to which, and what each move needs.

Source: clinical facts §4 (states of a product, conditional release by a named person).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from nkdesk.bedside.release import TestVerdict
from nkdesk.model.eligibility import Outcome
from nkdesk.model.folding import fold
from nkdesk.model.product import DoseState, LotState

LOT_MOVES: Mapping[LotState, frozenset[LotState]] = MappingProxyType(
    {
        LotState.NOT_STARTED: frozenset({LotState.COLLECTED, LotState.REJECTED}),
        LotState.COLLECTED: frozenset({LotState.EXPANDING, LotState.REJECTED}),
        LotState.EXPANDING: frozenset({LotState.HARVESTED, LotState.REJECTED}),
        LotState.HARVESTED: frozenset({LotState.IN_TEST, LotState.REJECTED}),
        LotState.IN_TEST: frozenset(
            {LotState.RELEASED, LotState.CONDITIONAL, LotState.REJECTED},
        ),
        LotState.CONDITIONAL: frozenset({LotState.RELEASED, LotState.REJECTED}),
        LotState.RELEASED: frozenset({LotState.REJECTED}),
        LotState.REJECTED: frozenset(),
    }
)
"""Where a lot may go from each state; a rejected lot goes nowhere."""

DOSE_MOVES: Mapping[DoseState, frozenset[DoseState]] = MappingProxyType(
    {
        DoseState.PREPARED: frozenset({DoseState.ISSUED, DoseState.DISCARDED}),
        DoseState.ISSUED: frozenset(
            {DoseState.INFUSED, DoseState.RETURNED, DoseState.DISCARDED},
        ),
        DoseState.RETURNED: frozenset({DoseState.ISSUED, DoseState.DISCARDED}),
        DoseState.INFUSED: frozenset(),
        DoseState.DISCARDED: frozenset(),
    }
)
"""Where a dose may go from each state; an infused dose never changes."""

RELEASES = frozenset({LotState.RELEASED, LotState.CONDITIONAL})
"""The states in which doses of a lot may be given."""

_EXPLAINED = frozenset({LotState.CONDITIONAL, LotState.REJECTED})
_NEED_A_DONOR = RELEASES | {LotState.COLLECTED}


class LotRefusal(StrEnum):
    """Why a lot may not move."""

    NOT_FROM_HERE = "not_from_here"
    TESTS_OPEN = "tests_open"
    TEST_FAILED = "test_failed"
    NEEDS_PERSON = "needs_person"
    NEEDS_REASON = "needs_reason"
    NEEDS_SECOND = "needs_second"
    SAME_PERSON = "same_person"
    DONOR_NOT_ELIGIBLE = "donor_not_eligible"


@dataclass(frozen=True, slots=True)
class LotAsk:
    """A move asked for: by whom, why, and what is known of tests and donor.

    ``tests`` are all verdicts of the lot. ``second`` is a second person who signs, "" for none.
    ``donor`` is how the donor criteria stand on the day of collection.
    """

    was: LotState
    to: LotState
    person: str
    reason: str = ""
    second: str = ""
    tests: tuple[TestVerdict, ...] = ()
    donor: Outcome = Outcome.ELIGIBLE


def lot_next(state: LotState) -> tuple[LotState, ...]:
    """Return where a lot may go from a state, in the order of manufacture."""
    return tuple(to for to in LotState if to in LOT_MOVES[state])


def dose_next(state: DoseState) -> tuple[DoseState, ...]:
    """Return where a dose may go from a state."""
    return tuple(to for to in DoseState if to in DOSE_MOVES[state])


def lot_refusal(asked: LotAsk) -> tuple[LotRefusal, ...]:
    """Return every reason why a lot may not move as asked; none: it may.

    A release needs every test that is known at release. A conditional one may leave tests open,
    by a named person with a reason. Either needs a second person who looked. A failed test
    refuses both: such a lot can only be rejected.
    """
    checks = {
        LotRefusal.NOT_FROM_HERE: asked.to not in LOT_MOVES[asked.was],
        LotRefusal.TESTS_OPEN: asked.to is LotState.RELEASED and _waits(asked.tests),
        LotRefusal.TEST_FAILED: asked.to in RELEASES and _fails(asked.tests),
        LotRefusal.NEEDS_PERSON: not asked.person.strip(),
        LotRefusal.NEEDS_REASON: asked.to in _EXPLAINED and not asked.reason.strip(),
        LotRefusal.NEEDS_SECOND: asked.to in RELEASES and not asked.second.strip(),
        LotRefusal.SAME_PERSON: _same(asked.person, asked.second),
        LotRefusal.DONOR_NOT_ELIGIBLE: (
            asked.to in _NEED_A_DONOR and asked.donor is Outcome.NOT_ELIGIBLE
        ),
    }
    return tuple(code for code, refuses in checks.items() if refuses)


def _waits(tests: tuple[TestVerdict, ...]) -> bool:
    return any(verdict.passed is None and verdict.test.at_release for verdict in tests)


def _fails(tests: tuple[TestVerdict, ...]) -> bool:
    return any(verdict.passed is False for verdict in tests)


def _same(person: str, second: str) -> bool:
    return bool(second.strip()) and fold(person) == fold(second)
