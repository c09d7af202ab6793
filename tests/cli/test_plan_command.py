"""``nkdeskctl plan`` and ``why``: a cycle laid out without any ward."""

import json

import pytest
from click.testing import CliRunner

from nkdesk.cli.plan import plan, why
from nkdesk.model.protocol import ProtocolStatus
from tests.cases.test_date_cases import FOLDER

WEEK = json.loads((FOLDER / "calendars.json").read_text("utf-8"))["protocols"]


@pytest.fixture
def week(tmp_path):
    path = tmp_path / "неделя.toml"
    path.write_text(WEEK["belarus-week"], "utf-8")
    return str(path)


def planned(protocol, *more, start="2026-03-02", arm="flag"):
    return CliRunner().invoke(plan, ["--protocol", protocol, "--arm", arm, "--start", start, *more])


def asked(protocol, item, *more, start="2026-03-02"):
    return CliRunner().invoke(why, ["--protocol", protocol, "--start", start, *more, item])


def test_json_has_every_item_with_its_dates(week):
    result = planned(week, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["refused"] is None
    [first] = [one for one in answer["items"] if one["item"] == "C1/NK1"]
    assert first == {
        "item": "C1/NK1",
        "title": "NK1",
        "kind": "infusion",
        "day": 8,
        "label": "C1 D8",
        "target": "2026-03-09",
        "earliest": "2026-03-08",
        "latest": "2026-03-12",
        "planned": "2026-03-09",
        "weekday": "Mon",
        "warnings": [],
    }
    [chemo] = [one for one in answer["items"] if one["item"] == "C1/FLU@1"]
    assert (chemo["earliest"], chemo["latest"]) == (None, None)


def test_a_refusal_as_json_names_rules_and_alternatives(week):
    shut = "nk_lab=2026-03-09,2026-03-10,11.03.2026,12-Mar-2026"
    result = planned(week, "--json", "--closed", shut)
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["items"] == []
    assert answer["refused"]["codes"] == ["closed_day", "outside_window"]
    assert [rule["code"] for rule in answer["refused"]["rules"]] == [
        "outside_window",
        "closed_day",
    ]
    nearest = answer["refused"]["alternatives"][0]
    assert nearest["dates"]["C1/NK1"] == "2026-03-09"
    assert nearest["breaks"] == {
        "code": "closed_day",
        "item": "C1/NK1",
        "other": "",
        "day": "2026-03-09",
        "limit": None,
        "calendar": "nk_lab",
    }


def test_a_table_is_aligned_and_names_weekdays_and_holiday_data(week):
    result = planned(week, start="13.04.2026")
    lines = result.output.splitlines()
    assert result.exit_code == 0
    [row] = [line for line in lines if line.startswith("C1/NK1 ")]
    assert "Wed 22-Apr-2026" in row
    assert "target Mon 20-Apr-2026 (NK laboratory closed: Day off" in row
    assert lines[1].index("planned") == row.index("Wed 22-Apr-2026")
    assert lines[-1].startswith("Holiday data: holidays 0.")
    assert lines[-1].endswith("moved working days known until 31-Dec-2026.")


def test_dates_beyond_the_known_moved_days_are_said_to_be_unsure(week):
    assert "are not known yet: check these dates" in planned(week, start="2026-12-21").output


def test_a_closed_ward_is_noted_beside_the_chemotherapy(week):
    rows = planned(week, "--closed", "ward=2026-03-04").output.splitlines()
    [row] = [row for row in rows if row.startswith("C1/FLU@3")]
    assert row.endswith("Ward closed: closed by the site")


def test_an_example_says_so_plainly():
    for answer in (
        planned("NCT05272293"),
        asked("NCT05272293", "NK1", "--arm", "flag"),
    ):
        assert answer.exit_code == 0
        assert answer.output.startswith(f"{ProtocolStatus.EXAMPLE.upper()} protocol")


def test_a_refusal_says_what_would_make_it_possible(week):
    shut = "nk_lab=2026-03-09,2026-03-10,2026-03-11,2026-03-12"
    result = planned(week, "--closed", shut)
    assert result.exit_code == 1
    assert "Refused. These rules cannot hold together:" in result.output
    assert "a deviation a physician signs" in result.output
    assert "start on Tue 03-Mar-2026 instead: then every rule holds." in result.output


def test_a_refusal_that_no_start_mends_names_the_rules_to_change(tmp_path):
    path = tmp_path / "never.toml"
    text = json.loads((FOLDER / "gaps.json").read_text("utf-8"))["protocols"]["both"]
    never = text + '[[gap]]\nfrom = "FLU@1"\nto = "FLU@5"\nmin = 5\n'
    path.write_text(never, "utf-8")
    result = planned(str(path))
    assert "another start date, or a change of the rules above" in result.output
    assert asked(str(path), "NK1").exit_code == 1


def test_why_names_anchor_window_and_what_holds_the_date(week):
    result = asked(week, "C1/NK1", start="2026-04-13")
    assert result.exit_code == 0
    assert "NK1 (C1/NK1) stands on Wed 22-Apr-2026." in result.output
    assert "It counts from anchor chemo (its date was typed): Mon 13-Apr-2026." in result.output
    assert "It does not stand on its target because:" in result.output
    assert "NK laboratory is closed on Mon 20-Apr-2026" in result.output
    assert "One day earlier, Tue 21-Apr-2026:" in result.output
    assert "no rule is broken, but it is not the nearest to the targets" in result.output


def test_why_takes_an_item_of_the_first_cycle_without_its_cycle(week):
    result = asked(week, "NK2")
    assert "It counts from anchor nk (NK1 (C1/NK1)): Mon 09-Mar-2026." in result.output
    assert "It stands on its target." in result.output


def test_why_says_when_an_infusion_moved_for_the_others(tmp_path):
    path = tmp_path / "others.toml"
    protocols = json.loads((FOLDER / "windows.json").read_text("utf-8"))["protocols"]
    path.write_text(protocols["moved-for-the-others"], "utf-8")
    shut = ["--closed", "nk_lab=2027-12-22,2027-12-24"]
    result = asked(str(path), "NK1", *shut, start="2027-12-11")
    assert "NK laboratory is closed on Wed 22-Dec-2027" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--start", "26-03-02"], "is no date"),
        (["--start", "2019-12-31"], "outside the years 2020 to 2060"),
        (["--arm", "x"], "has no arm x; it has flag"),
        (["--cycle", "3"], "has cycles 1 to 2"),
        (["--protocol", "nowhere.toml"], "there is no file nowhere.toml"),
        (["--closed", "lab=2026-03-02"], "the calendars are"),
        (["--closed", "nk_lab"], "write CALENDAR=DATE"),
        (["--closed", "nk_lab=2026-03-32"], "is no date"),
    ],
)
def test_a_slip_of_the_pen_is_a_usage_error(week, words, said):
    result = planned(week, *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize("item", ["NK9", "C1/FLU", "C3/NK1", "nk1", "C1/FLU@9"])
def test_an_item_that_does_not_exist_is_a_usage_error(week, item):
    assert asked(week, item, "--arm", "flag").exit_code == 2


def test_why_asks_which_arm_where_several_have_the_item():
    result = asked("NCT05272293", "NK1")
    assert result.exit_code == 2
    assert "say which arm is meant" in result.stderr


def test_a_protocol_file_with_errors_is_told_line_by_line(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(WEEK["belarus-week"].replace("days = [8]", "days = []"), "utf-8")
    result = planned(str(path))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{path}:")
