from dataclasses import replace
from datetime import datetime

import pytest

from nkdesk.model.cycle import ItemState
from nkdesk.model.infusion import InfusionAct, InfusionState
from nkdesk.model.product import DoseForm, DoseMove, DoseState, Hold, HoldKind
from nkdesk.services import infusions
from nkdesk.services.forms import GivenForm, NotGivenForm, Unsaved
from nkdesk.services.infusion_models import LateForm
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.steps import revision
from nkdesk.store import cycles, holds, lots, patients, product_doses
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import (
    EXPIRES,
    FIRST,
    PATIENT,
    SECOND,
    TODAY,
    ZONE,
    ended,
    item_named,
    make_dose,
    make_ready,
    opened,
    problems,
    saved,
)


@pytest.fixture
def afternoon(desk):
    """The same ward in the afternoon."""
    desk.clock.moment = desk.clock.moment.replace(hour=14, minute=10)
    return desk


def late(desk, ready, **typed):
    form = {
        "item_id": ready.item_id,
        "bags": ready.bags,
        "trial_number": PATIENT,
        "first": FIRST,
        "second": SECOND,
        "on": "12.03.2026",
        "start": "10:30",
        "end": "11:05",
        **typed,
    }
    return infusions.late_entry(desk, LateForm(**form))


def record(desk, ready):
    return stored.of_item(desk.store, ready.item_id)


def test_a_whole_infusion_from_paper_is_one_step_marked_as_after_the_fact(afternoon, ready):
    before = revision(afternoon)
    done = saved(late(afternoon, ready, note="paper 7"))
    assert (done.seq, done.deviations) == (before + 1, ())
    kept = record(afternoon, ready)
    assert (kept.state, kept.after_the_fact, kept.infused) == (
        InfusionState.OBSERVING,
        True,
        1_520_000,
    )
    assert kept.started == datetime(2026, 3, 12, 10, 30, tzinfo=ZONE)
    assert kept.ended == datetime(2026, 3, 12, 11, 5, tzinfo=ZONE)
    begun = next(
        one for one in stored.events(afternoon.store, kept.id) if one.act is InfusionAct.START
    )
    assert (begun.intended, begun.at, begun.recorded) == (
        datetime(2026, 3, 12, tzinfo=ZONE),
        kept.started,
        afternoon.clock.moment,
    )
    item = cycles.day_item(afternoon.store, ready.item_id)
    assert (item.item.state, item.item.actual, item.item.parts[0].at) == (
        ItemState.GIVEN,
        TODAY,
        "10:30",
    )
    assert product_doses.dose(afternoon.store, ready.dose_id).state is DoseState.INFUSED
    page = infusions.bedside_page(afternoon, ready.item_id)
    assert [(bag.first.person, bag.second.person) for bag in page.bags] == [(FIRST, SECOND)]
    saved(infusions.complete(afternoon, kept.id, FIRST, "observed on paper"))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"trial_number": "NK-004"}, ("trial_number", "unlike_number")),
        ({"bags": ()}, ("bags", "missing")),
        ({"bags": ("L-1",)}, ("bags", "unlike_number")),
        ({"first": ""}, ("first", "missing")),
        ({"second": " "}, ("second", "missing")),
        ({"second": FIRST.lower()}, ("second", "same_person")),
        ({"on": ""}, ("on", "missing")),
        ({"on": "12.03.1926"}, ("on", "out_of_range")),
        ({"start": ""}, ("start", "missing")),
        ({"end": "14:11"}, ("end", "in_future")),
        ({"on": "13.03.2026", "start": "00:10", "end": "00:40"}, ("start", "in_future")),
        ({"start": "11:10"}, ("end", "in_future")),
        ({"outcome": "part"}, ("remaining", "missing")),
        ({"outcome": "stopped", "remaining": "3"}, ("reason", "missing")),
        ({"outcome": "all"}, ("outcome", "not_a_choice")),
    ],
)
def test_what_the_paper_cannot_say_is_named_and_nothing_is_saved(afternoon, ready, typed, problem):
    before = revision(afternoon)
    assert problem in problems(late(afternoon, ready, **typed))
    assert revision(afternoon) == before
    assert record(afternoon, ready) is None


def test_nothing_was_infused_before_the_birth(afternoon, ready):
    infant = next(
        one
        for one in patients.all_patients(afternoon.store)
        if one.born.year >= 2020 and cycles.patient_items(afternoon.store, one.id)
    )
    item = item_named(afternoon, infant.trial_number)
    refused = late(afternoon, ready, item_id=item.item_id, on="01.01.2020")
    assert ("on", "before_birth") in problems(refused)


def test_a_bag_of_another_patient_is_never_taken(afternoon, ready):
    theirs = next(
        one for one in product_doses.doses(afternoon.store) if one.patient_id != ready.patient.id
    )
    refused = late(afternoon, ready, bags=(theirs.bags[0].number,))
    assert problems(refused) == [("bags", "other_patient")]


def test_an_infusion_over_midnight_ends_on_the_next_day(desk, ready):
    desk.clock.moment = datetime(2026, 3, 13, 8, 0, tzinfo=ZONE)
    saved(late(desk, ready, start="19:50", end="00:20"))
    assert record(desk, ready).ended == datetime(2026, 3, 13, 0, 20, tzinfo=ZONE)
    assert cycles.day_item(desk.store, ready.item_id).item.actual == TODAY


def test_what_stood_against_it_is_written_beside_a_fact_that_nothing_refuses(afternoon, ready):
    with afternoon.store.step(actor="Anna", what="hold") as step:
        since = datetime(2026, 3, 12, 10, 0, tzinfo=ZONE)
        fever = Hold(ready.patient.id, HoldKind.FEVER, since, "Nurse A", "38.6 °C")
        holds.add_hold(step, fever)
    afternoon.clock.moment = EXPIRES.replace(hour=23)
    saved(late(afternoon, ready, start="20:00", end="20:30"))
    events = stored.events(afternoon.store, record(afternoon, ready).id)
    told = [one.detail for one in events if one.act is InfusionAct.NOTE]
    assert told == ["expired", "on_hold"]


def test_one_infusion_has_one_record(afternoon, ready):
    saved(late(afternoon, ready))
    assert problems(late(afternoon, ready)) == [("item_id", "not_at_this_stage")]


def test_a_check_that_is_open_comes_first(afternoon, ready):
    opened(afternoon, ready)
    assert problems(late(afternoon, ready)) == [("item_id", "not_at_this_stage")]


def test_an_infusion_recorded_without_its_product_gets_its_record(afternoon, ready):
    saved(record_given(afternoon, GivenForm(ready.item_id, "12.03.2026", "10:30")))
    saved(late(afternoon, ready))
    assert record(afternoon, ready).infused == 1_520_000


def test_what_stood_against_one_recorded_as_given_before_is_written_too(afternoon, ready):
    afternoon.clock.moment = EXPIRES.replace(hour=23)
    saved(record_given(afternoon, GivenForm(ready.item_id, "12.03.2026", "20:00")))
    saved(late(afternoon, ready, start="20:00", end="20:30"))
    events = stored.events(afternoon.store, record(afternoon, ready).id)
    told = [one.detail for one in events if one.act is InfusionAct.NOTE]
    assert told == ["expired"]


def test_one_recorded_on_another_day_is_corrected_first(afternoon, ready):
    saved(record_given(afternoon, GivenForm(ready.item_id, "11.03.2026")))
    refused = late(afternoon, ready)
    assert [(one.field, str(one.code), one.detail) for one in refused.problems] == [
        ("on", "given_on_other_day", "2026-03-11")
    ]


def test_an_item_that_was_not_given_is_corrected_first(afternoon, ready):
    saved(record_not_given(afternoon, NotGivenForm(ready.item_id, "infection")))
    refused = late(afternoon, ready)
    assert isinstance(refused, Unsaved)
    assert refused.refused.codes == ["already_closed"]
    assert record(afternoon, ready) is None


def test_only_an_infusion_of_a_product_is_entered_so(afternoon, ready):
    for other in (item_named(afternoon, "NK-007", "C1/FLU@1").item_id, 99_999):
        assert late(afternoon, ready, item_id=other).refused is not None
    without = _without_product(afternoon)
    assert problems(late(afternoon, ready, item_id=without)) == [("item_id", "no_product_rules")]


def _without_product(desk):
    """An infusion of a patient whose protocol, as a site wrote it, says nothing of a product."""
    other = item_named(desk, "NK-006")
    desk.shelf[other.protocol_hash] = replace(desk.protocol(other.protocol_hash), product=None)
    return other.item_id


def test_the_dose_on_the_paper_counts_not_the_one_that_was_reserved(afternoon, ready):
    lot = lots.lot(afternoon.store, ready.lot_id)
    spare = make_dose(afternoon, lot, None, total=1_500_000, number="L-9", issued=False)
    saved(late(afternoon, ready, bags=("L-9-1",)))
    assert record(afternoon, ready).dose_id == spare.id
    assert product_doses.dose(afternoon.store, ready.dose_id).address is None


def test_what_stood_against_it_is_judged_by_the_dose_on_the_paper(afternoon, ready):
    lot, gone = lots.lot(afternoon.store, ready.lot_id), EXPIRES.replace(hour=10)
    make_dose(afternoon, lot, None, total=1_520_000, number="L-9", expires=gone)
    saved(late(afternoon, ready, bags=("L-9-1",)))
    events = stored.events(afternoon.store, record(afternoon, ready).id)
    told = [one.detail for one in events if one.act is InfusionAct.NOTE]
    assert told == ["expired"]


def test_a_dose_is_taken_where_none_was_reserved(bare_desk):
    ready = make_ready(bare_desk, reserved=False, issued=False)
    bare_desk.clock.forward(hours=4)
    saved(late(bare_desk, ready))
    assert record(bare_desk, ready).dose_id == ready.dose_id


def test_a_dose_that_went_back_or_was_used_is_not_taken(afternoon, ready):
    dose = product_doses.dose(afternoon.store, ready.dose_id)
    with afternoon.store.step(actor="Anna", what="move_dose") as step:
        back = DoseMove(dose.id, dose.state, DoseState.RETURNED, afternoon.clock.now(), "Lab", "x")
        product_doses.move_dose(step, dose, back)
    refused = late(afternoon, ready)
    assert problems(refused) == [("bags", "not_from_here")]


def test_a_dose_at_another_bed_is_not_taken(bare_desk):
    ready = make_ready(bare_desk)
    lot = lots.lot(bare_desk.store, ready.lot_id)
    second = item_named(bare_desk, PATIENT, "C1/NK2")
    other = make_dose(bare_desk, lot, second.item.address, total=1_500_000, number="L-9")
    saved(infusions.open_check(bare_desk, second.item_id, FIRST))
    bare_desk.clock.forward(hours=4)
    assert problems(late(bare_desk, ready, bags=(other.bags[0].number,))) == [("bags", "under_way")]
    both = (other.bags[0].number, ready.bags[0])
    assert problems(late(bare_desk, ready, bags=both)) == [("bags", "not_a_choice")]


def test_of_two_bags_the_paper_may_name_one_with_what_was_left(bare_desk):
    two = make_ready(bare_desk, form=DoseForm.FROZEN, bags=2)
    bare_desk.clock.forward(hours=4)
    whole = late(bare_desk, two, bags=two.bags[:1])
    assert problems(whole) == [("outcome", "not_hung")]
    saved(late(bare_desk, two, bags=two.bags[:1], outcome="part", remaining="60"))
    assert record(bare_desk, two).infused == 1_520_000 * 40 // 100


def test_all_bags_on_the_paper_are_hung_and_checked(bare_desk):
    two = make_ready(bare_desk, bags=2)
    bare_desk.clock.forward(hours=4)
    saved(late(bare_desk, two, bags=tuple(reversed(two.bags))))
    page = infusions.bedside_page(bare_desk, two.item_id)
    assert all(bag.second is not None and bag.hung is not None for bag in page.bags)


def test_a_fresh_dose_names_all_its_bags_on_the_paper(bare_desk):
    two = make_ready(bare_desk, bags=2)
    bare_desk.clock.forward(hours=4)
    refused = late(bare_desk, two, bags=two.bags[:1], outcome="part", remaining="60")
    assert problems(refused) == [("bags", "not_checked")]


def test_after_an_infusion_its_dose_is_used_up(desk, ready):
    ended(desk, ready)
    other = item_named(desk, PATIENT, "C1/NK2")
    desk.clock.forward(hours=4)
    refused = late(desk, ready, item_id=other.item_id)
    assert problems(refused) == [("bags", "not_from_here")]
