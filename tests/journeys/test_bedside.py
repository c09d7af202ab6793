"""An infusion from the first check to the last observation, by keyboard and scanner, timed.

The scanner types through a Russian layout. Seconds are reckoned as the budgets of the tasks are:
a decided click, a scan, a key (screen design, 3.15).
"""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nkdesk.bedside.codes import bag_code, patient_code
from nkdesk.model.infusion import InfusionAct, InfusionState, Outcome
from nkdesk.services.infusion_models import StartForm
from nkdesk.services.infusions import bedside_page, start
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.bedside.act_dialog import ActDialog
from nkdesk.ui.bedside.dialog import BedsideDialog
from nkdesk.ui.bedside.late_dialog import LateDialog
from nkdesk.ui.bedside.reaction_dialog import ReactionDialog
from nkdesk.ui.bedside.step_bar import Step
from nkdesk.ui.common.dialog import Question
from tests.services.infusions.bed_story import PATIENT, checked, started
from tests.ui import bedside_wards
from tests.ui.bedside_wards import at_work, chosen, scan_in_russian, send

pytestmark = pytest.mark.e2e
CTRL = Qt.KeyboardModifier.ControlModifier
CLICK, SCAN, KEY = 2.65, 2.5, 0.28
"""Seconds a decided click, a scan and a key take a person."""

enrolled_ward, bed_ward = bedside_wards.enrolled_ward, bedside_wards.bed_ward
ready, desk = bedside_wards.ready, bedside_wards.desk


class Hand:
    """Clicks, types and scans in the dialog on top, and counts all three."""

    def __init__(self, view, qtbot):
        self.view, self.qtbot = view, qtbot
        self.begin()

    @property
    def window(self):
        return self.view.acts.dialog or self.view.window

    @property
    def seconds(self):
        return (self.clicks + self.decided) * CLICK + self.scans * SCAN + self.keys * KEY

    def begin(self):
        self.clicks = self.decided = self.keys = self.scans = 0

    def click(self, widget):
        self.qtbot.waitUntil(widget.isVisible)
        self.clicks += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def key(self, key, held=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)

    def decide(self, key, held=Qt.KeyboardModifier.NoModifier):
        """Press a key that is thought about first: it takes as long as a decided click."""
        self.key(key, held)
        self.keys -= 1
        self.decided += 1

    def type(self, text):
        """Type a text and Enter, which leads on."""
        self.keys += len(text)
        for letter in text:
            send(self.window.focusWidget(), letter)
        self.key(Qt.Key.Key_Return)

    def scan(self, code):
        self.scans += 1
        scan_in_russian(self.window, code)

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: isinstance(self.view.acts.dialog, kind))
        return self.view.acts.dialog

    def row(self):
        rows = self.view.board.rows
        self.qtbot.waitUntil(lambda: rows.complete)
        return next(
            one
            for one in rows.widgets
            if one.row.line.patient.trial_number == PATIENT and one.row.nth is not None
        )

    def open_by_key(self):
        row = self.row()
        self.qtbot.waitUntil(row.isVisible)
        row.setFocus()
        self.key(Qt.Key.Key_F2)
        return self.dialog(BedsideDialog)

    def check_bag(self, name, bag):
        """One person's own check: name, wristband, bag, and the bag looks as it should."""
        self.type(name)
        self.scan(patient_code(PATIENT))
        self.scan(bag)
        self.decide(Qt.Key.Key_Space)


@pytest.fixture
def hand(view, qtbot):
    view.window.activateWindow()
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitUntil(view.window.isActiveWindow)
    return Hand(view, qtbot)


def page(desk, ready):
    return bedside_page(desk, ready.item_id)


def check_by_two(hand, dialog, ready):
    """Two persons check the bag, each with own scans; the second stands before empty fields."""
    check = dialog.pages.check
    hand.check_bag("Anna", ready.bags[0])
    assert check.panel.word.text() == "✔ MATCH"
    hand.decide(Qt.Key.Key_F6)
    assert not check.own.typed
    hand.check_bag("Olga", bag_code(ready.bags[0]))
    assert check.panel.word.text() == "✔ MATCH"


def start_and_measure(hand, dialog, clock):
    hand.key(Qt.Key.Key_Space)  # go on to the start
    hand.key(Qt.Key.Key_Space)  # start
    clock.turn(minutes=15)
    dialog.tick()
    assert dialog.pages.record.side.timer.large.text().endswith("00:15")
    for value in ("37,9", "104", "24", "98", "60", "97"):
        hand.type(value)


def test_two_persons_check_a_bag_within_the_budget_of_the_task(hand, desk, ready):
    dialog = hand.open_by_key()
    assert dialog.bar.word.text() == "● GO"
    hand.begin()
    check_by_two(hand, dialog, ready)
    assert (hand.clicks, hand.scans) == (0, 4)
    assert hand.seconds <= 25  # row 4
    persons = [check_of(desk, ready, position).person for position in (1, 2)]
    assert persons == ["Anna", "Olga"]
    scans = {check_of(desk, ready, position).patient_scan for position in (1, 2)}
    assert scans == {patient_code(PATIENT)}


def test_the_whole_path_by_keyboard_and_a_scanner_that_types_russian(
    hand, desk, ready, turned_clock
):
    dialog = hand.open_by_key()
    check_by_two(hand, dialog, ready)
    start_and_measure(hand, dialog, turned_clock)
    now = page(desk, ready)
    assert now.infusion.state is InfusionState.RUNNING
    assert [len(row.signs.values) for row in now.vitals if row.signs is not None] == [6]
    turned_clock.turn(minutes=45)
    hand.key(Qt.Key.Key_Return, CTRL)  # to the end
    hand.key(Qt.Key.Key_Space)  # given in full
    ended = page(desk, ready).infusion
    assert (ended.state, ended.outcome) == (InfusionState.OBSERVING, Outcome.WHOLE)
    assert dialog.pages.shown is Step.OBSERVE
    turned_clock.turn(hours=5)
    dialog.tick()
    hand.key(Qt.Key.Key_Return, CTRL)
    assert page(desk, ready).infusion.state is InfusionState.COMPLETE
    assert hand.clicks == 0
    dialog.done(0)
    hand.qtbot.waitUntil(lambda: hand.row().row.status is DayStatus.GIVEN)


def check_of(desk, ready, position):
    bag = page(desk, ready).bags[0]
    return bag.first if position == 1 else bag.second


def test_start_and_end_of_a_checked_infusion_are_two_clicks_each(hand, desk, ready):
    checked(desk, ready)
    hand.click(hand.row().record)
    dialog = hand.dialog(BedsideDialog)
    hand.click(dialog.main)
    assert page(desk, ready).infusion.state is InfusionState.RUNNING
    assert (hand.clicks, hand.keys) == (2, 0)
    assert hand.seconds <= 5.5  # row 2
    hand.begin()
    hand.click(dialog.main)
    hand.click(dialog.pages.ends.cards[Outcome.WHOLE])
    assert page(desk, ready).infusion.outcome is Outcome.WHOLE
    assert hand.seconds <= 5.5


def test_a_whole_infusion_is_entered_from_paper_within_twenty_seconds(
    hand, desk, ready, turned_clock
):
    turned_clock.turn(hours=4)
    hand.begin()
    dialog = hand.open_by_key()
    hand.click(dialog.late)
    form = hand.dialog(LateDialog)
    for typed in ("10:30", "11:15", PATIENT, ready.bags[0], "Anna", "Olga"):
        hand.type(typed)
    hand.decide(Qt.Key.Key_Return, CTRL)  # given in full
    assert form.saved is not None, form.summary.lines
    assert hand.clicks == 1
    assert hand.seconds <= 20  # row 3
    record = page(desk, ready).infusion
    assert record.after_the_fact
    assert record.outcome is Outcome.WHOLE
    assert f"{record.started:%H:%M}" == "10:30"
    hand.qtbot.waitUntil(lambda: hand.view.acts.dialog is dialog)
    said = dialog.pages.record.side.log.texts
    assert any("(entered 13:30 for 10:30)" in line for line in said)


def test_another_bag_stops_and_only_two_ways_lead_on(hand, desk, ready):
    dialog = hand.open_by_key()
    check = dialog.pages.check
    hand.check_bag("Anna", "L-NK-999-NK1-1")
    assert check.panel.word.text() == "✖ STOP"
    visible = [one for one in (dialog.main, dialog.late, dialog.leave) if one.isVisible()]
    assert visible == []
    hand.click(check.panel.call)
    form = hand.dialog(ActDialog)
    form.detail.put("Dr Orlova")
    form.confirm()
    assert [one.act for one in page(desk, ready).events][-1] is InfusionAct.CALL
    assert check.stopped
    hand.click(check.panel.again)
    hand.scan(patient_code(PATIENT))
    hand.scan(ready.bags[0])
    hand.key(Qt.Key.Key_Space)
    assert check.panel.word.text() == "✔ MATCH"


def test_another_patients_wristband_stops_before_any_bag(hand, desk, ready):
    dialog = hand.open_by_key()
    hand.type("Anna")
    hand.scan(patient_code("NK-004"))
    assert dialog.pages.check.panel.word.text() == "✖ STOP"
    assert "another patient" in dialog.pages.check.panel.points.text()
    assert page(desk, ready).bags[0].first is None


def test_a_scan_too_many_answers_and_starts_nothing(hand, desk, ready):
    dialog = hand.open_by_key()
    hand.type("Anna")
    hand.scan(patient_code(PATIENT))
    hand.scan(ready.bags[0])
    hand.scan(ready.bags[0])
    assert dialog.pages.check.entering
    assert page(desk, ready).infusion is None
    hand.key(Qt.Key.Key_Space)
    hand.key(Qt.Key.Key_F6)
    hand.check_bag("Olga", ready.bags[0])
    hand.key(Qt.Key.Key_Space)
    hand.scan(ready.bags[0])
    assert page(desk, ready).infusion.state is InfusionState.CHECKED


def test_the_first_person_cannot_be_the_second(hand, desk, ready):
    dialog = hand.open_by_key()
    hand.check_bag("Anna", ready.bags[0])
    hand.key(Qt.Key.Key_F6)
    hand.check_bag("ANNA", ready.bags[0])
    assert "the same person twice" in dialog.pages.check.panel.points.text()
    assert page(desk, ready).bags[0].second is None


def test_f6_before_the_first_check_says_what_has_to_come_first(hand, ready):
    row = hand.row()
    hand.qtbot.waitUntil(row.isVisible)
    row.setFocus()
    hand.key(Qt.Key.Key_F6)
    dialog = hand.dialog(BedsideDialog)
    assert "own check first" in dialog.notice.said.text()


def test_whoever_starts_second_is_told_who_began_and_when(hand, desk, ready, turned_clock):
    infusion_id = checked(desk, ready)
    dialog = hand.open_by_key()
    with at_work(desk.store.path.parent, "Olga", turned_clock) as other:
        start(other, StartForm(infusion_id, "Olga"))
    hand.key(Qt.Key.Key_Space)
    words = "Olga started this infusion at 09:30. Nothing was started again."
    assert dialog.notice.said.text() == words
    assert dialog.pages.shown is Step.START
    acts = [one.act for one in page(desk, ready).events]
    assert acts.count(InfusionAct.START) == 1


def test_a_reaction_is_graded_with_its_inputs_and_confirmed_by_a_person(hand, desk, ready):
    started(desk, ready)
    dialog = hand.open_by_key()
    hand.click(dialog.pages.record.side.acts[InfusionAct.REACTION])
    form = hand.dialog(ReactionDialog)
    form.term.choose("fever")
    form.signs.temperature.put("38,6")
    form.signs.systolic.put("70")
    form.signs.oxygen.choose("high_flow")
    form.compute()
    assert form.signs.grade.text().startswith("CRS grade 3")
    assert "systolic 70 mmHg (low below" in form.signs.inputs.text()
    assert form.signs.confirmed.value() == ""
    form.signs.confirmed.choose("3")
    form.confirm()
    assert form.saved is not None, form.summary.lines
    reaction = page(desk, ready).reactions[0]
    assert (reaction.crs, reaction.confirmed) == (3, 3)
    question = hand.dialog(Question)
    assert question.act.text() == "Place the hold"
    hand.click(question.act)
    hand.qtbot.waitUntil(lambda: hand.view.acts.dialog is dialog)


def test_after_a_crash_it_goes_on_where_it_stood_and_says_what_was_stored_last(
    hand, desk, ready, turned_clock, tmp_path
):
    dialog = hand.open_by_key()
    hand.check_bag("Anna", ready.bags[0])
    assert_taken_up(hand, ready, tmp_path / "1", "Check by the first person, Anna", Step.CHECK)
    hand.key(Qt.Key.Key_F6)
    hand.check_bag("Olga", ready.bags[0])
    assert_taken_up(hand, ready, tmp_path / "2", "Check by the second person, Olga", Step.START)
    hand.key(Qt.Key.Key_Space)
    hand.key(Qt.Key.Key_Space)
    said = f"Started {ready.bags[0]}, Anna, at 09:30."
    assert_taken_up(hand, ready, tmp_path / "3", said, Step.START)
    dialog.pages.record.vitals.numbers.fields["temperature"].put("37,0")
    assert_taken_up(hand, ready, tmp_path / "4", said, Step.START)
    dialog.pages.record.vitals.save.click()
    assert_taken_up(hand, ready, tmp_path / "5", "Vital signs", Step.START)
    turned_clock.turn(minutes=20)
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.key(Qt.Key.Key_Space)
    assert_taken_up(hand, ready, tmp_path / "6", "Ended", Step.OBSERVE)


def assert_taken_up(hand, ready, folder, said, step):
    """Open what stands on the disk at this moment, as after a crash, in a window of its own."""
    shutil.copytree(hand.view.desk.store.path.parent, folder)
    with at_work(folder, "Vera", hand.view.desk.clock) as other:
        again = BedsideDialog(None, other, chosen(other, ready), sample=True)
        hand.qtbot.addWidget(again)
        assert "Taken up where it stood. Stored last: " in again.notice.said.text()
        assert said in again.notice.said.text()
        assert again.pages.shown is step
        again.done(0)


def test_an_infusion_under_observation_is_opened_again_from_its_row(
    hand, desk, ready, turned_clock
):
    started(desk, ready)
    dialog = hand.open_by_key()
    turned_clock.turn(minutes=30)
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.key(Qt.Key.Key_Space)
    dialog.done(0)
    hand.qtbot.waitUntil(lambda: hand.row().row.running is not None)
    assert hand.row().record.isVisible()
    assert not hand.row().not_given.isVisible()
    assert hand.open_by_key().pages.shown is Step.OBSERVE


def test_an_infusion_under_way_is_neither_deferred_nor_omitted_by_key(hand, desk, ready):
    started(desk, ready)
    hand.view.board.refresh()
    row = hand.row()
    hand.qtbot.waitUntil(row.isVisible)
    row.setFocus()
    for key in (Qt.Key.Key_F3, Qt.Key.Key_F4):
        hand.key(key)
        assert hand.view.acts.dialog is None
        assert "under way" in hand.view.frame.status.said.text()
