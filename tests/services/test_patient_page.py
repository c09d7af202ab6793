"""The patient's page: identity, plan, history, and why an item stands where it does."""

from datetime import date

import pytest

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.patient import Weight
from nkdesk.services.forms import GivenForm, NotGivenForm, Saved
from nkdesk.services.patient_page import find_patients, patient_page, why_item
from nkdesk.services.read_models import DayStatus, DoseLine
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.steps import StepKind

MEASURED = date(2026, 2, 27)


def page_of(desk, number):
    [row] = find_patients(desk, number).rows
    page = patient_page(desk, row.line.patient.id)
    assert page is not None
    return page


def row_of(page, address):
    return next(row for row in page.cycles[0].rows if str(row.item.address) == address)


def test_nobody_has_no_page(desk):
    assert patient_page(desk, 999) is None
    assert why_item(desk, 999_999) is None


def test_the_page_says_whose_it_is_and_on_what_they_are(desk):
    page = page_of(desk, "NK-009")
    assert page.line.patient.name.full == "Жук, Ефросинья Максимовна"
    assert page.line.patient.allergies == "латекс; амфотерицин B: озноб"
    assert (page.sample, page.example, page.today) == (True, True, date(2026, 3, 12))
    assert page.protocol == "NCT05272293 v0.2"
    assert "natural killer" in page.protocol_title.en
    assert (page.weights, page.heights) == ((), ())


def test_a_page_shows_every_item_of_the_cycle_once_with_its_dose_number(desk):
    page = page_of(desk, "NK-002")
    [cycle] = page.cycles
    addresses = [str(row.item.address) for row in cycle.rows]
    assert len(addresses) == len(set(addresses))
    assert [row.nth for row in cycle.rows if row.nth] == [(1, 3), (2, 3), (3, 3)]
    assert all(row.item_id for row in cycle.rows)
    assert cycle.first_day <= min(row.item.planned for row in cycle.rows)
    assert cycle.last_day >= max(row.item.planned for row in cycle.rows)
    assert all(cycle.first_day <= day <= cycle.last_day for _, day, _ in cycle.closures)
    assert {name for name, _, _ in cycle.closures} >= {"nk_lab"}


def test_a_dose_stands_on_the_newest_weight_and_height(desk):
    page = page_of(desk, "NK-006")
    doses = [row.dose for row in page.cycles[0].rows if isinstance(row.dose, DoseLine)]
    assert doses
    assert all(dose.weight == page.weights[0] == Weight(21300, MEASURED) for dose in doses)
    assert page.heights[0].millimetres == 1180
    infant = page_of(desk, "NK-005")
    assert DoseUnknown.NO_RULE in {row.dose for row in infant.cycles[0].rows}
    without = page_of(desk, "NK-009")
    assert DoseUnknown.NO_WEIGHT in {row.dose for row in without.cycles[0].rows}


def test_a_patient_without_a_plan_has_a_page_without_cycles(desk):
    page = page_of(desk, "NK-011")
    assert page.cycles == ()
    assert [line.what for line in page.history] == [StepKind.ENROL]


def test_the_history_is_newest_first_and_names_the_item_recorded(desk):
    page = page_of(desk, "NK-003")
    late = row_of(page, "C1/NK1")
    assert isinstance(record_given(desk, GivenForm(late.item_id, "12.03.2026")), Saved)
    newest, *_, oldest = page_of(desk, "NK-003").history
    assert (newest.what, newest.item, newest.who, newest.why) == ("given", "NK1", "Anna", "")
    assert newest.at == desk.clock.now()
    assert (oldest.what, oldest.item) == (StepKind.ENROL_AND_PLAN, "")
    sequence = [line.seq for line in page_of(desk, "NK-003").history]
    assert sequence == sorted(sequence, reverse=True)


def test_the_history_names_the_day_of_a_repeated_item_and_the_reason(desk):
    row = row_of(page_of(desk, "NK-007"), "C1/FLU@1")
    assert isinstance(record_not_given(desk, NotGivenForm(row.item_id, "infection")), Saved)
    newest = page_of(desk, "NK-007").history[0]
    assert (newest.what, newest.item, newest.why) == ("not_given", "FLU@1", "infection")


def test_a_page_shows_given_overdue_due_planned_and_not_given(desk):
    seen = {
        row.status
        for one in find_patients(desk).rows
        for cycle in page_of(desk, one.line.patient.trial_number).cycles
        for row in cycle.rows
    }
    assert seen == set(DayStatus)


def test_why_counts_from_the_patients_own_anchor(desk):
    row = row_of(page_of(desk, "NK-003"), "C1/NK1")
    why = why_item(desk, row.item_id)
    assert why is not None
    assert why.planned == row.item.planned
    assert why.target == row.item.target
    assert (why.earliest, why.latest) == (row.item.earliest, row.item.latest)
    assert (why.anchor, why.anchor_date) == ("chemo", date(2026, 3, 2))


@pytest.mark.parametrize("number", ["NK-002", "NK-010"])
def test_every_item_of_a_patient_can_be_explained(desk, number):
    for row in page_of(desk, number).cycles[0].rows:
        why = why_item(desk, row.item_id)
        assert why is not None
        assert str(why.address) == str(row.item.address)
        assert why.planned == row.item.planned
