"""A ward at random around its gates: with the program, past it, and in whatever order.

Whatever is done, no cycle after the first stands without its gate. What may stand is judged here
anew, from the bare rows, not by the store's own triggers.
"""

import json
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nkdesk.model.cycle import Cycle, ItemState
from nkdesk.model.eligibility import GateClosed, Outcome
from nkdesk.store import gates
from nkdesk.store.connection import driver
from nkdesk.store.cycles import add_cycle, cycles, remove_cycle, save_cycle
from nkdesk.store.patients import add_patient
from nkdesk.store.problem import StoreError
from nkdesk.store.store import Store, open_store
from tests.store.attacks import ATTACKS
from tests.store.made_up import (
    cycle,
    filled,
    given,
    new_store,
    person,
    take_back,
    ticking,
    with_item,
)
from tests.store.signed import CHECKED, evaluation, keep, second, waiver

PEOPLE = st.integers(1, 3)
NUMBERS = st.sampled_from([2, 2, 2, 3, 1])
GATES = st.one_of(st.none(), st.integers(1, 4))
DAYS = st.integers(0, 9).map(lambda days: CHECKED + timedelta(days=days))
LAST_DAYS = st.one_of(st.none(), DAYS)
CHANGES = st.sampled_from(
    [
        *("number = 1", "number = 2", "number = 3", "patient_id = 1", "patient_id = 2"),
        *("gate_id = NULL", "gate_id = 1", "gate_id = 2", "start = '2026-04-20'"),
        *("start = '2026-04-29'", "start = '2030-01-01'", "start = ''", "id = id + 100"),
    ]
)


def ungated(store: Store) -> list[tuple[object, ...]]:
    """The cycles that should not be there."""
    return [row for row in store.read(_CYCLES) if not _may_stand(*row)]


_CYCLES = (
    "SELECT c.number, c.start, c.patient_id, c.gate_id, g.patient_id, g.cycle, g.closed_why,"
    " g.valid_until, g.signed_by, e.patient_id, e.cycle, e.frozen, e.valid_until,"
    " c.protocol_hash = e.protocol_hash FROM cycle AS c LEFT JOIN gate AS g ON g.id = c.gate_id"
    " LEFT JOIN evaluation AS e ON e.id = g.evaluation_id"
)


def _may_stand(
    number: int, start: str, patient_id: int, gate_id: int | None, *rest: object
) -> bool:
    if number == 1:
        return gate_id is None
    signed_for, before, closed, until, signed_by, evaluated, of_cycle, frozen, said, same = rest
    if gate_id is None or not isinstance(frozen, str):
        return False
    return (
        (signed_for, before, evaluated, of_cycle) == (patient_id, number, patient_id, number)
        and (closed, until, bool(signed_by), same) == ("", said, True, 1)
        and json.loads(frozen)["outcome"] == "eligible"
        and (until is None or date.fromisoformat(start) <= date.fromisoformat(str(until)))
    )


class GateLife(RuleBasedStateMachine):
    """Three patients on their first cycle, and everything that touches a second one."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = new_store(self.folder)
        self.hash = filled(self.store).protocol_hash
        with self.store.step(actor="nurse", what="enrol") as step:
            for number in (2, 3):
                enrolled = add_patient(step, person(number, self.hash))
                add_cycle(step, enrolled, self.hash, cycle())
        self.closed: set[int] = set()
        self.kept: dict[int, str] = {}

    def later(self, patient_id: int) -> Cycle | None:
        found = [one for one in cycles(self.store, patient_id) if one.number > 1]
        return found[-1] if found else None

    @rule(who=PEOPLE, number=NUMBERS, outcome=st.sampled_from(Outcome), until=LAST_DAYS)
    def check(self, who: int, number: int, outcome: Outcome, until: date | None) -> None:
        with suppress(StoreError), self.store.step(actor="physician", what="check") as step:
            keep(step, who, self.hash, evaluation(outcome, number, until))

    @rule(evaluation_id=st.integers(1, 9))
    def sign(self, evaluation_id: int) -> None:
        with suppress(StoreError), self.store.step(actor="physician", what="sign_gate") as step:
            gates.add_gate(step, evaluation_id, "Dr A", "investigator")

    @rule(who=PEOPLE, number=NUMBERS, until=LAST_DAYS)
    def check_and_sign(self, who: int, number: int, until: date | None) -> None:
        with suppress(StoreError), self.store.step(actor="physician", what="sign_gate") as step:
            kept = keep(step, who, self.hash, evaluation(cycle_number=number, valid_until=until))
            gates.add_gate(step, kept, "Dr A", "investigator")

    @rule(who=PEOPLE, number=NUMBERS, gate_id=GATES, start=DAYS)
    def plan(self, who: int, number: int, gate_id: int | None, start: date) -> None:
        with suppress(StoreError), self.store.step(actor="nurse", what="plan_second") as step:
            add_cycle(step, who, self.hash, second(start, number), gate_id)
            self.reached["planned"] += number > 1

    @rule(who=PEOPLE, start=DAYS)
    def plan_behind_the_open_gate(self, who: int, start: date) -> None:
        found = gates.open_gate(self.store, who, 2)
        with suppress(StoreError), self.store.step(actor="nurse", what="plan_second") as step:
            add_cycle(step, who, self.hash, second(start), found.id if found else None)
            self.reached["planned"] += 1

    @rule(who=PEOPLE, start=DAYS)
    def move(self, who: int, start: date) -> None:
        before = self.later(who)
        if before is not None:
            after = replace(before, start=start)
            with suppress(StoreError), self.store.step(actor="nurse", what="move") as step:
                save_cycle(step, who, before, after)
                self.reached["moved"] += 1

    @rule(who=PEOPLE, state=st.sampled_from([ItemState.OMITTED, ItemState.CEASED]))
    def omit(self, who: int, state: ItemState) -> None:
        before = self.later(who)
        if before is not None and before.items[2].is_open:
            after = with_item(before, f"C{before.number}/NK1", state=state)
            with suppress(StoreError), self.store.step(actor="nurse", what="not_given") as step:
                save_cycle(step, who, before, after)

    @rule(who=PEOPLE)
    def give(self, who: int) -> None:
        before = self.later(who)
        if before is not None and before.items[2].is_open:
            after = given(before, f"C{before.number}/NK1", before.start + timedelta(days=7))
            with suppress(StoreError), self.store.step(actor="nurse", what="given") as step:
                save_cycle(step, who, before, after)
                self.reached["given"] += 1

    @rule(who=PEOPLE, why=st.sampled_from(GateClosed), removing=st.booleans())
    def close(self, who: int, why: GateClosed, *, removing: bool) -> None:
        before = self.later(who)
        with suppress(StoreError), self.store.step(actor="physician", what="close_gate") as step:
            if removing and before is not None:
                remove_cycle(step, who, before)
            for one in gates.gates(self.store, who):
                if one.closed_why is None:
                    gates.close_gate(step, one.id, why)
                    gates.add_alert(step, one.id, why)
            self.reached["closed"] += 1

    @rule(who=PEOPLE)
    def remove(self, who: int) -> None:
        before = self.later(who)
        if before is not None:
            with suppress(StoreError), self.store.step(actor="nurse", what="unplan") as step:
                remove_cycle(step, who, before)

    @rule(who=PEOPLE, criterion=st.sampled_from(["S-1", "S-2", "S-3", "S-9"]))
    def waive(self, who: int, criterion: str) -> None:
        with suppress(StoreError), self.store.step(actor="physician", what="waive") as step:
            gates.add_waiver(step, waiver(criterion, who))

    @rule(actor=st.sampled_from(["nurse", "physician"]))
    def take_back(self, actor: str) -> None:
        take_back(self.store, actor)

    @rule(name=st.sampled_from(sorted(ATTACKS)))
    def go_past_the_program(self, name: str) -> None:
        self.run(ATTACKS[name].sql.replace("OTHER", "''"))

    @rule(change=CHANGES, number=NUMBERS, verb=st.sampled_from(["UPDATE", "UPDATE OR REPLACE"]))
    def change_a_row(self, change: str, number: int, verb: str) -> None:
        self.run(f"{verb} cycle SET {change}, rev = rev + 1 WHERE number = {number}")

    @rule(by=st.sampled_from([None, "kill"]))
    def open_again(self, by: str | None) -> None:
        """In the middle of a step or after one: the file holds what was committed."""
        if by == "kill":
            self.store.database.execute("BEGIN IMMEDIATE")
            self.store.database.execute("INSERT INTO open_step (token) VALUES (1)")
        self.store.close()
        self.store = open_store(self.store.path, ticking())

    def run(self, sql: str) -> None:
        run = self.store.database.conn.execute
        run("BEGIN IMMEDIATE")
        run("INSERT INTO open_step (token, what) VALUES (1, 'plan_second')")
        with suppress(driver().Error):
            run(sql)
        run("DELETE FROM open_step")
        with suppress(driver().Error):
            run("COMMIT")
        self.store.database.rollback()

    @invariant()
    def no_cycle_without_its_gate(self) -> None:
        assert ungated(self.store) == []

    @invariant()
    def what_is_signed_stays_as_it_was_signed(self) -> None:
        closed = {row[0] for row in self.store.read("SELECT id FROM gate WHERE closed_why <> ''")}
        assert self.closed <= closed
        self.closed = closed
        kept = dict(self.store.read("SELECT id, frozen FROM evaluation"))
        assert self.kept.items() <= kept.items()
        self.kept = kept

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)
