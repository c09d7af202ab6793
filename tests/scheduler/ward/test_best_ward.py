"""Ward re-placement against an independent search that tries every combination of dates."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkdesk.model.refusal import Refused
from nkdesk.scheduler.ward import replace_ward
from tests.scheduler.ward.brute_ward import best_ward
from tests.scheduler.ward.random_wards import REACH, infusions_of, random_ward

MOST = 400_000


def compared(ward):
    """Return what came out and what the independent search found, None for a ward too large."""
    people, today, beds, limits = ward
    size = 1
    for bed in beds:
        size *= (2 * REACH + 1) ** len(bed.movable)
    if size > MOST:
        return None
    best = best_ward(beds, limits, REACH)
    got = replace_ward(people, today)
    if isinstance(got, Refused):
        assert got.broken
        return None, best
    assert got.proven
    assert (got.bound_touched, got.bound_movement) == (got.touched, got.movement)
    dates = [
        item.planned
        for course, bed in zip(got.courses, beds, strict=True)
        for item in infusions_of(course)
        if str(item.address) in bed.movable
    ]
    return (got.touched, got.movement, dates), best


def wards(seeds, **chosen):
    made = (random_ward(random.Random(seed), **chosen) for seed in seeds)  # noqa: S311
    return [ward for ward in made if ward is not None]


@pytest.mark.parametrize("block", range(12))
def test_the_placement_is_the_best_of_all_combinations(block):
    seen = 0
    for ward in wards(range(block * 60, block * 60 + 60)):
        pair = compared(ward)
        if pair is not None:
            got, best = pair
            assert got == (None if best is None else best[0])
            seen += 1
    assert seen


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_three_infusions_each_come_out_best_too(seed):
    for ward in wards([seed], patients=(1, 2), infusions=(2, 3)):
        pair = compared(ward)
        if pair is not None:
            got, best = pair
            assert got == (None if best is None else best[0])


def test_samples_and_checks_are_placed_anew_wherever_their_anchor_went():
    seen = 0
    for ward in wards(range(200)):
        people, today, beds, limits = ward
        got = replace_ward(people, today)
        if isinstance(got, Refused):
            continue
        best = best_ward(beds, limits, REACH)
        for course, (_, placement) in zip(got.courses, best[1], strict=True):
            days = {item.address: item for item in course.cycles[0].items}
            for row in placement.case.rows():
                if row[2]["kind"] in ("sample", "check", "collection"):
                    item = next(
                        one
                        for one in days.values()
                        if one.address.code == row[0] and one.day == row[1]
                    )
                    assert item.planned == placement.date(row)
                    seen += 1
    assert seen > 50
