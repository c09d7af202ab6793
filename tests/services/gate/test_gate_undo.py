"""Taking a step back may leave a check without its results: it is closed at once."""

from datetime import date

from nkdesk.services.change_forms import CauseForm, MoveForm
from nkdesk.services.changes import move_item
from nkdesk.services.steps import revision
from nkdesk.services.undo import UndoOffer, undo, undo_offer
from tests.services.gate import story

PLANNED, FORWARD = date(2026, 4, 20), date(2026, 4, 1)


def test_a_first_cycle_back_behind_its_results_closes_the_check(waiting):
    """Boris moved the first cycle forward, Anna signed on results newer than that; he undoes."""
    used = waiting.store.read("SELECT protocol_hash FROM patient")[0][0]
    form = story.enrolment(used, PLANNED, trial_number="NK-102", case_number="S-2001")
    who = story.enrolled(waiting, form)
    day_1 = next(
        one for one in story.items_of(waiting, who, 1) if str(one.item.address) == "C1/FLU@1"
    )
    waiting.actor = "Boris"
    earlier = MoveForm(
        *(day_1.item_id, FORWARD.isoformat(), "rest_of_cycle", CauseForm("family_request")),
        deviation=True,
        physician="Dr Orlova",
    )
    story.saved(move_item(waiting, earlier, revision(waiting)))
    waiting.actor = "Anna"
    story.sign_consent(waiting, who, story.START)
    story.everything(waiting, who, story.CHECKED)
    story.saved(story.sign(waiting, who))
    waiting.actor = "Boris"
    assert isinstance(undo(waiting, undo_offer(waiting).seq), UndoOffer)
    assert story.closed(waiting, who)[0] == "result"
