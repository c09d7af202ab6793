"""The bench measures what it says; how fast is never asked here."""

import json
import os
from collections import Counter

import pytest

from nkdesk.model.refusal import Refused
from nkdesk.scheduler.ward import WardPlacement, replace_ward
from tests.benchmarks import __main__ as bench
from tests.benchmarks import (
    changing,
    day_list,
    gap_board,
    grids,
    judging,
    measuring,
    placing,
    ward_grid,
    ward_placing,
    window,
)
from tests.benchmarks.bare_list import BareList, statements_of
from tests.benchmarks.example import ARM, ITEMS, example_cycle, example_protocol
from tests.benchmarks.measuring import Measure
from tests.benchmarks.ward_instances import hit_by_a_closure, over_capacity
from tests.benchmarks.wards import TODAY, filled_ward


def test_a_ratio_is_taken_round_by_round():
    """The machine turned slow after the second round; ours stayed twice as costly."""
    measure = measuring.compared("a", "us", [2.0, 2.0, 20.0], ("b", [1.0, 1.0, 10.0]))
    assert (measure.ours, measure.theirs, measure.ratio) == (2.0, 1.0, 2.0)
    uneven = measuring.compared("a", "us", [2.0, 20.0, 20.0], ("b", [1.0, 1.0, 10.0]))
    assert uneven.ratio == 2.0


@pytest.mark.parametrize(
    ("measure", "verdict"),
    [
        (Measure("a", 31.0, "us", "b", 20.0, 1.55, budget=1.5), "OVER"),
        (Measure("a", 30.0, "us", "b", 20.0, 1.5, budget=1.5), "ok"),
        (Measure("a", 301.0, "us", budget=300), "OVER"),
        (Measure("a", 300.0, "us", budget=300), "ok"),
        (Measure("a", 300.0, "us"), ""),
    ],
)
def test_a_budget_bounds_the_ratio_or_where_there_is_none_the_cost(measure, verdict):
    assert measure.verdict == verdict


def test_the_calls_take_turns_and_each_gets_its_own_median(monkeypatch):
    order = []
    costs = iter([3.0, 1.0, 2.0, 30.0, 10.0, 20.0])
    monkeypatch.setattr(measuring, "enough_times", lambda _call: 4)
    monkeypatch.setattr(
        measuring, "seconds", lambda call, times: order.append((call, times)) or next(costs)
    )
    taken = measuring.alternating(["a", "b"], rounds=3)
    assert order == [("a", 4), ("b", 4), ("b", 4), ("a", 4), ("a", 4), ("b", 4)]
    assert taken == [[3.0, 30.0, 10.0], [1.0, 2.0, 20.0]]


def test_the_table_shows_ratio_and_budget_beside_each_other():
    lines = measuring.table(
        [Measure("rows", 150.0, "us", "bare", 100.0, 1.5, 1.6), Measure("place", 2.5, "us")]
    ).splitlines()
    assert lines[1].split() == [
        "rows",
        "150",
        "us",
        "bare",
        "100",
        "us",
        "1.50",
        "x",
        "<=",
        "1.6",
        "x",
        "ok",
    ]
    assert lines[2].split() == ["place", "2.5", "us"]


def test_the_made_up_cycle_is_what_the_budget_speaks_of():
    cycle = example_cycle(example_protocol())
    infusions = [item for item in cycle.items if item.kind == "infusion"]
    assert (len(cycle.items), len(infusions)) == (ITEMS, 3)
    assert any(item.planned != item.target for item in infusions)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with filled_ward(tmp_path_factory.mktemp("ward") / "small", 10_000) as desk:
        yield desk


def test_a_filled_ward_has_fifty_rows_a_day_from_as_many_patients(desk):
    rows = day_list.day_rows(desk, TODAY)
    assert len({row.line.patient.id for row in rows}) == 50
    assert desk.store.read("SELECT count(*), count(DISTINCT planned) FROM item") == [(10_000, 200)]


def test_the_bare_query_gives_the_same_day(desk):
    bare = BareList(desk, statements_of(desk, lambda: day_list.day_rows(desk, TODAY)), ARM)
    day_list.agree(desk, bare)
    bare.day_items = lambda: ()
    with pytest.raises(AssertionError, match="other items"):
        day_list.agree(desk, bare)
    bare.close()


def test_placing_and_the_day_list_are_measured(monkeypatch):
    monkeypatch.setattr(measuring, "ROUND_SECONDS", 0.001)
    placed = list(placing.measures(rounds=1))
    changed = list(changing.measures(rounds=1))
    listed = list(day_list.measures((2_000,), rounds=1))
    assert all(one.ours > 0 for one in placed + changed + listed)
    assert [one.budget for one in changed] == [2_000, 2_000]
    assert [one.budget for one in placed if one.theirs is None] == [300, 25]
    assert sum(one.budget == 1.5 for one in listed) == 2


def test_checking_a_patient_is_measured_with_a_check_that_is_eligible(monkeypatch):
    monkeypatch.setattr(measuring, "ROUND_SECONDS", 0.001)
    assert [(one.ours > 0, one.budget) for one in judging.measures(rounds=1)] == [(True, 200)] * 2
    assert len(judging.dossier(100).observations) == 100
    with pytest.raises(AssertionError, match="not the one that was meant"):
        judging.checked(judging.dossier(0))


def test_the_board_of_gaps_is_measured_over_patients_who_wait_for_cycle_2():
    found = list(gap_board.measures(rounds=1, patients=25, results=20))
    assert [one.name for one in found] == [
        "board, 25 patients, 500 results",
        "board at first, 25 patients, 500 results",
    ]
    assert found[0].ratio is not None
    assert [one.budget for one in found] == [4, None]


def test_a_start_is_timed_event_by_event():
    program = (
        "import json, time\n"
        "print('anything else', flush=True)\n"
        "print(json.dumps({'event': 'painted'}), flush=True)\n"
        "time.sleep(0.05)\n"
        "print(json.dumps({'event': 'rows'}), flush=True)\n"
    )
    noted = window.start(["-c", program], os.environ)
    assert noted.seconds["rows"] - noted.seconds["painted"] >= 0.04
    assert noted.memory > 1 or not hasattr(os, "wait4")


@pytest.mark.parametrize("program", ["print('nothing')", "import sys; sys.exit(3)"])
def test_a_start_that_paints_nothing_is_no_measure(program):
    with pytest.raises(RuntimeError, match="ended with"):
        window.start(["-c", program], os.environ)


def test_a_start_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(window, "LONGEST", 0.2)
    with pytest.raises(RuntimeError, match="ended with"):
        window.start(["-c", "import time; time.sleep(60)"], os.environ)


def test_starts_are_measured_with_compiled_modules(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    variables = window._variables(tmp_path)
    assert "PYTHONDONTWRITEBYTECODE" not in variables
    assert variables["PYTHONPYCACHEPREFIX"].startswith(str(tmp_path))


def test_a_bare_window_says_when_it_is_painted():
    noted = window.start(window.BARE, {**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    assert noted.seconds["painted"] > 0


def test_the_command_prints_the_table_and_writes_the_json(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(bench.PARTS, "placing", lambda _rounds: iter([Measure("p", 1.0, "us")]))
    file = tmp_path / "bench.json"
    assert bench.main(["--only", "placing", "--json", str(file)]) == 0
    assert "Median of 9, alternating" in capsys.readouterr().out
    (line,) = json.loads(file.read_text(encoding="utf-8"))["measures"]
    assert (line["name"], line["ours"], line["ratio"]) == ("p", 1.0, None)


def test_a_part_that_cannot_be_measured_is_said_and_the_others_stay(monkeypatch, capsys):
    def fail(_rounds):
        raise RuntimeError("no window")

    monkeypatch.setitem(bench.PARTS, "window", fail)
    monkeypatch.setitem(bench.PARTS, "placing", lambda _rounds: iter([Measure("p", 1.0, "us")]))
    assert bench.main(["--only", "window", "--only", "placing"]) == 1
    told = capsys.readouterr().out
    assert "Not measured: window: no window" in told
    assert "1 us" in told


def test_a_median_of_fewer_than_five_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        bench.main(["--rounds", "4"])
    assert ended.value.code == 2
    assert "at least 5" in capsys.readouterr().err


def test_a_file_in_no_folder_is_refused_before_measuring(capsys, tmp_path):
    assert bench.main(["--json", str(tmp_path / "none" / "bench.json")]) == 2
    assert "no folder" in capsys.readouterr().err


def test_the_calendar_is_measured_against_bare_rectangles_of_the_same_cells(
    monkeypatch, qapp, qtbot
):
    monkeypatch.setattr(measuring, "ROUND_SECONDS", 0.001)
    shown = grids.Shown(15, 60)
    for one in (shown.ours, shown.bare):
        qtbot.addWidget(one)
    shown.look_round()
    costs = {**shown.costs(rounds=1), "memory": [3.0]}
    assert all(cost > 0 for taken in costs.values() for cost in taken)
    lines = list(ward_grid.lines(15, costs))
    assert [one.budget for one in lines] == [None, None, None, 8, 40, 20]
    assert all(one.ratio for one in lines[:3])


def test_a_process_that_cannot_show_the_calendar_is_no_measure(monkeypatch):
    monkeypatch.setattr(ward_grid, "LONGEST", 60)
    monkeypatch.setenv("QT_QPA_PLATFORM", "no such platform")
    with pytest.raises(RuntimeError):
        next(ward_grid.measures((1,), rounds=1))


def test_a_closure_hits_a_ward_that_was_planned_within_its_capacity():
    instance = hit_by_a_closure(15, 2)
    placed = replace_ward(instance.patients, instance.today)
    assert 0 < placed.touched < 15
    states = {
        item.state
        for one in instance.patients
        for item in one.course.cycles[0].items
        if item.kind == "infusion"
    }
    assert states == {"given", "planned"}


def test_a_ward_over_capacity_asks_for_more_places_than_there_are():
    instance = over_capacity(15, 2)
    asked = Counter(
        item.planned
        for one in instance.patients
        for item in one.course.cycles[0].items
        if item.kind == "infusion"
    )
    assert max(asked.values()) > 2
    assert instance == over_capacity(15, 2)


def test_a_ward_is_measured_with_what_is_proven_and_its_memory(monkeypatch):
    monkeypatch.setattr(ward_placing, "_by_highs", lambda _instance, _limit: None)
    lines = list(ward_placing.measures(((8, 2),)))
    assert [line.unit for line in lines] == ["s", "MB", "s", "MB"]
    assert "8 patients, closure and delays" in lines[0].name
    assert lines[0].name.endswith("proven")
    assert lines[0].peer == "HiGHS is not installed"


def test_a_ward_is_set_beside_the_peer_where_there_is_one(monkeypatch):
    monkeypatch.setattr(ward_placing, "_by_highs", lambda _instance, _limit: ("peer", 2.0))
    line = next(ward_placing.measures(((8, 2),)))
    assert (line.peer, line.theirs, line.budget) == ("peer", 2.0, 1.0)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "2 touched, 5 days, proven"),
        ({"proven": False}, "2 touched, 5 days, proven but for the earliest dates"),
        (
            {"proven": False, "bound_movement": 4},
            "2 touched, 5 days, not proven (at least 2, 4)",
        ),
    ],
)
def test_what_came_out_of_a_ward_is_told_honestly(changes, told):
    placed = WardPlacement((), (), 2, 5, **{**SURE, **changes})
    assert ward_placing._told(placed) == told


SURE = {"proven": True, "bound_touched": 2, "bound_movement": 5}


def test_a_search_that_found_nothing_in_time_is_not_measured(monkeypatch):
    monkeypatch.setattr(ward_placing, "replace_ward", lambda *_asked: Refused(()))
    with pytest.raises(RuntimeError, match="nothing was found in 0 s"):
        next(ward_placing.measures(((15, 2),), limit=0))
