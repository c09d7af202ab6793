from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.cycle import ItemState
from nkdesk.model.day_item import DayItem
from nkdesk.model.refusal import RuleCode
from nkdesk.services.day_list import day_rows
from nkdesk.services.forms import FieldCode, GivenForm, NotGivenForm, Saved, Unsaved
from nkdesk.services.patient_page import patient_page
from nkdesk.services.reasons import not_given_reasons
from nkdesk.services.record import preview_given, record_given, record_not_given
from nkdesk.services.steps import revision
from nkdesk.store import cycles
from nkdesk.store.store import StoreConflictError
from tests.services.conftest import TODAY


def _row(desk, number, address):
    return next(
        row
        for row in day_rows(desk, TODAY)
        if (row.line.patient.trial_number, str(row.item.address)) == (number, address)
    )


def _item(desk, row):
    page = patient_page(desk, row.line.patient.id)
    assert page is not None
    found = [one for one in page.cycles[0].rows if one.item_id == row.item_id]
    return found[0]


def test_an_infusion_is_recorded_with_its_clock_time(desk):
    row = _row(desk, "NK-004", "C1/NK1")
    saved = record_given(desk, GivenForm(row.item_id, "12.03.2026", "09:15", note="hot"))
    assert isinstance(saved, Saved)
    assert saved.deviations == ()
    now = _item(desk, row)
    assert (now.item.state, now.item.actual, now.item.parts[0].at, now.note) == (
        ItemState.GIVEN,
        TODAY,
        "09:15",
        "hot",
    )


def test_a_late_infusion_carries_its_evaluation_days_along(desk):
    row = _row(desk, "NK-003", "C1/NK1")
    before = patient_page(desk, row.line.patient.id)
    assert before is not None
    saved = record_given(desk, GivenForm(row.item_id, "12.03.2026"))
    assert isinstance(saved, Saved)
    after = patient_page(desk, row.line.patient.id)
    assert after is not None
    moved = {
        str(new.item.address): (new.item.target - old.item.target).days
        for old, new in zip(before.cycles[0].rows, after.cycles[0].rows, strict=True)
        if new.item.target != old.item.target
    }
    assert moved["C1/COUNTS"] == 2
    assert "C1/FLU@1" not in moved


def test_a_preview_of_a_fact_shows_its_deviations_and_saves_nothing(desk):
    row = _row(desk, "NK-004", "C1/NK1")
    before = revision(desk)
    early = preview_given(desk, GivenForm(row.item_id, "07.03.2026"))
    assert not isinstance(early, Unsaved)
    codes = {rule.code for rule in early.deviations}
    assert RuleCode.OUTSIDE_WINDOW in codes
    assert revision(desk) == before


@pytest.mark.parametrize(
    ("form", "field", "code"),
    [
        ({"on": ""}, "on", FieldCode.MISSING),
        ({"on": "12.03.26"}, "on", FieldCode.SHORT_YEAR),
        ({"on": "12.03.1926"}, "on", FieldCode.BEFORE_BIRTH),
        ({"time": "9:15"}, "time", FieldCode.NOT_A_TIME),
        ({"time": "24:00"}, "time", FieldCode.NOT_A_TIME),
        ({"time": "09:31"}, "time", FieldCode.IN_FUTURE),
        ({"note": "\u200b"}, "note", FieldCode.INVISIBLE_CHARACTER),
    ],
)
def test_what_is_typed_wrong_is_named_and_nothing_is_saved(desk, form, field, code):
    row = _row(desk, "NK-004", "C1/NK1")
    before = revision(desk)
    refused = record_given(desk, replace(GivenForm(row.item_id, "12.03.2026"), **form))
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [(field, code)]
    assert revision(desk) == before


def test_nothing_is_charted_ahead(desk):
    row = _row(desk, "NK-004", "C1/NK1")
    refused = record_given(desk, GivenForm(row.item_id, "13.03.2026", "08:00"))
    assert isinstance(refused, Unsaved)
    assert refused.refused is not None
    assert refused.refused.codes == [RuleCode.IN_FUTURE]


def test_an_item_is_recorded_once(desk):
    row = _row(desk, "NK-004", "C1/NK1")
    form = GivenForm(row.item_id, "12.03.2026")
    assert isinstance(record_given(desk, form), Saved)
    again = record_given(desk, form)
    assert isinstance(again, Unsaved)
    assert again.refused is not None
    assert again.refused.codes == [RuleCode.ALREADY_CLOSED]


def test_two_doses_a_day_are_recorded_one_by_one(desk):
    row = _row(desk, "NK-005", "C1/CYTHD@4")
    first = GivenForm(row.item_id, "12.03.2026", "08:05", part=1)
    assert isinstance(record_given(desk, first), Saved)
    half = _item(desk, row)
    assert half.item.state is ItemState.PARTLY_GIVEN
    assert half.item.is_open
    assert [part.at for part in half.item.parts] == ["08:05", ""]
    desk.clock.forward(hours=12)
    assert isinstance(record_given(desk, GivenForm(row.item_id, "12.03.2026", "20:10")), Saved)
    whole = _item(desk, row)
    assert whole.item.state is ItemState.GIVEN
    assert [part.at for part in whole.item.parts] == ["08:05", "20:10"]


def test_the_rest_of_a_partly_given_item_can_be_closed_as_not_given(desk):
    row = _row(desk, "NK-005", "C1/CYTHD@3")
    saved = record_not_given(desk, NotGivenForm(row.item_id, "organ_function"))
    assert isinstance(saved, Saved)
    rest = _item(desk, row)
    assert rest.item.state is ItemState.PARTLY_GIVEN
    assert not rest.item.is_open
    assert rest.item.actual == date(2026, 3, 11)
    assert rest.reason == "organ_function"
    assert row.item_id not in {one.item_id for one in day_rows(desk, TODAY)}


def test_an_infusion_not_given_keeps_its_reason_and_leaves_the_others(desk):
    row = _row(desk, "NK-003", "C1/NK1")
    saved = record_not_given(desk, NotGivenForm(row.item_id, "other", "печень"))
    assert isinstance(saved, Saved)
    now = _item(desk, row)
    assert (now.item.state, now.reason, now.note) == (ItemState.OMITTED, "other", "печень")


@pytest.mark.parametrize(
    ("reason", "note", "field", "code"),
    [
        ("", "", "reason", FieldCode.MISSING),
        ("because", "", "reason", FieldCode.NOT_A_CHOICE),
        ("other", " ", "note", FieldCode.NEEDS_TEXT),
        ("infection", "x" * 2001, "note", FieldCode.TOO_LONG),
    ],
)
def test_a_reason_is_asked_for(desk, reason, note, field, code):
    row = _row(desk, "NK-003", "C1/NK1")
    refused = record_not_given(desk, NotGivenForm(row.item_id, reason, note))
    assert isinstance(refused, Unsaved)
    assert [(one.field, one.code) for one in refused.problems] == [(field, code)]


def test_what_was_given_cannot_be_recorded_as_not_given(desk):
    row = _row(desk, "NK-007", "C1/GCSF@1")
    refused = record_not_given(desk, NotGivenForm(row.item_id, "infection"))
    assert isinstance(refused, Unsaved)
    assert refused.refused is not None
    assert refused.refused.codes == [RuleCode.ALREADY_CLOSED]


@pytest.mark.parametrize(
    "record",
    [
        lambda desk: record_given(desk, GivenForm(999_999, "12.03.2026")),
        lambda desk: record_not_given(desk, NotGivenForm(999_999, "infection")),
        lambda desk: preview_given(desk, GivenForm(999_999, "12.03.2026")),
    ],
)
def test_an_item_that_is_not_there_is_said(desk, record):
    refused = record(desk)
    assert isinstance(refused, Unsaved)
    assert refused.refused is not None
    assert refused.refused.codes == [RuleCode.UNKNOWN_ITEM]


def test_a_double_confirmation_from_two_windows_is_saved_once(desk, monkeypatch):
    """The second window read the item before the first saved it."""
    row = _row(desk, "NK-004", "C1/NK1")
    stale = cycles.cycles(desk.store, row.line.patient.id)
    entry = DayItem(row.item_id, row.item, row.line.patient, row.line.patient.protocol_hash)
    form = GivenForm(row.item_id, "12.03.2026")
    assert isinstance(record_given(desk, form), Saved)
    monkeypatch.setattr("nkdesk.services.record.cycles.cycles", lambda *_: stale)
    monkeypatch.setattr("nkdesk.services.record.cycles.day_item", lambda *_: entry)
    with pytest.raises(StoreConflictError):
        record_given(desk, form)


def test_every_reason_has_words_in_three_languages():
    for reason in not_given_reasons():
        assert reason.title.en
        assert reason.title.ru
        assert reason.title.be
