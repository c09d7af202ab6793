"""Every list has its index: no read walks through a table that grows with the years."""

from collections.abc import Sequence
from datetime import date

import pytest

from nkdesk.store import cycles, patients, protocols, site
from nkdesk.store.journal import journal_rows, newest_step, patient_history
from nkdesk.store.step import Step
from nkdesk.store.undo import newest_own_step, undoable
from tests.store.made_up import TODAY, Ward, cycle, given

# Walked whole on purpose: a ward has tens of patients, a handful of protocols and one site.
SMALL = (
    "SCAN patient",
    "SCAN cycle",
    "SCAN protocol",
    "SCAN site",
    "SCAN word",
    "SCAN wanted",
    "SCAN open_step",
)
# Walked from its end, one row far.
NEWEST = "FROM step ORDER BY seq DESC LIMIT 1"


class Watched:
    """Every statement a ward reads or writes with, and the plan SQLite has for it."""

    def __init__(self, ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
        self.plans: list[tuple[str, str]] = []
        self.connection = ward.store.database.conn
        for name in ("read", "write"):
            doing = getattr(ward.store, name)
            monkeypatch.setattr(ward.store, name, self.watching(doing))

    def watching(self, doing: object) -> object:
        def watch(sql: str, parameters: Sequence[object] = ()) -> object:
            if not sql.startswith(("PRAGMA", "BEGIN")):
                plan = self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", tuple(parameters))
                self.plans += [(sql, row[3]) for row in plan.fetchall()]
            return doing(sql, parameters)

        return watch

    def walks(self) -> list[tuple[str, str]]:
        return [
            (sql, plan)
            for sql, plan in self.plans
            if plan.startswith("SCAN") and not plan.startswith(SMALL) and not sql.endswith(NEWEST)
        ]


def read_everything(ward: Ward) -> None:
    store, today = ward.store, TODAY
    for on in (today, date(2026, 3, 16)):
        cycles.day_items(store, on, today)
    cycles.patient_items(store, 1)
    cycles.day_item(store, 1)
    cycles.cycles(store, 1)
    cycles.cycle_of_item(store, 1)
    cycles.taken(store, "nk_lab", 2, date(2026, 1, 1))
    cycles.open_between(store, today, today)
    cycles.next_open_after(store, today)
    cycles.next_open_by_patient(store, today)
    cycles.planned_patients(store)
    read_people(ward)
    read_journal(ward)


def read_people(ward: Ward) -> None:
    store, today = ward.store, TODAY
    cycles.protocols_in_use(store)
    patients.all_patients(store)
    patients.search_patients(store, "x", 5)
    patients.newest_id(store)
    patients.newest_trial_number(store)
    patients.weights(store, 1)
    patients.newest_weights(store, [1], today)
    patients.newest_heights(store, [1], today)
    patients.trial_number_taken(store, "x")
    patients.case_number_taken(store, "x")
    protocols.protocols(store)
    site.site_days(store)


def read_journal(ward: Ward) -> None:
    store = ward.store
    newest_step(store)
    newest_own_step(store, "nurse")
    undoable(store, "nurse")
    patient_history(store, 1)
    journal_rows(store, 4)


def write_everything(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="given") as step:
        assert isinstance(step, Step)
        cycles.save_cycle(step, 1, cycle(), given(cycle(), "C1/NK1", date(2026, 3, 16)))


def test_no_read_and_no_write_walks_through_a_growing_table(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(ward, monkeypatch)
    read_everything(ward)
    write_everything(ward)
    assert len(watched.plans) > 60
    assert watched.walks() == []


def test_a_day_is_found_by_its_four_indexes(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(ward, monkeypatch)
    cycles.day_items(ward.store, TODAY, TODAY)
    plan = " ".join(line for _, line in watched.plans)
    for index in ("item_planned", "item_actual", "item_part_done", "item_open"):
        assert f"INDEX {index} (" in plan
