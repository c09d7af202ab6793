from datetime import date

from nkdesk.model.work_calendar import Closure, ClosureReason, WorkCalendar

SATURDAY = date(2026, 4, 25)


def test_a_working_saturday_beats_the_closed_weekday():
    assert WorkCalendar("lab", frozenset({6, 7}), worked=frozenset({SATURDAY})).is_open(SATURDAY)


def test_a_closed_date_beats_an_open_date():
    lab = WorkCalendar("lab", closed={SATURDAY: "repair"}, opened=frozenset({SATURDAY}))
    assert lab.closure(SATURDAY) == Closure(ClosureReason.SITE, "repair")


def test_an_open_date_beats_weekday_and_holiday():
    lab = WorkCalendar(
        "lab", frozenset({6}), holidays={SATURDAY: "feast"}, opened=frozenset({SATURDAY})
    )
    assert lab.is_open(SATURDAY)


def test_a_holiday_is_named_before_the_weekday():
    lab = WorkCalendar("lab", frozenset({6}), holidays={SATURDAY: "feast"})
    assert lab.closure(SATURDAY) == Closure(ClosureReason.HOLIDAY, "feast")


def test_a_closed_weekday_needs_no_name():
    lab = WorkCalendar("lab", frozenset({6}))
    assert lab.closure(SATURDAY) == Closure(ClosureReason.WEEKDAY)
    assert lab.closure(date(2026, 4, 24)) is None


def test_a_capacity_on_a_date_replaces_the_usual_one():
    lab = WorkCalendar("lab", capacity=2, capacity_on={SATURDAY: 1})
    assert (lab.limit(SATURDAY), lab.limit(date(2026, 4, 24))) == (1, 2)
