"""The bootstrap as a person starts it: real environments, a real pip, no network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import run_command, run_python, start_command, write_project

pytestmark = pytest.mark.skipif(os.name == "nt", reason="starts POSIX commands")


def variables(root: Path) -> dict[str, str]:
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": root.as_uri(), "PIP_CONFIG_FILE": os.devnull}
    return {**os.environ, **offline, "QT_QPA_PLATFORM": "offscreen"}


def start(root: Path, *words: str, **options) -> subprocess.CompletedProcess:
    return run_python(root / "packaging" / "bootstrap.py", *words, env=variables(root), **options)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project in a path with a space and Cyrillic letters, set up once."""
    root = write_project(tmp_path_factory.mktemp("bootstrap") / "Отделение № 3")
    done = start(root, "setup")
    assert done.returncode == 0, done.stderr
    return root


def test_run_passes_the_arguments_on_from_the_folder_the_person_stands_in(project, tmp_path):
    done = start(project, "run", "--", "--demo", "--", "Ёлка", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert told == {"words": ["--demo", "--", "Ёлка"], "folder": str(tmp_path.resolve())}
    assert done.returncode == 7


def test_a_second_start_says_nothing_and_installs_nothing(project, tmp_path):
    stamp = project / ".venv" / "nkdesk-stamp.json"
    before = stamp.stat().st_mtime_ns
    done = start(project, "setup", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert stamp.stat().st_mtime_ns == before


def test_a_library_of_the_same_name_in_the_current_folder_is_not_taken(project, tmp_path):
    (tmp_path / "tiny.py").write_text("raise SystemExit(99)", encoding="utf-8")
    assert start(project, "run", cwd=tmp_path).returncode == 7


@pytest.mark.parametrize("name", ["nkdesk", "nkdeskctl"])
def test_the_commands_start_from_anywhere_even_through_a_link(project, tmp_path, name):
    (tmp_path / "link").symlink_to(project / ".venv" / "bin" / name)
    done = run_command([tmp_path / "link", "today", "--pdf", "a b.pdf"], cwd=tmp_path)
    assert json.loads(done.stdout)["words"] == ["today", "--pdf", "a b.pdf"]
    assert done.returncode == 7


def test_a_missing_package_has_the_environment_made_again(project):
    site_packages = next((project / ".venv" / "lib").glob("python*/site-packages"))
    (site_packages / "tiny.py").unlink()
    done = start(project, "run")
    assert "made again" in done.stderr
    assert done.returncode == 7


def test_a_moved_folder_still_runs(project):
    moved = project.with_name("Moved away")
    project.rename(moved)
    try:
        done = start(moved, "run")
    finally:
        moved.rename(project)
    assert (done.returncode, done.stderr) == (7, "")


def test_a_file_that_is_not_the_locked_one_is_refused(tmp_path):
    root = write_project(tmp_path / "tampered")
    lock = root / "packaging" / "requirements.lock"
    lock.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    done = start(root, "run")
    assert done.returncode == 1
    assert "start the same command again" in done.stderr
    assert not (root / ".venv" / "nkdesk-stamp.json").exists()


def test_two_at_once_take_turns_and_install_once(tmp_path):
    root = write_project(tmp_path / "два сразу")
    command = [sys.executable, root / "packaging" / "bootstrap.py", "setup"]
    pair = [
        start_command(command, env=variables(root), stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = "".join(process.communicate()[1] for process in pair)
    assert [process.returncode for process in pair] == [0, 0]
    assert told.count("Installing the packages") == 1


def test_an_old_python_is_told_so_plainly():
    path = Path(__file__).resolve().parents[2] / "packaging" / "bootstrap.py"
    program = "import runpy, sys; sys.version_info = (3, 8, 10);"
    done = run_python("-c", f"{program} runpy.run_path({str(path)!r}, run_name='__main__')")
    assert done.returncode == 1
    assert done.stderr.startswith("nkdesk needs Python 3.11 or newer; this is Python 3.8.10.")
    assert len(done.stderr.splitlines()) == 1
