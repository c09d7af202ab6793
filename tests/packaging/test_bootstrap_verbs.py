"""The verbs: what each prepares, what it starts, and what it answers."""

import pytest

from tests.packaging.conftest import ROOT


@pytest.fixture
def verbs(part):
    return part("bootstrap_verbs")


@pytest.fixture
def prepared(verbs, monkeypatch):
    """What was prepared and started, instead of doing it."""
    done = []
    monkeypatch.setattr(verbs, "prepare", lambda _place, lock: done.append(lock.name))
    monkeypatch.setattr(verbs, "become", lambda _place, words: done.append(words) or 0)
    monkeypatch.setattr(verbs, "run_checks", lambda _place: done.append("checks") or 1)
    return done


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["run"], ["RUNTIME", ["-m", "nkdesk"]]),
        (["run", "--", "--demo"], ["RUNTIME", ["-m", "nkdesk", "--demo"]]),
        (["setup"], ["RUNTIME"]),
        (["bench", "--json", "f"], ["TEST", ["-m", "tests.benchmarks", "--json", "f"]]),
        (["bench", "--", "--json", "f"], ["TEST", ["-m", "tests.benchmarks", "--json", "f"]]),
        (["soak"], ["TEST", ["-m", "tests.soak"]]),
    ],
)
def test_a_verb_prepares_and_starts_its_own(verbs, prepared, words, expected):
    assert verbs.main(words) == 0
    assert prepared == expected


def test_test_answers_with_what_the_checks_say(verbs, prepared):
    assert verbs.main(["test"]) == 1
    assert prepared == ["TEST", "checks"]


@pytest.mark.parametrize("words", [[], ["prescribe"], ["test", "-k"], ["setup", "x"]])
def test_a_wrongly_written_command_shows_how_it_is_written(verbs, prepared, capsys, words):
    assert verbs.main(words) == 2
    assert capsys.readouterr().err == verbs.USAGE
    assert prepared == []


def test_arguments_without_dashes_are_not_guessed_at(verbs, prepared, capsys):
    assert verbs.main(["run", "--demo"]) == 2
    assert "run -- --demo" in capsys.readouterr().err
    assert prepared == []


def test_help_is_no_error(verbs, capsys):
    assert verbs.main(["--help"]) == 0
    assert capsys.readouterr().out == verbs.USAGE


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (
            OSError(28, "No space left"),
            (1, "nkdesk could not be set up here: [Errno 28] No space left\n"),
        ),
        (KeyboardInterrupt(), (130, "Stopped. The same command goes on from here.\n")),
    ],
)
def test_what_stops_it_is_said_in_one_line(verbs, monkeypatch, capsys, raised, expected):
    def prepare(place, lock):
        raise raised

    monkeypatch.setattr(verbs, "prepare", prepare)
    assert (verbs.main(["run"]), capsys.readouterr().err) == expected


def test_a_bootstrap_error_is_said_as_it_is(verbs, monkeypatch, capsys):
    def prepare(place, lock):
        raise verbs.BootstrapError("One plain sentence.")

    monkeypatch.setattr(verbs, "prepare", prepare)
    assert verbs.main(["setup"]) == 1
    assert capsys.readouterr().err == "One plain sentence.\n"


def test_prepare_looks_at_the_libraries_before_it_downloads(verbs, monkeypatch):
    order = []
    monkeypatch.setattr(verbs, "ensure_libraries", lambda _variables: order.append("libraries"))
    monkeypatch.setattr(verbs, "ensure", lambda _place, _lock: order.append("environment"))
    monkeypatch.setattr(verbs, "link_project", lambda _place: order.append("project"))
    verbs.prepare(None, None)
    assert order == ["libraries", "environment", "project"]


def test_nkdesk_takes_the_place_of_the_bootstrap(verbs, monkeypatch):
    became = []
    monkeypatch.setattr(verbs, "WINDOWS", False)
    monkeypatch.setattr(verbs.os, "execve", lambda *all_of_it: became.extend(all_of_it))
    monkeypatch.setattr(
        verbs.subprocess, "run", lambda _words, **_options: type("Done", (), {"returncode": 0})
    )
    place = verbs.Place(ROOT)
    verbs.become(place, ["-m", "nkdesk"])
    program, words, variables = became
    assert words == [program, "-P", "-m", "nkdesk"]
    assert program == str(place.python)
    assert "PYTHONPATH" not in variables
