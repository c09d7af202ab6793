"""The checks: all of them run, and the last line says how it went."""

import subprocess

import pytest

from tests.packaging.conftest import ROOT, run_python


@pytest.fixture
def checks(part):
    return part("bootstrap_checks")


@pytest.fixture
def place(part, tmp_path):
    return part("bootstrap_environment").Place(tmp_path)


def test_every_check_runs_even_when_the_first_fails(checks, place, capsys):
    ran = []
    code = checks.run_checks(place, lambda words: ran.append(words) or int(len(ran) == 1))
    assert ran == list(checks.CHECKS.values())
    assert code == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("FAILED: format (7 checks, ")


def test_one_line_closes_a_good_run(checks, place, capsys):
    assert checks.run_checks(place, lambda _words: 0) == 0
    assert capsys.readouterr().out.startswith("All checks passed (7 checks, ")


def test_a_check_that_was_killed_counts_as_failed(checks, place):
    assert checks.run_checks(place, lambda _words: -9) == 1


def test_numbers_of_an_earlier_run_are_not_believed(checks, place):
    (place.root / ".coverage").touch()
    checks.run_checks(place, lambda _words: 0)
    assert not (place.root / ".coverage").exists()


def test_the_two_thresholds_stand_as_agreed(checks):
    core = " ".join(checks.CHECKS["coverage of the core, 100 %"])
    rest = " ".join(checks.CHECKS["coverage of the rest, 90 %"])
    assert "--fail-under=100" in core
    assert "--fail-under=90" in rest
    for layer in ("model", "scheduler", "bedside", "store", "services"):
        assert f"nkdesk/{layer}/*" in core
        assert f"nkdesk/{layer}/*" in rest.partition("--omit=")[2]


def test_checks_run_in_the_project_without_a_screen(checks, place, monkeypatch):
    seen = {}

    def run(words, **options):
        seen.update(words=words, **options)
        return subprocess.CompletedProcess(words, 3)

    monkeypatch.setattr(checks.subprocess, "run", run)
    assert checks.in_environment(place)(["-m", "mypy"]) == 3
    assert seen["words"] == [str(place.python), "-P", "-m", "mypy"]
    assert seen["cwd"] == place.root
    assert seen["env"]["QT_QPA_PLATFORM"] == "offscreen"


def test_the_import_contracts_can_be_started_without_a_command_on_the_path(checks, tmp_path):
    done = run_python("-c", checks.IMPORTS, "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_ci_calls_exactly_the_test_command():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1] == "set -eu"
    assert lines[-1] == "python3 packaging/bootstrap.py test"


def test_the_readme_shows_both_commands_as_they_are_typed():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert "python3 packaging/bootstrap.py run" in lines
    assert "python3 packaging/bootstrap.py test" in lines
