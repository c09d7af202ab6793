"""A store of an earlier version is copied, then brought up to date: whole, once, or not (H34)."""

import errno
import gzip
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest

from nkdesk.store import connection, migrations, opening
from nkdesk.store.connection import connect, disconnect, file_key, is_open_here
from nkdesk.store.cycles import add_cycle, cycles, remove_cycle, save_cycle
from nkdesk.store.journal import Head, StoredStep, newest_step
from nkdesk.store.m002_changes import CLINICAL as SECOND
from nkdesk.store.m003_gate import CLINICAL as THIRD
from nkdesk.store.m004_products import CLINICAL as FOURTH
from nkdesk.store.migrations import SCHEMA_DIGESTS, VERSION, schema_digest
from nkdesk.store.patients import add_patient
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.rows import TABLES
from nkdesk.store.store import Store, open_store
from nkdesk.store.upgrading import store_version
from nkdesk.store.verify import verify
from tests.store.made_up import cycle, new_store, person, take_back, ticking
from tests.store.processes import add_day, open_until_it_lives


def shipped(version: str) -> bytes:
    path = Path(__file__).parent / "fixtures" / f"store-{version}.nkdesk.gz"
    return gzip.decompress(path.read_bytes())


FIRST = shipped("1.0")
FIRST_VERSION = 1 << 16
SECOND_VERSION = 1 << 16 | 1
THIRD_VERSION = 1 << 16 | 2
COPY = "ward-before-1.3.backup"
NEW = (*SECOND, *THIRD, *FOURTH)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store that version 1.0 wrote."""
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(FIRST)
    return path


def rows_of(path: Path, new: tuple[str, ...] = NEW) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that are not ``new``, its journal included, read past nkdesk."""
    database = sqlite3.connect(path)
    columns = {name: columns_of(name) for name in TABLES if name not in new}
    columns |= {"step": "*", "journal": "*"}
    try:
        return {
            name: database.execute(" ".join(("SELECT", columns[name], "FROM", name))).fetchall()
            for name in columns
        }
    finally:
        database.close()


def columns_of(name: str) -> str:
    table = TABLES[name]
    return ", ".join(column for column in table.columns if column not in table.later)


def head_of(path: Path) -> Head:
    newest = rows_of(path)["step"][-1]
    return Head(newest[0], newest[-1])


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize(
    ("version", "next_one"),
    [
        (FIRST_VERSION, "m002_changes"),
        (SECOND_VERSION, "m003_gate"),
        (THIRD_VERSION, "m004_products"),
    ],
)
def test_every_shape_is_still_made_as_it_was_shipped(
    tmp_path: Path, version: int, next_one: str
) -> None:
    """A migration is never edited: those before the next one make what that version wrote."""
    path = tmp_path / "first"
    path.touch()
    database, key = connect(path), file_key(path)
    try:
        with database.atomic():
            migrations.migrations().apply(database, stop_before=next_one)
        assert_same_but_the_record(database, SCHEMA_DIGESTS[version])
    finally:
        disconnect(database, key)


def assert_same_but_the_record(database: object, digest: str) -> None:
    # The toolkit makes its own record of migrations here; the store makes it as a STRICT table.
    database.execute("DROP TABLE _sqlite_migrations")
    database.executescript(migrations._RECORD)
    assert schema_digest(database) == digest


def test_an_old_store_keeps_every_row_and_its_chain(old: Path) -> None:
    before, known = rows_of(old), head_of(old)
    with open_store(old, ticking(), workstation="W2") as store:
        assert verify(store, known) == ()
        assert store_version(store.database) == VERSION
        step = newest_step(store)
    assert step is not None
    assert (step.seq, step.actor, step.what) == (known.seq + 1, "nkdesk", "migrate")
    assert (step.why, step.prev, step.row_count) == (
        "m002_changes m003_gate m004_products",
        known.hash,
        0,
    )
    after = rows_of(old)
    assert after["step"].pop()[0] == step.seq
    assert after == before


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A store that version 1.1 wrote, its cycle in the journal as that version knew it."""
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(shipped("1.1"))
    return path


def test_a_store_of_1_1_keeps_every_row_and_its_chain(second: Path) -> None:
    before, known = rows_of(second), head_of(second)
    changes = sqlite3.connect(second).execute("SELECT * FROM plan_change").fetchall()
    with open_store(second, ticking()) as store:
        assert verify(store, known) == ()
        step = newest_step(store)
        assert step is not None
        assert (step.why, step.prev) == ("m003_gate m004_products", known.hash)
        assert store.read("SELECT * FROM plan_change") == changes
        assert store.read("SELECT gate_id FROM cycle") == [(None,)]
    after = rows_of(second)
    assert after["step"].pop()[0] == known.seq + 1
    assert after == before


def test_a_store_of_1_2_keeps_every_row_and_its_chain(tmp_path: Path) -> None:
    """Its evidence, its signed gate and the cycle behind it, and nothing of products yet."""
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(shipped("1.2"))
    before, known = rows_of(path, FOURTH), head_of(path)
    assert before["gate"]
    assert before["observation"]
    with open_store(path, ticking()) as store:
        assert verify(store, known) == ()
        step = newest_step(store)
        assert step is not None
        assert (step.why, step.prev) == ("m004_products", known.hash)
        for name in FOURTH:
            assert store.read(" ".join(("SELECT count(*) FROM", name))) == [(0,)]
    after = rows_of(path, FOURTH)
    assert after["step"].pop()[0] == known.seq + 1
    assert after == before


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_what_an_older_version_wrote_is_changed_and_verifies(tmp_path: Path, version: str) -> None:
    """Its journal has images of a cycle without the column that came later."""
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(shipped(version))
    with open_store(path, ticking()) as store:
        (before,) = cycles(store, 1)
        after = replace(before, start=date(2026, 3, 10))
        with store.step(actor="other", what="move") as step:
            save_cycle(step, 1, before, after)
        assert verify(store) == ()
        assert isinstance(take_back(store, "other"), StoredStep)
        assert cycles(store, 1) == (before,)
        assert verify(store) == ()


def test_what_an_older_version_planned_is_taken_back_by_this_one(tmp_path: Path) -> None:
    """The step to be undone was written before cycles had a gate."""
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(shipped("1.1"))
    with open_store(path, ticking()) as store:
        images = store.read("SELECT after FROM journal WHERE table_name = 'cycle'")
        assert all("gate_id" not in image for (image,) in images)
        with store.step(actor="somebody", what="enrol") as step:
            used = store.read("SELECT protocol_hash FROM patient")[0][0]
            other = add_patient(step, person(2, used))
            cycle_id = add_cycle(step, other, used, cycle())
        written = store.read("SELECT after FROM journal WHERE table_name = 'cycle'")[-1][0]
        assert sorted(json.loads(written)) == sorted(json.loads(images[0][0]))
        with store.step(actor="somebody", what="plan") as step:
            remove_cycle(step, other, cycle())
        assert isinstance(take_back(store, "somebody"), StoredStep)
        assert store.read("SELECT gate_id FROM cycle WHERE id = ?", (cycle_id,)) == [(None,)]
        assert isinstance(take_back(store, "somebody"), StoredStep)
        assert verify(store) == ()


def test_the_store_as_it_was_lies_beside_it(old: Path) -> None:
    before = rows_of(old)
    open_store(old, ticking()).close()
    assert names_in(old.parent) == [COPY, "ward.nkdesk"]
    copy = old.with_name(COPY)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert rows_of(copy) == before
    database = sqlite3.connect(copy)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA user_version").fetchone() == (FIRST_VERSION,)
    database.close()


def test_a_store_that_is_up_to_date_is_not_copied_again(old: Path) -> None:
    open_store(old, ticking()).close()
    content = old.read_bytes()
    open_store(old, ticking()).close()
    assert old.read_bytes() == content
    assert names_in(old.parent) == [COPY, "ward.nkdesk"]


def test_a_copy_never_takes_the_place_of_another(old: Path) -> None:
    old.with_name(COPY).write_text("mine")
    open_store(old, ticking()).close()
    assert old.with_name(COPY).read_text() == "mine"
    assert names_in(old.parent) == ["ward-before-1.3-2.backup", COPY, "ward.nkdesk"]


def test_what_a_killed_copy_left_is_cleared_away(old: Path) -> None:
    for name in (".ward.nkdesk.copy", ".ward.nkdesk.copy-journal"):
        old.with_name(name).write_bytes(b"half a copy")
    open_store(old, ticking()).close()
    assert names_in(old.parent) == [COPY, "ward.nkdesk"]


def refused(path: Path) -> StoreProblem:
    with pytest.raises(StoreError) as caught:
        open_store(path, ticking())
    assert not is_open_here(path)
    return caught.value.problem


@pytest.fixture
def untouched(old: Path) -> Iterator[Path]:
    """An old store that a test leaves byte for byte as it was, with nothing beside it."""
    before = sha256(old.read_bytes()).digest()
    yield old
    assert sha256(old.read_bytes()).digest() == before
    assert names_in(old.parent) == ["ward.nkdesk"]


def test_a_disk_too_full_for_the_copy_leaves_the_store_as_it_was(
    untouched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "touch", full)
    assert refused(untouched) is StoreProblem.DISK_FULL


def test_a_copy_that_is_not_the_store_stops_it(
    untouched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head of the copy is that of another file."""
    heads = iter([Head(1, "a"), Head(1, "b")])
    monkeypatch.setattr(Store, "head", lambda _: next(heads))
    assert refused(untouched) is StoreProblem.DAMAGED


def test_a_damaged_store_is_not_brought_up_to_date(old: Path) -> None:
    """An index that lost a row passes a quick look, not the look at the copy."""
    database = sqlite3.connect(old)
    database.execute("PRAGMA writable_schema=ON")
    root = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'item_planned'")
    (page,) = root.fetchone()
    database.close()
    content = bytearray(old.read_bytes())
    content[(page - 1) * 4096 + 3 : (page - 1) * 4096 + 5] = b"\0\1"
    old.write_bytes(content)
    assert refused(old) is StoreProblem.DAMAGED
    assert old.read_bytes() == bytes(content)
    assert names_in(old.parent) == ["ward.nkdesk"]


def test_an_altered_old_store_is_refused(old: Path) -> None:
    database = sqlite3.connect(old)
    database.execute("DROP TRIGGER journal_stays")
    database.commit()
    database.close()
    assert refused(old) is StoreProblem.ALTERED
    assert names_in(old.parent) == ["ward.nkdesk"]


def test_a_shape_that_does_not_come_out_right_is_not_kept(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_of(old)
    monkeypatch.setitem(SCHEMA_DIGESTS, VERSION, "0" * 64)
    assert refused(old) is StoreProblem.ALTERED
    assert rows_of(old) == before
    database = sqlite3.connect(old)
    assert database.execute("PRAGMA user_version").fetchone() == (FIRST_VERSION,)
    database.close()


def test_a_store_that_another_program_has_just_brought_up_to_date_is_left_alone(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both saw the old version; the second one waited for the first."""
    doing = opening.bring_up_to_date

    def later(store: Store) -> None:
        monkeypatch.setattr(opening, "bring_up_to_date", doing)
        open_store(old, ticking()).close()
        doing(store)

    monkeypatch.setattr(opening, "bring_up_to_date", later)
    with open_store(old, ticking()) as store:
        assert verify(store) == ()
        assert store.read("SELECT count(*) FROM step WHERE what = 'migrate'") == [(2,)]
    assert names_in(old.parent) == [COPY, "ward.nkdesk"]


def test_a_store_somebody_is_writing_to_is_busy_and_stays_as_it_is(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, key = connect(old), file_key(old)
    other.execute("BEGIN IMMEDIATE")
    hasty = ("PRAGMA busy_timeout=1", "PRAGMA busy_timeout", 1)
    monkeypatch.setattr(connection, "_PROFILE", (hasty, *connection._PROFILE[1:]))
    with pytest.raises(StoreError) as caught:
        open_store(old, ticking())
    assert caught.value.problem is StoreProblem.BUSY
    other.rollback()
    assert store_version(other) == FIRST_VERSION
    disconnect(other, key)
    assert names_in(old.parent) == ["ward.nkdesk"]


def test_killed_at_any_moment_a_store_is_old_or_new(tmp_path: Path) -> None:
    """What lies there is one of the two; opened again, it is new, and not a row is missing."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "ward.nkdesk").write_bytes(FIRST)
    before = rows_of(tmp_path / "reference" / "ward.nkdesk")
    known = head_of(tmp_path / "reference" / "ward.nkdesk")
    folder = tmp_path / "deaths"
    folder.mkdir()
    process = get_context("spawn").Process(target=open_until_it_lives, args=(folder, FIRST, 300))
    process.start()
    process.join()
    assert process.exitcode == 0
    process.close()
    deaths = sorted(folder.iterdir(), key=lambda one: int(one.name))
    assert len(deaths) > 30
    steps = [judged(death / "ward.nkdesk", before, known) for death in deaths]
    assert steps == sorted(steps)
    assert steps[0] == known.seq
    assert steps[-1] == known.seq + 1


def judged(path: Path, before: dict[str, list[tuple[object, ...]]], known: Head) -> int:
    """Check what a death left and return the newest step that it had."""
    for copy in path.parent.glob("*.backup"):
        assert rows_of(copy) == before
    # Reading it past nkdesk first lets SQLite put an unfinished commit right.
    found = rows_of(path)["step"][-1][0]
    with open_store(path, ticking()) as store:
        assert verify(store, known) == ()
        assert store.head().seq == known.seq + 1
    after = rows_of(path)
    after["step"].pop()
    assert after == before
    left = [name for name in names_in(path.parent) if not name.endswith(".backup")]
    assert left == ["ward.nkdesk"]
    assert names_in(path.parent)[0].startswith("ward-before-1.3")
    return int(found)


def test_a_new_store_makes_no_copy(tmp_path: Path) -> None:
    with new_store(tmp_path) as store, store.step(actor="nurse", what="site_day") as step:
        add_day(step, "ward")
    assert names_in(tmp_path) == ["ward.nkdesk"]
