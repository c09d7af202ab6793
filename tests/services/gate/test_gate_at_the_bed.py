"""A check opened at the bed stays, whatever becomes of the cycle it belongs to."""

from datetime import datetime

from nkdesk.model.cycle import ItemState
from nkdesk.model.infusion import InfusionState
from nkdesk.services import infusions
from nkdesk.services.infusion_models import StartForm
from nkdesk.store import infusions as stored
from tests.services.gate import story
from tests.services.gate.conftest import PATIENT
from tests.services.infusions.bed_story import FIRST, make_ready, opened

EXPIRES = datetime(2026, 4, 30, 20, 0, tzinfo=story.ZONE)


def test_a_cycle_whose_bag_is_being_checked_is_cancelled_and_the_record_stays(planned):
    story.donor(planned, PATIENT)
    ready = make_ready(planned, "NK-101", "C2/NK1", expires=EXPIRES)
    infusion_id = opened(planned, ready)
    story.alt(planned, PATIENT, "500", story.CHECKED)
    assert story.numbers(planned, PATIENT) == [1, 2]
    assert {one.item.state for one in story.items_of(planned, PATIENT)} == {ItemState.CANCELLED}
    record = stored.infusion(planned.store, infusion_id)
    assert record.state is InfusionState.CHECKING
    refused = infusions.start(planned, StartForm(infusion_id, FIRST))
    assert [str(one.code) for one in refused.problems] == ["not_checked"]


def test_leaving_the_study_while_a_bag_is_being_checked_leaves_the_record(planned):
    story.donor(planned, PATIENT)
    ready = make_ready(planned, "NK-101", "C2/NK1", expires=EXPIRES)
    infusion_id = opened(planned, ready)
    story.leave_study(planned, PATIENT)
    assert story.numbers(planned, PATIENT) == [1, 2]
    assert stored.infusion(planned.store, infusion_id).state is InfusionState.CHECKING
    assert infusions.bedside_page(planned, ready.item_id).infusion is not None
