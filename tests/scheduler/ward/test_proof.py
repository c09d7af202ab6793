"""The steps of the proof one by one: each alone leads to the same best placement."""

import random

import pytest

from nkdesk.model.refusal import Refused
from nkdesk.scheduler.ward import earliest, pricing, proving, repairing, replace_ward
from tests.benchmarks.ward_instances import over_capacity
from tests.scheduler.ward.brute_ward import best_ward
from tests.scheduler.ward.random_wards import REACH, infusions_of, random_ward
from tests.scheduler.ward.small_wards import FIRST, ONE, day, infusion_days, ward_of

SEEDS = range(120)


@pytest.fixture(scope="module")
def compared():
    """Small random wards with the best placement found by trying everything."""
    pairs = []
    for seed in SEEDS:
        ward = random_ward(random.Random(seed), patients=(2, 3), infusions=(1,))  # noqa: S311
        if ward is not None:
            people, today, beds, limits = ward
            pairs.append((people, today, beds, best_ward(beds, limits, REACH)))
    return pairs


def merit(placed, beds):
    dates = [
        item.planned
        for course, bed in zip(placed.courses, beds, strict=True)
        for item in infusions_of(course)
        if str(item.address) in bed.movable
    ]
    return placed.touched, placed.movement, dates


def all_best(compared):
    for people, today, beds, best in compared:
        placed = replace_ward(people, today)
        if best is None:
            assert isinstance(placed, Refused)
        else:
            assert merit(placed, beds)[:2] == best[0][:2]
            assert not placed.proven or merit(placed, beds) == best[0]
    return True


def test_with_poor_prices_the_lists_lead_to_the_best(compared, monkeypatch):
    monkeypatch.setattr(pricing, "HALVINGS", 1)
    monkeypatch.setattr(pricing, "PATIENCE", 1)
    assert all_best(compared)


def test_without_lists_the_tree_leads_to_the_best(compared, monkeypatch):
    monkeypatch.setattr(pricing, "HALVINGS", 1)
    monkeypatch.setattr(pricing, "PATIENCE", 1)
    monkeypatch.setattr(proving, "LISTED", 0)
    assert all_best(compared)


@pytest.fixture(scope="module")
def crowded():
    """A ward whose first prices do not prove it."""
    instance = over_capacity(12, 2, seed=5)
    return instance, replace_ward(instance.patients, instance.today)


def poor_prices(monkeypatch, halvings, patience):
    monkeypatch.setattr(pricing, "HALVINGS", halvings)
    monkeypatch.setattr(pricing, "PATIENCE", patience)


def test_a_gap_between_best_and_bound_is_closed_by_picking(crowded, monkeypatch):
    instance, best = crowded
    assert (best.touched, best.movement, best.proven) == (4, 21, True)
    poor_prices(monkeypatch, 2, 2)
    assert replace_ward(instance.patients, instance.today) == best


def test_a_gap_that_nothing_closes_in_time_is_told_with_honest_bounds(crowded, monkeypatch):
    instance, best = crowded
    poor_prices(monkeypatch, 1, 1)
    monkeypatch.setattr(proving, "PICKED", 5)
    monkeypatch.setattr(proving, "NODES", 5)
    placed = replace_ward(instance.patients, instance.today)
    assert not placed.proven
    assert placed.bound_touched <= best.touched
    assert (placed.touched, placed.movement) >= (best.touched, best.movement)


def test_a_movement_that_is_not_settled_in_time_is_told_too(crowded, monkeypatch):
    instance, best = crowded
    poor_prices(monkeypatch, 3, 2)
    monkeypatch.setattr(proving, "PICKED", 0)
    monkeypatch.setattr(proving, "NODES", 0)
    placed = replace_ward(instance.patients, instance.today)
    assert (placed.touched, placed.bound_touched, placed.proven) == (best.touched, 4, False)
    assert placed.bound_movement <= best.movement <= placed.movement


def test_earlier_dates_that_stay_undecided_are_not_called_proven(crowded, monkeypatch):
    instance, _ = crowded
    monkeypatch.setattr(earliest, "PICKED", 0)
    placed = replace_ward(instance.patients, instance.today)
    assert (placed.touched, placed.movement, placed.proven) == (4, 21, False)
    monkeypatch.setattr(earliest, "UNDECIDED", 0)
    assert not replace_ward(instance.patients, instance.today).proven


def test_where_no_repair_is_found_the_tree_finds_a_placement(monkeypatch):
    monkeypatch.setattr(repairing, "TURNS", 0)
    placed = replace_ward(ward_of(ONE, [FIRST, FIRST, FIRST]), FIRST)
    assert infusion_days(placed) == [[day(8)], [day(9)], [day(10)]]
    assert placed.proven


def test_where_neither_repair_nor_tree_come_to_an_end_nothing_is_said(monkeypatch):
    monkeypatch.setattr(repairing, "TURNS", 0)
    monkeypatch.setattr(proving, "NODES", 0)
    assert replace_ward(ward_of(ONE, [FIRST, FIRST, FIRST]), FIRST) == Refused(())


def test_that_places_are_too_few_is_proven_by_the_tree_where_prices_are_poor(monkeypatch):
    poor_prices(monkeypatch, 1, 1)
    assert replace_ward(ward_of(ONE, [FIRST] * 5), FIRST).codes == ["over_capacity"]


def test_what_cannot_be_listed_is_not_called_proven(monkeypatch):
    monkeypatch.setattr(earliest, "LISTED", 0)
    placed = replace_ward(ward_of(ONE, [FIRST, FIRST]), FIRST)
    assert (placed.touched, placed.movement, placed.proven) == (1, 1, False)
