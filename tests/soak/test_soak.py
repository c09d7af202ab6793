"""The soak finds what it watches for; how long it runs is up to whoever starts it."""

import pytest

from tests.services.ward_life import WardLife
from tests.soak import __main__ as soak
from tests.soak import watching
from tests.soak.lives import STEPS, lives


@pytest.fixture
def memory(monkeypatch):
    """Memory that reads as told: at the end of the warm-up, then at the end."""
    readings = []
    monkeypatch.setattr(watching, "memory_now", lambda: readings.pop(0))
    return readings


def test_steady_work_holds(memory):
    memory += [100.0, 119.0]
    watched = watching.repeat("work", lambda _turn: None, 0)
    assert watched.held
    assert watched.rounds == watching.WARM_UP + 1
    assert str(watched).endswith("119 MB, +19.0 MB since the warm-up: ok")


def test_growth_is_told(memory):
    memory += [100.0, 121.0]
    watched = watching.repeat("work", lambda _turn: None, 0)
    assert not watched.held
    assert "grew by more than 20 MB" in str(watched)


def test_an_error_ends_the_part_and_is_told_with_its_round(memory):
    memory += [100.0]

    def work(turn):
        if turn == 2:
            raise ValueError("spilt")

    watched = watching.repeat("work", work, 60)
    assert not watched.held
    assert (watched.rounds, watched.error) == (3, "round 2: ValueError: spilt")


def test_a_part_may_ask_for_rounds_instead_of_time(memory):
    memory += [100.0, 100.0]
    assert watching.repeat("work", lambda _turn: None, 0, at_least=9).rounds == 9


def test_a_life_that_goes_wrong_is_told_with_the_acts_that_led_there(monkeypatch):
    monkeypatch.setattr(WardLife, "journal_says_what_differs", _wrong)
    with pytest.raises(AssertionError, match="not told") as caught:
        lives(500)(1)
    assert "state = WardLife()" in str(caught.value)


def test_fifty_thousand_steps_are_searched_around_the_gates():
    """By default: H10 asks for as many."""
    assert soak.RUNS // 2 * STEPS == 50_000


@pytest.mark.parametrize("found", [0, 1])
def test_the_faults_are_made_where_they_are_asked_for(monkeypatch, found):
    monkeypatch.setattr(soak, "_parts", lambda *_: iter(()))
    monkeypatch.setattr(soak.report, "main", lambda words: found if words == [] else 9)
    assert soak.main([]) == 0
    assert soak.main(["--faults"]) == found


def _wrong(*_):
    raise AssertionError("not told")


def test_each_part_runs_a_few_rounds_whatever_the_time(qapp, capsys):
    assert soak.main(["--minutes", "0", "--runs", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "placing",
        "printing",
        "opening and verifying",
        "killed at the bed",
        "histories of one cycle",
        "changing plans",
        "gates",
        "gates past the program",
    ]
    assert all(line.endswith("ok") for line in lines)
