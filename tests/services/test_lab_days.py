"""The site's own days: typed strictly, saved as one step, and obeyed by every placement."""

from datetime import date, timedelta

import pytest

from nkdesk.model.change import SiteCapacity
from nkdesk.model.refusal import RuleCode
from nkdesk.model.site import SiteDay
from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.change_forms import MoveForm
from nkdesk.services.changes import preview_move
from nkdesk.services.forms import FieldCode, NotGivenForm, Saved, Unsaved
from nkdesk.services.lab_days import clear_lab_day, lab_day_conflicts, lab_days, set_lab_day
from nkdesk.services.record import record_not_given
from nkdesk.services.steps import StepKind, revision
from nkdesk.services.ward_calendar import ward_calendar
from nkdesk.store.journal import newest_step
from nkdesk.store.store import StoreConflictError
from tests.services.test_handover import take_back
from tests.services.test_ward_calendar import open_infusion

DAY = date(2026, 5, 20)


def form(kind="closed", **changes):
    typed = {"calendar": "nk_lab", "day": DAY.isoformat(), "kind": kind, "note": "audit"}
    return LabDayForm(**{**typed, **changes})


def said_of(desk, day=DAY):
    days = lab_days(desk)
    return [one for one in (*days.days, *days.capacities) if one.day == day]


def test_every_calendar_of_the_wards_protocols_can_be_chosen(desk, real_desk):
    assert lab_days(desk).calendars == ("apheresis", "nk_lab", "ward")
    assert lab_days(real_desk).days == lab_days(real_desk).capacities == ()


@pytest.mark.parametrize(
    ("typed", "told", "what"),
    [
        (form(), SiteDay("nk_lab", DAY, is_open=False, note="audit"), StepKind.SITE_DAY),
        (form("open"), SiteDay("nk_lab", DAY, is_open=True, note="audit"), StepKind.SITE_DAY),
        (
            form("capacity", capacity=" 1 "),
            SiteCapacity("nk_lab", DAY, 1, "audit"),
            StepKind.SITE_CAPACITY,
        ),
    ],
)
def test_a_day_is_saved_as_one_step_that_can_be_taken_back(desk, typed, told, what):
    before = revision(desk)
    saved = set_lab_day(desk, typed)
    assert saved == Saved(before + 1)
    assert said_of(desk) == [told]
    step = newest_step(desk.store)
    assert step is not None
    assert (step.what, step.why, step.actor) == (what, "audit", "Anna")
    take_back(desk)
    assert said_of(desk) == []


def test_a_second_word_on_a_day_replaces_the_first(desk):
    set_lab_day(desk, form())
    set_lab_day(desk, form("open", note=""))
    assert said_of(desk) == [SiteDay("nk_lab", DAY, is_open=True)]
    set_lab_day(desk, form("capacity", capacity="1", note=""))
    set_lab_day(desk, form("capacity", capacity="0", note=""))
    assert said_of(desk)[1:] == [SiteCapacity("nk_lab", DAY, 0)]


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        (form(calendar=""), "calendar", FieldCode.MISSING),
        (form(calendar="kitchen"), "calendar", FieldCode.NOT_A_CHOICE),
        (form(day=""), "day", FieldCode.MISSING),
        (form(day="20.05.26"), "day", FieldCode.SHORT_YEAR),
        (form(day="2061-05-20"), "day", FieldCode.OUT_OF_RANGE),
        (form(""), "kind", FieldCode.MISSING),
        (form("shut"), "kind", FieldCode.NOT_A_CHOICE),
        (form("capacity"), "capacity", FieldCode.MISSING),
        (form("capacity", capacity="one"), "capacity", FieldCode.NOT_A_NUMBER),
        (form("capacity", capacity="1.5"), "capacity", FieldCode.NOT_A_NUMBER),
        (form("capacity", capacity="-1"), "capacity", FieldCode.OUT_OF_RANGE),
        (form("capacity", capacity="1000"), "capacity", FieldCode.OUT_OF_RANGE),
        (form(note="x" * 2001), "note", FieldCode.TOO_LONG),
    ],
)
def test_what_is_typed_wrong_is_named_and_nothing_is_saved(desk, typed, field, code):
    before = revision(desk)
    refused = set_lab_day(desk, typed)
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [(field, code)]
    assert revision(desk) == before
    assert lab_day_conflicts(desk, typed) == 0


def test_every_problem_of_a_day_is_named_at_once(desk):
    refused = set_lab_day(desk, LabDayForm(kind="capacity"))
    assert isinstance(refused, Unsaved)
    assert [one.field for one in refused.problems] == ["calendar", "day", "capacity"]


def test_a_capacity_counts_only_where_one_is_set(desk):
    assert isinstance(set_lab_day(desk, form("closed", capacity="many")), Saved)


def test_cleared_days_follow_the_rules_again(desk):
    set_lab_day(desk, form())
    set_lab_day(desk, form("capacity", capacity="1"))
    read_at = revision(desk)
    assert clear_lab_day(desk, "nk_lab", DAY, read_at) == Saved(read_at + 1)
    assert said_of(desk) == []
    set_lab_day(desk, form("capacity", capacity="1"))
    clear_lab_day(desk, "nk_lab", DAY, revision(desk))
    assert said_of(desk) == []
    assert _newest(desk) == StepKind.SITE_CAPACITY
    set_lab_day(desk, form("open"))
    clear_lab_day(desk, "nk_lab", DAY, revision(desk))
    assert said_of(desk) == []
    assert _newest(desk) == StepKind.SITE_DAY


def _newest(desk):
    step = newest_step(desk.store)
    return None if step is None else step.what


@pytest.mark.parametrize("calendar", ["ward", "nk_lab"])
def test_a_day_nobody_spoke_of_or_an_older_look_clears_nothing(desk, calendar):
    read_at = revision(desk)
    set_lab_day(desk, form(calendar="nk_lab"))
    with pytest.raises(StoreConflictError):
        clear_lab_day(desk, calendar, DAY, read_at)
    assert len(said_of(desk)) == 1


def test_a_saved_capacity_reaches_every_placement(desk):
    entry = open_infusion(desk)
    free = next(
        day.day
        for day in ward_calendar(desk, entry.item.planned + timedelta(days=1), 10).days
        if not day.closures and day.uses[0].used == 0
    )
    move = MoveForm(entry.item_id, free.isoformat(), "only")
    assert RuleCode.OVER_CAPACITY not in _codes(preview_move(desk, move))
    set_lab_day(desk, form("capacity", day=free.isoformat(), capacity="0"))
    assert RuleCode.OVER_CAPACITY in _codes(preview_move(desk, move))
    assert ward_calendar(desk, free, 1).days[0].uses[0].limit == 0


def _codes(preview):
    return [] if preview.refused is None else preview.refused.codes


def test_it_is_said_how_many_open_infusions_a_day_would_hit(desk):
    entry = open_infusion(desk)
    day = entry.item.planned
    used = ward_calendar(desk, day, 1).days[0].uses[0].used
    on = {"day": day.isoformat()}
    assert lab_day_conflicts(desk, form(**on)) == used
    assert lab_day_conflicts(desk, form("open", **on)) == 0
    assert lab_day_conflicts(desk, form("capacity", capacity="0", **on)) == used
    assert lab_day_conflicts(desk, form("capacity", capacity=str(used), **on)) == 0
    assert lab_day_conflicts(desk, form(calendar="apheresis", **on)) == 0
    record_not_given(desk, NotGivenForm(entry.item_id, "infection"))
    assert lab_day_conflicts(desk, form(**on)) == used - 1
