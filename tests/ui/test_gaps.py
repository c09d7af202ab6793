"""The board of checks, and the bar that tells of one that was closed."""

from datetime import date

import pytest

from nkdesk.model.eligibility import UnknownReason
from nkdesk.model.words import Words
from nkdesk.services.eligibility_models import Gap
from nkdesk.ui.gaps.words import gap_lines
from nkdesk.ui.gate.dialog import CheckDialog
from nkdesk.ui.rail_order import Place
from tests.services.gate import story
from tests.ui.changing import page_of

EXPIRES = date(2026, 3, 25)


@pytest.fixture
def board(view):
    view.go(Place.CHECKS)
    return view.screen


def numbers(board):
    return [row.line.patient.trial_number for row in board.model.rows]


def test_the_nearest_day_stands_first_and_nobody_is_chosen(board):
    days = [row.day for row in board.model.rows if row.day is not None]
    assert days == sorted(days)
    assert board.model.rows[-1].day is None
    assert not board.main_button.isEnabled()


def test_a_row_tells_by_shape_and_word_what_is_missing(board):
    texts = {
        row.line.patient.trial_number: board.model.columns[3].text(row) for row in board.model.rows
    }
    assert "○  Missing: uncontrolled infection" in texts["NK-012"]
    assert "✖  Speaks against it: severe hepatic dysfunction" in texts["NK-009"]
    assert texts["NK-001"] == "✔  Everything is there"


def test_what_expires_before_the_day_says_until_when_it_counts():
    gap = Gap("P-E2", Words("severe hepatic dysfunction: …"), UnknownReason.EXPIRED, EXPIRES)
    assert gap_lines([gap]) == [
        ("▲  Counts until Wed 25-Mar-2026 only: severe hepatic dysfunction", "caution")
    ]


def test_every_row_names_the_patient_twice(board):
    for row in board.model.rows:
        spoken = board.model.columns[1].text(row)
        assert row.line.patient.name.full in spoken
        assert row.line.patient.trial_number in spoken


def test_a_chosen_row_opens_its_check(board, view):
    board.table.selectRow(0)
    board.main_button.click()
    assert isinstance(view.acts.dialog, CheckDialog)
    assert view.acts.dialog.line.patient.trial_number == numbers(board)[0]


def test_a_filter_says_how_many_it_leaves_and_is_cleared(board):
    everybody = len(board.model.rows)
    board.narrowing.what.setCurrentIndex(1)
    board.narrowing.when.setCurrentIndex(2)
    assert 0 < len(board.model.rows) < everybody
    assert board.bar.words.text() == f"Filtered: {len(board.model.rows)} of {everybody}"
    board.bar.clear.click()
    assert len(board.model.rows) == everybody
    assert board.bar.isHidden()


def test_a_filter_that_leaves_nobody_offers_everybody(board):
    board.narrowing.name.setText("nobody of that name")
    assert board._stack.currentIndex() == 1


def closed(view, **turn):
    patient = page_of(view.desk, "NK-001").line.patient.id
    story.saved(story.sign(view.desk, patient))
    view.desk.clock.turn(**turn)
    return patient


def test_a_signature_whose_day_is_over_is_closed_and_told_when_the_day_turns(view):
    closed(view, days=14)
    view._look_elsewhere()
    bar = view.frame.alerts
    assert not bar.isHidden()
    assert "the last day of its results is over" in bar.words.text()
    bar.check_asked.emit(bar.alert)
    assert isinstance(view.acts.dialog, CheckDialog)


def test_an_alert_once_seen_is_gone_and_who_saw_it_is_kept(view):
    patient = closed(view)
    story.alt(view.desk, patient, "900", view.desk.clock.today())
    view.alerts.look()
    view.frame.alerts.have_seen.click()
    assert view.frame.alerts.isHidden()
    view.alerts.look()
    assert view.frame.alerts.isHidden()
