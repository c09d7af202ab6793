"""The window's whole life: painted first, then the ward, then closed with nothing left."""

import json
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from nkdesk.app import window as window_module
from nkdesk.app.arguments import Asked
from nkdesk.app.first_paint import FirstPaint
from nkdesk.app.window import run_window, show_report
from nkdesk.store.connection import is_open_here
from nkdesk.ui.bug.dialog import BugDialog


@pytest.fixture
def in_this_process(qapp, text_size, monkeypatch):
    monkeypatch.setattr(window_module, "make_application", lambda _words: (qapp, text_size))
    yield
    # A window closed on the way out leaves a second order to quit behind, which would end every
    # event loop of the tests to come before it begins; a loop of its own takes it along.
    QTimer.singleShot(50, lambda: qapp.exit(0))
    qapp.exec()


def test_a_measured_start_tells_of_its_paintings_and_ends(
    in_this_process, ward, monkeypatch, capsys
):
    monkeypatch.setenv("NKDESK_BENCH", "1")
    assert run_window(Asked(ward, demo=True)) == 0
    told = [json.loads(line)["event"] for line in capsys.readouterr().out.splitlines()]
    assert told == ["painted", "rows"]
    assert not is_open_here(ward / "ward.nkdesk")
    assert sys.excepthook is sys.__excepthook__


def test_an_ordinary_start_tells_nothing(in_this_process, ward, capsys):
    QTimer.singleShot(300, QApplication.closeAllWindows)
    assert run_window(Asked(ward, demo=False)) == 0
    assert capsys.readouterr().out == ""


def test_a_failure_nobody_caught_is_shown_and_the_window_goes_on(
    in_this_process, ward, monkeypatch
):
    shown = []

    def fail(_opening):
        QTimer.singleShot(0, QCoreApplication.quit)
        raise ValueError("Семёнов")

    monkeypatch.setattr(window_module.Opening, "begin", fail)
    monkeypatch.setattr(window_module, "show_report", lambda _window, report: shown.append(report))
    assert run_window(Asked(ward, demo=True)) == 0
    [report] = shown
    assert "ValueError" in report
    assert "Семёнов" not in report


def test_the_report_is_shown_over_the_window(start, monkeypatch):
    shown = Mock()
    monkeypatch.setattr(BugDialog, "exec", lambda dialog: shown(dialog))  # noqa: PLW0108 -- bound
    window = start()._window
    show_report(window, "ValueError\n  nkdesk/app/window.py:1 f")
    [dialog] = shown.call_args.args
    assert dialog.parent() is window
    assert "window.py" in dialog.report.toPlainText()


def test_the_first_painting_is_told_once(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    told = []
    first = FirstPaint(widget)
    first.done.connect(lambda: told.append(1))
    widget.show()
    qtbot.waitUntil(lambda: told == [1])
    widget.update()
    widget.resize(300, 300)
    second = FirstPaint(widget)
    with qtbot.waitSignal(second.done):
        widget.update()
    assert told == [1]


def test_the_program_opens_the_sample_ward_by_itself(ward):
    ended = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-m", "nkdesk", "--demo", "--data-dir", str(ward)],
        env={
            **os.environ,
            "NKDESK_BENCH": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0
    assert [json.loads(line)["event"] for line in ended.stdout.splitlines()] == ["painted", "rows"]
    assert "Traceback" not in ended.stderr
    assert sorted(path.name for path in ward.iterdir()) == ["backups", "logs", "ward.nkdesk"]
