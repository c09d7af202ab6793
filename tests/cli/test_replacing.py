"""``nkdeskctl replace``: the ward placed anew, looked at, accepted whole or in part."""

import json
import re

import pytest

from nkdesk.cli import replacing
from nkdesk.model.refusal import Refused
from nkdesk.scheduler.ward import WardPlacement
from nkdesk.services.ward_replacing import ReplacementAnswer
from tests.cli.test_changing import on, steps

WHY = ("--reason", "laboratory")


@pytest.fixture
def lost(ward):
    """Options that lose the first laboratory day on which an infusion is planned."""
    day = json.loads(on(ward, "today", "--date", "2026-03-19", "--json").stdout)
    assert any(row["nth"] for row in day["rows"])
    return ("--close", "nk_lab=2026-03-19")


def asked(ward, *words):
    result = on(ward, "replace", *words, "--json")
    return result.exit_code, json.loads(result.stdout)


def changes(ward, step):
    told = json.loads(on(ward, "changes", "--since", "2026-03-12", "--json").stdout)["changes"]
    return [one for one in told if one["step"] == step]


def test_it_shows_every_move_and_says_that_nothing_better_exists(ward, lost):
    before = steps(ward)
    result = on(ward, "replace", *lost, "--dry-run")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "SAMPLE - not real patients."
    assert lines[1] == "NK laboratory closed on Thu 19-Mar-2026."
    assert lines[2].startswith("Open infusions that cannot stay where they are: ")
    assert lines[-1] == "Only looked at; nothing was saved."
    told = asked(ward, *lost, "--dry-run")[1]
    table = [line for line in lines if line.startswith("NK-0")]
    assert [line.split()[0] for line in table] == [move["patient"] for move in told["moves"]]
    assert lines[-2] == (
        f"{told['touched']} patients touched, {told['movement']} days moved in all; "
        "proven: nothing better exists."
    )
    assert told["proven"]
    assert steps(ward) == before


def test_all_is_saved_as_one_step_with_the_lost_day(ward, lost):
    before = steps(ward)
    dry = asked(ward, *lost, "--dry-run")[1]
    result = on(ward, "replace", *lost, *WHY, "--as", "Anna")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"Saved as step {before + 1} by Anna."
    assert steps(ward) == before + 1
    mine = changes(ward, before + 1)
    assert [one["site_day"]["day"] for one in mine if one["site_day"]] == ["2026-03-19"]
    moved = {(one["patient"], item["item"]) for one in mine for item in one["items"]}
    assert moved == {(move["patient"], move["item"]) for move in dry["moves"]}
    assert asked(ward, "--dry-run")[1]["conflicts_before"] == 0


def test_only_the_patients_named_move(ward, lost):
    dry = asked(ward, *lost, "--dry-run")[1]
    for patient in sorted({move["patient"] for move in dry["moves"]}):
        code, told = asked(ward, *lost, *WHY, "--only", patient)
        if code == 0:
            mine = changes(ward, told["saved"])
            assert {one["patient"] for one in mine} == {None, patient}
            return
        assert told["refused"]["codes"] == ["over_capacity"]
        assert all(rule["item"].startswith(patient) for rule in told["refused"]["rules"])
    pytest.fail("nobody could move alone")


def test_it_is_said_whose_moves_were_accepted(ward, lost):
    for patient in sorted(
        {move["patient"] for move in asked(ward, *lost, "--dry-run")[1]["moves"]}
    ):
        result = on(ward, "replace", *lost, *WHY, "--only", patient)
        if result.exit_code == 0:
            assert result.stdout.splitlines()[-1] == f"Only these patients moved: {patient}."
            return
        assert re.search(rf"  - {patient}, natural killer .+ \(C1/NK\d\)", result.stdout)
    pytest.fail("nobody could move alone")


def test_a_lost_day_that_moves_nobody_is_saved_alone(ward):
    assert on(ward, "replace", *WHY).exit_code in (0, 1)
    day = ("--capacity", "nk_lab:2026-08-20=0", "--open", "nk_lab=2026-08-22,23.08.2026")
    code, told = asked(ward, *day, *WHY)
    assert (code, told["moves"]) == (0, [])
    assert told["saved"] == told["read_at"] + 1
    result = on(ward, "replace", *WHY)
    assert result.exit_code == 1
    assert "patients: Needed." in result.stdout


def test_without_a_reason_nothing_is_saved_and_the_reasons_are_named(ward, lost):
    before = steps(ward)
    result = on(ward, "replace", *lost)
    assert result.exit_code == 1
    assert "  - reason: Needed." in result.stdout
    assert "      laboratory: " in result.stdout
    assert steps(ward) == before


def test_when_nothing_fits_the_answer_is_no_and_nothing_is_saved(ward):
    before = steps(ward)
    days = ",".join(f"2026-{month:02}-{day:02}" for month in (3, 4) for day in range(13, 31))
    result = on(ward, "replace", "--close", f"nk_lab={days}", *WHY)
    assert result.exit_code == 1
    assert "Refused; nothing was saved." in result.stdout
    rules = result.stdout.split("Refused; nothing was saved.")[1]
    assert re.search(r"  - NK-0\d\d, .*natural killer", rules)
    assert "NK-" not in rules.split("  - ")[0]
    assert not re.search(r"\d:", rules)
    code, told = asked(ward, "--close", f"nk_lab={days}", *WHY)
    assert (code, told["saved"], told["moves"]) == (1, None, [])
    assert told["refused"]["codes"]
    assert steps(ward) == before


def test_a_search_that_ran_out_of_time_says_how_good_it_could_be(ward, lost, monkeypatch):
    solve = replacing.solve

    def unproven(question, keep_going):
        answer = solve(question, keep_going)
        assert isinstance(answer.outcome, WardPlacement)
        outcome = type(answer.outcome)(
            answer.outcome.courses,
            answer.outcome.moves,
            3,
            9,
            proven=False,
            bound_touched=2,
            bound_movement=4,
        )
        return type(answer)(question, outcome, 60)

    monkeypatch.setattr(replacing, "solve", unproven)
    result = on(ward, "replace", *lost, "--dry-run")
    assert result.exit_code == 0
    assert (
        "3 patients touched, 9 days moved in all; not proven after 60 s: at best it could be "
        "2 patients, 4 days." in result.stdout
    )


def test_a_search_stopped_before_it_found_anything_asks_for_time(ward, lost, monkeypatch):
    def stopped(question, keep_going):
        assert keep_going(None) in (True, False)
        return ReplacementAnswer(question, Refused(()), 1)

    monkeypatch.setattr(replacing, "solve", stopped)
    result = on(ward, "replace", *lost, *WHY, "--seconds", "1")
    assert result.exit_code == 1
    assert "give it more time with --seconds" in result.stdout
    assert asked(ward, *lost, *WHY)[1]["stopped"]


def test_a_calendar_the_ward_does_not_have_is_refused(ward):
    result = on(ward, "replace", "--close", "kitchen=2026-03-19", *WHY)
    assert result.exit_code == 1
    assert "calendar: Choose one." in result.stdout
    code, told = asked(ward, "--close", "kitchen=2026-03-19", *WHY)
    assert (code, told["saved"]) == (1, None)
    assert told["problems"] == [{"field": "calendar", "code": "not_a_choice", "detail": ""}]


def test_a_day_is_not_closed_and_opened_at_once(ward):
    day = "nk_lab=2026-03-19"
    result = on(ward, "replace", "--close", day, "--open", day, "--dry-run")
    assert result.exit_code == 1
    assert "day: Another entry has this already." in result.stdout


def test_accepting_patients_who_would_not_move_names_those_who_would(ward, lost):
    result = on(ward, "replace", *lost, "--only", "NK-001", *WHY)
    assert result.exit_code == 1
    assert "those who would move: NK-0" in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--close", "nk_lab"),
        ("--close", "nk_lab=soon"),
        ("--open", "nk_lab 2026-03-19"),
        ("--capacity", "nk_lab:2026-03-19"),
        ("--capacity", "nk_lab=1"),
        ("--seconds", "0"),
    ],
)
def test_what_is_not_written_as_it_should_be_is_a_usage_error(ward, words):
    result = on(ward, "replace", *words, "--dry-run")
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_patient_who_is_not_there_is_said(ward):
    result = on(ward, "replace", "--only", "NK-999", *WHY)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "NK-999" in result.stderr
