"""Moving an item: everything is seen before anything is saved, and saved as one step or not."""

from datetime import date

import pytest

from nkdesk.model.change import ChangeKind, Deviation, Scope
from nkdesk.model.refusal import RuleCode
from nkdesk.model.work_calendar import Closure, ClosureReason
from nkdesk.scheduler import forecast
from nkdesk.services.change_forms import CauseForm, Choice, MoveForm
from nkdesk.services.changes import move_item, preview_move
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.steps import revision
from nkdesk.store import changes
from nkdesk.store.journal import newest_step


def moved(preview):
    """Return what a preview would put on another day: address → (before, after)."""
    return {
        str(row.after.address): (row.before.planned, row.after.planned)
        for row in preview.rows
        if row.shift
    }


# what a person sees -----------------------------------------------------------------------------


def test_only_the_item_asked_about_moves_where_the_rules_allow_it(ward):
    preview = preview_move(ward.desk, ward.move("C1/NK2", "10.04.2026", "only"))
    assert moved(preview) == {"C1/NK2": (date(2026, 4, 8), date(2026, 4, 10))}
    assert preview.refused is None


def test_the_rest_of_the_cycle_moves_along_by_the_same_days(ward):
    preview = preview_move(ward.desk, ward.move("C1/NK2", "09.04.2026", "rest_of_cycle"))
    assert moved(preview) == {
        "C1/NK2": (date(2026, 4, 8), date(2026, 4, 9)),
        "C1/NK3": (date(2026, 4, 15), date(2026, 4, 16)),
    }


def test_everything_after_takes_the_forecast_of_the_next_cycle_along(ward):
    ward.desk.clock.turn_to(4, 14)
    preview = preview_move(ward.desk, ward.move("C1/NK3", "17.04.2026", "everything_after"))
    assert preview.forecast_before is not None
    assert preview.forecast_after is not None
    assert preview.forecast_after >= preview.forecast_before


def test_dose_1_takes_its_evaluation_days_along(ward):
    preview = preview_move(ward.desk, ward.move("C1/NK1", "02.04.2026", "needed"))
    assert moved(preview)["C1/COUNTS"] == (date(2026, 4, 29), date(2026, 4, 30))


def test_every_item_of_the_cycle_is_shown_with_its_number_and_place(ward):
    preview = preview_move(ward.desk, ward.move("C1/NK2", "09.04.2026", "only"))
    assert [row.item_id for row in preview.rows] == [
        row.item_id for row in ward.page().cycles[0].rows
    ]
    row = next(row for row in preview.rows if str(row.after.address) == "C1/NK2")
    assert (row.nth, row.title.en, row.shift) == (
        (2, 3),
        "natural killer (NK) cells, second infusion",
        1,
    )
    assert preview.changed == (row,)
    assert preview.holidays_version.startswith("holidays ")


def test_the_places_of_a_day_are_counted_over_all_patients(ward):
    preview = preview_move(ward.desk, ward.move("C1/NK2", "09.04.2026", "only"))
    rows = {str(row.after.address): row for row in preview.rows}
    assert (rows["C1/NK1"].used, rows["C1/NK1"].limit) == (2, 2)
    assert (rows["C1/NK2"].used, rows["C1/NK2"].limit) == (1, 2)
    assert (rows["C1/COUNTS"].used, rows["C1/COUNTS"].limit) == (None, None)


def test_a_preview_asks_for_no_reason_and_saves_nothing(ward):
    before = ward.tables(), revision(ward.desk)
    preview = preview_move(ward.desk, MoveForm(ward.id("C1/NK2"), "09.04.2026", "only"))
    assert preview.problems == ()
    assert preview.read_at == before[1]
    assert (ward.tables(), revision(ward.desk)) == before


# what stands in the way -------------------------------------------------------------------------


def test_a_closed_day_is_refused_and_the_nearest_days_that_would_do_are_offered(ward):
    ward.close_lab(date(2026, 4, 9))
    preview = preview_move(ward.desk, ward.move("C1/NK2", "09.04.2026", "only"))
    assert preview.refused is not None
    assert preview.refused.codes == [RuleCode.CLOSED_DAY]
    assert preview.rows == ()
    assert Choice(date(2026, 4, 10), "only", None) in preview.choices


def test_where_the_rest_cannot_come_along_what_the_rules_demand_is_offered(ward):
    ward.close_lab(date(2026, 4, 17))
    preview = preview_move(ward.desk, ward.move("C1/NK2", "10.04.2026", "rest_of_cycle"))
    assert preview.refused is not None
    assert preview.choices[0] == Choice(date(2026, 4, 10), "needed", None)
    found = preview_move(ward.desk, ward.move("C1/NK2", "10.04.2026", preview.choices[0].scope))
    assert found.refused is None


def test_nobody_is_offered_a_day_that_is_over(ward):
    ward.desk.clock.turn_to(4, 10)
    preview = preview_move(ward.desk, ward.move("C1/NK2", "11.04.2026", "only"))
    assert preview.refused is not None
    assert all(choice.to >= date(2026, 4, 10) for choice in preview.choices)


def test_a_move_into_the_past_with_its_alternatives_there_offers_none(ward):
    ward.desk.clock.turn_to(4, 20)
    preview = preview_move(ward.desk, ward.move("C1/NK2", "11.04.2026", "only"))
    assert preview.refused is not None
    assert preview.choices == ()


@pytest.mark.parametrize(
    ("to", "scope", "problems"),
    [
        ("", "only", [FieldProblem("to", FieldCode.MISSING)]),
        ("03.04.26", "only", [FieldProblem("to", FieldCode.SHORT_YEAR)]),
        ("9.4.2026", "", [FieldProblem("scope", FieldCode.MISSING)]),
        ("9.4.2026", "all", [FieldProblem("scope", FieldCode.NOT_A_CHOICE)]),
    ],
)
def test_a_preview_names_what_is_wrong_with_date_and_scope(ward, to, scope, problems):
    preview = preview_move(ward.desk, ward.move("C1/NK2", to, scope))
    assert list(preview.problems) == problems
    assert preview.rows == ()


def test_an_item_nobody_has_is_refused(ward):
    form = MoveForm(9999, "09.04.2026", "only", CauseForm("infection"))
    assert preview_move(ward.desk, form).refused.codes == [RuleCode.UNKNOWN_ITEM]
    refused = move_item(ward.desk, form, revision(ward.desk))
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == [RuleCode.UNKNOWN_ITEM]


def test_a_given_item_never_moves(ward):
    ward.clock.turn_to(3, 23)
    ward.give("C1/FLU@1", "23.03.2026")
    refused = move_item(ward.desk, ward.move("C1/FLU@1", "24.03.2026"), revision(ward.desk))
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == [RuleCode.ALREADY_CLOSED]


# saving -----------------------------------------------------------------------------------------


def test_a_move_is_one_step_with_reason_actor_and_scope(ward):
    before = revision(ward.desk)
    cause = CauseForm("toxicity", "comorbidity", "3", "лихорадка")
    saved = move_item(
        ward.desk, ward.move("C1/NK2", "09.04.2026", "rest_of_cycle", cause=cause), before
    )
    assert saved == Saved(before + 1)
    assert ward.item("C1/NK2").planned == date(2026, 4, 9)
    assert ward.item("C1/NK3").planned == date(2026, 4, 16)
    assert ward.item("C1/NK3").original == date(2026, 4, 15)
    step = newest_step(ward.store)
    assert (step.what, step.why, step.actor) == ("move", "toxicity", "Anna")
    [change] = changes.plan_changes(ward.store, ward.patients[0])
    assert (change.kind, change.item, change.scope) == (
        ChangeKind.MOVE,
        "C1/NK2",
        Scope.REST_OF_CYCLE,
    )
    assert (change.was, change.becomes) == (date(2026, 4, 8), date(2026, 4, 9))
    assert (change.cause.factor, change.cause.grade, change.cause.note) == (
        "comorbidity",
        3,
        "лихорадка",
    )
    assert change.physician == ""


def test_saving_asks_for_everything_at_once(ward):
    before = ward.tables(), revision(ward.desk)
    form = MoveForm(ward.id("C1/NK2"), "soon", deviation=True)
    refused = move_item(ward.desk, form, before[1])
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [
        ("to", FieldCode.NOT_A_DATE),
        ("scope", FieldCode.MISSING),
        ("reason", FieldCode.MISSING),
        ("physician", FieldCode.MISSING),
    ]
    assert (ward.tables(), revision(ward.desk)) == before


@pytest.mark.parametrize(
    ("cause", "field", "code"),
    [
        (CauseForm("because"), "reason", FieldCode.NOT_A_CHOICE),
        (CauseForm("death"), "reason", FieldCode.NOT_A_CHOICE),
        (CauseForm("toxicity"), "grade", FieldCode.MISSING),
        (CauseForm("toxicity", grade="6"), "grade", FieldCode.NOT_A_CHOICE),
        (CauseForm("clinical"), "factor", FieldCode.MISSING),
        (CauseForm("infection", "age"), "factor", FieldCode.NOT_A_CHOICE),
        (CauseForm("other"), "note", FieldCode.NEEDS_TEXT),
        (CauseForm("other", note="\u00a0"), "note", FieldCode.NEEDS_TEXT),
        (CauseForm("infection", note="a\u200bb"), "note", FieldCode.INVISIBLE_CHARACTER),
    ],
)
def test_a_reason_asks_for_what_belongs_to_it(ward, cause, field, code):
    form = ward.move("C1/NK2", "09.04.2026", "only", cause=cause)
    refused = move_item(ward.desk, form, revision(ward.desk))
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [(field, code)]


def test_a_reason_and_what_it_asks_for_are_kept(ward):
    cause = CauseForm("clinical", "organ_function")
    form = ward.move("C1/NK2", "09.04.2026", "only", cause=cause)
    assert isinstance(move_item(ward.desk, form, revision(ward.desk)), Saved)


def test_a_move_to_where_the_item_stands_saves_nothing(ward):
    before = revision(ward.desk)
    refused = move_item(ward.desk, ward.move("C1/NK2", "08.04.2026", "only"), before)
    assert refused == Unsaved((FieldProblem("to", FieldCode.UNCHANGED),))
    assert revision(ward.desk) == before


def test_a_refused_move_saves_nothing(ward):
    before = ward.tables(), revision(ward.desk)
    refused = move_item(ward.desk, ward.move("C1/NK2", "11.04.2026", "only"), before[1])
    assert isinstance(refused, Unsaved)
    assert RuleCode.CLOSED_DAY in refused.refused.codes
    assert (ward.tables(), revision(ward.desk)) == before


# somebody else changed the plan meanwhile -------------------------------------------------------


def test_a_stale_preview_is_never_saved(ward):
    form = ward.move("C1/NK2", "09.04.2026", "only")
    seen = preview_move(ward.desk, form)
    ward.close_lab(date(2026, 4, 9))
    before = ward.tables(), revision(ward.desk)
    with pytest.raises(StoreConflictError):
        move_item(ward.desk, form, seen.read_at)
    assert (ward.tables(), revision(ward.desk)) == before
    anew = preview_move(ward.desk, form)
    assert anew.refused.codes == [RuleCode.CLOSED_DAY]
    assert anew.read_at == before[1]


def test_a_change_saved_in_the_very_moment_of_saving_wins(ward, monkeypatch):
    form = ward.move("C1/NK2", "09.04.2026", "only")
    seen = preview_move(ward.desk, form)
    monkeypatch.setattr(
        "nkdesk.services.changes.moving.refuse_stale",
        lambda _desk, _read_at: ward.close_lab(date(2026, 4, 20)),
    )
    before = ward.tables()
    with pytest.raises(StoreConflictError):
        move_item(ward.desk, form, seen.read_at)
    assert ward.tables() == before


# deviations -------------------------------------------------------------------------------------


def deviation_form(ward, to="13.04.2026"):
    """Dose 2 two days after its window, as a physician accepts."""
    return ward.move(
        "C1/NK2", to, "only", deviation=True, physician="Dr Invented", cause=CauseForm("infection")
    )


def test_a_deviation_shows_beside_the_item_what_it_breaks(ward):
    preview = preview_move(ward.desk, deviation_form(ward))
    assert {rule.code for rule in preview.deviations} >= {RuleCode.OUTSIDE_WINDOW}
    rows = {str(row.after.address): row for row in preview.rows}
    assert {rule.code for rule in rows["C1/NK2"].breaks} >= {
        RuleCode.OUTSIDE_WINDOW,
        RuleCode.GAP_TOO_LONG,
    }
    assert {rule.code for rule in rows["C1/NK1"].breaks} == {RuleCode.GAP_TOO_LONG}
    assert rows["C1/COUNTS"].breaks == ()


def test_a_deviation_onto_a_closed_day_names_the_closure(ward):
    ward.close_lab(date(2026, 4, 9), "audit")
    preview = preview_move(ward.desk, deviation_form(ward, "09.04.2026"))
    row = next(row for row in preview.rows if str(row.after.address) == "C1/NK2")
    assert row.closure == Closure(ClosureReason.SITE, "audit")


def test_a_deviation_is_kept_with_the_physician_who_accepted_it(ward):
    saved = move_item(ward.desk, deviation_form(ward), revision(ward.desk))
    assert isinstance(saved, Saved)
    stored = changes.deviations(ward.store, ward.patients[0])
    assert tuple(one.rule for one in stored) == saved.deviations
    assert {(one.cycle, one.accepted_by) for one in stored} == {(1, "Dr Invented")}
    [change] = changes.plan_changes(ward.store, ward.patients[0])
    assert change.physician == "Dr Invented"


def test_a_physician_is_not_named_for_a_move_that_breaks_nothing(ward):
    form = deviation_form(ward, "09.04.2026")
    assert isinstance(move_item(ward.desk, form, revision(ward.desk)), Saved)
    assert changes.deviations(ward.store, ward.patients[0]) == ()
    [change] = changes.plan_changes(ward.store, ward.patients[0])
    assert change.physician == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [("", FieldCode.MISSING), ("Dr\u202e X", FieldCode.INVISIBLE_CHARACTER)],
)
def test_a_physician_has_a_name_that_can_be_kept(ward, name, code):
    form = ward.move("C1/NK2", "13.04.2026", "only", deviation=True, physician=name)
    refused = move_item(ward.desk, form, revision(ward.desk))
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [("physician", code)]


def test_a_deviation_goes_when_the_item_comes_back_where_the_rules_hold(ward):
    move_item(ward.desk, deviation_form(ward), revision(ward.desk))
    move_item(ward.desk, ward.move("C1/NK2", "08.04.2026", "only"), revision(ward.desk))
    assert changes.deviations(ward.store, ward.patients[0]) == ()


def test_a_physician_accepts_what_a_fact_had_only_proposed(ward):
    preview = preview_move(ward.desk, deviation_form(ward))
    proposed = [Deviation(ward.patients[0], 1, rule) for rule in preview.deviations]
    with ward.store.step(actor="Boris", what="given") as step:
        for one in proposed:
            changes.add_deviation(step, one)
    move_item(ward.desk, deviation_form(ward), revision(ward.desk))
    stored = changes.deviations(ward.store, ward.patients[0])
    assert [one.rule for one in stored] == [one.rule for one in proposed]
    assert {one.accepted_by for one in stored} == {"Dr Invented"}


# the forecast of the next cycle -----------------------------------------------------------------


def test_the_forecast_starts_from_what_was_saved_last(ward):
    form = ward.move("C1/FLU@1", "25.03.2026", "everything_after")
    seen = preview_move(ward.desk, form)
    assert seen.forecast_after > seen.forecast_before
    assert isinstance(move_item(ward.desk, form, seen.read_at), Saved)
    back = preview_move(ward.desk, ward.move("C1/FLU@1", "23.03.2026", "everything_after"))
    assert (back.forecast_before, back.forecast_after) == (
        seen.forecast_after,
        seen.forecast_before,
    )


def test_typing_a_date_forecasts_the_plan_as_it_stands_only_once(ward, monkeypatch):
    asked = []

    def counted(course, number, today):
        asked.append(course)
        return forecast(course, number, today)

    monkeypatch.setattr("nkdesk.services.changes.preview.forecast", counted)
    for to in ("09.04.2026", "10.04.2026"):
        preview_move(ward.desk, ward.move("C1/NK2", to, "only"))
    assert len(asked) == 3
