"""The stamp, the turn, and what happens to an environment that is not whole."""

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import PACKAGING, run_python, start_command, write_project


@pytest.fixture
def environment(part):
    return part("bootstrap_environment")


@pytest.fixture
def place(environment, tmp_path):
    return environment.Place(write_project(tmp_path / "Отделение № 3"))


@pytest.fixture
def calls(environment, monkeypatch):
    """The commands that would have run; each leaves behind what the real one would."""
    made = []
    monkeypatch.setattr(environment, "call", lambda words, _held: made.append(pretend(words)) or 0)
    return made


def pretend(words):
    """Do what `-m venv` or pip would do to the folder; return which of the two it was."""
    place_of = importlib.import_module("bootstrap_environment").Place
    if "venv" in words:
        place = place_of(Path(words[-1]).parent)
        place.site_packages.mkdir(parents=True)
        place.scripts.mkdir()
        place.python.touch()
        return "venv"
    place = place_of(Path(words[0]).parents[2])
    (place.site_packages / "tiny.py").touch()
    return Path(words[-1]).name


def test_a_fresh_folder_gets_an_environment_once(environment, place, calls):
    environment.ensure(place, environment.Lock.RUNTIME)
    environment.ensure(place, environment.Lock.RUNTIME)
    assert calls == ["venv", "requirements.lock"]


def test_the_test_lock_is_added_to_a_whole_environment(environment, place, calls):
    environment.ensure(place, environment.Lock.RUNTIME)
    environment.ensure(place, environment.Lock.TEST)
    environment.ensure(place, environment.Lock.RUNTIME)
    assert calls == ["venv", "requirements.lock", "requirements-test.lock"]


def test_a_changed_lock_has_it_made_again(environment, place, calls):
    environment.ensure(place, environment.Lock.RUNTIME)
    with place.lock_file(environment.Lock.RUNTIME).open("a") as lock:
        lock.write("more==1.0\n")
    environment.ensure(place, environment.Lock.RUNTIME)
    assert calls == ["venv", "requirements.lock"] * 2


def test_line_ends_of_a_windows_checkout_do_not_count_as_a_change(environment, place):
    lock = place.lock_file(environment.Lock.RUNTIME)
    before = environment.fingerprint(place, environment.Lock.RUNTIME)
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert environment.fingerprint(place, environment.Lock.RUNTIME) == before


def test_another_python_has_it_made_again(environment, place, calls, monkeypatch):
    environment.ensure(place, environment.Lock.RUNTIME)
    monkeypatch.setattr(environment.platform, "machine", lambda: "another")
    assert not environment.is_whole(place, environment.Lock.RUNTIME)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"RUNTIME": 1}', "\udcff"])
def test_a_damaged_stamp_counts_as_none(environment, place, calls, text):
    environment.ensure(place, environment.Lock.RUNTIME)
    place.stamp.write_bytes(text.encode(errors="surrogateescape"))
    assert not environment.is_whole(place, environment.Lock.RUNTIME)


def test_an_environment_whose_python_is_gone_is_not_whole(environment, place, calls):
    environment.ensure(place, environment.Lock.RUNTIME)
    place.python.unlink()
    assert not environment.is_whole(place, environment.Lock.RUNTIME)


def test_somebody_elses_environment_is_set_aside_untouched(environment, place, calls):
    place.venv.mkdir()
    (place.venv / "precious").write_text("kept", encoding="utf-8")
    environment.ensure(place, environment.Lock.RUNTIME)
    (aside,) = place.root.glob(".venv.aside-*")
    assert (aside / "precious").read_text(encoding="utf-8") == "kept"
    assert environment.is_whole(place, environment.Lock.RUNTIME)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_is_set_aside_and_what_it_points_to_stays(environment, place, calls, target):
    (place.root / "elsewhere").mkdir()
    place.venv.symlink_to(place.root / target)
    environment.ensure(place, environment.Lock.RUNTIME)
    assert (place.root / "elsewhere").is_dir()
    assert not place.venv.is_symlink()


def test_a_failed_installation_leaves_no_stamp(environment, place, monkeypatch):
    monkeypatch.setattr(environment, "call", lambda words, _held: int("pip" in words))
    with pytest.raises(environment.BootstrapError, match="start the same command again"):
        environment.ensure(place, environment.Lock.RUNTIME)
    assert not place.stamp.exists()


def test_a_failed_venv_is_named(environment, place, monkeypatch):
    monkeypatch.setattr(environment, "call", lambda _words, _held: 1)
    with pytest.raises(environment.BootstrapError, match="could not make an environment"):
        environment.ensure(place, environment.Lock.RUNTIME)


# Dies before the n-th line of the environment's code, for every n, then starts again.
KILLED_ANYWHERE = """
import pathlib, sys
import bootstrap_environment as environment
from tests.packaging.conftest import write_project
from tests.packaging.test_bootstrap_environment import pretend

class Killed(BaseException):
    pass

def die_at(line):
    left = line
    def trace(frame, event, argument):
        nonlocal left
        if frame.f_code.co_filename != environment.__file__:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                raise Killed
        return trace
    return trace

environment.call = lambda words, held: pretend(words) and 0
environment.say = lambda sentence: None
top = pathlib.Path(sys.argv[1])
for lock in environment.Lock:
    finished, line = False, 0
    while not finished:
        line += 1
        place = environment.Place(write_project(top / lock.name / str(line)))
        if lock is environment.Lock.TEST:
            environment.ensure(place, environment.Lock.RUNTIME)
        sys.settrace(die_at(line))
        try:
            environment.ensure(place, lock)
            finished = True
        except Killed:
            pass
        finally:
            sys.settrace(None)
        environment.ensure(place, lock)
        assert environment.is_whole(place, lock), line
        assert (place.site_packages / "tiny.py").exists(), line
    print(lock.name, line)
"""


def test_killed_at_any_line_the_next_start_finishes_the_work(tmp_path):
    root = PACKAGING.parent
    paths = os.pathsep.join([str(PACKAGING), str(root)])
    done = run_python("-c", KILLED_ANYWHERE, tmp_path, env={**os.environ, "PYTHONPATH": paths})
    assert done.returncode == 0, done.stderr
    (_, runtime), (_, added) = (line.split() for line in done.stdout.splitlines())
    assert int(runtime) > 40
    assert int(added) > 40


@pytest.mark.skipif(os.name == "nt", reason="the turn outlives its process on POSIX only")
def test_the_turn_is_kept_while_a_child_of_a_killed_bootstrap_lives(environment, place):
    program = (
        "import os, pathlib, sys, bootstrap_environment as e\n"
        "with e.only_one(e.Place(pathlib.Path(sys.argv[1]))) as held:\n"
        "    e.call(['sh', '-c', 'echo here; kill -9 $PPID; read line'], held)\n"
    )
    with start_command(
        [sys.executable, "-c", program, place.root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PACKAGING)},
    ) as killed:
        assert killed.stdout.readline() == b"here\n"
        assert killed.wait() == -9
        descriptor = os.open(place.root / ".bootstrap.lock", os.O_RDWR)
        assert not environment.take_turn(descriptor)
        killed.stdin.write(b"\n")
        killed.stdin.close()
        killed.stdout.read()
    with environment.only_one(place):
        assert not environment.take_turn(descriptor)
    assert environment.take_turn(descriptor)
    os.close(descriptor)


def test_variables_that_lead_elsewhere_do_not_reach_the_environment(environment):
    given = {"PYTHONPATH": "/else", "PIP_TARGET": "/else", "PIP_INDEX_URL": "kept", "HOME": "h"}
    assert environment.clean_variables(given) == {"PIP_INDEX_URL": "kept", "HOME": "h"}


def test_the_first_file_can_be_read_by_any_python_3():
    source = (PACKAGING / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 4))


def test_only_the_standard_library_is_imported():
    parts = {file.stem for file in PACKAGING.glob("*.py")}
    for file in PACKAGING.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names | parts, (file.name, name)
