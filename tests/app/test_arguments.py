"""What nkdesk can be started with, and whether there is a screen for it."""

from pathlib import Path

import pytest

import nkdesk.app
from nkdesk import __version__
from nkdesk.app.arguments import Asked, read_arguments
from nkdesk.app.display import has_display


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], Asked(None, demo=False)),
        (["--demo"], Asked(None, demo=True)),
        (["--data-dir", "отделение 3"], Asked(Path("отделение 3"), demo=False)),
        (["--demo", "--data-dir=/w"], Asked(Path("/w"), demo=True)),
    ],
)
def test_a_ward_and_the_demo_can_be_asked_for(words, asked):
    assert read_arguments(words) == asked


@pytest.mark.parametrize("words", [["--nonsense"], ["--data-dir"], ["ward"]])
def test_a_wrong_word_ends_the_program_with_code_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        read_arguments(words)
    assert ended.value.code == 2
    assert "usage: nkdesk" in capsys.readouterr().err


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        read_arguments(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"nkdesk {__version__}\n")


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_screen_is_known_by_its_variable(name):
    assert has_display({name: ":0"}, "linux")
    assert not has_display({name: ""}, "linux")


def test_other_systems_always_have_a_screen():
    assert has_display({}, "win32")
    assert has_display({}, "darwin")
    assert not has_display({}, "linux")


def test_the_window_is_opened_where_there_is_a_screen(monkeypatch):
    monkeypatch.setattr(nkdesk.app, "has_display", lambda: True)
    monkeypatch.setattr("nkdesk.app.window.run_window", lambda asked: (asked, 7))
    assert nkdesk.app.main(["--demo"]) == (Asked(None, demo=True), 7)


def test_without_a_screen_the_list_is_written_instead(monkeypatch):
    monkeypatch.setattr(nkdesk.app, "has_display", lambda: False)
    monkeypatch.setattr("nkdesk.app.windowless.write_sample_list", lambda: 5)
    assert nkdesk.app.main([]) == 5


def test_the_arguments_of_the_process_are_read(monkeypatch):
    monkeypatch.setattr("sys.argv", ["nkdesk", "--nonsense"])
    with pytest.raises(SystemExit):
        nkdesk.app.main()
