"""The laboratory's own days: told, added with strict fields, removed, and what each would hit."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.lab_days import clear_lab_day, lab_days, set_lab_day
from nkdesk.services.steps import revision
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.replace.lab_day_fields import LabDayFields
from nkdesk.ui.replace.lab_days_dialog import LabDaysDialog


@pytest.fixture
def dialog(qtbot, text_size, desk):
    made = LabDaysDialog(None, desk, sample=True)
    qtbot.addWidget(made)
    made.show()
    return made


def fill(dialog, *, day="17.03.2026", kind="closed", capacity="", note=""):
    form = dialog.form
    form.calendar.choose("nk_lab")
    form.kind.choose(kind)
    for field, text in ((form.day, day), (form.capacity, capacity), (form.note, note)):
        field.put(text)


def told(dialog):
    """Return what is listed, dates with their usual hyphens and spaces."""
    texts = [label.text() for label in dialog.rows.findChildren(QLabel)]
    return [text.replace("\u2011", "-").replace("\u00a0", " ") for text in texts]


def test_every_day_is_told_with_its_calendar_weekday_and_note(dialog):
    assert "NK laboratory closed on Tue 24-Mar-2026: проверка чистых помещений" in told(dialog)
    [remove] = dialog.rows.buttons
    assert remove.accessibleName().startswith("Remove: NK laboratory closed on Tue 24-Mar-2026")


def test_a_day_is_saved_as_a_step_of_its_own_and_listed_by_date(dialog, desk, qtbot):
    before = revision(desk)
    fill(dialog, note="audit")
    with qtbot.waitSignal(dialog.changed) as changed:
        dialog.save.click()
    assert changed.args == ["Saved: NK laboratory closed on Tue 17-Mar-2026: audit"]
    assert revision(desk) == before + 1
    assert [one.day for one in lab_days(desk).days] == [date(2026, 3, 17), date(2026, 3, 24)]
    assert len(dialog.rows.buttons) == 2
    assert not dialog.typed
    assert dialog.form.calendar.value() == "nk_lab"


def test_a_day_with_fewer_infusions_asks_how_many_and_only_then(dialog, desk):
    assert dialog.form.capacity.isHidden()
    fill(dialog, kind="capacity", capacity="1")
    assert dialog.form.capacity.isVisible()
    dialog.confirm()
    [capacity] = lab_days(desk).capacities
    assert (capacity.day, capacity.capacity) == (date(2026, 3, 17), 1)
    fill(dialog, day="18.03.2026", kind="open", capacity="7")
    assert dialog.form.value().capacity == ""


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"day": "31.02.2026"}, "day", "This day does not exist."),
        ({"day": "3/4/26"}, "day", "Type the year with four digits"),
        ({"day": "17.03.2126"}, "day", "Outside what is possible"),
        ({"kind": "capacity", "capacity": "two"}, "capacity", "a whole number from 0 to 999"),
        ({"kind": "capacity", "capacity": "-1"}, "capacity", "a whole number from 0 to 999"),
        ({"kind": "capacity"}, "capacity", "Needed."),
        ({"note": "A\u202eB"}, "note", "invisible character"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field_and_nothing_is_saved(
    dialog, desk, typed, field, words
):
    before = revision(desk)
    fill(dialog, **typed)
    dialog.confirm()
    assert words in dialog.fields[field].note.text()
    assert len(dialog.summary.lines) == 1
    assert revision(desk) == before


def test_nothing_is_chosen_beforehand_so_everything_is_asked_for(dialog):
    dialog.confirm()
    assert [line.split(":")[0] for line in dialog.summary.lines] == [
        "Calendar",
        "Day",
        "On this day it is",
    ]
    dialog.form.calendar.choose("ward")
    assert dialog.form.calendar.note.isHidden()


def test_it_is_said_how_many_open_infusions_a_day_would_hit(dialog, qtbot):
    fill(dialog, day="24.03.2026")
    qtbot.waitUntil(lambda: dialog.form.told.text() != "")
    assert dialog.form.told.text().startswith("Hits 2 open infusions planned that day.")
    dialog.form.day.put("17.03.2026")
    dialog.form.kind.choose("capacity")
    dialog.form.capacity.put("1")
    qtbot.waitUntil(lambda: "1 open infusion planned" in dialog.form.told.text())
    dialog.form.day.put("15.03.2026")
    qtbot.waitUntil(lambda: dialog.form.told.text() == "")


def test_a_removed_day_is_gone_as_a_step_and_said(dialog, desk, qtbot):
    [remove] = dialog.rows.buttons
    with qtbot.waitSignal(dialog.changed) as changed:
        remove.click()
    assert changed.args[0].startswith("Removed: NK laboratory closed on Tue 24-Mar-2026")
    assert lab_days(desk).days == ()
    assert "No days of its own yet." in told(dialog)


def test_a_day_removed_elsewhere_is_said_and_the_list_read_again(dialog, desk, qtbot):
    [closed] = lab_days(desk).days
    clear_lab_day(desk, closed.calendar, closed.day, revision(desk))
    with qtbot.assertNotEmitted(dialog.changed):
        dialog.rows.buttons[0].click()
    assert "Somebody else changed this" in dialog.summary.lines[0]
    assert dialog.rows.buttons == []


def test_days_gone_by_are_told_and_stay(qtbot, text_size, desk):
    set_lab_day(desk, LabDayForm("ward", "02.03.2026", "closed", "", "flu"))
    made = LabDaysDialog(None, desk, sample=True)
    qtbot.addWidget(made)
    assert len(made.rows.buttons) == 1
    words = told(made)
    assert words.index("Days gone by") < words.index("Ward closed on Mon 02-Mar-2026: flu")


def test_leaving_with_a_day_typed_asks_first_and_leads_on_only_when_dropped(dialog, qtbot):
    fill(dialog)
    dialog._ask_replacement()
    question = dialog.findChild(Question, "question")
    with qtbot.waitSignal(dialog.replace_asked):
        question.act.click()


def test_the_dialog_leads_to_the_re_placement(dialog, qtbot):
    with qtbot.waitSignal(dialog.replace_asked):
        dialog._ask_replacement()


def test_the_only_calendar_there_is_need_not_be_chosen(qtbot, text_size):
    fields = LabDayFields(["nk_lab"])
    qtbot.addWidget(fields)
    assert fields.value().calendar == "nk_lab"
