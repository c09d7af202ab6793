"""Every window of the program is walked: sizes, names, plain text, nothing out of reach."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QWidget,
)

from nkdesk.model.protocol import ItemKind
from nkdesk.services.forms import GivenForm
from nkdesk.services.record import record_given
from nkdesk.ui.bug.dialog import BugDialog
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.rail_order import Place
from nkdesk.ui.run import show_start_page
from nkdesk.ui.start.choice import CannotOpen
from tests.services.gate import story
from tests.ui.changing import chosen, page_of, rows_of
from tests.ui.ward_screens import WARD_SCREENS
from tests.ui.window_rules import check_window

STRANGE = 'Иванов <!-- "Ё'


def today(view):
    return view.window


def a_quiet_day(view):
    view.board.go_to(date(2026, 6, 1))
    return view.window


def patients(view):
    view.go(Place.PATIENTS)
    return view.window


def patients_found(view):
    view.patients().search("семе")
    return view.window


def patients_nobody(view):
    view.patients().search("nobody of that name")
    return view.window


def patient(view):
    view.open_patient(3)
    section = view.screen.sections[0]
    section.choose(next(row.item_id for row in section.model.rows if row.nth == (2, 3)))
    return view.window


def patient_without_plan(view):
    view.open_patient(11)
    return view.window


def protocols(view):
    view.go(Place.PROTOCOLS)
    return view.window


def record(view):
    view.acts.record(ChosenItem.of_day(view.board.list.rows[1]))
    return view.acts.dialog


def record_refused(view):
    dialog = record(view)
    dialog.fields["on"].put("31.02.2026")
    dialog.confirm()
    return dialog


def not_given(view):
    view.acts.not_given(ChosenItem.of_day(view.board.list.rows[1]))
    return view.acts.dialog


def enrol(view):
    view.acts.enrol()
    return view.acts.dialog


def enrol_refused(view):
    dialog = enrol(view)
    dialog.fields["family"].put(STRANGE)
    dialog.confirm()
    return dialog


def enrol_previewed(view):
    dialog = enrol(view)
    field = dialog.fields["protocol_hash"]
    field.choose(
        next(code for code, one in field.buttons.items() if "05272293" in one.accessibleName())
    )
    dialog.fields["disease_group"].choose("relapsed")
    dialog.fields["start"].put("20.04.2026")
    dialog.fields["family"].put("Семёнов")
    dialog.fields["given"].put("Илья")
    dialog._show_preview()
    return dialog


def plan(view):
    view.open_patient(11)
    view.acts.plan(view.screen.page.line)
    view.acts.dialog.start.put("16.03.2026")
    view.acts.dialog._show_preview()
    return view.acts.dialog


def leave(view):
    dialog = enrol(view)
    dialog.fields["family"].put("Ким")
    dialog.reject()
    return dialog.findChild(QWidget, "question")


def undo(view):
    view.desk.actor = "Sample nurse"
    view.open_patient(11)
    view.acts.plan(view.screen.page.line)
    view.acts.dialog.start.put("16.03.2026")
    view.acts.dialog.confirm()
    view.acts.undo()
    return view.acts.dialog


def defer(view):
    view.acts.plans.defer(chosen(view.desk, "NK-005", "C1/NK1"))
    view.acts.dialog.when.by.buttons["2"].click()
    return view.acts.dialog


def defer_asked_more(view):
    dialog = defer(view)
    dialog.cause.reason.buttons["clinical"].click()
    return dialog


def defer_refused(view):
    view.acts.plans.defer(chosen(view.desk, "NK-004", "C1/NK1"), date(2026, 3, 14))
    return view.acts.dialog


def defer_as_deviation(view):
    dialog = defer_refused(view)
    dialog.deviation.accepts.click()
    dialog.confirm()
    return dialog


def defer_the_block(view):
    rows = rows_of(view.desk, "NK-010")
    first = next(name for name, row in rows.items() if row.item.kind is ItemKind.CHEMO)
    view.acts.plans.defer(chosen(view.desk, "NK-010", first))
    return view.acts.dialog


def cease(view):
    view.acts.plans.cease(chosen(view.desk, "NK-005", "C1/NK2"))
    return view.acts.dialog


def off_study(view):
    view.acts.plans.take_off_study(page_of(view.desk, "NK-006").line)
    return view.acts.dialog


def correct(view):
    view.acts.plans.correct(chosen(view.desk, "NK-008", "C1/NK1"))
    view.acts.dialog.what.buttons["not_given"].click()
    view.acts.dialog.confirm()
    return view.acts.dialog


def given_late(view):
    item = chosen(view.desk, "NK-003", "C1/NK1").item_id
    record_given(view.desk, GivenForm(item, "12.03.2026", "08:00"))
    return page_of(view.desk, "NK-003").line


def settle(view):
    view.acts.plans.settle(given_late(view), 1)
    return view.acts.dialog


def settle_offered(view):
    view.acts.plans.offer_settling(given_late(view), 1)
    return view.acts.dialog


def patient_unsettled(view):
    view.open_patient(given_late(view).patient.id)
    return view.window


def patient_off_study(view):
    view.open_patient(page_of(view.desk, "NK-002").line.patient.id)
    return view.window


def print_preview(view):
    view.print_day()
    view.acts.dialog._show_pages()
    return view.acts.dialog


def keys(view):
    view.acts.help()
    return view.acts.dialog


def start(view):
    page = show_start_page(view.window, ["A. Petrova"], Path("/nowhere/ward"))
    view.frame.show_parts(shown=False)
    page._show_new()
    page.refuse(CannotOpen("There is no ward store at this place.", "Choose another folder."))
    return view.window


def bug(view):
    view.acts.dialog = BugDialog(view.window, "nkdesk 0.1.0\nValueError")
    view.acts.dialog.open()
    return view.acts.dialog


def checks(view):
    view.go(Place.CHECKS)
    return view.window


def checks_filtered(view):
    view.go(Place.CHECKS)
    view.screen.narrowing.name.setText("nobody of that name")
    return view.window


def cycle_2_check(view):
    view.acts.checks.check(page_of(view.desk, "NK-008").line, 2)
    return view.acts.dialog


def cycle_2_check_evidence(view):
    dialog = cycle_2_check(view)
    dialog.table.choose("P-E2")
    return dialog


def enrolment_check(view):
    view.acts.checks.check(page_of(view.desk, "NK-011").line, 1)
    view.acts.dialog.table.choose("D-E2")
    return view.acts.dialog


def assessments(view):
    view.open_assessments(page_of(view.desk, "NK-008").line)
    return view.window


def check_to_sign(view):
    view.acts.checks.check(page_of(view.desk, "NK-001").line, 2)
    return view.acts.dialog


def plan_second(view):
    dialog = check_to_sign(view)
    dialog.signing.physician.put("Dr Orlova")
    dialog.signing.role.choose("physician")
    dialog.confirm()
    return view.acts.dialog


def alert_on_every_screen(view):
    plan_second(view).done(0)
    line = page_of(view.desk, "NK-001").line
    story.alt(view.desk, line.patient.id, "900", view.desk.clock.today())
    view.acts.done("")
    return view.window


def patient_with_a_closed_check(view):
    window = alert_on_every_screen(view)
    view.open_patient(page_of(view.desk, "NK-001").line.patient.id)
    return window


def check_not_eligible(view):
    alert_on_every_screen(view)
    dialog = check_to_sign(view)
    dialog.table.choose("P-E2")
    return dialog


def waiver(view):
    dialog = check_not_eligible(view)
    dialog.waive_asked.emit(dialog.table.chosen_row)
    return view.acts.dialog


SCREENS = [
    *(today, a_quiet_day, patients, patients_found, patients_nobody, patient),
    *(patient_without_plan, protocols, record, record_refused, not_given, enrol),
    *(enrol_refused, enrol_previewed, plan, leave, undo, print_preview, keys, start, bug),
    *(defer, defer_asked_more, defer_refused, defer_as_deviation, defer_the_block, cease),
    *(off_study, correct, settle, settle_offered, patient_unsettled, patient_off_study),
    *(checks, checks_filtered, cycle_2_check, cycle_2_check_evidence, enrolment_check),
    *(assessments, check_to_sign, plan_second, alert_on_every_screen, check_not_eligible),
    *(patient_with_a_closed_check, waiver),
    *WARD_SCREENS,
]


@pytest.fixture(params=SCREENS, ids=lambda make: make.__name__)
def shown(request, view, qtbot):
    made = request.param(view)
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitExposed(made)
    return made


def test_every_window_keeps_what_all_windows_keep(shown, view, request, tmp_path):
    check_window(shown, view, request, tmp_path)
