"""The ward's calendar: every item of everybody on its day, and what is closed or full."""

import gc
from dataclasses import replace
from datetime import date, timedelta

import pytest

from nkdesk.model.change import SiteCapacity
from nkdesk.model.cycle import ItemState
from nkdesk.model.folding import fold
from nkdesk.model.protocol import ItemKind
from nkdesk.model.site import SiteDay
from nkdesk.model.work_calendar import ClosureReason
from nkdesk.services.day_list import day_rows
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, GivenForm, NotGivenForm, Saved
from nkdesk.services.lines import KIND_ORDER, status_on
from nkdesk.services.protocols import protocol_list
from nkdesk.services.read_models import DayStatus
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.steps import revision
from nkdesk.services.ward_calendar import ward_calendar
from nkdesk.store import cycles, patients
from nkdesk.store.site import set_site_capacity, set_site_day
from tests.services.conftest import TODAY

FIRST = date(2026, 1, 12)
DAYS = 140


def cell_of(calendar, item_id):
    return next(cell for row in calendar.rows for cell in row.cells if cell.item_id == item_id)


def item_of(desk, number, address):
    for patient in patients.all_patients(desk.store):
        for entry in cycles.patient_items(desk.store, patient.id):
            if (patient.trial_number, str(entry.item.address)) == (number, address):
                return entry
    raise LookupError(number, address)


def open_infusion(desk, *, after=TODAY):
    """The first open infusion planned after a day."""
    every = [
        entry
        for patient in patients.all_patients(desk.store)
        for entry in cycles.patient_items(desk.store, patient.id)
    ]
    found = [
        entry
        for entry in every
        if entry.item.kind is ItemKind.INFUSION
        and entry.item.state is ItemState.PLANNED
        and entry.item.planned > after
    ]
    return min(found, key=lambda entry: (entry.item.planned, entry.item_id))


def say(desk, day):
    with desk.store.step(actor="Anna", what="site_day") as step:
        (set_site_day if isinstance(day, SiteDay) else set_site_capacity)(step, day)


def test_every_item_of_everybody_stands_on_its_day_with_the_status_of_the_lists(desk):
    half = item_of(desk, "NK-005", "C1/CYTHD@4")
    record_given(desk, GivenForm(half.item_id, "12.03.2026", "08:05", part=1))
    rest = item_of(desk, "NK-005", "C1/CYTHD@3")
    record_not_given(desk, NotGivenForm(rest.item_id, "organ_function"))
    calendar = ward_calendar(desk, FIRST, DAYS)
    shown = {
        (row.line.patient.id, cell.item_id): (
            FIRST + timedelta(days=cell.column),
            cell.kind,
            cell.status,
            cell.deferred,
        )
        for row in calendar.rows
        for cell in row.cells
    }
    expected = {}
    for patient in patients.all_patients(desk.store):
        for entry in cycles.patient_items(desk.store, patient.id):
            item = entry.item
            stands = item.actual or item.planned
            if FIRST <= stands < FIRST + timedelta(days=DAYS):
                deferred = (item.planned - item.original).days
                status = status_on(item, TODAY)
                expected[patient.id, entry.item_id] = (stands, item.kind, status, deferred)
    assert shown == expected
    assert len({status for _, _, status, _ in expected.values()}) == 5


def test_cells_stand_by_day_and_infusions_first(desk):
    calendar = ward_calendar(desk, FIRST, DAYS)
    for row in calendar.rows:
        places = [(cell.column, KIND_ORDER[cell.kind]) for cell in row.cells]
        assert places == sorted(places)


def test_a_label_names_the_day_only_where_the_item_has_several(desk):
    calendar = ward_calendar(desk, FIRST, DAYS)
    labels = {cell.label for row in calendar.rows for cell in row.cells}
    assert {"NK1", "FLU 3", "GCSF -1", "APH"} <= labels
    assert not any(label.startswith("NK1 ") for label in labels)


def test_everybody_has_a_row_whether_or_not_there_is_anything_to_show(desk):
    empty = ward_calendar(desk, date(2030, 1, 1), 7)
    names = [fold(row.line.patient.name.full) for row in empty.rows]
    assert len(empty.rows) == empty.total == patients.patient_count(desk.store)
    assert names == sorted(names)
    assert all(row.cells == () for row in empty.rows)
    assert all(row.arm == row.line.patient.arm for row in empty.rows)


def test_it_says_which_revision_ward_and_holidays_it_shows(desk):
    calendar = ward_calendar(desk, FIRST, 14)
    assert (calendar.first, calendar.today, len(calendar.days)) == (FIRST, TODAY, 14)
    assert calendar.revision == revision(desk)
    assert calendar.as_of == desk.clock.now()
    assert calendar.sample
    assert calendar.holidays_version.startswith("holidays ")
    assert calendar.moved_days_known_until is not None


def test_a_ward_without_patients_has_days_and_nothing_else(real_desk):
    calendar = ward_calendar(real_desk, TODAY, 7)
    assert (calendar.rows, calendar.total, calendar.sample) == ((), 0, False)
    assert [day.closures for day in calendar.days] == [()] * 7
    assert (calendar.holidays_version, calendar.moved_days_known_until) == ("", None)


def test_capacity_used_counts_the_infusions_of_everybody(desk):
    calendar = ward_calendar(desk, FIRST, DAYS)
    taken = cycles.taken(desk.store, "nk_lab")
    used = {day.day: use.used for day in calendar.days for use in day.uses if use.used}
    assert used == dict(taken)
    assert {use.calendar for day in calendar.days for use in day.uses} == {"nk_lab"}
    assert not any(use.over for day in calendar.days for use in day.uses if use.used <= 2)


def test_what_is_closed_as_not_given_takes_no_place(desk):
    entry = open_infusion(desk)
    day = entry.item.planned
    before = ward_calendar(desk, day, 1).days[0].uses[0].used
    assert isinstance(record_not_given(desk, NotGivenForm(entry.item_id, "infection")), Saved)
    assert ward_calendar(desk, day, 1).days[0].uses[0].used == before - 1


def test_an_open_infusion_on_a_closed_day_is_a_conflict(desk):
    entry = open_infusion(desk)
    assert not cell_of(ward_calendar(desk, entry.item.planned, 1), entry.item_id).conflict
    say(desk, SiteDay("nk_lab", entry.item.planned, is_open=False, note="audit"))
    calendar = ward_calendar(desk, entry.item.planned, 1)
    assert cell_of(calendar, entry.item_id).conflict
    named = dict(calendar.days[0].closures)
    assert (named["nk_lab"].reason, named["nk_lab"].name) == (ClosureReason.SITE, "audit")


def test_an_infusion_given_on_a_closed_day_is_a_fact_and_no_conflict(desk):
    entry = item_of(desk, "NK-004", "C1/NK1")
    say(desk, SiteDay("nk_lab", TODAY, is_open=False))
    assert cell_of(ward_calendar(desk, TODAY, 1), entry.item_id).conflict
    record_given(desk, GivenForm(entry.item_id, "12.03.2026", "09:15"))
    assert not cell_of(ward_calendar(desk, TODAY, 1), entry.item_id).conflict


def test_every_open_infusion_of_a_day_over_capacity_is_a_conflict(desk):
    entry = open_infusion(desk)
    day = entry.item.planned
    there = ward_calendar(desk, day, 1)
    say(desk, SiteCapacity("nk_lab", day, there.days[0].uses[0].used - 1))
    calendar = ward_calendar(desk, day, 1)
    use = calendar.days[0].uses[0]
    still_open = [
        cell.conflict
        for row in calendar.rows
        for cell in row.cells
        if cell.kind is ItemKind.INFUSION and cell.status is DayStatus.PLANNED
    ]
    assert use.over
    assert still_open == [True] * use.used


def test_only_infusions_conflict_with_a_closed_day(desk):
    say(desk, SiteDay("ward", TODAY, is_open=False))
    calendar = ward_calendar(desk, TODAY, 1)
    assert not any(cell.conflict for row in calendar.rows for cell in row.cells)
    assert "ward" in dict(calendar.days[0].closures)


def test_holidays_are_named_and_a_working_saturday_is_told_from_others(desk):
    calendar = ward_calendar(desk, date(2026, 4, 18), 8)
    by_day = {day.day: day for day in calendar.days}
    assert "Radunitsa" in dict(by_day[date(2026, 4, 21)].closures)["nk_lab"].name
    assert by_day[date(2026, 4, 25)].worked
    assert "nk_lab" not in dict(by_day[date(2026, 4, 25)].closures)
    assert not by_day[date(2026, 4, 18)].worked
    assert not by_day[date(2026, 4, 22)].worked


def test_a_saturday_the_site_opened_is_worked(desk):
    saturday = date(2026, 3, 14)
    assert not ward_calendar(desk, saturday, 1).days[0].worked
    say(desk, SiteDay("nk_lab", saturday, is_open=True))
    assert ward_calendar(desk, saturday, 1).days[0].worked


@pytest.fixture
def two_protocols(desk, form):
    """The sample ward with three more, on a protocol whose laboratory has no limit."""
    other = next(one.hash for one in protocol_list(desk) if one.id == "PMID34490616")
    for number in (1, 2, 3):
        more = replace(
            form,
            protocol_hash=other,
            trial_number=f"PM-{number}",
            case_number=f"P-{number}",
            start="05.03.2026",
            look_alike_seen=True,
        )
        assert isinstance(enrol(desk, more), Enrolled)
    return desk


def test_protocols_that_share_a_laboratory_share_its_places_but_not_their_rules(two_protocols):
    desk = two_protocols
    calendar = ward_calendar(desk, FIRST, DAYS)
    over = {column for column, day in enumerate(calendar.days) if day.uses[0].over}
    conflicts = {"NK": set(), "PM": set()}
    for row in calendar.rows:
        marked = {cell.column for cell in row.cells if cell.conflict}
        conflicts[row.line.patient.trial_number[:2]] |= marked
    used = {day.day: use.used for day in calendar.days for use in day.uses if use.used}
    assert used == dict(cycles.taken(desk.store, "nk_lab"))
    assert {use.limit for day in calendar.days for use in day.uses} == {2}
    assert len(over) >= 6
    assert conflicts["PM"] == set()
    closed = {column for column, day in enumerate(calendar.days) if "nk_lab" in dict(day.closures)}
    assert conflicts["NK"] & over
    assert conflicts["NK"] <= over | closed


def test_a_day_of_the_calendar_holds_what_the_days_list_holds(desk):
    ahead = TODAY + timedelta(days=7)
    calendar = ward_calendar(desk, ahead, 1)
    shown = {cell.item_id for row in calendar.rows for cell in row.cells}
    assert shown == {row.item_id for row in day_rows(desk, ahead)}


@pytest.mark.parametrize("collecting", [True, False])
def test_reading_leaves_the_search_for_garbage_as_it_was(desk, collecting):
    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        ward_calendar(desk, TODAY, 7)
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if was else gc.disable)()


def test_everybody_is_read_again_after_a_change_and_only_then(desk, form, monkeypatch):
    reads = []
    read = patients.all_patients
    monkeypatch.setattr(patients, "all_patients", lambda store: reads.append(1) or read(store))
    ward_calendar(desk, TODAY, 7)
    ward_calendar(desk, TODAY + timedelta(days=7), 7)
    once = len(reads)
    enrol(desk, form)
    reads.clear()
    calendar = ward_calendar(desk, TODAY, 7)
    assert once <= 2  # once for the names that are alike, once for the lines
    assert reads
    assert calendar.total == patients.patient_count(desk.store)
