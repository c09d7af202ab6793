"""The wheel: everything nkdesk needs at run time is inside, and nothing else."""

import configparser
import zipfile

import pytest

from tests.packaging.conftest import ROOT, run_python


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = run_python("-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("nkdesk-*-py3-none-any.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_all_shipped_files_are_inside(wheel):
    inside = set(wheel.namelist())
    shipped = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert shipped
    for path in shipped:
        assert f"nkdesk/resources/{path.relative_to(ROOT / 'resources').as_posix()}" in inside


@pytest.mark.parametrize("kind", ["fonts/", "protocols/", "sample_ward/"])
def test_fonts_protocols_and_the_sample_ward_are_among_them(wheel, kind):
    assert any(name.startswith(f"nkdesk/resources/{kind}") for name in wheel.namelist())


def test_every_module_is_inside(wheel):
    inside = set(wheel.namelist())
    for path in (ROOT / "nkdesk").rglob("*.py"):
        assert path.relative_to(ROOT).as_posix() in inside


def test_nothing_but_nkdesk_is_inside(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    (metadata,) = (top for top in tops if top.endswith(".dist-info"))
    assert tops == {"nkdesk", metadata}
    assert not any("__pycache__" in name for name in wheel.namelist())


def test_both_commands_are_declared(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    points = configparser.ConfigParser()
    points.read_string(wheel.read(name).decode())
    assert points["console_scripts"]["nkdeskctl"] == "nkdesk.cli:main"
    assert points["gui_scripts"]["nkdesk"] == "nkdesk.app:main"


def test_the_licence_travels_with_it(wheel):
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_nkdesk_from_the_wheel_finds_its_own_resources(wheel, tmp_path):
    wheel.extractall(tmp_path)
    program = "from nkdesk.places import resources; print(resources())"
    done = run_python("-P", "-c", program, env={"PYTHONPATH": str(tmp_path)}, cwd=tmp_path)
    assert done.stdout.strip() == str(tmp_path / "nkdesk" / "resources")
