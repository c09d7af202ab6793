"""The window of a ward that cannot be written to: it says so, reads, and refuses in words (S8)."""

import shutil

import pytest
from PySide6.QtWidgets import QLabel

from nkdesk.app.worker import Worker
from nkdesk.services import gate
from nkdesk.services.day_list import day_list
from nkdesk.services.problems import StoreError
from nkdesk.services.ward import open_ward, reading_only
from nkdesk.store import inspection
from nkdesk.ui.run import show_ward

SAID = "This ward is open for reading only"


@pytest.fixture
def locked_desk(sample_folder, tmp_path, turned_clock, monkeypatch):
    folder = tmp_path / "locked"
    shutil.copytree(sample_folder, folder)
    monkeypatch.setattr(inspection.os, "access", lambda asked, _: asked != folder)
    opened = open_ward(folder, lambda _zone, _day: turned_clock, "Anna")
    with opened.store:
        yield opened


@pytest.fixture
def locked_view(window, locked_desk):
    worker = Worker()
    shown = show_ward(window, locked_desk, lambda _path: (), worker)
    yield shown
    shown.stop()
    worker.stop()


def test_a_ward_that_can_be_written_to_shows_no_bar(view):
    assert reading_only(view.desk) is None
    assert view.frame.reading_only.isHidden()


def test_the_bar_says_why_nothing_can_be_saved_and_the_rows_are_there(locked_view):
    bar = locked_view.frame.reading_only
    assert not bar.isHidden()
    assert bar.words.text().startswith(SAID)
    assert bar.accessibleName() == bar.words.text()
    assert day_list(locked_view.desk, locked_view.board.day).rows
    locked_view.settle()
    assert locked_view.frame.trouble.isHidden()


@pytest.mark.parametrize("name", ["record", "defer", "not_given", "new_patient", "undo"])
def test_a_command_that_saves_says_so_before_anything_is_typed(locked_view, name):
    getattr(locked_view.frame.commands, name).trigger()
    assert locked_view.acts.dialog is None
    assert locked_view.frame.status.said.text().startswith(SAID)


def test_a_save_from_a_dialog_is_refused_in_the_same_words(locked_view):
    locked_view.acts.enrol()
    dialog = locked_view.acts.dialog
    assert dialog.attempt(lambda: _save(locked_view.desk)) is None
    assert any(SAID in one.text() for one in dialog.summary.findChildren(QLabel))
    dialog.done(0)


def test_nothing_is_closed_in_passing(locked_desk):
    locked_desk.clock.turn(days=60)
    assert gate.close_expired(locked_desk) == 0
    with pytest.raises(StoreError):
        _save(locked_desk)


def _save(desk):
    with desk.store.step(actor="Anna", what="note"):
        raise AssertionError("a step began")
