"""Giving up the rest of a cycle, and leaving the study."""

from datetime import date

import pytest

from nkdesk.model.change import ChangeKind, OffStudy
from nkdesk.model.cycle import ItemState
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.services.change_forms import CauseForm, CeaseForm, OffStudyForm, SettleForm
from nkdesk.services.changes import (
    cease_item,
    move_item,
    preview_cease,
    preview_move,
    preview_off_study,
    preview_settle,
    settle_cycle,
    take_off_study,
)
from nkdesk.services.day_list import day_list
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import FieldCode, GivenForm, NotGivenForm, Saved, Unsaved
from nkdesk.services.patient_page import find_patients
from nkdesk.services.plan import plan_cycle
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.read_models import LeftOffReason, PatientStatus
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.steps import revision
from nkdesk.store import changes
from nkdesk.store.journal import newest_step

WHY = CauseForm("progression", note="рецидив")


def states(preview):
    """Return what a preview would close: address → the state afterwards."""
    return {
        str(row.after.address): row.after.state
        for row in preview.rows
        if row.before.state is not row.after.state
    }


# cease ------------------------------------------------------------------------------------------


def test_the_rest_of_the_treatment_of_a_cycle_is_given_up(ward):
    preview = preview_cease(ward.desk, CeaseForm(ward.id("C1/NK2")))
    assert states(preview) == {"C1/NK2": ItemState.CEASED, "C1/NK3": ItemState.CEASED}
    assert len(preview.rows) == len(ward.page().cycles[0].rows)
    rows = {str(row.after.address): row for row in preview.rows}
    assert (rows["C1/NK2"].used, rows["C1/NK2"].limit) == (None, None)


def test_ceasing_keeps_its_reason_beside_every_item_it_closes(ward):
    before = revision(ward.desk)
    saved = cease_item(ward.desk, CeaseForm(ward.id("C1/NK2"), WHY), before)
    assert saved == Saved(before + 1)
    entry = ward.entry("C1/NK3")
    assert (entry.item.state, entry.reason, entry.note) == (
        ItemState.CEASED,
        "progression",
        "рецидив",
    )
    assert ward.item("C1/COUNTS").is_open
    [change] = changes.plan_changes(ward.store, ward.patients[0])
    assert (change.kind, change.item, change.was) == (
        ChangeKind.CEASE,
        "C1/NK2",
        date(2026, 4, 8),
    )
    step = newest_step(ward.store)
    assert (step.what, step.why) == ("cease", "progression")


def test_ceasing_asks_for_a_reason(ward):
    refused = cease_item(ward.desk, CeaseForm(ward.id("C1/NK2")), revision(ward.desk))
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [("reason", FieldCode.MISSING)]


def test_what_is_closed_is_not_ceased_again(ward):
    cease_item(ward.desk, CeaseForm(ward.id("C1/NK2"), WHY), revision(ward.desk))
    form = CeaseForm(ward.id("C1/NK3"), WHY)
    assert preview_cease(ward.desk, form).refused.codes == [RuleCode.ALREADY_CLOSED]
    refused = cease_item(ward.desk, form, revision(ward.desk))
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == [RuleCode.ALREADY_CLOSED]


def test_nothing_is_ceased_from_an_item_nobody_has(ward):
    form = CeaseForm(9999, WHY)
    assert preview_cease(ward.desk, form).refused.codes == [RuleCode.UNKNOWN_ITEM]
    refused = cease_item(ward.desk, form, revision(ward.desk))
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == [RuleCode.UNKNOWN_ITEM]


def test_ceasing_on_a_stale_preview_saves_nothing(ward):
    seen = preview_cease(ward.desk, CeaseForm(ward.id("C1/NK2")))
    ward.close_lab(date(2026, 5, 4))
    with pytest.raises(StoreConflictError):
        cease_item(ward.desk, CeaseForm(ward.id("C1/NK2"), WHY), seen.read_at)
    assert ward.item("C1/NK2").is_open


# off study --------------------------------------------------------------------------------------


def leave(ward, on="02.04.2026", cause=WHY):
    form = OffStudyForm(ward.patients[0], on, cause)
    return take_off_study(ward.desk, form, revision(ward.desk))


@pytest.fixture
def left(ward):
    """The first patient's chemotherapy was given; they left the study the day after dose 1."""
    ward.give_chemo()
    ward.clock.turn_to(4, 2)
    assert isinstance(leave(ward), Saved)
    return ward


def test_everything_from_the_day_on_would_be_cancelled(ward):
    ward.clock.turn_to(4, 8)
    preview = preview_off_study(ward.desk, OffStudyForm(ward.patients[0], "08.04.2026"))
    closed = states(preview)
    assert closed["C1/NK2"] is ItemState.CANCELLED
    assert closed["C1/RESPONSE"] is ItemState.CANCELLED
    assert "C1/NK1" not in closed
    assert len(preview.rows) == len(ward.page().cycles[0].rows)


def test_a_patient_off_study_is_kept_with_day_and_reason(left):
    patient_id = left.patients[0]
    assert changes.off_study_of(left.store, patient_id) == OffStudy(
        patient_id, date(2026, 4, 2), "progression", "рецидив"
    )
    [change] = changes.plan_changes(left.store, patient_id)
    assert (change.kind, change.item, change.becomes) == (
        ChangeKind.OFF_STUDY,
        "",
        date(2026, 4, 2),
    )
    assert left.entry("C1/NK3").reason == "progression"
    assert left.page().off_study.day == date(2026, 4, 2)
    assert left.page(1).off_study is None


def test_lists_say_that_a_patient_is_off_study(left):
    rows = {row.line.patient.trial_number: row for row in find_patients(left.desk).rows}
    assert rows["HR-001"].status is PatientStatus.OFF_STUDY
    assert (rows["HR-001"].next_on, rows["HR-001"].next_title) == (None, None)
    assert rows["HR-002"].status is PatientStatus.ON_CYCLE


def test_the_daily_list_names_a_patient_off_study_for_a_week(left):
    def reasons(day):
        return {
            one.line.patient.trial_number: one.reason for one in day_list(left.desk, day).left_off
        }

    assert reasons(date(2026, 4, 3))["HR-001"] is LeftOffReason.OFF_STUDY
    assert reasons(date(2026, 4, 9))["HR-001"] is LeftOffReason.OFF_STUDY
    assert "HR-001" not in reasons(date(2026, 4, 10))
    assert "HR-001" not in {
        row.line.patient.trial_number for row in day_list(left.desk, date(2026, 4, 8)).rows
    }


def test_before_the_day_a_patient_left_the_list_is_as_it_was(ward):
    ward.clock.turn_to(4, 2)
    leave(ward)
    listed = day_list(ward.desk, date(2026, 4, 1))
    assert "HR-001" in {row.line.patient.trial_number for row in listed.rows}
    listed = day_list(ward.desk, date(2026, 3, 30))
    reasons = {one.line.patient.trial_number: one.reason for one in listed.left_off}
    assert reasons["HR-001"] is LeftOffReason.NOTHING_DUE


def test_what_was_open_before_stays_overdue_and_is_recorded_or_omitted(left):
    listed = day_list(left.desk, date(2026, 4, 2))
    overdue = [row for row in listed.rows if row.line.patient.trial_number == "HR-001"]
    assert [str(row.item.address) for row in overdue] == ["C1/NK1"]
    saved = record_not_given(left.desk, NotGivenForm(left.id("C1/NK1"), "infection"))
    assert isinstance(saved, Saved)


def test_what_was_given_before_can_still_be_recorded(left):
    saved = record_given(left.desk, GivenForm(left.id("C1/NK1"), "01.04.2026"))
    assert isinstance(saved, Saved)
    assert left.item("C1/NK2").state is ItemState.CANCELLED


def test_nothing_of_a_patient_off_study_is_moved(left):
    form = left.move("C1/NK1", "03.04.2026", "only")
    expected = (BrokenRule(RuleCode.OFF_STUDY, "C1/NK1"),)
    assert preview_move(left.desk, form).refused.broken == expected
    refused = move_item(left.desk, form, revision(left.desk))
    assert isinstance(refused, Unsaved)
    assert refused.refused.broken == expected


def test_nothing_of_a_patient_off_study_is_placed_anew(left):
    form = SettleForm(left.patients[0], 1, CauseForm("staffing"))
    assert preview_settle(left.desk, form).refused.codes == [RuleCode.OFF_STUDY]
    refused = settle_cycle(left.desk, form, revision(left.desk))
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == [RuleCode.OFF_STUDY]


def test_nobody_leaves_twice(left):
    form = OffStudyForm(left.patients[0], "02.04.2026", WHY)
    assert preview_off_study(left.desk, form).refused.codes == [RuleCode.OFF_STUDY]
    refused = leave(left)
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == [RuleCode.OFF_STUDY]


def test_nothing_is_planned_for_a_patient_off_study(ward):
    enrolled = enrol(ward.desk, ward.form.without_plan())
    preview = preview_off_study(ward.desk, OffStudyForm(enrolled.patient_id, "20.03.2026"))
    assert (preview.rows, preview.forecast_before) == ((), None)
    saved = take_off_study(
        ward.desk, OffStudyForm(enrolled.patient_id, "20.03.2026", WHY), revision(ward.desk)
    )
    assert isinstance(saved, Saved)
    refused = plan_cycle(ward.desk, enrolled.patient_id, "23.03.2026")
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == [RuleCode.OFF_STUDY]


@pytest.mark.parametrize(
    ("on", "cause", "field", "code"),
    [
        ("", WHY, "on", FieldCode.MISSING),
        ("21.03.2026", WHY, "on", FieldCode.IN_FUTURE),
        ("31.05.2016", WHY, "on", FieldCode.BEFORE_BIRTH),
        ("20.03.2026", CauseForm(), "reason", FieldCode.MISSING),
        ("20.03.2026", CauseForm("staffing"), "reason", FieldCode.NOT_A_CHOICE),
    ],
)
def test_leaving_asks_for_a_day_that_has_come_and_a_reason(ward, on, cause, field, code):
    refused = leave(ward, on, cause)
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [(field, code)]


def test_a_preview_of_leaving_asks_for_a_day(ward):
    preview = preview_off_study(ward.desk, OffStudyForm(ward.patients[0], "31.02.2026"))
    assert [one.code for one in preview.problems] == [FieldCode.NO_SUCH_DAY]


def test_nobody_leaves_whom_the_ward_does_not_have(ward):
    form = OffStudyForm(9999, "20.03.2026", WHY)
    assert preview_off_study(ward.desk, form).refused.codes == [RuleCode.UNKNOWN_ITEM]
    refused = take_off_study(ward.desk, form, revision(ward.desk))
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == [RuleCode.UNKNOWN_ITEM]


def test_leaving_on_a_stale_preview_saves_nothing(ward):
    seen = revision(ward.desk)
    ward.close_lab(date(2026, 5, 4))
    with pytest.raises(StoreConflictError):
        take_off_study(ward.desk, OffStudyForm(ward.patients[0], "20.03.2026", WHY), seen)
    assert changes.off_study_patients(ward.store) == frozenset()
