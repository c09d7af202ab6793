"""Changing a plan in the whole window, over a real ward store, with clicks counted."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from nkdesk.services.patient_page import patient_page
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.bedside.dialog import BedsideDialog
from nkdesk.ui.cease.dialog import CeaseDialog
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.correct.dialog import CorrectDialog
from nkdesk.ui.defer.dialog import DeferDialog
from nkdesk.ui.off_study.dialog import OffStudyDialog
from nkdesk.ui.record.not_given import RecordNotGivenDialog
from nkdesk.ui.settle.dialog import SettleDialog
from tests.ui.bedside_wards import dose_for, record_from_paper
from tests.ui.changing import page_of, planned, rows_of

pytestmark = pytest.mark.e2e
CTRL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """Clicks and presses keys, and counts both."""

    def __init__(self, view, qtbot):
        self.view, self.qtbot = view, qtbot
        self.clicks = self.keys = 0

    def click(self, widget):
        self.qtbot.waitUntil(widget.isVisible)
        self.clicks += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def key(self, key, held=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        target = self.view.acts.dialog or self.view.window
        QTest.keyClick(target.focusWidget() or target, key, held)

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: isinstance(self.view.acts.dialog, kind))
        return self.view.acts.dialog

    def row(self, number):
        rows = self.view.board.rows
        self.qtbot.waitUntil(lambda: rows.complete)
        return next(
            one
            for one in rows.widgets
            if one.row.line.patient.trial_number == number and one.row.nth is not None
        )


@pytest.fixture
def hand(view, qtbot):
    view.window.activateWindow()
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitUntil(view.window.isActiveWindow)
    return Hand(view, qtbot)


def defer(hand, view):
    """Defer NK-005's first dose by two days, as a nurse on that day's board does."""
    view.board.go_to(date(2026, 3, 18))
    hand.click(hand.row("NK-005").defer)
    dialog = hand.dialog(DeferDialog)
    hand.click(dialog.when.by.buttons["2"])
    hand.click(dialog.cause.reason.buttons["infection"])
    assert dialog.save.text() == "Move 3 doses: later doses as far as needed"
    hand.click(dialog.save)


def test_a_dose_is_deferred_with_preview_in_four_clicks(hand, view, desk):
    defer(hand, view)
    assert (hand.clicks, hand.keys) == (4, 0)
    assert [planned(desk, "NK-005", f"C1/NK{n}") for n in (1, 2, 3)] == [
        date(2026, 3, 20),
        date(2026, 3, 26),
        date(2026, 4, 2),
    ]
    assert "Moved: NK dose 1 of 3" in view.frame.status.said.text()
    left = hand.row("NK-005")
    assert "no longer on this list, now Fri 20-Mar-2026" in left.accessibleName()
    assert not left.isEnabled()


def test_f3_opens_the_deferral_of_the_chosen_row(hand, view):
    row = hand.row("NK-004")
    hand.qtbot.waitUntil(row.isVisible)
    row.setFocus()
    hand.key(Qt.Key.Key_F3)
    assert hand.dialog(DeferDialog)._chosen.item_id == row.row.item_id


def test_a_day_that_has_not_come_is_moved_but_not_recorded(hand, view):
    view.board.go_to(date(2026, 3, 18))
    row = hand.row("NK-005")
    assert row.record.isHidden()
    hand.qtbot.waitUntil(row.isVisible)
    row.setFocus()
    hand.qtbot.waitUntil(row.hasFocus)
    hand.key(Qt.Key.Key_F2)
    assert view.acts.dialog is None
    assert "has not come yet" in view.frame.status.said.text()


def test_not_given_takes_three_clicks(hand, view, desk):
    row = hand.row("NK-004")
    hand.click(row.not_given)
    dialog = hand.dialog(RecordNotGivenDialog)
    hand.click(dialog.reason.buttons["infection"])
    hand.click(dialog.save)
    assert (hand.clicks, hand.keys) == (3, 0)
    recorded = rows_of(desk, "NK-004")["C1/NK1"]
    assert (recorded.status, recorded.reason) == (DayStatus.NOT_GIVEN, "infection")


def test_a_deferral_is_undone_by_name_in_two_clicks(hand, view, desk):
    before = [row.item for row in page_of(desk, "NK-005").cycles[0].rows]
    defer(hand, view)
    hand.clicks = 0
    assert view.frame.commands.undo.text() == "Undo: Defer dose 1 of 3, NK-005"
    assert view.frame.status.undo.text() == "Undo: Defer dose 1 of 3, NK-005"
    hand.click(view.frame.status.undo)
    question = hand.dialog(Question)
    assert question.act.text() == "Undo: Defer dose 1 of 3, NK-005"
    assert "From Fri 20-Mar-2026 back to Wed 18-Mar-2026." in question.said.text()
    hand.click(question.act)
    assert (hand.clicks, hand.keys) == (2, 0)
    assert [row.item for row in page_of(desk, "NK-005").cycles[0].rows] == before


def test_undo_by_key_asks_and_names_the_same(hand, view):
    defer(hand, view)
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.dialog(Question).act.text() == "Undo: Defer dose 1 of 3, NK-005"


def test_without_an_own_step_no_undo_is_named(view):
    view.settle()
    assert view.frame.status.undo.isHidden()
    assert view.frame.commands.undo.text() == "Undo your newest step"


def record_late_dose(hand, view, desk):
    """Record NK-003's overdue first dose from paper, as given this morning."""
    bags = dose_for(desk, "NK-003", "C1/NK1")
    hand.click(hand.row("NK-003").record)
    hand.dialog(BedsideDialog)
    record_from_paper(view, bags, "08:30", "09:00")


def test_a_fact_that_breaks_rules_brings_the_offer_and_moves_nothing(hand, view, desk):
    record_late_dose(hand, view, desk)
    question = hand.dialog(Question)
    assert "Dose 2 of 3, Dose 3 of 3" in question.said.text()
    assert planned(desk, "NK-003", "C1/NK2") == date(2026, 3, 17)
    hand.click(question.act)
    dialog = hand.dialog(SettleDialog)
    hand.click(dialog.cause.reason.buttons["earlier_slipped"])
    hand.click(dialog.save)
    assert planned(desk, "NK-003", "C1/NK2") > date(2026, 3, 17)


def test_the_offer_stays_on_the_patients_page_until_it_is_taken(hand, view, desk):
    record_late_dose(hand, view, desk)
    hand.click(hand.dialog(Question).keep)
    view.open_patient(page_of(desk, "NK-003").line.patient.id)
    ways = view.screen.findChildren(QPushButton)
    anew = next(one for one in ways if one.text() == "Place them anew…")
    anew.click()
    hand.dialog(SettleDialog).done(0)


def choose(view, desk, number, address):
    page = page_of(desk, number)
    view.open_patient(page.line.patient.id)
    view.screen.choose(rows_of(desk, number)[address].item_id)
    return view.screen.detail


def test_the_patients_page_leads_to_every_change(hand, view, desk):
    detail = choose(view, desk, "NK-005", "C1/NK1")
    for button, kind in ((detail.defer, DeferDialog), (detail.cease, CeaseDialog)):
        hand.click(button)
        hand.dialog(kind).done(0)
        hand.qtbot.waitUntil(lambda: view.acts.dialog is None)
    detail = choose(view, desk, "NK-008", "C1/NK1")
    assert detail.defer.isHidden()
    hand.click(detail.correct)
    hand.dialog(CorrectDialog).done(0)
    hand.qtbot.waitUntil(lambda: view.acts.dialog is None)
    hand.click(view.screen.off_study)
    hand.dialog(OffStudyDialog).done(0)


def test_a_patient_who_left_is_said_so_and_can_no_longer_be_planned(hand, view, desk):
    view.open_patient(page_of(desk, "NK-006").line.patient.id)
    hand.click(view.screen.off_study)
    dialog = hand.dialog(OffStudyDialog)
    hand.click(dialog.cause.reason.buttons["consent_withdrawn"])
    hand.click(dialog.save)
    hand.qtbot.waitUntil(lambda: view.acts.dialog is None)
    assert view.screen.off_study.isHidden()
    page = patient_page(desk, page_of(desk, "NK-006").line.patient.id)
    assert page.off_study is not None
    assert page.forecast is None
