"""From enrolment to a second cycle and back, in the whole window, clicks and seconds counted."""

from datetime import date, timedelta
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nkdesk.model.eligibility import GateState
from nkdesk.services.day_list import day_list
from nkdesk.services.forms import GivenForm
from nkdesk.services.gate import gate_status
from nkdesk.services.read_models import DayStatus
from nkdesk.services.record import record_given
from nkdesk.sheets.check_rows import CheckSheet
from nkdesk.sheets.gate_sheet_words import gate_words
from nkdesk.ui.assessments.infection_dialog import JudgeInfectionDialog
from nkdesk.ui.assessments.result_dialog import EnterResultDialog
from nkdesk.ui.enrol.dialog import EnrolDialog
from nkdesk.ui.gate.dialog import CheckDialog
from nkdesk.ui.gate.plan_second import PlanSecondDialog
from nkdesk.ui.patient.screen import PatientScreen
from nkdesk.ui.print_preview.window import PrintPreview
from nkdesk.ui.rail_order import Place
from tests.services.gate import story
from tests.ui.changing import page_of

pytestmark = pytest.mark.e2e
CTRL = Qt.KeyboardModifier.ControlModifier
START = date(2026, 3, 12)
NUMBER = "NK-013"
CLICK, KEY, MOST = 2.65, 0.28, 120
"""Seconds a decided click and a key take a person, as the budgets of the tasks are reckoned."""


class Hand:
    """Clicks and types in the dialog on top, and counts."""

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

    def put(self, field, text):
        self.keys += len(text)
        field.put(text)

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: isinstance(self.view.acts.dialog, kind))
        return self.view.acts.dialog

    def row(self, check, criterion):
        """Click a row of a check."""
        check.table.choose(criterion)
        self.clicks += 1
        return check.panel

    @property
    def seconds(self):
        return self.clicks * CLICK + self.keys * KEY


@pytest.fixture
def hand(view, desk, qtbot):
    story.set_up_site(desk)
    view.window.activateWindow()
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitUntil(view.window.isActiveWindow)
    return Hand(view, qtbot)


def enrol(hand):
    hand.key(Qt.Key.Key_N, CTRL)
    dialog = hand.dialog(EnrolDialog)
    protocol = dialog.fields["protocol_hash"]
    hand.click(next(b for b in protocol.buttons.values() if "NCT05272293" in b.accessibleName()))
    for name, code in (
        ("disease_group", "relapsed"),
        ("sex", "f"),
        ("allergy_state", "none_known"),
    ):
        hand.click(dialog.fields[name].buttons[code])
    typed = {"family": "Проба", "given": "Вера", "born": "01.06.2016", "case_number": "S-2001"}
    for name, text in {**typed, "start": "12.03.2026"}.items():
        hand.put(dialog.fields[name], text)
    dialog._show_preview()
    hand.click(dialog._plan)
    hand.qtbot.waitUntil(lambda: isinstance(hand.view.screen, PatientScreen))


def give_the_first_cycle(desk, clock):
    """The block and the three infusions are recorded elsewhere, each on its day."""
    rows = [row for cycle in page_of(desk, NUMBER).cycles for row in cycle.rows]
    for row in sorted(rows, key=lambda one: one.item.planned):
        later = row.item.planned - clock.today()
        clock.turn(days=max(0, later.days))
        day = row.item.planned.isoformat()
        story.saved(record_given(desk, GivenForm(row.item_id, day)))


def enter(hand, check, what, value, **chosen):
    """Enter one result from a row of the check that is already chosen."""
    ways = {one.text(): one for one in check.panel.ways}
    named = [text for text in ways if what in text] or list(ways)
    hand.click(ways[named[0]])
    dialog = hand.dialog(EnterResultDialog)
    hand.put(dialog.fields["value"], value)
    for name, code in chosen.items():
        hand.click(dialog.fields[name].buttons[code])
    hand.click(dialog.save)
    hand.qtbot.waitUntil(lambda: hand.view.acts.dialog is check)


def planned_on(desk, day):
    rows = day_list(desk, day).rows
    return [row for row in rows if row.line.patient.trial_number == NUMBER]


def enter_all_but_one(hand, check):
    """Enter performance and liver from their rows, and judge infection by a key and its form."""
    hand.row(check, "P-I2")
    enter(hand, check, "result", "80", scale="lansky", rater="clinician")
    hand.row(check, "P-E2")
    enter(hand, check, "ALT", "20", unit="U/L")
    enter(hand, check, "AST", "30", unit="U/L")
    hand.row(check, "P-E1")
    check.table.setFocus()
    hand.key(Qt.Key.Key_N)
    judged = hand.dialog(JudgeInfectionDialog)
    assert judged.fields["verdict"].value() == "no"
    for name, code in (("fever", "no"), ("trend", "none")):
        hand.click(judged.fields[name].buttons[code])
    hand.put(judged.fields["physician"], "Dr Orlova")
    hand.click(judged.save)
    hand.qtbot.waitUntil(lambda: hand.view.acts.dialog is check)


def sign_and_plan(hand, check, first_day):
    hand.put(check.signing.physician, "Dr Orlova")
    hand.click(check.signing.role.buttons["physician"])
    hand.key(Qt.Key.Key_Return, CTRL)
    plan = hand.dialog(PlanSecondDialog)
    hand.put(plan.start, first_day.strftime("%d.%m.%Y"))
    hand.qtbot.waitUntil(lambda: not plan._settle.isActive() and plan.plan.isEnabled())
    hand.click(plan.plan)
    hand.qtbot.waitUntil(lambda: hand.view.acts.dialog is None)


def open_check(hand):
    hand.click(hand.view.screen.checks.check)
    return hand.dialog(CheckDialog)


def to_the_check(hand, desk, clock):
    """Enrol, plan, give three infusions; a week later stand before the check."""
    enrol(hand)
    story.sign_consent(desk, page_of(desk, NUMBER).line.patient.id, START)
    give_the_first_cycle(desk, clock)
    infusions = [row for row in page_of(desk, NUMBER).cycles[0].rows if row.nth is not None]
    assert [row.status for row in infusions] == [DayStatus.GIVEN] * 3
    clock.turn(days=7)
    hand.clicks = hand.keys = 0
    hand.view.screen.reread()


def says(check, outcome, verb):
    assert outcome in check.outcome.words.text()
    assert check.sign.text() == verb


def to_the_plan(hand, desk, clock):
    """Enter everything, sign and plan on the Monday after next; return that day."""
    check = open_check(hand)
    says(check, "Incomplete: 4 left", "Cannot be signed: 4 answers missing")
    assert not check.sign.isEnabled()
    enter_all_but_one(hand, check)
    says(check, "Incomplete: 1 left", "Cannot be signed: 1 answer missing")
    hand.row(check, "P-E3")
    enter(hand, check, "result", "negative")
    says(check, "Eligible", "Sign: open cycle 2")
    soon = clock.today() + timedelta(days=5)
    first_day = soon + timedelta(days=-soon.weekday() % 7)
    sign_and_plan(hand, check, first_day)
    assert [cycle.number for cycle in page_of(desk, NUMBER).cycles] == [1, 2]
    return first_day


def enter_a_late_result(hand):
    """An ALT of many times the limit comes in the day before."""
    check = open_check(hand)
    ways = {one.text(): one for one in hand.row(check, "P-E2").ways}
    hand.click(ways["Enter ALT…"])
    late = hand.dialog(EnterResultDialog)
    hand.put(late.fields["value"], "500")
    hand.click(late.fields["unit"].buttons["U/L"])
    late.confirm_sure()
    hand.qtbot.waitUntil(lambda: hand.view.acts.dialog is check)
    assert "Not eligible: 1 criterion" in check.outcome.words.text()
    check.reject()


def test_the_check_is_entered_signed_and_planned_within_two_minutes(hand, view, desk, turned_clock):
    began = perf_counter()
    to_the_check(hand, desk, turned_clock)
    to_the_plan(hand, desk, turned_clock)
    assert (hand.clicks, hand.keys) == (22, 44)
    assert hand.seconds <= MOST
    assert perf_counter() - began < MOST


def test_a_late_result_takes_cycle_2_off_tomorrows_list_and_tells_the_physician(
    hand, view, desk, turned_clock
):
    to_the_check(hand, desk, turned_clock)
    first_day = to_the_plan(hand, desk, turned_clock)
    turned_clock.turn(days=(first_day - turned_clock.today()).days - 1)
    view.screen.reread()
    assert planned_on(desk, first_day)
    enter_a_late_result(hand)
    patient = page_of(desk, NUMBER).line.patient.id
    assert gate_status(desk, patient, 2).state is GateState.CLOSED
    assert planned_on(desk, first_day) == []
    assert [cycle.number for cycle in page_of(desk, NUMBER).cycles] == [1]

    bar = view.frame.alerts
    assert f"Cycle 2 of {NUMBER}" in bar.words.text()
    assert "ALT 500 U/L" in bar.words.text()
    assert "Cycle 2 is off every list." in bar.words.text()
    for place in Place:
        view.go(place)
        assert bar.isVisible()
    assert bar.have_seen.text() == "I have seen it — Anna"
    hand.click(bar.have_seen)
    assert not bar.isVisible()


def test_a_check_printed_days_after_it_was_signed_shows_what_was_signed(
    hand, view, desk, turned_clock
):
    to_the_check(hand, desk, turned_clock)
    to_the_plan(hand, desk, turned_clock)
    turned_clock.turn(days=1)
    view.screen.reread()
    check = open_check(hand)
    hand.click(check.paper)
    printed = gate_words(hand.dialog(PrintPreview).sheet.sheet)
    assert printed.signature.alarms == ()
    assert any("Dr Orlova" in words for words in printed.signature.lines)
    assert gate_words(CheckSheet(check.check, "ward")).signature.alarms != ()
