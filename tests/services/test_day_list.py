from dataclasses import replace
from datetime import date, timedelta

from nkdesk.model.work_calendar import ClosureReason
from nkdesk.services.day_list import day_list, day_row, day_rows
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import NotGivenForm
from nkdesk.services.read_models import DayStatus, LeftOffReason
from nkdesk.services.record import record_not_given
from tests.services.conftest import TODAY


def _named(rows):
    return [(row.line.patient.trial_number, str(row.item.address)) for row in rows]


def test_overdue_rows_come_first_the_latest_first(desk):
    rows = day_rows(desk, TODAY)
    late = [row.overdue_days for row in rows if row.status is DayStatus.OVERDUE]
    assert late == [2, 1]
    assert [row.status for row in rows[:2]] == [DayStatus.OVERDUE] * 2


def test_the_day_shows_given_due_and_overdue_of_the_sample_ward(desk):
    listed = day_list(desk, TODAY)
    assert _named(listed.rows)[:3] == [
        ("NK-003", "C1/NK1"),
        ("NK-005", "C1/CYTHD@3"),
        ("NK-004", "C1/NK1"),
    ]
    assert (listed.overdue, listed.due, listed.given, listed.not_given) == (2, 6, 2, 0)
    assert (listed.ward, listed.sample, listed.trial) == (
        "Sample ward (invented patients)",
        True,
        "NCT05272293 v0.2",
    )


def test_every_active_patient_is_listed_or_left_off_with_a_reason(desk):
    listed = day_list(desk, TODAY)
    reasons = {one.line.patient.trial_number: one.reason for one in listed.left_off}
    assert reasons["NK-001"] is LeftOffReason.CYCLE_DONE
    assert reasons["NK-011"] is LeftOffReason.NOT_PLANNED
    assert reasons["NK-008"] is LeftOffReason.NOTHING_DUE
    seen = {row.line.patient.trial_number for row in listed.rows}
    assert seen | set(reasons) == {f"NK-{number:03}" for number in range(1, 13)}
    assert not seen & set(reasons)
    assert listed.active_patients == 12


def test_a_patient_left_off_shows_what_comes_next(desk):
    listed = day_list(desk, TODAY)
    one = next(off for off in listed.left_off if off.line.patient.trial_number == "NK-008")
    assert (one.next_on, one.next_label) == (date(2026, 3, 19), "C1 D25")
    assert one.next_title is not None


def test_an_omitted_dose_stays_on_its_day_as_not_given(desk):
    rows = day_rows(desk, date(2026, 3, 11))
    row = next(row for row in rows if str(row.item.address) == "C1/NK2")
    assert (row.status, row.reason) == (DayStatus.NOT_GIVEN, "infection")


def test_a_past_day_shows_what_was_due_then_and_not_what_is_overdue_today(desk):
    rows = day_rows(desk, date(2026, 3, 9))
    assert rows
    assert all(row.item.planned == date(2026, 3, 9) for row in rows if row.item.actual is None)


def test_a_dose_given_late_stands_on_both_its_days(desk):
    planned, given = day_rows(desk, date(2026, 3, 4)), day_rows(desk, date(2026, 3, 5))
    assert ("NK-002", "C1/NK2") in _named(planned)
    assert ("NK-002", "C1/NK2") in _named(given)


def test_a_closed_laboratory_is_named_on_its_day(desk):
    listed = day_list(desk, date(2026, 4, 21))
    reasons = {one.calendar: one.closure for one in listed.closures}
    assert reasons["nk_lab"].reason is ClosureReason.HOLIDAY
    assert "Radunitsa" in reasons["nk_lab"].name


def test_a_first_look_can_do_without_the_holidays(desk):
    assert day_list(desk, date(2026, 4, 21), with_closures=False).closures == ()


def test_the_empty_day_names_what_comes_next(desk):
    far = day_list(desk, date(2026, 6, 30))
    assert (far.rows, far.next_due) == ((), None)
    quiet = day_list(desk, date(2026, 1, 1))
    assert quiet.rows == ()
    assert quiet.next_due is not None
    assert quiet.next_due.on == date(2026, 3, 10)


def test_tomorrow_and_the_next_seven_days_count_open_items_only(desk):
    listed = day_list(desk, TODAY)
    ahead = [day_rows(desk, TODAY + timedelta(days=days)) for days in range(1, 8)]
    still = [sum(row.status is DayStatus.PLANNED for row in rows) for rows in ahead]
    assert (listed.tomorrow, listed.next_seven_days) == (still[0], sum(still))


def test_two_infusions_of_one_name_are_told_apart(desk):
    rows = day_rows(desk, TODAY)
    marked = {row.line.patient.trial_number for row in rows if row.line.look_alike}
    assert marked == {"NK-003", "NK-004"}


def test_a_hostile_name_leaves_everybody_else_on_the_list(desk, form):
    before = _named(day_rows(desk, TODAY))
    hostile = replace(form, family='Иванов <!-- "Ё', given="Я" * 120, start="12.03.2026")
    enrol(desk, hostile)
    after = day_rows(desk, TODAY)
    assert set(before) < set(_named(after))
    assert 'Иванов <!-- "Ё' in {row.line.patient.name.family for row in after}


def test_one_row_can_be_read_whatever_list_it_is_on(desk):
    row = day_rows(desk, TODAY)[0]
    record_not_given(desk, NotGivenForm(row.item_id, "infection"))
    now = day_row(desk, row.item_id)
    assert now is not None
    assert (now.item_id, now.status, now.reason) == (
        row.item_id,
        DayStatus.NOT_GIVEN,
        "infection",
    )
    assert day_row(desk, 999_999) is None
