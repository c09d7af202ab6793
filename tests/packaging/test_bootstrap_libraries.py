"""Qt's system libraries: what is missing is named with the one command that helps."""

import pytest


@pytest.fixture
def libraries(part):
    return part("bootstrap_libraries")


def all_but(*missing):
    return lambda library: library not in missing


@pytest.fixture
def as_user(libraries, monkeypatch):
    monkeypatch.setattr(libraries.sys, "platform", "linux")
    monkeypatch.setattr(libraries, "is_root", lambda: False)
    monkeypatch.setattr(libraries.shutil, "which", lambda name: f"/usr/bin/{name}")


def test_nothing_is_asked_for_when_everything_loads(libraries):
    assert libraries.missing_packages({"DISPLAY": ":0"}, all_but()) == []


def test_a_library_that_does_not_load_is_named_by_its_package(libraries):
    assert libraries.missing_packages({}, all_but("libEGL.so.1")) == ["libegl1"]


def test_x11_libraries_are_needed_only_where_a_window_will_show_on_x11(libraries):
    gone = all_but("libxcb-cursor.so.0")
    assert libraries.missing_packages({}, gone) == []
    assert libraries.missing_packages({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, gone) == []
    assert libraries.missing_packages({"DISPLAY": ":0"}, gone) == ["libxcb-cursor0"]
    assert libraries.missing_packages({"QT_QPA_PLATFORM": "xcb"}, gone) == ["libxcb-cursor0"]


def test_a_python_without_venv_needs_its_package(libraries, monkeypatch):
    monkeypatch.setattr(libraries.importlib.util, "find_spec", lambda _name: None)
    (package,) = libraries.missing_packages({}, all_but())
    assert package == f"python3.{libraries.sys.version_info.minor}-venv"


def test_the_loader_knows_a_library_from_none(libraries):
    assert not libraries.loads("libnothing-of-this-name.so.0")


def test_a_user_without_rights_gets_the_one_exact_command(libraries, as_user, monkeypatch):
    monkeypatch.setattr(libraries, "missing_packages", lambda _variables: ["libgl1", "libegl1"])
    with pytest.raises(libraries.BootstrapError) as told:
        libraries.ensure_libraries({})
    assert str(told.value).splitlines()[1:] == [
        "  sudo apt-get install -y --no-install-recommends libgl1 libegl1"
    ]


def test_another_linux_gets_the_names(libraries, as_user, monkeypatch):
    monkeypatch.setattr(libraries, "missing_packages", lambda _variables: ["libgl1"])
    monkeypatch.setattr(libraries.shutil, "which", lambda _name: None)
    with pytest.raises(libraries.BootstrapError, match="names on Debian are: libgl1"):
        libraries.ensure_libraries({})


def test_root_installs_them_and_looks_again(libraries, as_user, monkeypatch):
    installed = []
    monkeypatch.setattr(libraries, "is_root", lambda: True)
    monkeypatch.setattr(
        libraries, "missing_packages", lambda _variables: [] if installed else ["libgl1"]
    )
    monkeypatch.setattr(
        libraries.subprocess, "run", lambda words, **_options: installed.append(words)
    )
    libraries.ensure_libraries({})
    update, install = installed
    assert update[0] == "apt-get"
    assert update[-1] == "update"
    assert install[:5] == ["apt-get", "install", "-y", "--no-install-recommends", "libgl1"]


def test_root_whose_installation_failed_gets_the_command(libraries, as_user, monkeypatch):
    monkeypatch.setattr(libraries, "is_root", lambda: True)
    monkeypatch.setattr(libraries, "missing_packages", lambda _variables: ["libgl1"])
    monkeypatch.setattr(libraries.subprocess, "run", lambda _words, **_options: None)
    with pytest.raises(libraries.BootstrapError, match="\n  apt-get install -y"):
        libraries.ensure_libraries({})


def test_other_systems_bring_their_own(libraries, monkeypatch):
    monkeypatch.setattr(libraries.sys, "platform", "win32")
    monkeypatch.setattr(libraries, "missing_packages", lambda _variables: ["libgl1"])
    libraries.ensure_libraries({})
