"""The foot of the window: what was saved, how the day stands, what was just said."""

from datetime import datetime

import pytest

from nkdesk.services.day_list import day_list
from nkdesk.ui.main_window.status_line import StatusLine
from tests.ui.wards import ZONE


@pytest.fixture
def line(qtbot, text_size):
    made = StatusLine()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_nurse_reads_when_it_was_saved_and_whoever_asks_the_steps_number(line):
    line.show_saved(datetime(2026, 3, 12, 14, 2, 10, tzinfo=ZONE), 161)
    assert line.saved.text() == "saved 14:02"
    assert line.saved.toolTip() == "Saved at 14:02:10 as step 161 of the ward's journal"


def test_how_the_day_stands_is_told_to_the_minute(line, desk):
    listed = day_list(desk, desk.clock.today())
    line.show_list(listed)
    assert line.counts.text() == f"overdue {listed.overdue} · due {listed.due} · as of 09:30"
    assert f"after step {listed.revision} " in line.counts.toolTip()


def test_what_is_said_takes_the_room_of_what_always_stands_there_and_gives_it_back(line):
    line.show_ward("Ward 3", "Anna")
    line.say("Recorded as given: NK dose 1 of 3, NK-003")
    assert line.said.accessibleName().startswith("Recorded as given")
    assert line.actor.isHidden()
    assert line.counts.isHidden()
    line._quiet.timeout.emit()
    assert line.said.text() == ""
    assert line.actor.isVisible()
    assert line.counts.isVisible()
