"""Planning cycle 1 of a patient who is enrolled already."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nkdesk.model.refusal import RuleCode
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, FieldCode, Saved, Unsaved
from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.plan import plan_cycle, preview_cycle
from nkdesk.services.protocols import approve_protocol, protocol_list
from nkdesk.services.steps import revision
from nkdesk.store.store import StoreConflictError


@pytest.fixture
def unplanned(desk):
    """The one patient of the sample ward who has no plan yet."""
    return find_patients(desk, "NK-011").rows[0].line.patient.id


def test_the_preview_shows_the_dates_that_are_saved_and_saves_nothing(desk, unplanned):
    before = revision(desk)
    preview = preview_cycle(desk, unplanned, "23.03.2026")
    assert revision(desk) == before
    assert (preview.problems, preview.refused, preview.start_that_fits) == ((), None, None)
    assert preview.cycle is not None
    saved = plan_cycle(desk, unplanned, "23.03.2026")
    assert saved == Saved(before + 1)
    page = patient_page(desk, unplanned)
    assert page is not None
    [cycle] = page.cycles
    assert cycle.start == date(2026, 3, 23)
    shown = [(str(row.item.address), row.item.planned, row.nth) for row in preview.cycle.rows]
    assert shown == [(str(row.item.address), row.item.planned, row.nth) for row in cycle.rows]
    assert page.history[0].what == "plan"


@pytest.mark.parametrize("ask", [preview_cycle, plan_cycle])
def test_a_patient_with_a_plan_gets_no_second_first_cycle(desk, ask):
    planned = find_patients(desk, "NK-001").rows[0].line.patient.id
    answer = ask(desk, planned, "23.03.2026")
    assert answer.refused is not None
    assert answer.refused.codes == [RuleCode.ALREADY_CLOSED]
    assert answer.refused.broken[0].item == "C1"


@pytest.mark.parametrize("ask", [preview_cycle, plan_cycle])
def test_nobody_is_planned_who_is_not_there(desk, ask):
    answer = ask(desk, 999, "23.03.2026")
    assert answer.refused is not None
    assert answer.refused.codes == [RuleCode.UNKNOWN_ITEM]


@pytest.mark.parametrize("ask", [preview_cycle, plan_cycle])
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", FieldCode.MISSING),
        ("23/03/2026", FieldCode.AMBIGUOUS_DATE),
        ("23.03.2019", FieldCode.OUT_OF_RANGE),
        ("01.01.2061", FieldCode.OUT_OF_RANGE),
    ],
)
def test_a_start_that_cannot_be_read_is_named(desk, unplanned, ask, typed, code):
    answer = ask(desk, unplanned, typed)
    assert [(one.field, one.code) for one in answer.problems] == [("start", code)]
    assert answer.refused is None


def test_a_start_that_fits_nowhere_is_refused_with_the_first_that_does(desk, unplanned):
    preview = preview_cycle(desk, unplanned, "15.02.2026")
    assert preview.cycle is None
    assert preview.refused is not None
    assert preview.start_that_fits is not None
    before = revision(desk)
    refused = plan_cycle(desk, unplanned, "15.02.2026")
    assert refused == Unsaved((), preview.refused)
    assert revision(desk) == before
    fits = preview.start_that_fits
    day_before = (fits - timedelta(days=1)).isoformat()
    assert isinstance(plan_cycle(desk, unplanned, day_before), Unsaved)
    assert isinstance(plan_cycle(desk, unplanned, fits.isoformat()), Saved)


def test_a_plan_made_in_two_windows_is_saved_once(desk, unplanned, monkeypatch):
    read_at = revision(desk)
    plan_cycle(desk, unplanned, "23.03.2026")
    monkeypatch.setattr("nkdesk.services.plan.revision", lambda _desk: read_at)
    monkeypatch.setattr("nkdesk.services.plan.cycles.cycles", lambda *_: ())
    with pytest.raises(StoreConflictError):
        plan_cycle(desk, unplanned, "23.03.2026")


def test_a_real_ward_plans_on_an_approved_protocol_only(real_desk, form):
    site = next(one for one in protocol_list(real_desk) if one.status.value == "site")
    bare = replace(form, protocol_hash=site.hash).without_plan()
    saved = enrol(real_desk, bare)
    assert isinstance(saved, Enrolled)
    preview = preview_cycle(real_desk, saved.patient_id, "23.03.2026")
    assert (preview.cycle, preview.start_that_fits) == (None, None)
    refused = plan_cycle(real_desk, saved.patient_id, "23.03.2026")
    assert isinstance(refused, Unsaved)
    assert refused.refused == preview.refused
    assert refused.refused is not None
    assert refused.refused.codes == [RuleCode.NOT_APPROVED]
    approve_protocol(real_desk, site.hash, "Dr First", "Dr Second")
    assert isinstance(plan_cycle(real_desk, saved.patient_id, "23.03.2026"), Saved)


def test_infusions_of_others_take_the_laboratorys_places(desk, form, unplanned):
    """The laboratory makes two infusions a day; a third patient's goes to another day."""
    enrol(desk, form)
    enrol(desk, replace(form, family="Иная", trial_number="NK-014", case_number="S-2001"))
    plan_cycle(desk, unplanned, "23.03.2026")
    days = []
    for one in find_patients(desk).rows:
        page = patient_page(desk, one.line.patient.id)
        assert page is not None
        days += [row.item.planned for cycle in page.cycles for row in cycle.rows if row.nth]
    assert max(days.count(day) for day in days) <= 2
