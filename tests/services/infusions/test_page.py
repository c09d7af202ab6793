from dataclasses import replace
from datetime import date, timedelta

from nkdesk.model.infusion import InfusionAct, InfusionState
from nkdesk.model.readiness import Go
from nkdesk.services import infusions
from nkdesk.services.forms import GivenForm, NotGivenForm
from nkdesk.services.infusions.page import cell_count
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.steps import revision
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import (
    FIRST,
    act,
    checked,
    ended,
    item_named,
    opened,
    saved,
    started,
)


def page(desk, item_id):
    found = infusions.bedside_page(desk, item_id)
    assert found is not None
    return found


def test_before_anything_was_recorded_the_page_shows_what_is_to_be_given(desk, ready):
    shown = page(desk, ready.item_id)
    assert (shown.infusion, shown.events, shown.resumed, shown.blind) == (None, (), None, "")
    assert shown.may == {InfusionAct.CHECK}
    assert (shown.dose.id, shown.lot.id, shown.order.total) == (
        ready.dose_id,
        ready.lot_id,
        1_520_000,
    )
    assert (shown.ordered.total, shown.ordered.per_kg) == (1_520_000, 40_000)
    assert (shown.labelled.total, shown.labelled.per_kg) == (1_520_000, 40_000)
    assert (shown.weight.grams, shown.weight.on) == (38_000, date(2026, 3, 11))
    assert (shown.readiness.go, shown.steroids_barred) == (Go.GO, True)
    assert [(one.due, one.at) for one in shown.vitals][:3] == [(0, None), (15, None), (30, None)]
    assert [bag.bag.number for bag in shown.bags] == list(ready.bags)
    assert (shown.intended, shown.revision) == (date(2026, 3, 12), revision(desk))


def test_without_a_dose_nothing_can_be_checked(desk):
    shown = page(desk, item_named(desk, "NK-101", "C1/NK2").item_id)
    assert (shown.dose, shown.lot, shown.order, shown.bags) == (None, None, None, ())
    assert (shown.ordered, shown.labelled) == (None, None)
    assert (shown.may, shown.readiness.go) == (frozenset(), Go.NO_GO)
    assert shown.weight.grams == 38_000


def test_there_is_no_page_of_what_is_no_infusion_or_has_no_product(desk, ready):
    assert infusions.bedside_page(desk, 99_999) is None
    other = item_named(desk, "NK-007", "C1/FLU@1")
    assert infusions.bedside_page(desk, other.item_id) is None
    known = desk.protocol(ready.patient.protocol_hash)
    desk.shelf[ready.patient.protocol_hash] = replace(known, product=None)
    assert infusions.bedside_page(desk, ready.item_id) is None


def test_a_page_opened_again_says_where_it_stopped_and_what_may_be_done(desk, ready):
    infusion_id = started(desk, ready)
    saved(act(desk, infusion_id, "call", detail="Dr Orlova"))
    shown = page(desk, ready.item_id)
    assert shown.resumed == stored.newest_event(desk.store, infusion_id)
    assert (shown.resumed.act, shown.resumed.detail) == (InfusionAct.CALL, "Dr Orlova")
    assert {InfusionAct.PAUSE, InfusionAct.END, InfusionAct.VITALS} <= shown.may
    assert InfusionAct.START not in shown.may


def test_what_is_over_resumes_nowhere(desk, ready):
    infusion_id = ended(desk, ready)
    assert page(desk, ready.item_id).resumed is not None
    desk.clock.forward(hours=5)
    saved(infusions.complete(desk, infusion_id, FIRST))
    shown = page(desk, ready.item_id)
    assert (shown.resumed, shown.infusion.state) == (None, InfusionState.COMPLETE)
    assert shown.observe_until == shown.infusion.ended + timedelta(minutes=240)


def test_a_page_after_an_infusion_was_given_up_is_blank_again(desk, ready):
    infusion_id = checked(desk, ready)
    saved(act(desk, infusion_id, "abandon", detail="bag_fault"))
    shown = page(desk, ready.item_id)
    assert (shown.infusion, shown.events, shown.may) == (None, (), {InfusionAct.CHECK})


def test_a_closed_item_is_never_go(desk, ready):
    other = item_named(desk, "NK-101", "C1/NK2").item_id
    saved(record_given(desk, GivenForm(ready.item_id, "12.03.2026", "09:00")))
    saved(record_not_given(desk, NotGivenForm(other, "infection")))
    given, not_given = page(desk, ready.item_id), page(desk, other)
    assert [str(one.code) for one in given.readiness.reasons] == ["already_infused"]
    assert (not_given.readiness.go, not_given.readiness.reasons) == (Go.NO_GO, ())
    assert (given.may, not_given.may) == (frozenset(), frozenset())


def test_the_limits_shown_are_those_of_the_age(desk, ready):
    opened(desk, ready)
    limits = {str(one.vital): (one.low, one.high) for one in page(desk, ready.item_id).limits}
    assert limits["heart_rate"] == (80, 120)
    assert len(page(desk, ready.item_id).limits) == len(limits)


def test_cells_per_kg_are_left_open_without_a_weight():
    assert cell_count(1_000, None).per_kg is None
