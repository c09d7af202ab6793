"""The vitals plan: due minutes, late ones, minutes an infusion did not last to, usual values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from nkdesk.bedside.vitals import extra, next_due, out_of_usual, plan, usual
from nkdesk.model.infusion import VitalSigns
from nkdesk.model.product_rules import ProductRules, Vital, VitalLimit
from nkdesk.model.words import Words

START = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RULES = ProductRules(
    title=Words("NK cells"),
    dose_min=Decimal(1),
    dose_max=Decimal(100),
    weight_days=7,
    weight_change_percent=10,
    label_percent=10,
    steroids_barred=True,
    premedication_minutes=30,
    vitals=(0, 15, 30, 60),
    after_end=(30, 60),
    late_minutes=10,
    observe_minutes=240,
    thawed_minutes=None,
    tests=(),
    limits=(),
)


def at(minutes):
    return START + minutes * MINUTE


def signs(minutes, due=None, *, after_end=False, **values):
    read = tuple((Vital(name), Decimal(value)) for name, value in values.items())
    return VitalSigns(1, at(minutes), at(minutes), "Nurse A", read, due, after_end)


def at_bed(now, *measured, started=0, ended=None, rules=RULES):
    """Return the plan as it stands minutes after the start."""
    started, ended = (None if one is None else at(one) for one in (started, ended))
    return plan(rules, started, ended, at(now), measured)


def dues(rows):
    return [(row.due, row.after_end) for row in rows]


def late(rows):
    return {(row.due, row.after_end): row.late_by for row in rows if row.late_by}


ALL = [(0, False), (15, False), (30, False), (60, False), (30, True), (60, True)]


def test_before_the_start_the_plan_has_no_times_and_nothing_is_late():
    rows = at_bed(500, started=None)
    assert dues(rows) == ALL
    assert {row.at for row in rows} == {None}
    assert late(rows) == {}
    assert next_due(rows) is None


def test_from_the_start_its_own_minutes_have_times_and_those_after_the_end_none():
    rows = at_bed(0)
    assert [row.at for row in rows] == [at(0), at(15), at(30), at(60), None, None]


def test_from_the_end_every_minute_has_a_time():
    rows = at_bed(70, ended=70)
    assert [row.at for row in rows] == [at(0), at(15), at(30), at(60), at(100), at(130)]


@pytest.mark.parametrize(
    ("now", "overdue"), [(24, {0: 24}), (25, {0: 25, 15: 10}), (26, {0: 26, 15: 11})]
)
def test_what_was_not_measured_is_late_from_the_protocols_minute_on(now, overdue):
    assert late(at_bed(now)) == {(due, False): minutes for due, minutes in overdue.items()}


def test_seconds_do_not_make_a_minute():
    almost = at(25) - timedelta(seconds=1)
    assert late(plan(RULES, START, None, almost, ())) == {(0, False): 24}


@pytest.mark.parametrize(("minutes", "late_by"), [(14, 0), (15, 0), (24, 0), (25, 10), (40, 25)])
def test_a_measurement_is_late_by_when_it_was_made_not_by_what_time_it_is(minutes, late_by):
    rows = at_bed(300, signs(minutes, due=15))
    (row,) = [one for one in rows if one.due == 15]
    assert (row.signs, row.late_by) == (signs(minutes, due=15), late_by)


def test_a_protocol_without_patience_still_gives_the_minute_itself():
    rules = replace(RULES, late_minutes=0)
    assert late(at_bed(15, signs(0, due=0), rules=rules)) == {}
    assert late(at_bed(16, signs(0, due=0), rules=rules)) == {(15, False): 1}


def test_the_baseline_measured_before_the_start_is_on_time():
    rows = at_bed(30, signs(-20, due=0))
    assert rows[0].signs == signs(-20, due=0)
    assert rows[0].late_by == 0


def test_a_measurement_answers_the_minute_it_names_of_the_start_or_of_the_end():
    after = signs(105, due=30, after_end=True)
    rows = at_bed(110, after, ended=75)
    assert {(row.due, row.after_end): row.signs for row in rows}[30, True] == after
    assert {(row.due, row.after_end): row.signs for row in rows}[30, False] is None


@pytest.mark.parametrize(
    ("ended", "left"), [(29, [0, 15]), (30, [0, 15, 30]), (59, [0, 15, 30]), (60, [0, 15, 30, 60])]
)
def test_minutes_the_infusion_did_not_last_to_are_left_out(ended, left):
    rows = at_bed(90, ended=ended)
    assert [row.due for row in rows if not row.after_end] == left
    assert [row.due for row in rows if row.after_end] == [30, 60]


def test_a_minute_past_the_end_that_was_measured_stays():
    rows = at_bed(90, signs(31, due=30), ended=20)
    assert [row.due for row in rows if not row.after_end] == [0, 15, 30]


def test_the_next_due_is_the_first_open_minute_in_the_order_of_the_plan():
    done = (signs(0, due=0), signs(31, due=30))
    assert next_due(at_bed(32, *done)).due == 15
    assert next_due(at_bed(32, *done, signs(32, due=15))).at == at(60)


def test_nothing_is_due_next_when_all_was_measured():
    done = [signs(due, due=due) for due in RULES.vitals]
    done += [signs(60 + due, due=due, after_end=True) for due in RULES.after_end]
    assert next_due(at_bed(200, *done, ended=60)) is None


def test_measurements_that_answer_no_minute_are_kept_as_extra_ones():
    answers, twice = signs(16, due=15), signs(18, due=15)
    unplanned, unknown = signs(5), signs(22, due=20)
    measured = (twice, unknown, answers, unplanned)
    assert extra(RULES, measured) == (unplanned, twice, unknown)
    rows = at_bed(30, *measured)
    assert [row.signs for row in rows if row.signs is not None] == [answers]


def test_every_measurement_stands_either_in_the_plan_or_among_the_extra_ones():
    measured = [signs(nth, due=due) for nth, due in enumerate((0, 15, 15, None, 20, 30, 60))]
    planned = [row.signs for row in at_bed(90, *measured) if row.signs is not None]
    assert sorted((*planned, *extra(RULES, measured)), key=lambda one: one.at) == measured


# What is usual at an age

INFANT = VitalLimit(Vital.HEART_RATE, 0, 12, Decimal(100), Decimal(160))
CHILD = VitalLimit(Vital.HEART_RATE, 12, None, Decimal(70), Decimal(120))
WARM = VitalLimit(Vital.TEMPERATURE, 0, None, None, Decimal("37.9"))
AIR = VitalLimit(Vital.SPO2, 0, None, Decimal(92), None)
LIMITS = (AIR, INFANT, CHILD, WARM)


@pytest.mark.parametrize(
    ("age_months", "hold"),
    [(0, INFANT), (11, INFANT), (12, CHILD), (360, CHILD)],
)
def test_the_limits_of_the_age_hold(age_months, hold):
    assert usual(LIMITS, age_months) == (AIR, hold, WARM)


@pytest.mark.parametrize(
    ("values", "out"),
    [
        ({"heart_rate": 70}, ()),
        ({"heart_rate": 69}, (Vital.HEART_RATE,)),
        ({"heart_rate": 120}, ()),
        ({"heart_rate": 121}, (Vital.HEART_RATE,)),
        ({"temperature": "37.9"}, ()),
        ({"temperature": "38.0"}, (Vital.TEMPERATURE,)),
        ({"temperature": "30.0"}, ()),  # no lower limit is stated
        ({"spo2": 92}, ()),
        ({"spo2": 91}, (Vital.SPO2,)),
        ({"resp_rate": 200}, ()),  # no limit is stated
        ({}, ()),
        ({"spo2": 80, "temperature": "39"}, (Vital.TEMPERATURE, Vital.SPO2)),
    ],
)
def test_what_lies_outside_the_limits_is_named(values, out):
    assert out_of_usual(signs(0, **values), usual(LIMITS, 72)) == out
