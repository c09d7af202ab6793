"""A restore is done whole or not at all; what was there is set aside, what is wrong is refused."""

import errno
import gzip
import json
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from nkdesk.store import restoring
from nkdesk.store.backup import (
    MANIFEST_FILE,
    STORE_FILE,
    BackupKind,
    back_up,
    file_seal,
    manifest_of,
)
from nkdesk.store.comparing import difference, sheets_since
from nkdesk.store.journal import Head, newest_step
from nkdesk.store.manifest import manifest_text
from nkdesk.store.migrations import VERSION
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.restoring import RestoreStep, put_in_place, ready
from nkdesk.store.site import site
from nkdesk.store.store import Store, create_store, open_store
from nkdesk.store.upgrading import store_version
from nkdesk.store.verify import verify
from tests.store.backup_processes import copied, restore_until_it_lives
from tests.store.made_up import MINSK, SITE, ticking
from tests.store.processes import add_day

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("store-*.nkdesk.gz"))


def note(store: Store, *names: str) -> None:
    for name in names:
        with store.step(actor="nurse", what="note") as step:
            add_day(step, name)


@pytest.fixture
def path(store: Store) -> Path:
    """A ward that is backed up after one note, and then has two more."""
    note(store, "before")
    back_up(store.path, store.path.parent / "backups", store.moment, BackupKind.ASKED)
    note(store, "later", "latest")
    store.close()
    return store.path


@pytest.fixture
def backup(path: Path) -> Path:
    (place,) = (path.parent / "backups").iterdir()
    return place


def restored(source: Path, path: Path, *, expected: Head | None = None) -> Path | None:
    with ready(source, path.parent, ticking()) as copy:
        return put_in_place(copy, path, RestoreStep("Anna", "the disk failed", expected))


def head_of(path: Path) -> Head:
    with open_store(path, ticking()) as store:
        return store.head()


def everything_in(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def test_the_ward_is_the_backup_and_one_step_that_says_so(path: Path, backup: Path) -> None:
    """B3."""
    before, known = path.read_bytes(), manifest_of(backup).head
    aside = restored(backup, path, expected=head_of(path))
    with open_store(path, ticking()) as store:
        assert verify(store, known) == ()
        newest = newest_step(store)
        assert newest is not None
        assert (newest.seq, newest.prev) == (known.seq + 1, known.hash)
        assert (newest.actor, newest.what, newest.why) == ("Anna", "restore", "the disk failed")
        assert store.read("SELECT calendar FROM site_day") == [("before",)]
    assert aside is not None
    assert aside.name.startswith("ward.nkdesk.set-aside-2026-03-12-")
    assert aside.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in path.parent.iterdir()) == ["backups", path.name, aside.name]


def test_a_restore_can_itself_be_taken_back(path: Path, backup: Path) -> None:
    """What was set aside is a backup, too."""
    head = head_of(path)
    aside = restored(backup, path, expected=head)
    assert aside is not None
    restored(aside, path, expected=head_of(path))
    with open_store(path, ticking()) as store:
        assert verify(store, head) == ()
        assert len(store.read("SELECT 1 FROM site_day")) == 3


def test_two_restores_in_one_second_set_two_stores_aside(path: Path, backup: Path) -> None:
    moment = datetime(2026, 3, 12, 14, 0, tzinfo=MINSK)
    places = []
    for _ in range(2):
        with ready(backup, path.parent, lambda: moment) as copy:
            places.append(put_in_place(copy, path, RestoreStep("Anna", "", head_of(path))))
    assert places == [
        path.with_name(f"ward.nkdesk.set-aside-2026-03-12-140000{n}") for n in ("", "-2")
    ]


def test_a_ward_is_restored_where_there_is_none(path: Path, backup: Path, tmp_path: Path) -> None:
    """On another computer, in a folder with blanks and Cyrillic letters."""
    place = tmp_path / "новый компьютер" / "ward.nkdesk"
    assert restored(backup, place) is None
    with open_store(place, ticking()) as store:
        assert verify(store, manifest_of(backup).head) == ()


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda one: one.name[6:9])
@pytest.mark.parametrize("lone", ["lone file", ""], ids=["lone file", "backup"])
def test_every_version_ever_shipped_restores(tmp_path: Path, fixture: Path, lone: str) -> None:
    """B4: as the file that lies beside a ward since a new version, and as a backup of its time."""
    source = tmp_path / "копия на диске" / "ward-2024-01-01-080000"
    source.mkdir(parents=True)
    file = source / ("ward-before-9.9.backup" if lone else STORE_FILE)
    file.write_bytes(gzip.decompress(fixture.read_bytes()))
    rows = rows_and_head(file, source if not lone else None)
    place = tmp_path / "ward" / "ward.nkdesk"
    restored(file if lone else source, place)
    with open_store(place, ticking()) as store:
        assert store_version(store.database) == VERSION
        assert verify(store, rows[1]) == ()
        assert store.read("SELECT count(*) FROM patient") == [(rows[0],)]
        assert store.read("SELECT what FROM step ORDER BY seq DESC LIMIT 1") == [("restore",)]
    assert [one.name for one in place.parent.iterdir()] == [place.name]


def rows_and_head(file: Path, source: Path | None) -> tuple[int, Head]:
    """Count past nkdesk what a shipped store holds, and lay a manifest of its time beside it."""
    database = sqlite3.connect(file)
    tables = [
        name
        for (name,) in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
            " AND name <> 'open_step'"
        )
    ]
    counts = {
        name: database.execute(" ".join(("SELECT count(*) FROM", name))).fetchone()[0]
        for name in tables
    }
    (version,) = database.execute("PRAGMA user_version").fetchone()
    head = Head(
        *database.execute("SELECT seq, hash FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    )
    (uuid,) = database.execute("SELECT uuid FROM site").fetchone()
    database.close()
    if source is not None:
        moment = datetime(2024, 1, 1, 8, tzinfo=MINSK)
        kept = restoring.Manifest(
            *(moment, "asked", "0.1", uuid, "Ward", False, version, head, moment),
            counts,
            {STORE_FILE: file_seal(file)},
        )
        (source / MANIFEST_FILE).write_text(manifest_text(kept), "utf-8")
    return counts["patient"], head


# Refused -----------------------------------------------------------------------------------------


def sealed(place: Path, **changes: object) -> None:
    """Rewrite a manifest as if its program had written other values."""
    kept = replace(manifest_of(place), files={STORE_FILE: file_seal(place / STORE_FILE)})
    (place / MANIFEST_FILE).write_text(manifest_text(replace(kept, **changes)), "utf-8")


def cut(place: Path) -> None:
    file = place / STORE_FILE
    file.write_bytes(file.read_bytes()[:-4096])


def flip(place: Path) -> None:
    file = place / STORE_FILE
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def unsealed_page(place: Path) -> None:
    flip_index(place)
    sealed(place)


def flip_index(place: Path) -> None:
    database = sqlite3.connect(place / STORE_FILE)
    root = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'journal_row'")
    (page,) = root.fetchone()
    database.close()
    content = bytearray((place / STORE_FILE).read_bytes())
    content[(page - 1) * 4096 + 3 : (page - 1) * 4096 + 5] = b"\0\1"
    (place / STORE_FILE).write_bytes(content)


def run(place: Path, *statements: str) -> None:
    database = sqlite3.connect(place / STORE_FILE)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    sealed(place)


def in_wal_mode(place: Path) -> None:
    run(place, "PRAGMA journal_mode=WAL")


def link(place: Path) -> None:
    file = place / STORE_FILE
    file.rename(place.parent / "elsewhere")
    file.symlink_to(place.parent / "elsewhere")


def as_text(place: Path) -> None:
    (place / STORE_FILE).write_text("not a store " * 500)
    sealed(place)


SPOILT = {
    "the store is missing": (lambda place: (place / STORE_FILE).unlink(), "backup_torn"),
    "the manifest is missing": (lambda place: (place / MANIFEST_FILE).unlink(), "backup_torn"),
    "the end is missing": (cut, "backup_torn"),
    "the store is empty": (lambda place: (place / STORE_FILE).write_bytes(b""), "backup_torn"),
    "one bit is another": (flip, "backup_torn"),
    "the end of the manifest is missing": (
        lambda place: (place / MANIFEST_FILE).write_bytes(
            (place / MANIFEST_FILE).read_bytes()[:200]
        ),
        "backup_torn",
    ),
    "the store is a link": (link, "backup_torn"),
    "somebody has it open": (
        lambda place: (place / f"{STORE_FILE}-journal").touch(),
        "not_a_backup",
    ),
    "the manifest is a book": (
        lambda place: (place / MANIFEST_FILE).write_bytes(b" " * 70_000),
        "not_a_backup",
    ),
    "an index lost a row, and the seal is right": (unsealed_page, "backup_damaged"),
    "a trigger is gone": (lambda place: run(place, "DROP TRIGGER step_stays"), "backup_damaged"),
    "the journal was shortened": (
        lambda place: run(
            place,
            "DROP TRIGGER journal_is_kept",
            "DELETE FROM journal WHERE step = 3",
        ),
        "backup_damaged",
    ),
    "it is in another mode": (in_wal_mode, "backup_damaged"),
    "another head is named": (
        lambda place: sealed(place, head=Head(3, "0" * 64)),
        "backup_damaged",
    ),
    "other rows are named": (lambda place: sealed(place, rows={"patient": 7}), "backup_damaged"),
    "another ward is named": (lambda place: sealed(place, store_id="other"), "backup_damaged"),
    "it is a text": (as_text, "not_a_backup"),
    "it is another program's": (
        lambda place: run(place, "PRAGMA application_id=7"),
        "not_a_backup",
    ),
    "a newer program made it": (
        lambda place: run(place, f"PRAGMA user_version={VERSION + 1}"),
        "backup_newer",
    ),
    "it has files this program does not know": (
        lambda place: sealed(
            place,
            files={
                STORE_FILE: file_seal(place / STORE_FILE),
                "store.keys": file_seal(place / STORE_FILE),
            },
        ),
        "backup_newer",
    ),
    "it is of an age before the first version": (
        lambda place: run(place, "PRAGMA user_version=7"),
        "backup_older",
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_no_whole_backup_is_refused_with_everything_untouched(
    path: Path, backup: Path, what: str
) -> None:
    spoil, problem = SPOILT[what]
    spoil(backup)
    before = everything_in(path.parent)
    with pytest.raises(StoreError) as caught, ready(backup, path.parent, ticking()):
        pytest.fail("it was taken for a backup")
    assert caught.value.problem == problem
    assert caught.value.next_step.startswith("Nothing was changed.")
    assert everything_in(path.parent) == before


def test_what_is_not_even_a_folder_of_a_backup_is_refused(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path.parent / "backups")
    empty, photo = tmp_path / "empty", tmp_path / "photo.jpg"
    empty.mkdir()
    photo.write_bytes(b"\xff\xd8" * 400)
    before = everything_in(path.parent)
    for source in (empty, photo, link, tmp_path / "nowhere", path):
        with pytest.raises(StoreError) as caught, ready(source, path.parent, ticking()):
            pytest.fail(str(source))
        assert caught.value.problem is StoreProblem.NOT_A_BACKUP
    assert everything_in(path.parent) == before


def test_a_backup_is_found_by_any_of_its_files(path: Path, backup: Path) -> None:
    for source in (backup, backup / MANIFEST_FILE, backup / STORE_FILE):
        with ready(source, path.parent, ticking()) as copy:
            assert copy.head == manifest_of(backup).head


def test_a_link_to_a_backup_is_refused(path: Path, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(backup)
    with pytest.raises(StoreError) as caught, ready(tmp_path / "link", path.parent, ticking()):
        pytest.fail("a link was followed")
    assert caught.value.problem is StoreProblem.NOT_A_BACKUP


def test_a_file_that_is_too_large_is_not_even_copied(
    path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "MOST_BYTES", 4096)
    with pytest.raises(StoreError) as caught, ready(backup, path.parent, ticking()):
        pytest.fail("it was copied")
    assert caught.value.problem is StoreProblem.NOT_A_BACKUP


def test_a_store_that_is_open_here_is_not_read_as_a_file(tmp_path: Path, backup: Path) -> None:
    """Reading it would drop the locks of whoever has it open."""
    lone = tmp_path / "lone.backup"
    lone.write_bytes((backup / STORE_FILE).read_bytes())
    with (
        open_store(lone, ticking()),
        pytest.raises(StoreError) as caught,
        ready(lone, tmp_path, ticking()),
    ):
        pytest.fail("it was read")
    assert caught.value.problem is StoreProblem.NOT_A_BACKUP


def test_a_store_without_a_single_step_is_no_backup(tmp_path: Path, backup: Path) -> None:
    place = copied(backup, tmp_path / "ward-empty")
    run(
        place,
        "PRAGMA foreign_keys=OFF",
        "DROP TRIGGER step_is_kept",
        "DROP TRIGGER journal_is_kept",
    )
    database = sqlite3.connect(place / STORE_FILE)
    kept = sqlite3.connect(backup / STORE_FILE)
    database.executescript("DELETE FROM journal; DELETE FROM step;")
    for name in ("step_is_kept", "journal_is_kept"):
        (sql,) = kept.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        database.execute(sql)
    database.commit()
    database.close()
    kept.close()
    sealed(place)
    with pytest.raises(StoreError) as caught, ready(place, tmp_path, ticking()):
        pytest.fail("it was taken")
    assert caught.value.problem is StoreProblem.BACKUP_DAMAGED


# In the way --------------------------------------------------------------------------------------


def test_a_step_saved_since_the_decision_stops_the_restore(path: Path, backup: Path) -> None:
    decided = head_of(path)
    with open_store(path, ticking()) as store:
        note(store, "in between")
    before = everything_in(path.parent)
    with pytest.raises(StoreConflictError):
        restored(backup, path, expected=decided)
    assert everything_in(path.parent) == before


def test_nobody_saves_into_the_store_that_goes(path: Path, backup: Path) -> None:
    """A program that has the ward open is told so at its next save, and at its next look."""
    with open_store(path, ticking()) as other:
        assert not other.changed_elsewhere()
        restored(backup, path, expected=other.head())
        with pytest.raises(StoreError) as caught:
            other.changed_elsewhere()
        assert caught.value.problem is StoreProblem.REPLACED
        with pytest.raises(StoreError) as caught:
            note(other, "lost")
        assert caught.value.problem is StoreProblem.REPLACED
    with open_store(path, ticking()) as store:
        assert verify(store) == ()
    path.unlink()


def test_a_ward_whose_file_is_gone_says_so(store: Store) -> None:
    store.path.rename(store.path.with_name("moved"))
    with pytest.raises(StoreError) as caught:
        store.changed_elsewhere()
    assert caught.value.problem is StoreProblem.MISSING


def test_a_writer_in_the_way_makes_it_busy_and_nothing_is_changed(
    path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(path, ticking()) as other, other.step(actor="nurse", what="note") as step:
        add_day(step, "under way")
        connecting = restoring.connect

        def hasty(place: Path) -> object:
            database = connecting(place)
            if place == path:
                database.execute("PRAGMA busy_timeout=1")
            return database

        monkeypatch.setattr(restoring, "connect", hasty)
        with pytest.raises(StoreError) as caught:
            restored(backup, path, expected=other.head())
        assert caught.value.problem is StoreProblem.BUSY
    assert [one.name for one in path.parent.iterdir() if "aside" in one.name] == []
    assert head_of(path).seq == 6


def test_a_ward_that_cannot_be_opened_is_set_aside_with_the_journal_it_left(
    path: Path, backup: Path
) -> None:
    """A journal of the old store beside the new one would ruin it."""
    path.write_bytes(b"rubbish" * 1000)
    path.with_name(f"{path.name}-journal").write_bytes(b"left over")
    aside = restored(backup, path)
    assert aside is not None
    assert aside.read_bytes() == b"rubbish" * 1000
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == b"left over"
    assert not path.with_name(f"{path.name}-journal").exists()
    with open_store(path, ticking()) as store:
        assert verify(store) == ()


@pytest.mark.parametrize("links", ["links", ""], ids=["with hard links", "without"])
def test_a_disk_that_fails_at_the_last_act_leaves_the_ward_as_it_was(
    path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, links: str
) -> None:
    before = everything_in(path.parent)

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    if not links:
        monkeypatch.setattr(Path, "hardlink_to", fail)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StoreError) as caught:
        restored(backup, path, expected=head_of(path))
    assert caught.value.problem is StoreProblem.DISK_ERROR
    assert everything_in(path.parent) == before


def test_a_disk_that_is_full_leaves_the_ward_as_it_was(
    path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything_in(path.parent)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "touch", full)
    with pytest.raises(StoreError) as caught:
        restored(backup, path)
    assert caught.value.problem is StoreProblem.DISK_FULL
    assert everything_in(path.parent) == before


def test_a_copy_that_does_not_check_after_its_step_is_not_put_in_place(
    path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything_in(path.parent)
    findings = iter([(), (restoring.verify.__globals__["Finding"]("rows", "table patient"),)])
    monkeypatch.setattr(restoring, "verify", lambda *_: next(findings))
    with pytest.raises(StoreError) as caught:
        restored(backup, path)
    assert caught.value.problem is StoreProblem.BACKUP_DAMAGED
    assert everything_in(path.parent) == before


def test_killed_at_any_moment_a_restore_is_done_or_not_begun(path: Path, backup: Path) -> None:
    old, content = head_of(path), path.read_bytes()
    new = manifest_of(backup).head
    wards = path.parent / "wards"
    deaths = restore_until_it_lives(backup, wards, content, stride=2)
    seen = set()
    for place in wards.iterdir():
        with open_store(place / "ward.nkdesk", ticking()) as store:
            assert verify(store) == ()
            seen.add(store.head().seq)
            aside = [one for one in place.iterdir() if "set-aside" in one.name]
            assert store.head().seq == old.seq or len(aside) == 1
        for one in aside:
            assert one.read_bytes() == content
    assert seen == {old.seq, new.seq + 1}
    assert deaths > 30


# The difference ----------------------------------------------------------------------------------


def test_the_steps_that_would_be_lost_are_told_newest_first(path: Path, backup: Path) -> None:
    with ready(backup, path.parent, ticking()) as copy, open_store(path, ticking()) as present:
        found = difference(present, copy.store, copy.head)
        assert (found.common, found.lost, found.gained) == (copy.head.seq, 2, 0)
        assert [step.seq for step in found.lost_steps] == [copy.head.seq + 2, copy.head.seq + 1]
        assert found.gained_steps == ()
        assert len(difference(present, copy.store, copy.head, limit=1).lost_steps) == 1


def test_two_courses_of_one_ward_are_told_from_where_they_part(path: Path, backup: Path) -> None:
    """After a restore, work goes on; a backup from before it has other steps of those numbers."""
    head = head_of(path)
    aside = restored(backup, path, expected=head)
    assert aside is not None
    with open_store(path, ticking()) as present:
        note(present, "went on")
        with ready(aside, path.parent, ticking()) as copy:
            found = difference(present, copy.store, copy.head)
    common = manifest_of(backup).head.seq
    assert (found.common, found.lost, found.gained) == (common, 2, 2)
    assert [step.what for step in found.lost_steps] == ["note", "restore"]


def test_another_ward_has_nothing_in_common(path: Path, tmp_path: Path) -> None:
    later = lambda: ticking()() + timedelta(days=1)  # noqa: E731 -- a clock
    other = replace(SITE, uuid=SITE.uuid[::-1])
    with (
        create_store(tmp_path / "other" / "ward.nkdesk", other, later) as stranger,
        open_store(path, ticking()) as present,
    ):
        found = difference(present, stranger, stranger.head())
        assert (found.common, found.lost) == (0, present.head().seq)
        assert site(stranger).uuid != site(present).uuid
        assert sheets_since(present, 0) == ()


def test_a_manifest_is_never_needed_to_read_its_json_by_hand(backup: Path) -> None:
    kept = json.loads((backup / MANIFEST_FILE).read_text("utf-8"))
    assert sorted(kept) == [
        *("files", "head", "kind", "made_at", "nkdesk_backup", "program", "rows", "seal", "store"),
    ]
