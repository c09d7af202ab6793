"""Infusions, checks, measurements and reactions in words."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from nkdesk.model.infusion import (
    CheckPoint,
    CrsSigns,
    Infusion,
    InfusionAct,
    InfusionEvent,
    InfusionState,
    Match,
    Outcome,
    Oxygen,
    Pressors,
    Reaction,
    VitalSigns,
)
from nkdesk.model.patient import Weight
from nkdesk.model.product_rules import Vital, VitalLimit
from nkdesk.services.row_products import RunningLine
from nkdesk.sheets.wording.checking import (
    check_point_text,
    match_symbol,
    match_text,
    point_text,
)
from nkdesk.sheets.wording.infusions import (
    act_text,
    ended_text,
    entered_late_text,
    event_text,
    infusion_state_text,
    infusion_symbol,
    outcome_text,
    since_text,
)
from nkdesk.sheets.wording.reactions import (
    crs_grade_text,
    crs_signs_text,
    decided_by_text,
    due_text,
    late_text,
    measured_text,
    oxygen_text,
    pressors_text,
    reaction_text,
    usual_text,
    vital_short_text,
    vital_text,
    vitals_text,
)

AT = datetime(2026, 3, 12, 10, 30, tzinfo=UTC)
WEIGHT = Weight(38000, date(2026, 3, 11))


@pytest.mark.parametrize(
    "words",
    [
        [infusion_state_text(one) for one in InfusionState],
        [outcome_text(one) for one in Outcome],
        [act_text(one) for one in InfusionAct],
        [match_text(one) for one in Match],
        [vital_text(one) for one in Vital],
        [vital_short_text(one) for one in Vital],
        [oxygen_text(one) for one in Oxygen],
        [pressors_text(one) for one in Pressors],
    ],
)
def test_every_code_has_words_of_its_own(words):
    assert all(words)
    assert len(set(words)) == len(words)


def test_an_infusion_that_runs_is_told_from_every_other_by_its_shape():
    shapes = [infusion_symbol(state) for state in InfusionState]
    assert shapes == ["○", "○", "▶", "⏸", "◐", "●", "✕"]


def infusion(state=InfusionState.RUNNING, **changes):
    return Infusion(1, 1, 1, 1, state, WEIGHT, **changes)


def test_a_running_infusion_says_since_when():
    running = RunningLine(infusion(), AT, "Nurse A")
    assert since_text(running) == "Running since 10:30"


def test_an_infusion_that_has_not_begun_says_only_where_it_stands():
    waiting = RunningLine(infusion(InfusionState.CHECKING), None, "")
    assert since_text(waiting) == "Being checked"


def test_an_end_says_how_and_how_much_was_left():
    assert ended_text(infusion()) == ""
    assert ended_text(infusion(outcome=Outcome.WHOLE, remaining=0)) == "given whole"
    part = infusion(outcome=Outcome.PART, remaining=12_000)
    assert ended_text(part) == "given in part, 12 mL left"


def event(**changes):
    known = {"infusion_id": 1, "act": InfusionAct.RATE, "at": AT, "recorded": AT}
    return InfusionEvent(**known | {"person": "Nurse A", "detail": "60 mL/h"} | changes)


def test_what_was_done_is_said_with_its_detail_person_and_note():
    assert event_text(event()) == "Rate 60 mL/h, Nurse A"
    assert event_text(event(detail="", note="slower")) == "Rate, Nurse A, slower"


def test_what_was_entered_later_says_both_times():
    assert entered_late_text(event(recorded=AT + timedelta(seconds=40))) == ""
    late = event(recorded=AT + timedelta(hours=3, minutes=40))
    assert entered_late_text(late) == "entered 14:10 for 10:30"
    next_day = event(recorded=AT + timedelta(days=1))
    assert entered_late_text(next_day) == (
        "entered Fri 13-Mar-2026 10:30 for Thu 12-Mar-2026 10:30"
    )


def test_a_point_of_a_check_says_how_it_came_out():
    assert check_point_text(CheckPoint("patient", Match.MATCH)) == "Patient: matches"
    other = CheckPoint("bag", Match.OTHER_BAG, "D24-2")
    assert check_point_text(other) == "Product number: another bag (D24-2)"
    early = check_point_text(CheckPoint("person", Match.NOT_READY))
    assert early == "Second person: nobody has checked this bag first"
    held = check_point_text(CheckPoint("readiness", Match.NOT_READY))
    assert held == "No GO: the reasons stand under HOLD or NO-GO"
    free = check_point_text(CheckPoint("readiness", Match.MATCH))
    assert free == "GO: nothing stands in the way"
    assert [match_symbol(one) for one in (Match.MATCH, Match.EXPIRED)] == ["✔", "✖"]
    assert point_text("some_new_point") == "some new point"


def test_measurements_stand_with_their_units_and_a_temperature_with_its_decimal():
    values = ((Vital.TEMPERATURE, Decimal(38)), (Vital.HEART_RATE, Decimal(104)))
    signs = VitalSigns(1, AT, AT, "Nurse A", values)
    assert vitals_text(signs) == "T 38.0 °C, HR 104 /min"
    assert measured_text(Vital.SPO2, Decimal("96")) == "96"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (80, 120, "80 to 120 /min"),
        (80, None, "from 80 /min"),
        (None, 120, "up to 120 /min"),
        (None, None, "no limit"),
    ],
)
def test_what_is_usual_is_said_with_the_sides_it_has(low, high, said):
    bounds = [None if one is None else Decimal(one) for one in (low, high)]
    assert usual_text(VitalLimit(Vital.HEART_RATE, 0, None, *bounds)) == said
    example = VitalLimit(Vital.HEART_RATE, 0, None, *bounds, example=True)
    assert usual_text(example) == f"{said} (example)"


def test_the_rows_of_the_plan_count_from_the_start_or_the_end():
    assert due_text(0, after_end=False) == "before the start"
    assert due_text(15, after_end=False) == "15min"
    assert due_text(0, after_end=True) == "at the end"
    assert due_text(60, after_end=True) == "1hr after the end"
    assert (late_text(0), late_text(7)) == ("", "late 7min")


def test_a_grade_stands_with_what_it_was_computed_from():
    signs = CrsSigns(60, Decimal("38.6"), systolic=78, oxygen=Oxygen.LOW_FLOW)
    assert crs_signs_text(signs, 80) == (
        "38.6 °C, systolic 78 mmHg (low below 80), no vasopressor, "
        "low-flow oxygen, up to 6 L/min, or blow-by"
    )
    unknown = CrsSigns(60, antipyretic=True, other_cause=True)
    assert crs_signs_text(unknown, 80).startswith(
        "temperature not measured of another cause, antipyretic given, pressure not measured"
    )


def test_grades_none_and_unknown_are_told_apart():
    said = [crs_grade_text(grade) for grade in (None, 0, 1, 4)]
    assert len(set(said)) == 4
    assert said[2:] == ["CRS grade 1", "CRS grade 4"]
    assert decided_by_text("hypotension") == "low blood pressure"
    assert decided_by_text("new_rule") == "new rule"


def reaction(**changes):
    known = {"infusion_id": 1, "term": "chills", "onset": AT, "recorded": AT, "person": "Nurse A"}
    return Reaction(**known | changes)


def test_a_reaction_says_how_it_went_and_whether_a_person_confirmed_its_grade():
    assert reaction_text(reaction()) == "chills, from Thu 12-Mar-2026 10:30, goes on"
    resolved = reaction(grade=2, action="paused", outcome="better", resolved=AT)
    assert reaction_text(resolved, {"chills": "Chills"}) == (
        "Chills, grade 2, from Thu 12-Mar-2026 10:30, paused, better, "
        "resolved Thu 12-Mar-2026 10:30"
    )
    computed = reaction(signs=CrsSigns(60), crs=1)
    assert reaction_text(computed).endswith("CRS grade 1 computed, nobody has confirmed it")
    confirmed = reaction(confirmed=2, confirmed_by="Dr B")
    assert reaction_text(confirmed).endswith("CRS grade 2 confirmed by Dr B")
