"""Backups nobody thinks of, on closing too; and a ward restored through the window's whole life."""

import logging
from datetime import timedelta

import pytest

from nkdesk.app import backing_up as module
from nkdesk.app.arguments import Asked
from nkdesk.app.opening import Again, Opening
from nkdesk.app.wards import closed_ward
from nkdesk.services.backups import (
    RestoreForm,
    RestoreOrder,
    backups_page,
    place_of,
    preview_restore,
)
from nkdesk.services.problems import StoreError
from nkdesk.store.problem import StoreProblem
from nkdesk.store.store import open_store
from nkdesk.ui.backups.dialog import BackupsDialog
from nkdesk.ui.main_window.window import MainWindow
from nkdesk.ui.start.choice import StartChoice, StartKind
from tests.store.made_up import ticking

LONG = 20_000
TWO = RestoreForm("Anna", "Boris", "the disk failed")


def kinds(folder):
    return [line.kind for line in backups_page(closed_ward(folder)).lines]


@pytest.fixture
def opened(start, qtbot, ward):
    """The sample ward in a window, with its first backup made by itself."""
    opening = start(ward, demo=True)
    with qtbot.waitSignal(opening.shown, timeout=LONG):
        opening.begin()
    qtbot.waitUntil(
        lambda: "backed up just now" in opening.view.frame.status.backup.text(), timeout=LONG
    )
    return opening


def save(opening):
    with opening.view.desk.store.step(actor="Sample nurse", what="given"):
        pass


def test_a_ward_without_backups_gets_one_and_says_so(opened, ward):
    assert kinds(ward) == ["regular"]
    opened._backups.look()
    assert kinds(ward) == ["regular"]


def test_what_was_saved_is_backed_up_on_closing_and_nothing_else_is(opened, ward):
    save(opened)
    opened.close()
    assert sorted(kinds(ward)) == ["closing", "regular"]
    opened.close()
    assert len(kinds(ward)) == 2


def test_nothing_saved_needs_no_backup_on_closing(opened, ward):
    opened.close()
    assert kinds(ward) == ["regular"]


def test_half_an_hour_after_a_change_one_is_made(opened, ward, qtbot, monkeypatch):
    save(opened)
    now = opened.view.desk.clock.now()
    monkeypatch.setattr(type(opened.view.desk.clock), "now", lambda _: now + timedelta(minutes=31))
    opened._backups.look()
    opened._backups.look()  # one is under way
    qtbot.waitUntil(lambda: not opened._backups._under_way, timeout=LONG)
    assert kinds(ward) == ["regular", "regular"]


@pytest.mark.parametrize("when", ["by itself", "on closing", "looking"])
def test_a_backup_that_fails_is_logged_and_its_age_stays(opened, qtbot, monkeypatch, caplog, when):
    save(opened)
    ward = opened.view.desk.store.path.parent

    def full(*_):
        raise StoreError(StoreProblem.DISK_FULL)

    monkeypatch.setattr(module, "backups_page" if when == "looking" else "make_backup", full)
    monkeypatch.setattr(module, "is_due", lambda *_, **__: True)
    with caplog.at_level(logging.WARNING):
        if when == "on closing":
            opened.close()
        else:
            opened._backups.look()
            qtbot.waitUntil(lambda: not opened._backups._under_way, timeout=LONG)
    assert kinds(ward) == ["regular"]
    assert ("disk_full" in caplog.text) is (when != "looking")


def restored_steps(ward):
    with open_store(ward / "ward.nkdesk", ticking()) as store:
        return [what for (what,) in store.read("SELECT what FROM step ORDER BY seq DESC LIMIT 2")]


def test_two_people_restore_from_the_open_ward_and_it_opens_again(opened, ward, qtbot, text_size):
    place = place_of(opened.view.desk)
    save(opened)
    order = RestoreOrder(preview_restore(place, backups_page(place).lines[0].place), TWO)
    opened.view.acts.backups.restore_asked.emit(order)
    assert not opened._window.isVisible()
    opened.close()
    window = MainWindow(text_size)
    qtbot.addWidget(window)
    window.show()
    after = Opening(window, Asked(ward, demo=True))
    try:
        # closing made a backup of what was saved, so nothing else has changed
        with qtbot.waitSignal(after.shown, timeout=LONG):
            after.begin_restoring(opened.again)
        assert after.view.desk.actor == "Sample nurse"
    finally:
        after.close()
    assert restored_steps(ward)[0] == "restore"
    assert len(list(ward.glob("*.set-aside-*"))) == 1


def test_a_ward_that_does_not_open_is_restored_from_the_first_page(opened, start, ward, qtbot):
    opened.close()
    (ward / "ward.nkdesk").write_bytes(b"rubbish" * 999)
    opening = start(ward)
    opening.begin()
    opening.page.restore.click()
    dialog = opening._window.findChild(BackupsDialog)
    place = dialog._place
    order = RestoreOrder(preview_restore(place, dialog.chosen.place), TWO)
    with qtbot.waitSignal(opening.shown, timeout=LONG):
        dialog._decided(order)
    assert opening.view.desk.actor == "Anna"
    assert not opening.page.told.isVisible()


def test_what_stands_in_the_way_of_a_restore_is_said_on_the_first_page(
    opened, start, ward, qtbot, monkeypatch
):
    place = place_of(opened.view.desk)
    order = RestoreOrder(preview_restore(place, backups_page(place).lines[0].place), TWO)
    save(opened)
    opened._open_again(opened_choice(opened), order)
    opened.close()
    opening = start(ward, demo=True)
    opening.begin_restoring(opened.again)
    qtbot.waitUntil(lambda: opening.page.summary.lines != [], timeout=LONG)
    assert "Somebody else changed this in the meantime." in opening.page.summary.lines[0]
    assert opening.page.told.text() == ""


def opened_choice(opening):
    return StartChoice(StartKind.NEW, opening.view.desk.actor, opening.view.desk.store.path.parent)


def test_a_folder_another_window_has_is_not_restored(opened, start, ward):
    place = place_of(opened.view.desk)
    order = RestoreOrder(preview_restore(place, backups_page(place).lines[0].place), TWO)
    opened.again = module_again(opened, order)
    opening = start(ward, demo=True)
    opening.begin_restoring(opened.again)
    assert "already open in another window" in opening.page.summary.lines[0]


def module_again(opening, order):
    return Again(opened_choice(opening), order)
