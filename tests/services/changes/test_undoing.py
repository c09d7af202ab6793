"""Undo takes back a decision whole, names it before, and never what was not offered."""

from datetime import date

import pytest

from nkdesk.services.change_forms import CauseForm, CeaseForm, OffStudyForm, SettleForm
from nkdesk.services.changes import cease_item, move_item, settle_cycle, take_off_study
from nkdesk.services.forms import Saved
from nkdesk.services.patient_page import find_patients
from nkdesk.services.read_models import PatientStatus
from nkdesk.services.steps import revision
from nkdesk.services.undo import NoUndo, undo, undo_offer
from nkdesk.store.undo import UndoProblem

WHY = CauseForm("physician_decision", note="врач")


def move(ward):
    return move_item(
        ward.desk, ward.move("C1/NK2", "09.04.2026", "rest_of_cycle"), revision(ward.desk)
    )


def deviate(ward):
    form = ward.move("C1/NK2", "13.04.2026", "only", deviation=True, physician="Dr Invented")
    return move_item(ward.desk, form, revision(ward.desk))


def cease(ward):
    return cease_item(ward.desk, CeaseForm(ward.id("C1/NK1"), WHY), revision(ward.desk))


def leave(ward):
    form = OffStudyForm(ward.patients[0], "20.03.2026", WHY)
    return take_off_study(ward.desk, form, revision(ward.desk))


@pytest.mark.parametrize("decide", [move, deviate, cease, leave])
def test_every_decision_is_taken_back_to_the_same_rows(ward, decide):
    before = ward.tables()
    assert isinstance(decide(ward), Saved)
    assert ward.tables() != before
    undo(ward.desk, undo_offer(ward.desk).seq)
    assert ward.tables() == before


def test_placing_anew_is_taken_back_to_the_same_rows(ward):
    ward.give_chemo()
    ward.clock.turn_to(4, 7)
    ward.give("C1/NK1", "07.04.2026")
    before = ward.tables()
    form = SettleForm(ward.patients[0], 1, CauseForm("staffing"))
    assert isinstance(settle_cycle(ward.desk, form, revision(ward.desk)), Saved)
    offer = undo_offer(ward.desk)
    assert (offer.what, offer.item, offer.title, offer.nth) == ("settle", "C1", None, None)
    undo(ward.desk, offer.seq)
    assert ward.tables() == before


def test_a_move_is_named_with_its_item_and_dates(ward):
    saved = move(ward)
    offer = undo_offer(ward.desk)
    assert (offer.seq, offer.what, offer.trial_number) == (saved.seq, "move", "HR-001")
    assert (offer.item, offer.nth, offer.title.en) == (
        "C1/NK2",
        (2, 3),
        "natural killer (NK) cells, second infusion",
    )
    assert (offer.was, offer.becomes) == (date(2026, 4, 8), date(2026, 4, 9))
    assert undo(ward.desk, offer.seq) == offer


def test_a_move_of_one_of_several_days_is_named_by_its_day(ward):
    form = ward.move("C1/GCSF@-1", "23.03.2026", "only")
    assert isinstance(move_item(ward.desk, form, revision(ward.desk)), Saved)
    offer = undo_offer(ward.desk)
    assert (offer.item, offer.nth) == ("C1/GCSF@-1", None)


def test_only_what_was_offered_is_taken_back(ward):
    first = move(ward)
    cease(ward)
    before = ward.tables()
    refused = undo(ward.desk, first.seq)
    assert isinstance(refused, NoUndo)
    assert refused.problem is UndoProblem.MOVED_ON
    assert ward.tables() == before


def test_a_patient_taken_back_on_study_can_be_moved_again(ward):
    leave(ward)
    undo(ward.desk, undo_offer(ward.desk).seq)
    rows = {row.line.patient.trial_number: row for row in find_patients(ward.desk).rows}
    assert rows["HR-001"].status is PatientStatus.ON_CYCLE
    assert isinstance(move(ward), Saved)


def test_the_history_tells_a_change_and_that_it_was_taken_back(ward):
    move(ward)
    undo(ward.desk, undo_offer(ward.desk).seq)
    newest, told, *_ = ward.page().history
    assert (newest.what, newest.item) == ("undo", "NK2")
    assert (told.what, told.item, told.scope, told.why) == (
        "move",
        "NK2",
        "rest_of_cycle",
        "infection",
    )
    assert told.reason.en == "infection or fever"
    assert (told.was, told.becomes) == (date(2026, 4, 8), date(2026, 4, 9))


def test_the_history_names_the_physician_who_accepted_a_deviation(ward):
    deviate(ward)
    assert ward.page().history[0].physician == "Dr Invented"
