"""The physician's month: whole weeks, everybody, and what changed since a day."""

from datetime import date, timedelta

import pytest

from nkdesk.model.protocol import ItemKind
from nkdesk.services.forms import NotGivenForm
from nkdesk.services.lines import KIND_ORDER
from nkdesk.services.record import record_not_given
from nkdesk.services.steps import revision
from nkdesk.services.ward_calendar import ward_calendar
from nkdesk.services.ward_month import ward_month
from nkdesk.store import cycles, patients
from tests.services.conftest import TODAY
from tests.services.test_ward_calendar import item_of, open_infusion


def entries(month):
    return [entry for day in month.days for entry in day.entries]


@pytest.mark.parametrize(
    ("year", "month", "first", "last"),
    [
        (2026, 3, date(2026, 2, 23), date(2026, 4, 5)),
        (2026, 2, date(2026, 1, 26), date(2026, 3, 1)),
        (2027, 2, date(2027, 2, 1), date(2027, 2, 28)),
        (2026, 12, date(2026, 11, 30), date(2027, 1, 3)),
        (2028, 2, date(2028, 1, 31), date(2028, 3, 5)),
    ],
)
def test_a_month_is_shown_in_whole_weeks_from_monday_on(desk, year, month, first, last):
    shown = ward_month(desk, year, month)
    days = [day.column.day for day in shown.days]
    assert (days[0], days[-1], days[0].isoweekday()) == (first, last, 1)
    assert days == [first + timedelta(days=after) for after in range((last - first).days + 1)]
    assert (shown.year, shown.month) == (year, month)


def test_month_and_calendar_show_the_same(desk):
    month = ward_month(desk, 2026, 3)
    calendar = ward_calendar(desk, month.days[0].column.day, len(month.days))
    cells = {(row.line.patient.id, cell) for row in calendar.rows for cell in row.cells}
    shown = {
        (
            one.line.patient.id,
            (
                number,
                *(one.item_id, one.kind, one.label, one.status),
                *(one.conflict, one.deferred, one.go),
            ),
        )
        for number, day in enumerate(month.days)
        for one in day.entries
    }
    assert shown == {(patient, tuple(cell)) for patient, cell in cells}
    assert tuple(day.column for day in month.days) == calendar.days
    assert (month.today, month.sample, month.revision) == (TODAY, True, revision(desk))
    assert month.as_of == desk.clock.now()


def test_entries_stand_by_kind_then_by_name_and_say_what_they_are(desk):
    month = ward_month(desk, 2026, 3)
    names = {one.id: place for place, one in enumerate(patients.all_patients(desk.store))}
    for day in month.days:
        order = [(KIND_ORDER[one.kind], names[one.line.patient.id]) for one in day.entries]
        assert order == sorted(order)
    flu = next(one for one in entries(month) if one.label == "FLU 3")
    assert (flu.title.en, flu.kind, flu.arm) == ("fludarabine", ItemKind.CHEMO, "flag")


def test_it_can_be_filtered_by_every_arm_there_is(desk):
    month = ward_month(desk, 2026, 3)
    arms = dict(month.arms)
    assert {one.arm for one in entries(month)} <= set(arms)
    assert all(title.en for title in arms.values())


def test_nothing_is_marked_as_changed_unless_a_day_is_asked_about(desk):
    assert not any(one.changed for one in entries(ward_month(desk, 2026, 3)))


def test_what_was_recorded_planned_or_taken_back_since_a_day_is_marked(desk):
    desk.clock.forward(days=1)
    tomorrow = desk.clock.today()
    entry = open_infusion(desk, after=tomorrow)
    month = entry.item.planned
    quiet = ward_month(desk, month.year, month.month, tomorrow)
    assert not any(one.changed for one in entries(quiet))
    record_not_given(desk, NotGivenForm(entry.item_id, "infection"))
    marked = ward_month(desk, month.year, month.month, tomorrow)
    assert {one.item_id for one in entries(marked) if one.changed} == {entry.item_id}
    assert marked.since == tomorrow
    later = ward_month(desk, month.year, month.month, tomorrow + timedelta(days=1))
    assert not any(one.changed for one in entries(later))


def test_a_change_of_the_same_day_counts_from_midnight_of_the_ward(desk):
    entry = item_of(desk, "NK-006", "C1/GCSF@4")
    month = ward_month(desk, 2026, 3, TODAY)
    assert entry.item_id in {one.item_id for one in entries(month) if one.changed}
    assert cycles.patient_items(desk.store, entry.patient.id)
