"""Printed sheets: known by number, and known to be out of date exactly where they are."""

from datetime import timedelta

import pytest

from nkdesk.model.infusion import InfusionAct, InfusionEvent
from nkdesk.model.printed_sheet import SheetKind
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import RuleCode
from nkdesk.services import evidence, product
from nkdesk.services.change_forms import CauseForm, MoveForm
from nkdesk.services.changes import move_item
from nkdesk.services.day_list import day_list
from nkdesk.services.eligibility_models import DonorForm
from nkdesk.services.forms import GivenForm, NotGivenForm, Saved, Unsaved
from nkdesk.services.product_forms import HoldForm, LiftForm
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.sheet_models import SHIFT
from nkdesk.services.sheets_in_hand import (
    SheetContent,
    recall,
    register_sheet,
    sheet_rows,
    stale_sheets,
)
from nkdesk.services.undo import UndoOffer, undo_offer
from nkdesk.store import holds, infusions, printed_sheets
from nkdesk.store.journal import newest_step
from tests.services.product import life
from tests.services.product.conftest import PATIENT, trial
from tests.services.product.given import begin

OTHER = 2
LOT = 1
DAY = life.NK1_DAY


@pytest.fixture
def two(ready):
    """Two patients with an infusion on one morning, the second without a product."""
    ready.clock.turn_to(life.NK1_DAY - timedelta(days=20))
    assert life.enrolled(ready, trial(ready), 2, weight_on="2026-02-16") == OTHER
    ready.clock.turn_to(DAY)
    return ready


def printed(desk, kind=SheetKind.DAY, subject=0, day=DAY):
    """Print a sheet as the preview does: its rows as read now."""
    seq = newest_step(desk.store).seq
    rows = sheet_rows(desk, kind, day, subject)
    return register_sheet(desk, SheetContent(kind, day, subject, seq, rows))


def card(desk, patient_id=PATIENT, address=life.NK1):
    return printed(desk, SheetKind.BEDSIDE, life.item_of(desk, patient_id, address))


def held(desk, patient_id=PATIENT, **typed):
    form = {"kind": "fever", "why": "38.6", "who": "Nurse A", **typed}
    return life.saved(product.place_hold(desk, HoldForm(patient_id, **form)))


def told(desk):
    """What is out of date: number, patient and what became of the row."""
    return [
        (stale.sheet.number, row.line.patient.id, row.what)
        for stale in stale_sheets(desk)
        for row in stale.rows
    ]


def test_a_sheet_has_the_next_number_of_its_day_and_is_in_use_for_one_shift(two):
    first, second = printed(two), card(two)
    assert [first.number, second.number] == ["2026-03-11/1", "2026-03-11/2"]
    assert first.printed_by == "Anna"
    assert first.valid_until == two.clock.now() + SHIFT
    stored = printed_sheets.open_sheets(two.store, two.clock.now())
    assert [one.number for one in stored] == [first.number, second.number]
    assert stored[0].rows == first.rows
    assert {row.patient_id for row in first.rows} == {PATIENT, OTHER}


def test_a_card_printed_the_day_before_is_in_use_to_the_end_of_its_day(two):
    two.clock.turn_to(DAY - timedelta(days=1), "08:00")
    sheet = card(two)
    assert sheet.valid_until == life.at(12, "00:00")
    late = life.at(11, "20:00")
    two.clock.turn_to(DAY, "20:00")
    assert card(two).valid_until == late + SHIFT


@pytest.mark.parametrize("kind", list(SheetKind))
def test_a_sheet_of_what_stands_still_is_never_out_of_date(two, kind):
    subject = {
        SheetKind.DAY: 0,
        SheetKind.BEDSIDE: life.item_of(two, PATIENT),
        SheetKind.PRODUCT: LOT,
    }[kind]
    sheet = printed(two, kind, subject)
    assert sheet.rows
    two.clock.turn_to(DAY, "10:45")
    assert told(two) == []


def test_a_hold_makes_exactly_the_row_it_touches_out_of_date_on_each_sheet(two):
    listed, mine, other = printed(two), card(two), card(two, OTHER)
    held(two, OTHER)
    assert told(two) == [(listed.number, OTHER, "changed"), (other.number, OTHER, "changed")]
    held(two, PATIENT)
    assert told(two) == [
        (listed.number, PATIENT, "changed"),
        (listed.number, OTHER, "changed"),
        (mine.number, PATIENT, "changed"),
        (other.number, OTHER, "changed"),
    ]


def test_every_copy_of_a_list_is_out_of_date_by_its_own_number(two):
    sheets = [printed(two), printed(two)]
    held(two)
    assert told(two) == [(one.number, PATIENT, "changed") for one in sheets]


def test_a_hold_lifted_again_makes_the_sheet_true_again(two):
    printed(two)
    held(two)
    (hold,) = holds.holds(two.store, open_only=True)
    assert told(two)
    life.saved(product.lift_hold(two, LiftForm(hold.id, "Dr Orlova", "36.8 twice")))
    assert told(two) == []


def test_a_change_elsewhere_leaves_every_sheet_as_it_is(two):
    printed(two)
    card(two)
    third = life.item_of(two, PATIENT, life.NK3)
    life.saved(life.ordered(two, third))
    assert told(two) == []


def test_an_infusion_moved_away_is_gone_from_the_list_and_new_on_the_other(two):
    here = printed(two)
    tomorrow = DAY + timedelta(days=1)
    there = printed(two, day=tomorrow)
    item = life.item_of(two, OTHER)
    more = {"deviation": True, "physician": "Dr Orlova"}
    form = MoveForm(item, tomorrow.isoformat(), "only", CauseForm("infection"), **more)
    assert isinstance(move_item(two, form, newest_step(two.store).seq), Saved)
    said = told(two)
    assert (here.number, OTHER, "gone") in said
    assert (there.number, OTHER, "new") in said
    assert not any(patient == PATIENT for _, patient, _ in said)


def test_an_expiry_that_passes_makes_the_list_out_of_date_by_itself(two):
    sheet = printed(two)
    two.clock.turn_to(DAY, "14:29")
    assert told(two) == []
    two.clock.turn_to(DAY, "14:30")
    assert told(two) == [(sheet.number, PATIENT, "changed")]


def test_a_new_order_makes_the_card_out_of_date_that_shows_it(two):
    sheet = card(two)
    life.saved(life.ordered(two, life.item_of(two, PATIENT), "39", "955.5"))
    assert told(two) == [(sheet.number, PATIENT, "changed")]


def test_doing_what_a_sheet_asks_for_does_not_make_it_untrue(two):
    printed(two)
    card(two)
    number = begin(two, PATIENT, life.NK1).id
    now = two.clock.now()
    with two.store.step(actor="Anna", what="infusion_act") as step:
        started = InfusionEvent(number, InfusionAct.START, now, now, "Nurse A")
        infusions.add_event(step, started)
    assert told(two) == []


def test_recording_as_given_does_not_make_the_list_untrue_but_not_given_does(two):
    printed(two)
    chemo, *_, last = [
        row
        for row in day_list(two, DAY).rows
        if row.line.patient.id == OTHER and row.item.kind is ItemKind.CHEMO
    ]
    given = GivenForm(chemo.item_id, chemo.item.planned.isoformat(), "09:00")
    assert isinstance(record_given(two, given), Saved)
    assert told(two) == []
    missed = NotGivenForm(last.item_id, "infection")
    assert isinstance(record_not_given(two, missed), Saved)
    assert [one[1:] for one in told(two)] == [(OTHER, "gone")]


def test_a_late_positive_sterility_makes_todays_list_and_the_card_out_of_date(two):
    listed, own = printed(two), card(two)
    sheet = printed(two, SheetKind.PRODUCT, LOT)
    life.saved(life.result_entered(two, LOT, "sterility", "positive"))
    assert told(two) == [
        (listed.number, PATIENT, "changed"),
        (own.number, PATIENT, "changed"),
        (sheet.number, PATIENT, "changed"),
    ]


def test_a_sheet_whose_time_is_over_is_no_longer_asked_about(two):
    printed(two)
    held(two)
    two.clock.turn_to(DAY, "21:29")
    assert told(two)
    two.clock.turn_to(DAY, "21:30")
    assert told(two) == []


def test_a_sheet_recalled_by_name_is_no_longer_asked_about(two):
    sheet = printed(two)
    held(two)
    assert isinstance(recall(two, sheet.number), Saved)
    assert told(two) == []
    assert printed_sheets.by_number(two.store, sheet.number).recalled_by == "Anna"
    again = recall(two, sheet.number)
    assert isinstance(again, Unsaved)
    assert again.refused.codes == [RuleCode.ALREADY_CLOSED]
    unknown = recall(two, "2026-03-11/99")
    assert unknown.refused.codes == [RuleCode.UNKNOWN_ITEM]


def test_nothing_is_recalled_by_nobody(two):
    sheet = printed(two)
    two.actor = " "
    assert isinstance(recall(two, sheet.number), Unsaved)


def test_printing_does_not_stand_in_the_way_of_undoing_what_was_done_before(two):
    held_before = undo_offer(two)
    life.saved(evidence.save_donor(two, DonorForm(OTHER, "А", "Б", "12.05.1986", "m", "father")))
    offer = undo_offer(two)
    assert isinstance(offer, UndoOffer)
    assert offer != held_before
    sheet = printed(two)
    recall(two, sheet.number)
    assert undo_offer(two) == offer


@pytest.mark.parametrize("kind", [SheetKind.BEDSIDE, SheetKind.PRODUCT])
def test_a_sheet_of_nothing_has_no_rows(two, kind):
    assert sheet_rows(two, kind, DAY, 999) == ()
