"""Grades of cytokine release syndrome against a table worked by hand."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from nkdesk.bedside.crs import FEVER, CrsGrade, grade, low_systolic
from nkdesk.model.infusion import CrsSigns, Oxygen, Pressors

TABLE = Path(__file__).parents[1] / "cases" / "bedside" / "crs-grades.json"
ROWS = json.loads(TABLE.read_text("utf-8"))["grades"]


def signs(row):
    return CrsSigns(
        age_months=row["age_months"],
        temperature=None if row["temperature"] is None else Decimal(row["temperature"]),
        antipyretic=row["antipyretic"],
        other_cause=row["other_cause"],
        systolic=row["systolic"],
        oxygen=Oxygen(row["oxygen"]),
        pressors=Pressors(row["pressors"]),
    )


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_of_the_table_is_graded_as_worked_by_hand(row):
    by_hand = CrsGrade(
        row["grade"], tuple(row["decided_by"]), row["low_pressure"], tuple(row["missing"])
    )
    assert grade(signs(row)) == by_hand, row["why"]


def test_the_table_is_long_and_says_why_in_every_row():
    assert len(ROWS) >= 40
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert all(len(row["why"]) > 20 for row in ROWS)


def test_the_table_holds_every_boundary():
    measured = [one for one in map(signs, ROWS) if one.systolic is not None]
    margins = {(one.age_months, one.systolic - low_systolic(one.age_months)) for one in measured}
    ages = (6, 11, 12, 23, 24, 60, 119, 120, 121, 132, 216, 360)
    assert {(age, margin) for age in ages for margin in (-1, 0)} <= margins
    assert {Decimal("37.9"), FEVER} <= {one.temperature for one in measured}
    assert {row["oxygen"] for row in ROWS} == set(Oxygen)
    assert {row["pressors"] for row in ROWS} == set(Pressors)
    assert {row["grade"] for row in ROWS} == {None, 0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("age_months", "low"),
    [
        *((0, 70), (11, 70), (12, 72), (23, 72), (24, 74), (36, 76), (48, 78), (60, 80)),
        *((72, 82), (84, 84), (96, 86), (108, 88), (119, 88), (120, 90), (121, 90), (132, 90)),
        *((216, 90), (360, 90)),
    ],
)
def test_the_lowest_pressure_that_is_not_low_follows_the_age(age_months, low):
    assert low_systolic(age_months) == low


def test_whatever_is_measured_later_a_grade_that_was_told_stays_the_grade():
    temperatures = [Decimal("36.5"), Decimal("37.9"), FEVER, Decimal("40.1")]
    for one in [signs(row) for row in ROWS]:
        told = grade(one).grade
        if told is None:
            continue
        for temperature in temperatures if one.temperature is None else [one.temperature]:
            for systolic in [60, 81, 82, 120] if one.systolic is None else [one.systolic]:
                later = CrsSigns(
                    one.age_months,
                    temperature,
                    one.antipyretic,
                    one.other_cause,
                    systolic,
                    one.oxygen,
                    one.pressors,
                )
                assert grade(later).grade == told
