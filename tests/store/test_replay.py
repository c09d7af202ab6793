"""Whatever is done to a ward, its journal alone makes the same ward again (A1, C6).

A machine of random acts on a real store; after each, the store verifies, and at the end the
journal's images, applied in order to an empty copy, give the same rows.
"""

import json
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from nkdesk.model.cycle import Cycle, ItemState
from nkdesk.model.patient import Weight
from nkdesk.model.site import SiteDay
from nkdesk.store.connection import connect, disconnect, file_key
from nkdesk.store.cycles import Remark, add_cycle, cycles, remove_cycle, save_cycle
from nkdesk.store.migrations import migrate
from nkdesk.store.patients import add_patient, add_weight, change_patient, patient, patient_count
from nkdesk.store.problem import StoreError
from nkdesk.store.rows import TABLES
from nkdesk.store.site import set_site_day
from nkdesk.store.store import Store
from nkdesk.store.undo import UndoRefused
from nkdesk.store.verify import verify
from tests.store.made_up import TODAY, cycle, filled, given, new_store, person, take_back, with_item

ACTORS = st.sampled_from(["nurse", "other"])
DAYS = st.integers(0, 9).map(lambda days: TODAY + timedelta(days=days))
NOTES = st.sampled_from(["", "0", "ё", "два слова", "'; --", "null"])


def rows_of(store_or_database: object) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every clinical table, by key."""
    found = {}
    for name, table in TABLES.items():
        sql = " ".join(
            ("SELECT", ", ".join(table.columns), "FROM", name, "ORDER BY", ", ".join(table.key))
        )
        found[name] = store_or_database.execute(sql).fetchall()
    return found


def replayed(store: Store, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows that the journal of a store makes out of an empty one."""
    path = folder / "copy"
    path.touch()
    database, key = connect(path), file_key(path)
    try:
        database.execute("BEGIN IMMEDIATE")
        migrate(database)
        database.execute("INSERT INTO open_step (token) VALUES (1)")
        for name, row_key, before, after in store.read(
            "SELECT table_name, row_key, before, after FROM journal ORDER BY step, n"
        ):
            _apply(database, name, (json.loads(row_key), before, after))
        return rows_of(database)
    finally:
        database.rollback()
        disconnect(database, key)


def _apply(
    database: object, name: str, change: tuple[list[object], str | None, str | None]
) -> None:
    table, (key, before, after) = TABLES[name], change
    values = [table.row(after)[column] for column in table.columns] if after else []
    if before is None:
        database.execute(table.insert, values)
        return
    rev = json.loads(before)["rev"]
    if after is None:
        database.execute(table.delete, [*key, rev])
    else:
        database.execute(table.update, [*values, *key, rev])


class AWard(RuleBasedStateMachine):
    """Two people at work in one ward, one undoing now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = new_store(self.folder)
        self.hash = filled(self.store).protocol_hash
        self.numbers = iter(range(2, 1000))

    def some_cycle(self, pick: int) -> tuple[int, Cycle] | None:
        planned = self.store.read("SELECT patient_id FROM cycle ORDER BY id")
        if not planned:
            return None
        patient_id = planned[pick % len(planned)][0]
        return patient_id, cycles(self.store, patient_id)[0]

    def save(self, actor: str, who: int, before: Cycle, after: Cycle, note: str = "") -> None:
        remarks = {after.items[2].address: Remark("", note)} if note else {}
        with self.store.step(actor=actor, what="change", why=note) as step:
            save_cycle(step, who, before, after, remarks)

    @rule(actor=ACTORS, with_plan=st.booleans(), note=NOTES)
    def enrol(self, actor: str, *, with_plan: bool, note: str) -> None:
        someone = replace(person(next(self.numbers), self.hash), disease_group=note)
        with self.store.step(actor=actor, what="enrol") as step:
            patient_id = add_patient(step, someone)
            if with_plan:
                add_cycle(step, patient_id, self.hash, cycle())

    @precondition(lambda self: patient_count(self.store) > 0)
    @rule(actor=ACTORS, pick=st.integers(0, 99), on=DAYS, grams=st.integers(2000, 250000))
    def weigh(self, actor: str, pick: int, on: object, grams: int) -> None:
        ids = self.store.read("SELECT id FROM patient ORDER BY id")
        with self.store.step(actor=actor, what="weight") as step:
            add_weight(step, ids[pick % len(ids)][0], Weight(grams, on))

    @precondition(lambda self: patient_count(self.store) > 0)
    @rule(actor=ACTORS, pick=st.integers(0, 99), note=NOTES)
    def rename(self, actor: str, pick: int, note: str) -> None:
        ids = self.store.read("SELECT id FROM patient ORDER BY id")
        before = patient(self.store, ids[pick % len(ids)][0])
        assert before is not None
        with self.store.step(actor=actor, what="change_patient") as step:
            change_patient(step, before, replace(before, name=replace(before.name, given=note)))

    @rule(actor=ACTORS, pick=st.integers(0, 99), on=DAYS)
    def move(self, actor: str, pick: int, on: object) -> None:
        found = self.some_cycle(pick)
        if found and found[1].items[2].is_open and found[1].items[2].planned != on:
            self.save(actor, *found, with_item(found[1], "C1/NK1", planned=on))

    @rule(actor=ACTORS, pick=st.integers(0, 99), on=DAYS, note=NOTES)
    def give(self, actor: str, pick: int, on: object, note: str) -> None:
        found = self.some_cycle(pick)
        if found and found[1].items[2].is_open:
            self.save(actor, *found, given(found[1], "C1/NK1", on), note)

    @rule(actor=ACTORS, pick=st.integers(0, 99), note=NOTES)
    def omit(self, actor: str, pick: int, note: str) -> None:
        found = self.some_cycle(pick)
        if found and found[1].items[0].is_open:
            self.save(actor, *found, with_item(found[1], "C1/FLU@1", state=ItemState.OMITTED), note)

    @rule(actor=ACTORS, pick=st.integers(0, 99))
    def plan_afresh(self, actor: str, pick: int) -> None:
        found = self.some_cycle(pick)
        if found and all(item.state is ItemState.PLANNED for item in found[1].items):
            with self.store.step(actor=actor, what="plan") as step:
                remove_cycle(step, *found)
                add_cycle(step, found[0], self.hash, cycle(TODAY))

    @rule(actor=ACTORS, on=DAYS, is_open=st.booleans(), note=NOTES)
    def close_a_day(self, actor: str, on: object, *, is_open: bool, note: str) -> None:
        with self.store.step(actor=actor, what="site_day") as step:
            set_site_day(step, SiteDay("nk_lab", on, is_open, note))

    @rule(actor=ACTORS)
    def take_back(self, actor: str) -> None:
        before = rows_of(self.store.database)
        if isinstance(take_back(self.store, actor), UndoRefused):
            assert rows_of(self.store.database) == before

    @rule(actor=ACTORS)
    def fail(self, actor: str) -> None:
        before = rows_of(self.store.database), self.store.head()
        with suppress(StoreError), self.store.step(actor=actor, what="fails") as step:
            set_site_day(step, SiteDay("ward", TODAY, is_open=True))
            add_weight(step, 1, Weight(1, TODAY))
        assert (rows_of(self.store.database), self.store.head()) == before

    @invariant()
    def verifies(self) -> None:
        assert verify(self.store, self.store.head()) == ()

    def teardown(self) -> None:
        try:
            assert replayed(self.store, self.folder) == rows_of(self.store.database)
        finally:
            self.store.close()
            shutil.rmtree(self.folder)


TestAWard = AWard.TestCase
TestAWard.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
