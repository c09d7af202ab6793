"""What the record at the bed shows of an infusion, from values alone."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nkdesk.model.infusion import InfusionAct, InfusionEvent, InfusionState, Match, Outcome
from nkdesk.model.product_rules import Vital
from nkdesk.model.readiness import Go, GoCode, GoReason
from nkdesk.services.infusion_models import AlreadyStarted
from nkdesk.services.infusions import end_reasons
from nkdesk.ui.bedside.answers import Answers
from nkdesk.ui.bedside.check_page import CheckPage
from nkdesk.ui.bedside.end_page import EndPage
from nkdesk.ui.bedside.event_words import event_line, resumed_words
from nkdesk.ui.bedside.readiness_bar import ReadinessBar
from nkdesk.ui.bedside.scan_field import ScanField
from nkdesk.ui.bedside.side_panel import SidePanel
from nkdesk.ui.bedside.step_bar import Step, StepBar, due_step, reached
from nkdesk.ui.bedside.timer import Timer
from nkdesk.ui.bedside.vitals_panel import VitalsPanel
from nkdesk.ui.bedside.vitals_rows import row_to_enter, row_words
from nkdesk.ui.bedside.words import already_words, is_other_patient, steroid_words
from tests.ui import bedside_pages as bed


@pytest.fixture
def shown(qtbot, text_size):
    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


@pytest.fixture
def check(shown, desk):
    page = shown(CheckPage())
    page.show_page(bed.unopened(desk))
    return page


def texts(page):
    """Return everything the check of a bag shows, as one text."""
    lines = [page.done.itemAt(n).widget() for n in range(page.done.count())]
    parts = [page.own.title, page.own.blind, page.waiting, page.panel.points, *lines]
    return "\n".join(one.text() for one in parts if one.isVisibleTo(page))


def test_the_first_person_stands_before_empty_fields(check):
    assert check.own.title.text() == "Bag 1 of 2 · first person"
    assert not check.own.typed
    assert check.own.blind.isHidden()


def test_no_number_of_a_bag_stands_on_the_screen_while_anybody_checks(check, desk):
    assert "D24-0117" not in texts(check)
    check.show_page(bed.with_checks(bed.unopened(desk), 1, 0))
    check.begin()
    assert "D24-0117" not in texts(check)


def test_the_second_person_sees_nothing_of_what_the_first_entered(check, desk):
    check.own.person.put("Anna")
    check.own.patient.put("P-NK-003-X")
    check.show_answer(bed.answer())
    check.show_page(bed.with_checks(bed.unopened(desk), 1, 0))
    assert not check.entering
    check.begin()
    assert check.own.title.text() == "Bag 1 of 2 · second person"
    assert not check.own.typed
    assert check.own.blind.text().startswith("Anna checked at 09:21.")
    assert "scan 1" not in texts(check)


def test_a_bag_that_two_have_checked_shows_its_number_and_both_names(check, desk, qtbot):
    check.show_page(bed.with_checks(bed.unopened(desk), 2, 0))
    qtbot.waitUntil(lambda: "D24-0117-1" in texts(check))
    assert "check 2: Olga 09:22" in texts(check)
    assert "D24-0117-2" not in texts(check)
    check.begin()
    assert check.own.title.text() == "Bag 2 of 2 · first person"


def test_a_stop_offers_two_ways_and_no_third(check):
    check.own.bag.put("D24-0200-1")
    check.show_answer(bed.answer(("bag", Match.OTHER_BAG)))
    assert check.stopped
    assert check.panel.word.text() == "✖ STOP"
    assert check.panel.points.text().splitlines()[0] == "✖  Product number: another bag"
    assert not check.entering
    assert [one.text() for one in (check.panel.again, check.panel.call)] == [
        "Scan again",
        "Call physician",
    ]
    assert check.panel.again.isVisible()
    assert check.panel.call.isVisible()


def test_scanning_again_keeps_the_name_and_drops_the_scans(check):
    check.own.person.put("Anna")
    check.own.patient.put("NK-003")
    check.own.bag.put("D24-0117-1")
    check.show_answer(bed.answer(("bag", Match.OTHER_BAG)))
    check.panel.again.click()
    assert check.own.person.value() == "Anna"
    assert check.own.patient.value() == check.own.bag.value() == ""


def test_a_match_ends_the_check_full_width(check):
    check.own.bag.put("D24-0117-1")
    check.show_answer(bed.answer())
    assert check.panel.word.text() == "✔ MATCH"
    assert not check.panel.again.isVisible()
    assert check.panel.width() == check.width()
    assert "Second person" not in check.panel.points.text()


def test_a_wrong_wristband_says_nothing_of_a_bag_nobody_scanned(check):
    check.show_answer(bed.answer(("patient", Match.OTHER_PATIENT), ("bag", Match.UNREADABLE)))
    assert "another patient" in check.panel.points.text()
    assert "Product number" not in check.panel.points.text()


def test_every_bag_checked_twice_is_said(check, desk):
    check.own.hide()
    check.show_page(bed.with_checks(bed.unopened(desk), 2, 2))
    assert check.waiting.text() == "Every bag was checked by two persons."


def test_without_a_dose_it_says_what_is_needed_first(check, desk):
    check.own.hide()
    check.show_page(replace(bed.unopened(desk), dose=None, bags=(), may=frozenset()))
    assert check.waiting.text().startswith("No dose is reserved for this infusion.")


def test_what_is_closed_is_not_said_to_be_checked(check, desk):
    check.show_page(replace(bed.unopened(desk), may=frozenset()))
    assert check.waiting.text() == "Nothing can be checked any more."


def test_what_a_person_sees_on_the_bag_ends_the_check(check, qtbot):
    check.own.patient.put("NK-003")
    check.own.bag.put("D24-0117-1")
    with qtbot.waitSignal(check.answered) as heard:
        check.own.looks["clumps"].click()
    assert heard.args == ["clumps"]


def test_without_a_scan_the_look_asks_for_it(check, qtbot):
    check.own.patient.put("NK-003")
    with qtbot.assertNotEmitted(check.answered):
        check.own.looks["clear"].click()
    assert check.own.bag.note.text() == "Scan it, or type it and press Enter."


def test_a_code_scanned_into_the_name_is_no_name(check):
    check.own.person.put("P-NK-003-X")
    QTest.keyClick(check.own.person.line, Qt.Key.Key_Return)
    assert "not a name" in check.own.person.note.text()


def test_a_scan_through_a_russian_layout_is_read_and_said(shown, qtbot):
    field = shown(ScanField("bag_scan", "Bag"))
    field.put("ВУ24-0117")
    with qtbot.waitSignal(field.scanned):
        QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.note.text() == "Scanner typed Cyrillic letters; corrected: DE24-0117"


def test_what_no_one_layout_typed_is_not_taken(shown, qtbot):
    field = shown(ScanField("bag_scan", "Bag"))
    field.put("ВD24")
    with qtbot.assertNotEmitted(field.scanned):
        QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert "Scan again" in field.note.text()


def test_readiness_says_every_reason_and_what_would_help(shown, desk):
    bar = shown(ReadinessBar())
    bar.show_page(bed.refused(bed.unopened(desk)))
    assert bar.word.text() == "■ NO-GO"
    assert len(bar.reasons.texts) == 2
    assert "Expired Thu 12-Mar-2026 09:00" in bar.reasons.texts[0]
    assert "Lot not released" in bar.accessibleName()
    assert "D24-0117" not in bar.accessibleName()
    bar.show_page(bed.refused(bed.with_checks(bed.unopened(desk), 2, 2)))
    assert "D24-0117-1" in bar.accessibleName()
    bar.show_page(bed.running(desk))
    assert bar.isHidden()


@pytest.mark.parametrize("code", [GoCode.TEST_FAILED, GoCode.REJECTED])
def test_a_lot_that_fails_while_its_cells_run_is_told_at_the_bed(shown, desk, code):
    bar = shown(ReadinessBar())
    page = bed.running(desk)
    reasons = (
        GoReason(GoCode.EXPIRED, Go.NO_GO, "D24-0117-1", bed.at(9, 0)),
        GoReason(code, Go.NO_GO, "sterility"),
    )
    found = replace(page.readiness, go=Go.NO_GO, reasons=reasons)
    bar.show_page(replace(page, readiness=found))
    assert bar.isVisible()
    assert bar.word.text() == "✖ Changed since the start"
    assert len(bar.reasons.texts) == 1
    assert bar.accessibleName().startswith("✖ Changed since the start: ")
    bar.show_page(replace(bed.observed(desk), readiness=found))
    assert bar.isHidden()


def test_remarks_that_stop_nothing_stand_together_on_one_line(shown, desk):
    bar = shown(ReadinessBar())
    page = bed.refused(bed.unopened(desk))
    remarks = tuple(GoReason(GoCode.TEST_OPEN, Go.GO, one) for one in ("gram", "culture"))
    found = replace(page.readiness, reasons=(*page.readiness.reasons, *remarks))
    bar.show_page(replace(page, readiness=found))
    assert len(bar.reasons.texts) == 3
    assert "  ·  " in bar.reasons.texts[2]


def test_what_asks_is_asked_before_the_start_only(shown, desk):
    asks = shown(Answers())
    page = bed.asking(bed.with_checks(bed.unopened(desk), 2, 2))
    asks.show_page(page, open_now=True)
    field = asks.fields["answer:weight_old"]
    field.put("scale broken")
    asks.show_page(page, open_now=True)
    assert asks.answers() == (("weight_old", "scale broken"),)
    asks.show_page(page, open_now=False)
    assert asks.isHidden()
    assert asks.answers() == ()


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (InfusionState.CHECKING, Step.CHECK),
        (InfusionState.CHECKED, Step.START),
        (InfusionState.RUNNING, Step.START),
        (InfusionState.PAUSED, Step.START),
        (InfusionState.OBSERVING, Step.OBSERVE),
        (InfusionState.COMPLETE, Step.OBSERVE),
        (InfusionState.ABANDONED, Step.CHECK),
    ],
)
def test_every_state_stands_at_one_of_the_four_steps(desk, state, due):
    page = bed.with_checks(bed.unopened(desk), 2, 2)
    page = replace(page, infusion=replace(page.infusion, state=state))
    assert due_step(page) is due
    assert due in reached(page)


def test_the_steps_say_when_each_was_done(shown, desk):
    bar = shown(StepBar())
    bar.show_page(bed.unopened(desk), Step.CHECK)
    assert [one.isEnabled() for one in bar.buttons.values()] == [True, False, False, False]
    bar.show_page(bed.observed(desk), Step.OBSERVE)
    said = [one.text() for one in bar.buttons.values()]
    assert said == ["1  Check  ✔", "2  Start  ✔ 09:00", "3  End  ✔ 09:29", "4  Observe"]


def vitals(shown, page):
    panel = shown(VitalsPanel(lambda: bed.at(9, 30)))
    panel.show_page(page)
    return panel


def test_the_newest_measurement_due_stands_ready_and_late_ones_are_marked(shown, desk):
    page = bed.running(desk)
    panel = vitals(shown, page)
    assert panel.title.text() == "Vital signs: 30min"
    forgotten = replace(page.vitals[1], late_by=15)
    assert row_words(forgotten)[0] == "○ 15min · 09:15 · ▲ late 15min"
    panel.choose(1)
    assert panel.title.text() == "Vital signs: 15min · ▲ late 15min"
    assert panel.form(1, "Anna").due == 15
    assert panel.save.isEnabled()
    assert "▲" in panel.rows.cards[1].accessibleName()


def test_before_any_time_has_come_the_next_row_of_the_plan_stands_ready(desk):
    rows = bed.unopened(desk).vitals
    assert row_to_enter(rows, bed.at(9, 30)) == 0
    assert row_to_enter((), bed.at(9, 30)) == -1


def test_a_forgotten_row_never_stands_ready_once_a_later_one_is_measured(desk):
    first, second, *later = (replace(row, signs=None) for row in bed.running(desk).vitals)
    signs = bed.running(desk).vitals[0].signs
    rows = (first, replace(second, signs=signs), *later)
    assert row_to_enter(rows, second.at) == 2
    assert row_to_enter(rows[:2], second.at) == -1


def test_a_value_outside_the_usual_is_marked_as_it_is_typed(shown, desk):
    page = bed.running(desk)
    panel = vitals(shown, page)
    limit = next(one for one in page.limits if one.vital is Vital.TEMPERATURE)
    field, label = (panel.numbers.fields[limit.vital], panel.numbers.usual[limit.vital])
    high = [f"{limit.high + 1}".replace(".", ","), str(limit.low - 1)]
    for typed, marked in [*((one, True) for one in high), (str(limit.high), False)]:
        field.put(typed)
        assert label.text().startswith("▲ ") is marked
    for typed in ("", "38 6", "NaN"):
        field.put(typed)
        assert not label.text().startswith("▲ ")
    field.put(high[0])
    panel.show_page(page)
    assert label.text().startswith("▲ ")
    panel.clear()
    assert not label.text().startswith("▲ ")


def test_what_lies_outside_the_usual_is_marked_and_blocks_nothing(shown, desk):
    panel = vitals(shown, bed.running(desk))
    assert "▲ outside what is usual: T" in panel.rows.cards[0].accessibleDescription()
    assert "36" in panel.numbers.usual[Vital.TEMPERATURE].text()


def test_enter_leads_from_number_to_number_and_saves_after_the_last(shown, desk, qtbot):
    panel = vitals(shown, bed.running(desk))
    panel.activateWindow()
    panel.numbers.enter()
    fields = list(panel.numbers.fields.values())
    for one, following in pairwise(fields):
        QTest.keyClick(one.line, Qt.Key.Key_Return)
        qtbot.waitUntil(following.line.hasFocus)
    with qtbot.waitSignal(panel.saved):
        QTest.keyClick(fields[-1].line, Qt.Key.Key_Return)


def test_numbers_being_typed_stay_with_their_row_when_somebody_else_writes(shown, desk):
    page = bed.running(desk)
    panel = vitals(shown, page)
    panel.choose(1)
    panel.numbers.fields[Vital.TEMPERATURE].put("37.2")
    rows = (page.vitals[0], replace(page.vitals[1], signs=None), *page.vitals[2:])
    panel.show_page(replace(page, vitals=rows, events=()))
    assert panel.form(1, "Anna").values == (("temperature", "37.2"),)
    assert panel.form(1, "Anna").due == 15


def test_a_row_already_measured_is_corrected_with_a_reason(shown, desk):
    panel = vitals(shown, bed.running(desk))
    panel.rows.cards[0].click()
    assert panel.why.isVisible()
    panel.why.put("mistyped")
    form = panel.form(1, "Anna")
    assert (form.due, form.corrects, form.why) == (0, 0, "mistyped")
    assert dict(form.values)["temperature"] == "38.6"


def test_a_measurement_beside_the_plan_names_no_minute(shown, desk):
    panel = vitals(shown, bed.running(desk))
    panel.rows.cards[-1].click()
    assert panel.form(1, "Anna").due is None


def test_f8_writes_the_present_minute(shown, desk, qtbot):
    panel = vitals(shown, bed.running(desk))
    panel.activateWindow()
    panel.time.line.setFocus()
    qtbot.waitUntil(panel.time.line.hasFocus)
    QTest.keyClick(panel.time.line, Qt.Key.Key_F8)
    assert panel.form(1, "Anna").time == "09:30"


def test_the_timer_counts_minutes_and_names_bag_and_rate(shown, desk):
    timer = shown(Timer())
    timer.show_page(bed.unopened(desk), bed.at(9, 30))
    assert timer.isHidden()
    timer.show_page(bed.running(desk), bed.at(10, 23))
    assert timer.large.text() == "01:23"
    assert timer.small.text() == "▶ Running · Bag 1 of 2 · 60 mL/h"
    timer.show_page(bed.observed(desk), bed.at(9, 59))
    assert timer.small.text() == "◐ Under observation · Observe until 13:29, another 3hr 30min"
    timer.show_page(bed.observed(desk), bed.at(13, 29))
    assert timer.small.text() == "◐ Under observation · Observed until 13:29: its time is over"


def test_only_acts_that_are_allowed_are_offered(shown, desk):
    side = shown(SidePanel({}))
    side.show_page(bed.running(desk), bed.at(9, 30))
    offered = {act for act, one in side.acts.items() if one.isVisible()}
    assert InfusionAct.PAUSE in offered
    assert InfusionAct.RESUME not in offered
    assert InfusionAct.ABANDON not in offered


def test_cells_stand_per_kg_and_in_all_with_the_dated_weight(shown, desk):
    side = shown(SidePanel({}))
    side.show_page(bed.running(desk), bed.at(9, 30))
    words = "40 ×10⁶/kg · 1,520 ×10⁶ in all (38 kg, Wed 11-Mar-2026)"
    assert f"Ordered: {words}" in side.cells.texts
    assert f"Labelled: {words}" in side.cells.texts


def test_a_late_entry_says_when_it_was_entered_and_for_when(desk):
    page = bed.running(desk)
    line = event_line(page.events[1], bed.at(9, 30), {})
    assert line == "09:00  Started D24-0117-1, Anna (entered 09:14 for 09:00)"


@pytest.mark.parametrize(
    ("act", "detail", "said"),
    [
        (InfusionAct.CHECK, "stopped", "Check STOPPED, Anna"),
        (InfusionAct.CHECK, "2", "Check by the second person, Anna"),
        (InfusionAct.VITALS, "15", "Vital signs 15min, Anna"),
        (InfusionAct.VITALS, "", "Vital signs, Anna"),
        (InfusionAct.PAUSE, "line", "Paused the line, Anna"),
        (InfusionAct.NOTE, "expired", "Note Expired, Anna"),
        (InfusionAct.RATE, "60", "Rate 60 mL/h, Anna"),
        (InfusionAct.CALL, "Orlova", "Physician called Orlova, Anna"),
    ],
)
def test_no_code_of_the_record_reaches_a_reader(act, detail, said):
    event = InfusionEvent(1, act, bed.at(9, 0), bed.at(9, 0), "Anna", None, detail)
    assert event_line(event, bed.at(9, 30), {"line": "the line"}) == f"09:00  {said}"


def test_an_infusion_taken_up_again_says_what_was_stored_last_when_and_by_whom(desk):
    words = resumed_words(bed.running(desk).resumed, bed.at(9, 30), {})
    assert "Stored last: Rate 60 mL/h, Olga, at 09:16." in words


def test_who_came_second_is_told_who_began_and_when():
    words = already_words(AlreadyStarted("Olga", bed.at(9, 12)), bed.at(9, 30))
    assert words == "Olga started this infusion at 09:12. Nothing was started again."


def test_steroids_are_reminded_of_and_eye_drops_are_none(desk):
    page = bed.unopened(desk)
    assert "Topical eye drops are no steroids" in steroid_words(page)
    assert steroid_words(replace(page, steroids_barred=False)) == ""


@pytest.mark.parametrize(("scan", "other"), [("NK-001", True), ("same", False)])
def test_another_patients_wristband_is_told_before_any_bag(desk, scan, other):
    page = bed.unopened(desk)
    typed = page.row.line.patient.trial_number if scan == "same" else scan
    assert is_other_patient(typed, page) is other
    assert not is_other_patient(typed, replace(page, lot=None))


def end_page(shown, desk):
    page = shown(EndPage(end_reasons(desk)))
    page.show_page(bed.running(desk))
    return page


def test_given_in_full_is_one_touch(shown, desk, qtbot):
    page = end_page(shown, desk)
    with qtbot.waitSignal(page.ended):
        page.cards[Outcome.WHOLE].click()
    assert page.form(1, "Anna").outcome == "whole"


def test_part_asks_what_is_left_and_why(shown, desk, qtbot):
    page = end_page(shown, desk)
    with qtbot.assertNotEmitted(page.ended):
        page.cards[Outcome.PART].click()
    assert page.remaining.geometry().bottom() < page.reason.geometry().top()
    assert "a bag not hung counts whole" in page.remaining.label.text()
    page.remaining.put("12,5")
    page.reason.choose(next(iter(page.reason.buttons)))
    form = page.form(1, "Anna")
    assert (form.outcome, form.remaining) == ("part", "12,5")
    assert form.reason
    assert page.typed


def test_an_infusion_that_is_over_says_how_it_ended(shown, desk):
    page = end_page(shown, desk)
    over = bed.observed(desk)
    part = replace(over.infusion, outcome=Outcome.PART, remaining=12500)
    page.show_page(replace(over, infusion=part))
    assert page.said.text().startswith("Given in part, 12.5 mL left")
    assert not page.cards[Outcome.WHOLE].isVisible()
