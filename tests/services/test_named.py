"""Patients and items by the names a command line gives them; an omission before it is recorded."""

from nkdesk.model.cycle import Address, ItemState
from nkdesk.model.refusal import RuleCode
from nkdesk.services.forms import NotGivenForm
from nkdesk.services.named import items_named, patient_named
from nkdesk.services.omitting import preview_not_given
from nkdesk.services.record import record_not_given
from nkdesk.services.steps import revision
from nkdesk.store import cycles
from tests.services.test_ward_calendar import item_of


def test_a_patient_is_found_by_the_whole_trial_number_only(desk):
    found = patient_named(desk, "NK-004")
    assert found is not None
    assert found.trial_number == "NK-004"
    assert [patient_named(desk, wrong) for wrong in ("NK-00", "NK-0044", "", "Семенов")] == [
        None
    ] * 4


def test_an_item_is_found_by_its_address(desk):
    entry = item_of(desk, "NK-004", "C1/FLU@3")
    items = items_named(desk, entry.patient.id)
    assert items[Address(1, "FLU", 3)] == entry.item_id
    assert list(items) == [
        one.item.address for one in cycles.patient_items(desk.store, entry.patient.id)
    ]
    assert items_named(desk, 999_999) == {}


def test_an_omission_is_shown_before_it_is_recorded(desk):
    entry = item_of(desk, "NK-004", "C1/NK1")
    before = revision(desk)
    preview = preview_not_given(desk, entry.item_id)
    assert [(row.item_id, row.after.state) for row in preview.changed] == [
        (entry.item_id, ItemState.OMITTED)
    ]
    assert revision(desk) == preview.read_at == before
    record_not_given(desk, NotGivenForm(entry.item_id, "infection"))
    again = preview_not_given(desk, entry.item_id)
    assert again.refused is not None
    assert again.refused.codes == [RuleCode.ALREADY_CLOSED]


def test_of_an_item_given_in_part_the_rest_would_be_left(desk):
    entry = item_of(desk, "NK-005", "C1/CYTHD@3")
    (row,) = preview_not_given(desk, entry.item_id).changed
    assert row.before.is_open
    assert not row.after.is_open
    assert row.after.state is ItemState.PARTLY_GIVEN


def test_an_item_that_is_not_there_is_said(desk):
    preview = preview_not_given(desk, 999_999)
    assert preview.refused is not None
    assert preview.refused.codes == [RuleCode.UNKNOWN_ITEM]
