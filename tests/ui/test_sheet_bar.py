"""The bar that names printed sheets which no longer say what is so."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from nkdesk.services.day_list import day_list
from nkdesk.services.forms import NotGivenForm
from nkdesk.services.read_models import DayStatus
from nkdesk.services.record import record_not_given
from nkdesk.services.sheet_models import SheetKind
from nkdesk.services.sheet_prints import rows_of_day
from nkdesk.services.sheets_in_hand import SheetContent, register_sheet, stale_sheets
from nkdesk.services.steps import revision
from nkdesk.services.ward import open_ward


def in_hand(desk, day=None):
    on = day or desk.clock.today()
    listed = day_list(desk, on, with_closures=False)
    content = SheetContent(SheetKind.DAY, on, 0, revision(desk), rows_of_day(listed))
    return register_sheet(desk, content)


def due(desk, day=None):
    listed = day_list(desk, day or desk.clock.today(), with_closures=False)
    return next(row for row in listed.rows if row.status in (DayStatus.DUE, DayStatus.PLANNED))


@pytest.fixture
def bar(view):
    return view.frame.sheets


def test_no_bar_while_every_sheet_is_true(view, desk, bar):
    assert not bar.isVisible()
    in_hand(desk)
    view.alerts.look()
    assert not bar.isVisible()


def test_the_bar_names_sheet_patient_and_change_and_counts_sheets(view, desk, bar):
    first, second = in_hand(desk), in_hand(desk)
    row = due(desk)
    record_not_given(desk, NotGivenForm(row.item_id, "infection"))
    view.alerts.look()
    assert bar.isVisible()
    said = bar.accessibleName()
    assert said.startswith("1 of 2: The printed list of Thu 12-Mar-2026")
    assert first.number in said
    assert second.number not in said
    patient = row.line.patient
    assert f"{patient.name.full}, {patient.trial_number}: changed" in said


def test_a_change_elsewhere_raises_no_bar(view, desk, bar):
    in_hand(desk)
    tomorrow = desk.clock.today() + timedelta(days=1)
    view.acts.saved.emit()
    assert not bar.isVisible()
    row = due(desk, tomorrow)
    record = NotGivenForm(row.item_id, "infection")
    record_not_given(desk, record)
    touched = {one.item_id for sheet in stale_sheets(desk) for one in sheet.rows}
    view.alerts.look()
    assert bar.isVisible() is bool(touched)
    assert row.item_id not in touched


def test_a_change_made_by_another_program_raises_the_bar_within_one_look(view, desk, bar):
    in_hand(desk)
    row = due(desk)
    elsewhere = open_ward(desk.store.path.parent, lambda *_: desk.clock, "Another nurse")
    with elsewhere.store:
        record_not_given(elsewhere, NotGivenForm(row.item_id, "infection"))
    view._look_elsewhere()
    assert bar.isVisible()
    assert row.line.patient.trial_number in bar.accessibleName()


def test_taking_a_sheet_out_of_use_is_recorded_by_name_and_ends_the_bar(view, desk, bar, qtbot):
    sheet = in_hand(desk)
    record_not_given(desk, NotGivenForm(due(desk).item_id, "infection"))
    view.alerts.look()
    assert desk.actor in bar.have_it.text()
    qtbot.mouseClick(bar.have_it, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert stale_sheets(desk) == ()
    assert sheet.number in view.frame.status.said.text()


def test_printing_anew_opens_the_preview_of_that_day(view, desk, bar, qtbot):
    in_hand(desk)
    record_not_given(desk, NotGivenForm(due(desk).item_id, "infection"))
    view.alerts.look()
    qtbot.mouseClick(bar.anew, Qt.MouseButton.LeftButton)
    assert view.acts.dialog.sheet.day.day == desk.clock.today()
    view.acts.stop()


def test_a_card_whose_infusion_is_gone_is_only_taken_away(view, desk, bar, qtbot):
    rows = rows_of_day(day_list(desk, desk.clock.today(), with_closures=False))
    still_open = next(row for row in rows if row.item_id == due(desk).item_id)
    content = SheetContent(SheetKind.BEDSIDE, desk.clock.today(), 999_999, 1, (still_open,))
    register_sheet(desk, content)
    view.alerts.look()
    assert bar.accessibleName().startswith("The bedside card")
    assert "no longer on it" in bar.accessibleName()
    qtbot.mouseClick(bar.anew, Qt.MouseButton.LeftButton)
    assert view.acts.dialog is None
    assert "take it out of use" in view.frame.status.said.text()
