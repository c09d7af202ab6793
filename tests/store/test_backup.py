"""A backup that has a name is whole: checked before it is named, whatever happens meanwhile."""

import errno
import os
import sqlite3
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from nkdesk.model.site import SiteDay
from nkdesk.store import backup as backups
from nkdesk.store.backup import (
    MANIFEST_FILE,
    STORE_FILE,
    Backup,
    BackupKind,
    Unreadable,
    back_up,
    backups_in,
    file_seal,
    manifest_of,
    remove_backup,
)
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.second_place import copy_backup, folder_in, same_disk
from nkdesk.store.site import set_site_day, site
from nkdesk.store.store import Store, open_store
from nkdesk.store.verify import verify
from tests.store.backup_processes import back_up_until_it_lives
from tests.store.made_up import TODAY, Ward, ticking
from tests.store.processes import add_day, write_for_ever


@pytest.fixture
def folder(ward: Ward) -> Path:
    return ward.store.path.parent / "backups"


def made(ward: Ward, folder: Path, kind: BackupKind = BackupKind.ASKED) -> Backup:
    return back_up(ward.store.path, folder, ward.store.moment, kind)


def names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


def test_a_backup_is_the_ward_as_it_stands_while_the_ward_stays_open(
    ward: Ward, folder: Path
) -> None:
    """B: with its head, its rows and the ward's number in the manifest."""
    found = made(ward, folder, BackupKind.REGULAR)
    assert names(folder) == [found.place.name]
    assert names(found.place) == [MANIFEST_FILE, STORE_FILE]
    kept = manifest_of(found.place)
    assert kept == found.manifest
    assert (kept.head, kept.kind) == (ward.store.head(), "regular")
    assert (kept.store_id, kept.ward) == (site(ward.store).uuid, site(ward.store).ward)
    assert (kept.rows["patient"], kept.rows["step"]) == (1, ward.store.head().seq)
    assert kept.files == {STORE_FILE: file_seal(found.place / STORE_FILE)}
    with ward.store.step(actor="nurse", what="note") as step:
        set_site_day(step, SiteDay("ward", TODAY, is_open=True))
    assert verify(ward.store) == ()


def test_a_backup_opens_as_a_store_and_verifies(ward: Ward, folder: Path) -> None:
    path = made(ward, folder).place / STORE_FILE
    with open_store(path, ticking()) as copy:
        assert verify(copy, ward.store.head()) == ()


def test_only_this_person_can_read_a_backup(ward: Ward, folder: Path) -> None:
    place = made(ward, folder).place
    modes = [one.stat().st_mode & 0o777 for one in (place, *sorted(place.iterdir()))]
    assert modes == [0o700, 0o600, 0o600]


def test_two_backups_of_one_second_have_two_names(ward: Ward, folder: Path) -> None:
    moment = ward.store.moment()
    places = [
        back_up(ward.store.path, folder, lambda: moment, BackupKind.ASKED).place.name
        for _ in range(3)
    ]
    assert places == [places[0], f"{places[0]}-2", f"{places[0]}-3"]


def test_backups_are_listed_newest_first_and_what_cannot_be_read_last(
    ward: Ward, folder: Path
) -> None:
    assert backups_in(folder) == ()
    moment = ward.store.moment()
    made_at = [moment, moment + timedelta(days=2), moment - timedelta(days=1)]
    for at in made_at:
        back_up(ward.store.path, folder, lambda at=at: at, BackupKind.ASKED)
    (folder / "ward-2099-half").mkdir()
    (folder / "holiday photos").mkdir()
    (folder / "ward-notes.txt").write_text("mine")
    found = backups_in(folder)
    assert [one.made_at for one in found if isinstance(one, Backup)] == sorted(made_at)[::-1]
    assert isinstance(found[-1], Unreadable)
    assert found[-1].error.problem is StoreProblem.NOT_A_BACKUP


def test_a_folder_that_cannot_be_read_is_told(ward: Ward, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(StoreError) as caught:
        backups_in(folder)
    assert caught.value.problem is StoreProblem.CANNOT_OPEN
    with pytest.raises(StoreError):
        made(ward, folder)
    assert folder.read_text() == "a file where the folder should be"


@pytest.mark.parametrize("broken", ["trigger", "row", "page"])
def test_a_damaged_ward_is_never_backed_up(ward: Ward, folder: Path, broken: str) -> None:
    """The good backups that are there stay the newest."""
    good = made(ward, folder)
    path = ward.store.path
    ward.store.close()
    _break(path, broken)
    with pytest.raises(StoreError) as caught:
        back_up(path, folder, ward.store.moment, BackupKind.ASKED)
    assert caught.value.problem is StoreProblem.DAMAGED
    assert names(folder) == [good.place.name]


def _break(path: Path, how: str) -> None:
    database = sqlite3.connect(path)
    if how == "trigger":
        database.execute("DROP TRIGGER journal_stays")
    elif how == "row":
        database.execute("PRAGMA foreign_keys=OFF")
        (sql,) = database.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'site_update_in_step'"
        ).fetchone()
        database.execute("PRAGMA writable_schema=ON")
        for name, text in (("site_update_in_step", sql),):
            database.execute(f"DROP TRIGGER {name}")
            database.execute("UPDATE site SET rev = rev + 1, ward = 'other'")
            database.execute(text)
    else:
        root = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'item_planned'")
        (page,) = root.fetchone()
        database.close()
        content = bytearray(path.read_bytes())
        content[(page - 1) * 4096 + 3 : (page - 1) * 4096 + 5] = b"\0\1"
        path.write_bytes(content)
        return
    database.commit()
    database.close()


def test_what_is_no_ward_is_not_backed_up(tmp_path: Path) -> None:
    path = tmp_path / "ward.nkdesk"
    with pytest.raises(StoreError) as caught:
        back_up(path, tmp_path / "backups", ticking(), BackupKind.ASKED)
    assert caught.value.problem is StoreProblem.MISSING
    assert names(tmp_path) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("at", ["sync_file", "name_backup", "write_manifest"])
def test_a_disk_that_fails_at_any_step_leaves_no_backup_with_a_name(
    ward: Ward, folder: Path, monkeypatch: pytest.MonkeyPatch, at: str, code: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(backups, at, fail)
    with pytest.raises(StoreError) as caught:
        made(ward, folder)
    expected = {errno.ENOSPC: "disk_full", errno.EROFS: "read_only", errno.EIO: "disk_error"}
    assert caught.value.problem == expected[code]
    assert names(folder) == []
    assert verify(ward.store) == ()


def test_a_backup_killed_at_any_moment_is_whole_or_not_there(ward: Ward) -> None:
    """B1: at every file that is made, named or removed, and within every statement."""
    path = ward.store.path
    ward.store.close()
    deaths = back_up_until_it_lives(path, stride=1)
    folders = sorted(path.parent.glob("killed-*"))
    assert deaths > 30
    assert len(folders) > deaths - 5  # the first died before they made any
    named = [one for folder in folders for one in backups_in(folder)]
    assert 0 < len(named) < deaths
    for one in named:
        assert isinstance(one, Backup)
        assert file_seal(one.place / STORE_FILE) == one.manifest.files[STORE_FILE]
    with open_store(path, ticking()) as store:
        assert verify(store) == ()


def test_what_a_killed_backup_left_is_cleared_away_once_it_is_an_hour_old(
    ward: Ward, folder: Path
) -> None:
    for name in (".making-old", ".making-new"):
        (folder / name).mkdir(parents=True)
        (folder / name / STORE_FILE).write_bytes(b"half")
    now = (folder / ".making-new").stat().st_mtime
    os.utime(folder / ".making-old", (now - 3700, now - 3700))
    found = made(ward, folder)
    assert names(folder) == [".making-new", found.place.name]


def test_a_backup_is_whole_while_other_processes_write(ward: Ward, folder: Path) -> None:
    spawn = get_context("spawn")
    before = ward.store.head().seq
    writers = [spawn.Process(target=write_for_ever, args=(ward.store.path, name)) for name in "a"]
    for writer in writers:
        writer.start()
    try:
        while _seq(ward.store) < before + 3:
            pass
        found = [made_between_writers(ward, folder) for _ in range(2)]
    finally:
        for writer in writers:
            writer.kill()
            writer.join()
            writer.close()
    steps = [one.manifest.head.seq for one in found]
    assert before < steps[0] <= steps[-1]
    for one in found:
        assert one.manifest.rows["site_day"] % 3 == 0
    assert verify(ward.store, found[-1].manifest.head) == ()


def made_between_writers(ward: Ward, folder: Path) -> Backup:
    """Writers without a pause may keep a reader out for longer than it waits; it asks again."""
    while True:
        try:
            return made(ward, folder)
        except StoreError as error:
            if error.problem is not StoreProblem.BUSY:
                raise


def _seq(store: Store) -> int:
    try:
        return store.head().seq
    except StoreError:  # busy
        return 0


def test_a_copy_that_saves_begin_anew_too_often_is_made_in_one_go(
    ward: Ward, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save between two pages begins the copy anew; nobody saves for ever in its way."""
    monkeypatch.setattr(backups, "PAGES_AT_ONCE", 8)
    looks = []

    class Looking:
        """A connection that is saved to at every look."""

        def __init__(self, connection):
            self._connection = connection

        def __getattr__(self, name):
            return getattr(self._connection, name)

        def backup(self, target, *, progress=None, **how):
            def look(*said):
                looks.append(said)
                with ward.store.step(actor="nurse", what="note") as step:
                    add_day(step, f"c{len(looks)}")
                progress(*said)

            self._connection.backup(target, progress=look if progress else None, **how)

    copying = backups._copy_pages

    def watched(source, copy):
        source.database.conn = Looking(source.database.conn)
        copying(source, copy)
        source.database.conn = source.database.conn._connection

    monkeypatch.setattr(backups, "_copy_pages", watched)
    found = made(ward, folder)
    assert len(looks) > 3
    assert found.manifest.head == ward.store.head()


def test_a_backup_goes_by_its_name_first(
    ward: Ward, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A removal cut short leaves no half of a backup under its name."""
    one, two = made(ward, folder), made(ward, folder)
    remove_backup(one.place)
    assert names(folder) == [two.place.name]
    monkeypatch.setattr(backups.shutil, "rmtree", lambda *_, **__: None)
    remove_backup(two.place)
    assert backups_in(folder) == ()
    with pytest.raises(StoreError):
        remove_backup(two.place)


# A second place ----------------------------------------------------------------------------------


def test_the_second_copy_is_the_first_byte_for_byte(
    ward: Ward, folder: Path, tmp_path: Path
) -> None:
    root = tmp_path / "флешка сестры"
    root.mkdir()
    one = made(ward, folder)
    two = copy_backup(one, root)
    assert two.place.parent == folder_in(root, one.manifest.store_id)
    assert backups_in(two.place.parent) == (two,)
    for name in (STORE_FILE, MANIFEST_FILE):
        assert (two.place / name).read_bytes() == (one.place / name).read_bytes()


def test_a_disk_that_is_not_plugged_in_does_not_become_a_folder(
    ward: Ward, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(StoreError) as caught:
        copy_backup(made(ward, folder), tmp_path / "not here")
    assert caught.value.problem is StoreProblem.NO_SECOND_PLACE
    assert not (tmp_path / "not here").exists()


def test_a_second_copy_that_does_not_read_back_gets_no_name(
    ward: Ward, folder: Path, tmp_path: Path
) -> None:
    one = made(ward, folder)
    (one.place / STORE_FILE).write_bytes(b"rotten")
    with pytest.raises(StoreError) as caught:
        copy_backup(one, tmp_path)
    assert caught.value.problem is StoreProblem.BACKUP_TORN
    assert names(folder_in(tmp_path, one.manifest.store_id)) == []


def test_a_full_second_disk_is_told_and_keeps_no_half(
    ward: Ward, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = made(ward, folder)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("nkdesk.store.second_place.shutil.copyfile", full)
    with pytest.raises(StoreError) as caught:
        copy_backup(one, tmp_path)
    assert caught.value.problem is StoreProblem.DISK_FULL
    assert names(folder_in(tmp_path, one.manifest.store_id)) == []
    assert one in backups_in(folder)


def test_two_folders_of_one_disk_are_known_as_such(tmp_path: Path) -> None:
    assert same_disk(tmp_path, tmp_path.parent)
    with pytest.raises(StoreError):
        same_disk(tmp_path, tmp_path / "not here")
