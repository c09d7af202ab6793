from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QPushButton

from nkdesk.model.change import Scope
from nkdesk.services.change_forms import CauseForm, MoveForm
from nkdesk.services.changes import move_item
from nkdesk.services.forms import NotGivenForm, Saved
from nkdesk.services.record import record_not_given
from nkdesk.services.steps import revision
from nkdesk.services.ward import open_ward
from nkdesk.ui.common.banner import PatientBanner
from nkdesk.ui.common.change_table import BECOMES, FACTS, ITEM, WAS
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.defer.dialog import DeferDialog
from tests.ui.changing import chosen, page_of, planned, rows_of

HELD = ("NK-005", "C1/NK1")
"""A dose that moves two days by taking the two later ones along a day each."""
NEAR = ("NK-010", "C1/NK2")
"""A dose that moves two days alone."""


@pytest.fixture
def defer(qtbot, text_size, desk):
    opened = []

    def make(about=NEAR, **more):
        dialog = DeferDialog(None, desk, chosen(desk, *about), sample=True, **more)
        qtbot.addWidget(dialog)
        dialog.show()
        opened.append(dialog)
        return dialog

    yield make
    for dialog in opened:
        dialog.done(0)


def shown(dialog, column):
    model = dialog.panel.table.model
    return [model.columns[column].text(row) for row in model.rows]


def test_it_opens_a_day_later_with_the_least_reach_and_no_reason(defer):
    dialog = defer()
    assert dialog.when.by.value() == "1"
    assert dialog.when.to.value() == "02.04.2026"
    assert dialog.when.to.note.text() == "Thu 02-Apr-2026"
    assert dialog.scope.value() == Scope.NEEDED
    assert dialog.cause.reason.value() == ""


def test_the_scope_is_never_remembered_from_last_time(defer):
    first = defer()
    first.scope.buttons[Scope.ONLY].click()
    first.done(0)
    assert defer().scope.value() == Scope.NEEDED


def test_every_scope_is_a_card_in_plain_words_and_stands_in_the_button(defer):
    dialog = defer()
    said = set()
    for code, card in dialog.scope.buttons.items():
        card.click()
        assert dialog.scope.value() == code
        assert card.accessibleDescription()
        said.add(dialog.save.text().split(": ")[1])
    assert list(dialog.scope.buttons) == list(Scope)
    assert len(said) == len(Scope)


def test_an_overdue_item_is_offered_today_at_the_earliest(defer):
    assert defer(("NK-003", "C1/NK1")).when.to.value() == "12.03.2026"


def test_a_drag_brings_its_date_along(defer):
    dialog = defer(to=date(2026, 4, 3))
    assert dialog.when.to.value() == "03.04.2026"
    assert dialog.when.by.value() == "2"


def test_chips_and_typed_date_always_say_the_same(defer):
    dialog = defer()
    dialog.when.by.buttons["2"].click()
    assert dialog.when.to.value() == "03.04.2026"
    dialog.when.to.put("08.04.2026")
    assert dialog.when.by.value() == "7"
    dialog.when.to.put("07.04.2026")
    assert dialog.when.by.value() == ""
    dialog.when.to.put("2.4.2026")
    assert dialog.when.by.value() == "1"
    assert dialog.when.to.value() == "2.4.2026", "what is typed is not written over"


def test_the_patient_is_named_with_two_identifiers(defer):
    dialog = defer()
    banner = dialog.findChild(PatientBanner)
    patient = dialog._chosen.line.patient
    assert patient.name.full in banner.accessibleName()
    assert patient.trial_number in banner.accessibleName()
    assert patient.name.family not in dialog.windowTitle()


def test_every_item_that_moves_is_shown_before_and_after(defer):
    dialog = defer(HELD)
    dialog.when.by.buttons["2"].click()
    doses = [place for place, words in enumerate(shown(dialog, ITEM)) if words.startswith("Dose")]
    assert [shown(dialog, WAS)[place] for place in doses] == [
        "Wed 18-Mar-2026",
        "Wed 25-Mar-2026",
        "Wed 01-Apr-2026",
    ]
    assert [shown(dialog, BECOMES)[place] for place in doses] == [
        "Fri 20-Mar-2026 +2d",
        "Thu 26-Mar-2026 +1d",
        "Thu 02-Apr-2026 +1d",
    ]
    assert dialog.save.text() == "Move 3 doses: later doses as far as needed"


def test_window_gap_and_places_of_the_new_day_are_said(defer):
    dialog = defer(HELD)
    dialog.when.by.buttons["2"].click()
    facts = dict(zip(shown(dialog, ITEM), shown(dialog, FACTS), strict=True))
    assert facts["Dose 2 of 3"] == "in its window; 6d after dose 1; NK laboratory 2 of 2"


def test_what_stays_is_counted_and_shown_when_asked_for(defer):
    dialog = defer()
    table = dialog.panel.table
    moved = len(table.model.rows)
    words = table.staying.text()
    table.staying.click()
    assert len(table.model.rows) == len(dialog.preview.rows) > moved
    assert words == f"{len(dialog.preview.rows) - moved} items stay as they are"
    assert "stays" in shown(dialog, BECOMES)


def test_printed_lists_that_are_out_of_date_are_named(defer):
    words = defer().panel.after.text()
    assert "Printed lists of Wed 01-Apr-2026 and Thu 02-Apr-2026 are out of date" in words


def test_the_forecast_of_the_next_cycle_is_shown_beside(defer):
    dialog = defer(("NK-010", "C1/NK3"))
    dialog.scope.buttons[Scope.EVERYTHING_AFTER].click()
    assert "Forecast of the next cycle" in dialog.panel.after.text()


def test_a_typed_date_is_shown_once_the_hand_rests(defer, qtbot):
    dialog = defer()
    dialog.when.to.put("03.04.2026")
    assert dialog.preview.changed[0].after.planned == date(2026, 4, 2)
    qtbot.waitUntil(
        lambda: dialog.preview.changed[0].after.planned == date(2026, 4, 3), timeout=400
    )
    assert dialog.settle.interval() <= 100


def test_what_was_typed_after_the_preview_is_shown_first_and_not_saved(defer, desk):
    dialog = defer()
    dialog.cause.reason.buttons["infection"].click()
    dialog.when.to.put("03.04.2026")
    dialog.confirm()
    assert dialog.saved is None
    assert dialog.summary.lines == ["The dates have just changed. Look at them first."]
    dialog.confirm()
    assert dialog.saved is not None
    assert planned(desk, *NEAR) == date(2026, 4, 3)


def test_two_choices_and_one_confirmation_move_it(defer, desk):
    dialog = defer()
    dialog.when.by.buttons["2"].click()
    dialog.cause.reason.buttons["infection"].click()
    dialog.save.click()
    assert isinstance(dialog.saved, Saved)
    assert planned(desk, *NEAR) == date(2026, 4, 3)


def test_without_a_reason_nothing_is_saved(defer, desk):
    dialog = defer()
    dialog.save.click()
    assert dialog.saved is None
    assert [words.split(":")[0] for words in dialog.summary.lines] == ["Reason"]
    assert planned(desk, *NEAR) == date(2026, 4, 1)


def test_grade_and_factor_appear_only_where_the_reason_asks(defer):
    dialog = defer()
    cause = dialog.cause
    assert cause.grade.isHidden()
    assert cause.factor.isHidden()
    cause.reason.buttons["toxicity"].click()
    assert not cause.grade.isHidden()
    assert cause.factor.isHidden()
    cause.grade.choose("3")
    cause.reason.buttons["clinical"].click()
    assert not cause.factor.isHidden()
    assert cause.value() == CauseForm("clinical"), "a grade nobody asks for is not kept"


def test_a_grade_that_is_asked_for_is_needed(defer, desk):
    dialog = defer()
    dialog.cause.reason.buttons["toxicity"].click()
    dialog.save.click()
    assert dialog.saved is None
    assert dialog.cause.grade.note.text()
    dialog.cause.grade.choose("3")
    dialog.save.click()
    assert dialog.saved is not None


def test_a_long_note_in_cyrillic_is_kept_letter_for_letter(defer, desk):
    note = ("Лихорадка 39,2 °C, ў стацыянары; " * 8)[:200]
    dialog = defer()
    dialog.cause.reason.buttons["infection"].click()
    dialog.cause.note.text.setPlainText(note)
    dialog.save.click()
    assert dialog.saved is not None
    assert page_of(desk, NEAR[0]).history[0].note == note.strip()


def test_a_refusal_says_every_rule_and_offers_what_would_do(defer, desk):
    dialog = defer(("NK-004", "C1/NK1"))
    dialog.when.by.buttons["2"].click()
    assert "NK laboratory is closed on Sat 14-Mar-2026" in dialog.panel.refusal.text()
    assert not dialog.save.isEnabled()
    ways = dialog.panel.ways.findChildren(QPushButton)
    assert [way.text() for way in ways] == [
        "Move to Fri 13-Mar-2026 instead",
        "Move to Mon 16-Mar-2026 instead",
    ]
    ways[1].click()
    assert dialog.when.to.value() == "16.03.2026"
    assert not dialog.panel.is_refused
    assert dialog.save.isEnabled()
    assert planned(desk, "NK-004", "C1/NK1") == date(2026, 3, 12), "an offer saves nothing"


def test_a_scope_that_would_do_is_offered_with_the_date_kept(defer):
    dialog = defer(HELD)
    dialog.when.by.buttons["2"].click()
    dialog.scope.buttons[Scope.ONLY].click()
    assert dialog.panel.is_refused
    ways = {way.text(): way for way in dialog.panel.ways.findChildren(QPushButton)}
    ways["Keep the date, move later doses as far as needed"].click()
    assert dialog.scope.value() == Scope.NEEDED
    assert dialog.when.to.value() == "20.03.2026"
    assert dialog.save.isEnabled()


def test_a_deviation_is_ticked_named_and_listed_before_it_is_saved(defer, desk):
    dialog = defer(("NK-004", "C1/NK1"))
    dialog.when.by.buttons["2"].click()
    assert dialog.deviation.physician.isHidden()
    dialog.deviation.accepts.click()
    assert "▲ NK dose 1 of 3: NK laboratory is closed" in dialog.deviation.broken.text()
    assert "as a deviation" in dialog.save.text()
    dialog.cause.reason.buttons["infection"].click()
    dialog.save.click()
    assert dialog.saved is None, "a physician is named"
    dialog.deviation.physician.put("Д-р Жук")
    dialog.save.click()
    assert dialog.saved is not None
    assert planned(desk, "NK-004", "C1/NK1") == date(2026, 3, 14)


def test_the_offer_of_a_deviation_goes_when_nothing_is_broken(defer):
    dialog = defer(("NK-004", "C1/NK1"))
    dialog.when.by.buttons["2"].click()
    dialog.deviation.accepts.click()
    dialog.when.by.buttons["1"].click()
    assert dialog.deviation.isHidden()
    assert not dialog.value().deviation


def test_a_closed_item_offers_no_deviation(defer, desk):
    dialog = defer()
    record_not_given(desk, NotGivenForm(dialog._chosen.item_id, "infection"))
    dialog.refresh()
    assert "closed already" in dialog.panel.refusal.text()
    assert dialog.deviation.isHidden()


def test_a_chemotherapy_day_says_that_its_block_moves(defer, desk):
    address = next(
        name
        for name, row in rows_of(desk, "NK-010").items()
        if row.item.kind == "chemo" and row.item.is_open
    )
    dialog = defer(("NK-010", address))
    assert "block stays together" in dialog.panel.words.text()
    assert "chemotherapy day" in dialog.save.text()
    assert "Only the block" in dialog.scope.buttons[Scope.ONLY].accessibleName()


def test_what_another_window_saved_is_shown_and_nothing_typed_is_lost(defer, desk, turned_clock):
    dialog = defer()
    dialog.when.by.buttons["2"].click()
    dialog.cause.reason.buttons["infection"].click()
    dialog.cause.note.text.setPlainText("38.9")
    other = open_ward(desk.store.path.parent, lambda _z, _d: turned_clock, "Olga")
    with other.store:
        about = chosen(other, "NK-010", "C1/NK3")
        form = MoveForm(about.item_id, "09.04.2026", Scope.ONLY, CauseForm("staffing"))
        assert isinstance(move_item(other, form, revision(other)), Saved)
    dialog.save.click()
    assert dialog.saved is None
    assert "Somebody changed the plan meanwhile." in dialog.summary.lines[0]
    assert planned(desk, *NEAR) == date(2026, 4, 1)
    assert (dialog.value().cause.note, dialog.value().to) == ("38.9", "03.04.2026")
    third = next(row for row in dialog.preview.rows if str(row.after.address) == "C1/NK3")
    assert third.before.planned == date(2026, 4, 9)
    dialog.save.click()
    assert dialog.saved is not None


def test_enter_in_a_field_never_saves(defer, qtbot):
    dialog = defer()
    dialog.cause.reason.buttons["infection"].click()
    for field in (dialog.when.to.line, dialog.deviation.physician.line, dialog.cause.reason):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert dialog.saved is None
        assert dialog.isVisible()


def test_it_is_done_by_keyboard_alone(defer, desk, qtbot):
    dialog = defer()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.when.by.buttons["1"].hasFocus)

    def key(which, held=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(dialog.focusWidget(), which, held)

    key(Qt.Key.Key_Right)
    assert dialog.when.by.value() == "2"
    reasons = list(dialog.cause.reason.buttons.values())
    for _ in range(20):
        if dialog.focusWidget() in reasons:
            break
        key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Space)
    assert dialog.cause.reason.value() == "infection"
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.saved is not None
    assert planned(desk, *NEAR) == date(2026, 4, 3)


def test_the_tab_key_leads_to_what_is_chosen_never_to_another(defer, qtbot):
    dialog = defer()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.when.by.buttons["1"].hasFocus)
    stops = []
    for _ in range(9):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        stops.append(dialog.focusWidget())
    cards = [one for one in stops if one in dialog.scope.buttons.values()]
    assert cards == [dialog.scope.buttons[Scope.NEEDED]]
    assert dialog.save in stops


def test_leaving_with_something_chosen_asks_first(defer, qtbot):
    dialog = defer()
    dialog.cause.reason.buttons["infection"].click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.findChild(Question) is not None
    assert dialog.isVisible()


def test_leaving_as_it_opened_asks_nothing(defer, qtbot):
    dialog = defer()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_nothing_in_it_changes_under_the_wheel(defer):
    dialog = defer()
    assert dialog.findChildren(QComboBox) == []
    assert dialog.findChildren(QAbstractSpinBox) == []


def test_the_day_it_stands_on_already_moves_nothing(defer):
    dialog = defer()
    dialog.when.to.put("01.04.2026")
    dialog.refresh()
    assert not dialog.save.isEnabled()
    assert dialog.save.text() == "Move"


def test_an_unreadable_date_waits_for_a_better_one(defer):
    dialog = defer()
    dialog.when.to.put("31.02.2026")
    dialog.refresh()
    assert "Type the new date" in dialog.panel.words.text()
    assert not dialog.save.isEnabled()
    assert dialog.when.to.value() == "31.02.2026"


def test_with_large_text_all_stands_in_one_column_and_dates_stay_whole(defer, text_size):
    text_size.change(5)
    try:
        dialog = defer(HELD)
        table = dialog.panel.table.table
        assert dialog.panel.parentWidget() is not dialog._area.parentWidget()
        bold = QFont(table.font())
        bold.setBold(True)
        room = table.columnWidth(BECOMES) - 20
        assert QFontMetrics(bold).horizontalAdvance("Wed 18-Mar-2026") <= room
        dialog.cause.reason.buttons["infection"].click()
        dialog.when.by.buttons["2"].click()
        dialog.save.click()
        assert dialog.saved is not None
    finally:
        text_size.change(0)
