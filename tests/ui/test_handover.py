"""Handover: what changed since a moment, told so that the next shift can act on it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt

from nkdesk.model.change import SiteCapacity
from nkdesk.model.cycle import Address
from nkdesk.model.site import SiteDay
from nkdesk.model.words import Words
from nkdesk.services.calendar_models import ChangeLine, ItemChange
from nkdesk.services.change_forms import CauseForm, MoveForm
from nkdesk.services.changes import move_item
from nkdesk.services.handover import changes_since
from nkdesk.services.lab_days import clear_lab_day, lab_days
from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.services.steps import StepKind, revision
from nkdesk.services.undo import undo, undo_offer
from nkdesk.ui.handover.columns import change_columns
from nkdesk.ui.handover.screen import HandoverScreen
from nkdesk.ui.handover.words import item_lines, what_words
from tests.ui.wards import ZONE

DAY = date(2026, 3, 12)


@pytest.fixture
def screen(qtbot, text_size, desk):
    made = HandoverScreen(desk)
    qtbot.addWidget(made)
    made.resize(980, 500)
    made.show()
    made.refresh()
    return made


def week(screen):
    screen.since.choose("week")
    return screen


def whole_week(screen):
    """The week with all its pages."""
    week(screen)
    screen.read_older()
    return screen


def row_texts(screen):
    columns = change_columns()
    return [tuple(column.text(row) for column in columns) for row in screen.model.rows]


def row_of(screen, **facts):
    """Choose the first row that has these facts, and return what stands in it."""
    for place, line in enumerate(screen.model.rows):
        if all(getattr(line, name) == value for name, value in facts.items()):
            screen.table.selectRow(place)
            return row_texts(screen)[place]
    raise AssertionError(facts)


def test_the_newest_change_stands_first_with_two_identifiers_and_who_did_it(screen):
    moments = [line.at for line in week(screen).lines]
    assert moments == sorted(moments, reverse=True)
    told = [
        text for text, line in zip(row_texts(screen), screen.model.rows, strict=True) if line.line
    ]
    assert told
    for when, patient, _, _, who in told:
        assert "2026" in when
        assert "Born " in patient
        assert "NK-0" in patient
        assert who == "Sample nurse"


def test_a_deferral_tells_from_when_to_when_and_why(screen):
    _, patient, what, why, _ = row_of(screen, what="move")
    assert "NK-008" in patient
    assert what.startswith("Moved; ")
    assert "from Wed 18-Mar-2026 to Thu 19-Mar-2026, 1 day later" in what
    assert why == "infection or fever; температура 38,4"


def test_a_deviation_names_the_physician_and_the_rule(screen):
    whole_week(screen)
    broken = next(place for place, line in enumerate(screen.lines) if line.deviations)
    what = row_texts(screen)[broken][2]
    assert "Deviation accepted by Dr A. Orlova" in what
    assert "lies outside its window" in what


def test_a_deviation_nobody_has_looked_at_says_so(screen, desk):
    line = next(one for one in whole_week(screen).lines if one.deviations)
    screen.lines = (replace(line, change=None),)
    screen._show()
    assert "no physician has looked at it yet" in row_texts(screen)[0][2]


def test_a_closed_day_is_told_under_its_calendar_with_the_sites_word(screen):
    _, about, what, why, _ = row_of(screen, what="site_day")
    assert about == "NK laboratory"
    assert what == "A day closed or opened; NK laboratory closed on Tue 24-Mar-2026"
    assert why == "проверка чистых помещений"
    assert screen.foot.open.isHidden()


def test_a_day_that_follows_the_rule_again_is_told_as_no_longer_closed(screen, desk):
    [closed] = lab_days(desk).days
    clear_lab_day(desk, closed.calendar, closed.day, revision(desk))
    screen.reread()
    assert "No longer: NK laboratory closed on Tue 24-Mar-2026" in row_texts(screen)[0][2]


def test_an_end_of_study_and_a_stopped_cycle_name_what_will_not_be_given(screen):
    week(screen)
    assert row_of(screen, what="off_study")[2].count("cancelled") == 3
    what, why = row_of(screen, what="cease")[2:4]
    assert what.count(": ceased") == 2
    assert why == "toxicity of treatment; grade 3"


def test_what_was_undone_since_says_so_and_so_does_the_undoing(screen, desk):
    patient = next(one.line.patient for one in find_patients(desk).rows if one.line.patient.id == 8)
    page = patient_page(desk, patient.id)
    row = next(one for one in page.cycles[0].rows if one.nth == (2, 3))
    to = row.item.planned.replace(day=row.item.planned.day + 1).isoformat()
    form = MoveForm(row.item_id, to, "only", CauseForm("infection"))
    moved = move_item(desk, form, revision(desk))
    undo(desk, undo_offer(desk).seq)
    screen.reread()
    assert row_texts(screen)[0][2].startswith("Taken back")
    assert screen.model.rows[1].seq == moved.seq
    assert "Undone since: it no longer holds" in row_texts(screen)[1][2]


ONE = ItemChange(Address(1, "NK1"), Words("NK infusion"), "planned", "omitted", DAY, DAY)


def line_of(*items, **facts):
    moment = datetime(2026, 3, 12, 9, 0, tzinfo=ZONE)
    return ChangeLine(1, moment, "Anna", "plan", "", None, None, tuple(items), **facts)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "not given"),
        ({"state_after": "given", "given_on": DAY}, "given on Thu 12-Mar-2026"),
        ({"state_before": "given", "state_after": "omitted"}, "was given, is not given"),
        ({"state_before": "omitted", "state_after": "planned"}, "was not given, is open"),
        ({"state_after": None}, "taken out of the plan"),
        ({"state_after": "planned", "becomes": date(2026, 3, 10)}, "2 days earlier"),
    ],
)
def test_what_became_of_an_item_is_told_in_words(change, words):
    [told] = item_lines(line_of(replace(ONE, **change)))
    assert told.startswith("NK infusion (C1): ")
    assert told.endswith(words)


def test_new_items_are_counted_and_long_lists_too_but_never_a_moved_one():
    new = [replace(ONE, state_before=None, was=None, becomes=date(2026, 3, n)) for n in (2, 9, 5)]
    moved = [replace(ONE, state_after="planned", becomes=date(2026, 3, n)) for n in range(13, 23)]
    told = item_lines(line_of(*new, *moved, *[ONE] * 8))
    assert sum("later" in words for words in told) == 10
    assert sum(words.endswith(": not given") for words in told) == 6
    assert "and 2 more items: open the patient to see them" in told
    assert told[-1] == "3 items planned, Mon 02-Mar-2026 to Mon 09-Mar-2026"


def test_a_day_with_fewer_infusions_and_an_opened_one_are_told():
    few = line_of(site_day=SiteCapacity("nk_lab", DAY, 1, "one hood"))
    assert item_lines(few) == ["NK laboratory takes at most 1 a day on Thu 12-Mar-2026"]
    opened = line_of(site_day=SiteDay("ward", DAY, is_open=True))
    assert item_lines(opened) == ["Ward open on Thu 12-Mar-2026"]


def test_every_step_has_words_and_one_of_a_newer_program_its_code():
    for kind in StepKind:
        assert what_words(replace(line_of(), what=kind.value)) != kind.value
    assert what_words(replace(line_of(), what="of_tomorrow")) == "of_tomorrow"


def test_a_step_about_nobody_is_about_the_whole_ward(screen):
    screen.lines = (line_of(),)
    screen._show()
    assert row_texts(screen)[0][1] == "The whole ward"


def test_a_list_narrowed_to_a_patient_says_how_many_of_how_many(screen):
    total = len(week(screen).lines)
    row_of(screen, what="cease")
    screen.foot.only_patient.click()
    assert {line.line.patient.trial_number for line in screen.model.rows} == {"NK-012"}
    assert screen.bar.isVisible()
    assert f"NK-012: {len(screen.model.rows)} of {total}" in screen.bar.words.text()
    assert screen.foot.only_person.isHidden()
    screen.bar.clear.click()
    assert len(screen.model.rows) == total
    assert screen.bar.isHidden()


def test_a_list_narrowed_to_a_person_that_finds_nothing_leads_back(screen, desk):
    week(screen)
    row_of(screen, what="cease")
    screen.foot.only_person.click()
    assert "what Sample nurse did" in screen.bar.words.text()
    screen.since._now = desk.clock.now()
    screen.lines = tuple(replace(line, who="Boris") for line in screen.lines)
    screen._show()
    assert screen.model.rows == ()
    assert screen._stack.currentIndex() == 1
    screen.bar.drop()
    assert screen._stack.currentIndex() == 0


def test_enter_and_the_button_open_the_patient_of_a_row(screen, qtbot):
    week(screen)
    row_of(screen, what="cease")
    for act in (
        lambda: qtbot.keyClick(screen.table, Qt.Key.Key_Return),
        screen.foot.open.click,
    ):
        with qtbot.waitSignal(screen.patient_asked) as asked:
            act()
        assert asked.args == [screen.model.rows[screen.table.currentIndex().row()].line.patient.id]


def test_older_changes_come_page_by_page_below_the_newer_ones(screen, desk, monkeypatch):
    def by_three(of, since, before_seq=None):
        return changes_since(of, since, before_seq, limit=3)

    monkeypatch.setattr("nkdesk.ui.handover.screen.changes_since", by_three)
    screen.refresh()
    first = screen.lines
    assert screen.foot.older.isVisible()
    assert "there are older ones" in screen.foot.said.text()
    screen.foot.older.click()
    assert screen.lines[: len(first)] == first
    assert screen.table.currentIndex().row() == len(first)
    while screen.foot.older.isVisible():
        screen.foot.older.click()
    screen.read_older()
    assert len(screen.lines) == len(changes_since(desk, screen.found.since).lines)
    assert len({(line.seq, line.line and line.line.patient.id) for line in screen.lines}) == len(
        screen.lines
    )


def test_a_moment_typed_is_read_strictly(screen, qtbot):
    screen.since.choose("typed")
    screen.since.day.put("31.02.2026")
    screen.since.time.put("25:00")
    with qtbot.assertNotEmitted(screen.since.chosen):
        screen.since.show_button.click()
    assert screen.since.day.note.text() == "This day does not exist."
    assert "09:30" in screen.since.time.note.text()
    screen.since.day.put("11.03.2026")
    screen.since.time.put("12:00")
    with qtbot.waitSignal(screen.since.chosen):
        qtbot.keyClick(screen.since.time.line, Qt.Key.Key_Return)
    assert screen.found.since == datetime(2026, 3, 11, 12, 0, tzinfo=ZONE)
    assert all(line.at >= screen.found.since for line in screen.lines)


def test_a_time_left_out_is_the_start_of_the_day(screen):
    screen.since.choose("typed")
    screen.since.time.put("")
    screen.since.take_typed()
    assert screen.found.since == datetime(2026, 3, 12, 0, 0, tzinfo=ZONE)


def test_a_stretch_counts_back_from_now(screen, turned_clock):
    hours = [(turned_clock.now() - screen.found.since).total_seconds() / 3600]
    for code in ("day", "week"):
        screen.since.choose(code)
        hours.append((turned_clock.now() - screen.found.since).total_seconds() / 3600)
    assert hours == [12, 24, 168]
    assert screen.since.day.isHidden() or not screen.since._form.isVisible()


def test_an_empty_stretch_says_since_when_and_leads_to_a_longer_one(screen, turned_clock):
    turned_clock.turn(days=3)
    screen.refresh()
    empty = screen._stack.currentWidget()
    assert "Nothing has changed since Sat 14-Mar-2026 21:30." in empty.accessibleName()
    [way] = empty.findChildren(type(screen.foot.older))
    way.click()
    assert screen.model.rows
    turned_clock.turn(days=30)
    screen.refresh()
    assert screen._stack.currentWidget().findChildren(type(screen.foot.older)) == []


def test_one_change_is_not_called_several(screen):
    screen.lines = screen.lines[:1]
    screen._show()
    assert screen.foot.said.text().startswith("1 change since")


def test_a_change_from_elsewhere_moves_nothing_under_the_hand(screen, desk):
    before = screen.model.rows
    [closed] = lab_days(desk).days
    clear_lab_day(desk, closed.calendar, closed.day, revision(desk))
    screen.reread(elsewhere=True)
    assert screen.model.rows is before
    assert "F5 shows it" in screen.foot.said.text()
    screen.refresh()
    assert len(screen.model.rows) == len(before) + 1


def test_a_chosen_row_stays_chosen_when_the_list_is_read_again(screen):
    week(screen)
    row_of(screen, what="cease")
    chosen = screen.table.currentIndex().row()
    screen.reread()
    assert screen.table.selectionModel().selectedRows()[0].row() == chosen


def test_nothing_is_recorded_from_the_list(screen):
    assert screen.chosen_item is None
    assert screen.title == "Changes"
    screen.table.clearSelection()
    screen.open_chosen()
    screen._narrow(to_patient=True)
    assert not screen.bar.narrow


def test_the_model_of_the_changes_is_sound(screen, qtmodeltester):
    qtmodeltester.check(week(screen).model)
