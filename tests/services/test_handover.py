"""Handover: every step since a moment, told patient by patient, newest first."""

from datetime import date, datetime, timedelta

import pytest

from nkdesk.model.change import ChangeKind, SiteCapacity
from nkdesk.model.cycle import ItemState
from nkdesk.model.refusal import RuleCode
from nkdesk.model.site import SiteDay
from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.change_forms import CauseForm, CorrectionForm, MoveForm
from nkdesk.services.changes import correct_fact, move_item
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, GivenForm, NotGivenForm, Saved
from nkdesk.services.handover import changes_since
from nkdesk.services.lab_days import clear_lab_day, set_lab_day
from nkdesk.services.plan import plan_cycle
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.steps import StepKind, revision
from nkdesk.services.undo import UndoOffer, undo, undo_offer
from nkdesk.store import cycles
from tests.services.conftest import TODAY, ZONE
from tests.services.test_ward_calendar import item_of, open_infusion

START = datetime(2026, 3, 12, 9, 20, tzinfo=ZONE)
"""After the sample ward's story, before anything a test does."""


def take_back(desk):
    offer = undo_offer(desk)
    assert isinstance(offer, UndoOffer)
    assert isinstance(undo(desk, offer.seq), UndoOffer)


def lines(desk):
    return changes_since(desk, START).lines


def only(desk):
    (line,) = lines(desk)
    return line


def told(item):
    return (str(item.address), item.state_before, item.state_after, item.was, item.becomes)


def test_nothing_happened_since_now(desk):
    answer = changes_since(desk, START)
    assert (answer.lines, answer.steps, answer.before_seq) == ((), 0, None)
    assert (answer.since, answer.as_of) == (START, desk.clock.now())
    assert (answer.revision, answer.sample) == (revision(desk), True)


def test_a_moment_needs_its_time_zone(desk):
    with pytest.raises(ValueError, match="time zone"):
        changes_since(desk, START.replace(tzinfo=None))


def test_a_given_dose_is_told_with_the_day_it_was_given_and_what_follows(desk):
    entry = item_of(desk, "NK-003", "C1/NK1")
    record_given(desk, GivenForm(entry.item_id, "12.03.2026", "09:10"))
    line = only(desk)
    assert line.line is not None
    assert line.line.patient.trial_number == "NK-003"
    assert (line.what, line.who, line.at) == (StepKind.GIVEN, "Anna", desk.clock.now())
    given, *followed = line.items
    planned = entry.item.planned
    assert told(given) == ("C1/NK1", "planned", "given", planned, planned)
    assert (given.given_on, given.title.en) == (TODAY, entry_title(desk, entry))
    assert "C1/COUNTS" in {str(one.address) for one in followed}
    assert all(one.given_on is None for one in followed)
    assert all((one.state_before, one.was) != (one.state_after, one.becomes) for one in followed)


def entry_title(desk, entry):
    return desk.protocol(entry.protocol_hash).item(entry.item.address.code).title.en


def test_why_something_was_not_given_is_told_in_words(desk):
    entry = item_of(desk, "NK-004", "C1/NK1")
    record_not_given(desk, NotGivenForm(entry.item_id, "infection"))
    line = only(desk)
    assert (line.why, line.reason is not None and line.reason.en) == (
        "infection",
        "infection or fever",
    )
    assert told(line.items[0])[1:3] == ("planned", "omitted")


def test_each_dose_of_a_day_is_told_though_the_item_stays_partly_given(desk):
    entry = item_of(desk, "NK-005", "C1/CYTHD@4")
    record_given(desk, GivenForm(entry.item_id, "12.03.2026", "08:05", part=1))
    first = only(desk).items[0]
    assert (first.state_before, first.state_after, first.given_on) == (
        "planned",
        "partly_given",
        TODAY,
    )


def test_the_rest_that_is_left_says_no_day_given(desk):
    entry = item_of(desk, "NK-005", "C1/CYTHD@3")
    record_not_given(desk, NotGivenForm(entry.item_id, "organ_function"))
    (item,) = only(desk).items
    assert (item.state_after, item.given_on) == ("partly_given", None)


def test_a_corrected_time_is_told_though_no_date_changed(desk):
    entry = item_of(desk, "NK-006", "C1/GCSF@4")
    corrected = correct_fact(
        desk,
        CorrectionForm(entry.item_id, "12.03.2026", "08:45", why="typed the wrong time"),
        revision(desk),
    )
    assert isinstance(corrected, Saved)
    line = only(desk)
    (item,) = line.items
    assert (line.what, line.why, line.reason) == ("correct_given", "typed the wrong time", None)
    assert (str(item.address), item.state_before, item.state_after) == (
        "C1/GCSF@4",
        "given",
        "given",
    )
    assert (item.was, item.becomes) == (TODAY, TODAY)


def test_a_corrected_day_is_told_as_the_days_it_was_given_on(desk):
    entry = item_of(desk, "NK-006", "C1/GCSF@4")
    form = CorrectionForm(entry.item_id, "11.03.2026", "21:00", why="given the evening before")
    correct_fact(desk, form, revision(desk))
    line = only(desk)
    item = line.items[0]
    assert (item.was, item.becomes, item.given_on) == (TODAY, date(2026, 3, 11), date(2026, 3, 11))
    assert line.change is not None
    assert (line.change.kind, line.change.item) == (ChangeKind.CORRECT, "C1/GCSF@4")


def test_what_was_not_given_after_all_has_no_day_any_more(desk):
    entry = item_of(desk, "NK-006", "C1/GCSF@4")
    form = CorrectionForm(entry.item_id, cause=CauseForm("infection"), why="another patient's dose")
    assert isinstance(correct_fact(desk, form, revision(desk)), Saved)
    item = only(desk).items[0]
    assert told(item) == ("C1/GCSF@4", "given", "omitted", TODAY, None)
    assert item.given_on is None


def moved(desk, **changes):
    entry = open_infusion(desk, after=TODAY + timedelta(days=3))
    to = entry.item.planned + timedelta(days=4)
    form = MoveForm(
        entry.item_id, to.isoformat(), "only", CauseForm("infection", note="fever"), **changes
    )
    return entry, to, move_item(desk, form, revision(desk))


def test_a_move_is_told_with_its_cause_scope_and_what_it_breaks(desk):
    entry, to, saved = moved(desk, deviation=True, physician="Dr Who")
    assert isinstance(saved, Saved)
    line = only(desk)
    assert (line.items[0].was, line.items[0].becomes) == (entry.item.planned, to)
    assert line.change is not None
    assert (line.change.scope, line.change.cause.note, line.change.becomes) == ("only", "fever", to)
    assert line.change.physician == ("Dr Who" if saved.deviations else "")
    assert line.deviations == saved.deviations
    assert RuleCode.OUTSIDE_WINDOW in {rule.code for rule in line.deviations}


def test_a_step_taken_back_is_marked_and_the_undo_is_told_too(desk):
    moved(desk, deviation=True, physician="Dr Who")
    take_back(desk)
    back, first = lines(desk)
    assert (back.what, back.undone) == (StepKind.UNDO, False)
    assert (first.what, first.undone) == (StepKind.MOVE, True)
    assert [(one.was, one.becomes) for one in back.items] == [
        (one.becomes, one.was) for one in first.items
    ]
    assert (back.change, back.deviations) == (None, ())


def test_the_sites_own_days_are_told_and_so_is_their_clearing(desk):
    day = date(2026, 5, 20)
    set_lab_day(desk, LabDayForm("nk_lab", "20.05.2026", "closed", note="audit"))
    set_lab_day(desk, LabDayForm("nk_lab", "20.05.2026", "capacity", "1"))
    clear_lab_day(desk, "nk_lab", day, revision(desk))
    shut = SiteDay("nk_lab", day, is_open=False, note="audit")
    fewer = SiteCapacity("nk_lab", day, 1)
    assert [(one.seq, one.site_day, one.cleared, one.line) for one in lines(desk)] == [
        (revision(desk), shut, True, None),
        (revision(desk), fewer, True, None),
        (revision(desk) - 1, fewer, False, None),
        (revision(desk) - 2, shut, False, None),
    ]
    assert lines(desk)[-1].why == "audit"


def test_a_step_about_nobody_is_told_all_the_same(desk):
    with desk.store.step(actor="Anna", what="approve_protocol"):
        pass
    line = only(desk)
    assert (line.what, line.line, line.items, line.site_day) == ("approve_protocol", None, (), None)


def test_an_enrolment_is_told_with_every_planned_date(desk, form):
    enrolled = enrol(desk, form)
    assert isinstance(enrolled, Enrolled)
    line = only(desk)
    assert line.line is not None
    assert line.line.patient.trial_number == "NK-013"
    assert {one.state_before for one in line.items} == {None}
    assert {one.was for one in line.items} == {None}
    assert all(one.becomes is not None for one in line.items)
    assert len(line.items) > 10


def test_a_patient_whose_enrolment_was_taken_back_is_still_named(desk, form):
    enrolled = enrol(desk, form.without_plan())
    assert isinstance(enrolled, Enrolled)
    assert isinstance(plan_cycle(desk, enrolled.patient_id, form.start), Saved)
    take_back(desk)
    take_back(desk)
    told = lines(desk)
    assert [one.what for one in told] == ["undo", "undo", "plan", "enrol"]
    assert {one.line.patient.trial_number for one in told if one.line} == {"NK-013"}
    gone, planned = told[1].items, told[2].items
    assert [one.becomes for one in gone] == [None] * len(planned)
    assert [one.state_after for one in gone] == [None] * len(planned)
    assert [str(one.address) for one in gone] == [str(one.address) for one in planned]
    page = changes_since(desk, START, before_seq=told[2].seq + 1, limit=1)
    assert [str(one.address) for one in page.lines[0].items] == [
        str(one.address) for one in planned
    ]


def test_pages_follow_each_other_without_gap_or_repetition(desk):
    since = datetime(2026, 1, 1, tzinfo=ZONE)
    whole = changes_since(desk, since, limit=10_000)
    assert whole.before_seq is None
    found, before = [], None
    while True:
        page = changes_since(desk, since, before_seq=before, limit=7)
        found += page.lines
        assert page.steps <= 7
        before = page.before_seq
        if before is None:
            break
    assert tuple(found) == whole.lines
    seqs = [one.seq for one in found]
    assert seqs == sorted(seqs, reverse=True)
    assert whole.steps == len(set(seqs)) == revision(desk)


def test_a_page_costs_the_same_few_queries_however_many_steps_it_tells(desk, monkeypatch):
    asked = []
    read = type(desk.store).read

    def counted(store, sql, parameters=()):
        asked.append(sql)
        return read(store, sql, parameters)

    since = datetime(2026, 1, 1, tzinfo=ZONE)
    changes_since(desk, since, limit=150)
    monkeypatch.setattr(type(desk.store), "read", counted)
    costs = []
    for limit in (2, 150):
        asked.clear()
        changes_since(desk, since, limit=limit)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_items_stand_in_plan_order_and_only_where_something_shows(desk):
    moved(desk, deviation=True, physician="Dr Who")
    line = only(desk)
    order = [str(one.address) for one in line.items]
    assert line.line is not None
    every = [
        str(entry.item.address) for entry in cycles.patient_items(desk.store, line.line.patient.id)
    ]
    assert order == [one for one in every if one in order]
    assert ItemState.GIVEN not in {one.state_before for one in line.items}
