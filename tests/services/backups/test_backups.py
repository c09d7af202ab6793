"""When a backup is made, what is told of it, and what two people may do with one."""

import errno
import os
import shutil
from datetime import datetime, timedelta

import pytest

from nkdesk.services.backups import (
    BackupKind,
    LineState,
    RestoreForm,
    backups_page,
    choose_second_place,
    drill,
    form_problems,
    is_due,
    is_old,
    lines_in,
    make_backup,
    making,
    place_of,
    preview_restore,
    previewing,
    restore,
)
from nkdesk.services.backups.models import BackupPlace
from nkdesk.services.backups.notes import NOTES_FILE, Notes, note, read_notes
from nkdesk.services.forms import Unsaved
from nkdesk.services.steps import revision
from nkdesk.services.ward import WARD_FILE, ward_faults
from nkdesk.store.backup import Backup, backups_in
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.store import open_store
from nkdesk.store.verify import verify
from nkdesk.store.witness import HEADS_FILE
from tests.services.conftest import ZONE

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=ZONE)
TWO = RestoreForm("Anna", "Boris", "the disk failed")


@pytest.fixture
def place(desk):
    return place_of(desk)


def save(desk, n=1):
    for _ in range(n):
        with desk.store.step(actor="Anna", what="note"):
            pass


@pytest.mark.parametrize(
    ("age", "changed", "due"),
    [
        (None, False, True),
        (timedelta(minutes=29), True, False),
        (timedelta(minutes=30), True, True),
        (timedelta(hours=5), False, False),
        (timedelta(hours=24), False, True),
        (-timedelta(hours=1), True, True),
        (-timedelta(days=900), False, False),
    ],
)
def test_a_backup_is_due_after_half_an_hour_of_changes_and_once_a_day(age, changed, due):
    assert is_due(NOW, None if age is None else NOW - age, changed=changed) is due


def test_a_backup_is_old_after_a_day():
    assert is_old(NOW, None)
    assert is_old(NOW, NOW - timedelta(hours=24, minutes=1))
    assert not is_old(NOW, NOW - timedelta(hours=24))


def test_a_ward_without_backups_says_so(place):
    page = backups_page(place)
    assert (page.lines, page.newest_at, page.second) == ((), None, None)
    assert not page.drill_due
    assert drill(place, lambda: 0.0) is None


def test_the_newest_backup_stands_first(desk, place):
    made = make_backup(place, BackupKind.REGULAR)
    save(desk)
    place = BackupPlace(place.folder, lambda: NOW + timedelta(hours=1))
    newest = make_backup(place, BackupKind.CLOSING)
    page = backups_page(place)
    assert page.lines == (newest.line, made.line)
    assert (page.newest_at, page.newest_step) == (NOW + timedelta(hours=1), revision(desk))
    assert page.lines[0].kind == "closing"
    assert page.drill_due


def test_what_cannot_be_read_is_listed_as_such(place):
    made = make_backup(place, BackupKind.ASKED)
    (made.line.place / "manifest.json").write_text("{")
    (line,) = backups_page(place).lines
    assert line.state is LineState.UNREADABLE
    assert line.error is not None


def test_old_backups_of_a_sample_ward_go_when_there_are_too_many(place, monkeypatch):
    monkeypatch.setattr(making, "SAMPLE_KEPT", 3)
    removed = [make_backup(place, BackupKind.REGULAR).removed for _ in range(5)]
    assert removed == [0, 0, 0, 1, 1]
    assert len(backups_page(place).lines) == 3


def test_a_real_wards_backups_are_thinned_by_age(real_desk):
    place = place_of(real_desk)
    for days in range(0, 40, 2):
        at = NOW + timedelta(days=days)
        make_backup(BackupPlace(place.folder, lambda at=at: at), BackupKind.REGULAR)
    kept = [one.made_at for one in backups_in(place.folder / "backups") if isinstance(one, Backup)]
    assert 12 <= len(kept) < 20
    assert kept[0] == NOW + timedelta(days=38)


def test_a_backup_that_cannot_be_removed_does_no_harm(place, monkeypatch):
    monkeypatch.setattr(making, "SAMPLE_KEPT", 1)

    def stays(_place):
        raise StoreError(StoreProblem.READ_ONLY)

    monkeypatch.setattr(making, "remove_backup", stays)
    assert [make_backup(place, BackupKind.ASKED).removed for _ in range(2)] == [0, 0]


# A second place ----------------------------------------------------------------------------------


def test_every_backup_goes_to_the_second_place_too(place, tmp_path):
    stick = tmp_path / "флешка"
    stick.mkdir()
    choose_second_place(place, stick)
    assert backups_page(place).second.reached_at is None
    made = make_backup(place, BackupKind.ASKED)
    assert made.second_error is None
    page = backups_page(place)
    assert (page.second.root, page.second.reached_at, page.second.there) == (stick, NOW, True)
    assert page.second.same_disk
    assert [line.second for line in page.lines] == [False, True]
    [noted] = (stick / HEADS_FILE).read_text().splitlines()
    assert f" {page.lines[0].step}:" in noted
    assert lines_in(stick)[0].place == page.lines[1].place
    assert lines_in(place.folder)[0] == page.lines[0]
    assert lines_in(tmp_path / "nothing") == ()
    choose_second_place(place, stick)
    assert backups_page(place).second.reached_at == NOW
    choose_second_place(place, None)
    assert backups_page(place).second is None


def test_a_second_place_that_is_gone_never_stops_the_first(place, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(place, stick)
    shutil.rmtree(stick)
    made = make_backup(place, BackupKind.ASKED)
    assert made.second_error.problem is StoreProblem.NO_SECOND_PLACE
    page = backups_page(place)
    assert not page.second.there
    assert [line.place for line in page.lines] == [made.line.place]


def test_a_full_second_place_never_stops_the_first(place, tmp_path, monkeypatch):
    choose_second_place(place, tmp_path)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("nkdesk.store.second_place.shutil.copyfile", full)
    made = make_backup(place, BackupKind.ASKED)
    assert made.second_error.problem is StoreProblem.DISK_FULL
    assert backups_page(place).newest_at == NOW


def test_a_second_place_that_cannot_be_read_hides_no_backup(place, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(place, stick)
    made = make_backup(place, BackupKind.ASKED)
    (inner,) = (one for one in stick.iterdir() if one.is_dir())
    shutil.rmtree(inner)
    inner.write_text("a file")
    assert [line.place for line in backups_page(place).lines] == [made.line.place]


@pytest.mark.parametrize("where", ["nowhere", "ward"])
def test_a_place_that_is_none_is_not_chosen(place, tmp_path, where):
    root = place.folder if where == "ward" else tmp_path / "nowhere"
    with pytest.raises(StoreError) as caught:
        choose_second_place(place, root)
    assert caught.value.problem is StoreProblem.NO_SECOND_PLACE
    assert read_notes(place).second is None


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"second": 7, "drilled_at": "yesterday"}', "[" * 9999]
)
def test_notes_that_cannot_be_read_are_empty(place, kept):
    (place.folder / NOTES_FILE).write_text(kept)
    assert read_notes(place) == Notes()
    note(place, drilled_at=NOW)
    assert read_notes(place) == Notes(drilled_at=NOW)
    (place.folder / NOTES_FILE).write_text('{"drilled_at": "2026-03-12T09:30:00"}')
    assert read_notes(place) == Notes()


def test_a_folder_that_cannot_take_notes_is_told(tmp_path):
    with pytest.raises(StoreError):
        note(BackupPlace(tmp_path / "nowhere", lambda: NOW), drilled_at=NOW)


# Trying out --------------------------------------------------------------------------------------


def test_a_restore_is_tried_out_and_remembered_for_35_days(place):
    """B6."""
    made = make_backup(place, BackupKind.ASKED)
    seconds = iter([10.0, 12.5])
    tried = drill(place, lambda: next(seconds))
    assert (tried.place, tried.error, tried.seconds) == (made.line.place, None, 2.5)
    page = backups_page(place)
    assert page.drilled_at == NOW
    assert not page.drill_due
    later = BackupPlace(place.folder, lambda: NOW + timedelta(days=36))
    assert backups_page(later).drill_due
    assert sorted(one.name for one in (place.folder / "backups").iterdir()) == [
        made.line.place.name
    ]


def test_a_backup_that_cannot_be_restored_is_found_by_trying(place):
    made = make_backup(place, BackupKind.ASKED)
    (made.line.place / WARD_FILE).write_bytes(b"rotten")
    tried = drill(place, lambda: 0.0)
    assert tried.error.problem is StoreProblem.BACKUP_TORN
    assert backups_page(place).drilled_at is None


# Restoring ---------------------------------------------------------------------------------------


@pytest.fixture
def lost(desk, place):
    """A backup, then two steps."""
    made = make_backup(place, BackupKind.ASKED)
    save(desk, 2)
    return made.line.place


def test_the_difference_is_told_before_anybody_decides(desk, place, lost):
    before = (place.folder / WARD_FILE).read_bytes()
    found = preview_restore(place, lost)
    assert (found.lost, found.gained, found.common) == (2, 0, found.step)
    assert [(one.actor, one.what) for one in found.lost_steps] == [("Anna", "note")] * 2
    assert found.revision[0] == revision(desk)
    assert (found.made_at, found.present_error) == (NOW, None)
    assert all(one.now == one.then for one in found.counts)
    assert (place.folder / WARD_FILE).read_bytes() == before
    assert [one.name for one in place.folder.iterdir() if one.name.startswith(".")] == []


def test_a_restored_ward_names_both_people_and_what_was_set_aside(desk, place, lost):
    found = preview_restore(place, lost)
    desk.store.close()
    done = restore(place, found, TWO)
    assert done.seq == found.step + 1
    assert done.aside.exists()
    with open_store(place.folder / WARD_FILE, lambda: NOW) as store:
        assert verify(store) == ()
        ((why,),) = store.read("SELECT why FROM step WHERE what = 'restore'")
    assert why.startswith("the disk failed | second person: Boris | ward ")
    assert f"at step {found.revision[0]} {found.revision[1][:8]}" in why
    kinds = [line.kind for line in backups_page(place).lines]
    assert kinds == ["before_restore", "asked", "set_aside"]
    assert found.ward_id in why


def test_what_was_set_aside_is_restored_again(desk, place, lost):
    steps = revision(desk)
    found = preview_restore(place, lost)
    desk.store.close()
    aside = restore(place, found, TWO).aside
    again = preview_restore(place, aside)
    assert (again.lost, again.gained, again.made_at) == (1, 2, None)
    assert restore(place, again, TWO).seq == steps + 1


def test_somebody_who_saved_in_between_is_not_lost(desk, place, lost):
    found = preview_restore(place, lost)
    save(desk)
    with pytest.raises(StoreConflictError):
        restore(place, found, TWO)
    assert ward_faults(desk) == ()
    assert [one for one in place.folder.iterdir() if "aside" in one.name] == []


@pytest.mark.parametrize(
    ("form", "problems"),
    [
        (RestoreForm(), {"first": "missing", "second": "missing", "reason": "needs_text"}),
        (RestoreForm("Anna", "anna", "why"), {"second": "same_person"}),
        (RestoreForm("Anna", " АNNА ", "why"), {"second": "same_person"}),
        (RestoreForm("Anna", "Boris", "w" * 1501), {"reason": "too_long"}),
        (RestoreForm("Алёна", "Алена", "why"), {"second": "same_person"}),
        (RestoreForm("Anna", "Boris", "x"), {"reason": "needs_text"}),
        (RestoreForm("Anna", "Boris", "A\u202eB"), {"reason": "invisible_character"}),
        (RestoreForm("A" * 500, "Boris", "why"), {"first": "too_long"}),
    ],
)
def test_two_different_people_and_a_reason_are_needed(desk, place, lost, form, problems):
    found = preview_restore(place, lost)
    answer = restore(place, found, form)
    assert isinstance(answer, Unsaved)
    assert {one.field: str(one.code) for one in answer.problems} == problems
    assert form_problems(place, form) == answer
    assert revision(desk) == found.revision[0]


def test_the_longest_reason_fits_into_the_journal(desk, place, lost):
    found = preview_restore(place, lost)
    desk.store.close()
    restore(place, found, RestoreForm("A" * 120, "Б" * 120, "w" * 1500))


def test_a_ward_that_cannot_be_read_is_restored_and_kept(desk, place, lost):
    desk.store.close()
    (place.folder / WARD_FILE).write_bytes(b"rubbish" * 999)
    found = preview_restore(place, lost)
    assert found.revision is None
    assert found.present_error.problem is StoreProblem.NOT_A_STORE
    assert {one.now for one in found.counts} == {None}
    assert restore(place, found, TWO).aside.read_bytes() == b"rubbish" * 999


def test_a_ward_whose_journal_cannot_be_read_is_restored_all_the_same(
    desk, place, lost, monkeypatch
):
    def broken(*_):
        raise StoreError(StoreProblem.DAMAGED)

    monkeypatch.setattr(previewing, "difference", broken)
    found = preview_restore(place, lost)
    assert found.present_error.problem is StoreProblem.DAMAGED
    assert found.revision is None


def test_a_ward_whose_end_cannot_be_read_counts_as_unreadable(desk, place, lost, monkeypatch):
    opening = previewing.Store.head

    def broken(store):
        if store.path.name == WARD_FILE:
            raise StoreError(StoreProblem.DAMAGED)
        return opening(store)

    monkeypatch.setattr(previewing.Store, "head", broken)
    found = preview_restore(place, lost)
    assert (found.revision, found.present_error.problem) == (None, StoreProblem.DAMAGED)


def test_a_broken_backup_of_a_ward_that_is_gone_is_told(desk, place, lost, monkeypatch):
    desk.store.close()
    (place.folder / WARD_FILE).unlink()

    def broken(*_):
        raise StoreError(StoreProblem.DISK_ERROR)

    monkeypatch.setattr(previewing, "_counts", broken)
    with pytest.raises(StoreError) as caught:
        preview_restore(place, lost)
    assert caught.value.problem is StoreProblem.DISK_ERROR


def test_another_wards_backup_is_refused_even_where_the_ward_is_gone(desk, real_desk, place, lost):
    strange = make_backup(place_of(real_desk), BackupKind.ASKED).line.place
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            preview_restore(place, strange)
        assert caught.value.problem is StoreProblem.OTHER_WARD
        desk.store.close()
        (place.folder / WARD_FILE).unlink(missing_ok=True)


def test_any_wards_backup_is_restored_into_an_empty_folder(real_desk, tmp_path):
    made = make_backup(place_of(real_desk), BackupKind.ASKED).line.place
    empty = BackupPlace(tmp_path / "пустая папка", lambda: NOW)
    found = preview_restore(empty, made)
    assert (found.ward, found.sample) == ("Ward 3", False)
    assert found.present_error.problem is StoreProblem.MISSING
    assert restore(empty, found, TWO).aside is None


def test_files_from_before_a_new_version_stand_in_the_list(place):
    (place.folder / "ward-before-1.3.backup").write_bytes(b"1234")
    (line,) = backups_page(place).lines
    assert (line.kind, line.state, line.size) == ("before_version", LineState.UNCHECKED, 4)
    assert line.made_at.tzinfo is not None
