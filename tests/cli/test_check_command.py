"""``nkdeskctl check``: one person held against every criterion, told as text and as JSON."""

import json

import pytest
from click.testing import CliRunner

from nkdesk.cli import main


def run(*args):
    return CliRunner().invoke(main, [str(one) for one in args])


def check(ward, *args):
    return run("--data-dir", ward, "check", *args)


def test_who_is_eligible_ends_with_0_and_the_last_day(ward):
    result = check(ward, "NK-001", "--cycle", "2")
    assert result.exit_code == 0
    assert "✔ Eligible" in result.stdout
    assert "Valid until Wed 25-Mar-2026" in result.stdout
    assert "END OF CHECK 7 of 7 criteria" in result.stdout


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("NK-008", "--cycle", "2"), "Incomplete: 3 left"),
        (("NK-009", "--cycle", "2"), "Not eligible: 1 criterion"),
        (("NK-010", "--cycle", "1", "--on", "2026-03-16"), "Incomplete: 1 left"),
        (("NK-010", "--cycle", "1", "--donor"), "Incomplete: 2 left"),
    ],
)
def test_who_is_not_or_not_yet_ends_with_1_and_says_how_many_are_left(ward, asked, words):
    result = check(ward, *asked)
    assert result.exit_code == 1
    assert words in result.stdout


def test_a_result_stands_until_its_last_day_and_no_longer(ward):
    for day, code in (("2026-03-15", 0), ("2026-03-16", 1)):
        assert check(ward, "NK-010", "--cycle", "1", "--on", day).exit_code == code


def test_json_says_the_same_in_codes(ward):
    result = check(ward, "NK-009", "--cycle", "2", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["outcome"], told["cycle"], told["sample"]) == ("not_eligible", 2, True)


def test_asking_saves_nothing(ward):
    before = json.loads(check(ward, "NK-001", "--cycle", "2", "--json").stdout)["step"]
    assert json.loads(check(ward, "NK-001", "--cycle", "2", "--json").stdout)["step"] == before


def test_a_donor_who_is_not_entered_cannot_be_checked(ward):
    result = check(ward, "NK-001", "--cycle", "1", "--donor")
    assert result.exit_code == 1
    assert "has no donor yet" in result.stderr


@pytest.mark.parametrize("cycle", ["0", "3"])
def test_a_cycle_the_protocol_has_not_is_a_usage_error(ward, cycle):
    result = check(ward, "NK-001", "--cycle", cycle)
    assert result.exit_code == 2
    assert "choose one from 1 to 2" in result.stderr


def test_nobody_is_checked_whom_the_ward_does_not_know(ward):
    result = check(ward, "NK-999", "--cycle", "2")
    assert result.exit_code == 1
    assert "NK-999" in result.stderr
