"""What a nurse does all day, in the whole window with the real sample ward, clicks counted."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nkdesk.services.day_list import day_list
from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.enrol.dialog import EnrolDialog
from nkdesk.ui.patient.screen import PatientScreen
from nkdesk.ui.print_preview import window as preview_window
from nkdesk.ui.print_preview.outlet import Gone
from nkdesk.ui.print_preview.window import PrintPreview
from nkdesk.ui.rail_order import Place
from nkdesk.ui.record.given import RecordGivenDialog
from nkdesk.ui.record.not_given import RecordNotGivenDialog

pytestmark = pytest.mark.e2e


class Hand:
    """Clicks and types, and counts."""

    def __init__(self, view, qtbot):
        self.view, self.qtbot = view, qtbot
        self.clicks = self.keys = 0

    def click(self, widget):
        self.clicks += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def key(self, key, held=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        target = self.view.acts.dialog or self.view.window
        QTest.keyClick(target.focusWidget() or target, key, held)

    def type(self, text):
        self.keys += len(text)
        for letter in text:  # QTest types Latin letters only
            target = self.view.window.focusWidget()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                none = Qt.KeyboardModifier.NoModifier
                QApplication.sendEvent(target, QKeyEvent(kind, 0, none, letter))

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: isinstance(self.view.acts.dialog, kind))
        return self.view.acts.dialog


@pytest.fixture
def hand(view, qtbot):
    view.window.activateWindow()
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitUntil(view.window.isActiveWindow)
    return Hand(view, qtbot)


@pytest.fixture
def printer(monkeypatch):
    sent = []
    monkeypatch.setattr(preview_window, "printer_names", lambda: ["Ward 3"])
    monkeypatch.setattr(
        preview_window, "send_to_printer", lambda job, _name: sent.append(job) or Gone("sent")
    )
    return sent


def test_todays_list_is_printed_in_two_clicks(hand, view, printer, desk):
    hand.click(view.board.main_button)
    hand.click(hand.dialog(PrintPreview).controls.first)
    assert hand.clicks == 2
    assert [row.item_id for row in printer[0].sheet.day.rows] == [
        row.item_id for row in day_list(desk, view.board.day).rows
    ]


def test_todays_list_is_printed_with_two_keys(hand, printer):
    hand.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    hand.qtbot.waitUntil(hand.dialog(PrintPreview).controls.first.hasFocus)
    hand.key(Qt.Key.Key_Return)
    assert (hand.clicks, hand.keys) == (0, 2)
    assert len(printer) == 1


def test_a_patient_is_found_with_ctrl_f_and_four_keys(hand, view):
    hand.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hand.type("гон")
    hand.key(Qt.Key.Key_Return)
    assert isinstance(view.screen, PatientScreen)
    assert view.screen.page.line.patient.name.family == "Гончар"
    assert hand.keys == 5
    assert hand.clicks == 0


def test_a_search_that_finds_several_opens_nobody_by_itself(hand, view):
    hand.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hand.type("семе")
    hand.key(Qt.Key.Key_Return)
    assert view.screen is view.patients()
    assert len(view.screen.model.rows) == 2
    hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Return)
    assert isinstance(view.screen, PatientScreen)


def test_not_given_takes_three_actions(hand, view, desk):
    row = view.board.rows.widgets[2]
    hand.qtbot.waitUntil(row.isVisible)
    row.setFocus()
    hand.key(Qt.Key.Key_F4)
    dialog = hand.dialog(RecordNotGivenDialog)
    hand.click(dialog.reason.buttons["infection"])
    hand.click(dialog.save)
    assert hand.clicks + hand.keys == 3
    page = patient_page(desk, row.row.line.patient.id)
    recorded = {one.item_id: one for one in page.cycles[0].rows}[row.row.item_id]
    assert (recorded.status, recorded.reason) == (DayStatus.NOT_GIVEN, "infection")


def drug_row(view):
    """The first row that is due and recorded by one form; an infusion is recorded at the bed."""
    due = (
        place
        for place, one in enumerate(view.board.rows.widgets)
        if one.row.status is DayStatus.DUE and one.row.nth is None and len(one.row.item.parts) == 1
    )
    return next(due)


def test_given_is_recorded_without_a_mouse_and_the_row_stays_where_it_is(hand, view, desk):
    widgets = view.board.rows.widgets
    place = drug_row(view)
    widgets[place].setFocus()
    hand.key(Qt.Key.Key_F2)
    hand.qtbot.waitUntil(hand.dialog(RecordGivenDialog).save.hasFocus)
    hand.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.qtbot.waitUntil(lambda: widgets[place].row.status is DayStatus.GIVEN)
    assert view.board.rows.widgets[place] is widgets[place]
    assert "Recorded as given" in view.frame.status.said.text()
    assert view.frame.status.saved.text() == "saved 09:30"
    assert "09:30:00 as step" in view.frame.status.saved.toolTip()


def test_a_key_that_cannot_act_says_why(hand, view):
    hand.key(Qt.Key.Key_F2)
    assert "Choose an open item first" in view.frame.status.said.text()
    assert view.acts.dialog is None


def test_a_fact_of_care_is_not_undone_and_says_so(hand, view):
    view.board.rows.widgets[drug_row(view)].setFocus()
    hand.key(Qt.Key.Key_F2)
    hand.dialog(RecordGivenDialog).confirm()
    view.acts.stop()  # the offer to place later doses anew
    hand.qtbot.waitUntil(view.window.isActiveWindow)
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "so it is never undone" in view.frame.status.said.text()


def enrol(hand, view, **typed):
    hand.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = hand.dialog(EnrolDialog)
    protocol = dialog.fields["protocol_hash"]
    for one in protocol.buttons.values():
        if "NCT05272293" in one.accessibleName():
            hand.click(one)
    for name, code in (
        ("disease_group", "relapsed"),
        ("sex", "f"),
        ("allergy_state", "none_known"),
    ):
        dialog.fields[name].choose(code)
    for name, text in typed.items():
        dialog.fields[name].put(text)
    dialog._show_preview()
    return dialog


WHO = {"family": "Новикова", "given": "Полина", "born": "12.03.2015", "case_number": "S-2001"}


def test_a_patient_is_enrolled_planned_shown_and_undone_by_name(hand, view, desk):
    hand.click(enrol(hand, view, **WHO, start="20.04.2026")._plan)
    hand.qtbot.waitUntil(lambda: isinstance(view.screen, PatientScreen))
    assert view.screen.page.line.patient.trial_number == "NK-013"
    assert len(view.screen.sections) == 1
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    question = hand.dialog(Question)
    assert question.act.text() == "Undo: Enrol and plan cycle 1, NK-013"
    hand.click(question.act)
    assert find_patients(desk).total == 12
    assert view.screen is view.board or view.screen is view.patients()


def test_a_strange_name_and_everyone_after_it_come_out_whole(hand, view, desk):
    strange = {**WHO, "family": 'Иванов <!-- "Ё', "given": "Б" * 120}
    hand.click(enrol(hand, view, **strange, start="12.03.2026")._plan)
    hand.qtbot.waitUntil(lambda: isinstance(view.screen, PatientScreen))
    assert strange["family"] in view.screen.banner.accessibleName()
    view.go(Place.TODAY)
    hand.qtbot.waitUntil(lambda: view.board.rows.complete)
    shown = [one.accessibleName() for one in view.board.rows.widgets]
    wanted = [row.line.patient.name.full for row in day_list(desk, view.board.day).rows]
    assert any(strange["family"] in name for name in wanted)
    assert all(name in words for name, words in zip(wanted, shown, strict=True))


def test_esc_leads_back_from_a_patient_to_where_one_came_from(hand, view):
    view.board.rows.widgets[1].setFocus()
    hand.key(Qt.Key.Key_Return)
    assert isinstance(view.screen, PatientScreen)
    hand.key(Qt.Key.Key_Escape)
    assert view.screen is view.board


def test_the_screens_lie_under_ctrl_and_their_number(hand, view):
    keys = [getattr(Qt.Key, f"Key_{number}") for number in range(2, 9)]
    days = ("Calendar", "Month  Mar-2026")
    titles = (*days, "Patients", "Checks", "Products", "Changes", "Protocols")
    for number, title in zip(keys, titles, strict=True):
        hand.key(number, Qt.KeyboardModifier.ControlModifier)
        assert title in view.frame.top.title.text()
    hand.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert "Thu 12-Mar-2026" in view.frame.top.title.text()


def test_days_are_turned_with_ctrl_and_the_arrows(hand, view):
    hand.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert "Fri 13-Mar-2026" in view.frame.top.title.text()
    hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert "Wed 11-Mar-2026" in view.frame.top.title.text()
    hand.key(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert view.frame.top.title.text().startswith("Today")


def test_a_ward_that_cannot_be_read_is_said_and_comes_back(hand, view, desk, monkeypatch):
    from nkdesk.services.problems import StoreError  # noqa: PLC0415
    from nkdesk.store.problem import StoreProblem  # noqa: PLC0415
    from nkdesk.ui.main_window import ward_view  # noqa: PLC0415

    def busy(_desk):
        raise StoreError(StoreProblem.BUSY)

    with monkeypatch.context() as patched:
        patched.setattr(ward_view, "changed_elsewhere", busy)
        view._look_elsewhere()
        assert view.frame.in_trouble
        assert not view.board.isEnabled()
        assert view.board.rows.widgets[0].isVisible()
    view._look_elsewhere()
    assert not view.frame.in_trouble
    assert view.board.isEnabled()


def test_the_sample_ward_is_marked_on_the_window_and_in_its_title(view):
    assert "SAMPLE WARD" in view.window.windowTitle()
    assert view.acts.sample
