"""Undo: the newest own step, named before it is taken back; facts and signatures stay."""

from dataclasses import replace

import pytest

from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, GivenForm
from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.plan import plan_cycle
from nkdesk.services.protocols import add_protocol, approve_protocol, protocol_list
from nkdesk.services.record import record_given
from nkdesk.services.steps import StepKind, revision
from nkdesk.services.undo import NoUndo, UndoOffer, undo, undo_offer
from nkdesk.store.undo import UndoProblem


def undo_newest(desk):
    """Take back what is offered, as a person does who was shown it a moment ago."""
    offer = undo_offer(desk)
    about = offer if isinstance(offer, UndoOffer) else offer.about
    return undo(desk, 0 if about is None else about.seq)


@pytest.fixture
def enrolled(desk, form):
    saved = enrol(desk, form)
    assert isinstance(saved, Enrolled)
    return saved


def test_an_enrolment_is_named_and_taken_back_whole(desk, enrolled):
    offer = undo_offer(desk)
    assert offer == UndoOffer(enrolled.seq, StepKind.ENROL_AND_PLAN, "NK-013")
    assert revision(desk) == enrolled.seq
    assert undo_newest(desk) == offer
    assert revision(desk) == enrolled.seq + 1
    assert find_patients(desk, "NK-013").rows == ()


def test_what_was_taken_back_is_not_taken_back_twice(desk, enrolled):
    undo_newest(desk)
    assert undo_newest(desk) == NoUndo(UndoProblem.NOTHING)


def test_a_plan_is_taken_back_before_the_enrolment_it_stands_on(desk, form):
    saved = enrol(desk, form.without_plan())
    assert isinstance(saved, Enrolled)
    plan_cycle(desk, saved.patient_id, "23.03.2026")
    offers = [undo_newest(desk), undo_newest(desk)]
    assert [one.what for one in offers if isinstance(one, UndoOffer)] == ["plan", "enrol"]


def test_only_ones_own_steps_are_offered(desk, enrolled):
    desk.actor = "Boris"
    assert undo_offer(desk) == NoUndo(UndoProblem.NOTHING)
    assert undo_newest(desk) == NoUndo(UndoProblem.NOTHING)
    assert find_patients(desk, "NK-013").shown == 1


def test_a_fact_of_care_is_never_taken_back(desk):
    [row] = find_patients(desk, "NK-004").rows
    item = next(
        one.item_id for one in _rows(desk, row.line.patient.id) if str(one.item.address) == "C1/NK1"
    )
    record_given(desk, GivenForm(item, "12.03.2026"))
    before = revision(desk)
    refused = undo_newest(desk)
    assert isinstance(refused, NoUndo)
    assert refused.problem is UndoProblem.FACT_OF_CARE
    assert refused.about == UndoOffer(before, StepKind.GIVEN, "NK-004")
    assert revision(desk) == before


def test_a_signed_approval_is_never_taken_back(real_desk):
    site = next(one for one in protocol_list(real_desk) if one.status.value == "site")
    approve_protocol(real_desk, site.hash, "First", "Second")
    refused = undo_offer(real_desk)
    assert isinstance(refused, NoUndo)
    assert refused.problem is UndoProblem.PERMANENT
    assert refused.about == UndoOffer(revision(real_desk), StepKind.APPROVE_PROTOCOL, "")


def test_a_step_without_a_patient_is_offered_without_a_number(desk, site_protocol):
    add_protocol(desk, site_protocol)
    refused = undo_offer(desk)
    assert isinstance(refused, NoUndo)
    assert refused.about is not None
    assert refused.about.trial_number == ""


def test_what_others_build_on_is_not_taken_back(desk, form):
    saved = enrol(desk, form.without_plan())
    assert isinstance(saved, Enrolled)
    desk.actor = "Boris"
    plan_cycle(desk, saved.patient_id, "23.03.2026")
    desk.actor = "Anna"
    assert isinstance(undo_offer(desk), UndoOffer)
    refused = undo_newest(desk)
    assert isinstance(refused, NoUndo)
    assert refused.problem is UndoProblem.DEPENDED_ON
    assert refused.about == UndoOffer(saved.seq, StepKind.ENROL, "NK-013")
    assert find_patients(desk, "NK-013").shown == 1


def test_a_number_is_free_again_once_its_enrolment_is_taken_back(desk, form, enrolled):
    undo_newest(desk)
    assert isinstance(enrol(desk, replace(form, family="Другая")), Enrolled)


def _rows(desk, patient_id):
    page = patient_page(desk, patient_id)
    assert page is not None
    return page.cycles[0].rows
