"""A failure is logged and reported without a name, a message or a value (hazard H41)."""

import sys

import pytest

from nkdesk.app import bugs
from nkdesk.app.bugs import BugCatcher, bug_report, close_log, open_log
from nkdesk.services.desk import Desk
from nkdesk.ui.bug.dialog import BugDialog
from tests.app.conftest import log_files

NAME = "Семёнов, Илья"


class NamedTroubleError(Exception):
    """Its text carries a patient's name, as any error's might."""


def failing(filename=f"/home/{NAME}/отчёт/script.py"):
    """Return a failure with a name in its message, its value, its cause and its path."""
    code = compile(
        "def broken(name):\n    raise failure(name) from KeyError(name)", filename, "exec"
    )
    space = {"failure": NamedTroubleError}
    exec(code, space)  # noqa: S102 -- the only way to a path with a name in it
    try:
        space["broken"](NAME)
    except NamedTroubleError as error:
        return error


@pytest.fixture
def log(tmp_path):
    yield open_log(tmp_path / "logs")
    close_log()


def test_a_report_says_what_failed_and_where_and_holds_no_name():
    report = bug_report(failing())
    assert report.splitlines()[1] == "NamedTroubleError"
    assert "  test_bugs.py:" in report
    assert "  script.py:2 broken" in report
    for part in ("Семёнов", "Илья", "отчёт", "home"):
        assert part not in report


def test_a_place_in_the_program_is_named_in_full():
    try:
        Desk(None, None, "").protocol("beef")
    except AttributeError as error:
        report = bug_report(error)
    assert "  nkdesk/services/desk.py:" in report
    assert report.splitlines()[-1].startswith("  nkdesk/store/protocols.py:")
    assert report.splitlines()[0].startswith("nkdesk ")


def test_a_failure_is_logged_and_shown_without_a_name(log, tmp_path):
    shown = []
    failure = failing()
    BugCatcher(shown.append).catch(type(failure), failure, failure.__traceback__)
    logged = (tmp_path / "logs" / "nkdesk.log").read_text("utf-8")
    assert shown == [bug_report(failure)]
    assert "ERROR" in logged
    assert shown[0] in logged
    assert "Семёнов" not in logged


def test_a_failure_while_one_is_shown_is_only_logged(log, tmp_path):
    failure, shown = failing(), []

    def show(report):
        shown.append(report)
        catcher.catch(type(failure), failure, None)

    catcher = BugCatcher(show)
    catcher.catch(type(failure), failure, None)
    assert len(shown) == 1
    assert (tmp_path / "logs" / "nkdesk.log").read_text("utf-8").count("NamedTroubleError") == 2
    catcher.catch(type(failure), failure, None)
    assert len(shown) == 2


def test_a_report_that_cannot_be_shown_does_not_stop_the_next_one(log):
    def fail(_report):
        raise RuntimeError

    catcher, failure = BugCatcher(fail), failing()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            catcher.catch(type(failure), failure, None)


def test_the_catcher_stands_in_pythons_place_and_gives_it_back():
    catcher = BugCatcher(lambda _report: None)
    catcher.install()
    assert sys.excepthook == catcher.catch
    catcher.remove()
    assert sys.excepthook is sys.__excepthook__


def test_the_log_turns_over_and_five_files_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(bugs, "_LOG_BYTES", 1000)
    log = open_log(tmp_path)
    for number in range(200):
        log.error("line %03d %s", number, "x" * 50)
    close_log()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [
        "nkdesk.log",
        *(f"nkdesk.log.{n}" for n in (1, 2, 3, 4)),
    ]
    assert all(file.stat().st_size <= 1000 for file in files)
    assert "line 199" in files[0].read_text("utf-8")


def test_the_log_goes_to_one_file_and_nowhere_else(log, tmp_path, capsys):
    again = open_log(tmp_path / "second")
    assert again is log
    again.error("once")
    assert (tmp_path / "logs" / "nkdesk.log").read_text() == ""
    assert (tmp_path / "second" / "nkdesk.log").read_text().count("once") == 1
    assert capsys.readouterr() == ("", "")
    close_log()
    assert log_files() == []


def test_the_dialog_shows_the_report_and_copies_it(qtbot, text_size, qapp):
    dialog = BugDialog(None, bug_report(failing()))
    qtbot.addWidget(dialog)
    dialog.copy()
    assert qapp.clipboard().text() == dialog.report.toPlainText()
    assert dialog.report.isReadOnly()
    assert NAME not in dialog.report.toPlainText()
