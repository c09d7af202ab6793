"""The calendars of this ward: which holidays its lists need, and its own days over them."""

from datetime import date

import pytest

from nkdesk.model.site import SiteDay
from nkdesk.model.work_calendar import Closure, ClosureReason
from nkdesk.services.calendars import calendars_for, closures_on, holidays_needed, look_up
from nkdesk.services.day_list import day_list
from nkdesk.services.protocols import protocol_list
from nkdesk.services.work_calendars import public_holidays
from nkdesk.store.site import set_site_day
from tests.services.conftest import TODAY


@pytest.fixture
def trial(desk):
    return next(one.hash for one in protocol_list(desk) if one.id == "NCT05272293")


def test_the_holidays_of_the_protocols_in_use_are_looked_up_ahead(desk):
    needed = holidays_needed(desk, TODAY)
    assert needed == {("BY", (2025, 2026, 2027))}
    public_holidays.cache_clear()
    look_up(needed)
    assert public_holidays.cache_info().misses == 1
    day_list(desk, TODAY)
    assert public_holidays.cache_info().misses == 1


def test_a_ward_without_patients_needs_no_holidays(real_desk):
    assert holidays_needed(real_desk, TODAY) == frozenset()


def test_a_span_over_new_year_knows_the_holidays_of_both_years(desk, trial):
    calendars = calendars_for(desk, desk.protocol(trial), date(2026, 12, 30), date(2027, 1, 3))
    for day in (date(2026, 12, 25), date(2027, 1, 1), date(2028, 1, 1), date(2025, 12, 25)):
        closure = calendars["nk_lab"].closure(day)
        assert closure is not None
        assert closure.reason is ClosureReason.HOLIDAY


def test_the_wards_own_days_stand_over_all_others(desk, trial):
    with desk.store.step(actor="Anna", what="site_day") as step:
        set_site_day(step, SiteDay("nk_lab", date(2026, 3, 13), is_open=False, note="repair"))
        set_site_day(step, SiteDay("nk_lab", date(2026, 3, 14), is_open=True))
    (closed,) = closures_on(desk, date(2026, 3, 13), [trial])
    assert (closed.calendar, closed.closure) == ("nk_lab", Closure(ClosureReason.SITE, "repair"))
    assert [one.calendar for one in closures_on(desk, date(2026, 3, 14), [trial])] == ["apheresis"]


def test_a_calendar_of_two_protocols_is_named_once(desk):
    hashes = [one.hash for one in protocol_list(desk) if one.id.startswith("NCT05")]
    assert len(hashes) == 2
    names = [one.calendar for one in closures_on(desk, date(2026, 3, 14), hashes)]
    assert names == ["apheresis", "nk_lab"]
