"""Stopping a cycle, leaving the study, correcting a fact, placing anew: each seen before saved."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from nkdesk.model.cycle import ItemState
from nkdesk.services.change_forms import CauseForm, MoveForm
from nkdesk.services.changes import move_item
from nkdesk.services.forms import GivenForm, Saved
from nkdesk.services.read_models import DayStatus
from nkdesk.services.record import record_given
from nkdesk.services.steps import revision
from nkdesk.services.ward import open_ward
from nkdesk.ui.cease.dialog import CeaseDialog
from nkdesk.ui.common.banner import PatientBanner
from nkdesk.ui.common.change_table import BECOMES, ITEM, WAS
from nkdesk.ui.common.unsettled import unsettled_words
from nkdesk.ui.correct.dialog import GIVEN, NOT_GIVEN, CorrectDialog
from nkdesk.ui.off_study.dialog import OffStudyDialog
from nkdesk.ui.settle.dialog import SettleDialog
from tests.ui.changing import chosen, page_of, planned, rows_of

LONG = ("Повторная лихорадка, ў стацыянары; " * 8)[:200]


@pytest.fixture
def opened(qtbot, text_size):
    made = []

    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        return dialog

    yield show
    for dialog in made:
        dialog.done(0)


@pytest.fixture
def cease(opened, desk):
    return opened(CeaseDialog(None, desk, chosen(desk, "NK-005", "C1/NK2"), sample=True))


def test_a_drug_that_stays_on_the_day_the_cycle_is_stopped_is_named(opened, desk):
    dialog = opened(CeaseDialog(None, desk, chosen(desk, "NK-006", "C1/FLU@4"), sample=True))
    assert "Stays planned on Thu 12-Mar-2026: cytarabine." in dialog.panel.warnings.text()


def test_nothing_is_named_where_no_treatment_stays_on_that_day(cease):
    assert cease.panel.warnings.text() == ""


@pytest.fixture
def off_study(opened, desk):
    return opened(OffStudyDialog(None, desk, page_of(desk, "NK-006").line, sample=True))


def test_leaving_before_what_is_recorded_as_given_is_pointed_at(off_study):
    assert off_study.panel.warnings.text() == ""
    off_study._on.put("20.01.2026")
    off_study.refresh()
    assert "Recorded as given on Thu 12-Mar-2026" in off_study.panel.warnings.text()


@pytest.fixture
def correct(opened, desk):
    return lambda *about: opened(CorrectDialog(None, desk, chosen(desk, *about), sample=True))


@pytest.fixture
def late(desk):
    """A first dose given two days late, so that the next two no longer keep their rules."""
    item = chosen(desk, "NK-003", "C1/NK1").item_id
    assert isinstance(record_given(desk, GivenForm(item, "12.03.2026", "08:00")), Saved)


@pytest.fixture
def settle(opened, desk, late):
    return opened(SettleDialog(None, desk, (page_of(desk, "NK-003").line, 1), sample=True))


@pytest.fixture(params=["cease", "off_study", "settle"])
def each(request):
    return request.getfixturevalue(request.param)


def shown(dialog, column):
    model = dialog.panel.table.model
    return [model.columns[column].text(row) for row in model.rows]


def someone_else_moves(desk, clock, number, address, to):
    other = open_ward(desk.store.path.parent, lambda _zone, _day: clock, "Olga")
    with other.store:
        item = chosen(other, number, address).item_id
        form = MoveForm(item, to, "only", CauseForm("staffing"))
        assert isinstance(move_item(other, form, revision(other)), Saved)


def test_no_reason_stands_ready_and_none_is_guessed(each):
    assert each.cause.reason.value() == ""
    each.save.click()
    assert each.saved is None
    assert [words.split(":")[0] for words in each.summary.lines] == ["Reason"]


def test_every_dialog_names_the_patient_and_never_in_its_title(each):
    patient = each.findChild(PatientBanner)
    family = patient._line.patient.name.family
    assert family in patient.accessibleName()
    assert family not in each.windowTitle()


def test_enter_in_a_note_or_a_chip_never_saves(each, qtbot):
    each.cause.reason.buttons["other"].click()
    for widget in (each.cause.reason.buttons["other"], each.cause.note.text):
        qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert each.saved is None
    assert each.isVisible()


def test_ctrl_enter_saves_with_a_long_note_in_cyrillic(each, qtbot, desk):
    each.cause.reason.buttons["other"].click()
    each.cause.note.text.setPlainText(LONG)
    qtbot.keyClick(each, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(each.saved, Saved)


def test_a_note_that_is_too_long_is_said_and_kept(each):
    each.cause.reason.buttons["other"].click()
    each.cause.note.text.setPlainText("Ж" * 2050)
    each.save.click()
    assert each.saved is None
    assert "Too long" in each.summary.lines[0]
    assert each.value().cause.note == "Ж" * 2050


def test_what_another_window_saved_is_drawn_anew_first(each, desk, turned_clock):
    each.cause.reason.buttons["other"].click()
    each.cause.note.text.setPlainText("seen")
    someone_else_moves(desk, turned_clock, "NK-007", "C1/NK3", "07.04.2026")
    read_at = each.preview.read_at
    each.save.click()
    assert each.saved is None
    assert "Somebody changed the plan meanwhile." in each.summary.lines[0]
    assert each.preview.read_at == read_at + 1
    assert each.value().cause == CauseForm("other", note="seen")
    each.save.click()
    assert each.saved is not None


def test_stopping_shows_what_will_not_be_given_and_says_what_stays(cease):
    assert shown(cease, ITEM) == ["Dose 2 of 3", "Dose 3 of 3"]
    assert shown(cease, BECOMES) == ["will not be given"] * 2
    assert cease.save.text() == "Stop the cycle: 2 doses not given"
    assert cease.panel.table.staying.text().endswith("items stay as they are")


def test_a_stopped_cycle_closes_them_with_the_reason(cease, desk):
    cease.cause.reason.buttons["progression"].click()
    cease.save.click()
    rows = rows_of(desk, "NK-005")
    assert {rows[one].item.state for one in ("C1/NK2", "C1/NK3")} == {ItemState.CEASED}
    assert rows["C1/NK1"].item.is_open
    assert rows["C1/NK3"].reason == "progression"


def test_the_day_of_leaving_stands_ready_as_today(off_study):
    assert off_study.value().on == "12.03.2026"
    assert "cancelled" in shown(off_study, BECOMES)
    assert off_study.save.text().startswith("Take NK-006 off study: cancel")


def test_a_day_that_has_not_come_is_refused_beside_the_field(off_study):
    off_study.cause.reason.buttons["consent_withdrawn"].click()
    off_study._on.put("13.03.2026")
    off_study.refresh()
    assert not off_study.save.isEnabled()
    assert "Fill in" in off_study.panel.words.text()


def test_a_patient_off_study_has_nothing_open_on_or_after_that_day(off_study, desk):
    off_study.cause.reason.buttons["consent_withdrawn"].click()
    off_study.save.click()
    page = page_of(desk, "NK-006")
    assert page.off_study.day == date(2026, 3, 12)
    left = [row for cycle in page.cycles for row in cycle.rows if row.item.is_open]
    assert [row for row in left if row.item.planned >= date(2026, 3, 12)] == []


def test_a_patient_without_a_plan_may_leave_too(opened, desk):
    dialog = opened(OffStudyDialog(None, desk, page_of(desk, "NK-011").line, sample=True))
    assert dialog.save.isEnabled()
    assert dialog.save.text() == "Take NK-011 off study"


def test_a_correction_opens_as_it_is_recorded(correct):
    dialog = correct("NK-002", "C1/NK2")
    assert dialog.what.value() == GIVEN
    assert (dialog.value().on, dialog.value().time) == ("05.03.2026", "11:20")
    assert not dialog.typed
    assert "what is recorded now" in dialog.panel.words.text()


def test_a_correction_says_what_it_was_and_what_it_becomes(correct):
    dialog = correct("NK-008", "C1/NK1")
    dialog._on.put("05.03.2026")
    dialog.refresh()
    assert shown(dialog, WAS)[0].startswith("given Wed 04-Mar-2026")
    assert shown(dialog, BECOMES)[0].startswith("given Thu 05-Mar-2026")


def test_a_correction_asks_in_words_what_was_wrong(correct, desk):
    dialog = correct("NK-008", "C1/NK1")
    dialog._on.put("05.03.2026")
    dialog.refresh()
    dialog.save.click()
    assert dialog.saved is None
    assert "What was wrong about the entry" in dialog.summary.lines[0]
    dialog.why.put("записано не тем днём")
    dialog.save.click()
    assert dialog.saved is not None
    assert rows_of(desk, "NK-008")["C1/NK1"].item.actual == date(2026, 3, 5)


def test_given_after_all_not_given_asks_why_not(correct, desk):
    dialog = correct("NK-008", "C1/NK1")
    dialog.what.buttons[NOT_GIVEN].click()
    assert dialog._when.isHidden()
    assert dialog.cause.reason.label_words == "Why it was not given"
    dialog.why.put("ticked the wrong row")
    dialog.save.click()
    assert dialog.saved is None
    dialog.cause.reason.buttons["infection"].click()
    dialog.save.click()
    row = rows_of(desk, "NK-008")["C1/NK1"]
    assert (row.status, row.reason) == (DayStatus.NOT_GIVEN, "infection")


def test_not_given_that_was_given_takes_a_day_and_a_time(correct, desk):
    dialog = correct("NK-008", "C1/NK2")
    assert dialog.what.value() == NOT_GIVEN
    dialog.what.buttons[GIVEN].click()
    dialog._on.put("11.03.2026")
    dialog._time.put("10:15")
    dialog.why.put("the ward's paper says otherwise")
    dialog.refresh()
    dialog.save.click()
    assert dialog.saved is not None
    assert rows_of(desk, "NK-008")["C1/NK2"].item.actual == date(2026, 3, 11)


def test_a_correction_into_the_future_is_refused_in_words(correct):
    dialog = correct("NK-008", "C1/NK1")
    dialog._on.put("13.03.2026")
    dialog.refresh()
    assert not dialog.save.isEnabled()
    assert dialog.panel.is_refused or "Fill in" in dialog.panel.words.text()


def test_doses_a_fact_unsettled_are_named_but_never_moved(desk, late):
    patient = page_of(desk, "NK-003").line.patient.id
    words = unsettled_words(desk, patient, 1)
    assert words.startswith("Dose 2 of 3, Dose 3 of 3: what was recorded breaks a rule")
    assert planned(desk, "NK-003", "C1/NK2") == date(2026, 3, 17)


def test_a_cycle_that_keeps_its_rules_has_nothing_to_say(desk):
    assert unsettled_words(desk, page_of(desk, "NK-004").line.patient.id, 1) == ""


@pytest.mark.parametrize("number", ["NK-002", "NK-011"])
def test_who_left_the_study_or_has_no_plan_has_nothing_to_place(desk, number):
    assert unsettled_words(desk, page_of(desk, number).line.patient.id, 1) == ""


def test_placing_anew_moves_only_as_far_as_needed(settle, desk):
    assert shown(settle, ITEM) == ["Dose 2 of 3", "Dose 3 of 3"]
    moved = [row.after.planned for row in settle.preview.changed if row.shift]
    settle.cause.reason.buttons["earlier_slipped"].click()
    settle.save.click()
    now = [planned(desk, "NK-003", one) for one in ("C1/NK2", "C1/NK3")]
    assert now == moved != [date(2026, 3, 17), date(2026, 3, 24)]


def test_where_nothing_must_move_nothing_can_be_saved(opened, desk):
    dialog = opened(SettleDialog(None, desk, (page_of(desk, "NK-004").line, 1), sample=True))
    assert not dialog.save.isEnabled()
    assert "nothing would move" in dialog.panel.words.text()


def test_no_label_of_a_change_reads_markup(each):
    formats = {label.textFormat() for label in each.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
