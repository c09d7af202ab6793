"""Steps: all or nothing, every change with both its images, nothing past them (H20, H28)."""

import json
import unicodedata
from datetime import datetime
from hashlib import sha256

import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st

from nkdesk import __version__
from nkdesk.store.journal import DOMAIN, NO_STEP, iso_times, journal_rows, newest_step, seal
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.rows import TABLES, canonical, clean
from nkdesk.store.store import Store
from tests.store.made_up import TODAY, Ward

DAY = {"calendar": "ward", "day": "2026-03-12", "is_open": 0, "note": "санитарный день"}
LAYOUT = dict.fromkeys(map(ord, "\n\r\t"))
KEY = ("ward", "2026-03-12")


def say(store: Store, **changes: object) -> None:
    with store.step(actor="nurse", what="site_day", why="lab closed") as step:
        step.insert("site_day", DAY | changes)


def problem_of(caught: "pytest.ExceptionInfo[StoreError]") -> StoreProblem:
    return caught.value.problem


def test_a_step_says_who_did_what_when_why_and_where(store: Store) -> None:
    say(store)
    step = newest_step(store)
    assert step is not None
    assert (step.seq, step.actor, step.what, step.why) == (3, "nurse", "site_day", "lab closed")
    assert (step.head.workstation, step.head.program) == ("W1", __version__)
    assert step.at.isoformat() == step.head.at_local
    assert step.head.at_local.endswith("+03:00")
    assert datetime.fromisoformat(step.head.at_utc) == step.at
    assert step.head.at_utc.endswith("+00:00")
    assert step.row_count == 1
    assert store.head() == (3, step.hash)


def test_a_new_store_starts_with_its_shape_and_its_ward_as_steps(store: Store) -> None:
    steps = store.read("SELECT seq, actor, what, why, row_count FROM step ORDER BY seq")
    assert steps == [
        (1, "nkdesk", "migrate", "m001_first_light m002_changes m003_gate m004_products", 0),
        (2, "nkdesk", "create_ward", "", 1),
    ]
    assert journal_rows(store, 2)[0].table == "site"


def test_images_are_the_row_before_and_after(store: Store) -> None:
    say(store)
    with store.step(actor="nurse", what="site_day") as step:
        assert step.update("site_day", KEY, {"note": "", "is_open": True})
    with store.step(actor="nurse", what="site_day") as step:
        step.delete("site_day", KEY)
    first = journal_rows(store, 3)[0]
    changed = journal_rows(store, 4)[0]
    removed = journal_rows(store, 5)[0]
    assert (first.before, json.loads(first.after or "")) == (None, {**DAY, "rev": 1})
    assert (changed.before, json.loads(changed.after or "")) == (
        first.after,
        {**DAY, "note": "", "is_open": 1, "rev": 2},
    )
    assert (removed.before, removed.after) == (changed.after, None)
    assert changed.key == '["ward","2026-03-12"]'


def test_the_hash_is_that_of_the_canonical_step(store: Store) -> None:
    """A golden vector: domain, hash before, sorted keys, UTF-8, no spaces."""
    say(store)
    step = newest_step(store)
    assert step is not None
    rows = journal_rows(store, step.seq)
    whole = {
        "actor": "nurse",
        "at_local": step.head.at_local,
        "at_utc": step.head.at_utc,
        "program": __version__,
        "rows": [
            {
                "after": {**DAY, "rev": 1},
                "before": None,
                "key": ["ward", "2026-03-12"],
                "patient": None,
                "table": "site_day",
            }
        ],
        "seq": 3,
        "undoes": None,
        "what": "site_day",
        "why": "lab closed",
        "workstation": "W1",
    }
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = sha256(DOMAIN + step.prev.encode() + text.encode())
    assert step.hash == digest.hexdigest() == seal(step.prev, step.head, rows)


def test_the_first_step_follows_no_step(store: Store) -> None:
    assert store.read("SELECT prev FROM step WHERE seq = 1") == [(NO_STEP,)]


def test_any_error_takes_the_whole_step_back(ward: Ward) -> None:
    store, before = ward.store, ward.store.head()

    class MistakeError(Exception):
        pass

    with pytest.raises(MistakeError), store.step(actor="nurse", what="site_day") as step:
        step.insert("site_day", DAY)
        raise MistakeError
    assert store.head() == before
    assert store.read("SELECT count(*) FROM site_day") == [(0,)]
    say(store)
    assert store.head().seq == before.seq + 1


def test_an_interrupted_step_is_taken_back(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.step(actor="nurse", what="site_day") as step:
        step.insert("site_day", DAY)
        raise KeyboardInterrupt
    assert store.read("SELECT count(*) FROM site_day") == [(0,)]
    assert not store.database.conn.in_transaction


def test_a_step_inside_a_step_is_a_fault_of_the_program(store: Store) -> None:
    with store.step(actor="nurse", what="site_day") as step:
        with pytest.raises(RuntimeError), store.step(actor="nurse", what="site_day"):
            pass
        step.insert("site_day", DAY)
    assert store.read("SELECT count(*) FROM site_day") == [(1,)]


def test_a_clock_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        iso_times(datetime(2026, 3, 12))  # noqa: DTZ001 (the very thing that is refused)


def test_what_nobody_did_or_what_is_no_code_is_refused(store: Store) -> None:
    for actor, what in (("", "note"), ("nurse", ""), ("nurse", "Not a code"), ("nurse", "Ё")):
        with pytest.raises(StoreError) as caught, store.step(actor=actor, what=what):
            pass
        assert problem_of(caught) is StoreProblem.RULE
    assert store.head().seq == 2


def test_saving_what_is_stored_already_writes_nothing(store: Store) -> None:
    say(store)
    with store.step(actor="nurse", what="site_day") as step:
        assert not step.update("site_day", KEY, {"note": DAY["note"]})
    newest = newest_step(store)
    assert newest is not None
    assert newest.row_count == 0


def test_a_row_that_moved_on_is_not_overwritten(store: Store) -> None:
    """H20, C1: both values are there to be shown."""
    say(store)
    with store.step(actor="other", what="site_day") as step:
        step.update("site_day", KEY, {"note": "theirs"})
    with (
        pytest.raises(StoreConflictError) as caught,
        store.step(actor="nurse", what="site_day") as step,
    ):
        step.update("site_day", KEY, {"note": "mine"}, expected={"note": DAY["note"]})
    assert problem_of(caught) is StoreProblem.CONFLICT
    assert caught.value.table == "site_day"
    assert caught.value.stored is not None
    assert caught.value.stored["note"] == "theirs"
    assert store.read("SELECT note FROM site_day") == [("theirs",)]


def test_a_row_that_is_gone_is_a_conflict(store: Store) -> None:
    with (
        pytest.raises(StoreConflictError) as caught,
        store.step(actor="nurse", what="site_day") as step,
    ):
        step.delete("site_day", KEY, expected={"note": "x"})
    assert caught.value.stored is None


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("half \ud83d", "U+D83D"),
        ("nul\0", "U+0000"),
        ("bell\a", "U+0007"),
        ("c1 \x85", "U+0085"),
        (1.5, "note"),
        (2**63, "note"),
        (b"x", "note"),
        (TODAY, "note"),
    ],
)
def test_what_sqlite_could_not_keep_is_named_and_refused(
    store: Store, note: object, says: str
) -> None:
    with pytest.raises(StoreError) as caught:
        say(store, note=note)
    assert problem_of(caught) is StoreProblem.BAD_VALUE
    assert says in caught.value.detail
    assert store.head().seq == 2


@settings(max_examples=200)
@example_of(st.text(alphabet=st.characters(codec=None), max_size=30))
def test_any_text_is_kept_as_it_is_or_refused_in_words(text: str) -> None:
    refused = any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text.translate(LAYOUT))
    if refused:
        with pytest.raises(StoreError):
            clean({"note": text})
        return
    kept = clean({"note": text})["note"]
    assert kept == unicodedata.normalize("NFC", text)
    assert json.loads(canonical(kept).encode()) == kept


def test_letters_are_stored_composed(store: Store) -> None:
    say(store, note="е\u0308лка и\u0306од")
    assert store.read("SELECT note FROM site_day") == [("ёлка йод",)]


def test_ids_are_never_used_twice(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="weight") as step:
        first = step.insert("weight", {"patient_id": 1, "day": "2026-03-12", "grams": 12500})
    with ward.store.step(actor="nurse", what="weight") as step:
        step.delete("weight", (first,))
        again = step.insert("weight", {"patient_id": 1, "day": "2026-03-12", "grams": 12500})
    assert again > first


def test_every_table_and_column_is_known_to_the_journal(store: Store) -> None:
    tables = store.read("SELECT name FROM sqlite_schema WHERE type = 'table'")
    own = {"step", "journal", "open_step", "_sqlite_migrations", "sqlite_sequence"}
    assert {name for (name,) in tables if not name.startswith("sqlite_stat")} == own | set(TABLES)
    for name, table in TABLES.items():
        columns = store.read("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,))
        assert {column for column, _ in columns} == set(table.columns)
        keys = sorted((place, column) for column, place in columns if place)
        assert tuple(column for _, column in keys) == table.key
        auto = store.read(
            "SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'", (name,)
        )
        assert table.counted is bool(auto)
        assert (table.patient != "") is any(column == "patient_id" for column, _ in columns) or (
            name == "patient"
        )


def test_every_setting_of_the_profile_holds(store: Store) -> None:
    """S1."""
    for pragma, value in {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "busy_timeout": 5000,
        "temp_store": 2,
        "secure_delete": 1,
        "application_id": 0x4E4B4431,
        "user_version": 1 << 16 | 3,
    }.items():
        assert store.read(" ".join(("PRAGMA", pragma))) == [(value,)]


def test_closing_twice_does_nothing_more(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError) as caught:
        store.head()
    assert problem_of(caught) is StoreProblem.UNEXPECTED
