"""What the patient's page tells beside the plan: the next cycle's forecast, and rules broken."""

from datetime import timedelta

from nkdesk.services.change_forms import CauseForm, MoveForm, OffStudyForm
from nkdesk.services.changes import move_item, take_off_study
from nkdesk.services.forms import Saved
from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.steps import revision


def page_of(desk, number):
    [row] = find_patients(desk, number).rows
    return patient_page(desk, row.line.patient.id)


def infusions(page):
    return [row for row in page.cycles[0].rows if row.nth is not None]


def test_the_forecast_is_the_next_cycle_after_the_last_infusion_and_has_no_ids(desk):
    page = page_of(desk, "NK-006")
    assert page.forecast.number == 2
    assert page.forecast.start > infusions(page)[-1].item.planned
    assert {row.item_id for row in page.forecast.rows} == {0}
    assert [cycle.number for cycle in page.cycles] == [1], "a forecast is never a plan"


def test_the_forecast_follows_when_the_last_infusion_moves_past_it(desk):
    before = page_of(desk, "NK-010")
    last = infusions(before)[-1]
    to = before.forecast.start + timedelta(days=1)
    cause = CauseForm("infection")
    form = MoveForm(
        last.item_id,
        f"{to:%d.%m.%Y}",
        "only",
        cause,
        deviation=True,
        physician="Dr A. Orlova",
    )
    assert isinstance(move_item(desk, form, revision(desk)), Saved)
    assert page_of(desk, "NK-010").forecast.start > to


def test_a_patient_without_a_plan_has_no_forecast(desk):
    assert page_of(desk, "NK-011").forecast is None


def test_a_patient_off_study_has_no_forecast_any_more(desk):
    page = page_of(desk, "NK-006")
    form = OffStudyForm(page.line.patient.id, "12.03.2026", CauseForm("consent_withdrawn"))
    assert isinstance(take_off_study(desk, form, revision(desk)), Saved)
    assert page_of(desk, "NK-006").forecast is None


def test_rules_that_were_broken_stand_on_the_page(desk):
    assert page_of(desk, "NK-006").deviations == ()
    assert {one.cycle for one in page_of(desk, "NK-002").deviations} == {1}
