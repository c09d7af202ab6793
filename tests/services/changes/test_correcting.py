"""Facts of care put right with a reason; the first entry stays readable."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.change import ChangeKind
from nkdesk.model.cycle import ItemState
from nkdesk.model.refusal import RuleCode
from nkdesk.services.change_forms import (
    CauseForm,
    CorrectionForm,
    OffStudyForm,
    SettleForm,
)
from nkdesk.services.changes import (
    correct_fact,
    preview_correction,
    preview_settle,
    settle_cycle,
    take_off_study,
)
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import FieldCode, FieldProblem, GivenForm, NotGivenForm, Saved, Unsaved
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.steps import revision
from nkdesk.services.undo import NoUndo, undo_offer
from nkdesk.store import changes
from nkdesk.store.journal import journal_rows, newest_step
from nkdesk.store.undo import UndoProblem

WRONG = "день перепутан"


@pytest.fixture
def given(ward):
    """Chemotherapy given as planned, dose 1 on 1-Apr at 10:15; it is 3-Apr."""
    ward.give_chemo()
    ward.clock.turn_to(4, 3)
    form = GivenForm(ward.id("C1/NK1"), "01.04.2026", "10:15", note="без осложнений")
    assert isinstance(record_given(ward.desk, form), Saved)
    return ward


def correct(ward, address="C1/NK1", on="02.04.2026", at="", **more):
    form = CorrectionForm(ward.id(address), on, at, more.pop("cause", CauseForm()), WRONG)
    return correct_fact(ward.desk, form, more.pop("read_at", revision(ward.desk)))


# given on another day or time -------------------------------------------------------------------


def test_evaluation_days_follow_the_true_day(given):
    form = CorrectionForm(given.id("C1/NK1"), "02.04.2026", "10:15")
    preview = preview_correction(given.desk, form)
    rows = {str(row.after.address): row for row in preview.rows}
    assert (rows["C1/NK1"].before.actual, rows["C1/NK1"].after.actual) == (
        date(2026, 4, 1),
        date(2026, 4, 2),
    )
    assert rows["C1/COUNTS"].shift == 1
    assert preview.problems == ()


def test_a_correction_is_one_step_in_words_of_ones_own(given):
    before = revision(given.desk)
    saved = correct(given, at="11:20", cause=CauseForm("wrong_day"))
    assert saved.seq == before + 1
    entry = given.entry("C1/NK1")
    assert (entry.item.state, entry.item.actual) == (ItemState.GIVEN, date(2026, 4, 2))
    assert [part.at for part in entry.item.parts] == ["11:20"]
    assert (entry.reason, entry.note) == ("", "без осложнений")
    step = newest_step(given.store)
    assert (step.what, step.why, step.actor) == ("correct_given", WRONG, "Anna")
    [change] = changes.plan_changes(given.store, given.patients[0])
    assert (change.kind, change.item, change.was, change.becomes) == (
        ChangeKind.CORRECT,
        "C1/NK1",
        date(2026, 4, 1),
        date(2026, 4, 2),
    )
    assert (change.cause.reason, change.cause.note) == ("wrong_day", WRONG)


def test_the_first_entry_stays_readable(given):
    saved = correct(given)
    images = [row.before for row in journal_rows(given.store, saved.seq) if row.table == "item"]
    assert any('"actual":"2026-04-01"' in image for image in images)
    newest = given.page().history[0]
    assert (newest.what, newest.item) == ("correct_given", "NK1")
    assert (newest.was, newest.becomes) == (date(2026, 4, 1), date(2026, 4, 2))
    assert newest.note == WRONG


def test_only_the_clock_time_is_put_right(given):
    assert isinstance(correct(given, on="01.04.2026", at="11:20"), Saved)
    item = given.item("C1/NK1")
    assert (item.actual, [part.at for part in item.parts]) == (date(2026, 4, 1), ["11:20"])


def test_a_new_note_takes_the_place_of_the_old(given):
    correct(given, on="01.04.2026", at="10:15", cause=CauseForm(note="медленно"))
    assert given.entry("C1/NK1").note == "медленно"


def test_a_correction_that_corrects_nothing_is_not_saved(given):
    before = revision(given.desk)
    refused = correct(given, on="01.04.2026", at="10:15")
    assert refused == Unsaved((FieldProblem("on", FieldCode.UNCHANGED),))
    assert revision(given.desk) == before


@pytest.fixture
def twice_a_day(ward):
    """A patient on the arm with two doses of one drug a day, both of day 1 given."""
    ward.clock.turn_to(3, 24)
    form = replace(ward.form, disease_group="primary_high_risk")
    ward.patients.insert(0, enrol(ward.desk, form).patient_id)
    for part, at in ((1, "08:00"), (2, "20:00")):
        given = GivenForm(ward.id("C1/CYTHD@1"), "23.03.2026", at, part)
        assert isinstance(record_given(ward.desk, given), Saved)
    return ward


def test_a_time_put_right_is_that_of_the_last_dose_of_the_day(twice_a_day):
    assert isinstance(correct(twice_a_day, "C1/CYTHD@1", "23.03.2026", "21:00"), Saved)
    assert [part.at for part in twice_a_day.item("C1/CYTHD@1").parts] == ["08:00", "21:00"]


def test_without_a_time_the_doses_of_a_day_keep_theirs(twice_a_day):
    assert isinstance(correct(twice_a_day, "C1/CYTHD@1", "24.03.2026"), Saved)
    item = twice_a_day.item("C1/CYTHD@1")
    assert [(part.done, part.at) for part in item.parts] == [
        (date(2026, 3, 24), "08:00"),
        (date(2026, 3, 24), "20:00"),
    ]


def test_a_deviation_the_fact_no_longer_breaks_goes_and_the_new_one_comes(given):
    given.clock.turn_to(4, 16)
    saved = correct(given, on="07.04.2026")
    assert [rule.code for rule in saved.deviations]
    stored = changes.deviations(given.store, given.patients[0])
    assert {(one.rule, one.accepted_by) for one in stored} == {
        (rule, "") for rule in saved.deviations
    }
    correct(given, on="01.04.2026", at="10:15")
    assert changes.deviations(given.store, given.patients[0]) == ()


# not given after all ----------------------------------------------------------------------------


def test_an_item_was_not_given_after_all(given):
    saved = correct(given, on="", cause=CauseForm("other", note="пакет порван"))
    assert isinstance(saved, Saved)
    entry = given.entry("C1/NK1")
    assert (entry.item.state, entry.item.actual) == (ItemState.OMITTED, None)
    assert (entry.reason, entry.note) == ("other", "пакет порван")
    [change] = changes.plan_changes(given.store, given.patients[0])
    assert (change.was, change.becomes, change.cause.reason) == (date(2026, 4, 1), None, "other")


def test_why_it_was_not_given_is_asked_for(given):
    refused = correct(given, on="")
    assert [(one.field, one.code) for one in refused.problems] == [("reason", FieldCode.MISSING)]
    refused = correct(given, on="", cause=CauseForm("wrong_day"))
    assert [one.code for one in refused.problems] == [FieldCode.NOT_A_CHOICE]


# given after all --------------------------------------------------------------------------------


def test_an_omitted_item_was_given_after_all(ward):
    ward.give_chemo()
    ward.clock.turn_to(4, 2)
    record_not_given(ward.desk, NotGivenForm(ward.id("C1/NK1"), "infection", "38,5"))
    assert isinstance(correct(ward, on="01.04.2026", at="10:15"), Saved)
    entry = ward.entry("C1/NK1")
    assert (entry.item.state, entry.item.actual) == (ItemState.GIVEN, date(2026, 4, 1))
    assert [part.at for part in entry.item.parts] == ["10:15"]
    assert (entry.reason, entry.note) == ("", "38,5")
    [change] = changes.plan_changes(ward.store, ward.patients[0])
    assert (change.was, change.becomes) == (None, date(2026, 4, 1))


# what stands in the way -------------------------------------------------------------------------


def test_what_was_wrong_is_said_in_words(given):
    form = CorrectionForm(given.id("C1/NK1"), "02.04.2026", "", CauseForm(), " ")
    refused = correct_fact(given.desk, form, revision(given.desk))
    assert [(one.field, one.code) for one in refused.problems] == [("why", FieldCode.NEEDS_TEXT)]


@pytest.mark.parametrize(
    ("on", "at", "field", "code"),
    [
        ("32.04.2026", "", "on", FieldCode.NO_SUCH_DAY),
        ("01.04.1926", "", "on", FieldCode.BEFORE_BIRTH),
        ("01.04.2026", "25:00", "time", FieldCode.NOT_A_TIME),
        ("03.04.2026", "23:00", "time", FieldCode.IN_FUTURE),
    ],
)
def test_a_day_and_time_that_can_be(given, on, at, field, code):
    preview = preview_correction(given.desk, CorrectionForm(given.id("C1/NK1"), on, at))
    assert [(one.field, one.code) for one in preview.problems] == [(field, code)]
    refused = correct(given, on=on, at=at)
    assert [(one.field, one.code) for one in refused.problems] == [(field, code)]


def test_an_unreadable_day_asks_for_no_reason_of_not_giving(given):
    refused = correct(given, on="soon")
    assert [one.field for one in refused.problems] == ["on"]


def test_a_day_to_come_is_refused_by_the_rules(given):
    preview = preview_correction(given.desk, CorrectionForm(given.id("C1/NK1"), "04.04.2026"))
    assert preview.refused.codes == [RuleCode.IN_FUTURE]
    assert correct(given, on="04.04.2026").refused.codes == [RuleCode.IN_FUTURE]


def test_an_open_item_is_recorded_not_corrected(given):
    refused = correct(given, "C1/NK2").refused
    assert refused.codes == [RuleCode.UNKNOWN_ITEM]
    assert [rule.day for rule in refused.broken] == [date(2026, 4, 8)]


def test_an_item_nobody_has_is_not_corrected(given):
    form = CorrectionForm(9999, "01.04.2026", why=WRONG)
    assert preview_correction(given.desk, form).refused.codes == [RuleCode.UNKNOWN_ITEM]
    refused = correct_fact(given.desk, form, revision(given.desk))
    assert refused.refused.codes == [RuleCode.UNKNOWN_ITEM]


def test_a_correction_on_a_stale_preview_saves_nothing(given):
    seen = revision(given.desk)
    given.close_lab(date(2026, 5, 4))
    with pytest.raises(StoreConflictError):
        correct(given, read_at=seen)
    assert given.item("C1/NK1").actual == date(2026, 4, 1)


def test_a_correction_is_never_undone(given):
    correct(given)
    offer = undo_offer(given.desk)
    assert isinstance(offer, NoUndo)
    assert offer.problem is UndoProblem.FACT_OF_CARE
    assert (offer.about.item, offer.about.nth) == ("C1/NK1", (1, 3))


# a fact breaks rules of open infusions ----------------------------------------------------------


@pytest.fixture
def late(ward):
    """Dose 1 was given on 7-Apr, a day before dose 2 stands."""
    ward.give_chemo()
    ward.clock.turn_to(4, 7)
    ward.give("C1/NK1", "07.04.2026")
    return ward


def test_what_a_fact_breaks_is_kept_as_proposed(late):
    stored = changes.deviations(late.store, late.patients[0])
    assert {one.accepted_by for one in stored} == {""}
    assert RuleCode.GAP_TOO_SHORT in {one.rule.code for one in stored}


def test_a_correction_shows_what_it_leaves_unsettled(given):
    given.clock.turn_to(4, 7)
    preview = preview_correction(given.desk, CorrectionForm(given.id("C1/NK1"), "07.04.2026"))
    assert RuleCode.GAP_TOO_SHORT in {rule.code for rule in preview.unsettled}
    rows = {str(row.after.address): row for row in preview.rows}
    assert RuleCode.GAP_TOO_SHORT in {rule.code for rule in rows["C1/NK2"].breaks}


def test_open_infusions_are_placed_anew_as_the_rules_demand(late):
    form = SettleForm(late.patients[0], 1)
    preview = preview_settle(late.desk, form)
    rows = {str(row.after.address): row.after.planned for row in preview.changed}
    assert rows["C1/NK2"] >= date(2026, 4, 12)
    assert preview.refused is None


def test_placing_anew_is_one_step_with_a_reason(late):
    before = revision(late.desk)
    form = SettleForm(late.patients[0], 1, CauseForm("earlier_slipped"))
    assert settle_cycle(late.desk, form, before) == Saved(before + 1)
    step = newest_step(late.store)
    assert (step.what, step.why) == ("settle", "earlier_slipped")
    [change] = changes.plan_changes(late.store, late.patients[0])
    assert (change.kind, change.item) == (ChangeKind.SETTLE, "C1")
    stored = {one.rule.code for one in changes.deviations(late.store, late.patients[0])}
    assert RuleCode.GAP_TOO_SHORT not in stored


def test_placing_anew_asks_for_a_reason(late):
    refused = settle_cycle(late.desk, SettleForm(late.patients[0], 1), revision(late.desk))
    assert [(one.field, one.code) for one in refused.problems] == [("reason", FieldCode.MISSING)]


def test_where_everything_stands_as_it_may_nothing_is_placed_anew(ward):
    form = SettleForm(ward.patients[0], 1, CauseForm("staffing"))
    refused = settle_cycle(ward.desk, form, revision(ward.desk))
    assert refused == Unsaved((FieldProblem("cycle", FieldCode.UNCHANGED),))


def test_a_cycle_nobody_has_is_not_placed_anew(ward):
    form = SettleForm(ward.patients[0], 7, CauseForm("staffing"))
    assert preview_settle(ward.desk, form).refused.codes == [RuleCode.UNKNOWN_ITEM]
    refused = settle_cycle(ward.desk, form, revision(ward.desk))
    assert refused.refused.codes == [RuleCode.UNKNOWN_ITEM]


def test_nobody_is_placed_anew_whom_the_ward_does_not_have(ward):
    form = SettleForm(9999, 1, CauseForm("staffing"))
    assert preview_settle(ward.desk, form).refused.codes == [RuleCode.UNKNOWN_ITEM]


def test_placing_anew_on_a_stale_preview_saves_nothing(late):
    seen = revision(late.desk)
    late.close_lab(date(2026, 5, 4))
    form = SettleForm(late.patients[0], 1, CauseForm("staffing"))
    with pytest.raises(StoreConflictError):
        settle_cycle(late.desk, form, seen)
    assert late.item("C1/NK2").planned == date(2026, 4, 8)


def test_why_an_item_was_not_given_is_put_right_alone(ward):
    ward.give_chemo()
    record_not_given(ward.desk, NotGivenForm(ward.id("C1/NK1"), "infection"))
    assert isinstance(correct(ward, on="", cause=CauseForm("counts_low")), Saved)
    entry = ward.entry("C1/NK1")
    assert (entry.item.state, entry.reason) == (ItemState.OMITTED, "counts_low")
    refused = correct(ward, on="", cause=CauseForm("counts_low"))
    assert refused == Unsaved((FieldProblem("on", FieldCode.UNCHANGED),))


# given up, and given all the same -----------------------------------------------------------------


def test_a_dose_given_on_the_day_the_patient_left_is_still_recorded(given):
    given.clock.turn_to(4, 8)
    form = OffStudyForm(given.patients[0], "08.04.2026", CauseForm("progression"))
    assert isinstance(take_off_study(given.desk, form, revision(given.desk)), Saved)
    assert given.entry("C1/NK2").item.state is ItemState.CANCELLED
    saved = correct(given, "C1/NK2", on="08.04.2026")
    assert isinstance(saved, Saved)
    one = given.entry("C1/NK2").item
    assert (one.state, one.actual) == (ItemState.GIVEN, date(2026, 4, 8))
