"""The alarm about a lot that failed late: on every screen, until somebody has seen it by name."""

from dataclasses import replace

from nkdesk.model.product import LotState
from nkdesk.model.readiness import Go
from nkdesk.services.day_list import day_list
from nkdesk.services.problems import StoreError
from nkdesk.services.product import unseen_product_alarms
from nkdesk.services.sheet_models import SheetKind
from nkdesk.services.sheet_prints import rows_of_day
from nkdesk.services.sheets_in_hand import SheetContent, register_sheet, stale_sheets
from nkdesk.services.steps import revision
from nkdesk.services.ward import open_ward
from nkdesk.store.problem import StoreProblem
from nkdesk.ui.main_window import later_products
from nkdesk.ui.products.alarm_words import alarm_lines, alarm_words
from nkdesk.ui.products.words import lot_standing, lot_tone
from nkdesk.ui.rail_order import Place
from tests.ui import product_models as models
from tests.ui import product_screens as screens
from tests.ui import products_story as story


def texts(lines):
    return ["".join(run.text for run in runs) for runs in lines]


def test_a_late_failure_is_told_on_every_screen_at_once(view):
    assert view.frame.product_alarms.isHidden()
    screens.alarm_on_every_screen(view)
    bar = view.frame.product_alarms
    for place in Place:
        view.go(place)
        assert bar.isVisible(), place
    assert bar.words.text().startswith(f"✖ Lot {story.LOT} of NK-007 Ким, Ён FAILED after release")
    assert bar.accessibleName()


def test_another_workstation_is_told_by_itself(view, tmp_path, turned_clock):
    lot = story.with_dose(view.desk)
    view._look_elsewhere()
    other = open_ward(tmp_path / "ward", lambda _zone, _day: turned_clock, "Boris")
    with other.store:
        story.result(other, lot, "sterility", "positive")
    view._look_elsewhere()
    assert view.frame.product_alarms.isVisible()


def test_seen_by_name_it_goes_away_and_the_hold_stays(view):
    screens.alarm_on_every_screen(view)
    bar = view.frame.product_alarms
    assert bar.have_seen.text() == "Seen — Anna"
    bar.have_seen.click()
    assert bar.isHidden()
    assert unseen_product_alarms(view.desk) == ()
    assert view.frame.status.said.text() == f"Seen: the alarm about lot {story.LOT}"
    assert story.lot(view.desk).holds[0].lifted is None


def test_opening_it_is_not_having_seen_it_and_leads_to_the_lot(view):
    screens.alarm_on_every_screen(view)
    view.frame.product_alarms.open_alarm.click()
    dialog = view.acts.dialog
    assert dialog.windowTitle() == "A lot failed after its release"
    dialog.show_lot.click()
    assert view.screens.place_of(view.screen) is Place.PRODUCTS
    assert view.screen.chosen.line.patient.trial_number == story.NUMBER
    assert view.frame.product_alarms.isVisible()


def test_it_is_seen_from_its_own_window_too(view):
    screens.alarm_on_every_screen(view)
    view.frame.product_alarms.open_alarm.click()
    view.acts.dialog.have_seen.click()
    assert view.frame.product_alarms.isHidden()


def test_the_words_say_who_received_it_and_what_is_held(desk):
    alarm = models.alarm(desk)
    said = alarm_words(alarm)
    assert "Received: NK-006 on Thu 05-Mar-2026. 2 doses of it are held." in said
    alone = replace(alarm, received=(), held=())
    assert alarm_words(alone).endswith("Nobody has received it. No dose of it is left.")
    assert "• nobody" in texts(alarm_lines(alone))
    assert "• no dose is left" in texts(alarm_lines(alone))
    assert any("NK2 of cycle 1, Thu 05-Mar-2026" in one for one in texts(alarm_lines(alarm)))


def test_a_lot_that_nobody_released_is_not_said_to_have_been_released(view):
    alarm = models.alarm(view.desk)
    given = replace(alarm, lot=replace(alarm.lot, state=LotState.IN_TEST))
    assert "FAILED after release: " in alarm_words(alarm)
    assert "FAILED and was given though nobody released it: " in alarm_words(given)
    view.acts.products.open_alarm(given)
    assert view.acts.dialog.windowTitle() == "A lot failed that was given unreleased"


def test_of_several_alarms_the_newest_is_shown_with_their_number(view):
    found = models.alarm(view.desk)
    bar = view.frame.product_alarms
    bar.show_alarms([(found, "first"), (found, "second")], "Anna")
    assert bar.words.text() == "1 of 2: first"
    bar.show_alarms([], "Anna")
    assert bar.alarm is None


def test_a_store_that_cannot_be_written_keeps_the_alarm(view, monkeypatch):
    screens.alarm_on_every_screen(view)

    def broken(_desk, _alarm):
        raise StoreError(StoreProblem.BUSY)

    monkeypatch.setattr(later_products, "see_alarm", broken)
    view.frame.product_alarms.have_seen.click()
    assert view.frame.product_alarms.isVisible()
    assert view.frame.status.said.text()


def test_a_late_failure_changes_today_the_calendar_and_the_paper(view, turned_clock):
    """Everything that said GO a minute ago says otherwise, on screen and of the printed list."""
    number, day = "NK-004", turned_clock.today()
    row = next(one for one in view.board.list.rows if one.line.patient.trial_number == number)
    lot = next(one for one in story.found(view.desk, number).lots if one.doses)
    assert row.readiness.go is Go.GO
    rows = rows_of_day(day_list(view.desk, day, with_closures=False))
    content = SheetContent(SheetKind.DAY, day, 0, revision(view.desk), rows)
    printed = register_sheet(view.desk, content)
    story.result(view.desk, lot, "sterility", "positive")
    view.acts.done("")
    row = next(one for one in view.board.list.rows if one.line.patient.trial_number == number)
    assert row.readiness.go is not Go.GO
    assert view.frame.product_alarms.isVisible()
    failed = next(one for one in story.found(view.desk, number).lots if one.doses)
    assert lot_standing(failed) == "✕ Released, BUT A TEST FAILED"
    assert (lot_tone(lot), lot_tone(failed)) == ("given", "refused")
    view.go(Place.CALENDAR)
    facts = view.screen.facts
    column = facts.column_of(day)
    cells = [cell for place in range(len(facts.rows)) for cell in facts.cell(place, column)]
    assert row.item_id in {cell.item_id for cell in cells if cell.go not in (None, Go.GO)}
    assert printed.number in {one.sheet.number for one in stale_sheets(view.desk)}
