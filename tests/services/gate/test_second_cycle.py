"""A second cycle behind its gate: planned, moved, recorded, taken back, seen everywhere."""

from datetime import timedelta

import pytest

from nkdesk.services import gate
from nkdesk.services.change_forms import CauseForm, CeaseForm, MoveForm, OffStudyForm
from nkdesk.services.changes import (
    cease_item,
    move_item,
    preview_cease,
    preview_move,
    preview_off_study,
)
from nkdesk.services.day_list import day_list
from nkdesk.services.forms import NotGivenForm
from nkdesk.services.handover import changes_since
from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.record import record_not_given
from nkdesk.services.steps import revision
from nkdesk.services.undo import UndoOffer, undo, undo_offer
from nkdesk.services.ward_calendar import ward_calendar
from nkdesk.store import changes, cycles
from nkdesk.store.verify import verify
from tests.services.gate import story
from tests.services.gate.conftest import PATIENT

LAST = story.CHECKED + timedelta(days=14)


def problems(answer):
    return [(one.field, str(one.code), one.detail) for one in answer.problems]


def item(desk, code, number=2):
    found = story.items_of(desk, PATIENT, number)
    return next(one for one in found if str(one.item.address).endswith(code))


def move_day_1(desk, to, scope="rest_of_cycle"):
    """The first day of the block moved, with a physician's consent to whatever that breaks."""
    return MoveForm(
        item(desk, "FLU@1").item_id,
        to.isoformat(),
        scope,
        CauseForm("family_request"),
        deviation=True,
        physician="Dr Orlova",
    )


def test_the_preview_shows_every_date_and_saves_nothing(signed):
    read_at = revision(signed)
    found = gate.preview_second_cycle(signed, PATIENT, story.SECOND.isoformat())
    assert (found.cycle.number, found.cycle.start, found.problems) == (2, story.SECOND, ())
    assert [row.nth for row in found.cycle.rows if row.nth] == [(1, 3), (2, 3), (3, 3)]
    assert revision(signed) == read_at
    assert story.numbers(signed, PATIENT) == [1]


def test_what_is_saved_is_what_was_shown(signed):
    shown = gate.preview_second_cycle(signed, PATIENT, story.SECOND.isoformat()).cycle
    story.saved(story.plan_second(signed, PATIENT))
    page = next(one for one in patient_page(signed, PATIENT).cycles if one.number == 2)
    assert [row.item for row in page.rows] == [row.item for row in shown.rows]
    assert verify(signed.store) == ()


def test_without_a_signature_there_is_no_second_cycle(complete):
    expected = [("start", "not_signed", "")]
    assert problems(story.plan_second(complete, PATIENT)) == expected
    shown = gate.preview_second_cycle(complete, PATIENT, story.SECOND.isoformat())
    assert problems(shown) == expected
    assert shown.cycle is None


def test_day_1_lies_between_the_check_and_its_last_valid_day(signed):
    early = story.plan_second(signed, PATIENT, story.CHECKED - timedelta(days=1))
    assert problems(early) == [("start", "before_check", story.CHECKED.isoformat())]
    late = story.plan_second(signed, PATIENT, LAST + timedelta(days=1))
    assert problems(late) == [("start", "after_valid_until", LAST.isoformat())]
    story.saved(story.plan_second(signed, PATIENT, LAST))


def test_behind_an_expired_gate_nothing_is_planned(signed):
    signed.clock.turn_to(LAST + timedelta(days=1))
    answer = story.plan_second(signed, PATIENT, signed.clock.today())
    assert problems(answer) == [("start", "not_signed", "")]


def test_what_is_no_date_is_said_beside_the_field(signed):
    answer = gate.plan_second_cycle(signed, PATIENT, "soon", revision(signed))
    assert problems(answer) == [("start", "not_a_date", "")]


def test_a_start_the_rules_refuse_offers_one_the_gate_still_holds_for(signed):
    story.close_laboratory(signed, story.SECOND + timedelta(days=8), 6)
    shown = gate.preview_second_cycle(signed, PATIENT, story.SECOND.isoformat())
    assert shown.cycle is None
    assert shown.refused.broken
    assert story.SECOND < shown.start_that_fits <= LAST
    assert story.plan_second(signed, PATIENT).refused == shown.refused
    story.saved(story.plan_second(signed, PATIENT, shown.start_that_fits))


def test_no_start_is_offered_beyond_the_last_valid_day(signed):
    story.close_laboratory(signed, story.SECOND + timedelta(days=8), 14)
    shown = gate.preview_second_cycle(signed, PATIENT, story.SECOND.isoformat())
    assert shown.refused is not None
    assert shown.start_that_fits is None


def test_nobody_gets_a_second_cycle_who_is_not_there_has_left_or_has_no_first(signed):
    assert story.plan_second(signed, 99).refused.codes == ["unknown_item"]
    story.saved(story.plan_second(signed, PATIENT))
    assert story.plan_second(signed, PATIENT).refused.codes == ["unknown_item"]
    story.leave_study(signed, PATIENT)
    assert story.plan_second(signed, PATIENT).refused.codes == ["off_study"]


def test_who_has_no_first_cycle_cannot_have_a_second(signed):
    used = signed.store.read("SELECT protocol_hash FROM patient")[0][0]
    other = story.enrolled(
        signed, story.enrolment(used, None, trial_number="NK-102", case_number="S-2001")
    )
    assert story.plan_second(signed, other).refused.codes == ["unknown_item"]


def test_a_second_cycle_on_an_old_look_is_refused(signed):
    with pytest.raises(StoreConflictError):
        gate.plan_second_cycle(signed, PATIENT, story.SECOND.isoformat(), revision(signed) - 1)


def test_the_day_list_counts_the_doses_of_the_second_cycle_anew(planned):
    dose = item(planned, "NK1")
    rows = day_list(planned, dose.item.planned).rows
    row = next(one for one in rows if one.item_id == dose.item_id)
    assert row.nth == (1, 3)
    assert row.item.label.startswith("C2 D")


def test_page_list_calendar_and_handover_know_the_second_cycle(planned):
    page = patient_page(planned, PATIENT)
    assert [one.number for one in page.cycles] == [1, 2]
    assert page.forecast is None
    assert find_patients(planned).rows[0].cycle_label == "C2"
    span = ward_calendar(planned, story.SECOND, 28)
    assert len(span.rows[0].cells) > 10
    told = changes_since(planned, planned.clock.now() - timedelta(hours=9)).lines
    assert told[0].what == "plan_second"
    assert {one.address.cycle for one in told[0].items} == {2}


def test_planning_a_second_cycle_is_taken_back_like_any_plan(planned):
    offer = undo_offer(planned)
    assert (offer.what, offer.trial_number) == ("plan_second", "NK-101")
    assert isinstance(undo(planned, offer.seq), UndoOffer)
    assert story.numbers(planned, PATIENT) == [1]
    assert story.closed(planned, PATIENT) is None
    story.saved(story.plan_second(planned, PATIENT))


def test_the_block_moves_within_the_gate_and_back(planned):
    form = move_day_1(planned, LAST)
    assert preview_move(planned, form).leaves == ()
    story.saved(move_item(planned, form, revision(planned)))
    assert cycles.cycles(planned.store, PATIENT)[1].start == LAST
    assert isinstance(undo(planned, undo_offer(planned).seq), UndoOffer)
    assert cycles.cycles(planned.store, PATIENT)[1].start == story.SECOND


def test_a_block_moved_past_the_last_valid_day_leaves_every_list_and_the_preview_says_so(planned):
    form = move_day_1(planned, LAST + timedelta(days=1))
    shown = preview_move(planned, form)
    assert [(one.number, str(one.why), one.valid_until) for one in shown.leaves] == [
        (2, "start_moved", LAST)
    ]
    assert shown.refused is None
    assert story.numbers(planned, PATIENT) == [1, 2]
    story.saved(move_item(planned, form, shown.read_at))
    assert story.numbers(planned, PATIENT) == [1]
    assert story.closed(planned, PATIENT) == ("start_moved", "")
    assert changes.deviations(planned.store, PATIENT) == ()
    assert verify(planned.store) == ()


def test_an_infusion_moved_past_the_last_valid_day_of_the_check_is_no_matter_of_the_gate(planned):
    dose = item(planned, "NK1")
    assert dose.item.planned > LAST
    form = MoveForm(
        dose.item_id,
        (dose.item.planned + timedelta(days=1)).isoformat(),
        "only",
        CauseForm("family_request"),
    )
    assert preview_move(planned, form).leaves == ()


def test_a_cycle_of_which_something_is_recorded_does_not_start_past_its_gate(planned):
    form = NotGivenForm(item(planned, "GCSF@-1").item_id, "infection")
    story.saved(record_not_given(planned, form))
    late = move_day_1(planned, LAST + timedelta(days=1))
    shown = preview_move(planned, late)
    assert shown.refused.codes == ["cycle_not_open"]
    assert move_item(planned, late, shown.read_at).refused == shown.refused
    assert preview_move(planned, move_day_1(planned, LAST)).refused is None
    assert story.numbers(planned, PATIENT) == [1, 2]


def test_ceasing_the_second_cycle_is_like_ceasing_the_first(planned):
    form = CeaseForm(item(planned, "GCSF@1").item_id, CauseForm("progression"))
    shown = preview_cease(planned, form)
    assert shown.leaves == ()
    story.saved(cease_item(planned, form, shown.read_at))
    assert story.numbers(planned, PATIENT) == [1, 2]


def test_an_off_study_preview_says_that_the_second_cycle_leaves(planned):
    shown = preview_off_study(planned, OffStudyForm(PATIENT, planned.clock.today().isoformat()))
    assert [(one.number, str(one.why)) for one in shown.leaves] == [(2, "off_study")]


def test_every_dose_of_the_second_cycle_is_recorded_on_its_day(planned):
    while any(one.item.is_open for one in story.items_of(planned, PATIENT)):
        story.give_next(planned, PATIENT)
    assert {str(one.item.state) for one in story.items_of(planned, PATIENT)} == {"given"}
    assert verify(planned.store) == ()
