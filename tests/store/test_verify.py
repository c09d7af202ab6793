"""Verifying: every kind of tampering is found and named in words (A5, H29)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date

import pytest

from nkdesk.model.patient import Weight
from nkdesk.store import verify as verifying
from nkdesk.store.connection import driver
from nkdesk.store.journal import Head, journal_rows, newest_step, seal
from nkdesk.store.patients import add_weight
from nkdesk.store.problem import StoreError
from nkdesk.store.store import Store, open_store
from nkdesk.store.verify import Fault, verify
from tests.store.made_up import Ward, ticking


@contextmanager
def unguarded(store: Store) -> Iterator[Callable[..., object]]:
    """Change the file as somebody would who has it open in another program."""
    triggers = store.read("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    connection = store.database.conn
    connection.execute("PRAGMA foreign_keys=OFF")
    # Each by itself would be written to the disk by itself.
    with store.database.atomic():
        for name, _ in triggers:
            connection.execute(" ".join(("DROP TRIGGER", name)))
    yield connection.execute
    with store.database.atomic():
        for _, sql in triggers:
            connection.execute(sql)
    connection.execute("PRAGMA foreign_keys=ON")


def faults(store: Store, known: Head | None = None) -> set[Fault]:
    found = verify(store, known)
    for finding in found:
        assert finding.sentence.endswith(").")
        assert finding.where in finding.sentence
    return {finding.fault for finding in found}


def more(ward: Ward) -> Head:
    for grams in (12500, 12600, 12700):
        with ward.store.step(actor="nurse", what="weight") as step:
            add_weight(step, 1, Weight(grams, date(2026, 3, 12)))
    return ward.store.head()


def test_an_honest_store_has_nothing_wrong(ward: Ward) -> None:
    known = more(ward)
    assert verify(ward.store) == ()
    assert verify(ward.store, known) == ()
    earlier = ward.store.read("SELECT seq, hash FROM step WHERE seq = 3")[0]
    assert verify(ward.store, Head(*earlier)) == ()


TAMPERED = {
    "reason edited": ("UPDATE step SET why = 'x' WHERE seq = 6", {Fault.CHAIN}),
    "actor edited": ("UPDATE step SET actor = 'other' WHERE seq = 6", {Fault.CHAIN}),
    "time edited": ("UPDATE step SET at_utc = at_local WHERE seq = 6", {Fault.CHAIN}),
    "hash edited": ("UPDATE step SET hash = prev WHERE seq = 6", {Fault.CHAIN}),
    "undoes edited": ("UPDATE step SET undoes = 5 WHERE seq = 6", {Fault.CHAIN}),
    "row count edited": ("UPDATE step SET row_count = 2 WHERE seq = 6", {Fault.CHAIN}),
    "step removed": (
        "DELETE FROM step WHERE seq = 6",
        {Fault.CHAIN, Fault.REFERENCES},
    ),
    "steps swapped": (
        (
            "UPDATE step SET seq = CASE seq WHEN 6 THEN -7 WHEN 7 THEN 6 ELSE seq END;"
            " UPDATE step SET seq = 7 WHERE seq = -7"
        ),
        {Fault.CHAIN},
    ),
    "journal row removed": (
        "DELETE FROM journal WHERE step = 6",
        {Fault.CHAIN, Fault.ROWS},
    ),
    "journal row added": (
        (
            "INSERT INTO journal SELECT step, 2, patient_id, table_name, row_key, after, after"
            " FROM journal WHERE step = 6"
        ),
        {Fault.CHAIN},
    ),
    "journal rows renumbered": (
        "UPDATE journal SET n = n + 1 WHERE step = 6",
        {Fault.CHAIN},
    ),
    "journal of no step": (
        (
            "INSERT INTO journal SELECT 99, 1, patient_id, table_name, row_key, after, after"
            " FROM journal WHERE step = 7"
        ),
        {Fault.CHAIN, Fault.REFERENCES},
    ),
    "after image edited": (
        "UPDATE journal SET after = replace(after, '12600', '12900') WHERE step = 6",
        {Fault.CHAIN, Fault.ROWS},
    ),
    "before image edited": (
        "UPDATE journal SET before = after WHERE step = 6",
        {Fault.CHAIN, Fault.JOURNAL},
    ),
    "patient of a journal row edited": (
        "UPDATE journal SET patient_id = 2 WHERE step = 6",
        {Fault.CHAIN},
    ),
    "row edited": ("UPDATE weight SET grams = 12900 WHERE grams = 12600", {Fault.ROWS}),
    "row removed": ("DELETE FROM weight WHERE grams = 12600", {Fault.ROWS}),
    "row added": (
        "INSERT INTO weight (patient_id, day, grams, rev) VALUES (1, '2026-03-12', 9000, 1)",
        {Fault.ROWS},
    ),
    "row and its image edited": (
        (
            "UPDATE journal SET after = replace(after, '12600', '12900') WHERE step = 6;"
            " UPDATE weight SET grams = 12900 WHERE grams = 12600"
        ),
        {Fault.CHAIN},
    ),
    "patient removed": ("DELETE FROM patient", {Fault.REFERENCES, Fault.ROWS}),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_found(ward: Ward, name: str) -> None:
    more(ward)
    statements, expected = TAMPERED[name]
    with unguarded(ward.store) as run:
        run("PRAGMA ignore_check_constraints=ON")
        for statement in statements.split(";"):
            run(statement)
        run("PRAGMA ignore_check_constraints=OFF")
    assert faults(ward.store) == expected


def test_the_first_bad_step_is_named(ward: Ward) -> None:
    more(ward)
    with unguarded(ward.store) as run:
        run("UPDATE step SET why = 'x' WHERE seq IN (5, 7)")
    (finding,) = verify(ward.store)
    assert finding.where == "step 5"


def test_a_tail_cut_off_is_found_by_a_head_known_from_elsewhere(ward: Ward) -> None:
    known = more(ward)
    with unguarded(ward.store) as run:
        run("DELETE FROM weight WHERE grams = 12700")
        run("DELETE FROM journal WHERE step = 7")
        run("DELETE FROM step WHERE seq = 7")
    assert faults(ward.store) == set()
    assert faults(ward.store, known) == {Fault.HEAD}


def test_a_chain_written_anew_is_found_by_a_head_known_from_elsewhere(ward: Ward) -> None:
    known = more(ward)
    with unguarded(ward.store) as run:
        run("UPDATE step SET why = 'x' WHERE seq = 7")
        rewritten = _resealed(ward.store, 7)
        run("UPDATE step SET hash = ? WHERE seq = 7", (rewritten,))
    assert faults(ward.store) == set()
    assert faults(ward.store, known) == {Fault.HEAD}


def _resealed(store: Store, seq: int) -> str:
    step = newest_step(store)
    assert step is not None
    assert step.seq == seq
    return seal(step.prev, step.head, journal_rows(store, seq))


def test_a_lost_trigger_is_found(ward: Ward) -> None:
    """A10, H28."""
    ward.store.database.execute("DROP TRIGGER journal_stays")
    assert faults(ward.store) == {Fault.SCHEMA}


def test_a_setting_that_does_not_hold_is_found(ward: Ward) -> None:
    ward.store.database.execute("PRAGMA recursive_triggers=OFF")
    ward.store.database.execute("PRAGMA application_id=1")
    ward.store.database.execute("PRAGMA user_version=1")
    found = verify(ward.store)
    assert [finding.where for finding in found] == [
        "PRAGMA recursive_triggers",
        "application id",
        "store version",
    ]


def test_damaged_pages_are_found_before_anything_is_read_from_them(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = ward.store.read

    def bad(sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        if sql.startswith("PRAGMA integrity_check"):
            return [("row 3 missing from index item_planned",), ("page 9 is never used",)]
        return reading(sql, parameters)

    monkeypatch.setattr(ward.store, "read", bad)
    assert faults(ward.store) == {Fault.PAGES}


def test_a_file_that_cannot_be_read_is_a_finding(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> str:
        error = driver().DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = 11
        raise error

    monkeypatch.setattr(verifying, "schema_digest", broken)
    (finding,) = verify(ward.store)
    assert (finding.fault, finding.where) == (Fault.UNREADABLE, "damaged")
    assert not ward.store.database.conn.in_transaction


def test_flipped_bytes_never_go_unseen(ward: Ward) -> None:
    """H31: what a page holds and what is read from it, for bytes all over the file."""
    more(ward)
    path = ward.store.path
    ward.store.close()
    whole = path.read_bytes()
    texts = [whole.index(text) for text in (b'"grams":12600', b"lkina", "Анна".encode(), b"nk_lab")]
    for at in texts:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with suppress(StoreError), open_store(path, ticking()) as store:
            assert verify(store) != (), at
    path.write_bytes(whole)
    with open_store(path, ticking()) as store:
        assert verify(store) == ()
