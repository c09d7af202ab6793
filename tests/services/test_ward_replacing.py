"""The ward placed anew: read, solved, seen, and only what was accepted is saved."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest

from nkdesk.model.change import ChangeKind, OffStudy, SiteCapacity
from nkdesk.model.cycle import ItemState, PlanWarning
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import Refused, RuleCode
from nkdesk.model.site import SiteDay
from nkdesk.scheduler.ward import WardPlacement
from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.change_forms import CauseForm
from nkdesk.services.forms import FieldCode, NotGivenForm, Saved, Unsaved
from nkdesk.services.handover import changes_since
from nkdesk.services.lab_days import lab_days
from nkdesk.services.record import record_not_given
from nkdesk.services.steps import StepKind, revision
from nkdesk.services.ward_calendar import ward_calendar
from nkdesk.services.ward_replacing import (
    ReplacementAnswer,
    ReplacementQuestion,
    accept_replacement,
    replacement_preview,
    replacement_question,
    solve,
)
from nkdesk.store import changes, cycles, patients
from nkdesk.store.store import StoreConflictError
from tests.services.conftest import TODAY
from tests.services.test_handover import START, take_back
from tests.services.test_ward_calendar import item_of, open_infusion

WHY = CauseForm("laboratory", note="clean room")


def always(_progress):
    return True


def plans(desk):
    return {
        (patient_id, item.address): item.planned
        for patient_id, found in cycles.cycles_of_all(desk.store).items()
        for cycle in found
        for item in cycle.items
    }


@pytest.fixture
def lost(desk):
    """A laboratory day on which an infusion stands, as typed."""
    return LabDayForm(
        "nk_lab", open_infusion(desk).item.planned.isoformat(), "closed", note="no gas"
    )


@pytest.fixture
def answer(desk, lost):
    question = replacement_question(desk, (lost,))
    assert isinstance(question, ReplacementQuestion)
    return solve(question, always)


def shown_ids(preview):
    return frozenset(one.line.patient.id for one in preview.patients)


def test_the_question_holds_everybody_with_something_open_by_enrolment(desk, lost):
    done = item_of(desk, "NK-001", "C1/APH").patient.id
    with desk.store.step(actor="Anna", what="off_study") as step:
        left = item_of(desk, "NK-004", "C1/NK1").patient.id
        if left not in changes.off_study_patients(desk.store):
            changes.set_off_study(step, OffStudy(left, TODAY, "progression"))
    question = replacement_question(desk, (lost,))
    assert isinstance(question, ReplacementQuestion)
    listed = [int(one.id) for one in question.patients]
    still_open = {
        patient_id
        for patient_id, found in cycles.cycles_of_all(desk.store).items()
        if any(item.is_open for cycle in found for item in cycle.items)
    }
    assert listed == sorted(still_open - changes.off_study_patients(desk.store))
    assert done not in listed
    assert left not in listed
    day = date.fromisoformat(lost.day)
    assert question.days == (SiteDay("nk_lab", day, is_open=False, note="no gas"),)
    assert not question.patients[0].course.calendars["nk_lab"].is_open(day)
    assert (question.today, question.read_at) == (TODAY, revision(desk))


def test_what_patients_outside_the_list_take_is_counted_once(desk):
    entry = item_of(desk, "NK-004", "C1/NK2")
    with desk.store.step(actor="Anna", what="off_study") as step:
        changes.set_off_study(step, OffStudy(entry.patient.id, TODAY, "progression"))
    question = replacement_question(desk)
    assert isinstance(question, ReplacementQuestion)
    own = Counter(
        item.planned
        for one in question.patients
        for cycle in one.course.cycles
        for item in cycle.items
        if item.kind is ItemKind.INFUSION and item.is_open
    )
    everybody = cycles.taken(desk.store, "nk_lab", since=TODAY)
    outside = question.patients[0].course.taken["nk_lab"]
    assert outside[entry.item.planned] >= 1
    for day, count in everybody.items():
        assert outside.get(day, 0) + own[day] >= count
    answer = solve(question, always)
    accepted = accept_replacement(desk, answer, shown_ids(replacement_preview(desk, answer)), WHY)
    assert isinstance(accepted, Saved)
    assert not any(use.over for one in ward_calendar(desk, TODAY, 60).days for use in one.uses)


def test_a_faulty_day_is_named_and_nothing_is_asked(desk, lost):
    refused = replacement_question(desk, (lost, LabDayForm("nk_lab", "soon", "closed")))
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [("day", FieldCode.NOT_A_DATE)]


def test_the_preview_shows_every_date_that_would_change_and_saves_nothing(desk, answer):
    before, plan = revision(desk), plans(desk)
    preview = replacement_preview(desk, answer)
    assert preview.proven
    assert preview.conflicts_before >= 1
    assert (preview.refused, preview.stopped, preview.read_at) == (None, False, before)
    shown = {
        (one.line.patient.id, row.address): (row.was, row.becomes)
        for one in preview.patients
        for row in one.rows
    }
    assert isinstance(answer.outcome, WardPlacement)
    expected = {
        (int(patient.id), new.address): (old.planned, new.planned)
        for patient, after in zip(answer.question.patients, answer.outcome.courses, strict=True)
        for was, becomes in zip(patient.course.cycles, after.cycles, strict=True)
        for old, new in zip(was.items, becomes.items, strict=True)
        if old.planned != new.planned
    }
    assert shown == expected
    moves = [row for one in preview.patients for row in one.rows if row.nth]
    assert sum(abs(row.shift) for row in moves) == preview.movement
    assert all(one.rows for one in preview.patients)
    ids = {entry: cycles.item_ids(desk.store, entry) for entry in shown_ids(preview)}
    assert all(
        row.item_id == ids[one.line.patient.id][row.address]
        for one in preview.patients
        for row in one.rows
    )
    assert (revision(desk), plans(desk)) == (before, plan)


def test_accepting_all_saves_one_step_that_leaves_no_conflict(desk, answer, lost):
    preview = replacement_preview(desk, answer)
    before, plan = revision(desk), plans(desk)
    saved = accept_replacement(desk, answer, shown_ids(preview), WHY)
    assert saved == Saved(before + 1)
    moved = {
        (one.line.patient.id, row.address): row.becomes
        for one in preview.patients
        for row in one.rows
    }
    assert plans(desk) == {**plan, **moved}
    calendar = ward_calendar(desk, TODAY, 60)
    assert not any(cell.conflict for row in calendar.rows for cell in row.cells)
    assert date.fromisoformat(lost.day) in {one.day for one in lab_days(desk).days}
    again = replacement_question(desk)
    assert isinstance(again, ReplacementQuestion)
    assert replacement_preview(desk, solve(again, always)).touched == 0


def test_the_step_tells_the_lost_day_the_cause_and_each_patient(desk, answer):
    preview = replacement_preview(desk, answer)
    accept_replacement(desk, answer, shown_ids(preview), WHY)
    told = changes_since(desk, START).lines
    assert {one.what for one in told} == {StepKind.REPLACE}
    assert {one.why for one in told} == {"laboratory"}
    assert [one.site_day for one in told if one.line is None] == list(answer.question.days)
    for one in told[1:]:
        assert one.change is not None
        assert (one.change.kind, one.change.cause.note) == (ChangeKind.REPLACE, "clean room")
    assert {one.line.patient.id for one in told if one.line} == shown_ids(preview)


def test_taken_back_everything_stands_as_before(desk, answer):
    plan, days = plans(desk), lab_days(desk)
    accept_replacement(desk, answer, shown_ids(replacement_preview(desk, answer)), WHY)
    take_back(desk)
    assert (plans(desk), lab_days(desk)) == (plan, days)


def alone(desk, answer):
    """The patients whose moves can be accepted alone."""
    everybody = sorted(shown_ids(replacement_preview(desk, answer)))
    found = []
    for one in everybody:
        saved = accept_replacement(desk, answer, frozenset([one]), WHY)
        if isinstance(saved, Saved):
            take_back(desk)
            answer = replace(answer, question=replace(answer.question, read_at=revision(desk)))
            found.append(one)
    return found


def test_of_the_patients_accepted_and_of_nobody_else_anything_moves(desk, answer):
    one = alone(desk, answer)[0]
    plan = plans(desk)
    answer = replace(answer, question=replace(answer.question, read_at=revision(desk)))
    assert isinstance(accept_replacement(desk, answer, frozenset([one]), WHY), Saved)
    changed = {key for key, day in plans(desk).items() if plan[key] != day}
    assert {patient for patient, _ in changed} == {one}


def test_every_part_is_saved_without_a_conflict_of_its_own_or_refused_by_name(desk, answer):
    everybody = sorted(shown_ids(replacement_preview(desk, answer)))
    outcomes = set()
    for size in range(1, len(everybody) + 1):
        for part in combinations(everybody, size):
            outcome = accept_replacement(desk, answer, frozenset(part), WHY)
            outcomes.add(type(outcome))
            if isinstance(outcome, Unsaved):
                assert outcome.refused is not None
                assert outcome.refused.codes == [RuleCode.OVER_CAPACITY]
                continue
            assert not moved_in_conflict(desk, answer, part)
            take_back(desk)
            answer = replace(answer, question=replace(answer.question, read_at=revision(desk)))
    assert Saved in outcomes


def moved_in_conflict(desk, answer, part):
    """The infusions moved of some patients that stand on a closed or crowded day."""
    moved = {
        row.item_id
        for one in replacement_preview(desk, answer).patients
        if one.line.patient.id in part
        for row in one.rows
    }
    calendar = ward_calendar(desk, TODAY, 90)
    return [
        cell
        for row in calendar.rows
        for cell in row.cells
        if cell.conflict and cell.item_id in moved
    ]


def test_a_part_that_would_break_a_rule_alone_is_refused_by_name(desk):
    """Two patients change places: the one who goes to the other's full day cannot go alone."""
    first = open_infusion(desk, after=TODAY + timedelta(days=3))
    second_day = first.item.planned
    question = replacement_question(desk)
    assert isinstance(question, ReplacementQuestion)
    mover = next(
        one
        for one in question.patients
        if int(one.id) != first.patient.id
        and any(item.planned > second_day for _, item in _open_of(one.course))
    )
    calendars = {
        name: replace(calendar, capacity_on={second_day: 1})
        for name, calendar in mover.course.calendars.items()
    }
    patients = tuple(
        replace(one, course=replace(one.course, calendars=calendars)) for one in question.patients
    )
    courses = tuple(
        _with_first_on(one.course, second_day) if one.id == mover.id else one.course
        for one in patients
    )
    outcome = WardPlacement(
        courses, (), touched=1, movement=1, proven=True, bound_touched=1, bound_movement=1
    )
    answer = ReplacementAnswer(replace(question, patients=patients), outcome, 0)
    before = revision(desk)
    refused = accept_replacement(desk, answer, frozenset([int(mover.id)]), WHY)
    assert isinstance(refused, Unsaved)
    assert refused.refused is not None
    assert RuleCode.OVER_CAPACITY in {rule.code for rule in refused.refused.broken}
    assert all(rule.item.startswith("NK-0") for rule in refused.refused.broken)
    assert revision(desk) == before


def _open_of(course):
    return [
        (cycle, item)
        for cycle in course.cycles
        for item in cycle.items
        if item.kind is ItemKind.INFUSION and item.state is ItemState.PLANNED
    ]


def _with_first_on(course, day):
    cycle, item = next(one for one in _open_of(course) if one[1].planned > day)
    items = tuple(replace(one, planned=day) if one is item else one for one in cycle.items)
    return course.with_cycle(replace(cycle, items=items))


def test_a_ward_that_moved_on_since_saves_nothing(desk, answer):
    entry = item_of(desk, "NK-004", "C1/NK1")
    record_not_given(desk, NotGivenForm(entry.item_id, "infection"))
    plan = plans(desk)
    with pytest.raises(StoreConflictError):
        accept_replacement(desk, answer, shown_ids(replacement_preview(desk, answer)), WHY)
    assert plans(desk) == plan
    assert not set(answer.question.days) & set(lab_days(desk).days)


@pytest.mark.parametrize(
    ("cause", "field", "code"),
    [
        (CauseForm(), "reason", FieldCode.MISSING),
        (CauseForm("because"), "reason", FieldCode.NOT_A_CHOICE),
        (CauseForm("other"), "note", FieldCode.NEEDS_TEXT),
    ],
)
def test_a_reason_is_asked_for(desk, answer, cause, field, code):
    preview = replacement_preview(desk, answer)
    refused = accept_replacement(desk, answer, shown_ids(preview), cause)
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [(field, code)]


def test_accepting_nobody_saves_nothing(desk, answer):
    refused = accept_replacement(desk, answer, frozenset(), WHY)
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [("patients", FieldCode.MISSING)]


def test_a_lost_day_that_moves_nobody_is_saved_alone(desk):
    _without_conflicts(desk)
    day = LabDayForm("nk_lab", "2026-08-20", "capacity", "0")
    question = replacement_question(desk, (day,))
    assert isinstance(question, ReplacementQuestion)
    answer = solve(question, always)
    assert replacement_preview(desk, answer).patients == ()
    plan = plans(desk)
    assert isinstance(accept_replacement(desk, answer, frozenset(), WHY), Saved)
    assert SiteCapacity("nk_lab", date(2026, 8, 20), 0) in lab_days(desk).capacities
    assert plans(desk) == plan
    nothing = replacement_question(desk)
    assert isinstance(nothing, ReplacementQuestion)
    assert isinstance(accept_replacement(desk, solve(nothing, always), frozenset(), WHY), Unsaved)


def _without_conflicts(desk):
    question = replacement_question(desk)
    assert isinstance(question, ReplacementQuestion)
    answer = solve(question, always)
    accept_replacement(desk, answer, shown_ids(replacement_preview(desk, answer)), WHY)


def test_when_nothing_fits_the_rules_are_named_and_nothing_is_saved(desk):
    entry = open_infusion(desk)
    days = [entry.item.planned + timedelta(days=after) for after in range(-20, 21)]
    shut = tuple(LabDayForm("nk_lab", day.isoformat(), "closed") for day in days if day > TODAY)
    question = replacement_question(desk, shut)
    assert isinstance(question, ReplacementQuestion)
    answer = solve(question, always)
    preview = replacement_preview(desk, answer)
    assert preview.refused is not None
    assert (preview.patients, preview.stopped) == ((), False)
    numbers = {one.trial_number for one in patients.all_patients(desk.store)}
    said = [name for rule in preview.refused.broken for name in (rule.item, rule.other) if name]
    assert {name.partition(" ")[0] for name in said} <= numbers
    before = revision(desk)
    refused = accept_replacement(desk, answer, frozenset([1]), WHY)
    assert isinstance(refused, Unsaved)
    assert refused.refused == preview.refused
    assert revision(desk) == before


def test_a_search_stopped_before_anything_was_found_says_so(desk, answer):
    stopped = replace(answer, outcome=Refused(()))
    preview = replacement_preview(desk, stopped)
    assert (preview.stopped, preview.patients) == (True, ())


def test_a_patient_of_whom_no_date_changes_is_not_shown(desk, answer):
    """A warning may come or go with a lost day though everything stays where it is."""
    assert isinstance(answer.outcome, WardPlacement)
    course = answer.question.patients[0].course
    cycle = course.cycles[0]
    items = tuple(replace(item, warnings=(PlanWarning.CLOSED_DAY,)) for item in cycle.items)
    warned = course.with_cycle(replace(cycle, items=items))
    rest = tuple(one.course for one in answer.question.patients[1:])
    outcome = replace(answer.outcome, courses=(warned, *rest))
    preview = replacement_preview(desk, replace(answer, outcome=outcome))
    assert preview.patients == ()
