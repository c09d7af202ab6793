"""Backups in the window: their age at the foot, the list, trying out, and restoring by two."""

from concurrent.futures import Future
from datetime import datetime, timedelta

import pytest

from nkdesk.services.backups import (
    BackupKind,
    BackupLine,
    LineState,
    backups_page,
    choose_second_place,
    make_backup,
    place_of,
)
from nkdesk.services.backups.models import BackupsPage, Count, Drill, RestorePreview, SecondPlace
from nkdesk.services.problems import StoreError
from nkdesk.store.problem import StoreProblem
from nkdesk.ui.backups.dialog import BackupsDialog
from nkdesk.ui.backups.restore_dialog import RestoreDialog
from nkdesk.ui.backups.words import (
    age_words,
    count_words,
    drill_words,
    line_words,
    preview_words,
    standing_words,
    warns,
)
from nkdesk.ui.common.dialog import Question
from tests.ui.wards import SMALL_SCREEN, ZONE

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=ZONE)


def plainly(words):
    return words.replace("\u2011", "-").replace("\u00a0", " ")


class AtOnce:
    """Slow work done where it is asked for; ``later`` keeps it back."""

    def __init__(self):
        self.later = False
        self.kept = []

    def run(self, work, then):
        done = Future()
        try:
            done.set_result(work())
        except StoreError as error:
            done.set_exception(error)
        if self.later:
            self.kept.append(lambda: then(done))
        else:
            then(done)


@pytest.fixture
def worker():
    return AtOnce()


@pytest.fixture
def place(desk):
    return place_of(desk)


@pytest.fixture
def dialog(qtbot, text_size, place, worker):
    made = BackupsDialog(None, place, worker, sample=True)
    qtbot.addWidget(made)
    made.resize(*SMALL_SCREEN)
    made.show()
    return made


@pytest.fixture
def lost(desk, place):
    made = make_backup(place, BackupKind.ASKED)
    for _ in range(2):
        with desk.store.step(actor="Anna", what="given"):
            pass
    return made.line.place


@pytest.fixture
def asked(qtbot, text_size, place, worker, lost):
    made = RestoreDialog(None, place, worker, lost, sample=True)
    qtbot.addWidget(made)
    made.resize(*SMALL_SCREEN)
    made.show()
    made.look()
    return made


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (None, "no backup yet"),
        (timedelta(seconds=59), "backed up just now"),
        (timedelta(minutes=59), "backup 59 min ago"),
        (timedelta(hours=26), "backup 26 h ago"),
        (timedelta(days=3), "backup 3 days ago"),
        (-timedelta(minutes=5), "backup Thu 12-Mar 09:35"),
    ],
)
def test_the_age_of_the_newest_backup_in_words(age, words):
    said = plainly(age_words(NOW, None if age is None else NOW - age))
    assert said == words or (age is not None and age < timedelta(0) and "09:35" in said)


def page(second=None, newest=NOW, drilled=None, *, due=False):
    return BackupsPage((), newest, 7, second, drilled, due)


def second(place, *, at=NOW, there=True, same=False):
    return SecondPlace(place, at, there, same)


def test_the_foot_warns_after_a_day_here_or_in_the_second_place(tmp_path):
    day = timedelta(hours=25)
    assert warns(NOW, page(newest=None))
    assert warns(NOW, page(newest=NOW - day))
    assert warns(NOW, page(second(tmp_path, at=NOW - day)))
    assert warns(NOW, page(second(tmp_path, at=None)))
    assert not warns(NOW, page())
    assert not warns(NOW, page(second(tmp_path)))


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"there": False}, "The second place is not there"),
        ({"at": NOW - timedelta(days=2)}, "No backup has reached the second place for a day"),
        ({"same": True}, "on the ward's own disk"),
        ({}, "Each is copied to "),
    ],
)
def test_how_the_second_place_stands_is_said_in_words(tmp_path, how, words):
    assert words in standing_words(NOW, page(second(tmp_path, **how)))


def test_how_trying_out_stands_is_said_in_words():
    assert "No restore was ever tried out." in standing_words(NOW, page())
    tried = plainly(standing_words(NOW, page(drilled=NOW)))
    assert "A restore was last tried out on Thu 12-Mar-2026." in tried
    assert "try it again" in standing_words(NOW, page(drilled=NOW, due=True))
    assert "There is no backup yet" in standing_words(NOW, page(newest=None))
    assert drill_words(None) == "There is no backup to try yet."
    broken = Drill(None, 7, 1.0, StoreError(StoreProblem.BACKUP_TORN))
    assert drill_words(broken).startswith("The newest backup could not be restored: This backup")


def test_a_backup_that_cannot_be_read_is_listed_with_its_reason(tmp_path):
    line = BackupLine(
        tmp_path / "ward-1", LineState.UNREADABLE, error=StoreError(StoreProblem.BACKUP_TORN)
    )
    assert line_words(line).startswith("✕  ward-1  ·  This backup is not whole")
    assert line_words(BackupLine(tmp_path, LineState.WHOLE, kind="of a later program")) == (
        "of a later program"
    )


def test_the_foot_of_the_window_leads_to_the_backups(view):
    foot = view.frame.status
    foot.show_backup("no backup yet", warns=True)
    assert foot.backup.text() == "▲ no backup yet"
    assert foot.backup.accessibleName() == "no backup yet"
    foot.show_backup("backup 5 min ago", warns=False)
    assert foot.backup.text() == "backup 5 min ago"
    foot.backup.click()
    assert isinstance(view.acts.dialog, BackupsDialog)
    view.acts.dialog.reject()
    view.frame.commands.backups.trigger()
    assert isinstance(view.acts.dialog, BackupsDialog)


def test_a_backup_made_by_hand_is_said_and_listed(dialog, place, qtbot):
    assert not dialog.restore.isEnabled()
    with qtbot.waitSignal(dialog.changed):
        dialog.now.click()
    assert plainly(dialog.said.text()) == "Backed up and checked: Thu 12-Mar-2026 09:30"
    assert dialog.list.count() == 1
    assert "made by hand" in dialog.list.item(0).text()
    assert dialog.restore.isEnabled()
    assert len(backups_page(place).lines) == 1


def test_a_restore_is_tried_out_by_one_button(dialog):
    dialog.trial.click()
    assert dialog.said.text() == "There is no backup to try yet."
    dialog.now.click()
    dialog.trial.click()
    assert "The ward was not touched." in dialog.said.text()


def test_meanwhile_nothing_else_can_be_begun(dialog, worker):
    worker.later = True
    dialog.now.click()
    assert dialog.said.text() == "Backing up and checking…"
    assert not dialog.now.isEnabled()
    worker.kept.pop()()
    assert dialog.now.isEnabled()


def test_an_answer_that_comes_after_one_has_left_is_dropped(dialog, worker):
    worker.later = True
    dialog.now.click()
    dialog.reject()
    worker.kept.pop()()
    assert dialog.said.text() == "Backing up and checking…"


def test_what_stands_in_the_way_is_said_in_the_dialog(dialog, monkeypatch):
    def full(*_):
        raise StoreError(StoreProblem.DISK_FULL)

    monkeypatch.setattr("nkdesk.services.backups.making.back_up", full)
    dialog.now.click()
    (line,) = dialog.summary.lines
    assert line.startswith("The disk is full.")


def test_a_second_place_is_chosen_and_its_trouble_told(dialog, place, monkeypatch, tmp_path):
    monkeypatch.setattr(dialog, "ask_for_folder", lambda _words: None)
    dialog.second.click()
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(dialog, "ask_for_folder", lambda _words: stick)
    dialog.second.click()
    assert dialog.said.text() == "Every backup is copied there from now on."
    stick.rmdir()
    dialog.now.click()
    assert dialog.summary.lines[0].startswith("The second place for backups is not there.")
    assert "Backed up and checked" in dialog.said.text()


def test_backups_on_a_disk_somebody_brought_are_listed(dialog, place, monkeypatch, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    make_backup(place, BackupKind.ASKED)
    choose_second_place(place, stick)
    monkeypatch.setattr(dialog, "ask_for_folder", lambda _words: None)
    dialog.other.click()
    monkeypatch.setattr(dialog, "ask_for_folder", lambda _words: stick)
    dialog.other.click()
    assert dialog.said.text() == f"Backups in {stick}"
    assert dialog.chosen.place.is_relative_to(stick)


def test_a_folder_that_is_no_backup_is_refused_in_words(dialog, monkeypatch, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setattr(dialog, "ask_for_folder", lambda _words: empty)
    dialog.other.click()
    asked = dialog.findChild(RestoreDialog)
    assert asked.said.text() == "This backup cannot be restored here."
    assert asked.summary.lines[0].startswith("This is not a backup of a ward.")
    assert asked.act.isHidden()
    asked.confirm()
    assert asked.isVisible()


def test_two_people_decide_on_what_they_have_seen(asked, qtbot):
    assert "2 newer steps of the ward would be missing afterwards." in asked.said.text()
    assert asked.lost.count() == 2
    assert asked.lost.item(0).text().endswith("Anna  ·  Record as given")
    for field, words in ((asked.first, "Anna"), (asked.second, "АNNА"), (asked.reason, "disk")):
        field.put(words)
    asked.act.click()
    assert asked.summary.lines == ["Name of the second person: This must be another person."]
    assert asked.first.value() == "Anna"
    asked.second.put("Boris")
    with qtbot.waitSignal(asked.decided) as decided:
        asked.act.click()
    (order,) = decided.args
    assert (order.form.second, order.preview.lost) == ("Boris", 2)


def test_leaving_with_names_typed_asks_first(asked):
    asked.reject()
    assert not asked.isVisible()


def test_what_was_typed_is_not_lost_by_a_slip(asked):
    asked.reason.put("disk")
    asked.reject()
    assert asked.findChild(Question) is not None
    assert asked.isVisible()


def test_a_check_that_ends_after_one_has_left_is_dropped(qtbot, text_size, place, worker, lost):
    worker.later = True
    made = RestoreDialog(None, place, worker, lost, sample=True)
    qtbot.addWidget(made)
    made.look()
    made.reject()
    worker.kept.pop()()
    assert made.preview is None


def test_the_decision_closes_the_list_and_goes_on(dialog, lost, qtbot):
    dialog.refresh()
    dialog.restore.click()
    asked = dialog.findChild(RestoreDialog)
    for field, words in ((asked.first, "Anna"), (asked.second, "Boris"), (asked.reason, "disk")):
        field.put(words)
    with qtbot.waitSignal(dialog.restore_asked):
        asked.act.click()
    assert not dialog.isVisible()


def preview(place, **how):
    usual = {
        "source": place.folder,
        "ward": "Ward 3",
        "ward_id": "1",
        "sample": False,
        "made_at": NOW,
        "ends_at": NOW,
        "step": 7,
        "common": 7,
        "lost": 0,
        "gained": 0,
        "lost_steps": (),
        "sheets": (),
        "counts": (),
        "revision": None,
    }
    return RestorePreview(**(usual | how))


def test_what_a_restore_changes_is_said_in_words(place):
    assert preview_words(preview(place)) == "The ward and this backup are the same."
    both = preview_words(preview(place, lost=1, gained=2))
    assert both.endswith("2 steps would come that the ward has not.")
    unreadable = preview(place, present_error=StoreError(StoreProblem.DAMAGED))
    assert preview_words(unreadable).endswith("The ward store is damaged.")


def test_printed_sheets_and_counts_that_differ_are_named(asked, place):
    changed = preview(
        place, counts=(Count("patient", 13, 12), Count("lot", 2, 2), Count("item", None, 9))
    )
    assert count_words(changed) == ["Patients: 13 now, 12 afterwards"]
    asked._show(preview(place, sheets=("L-17", "L-18"), counts=changed.counts))
    assert "throw them away: L-17, L-18" in asked.details.text()
    assert asked.lost.isHidden()
