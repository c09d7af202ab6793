"""Reading the whole ward at once: every patient's cycles, and every item of a span of days."""

import json
from datetime import UTC, date, datetime

import pytest

from nkdesk.model.cycle import Cycle, ItemState
from nkdesk.store.cycles import add_cycle, cycles, cycles_of_all, patient_items, save_cycle
from nkdesk.store.patients import add_patient, patient
from nkdesk.store.ward_rows import (
    StandingRow,
    cycles_named,
    images_at,
    items_changed,
    patient_of_image,
    patients_of,
    patients_with_open_items,
    standing_rows,
)
from tests.store.made_up import MINSK, Ward, cycle, given, person, take_back, with_item


def day(number: int) -> date:
    return date(2026, 3, number)


@pytest.fixture
def three(ward: Ward) -> Ward:
    """Patient 1 on a cycle from the 9th, 2 without a plan, 3 on one from the 10th, NK1 late."""
    late = given(cycle(day(10)), "C1/NK1", day(20))
    with ward.store.step(actor="nurse", what="enrol") as step:
        add_patient(step, person(2, ward.protocol_hash))
        third = add_patient(step, person(3, ward.protocol_hash))
        add_cycle(step, third, ward.protocol_hash, cycle(day(10)))
        save_cycle(step, third, cycle(day(10)), late)
    return ward


def test_the_cycles_of_all_are_those_of_each(three: Ward) -> None:
    found = cycles_of_all(three.store)
    assert found == {1: cycles(three.store, 1), 3: cycles(three.store, 3)}
    assert found[3] == (given(cycle(day(10)), "C1/NK1", day(20)),)


def test_only_the_patients_asked_for_are_read(three: Ward) -> None:
    assert set(cycles_of_all(three.store, [3, 2])) == {3}
    assert cycles_of_all(three.store, []) == {}


def test_cycles_are_read_by_one_query(three: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reading = three.store.read

    def read(sql: str, parameters: tuple[object, ...] = ()) -> object:
        asked.append(sql)
        return reading(sql, parameters)

    monkeypatch.setattr(three.store, "read", read)
    cycles_of_all(three.store)
    cycles_of_all(three.store, [1, 2, 3])
    standing_rows(three.store, day(1), day(31))
    assert len(asked) == 3


def test_a_cycle_without_items_is_among_them(three: Ward) -> None:
    empty = Cycle(1, "flag", day(9), ())
    with three.store.step(actor="nurse", what="plan") as step:
        add_cycle(step, 2, three.protocol_hash, empty)
    assert cycles_of_all(three.store)[2] == (empty,)


def named(rows: list[StandingRow]) -> list[tuple[int, str, int | None]]:
    return sorted((row[0], row[3], row[4]) for row in rows)


def test_a_calendar_shows_what_stands_in_its_span(three: Ward) -> None:
    """Given items stand on the day they were given, all others on the day planned."""
    assert named(standing_rows(three.store, day(9), day(10))) == [
        (1, "FLU", 1),
        (1, "FLU", 2),
        (3, "FLU", 1),
    ]
    assert named(standing_rows(three.store, day(16), day(16))) == [(1, "NK1", None)]
    assert named(standing_rows(three.store, day(20), day(31))) == [(3, "NK1", None)]
    assert standing_rows(three.store, day(12), day(15)) == []
    assert standing_rows(three.store, day(17), day(19)) == []


def test_a_standing_row_says_of_an_item_what_its_cycle_says(ward: Ward) -> None:
    moved = with_item(cycle(), "C1/NK1", planned=day(17), label_day=9)
    after = given(with_item(moved, "C1/FLU@2", state=ItemState.OMITTED), "C1/FLU@1", day(11))
    with ward.store.step(actor="nurse", what="given") as step:
        save_cycle(step, 1, cycle(), after)
    flu1, flu2, nk1 = (entry.item_id for entry in patient_items(ward.store, 1))
    assert sorted(standing_rows(ward.store, day(1), day(31))) == [
        (1, flu1, 1, "FLU", 1, "chemo", "ward", "given", "2026-03-09", None, "2026-03-11"),
        (1, flu2, 1, "FLU", 2, "chemo", "ward", "omitted", "2026-03-10", None, None),
        (
            *(1, nk1, 1, "NK1", None, "infusion", "nk_lab", "planned"),
            *("2026-03-17", "2026-03-16", None),
        ),
    ]


def test_patients_with_something_to_give_are_named_in_the_order_they_came(three: Ward) -> None:
    assert patients_with_open_items(three.store) == (1, 3)
    closed = cycle()
    for address in ("C1/FLU@1", "C1/FLU@2", "C1/NK1"):
        closed = with_item(closed, address, state=ItemState.CEASED)
    with three.store.step(actor="nurse", what="cease") as step:
        save_cycle(step, 1, cycle(), closed)
    assert patients_with_open_items(three.store) == (3,)


def test_patients_and_cycles_are_looked_up_by_their_ids(three: Ward) -> None:
    found = patients_of(three.store, [3, 1, 99])
    assert list(found) == [1, 3]
    assert found[3] == patient(three.store, 3)
    assert cycles_named(three.store, [1, 2, 99]) == {
        1: (1, three.protocol_hash),
        2: (1, three.protocol_hash),
    }
    (image,) = images_at(three.store, "patient", [(3, 5)]).values()
    assert patient_of_image(json.loads(image)) == found[3]


def test_an_image_is_the_row_as_it_stood_after_a_step(three: Ward) -> None:
    store = three.store
    nk1 = patient_items(store, 3)[2].item_id
    with store.step(actor="nurse", what="correct_given") as step:
        step.update("item", (nk1,), {"actual": "2026-03-21"})
    with store.step(actor="nurse", what="site_day"):
        pass
    wanted = [(nk1, seq) for seq in (4, 5, 6, 7)]
    found = images_at(store, "item", wanted)
    actual = {seq: json.loads(image)["actual"] for (_, seq), image in found.items()}
    assert actual == {5: "2026-03-20", 6: "2026-03-21", 7: "2026-03-21"}


def test_of_a_row_that_is_gone_its_last_image_is_kept(ward: Ward) -> None:
    take_back(ward.store, "nurse")
    (image,) = images_at(ward.store, "patient", [(1, ward.store.head().seq)]).values()
    assert patient_of_image(json.loads(image)).trial_number == "HR-001"


def test_items_that_changed_since_a_moment_are_those_with_other_dates_or_states(
    ward: Ward,
) -> None:
    store = ward.store
    flu1, flu2, nk1 = (entry.item_id for entry in patient_items(store, 1))
    since = datetime(2026, 3, 13, 9, 0, tzinfo=MINSK)
    since_utc = since.astimezone(UTC).isoformat()
    assert items_changed(store, since_utc) == frozenset()
    store.moment = lambda: since
    with store.step(actor="nurse", what="note") as step:
        step.update("item", (flu1,), {"note": "seen"})
    assert items_changed(store, since_utc) == frozenset()
    with store.step(actor="nurse", what="move") as step:
        step.update("item", (nk1,), {"planned": "2026-03-17"})
        step.update("item", (flu2,), {"state": "omitted"})
    assert items_changed(store, since_utc) == {flu2, nk1}
    with store.step(actor="nurse", what="correct_given") as step:
        step.update("item", (flu2,), {"state": "given", "actual": "2026-03-10"})
        step.update("item", (flu1,), {"state": "given", "actual": "2026-03-09"})
    assert items_changed(store, since_utc) == {flu1, flu2, nk1}
    assert items_changed(store, "2026-03-12") == {flu1, flu2, nk1}
