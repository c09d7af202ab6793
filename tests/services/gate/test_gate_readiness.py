"""GO, HOLD or NO-GO of the infusions of cycle 2: the check before it has its say."""

from datetime import timedelta

from nkdesk.model.readiness import GoCode
from nkdesk.services.product import readiness
from nkdesk.store.gates import newest_gate
from tests.services.gate import story
from tests.services.gate.conftest import PATIENT


def codes(desk):
    """The reasons of the first infusion of cycle 2."""
    item = next(one for one in story.items_of(desk, PATIENT) if one.item.kind == "infusion")
    return {one.code for one in readiness(desk, item.item_id).reasons}


def test_a_cycle_behind_a_signed_check_is_open(planned):
    assert GoCode.CYCLE_NOT_OPEN not in codes(planned)


def test_a_check_that_is_over_closes_the_cycle_before_anything_has_closed_it(planned):
    last = newest_gate(planned.store, PATIENT, 2).valid_until
    planned.clock.turn_to(last)
    assert GoCode.CYCLE_NOT_OPEN not in codes(planned)
    planned.clock.turn_to(last + timedelta(days=1))
    assert GoCode.CYCLE_NOT_OPEN in codes(planned)


def test_a_cycle_that_has_begun_stays_open_after_the_check_is_over(planned):
    last = newest_gate(planned.store, PATIENT, 2).valid_until
    story.give_next(planned, PATIENT)
    planned.clock.turn_to(last + timedelta(days=1))
    assert GoCode.CYCLE_NOT_OPEN not in codes(planned)
