"""Every list has its index: no read walks through a table that grows with the years."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from nkdesk.model.change import Deviation
from nkdesk.model.eligibility import GateClosed
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.store import (
    changes,
    cycles,
    evidence,
    gates,
    holds,
    infusions,
    lots,
    orders,
    patients,
    printed_sheets,
    product_alarms,
    product_doses,
    product_plan,
    protocols,
    reactions,
    site,
    vitals,
    ward_rows,
)
from nkdesk.store.journal import (
    journal_rows,
    newest_step,
    patient_history,
    rows_of_steps,
    steps_since,
)
from nkdesk.store.step import Step
from nkdesk.store.undo import newest_own_step, undoable
from tests.store.made_up import TODAY, Ward, change_everything, cycle, given
from tests.store.product_made_up import NK1, NOON, products_of_every_kind
from tests.store.signed import evidence_of_every_kind

# Walked whole on purpose: a ward has tens of patients, a handful of protocols and one site.
SMALL = (
    "SCAN patient",
    "SCAN cycle",
    "SCAN protocol",
    "SCAN site",
    "SCAN json_each",
    "SCAN word",
    "SCAN wanted",
    "SCAN off_study",
    "SCAN open_step",
    "SCAN site_capacity",
    "SCAN consent_version",
    "SCAN uln_table",
    "SCAN uln_choice",
    "SCAN gate USING INDEX gate_one_open",  # what is signed and not closed
    "SCAN gate_alert USING INDEX gate_alert_unseen",  # what nobody has looked at yet
    "SCAN kinds",  # a kind of result of those asked for, found by its index
    "SCAN lot",  # the board of all lots: some of each patient
    "SCAN dose",  # and of all their doses
    "SCAN cell_order USING COVERING INDEX cell_order_newest",  # and of all infusions' orders
    "SCAN hold USING INDEX hold_standing",  # what nobody has lifted
    "SCAN product_alarm USING INDEX product_alarm_unseen",  # what nobody has looked at yet
    "SCAN o USING INDEX infusion_under_way",  # what runs now
    "SCAN item USING INDEX item_open_of_patient",  # what is open: as much as a ward can give
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
    cycles.item_ids(store, 1)
    cycles.taken(store, "nk_lab", 2, date(2026, 1, 1))
    cycles.open_between(store, today, today)
    cycles.next_open_after(store, today)
    cycles.next_open_by_patient(store, today)
    cycles.planned_patients(store)
    read_people(ward)
    read_evidence(ward)
    read_products(ward)
    read_holds(ward)
    read_bedside(ward)
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
    site.site_capacities(store)
    changes.plan_changes(store, 1)
    changes.deviations(store, 1)
    changes.off_study_of(store, 1)
    changes.off_study_patients(store)
    changes.off_study_days(store)


def read_journal(ward: Ward) -> None:
    store = ward.store
    newest_step(store)
    newest_own_step(store, "nurse")
    undoable(store, "nurse")
    patient_history(store, 1)
    journal_rows(store, 4)
    rows_of_steps(store, [3, 4])
    steps_since(store, 2)
    steps_since(store, datetime(2026, 3, 12, tzinfo=UTC), before_seq=4)
    read_wards(ward)


def read_evidence(ward: Ward) -> None:
    store = ward.store
    evidence.observations(store, 1)
    evidence.observation_history(store, 1)
    evidence.observation(store, 1)
    evidence.infections(store, [1])
    evidence.consents(store, 1)
    evidence.consent(store, 1)
    evidence.consent_versions(store)
    evidence.donors(store, 1)
    evidence.uln_choices(store)
    evidence.evidence_of_all(store, [1])
    evidence.evidence_of_all(store, [1], on=TODAY)
    read_gates(ward)


def read_gates(ward: Ward) -> None:
    store = ward.store
    gates.evaluation(store, 1)
    gates.evaluation_of_gate(store, 1)
    gates.gate(store, 1)
    gates.gates(store, 1)
    gates.open_gate(store, 1, 2)
    gates.open_gates(store)
    gates.newest_gate(store, 1, 2)
    gates.gate_of_cycle(store, 1, 2)
    gates.waivers(store, 1)
    gates.waivers(store, 1, 2)
    gates.waivers_of(store, [1])
    gates.alerts(store, unseen_only=True)


def read_products(ward: Ward) -> None:
    store = ward.store
    lots.lots(store)
    lots.lots(store, 1)
    lots.lots_of(store, [1])
    lots.lot(store, 1)
    lots.lot_by_number(store, "L-1")
    lots.moves(store, 1)
    lots.results(store, 1)
    lots.all_results(store, 1)
    lots.results_of(store, [1])
    lots.result(store, 1)
    lots.donor_facts(store, 1)
    read_doses(ward)


def read_doses(ward: Ward) -> None:
    store = ward.store
    product_doses.doses(store)
    product_doses.doses(store, 1)
    product_doses.doses_of(store, [1])
    product_doses.doses_of_lot(store, 1)
    product_doses.dose(store, 1)
    product_doses.dose_of_item(store, 1, NK1)
    product_doses.bag_by_number(store, "N-1")
    product_doses.moves(store, 1)
    orders.newest_orders(store)
    orders.newest_orders(store, 1)
    orders.orders_of_item(store, 1, NK1)


def read_holds(ward: Ward) -> None:
    store = ward.store
    holds.holds(store, open_only=True)
    holds.holds(store, 1)
    holds.holds(store, 1, open_only=True)
    holds.open_holds_of(store, [1])
    holds.hold(store, 1)
    product_alarms.unseen(store)
    product_alarms.alarms(store, 1)
    product_plan.infusions_of(store, [1])
    product_plan.unaccepted_rules(store, [1])
    product_plan.lot_days(store, [1])
    product_plan.newest_donors(store, [1])
    product_plan.collections_of(store, [1])


def read_bedside(ward: Ward) -> None:
    store = ward.store
    infusions.infusion(store, 1)
    infusions.of_item(store, 3)
    infusions.every_of_item(store, 3)
    infusions.of_lot(store, 1)
    infusions.running(store)
    infusions.any_in_cycle(store, 1, 1)
    infusions.events(store, 1)
    infusions.newest_event(store, 1)
    infusions.checks(store, 1)
    vitals.rows(store, 1)
    vitals.every_row(store, 1)
    reactions.rows(store, 1)
    reactions.every_row(store, 1)
    reactions.of_patient(store, 1)
    printed_sheets.open_sheets(store, NOON)
    printed_sheets.by_number(store, "2026-03-12/1")


def read_wards(ward: Ward) -> None:
    store = ward.store
    cycles.cycles_of_all(store)
    cycles.cycles_of_all(store, [1])
    ward_rows.standing_rows(store, TODAY, TODAY)
    ward_rows.patients_of(store, [1])
    ward_rows.patients_with_open_items(store)
    ward_rows.cycles_named(store, [1])
    ward_rows.images_at(store, "item", [(1, 4)])
    ward_rows.items_changed(store, "2026-03-12T05:00:00+00:00")
    ward_rows.taken_back(store, [3, 4])


def write_everything(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="given") as step:
        assert isinstance(step, Step)
        cycles.save_cycle(step, 1, cycle(), given(cycle(), "C1/NK1", date(2026, 3, 16)))
        change_everything(step, 1)
        evidence_of_every_kind(step, ward.protocol_hash)
        products_of_every_kind(step)
        dose = product_doses.dose(ward.store, 1)
        assert dose is not None
        product_doses.reserve(step, dose, None)
        (standing,) = holds.holds(ward.store, 1)
        holds.lift(step, standing, NOON, "Dr A", "x")
        product_alarms.see(step, 1, "Dr A")
        printed_sheets.recall(step, "2026-03-12/1", "Nurse A")
        evidence.strike_observation(step, 2, "x", "nurse")
        evidence.withdraw_consent(step, 1, TODAY, "x")
        evidence.strike_consent(step, 1, "x")
        gates.close_gate(step, 1, GateClosed.RESULT)
        gates.see_alert(step, 1, "Dr A")
        broken = Deviation(1, 1, BrokenRule(RuleCode.ORDER, "C1/NK1"))
        changes.add_deviation(step, broken)
        changes.accept_deviation(step, broken, "Dr A", "")
    with ward.store.step(actor="nurse", what="site_day") as step:
        site.clear_site_capacity(step, "nk_lab", date(2026, 3, 16))


def test_no_read_and_no_write_walks_through_a_growing_table(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(ward, monkeypatch)
    read_everything(ward)
    write_everything(ward)
    assert len(watched.plans) > 60
    assert watched.walks() == []


def test_a_calendar_is_found_by_its_span_alone(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(ward, monkeypatch)
    ward_rows.standing_rows(ward.store, TODAY, TODAY)
    plan = " ".join(line for _, line in watched.plans)
    for index in ("item_planned", "item_actual"):
        assert f"INDEX {index} (" in plan


def test_a_moment_is_found_by_its_index(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what changed since costs what changed since, not the years before."""
    watched = Watched(ward, monkeypatch)
    steps_since(ward.store, datetime(2026, 3, 12, tzinfo=UTC))
    ward_rows.items_changed(ward.store, "2026-03-12T05:00:00+00:00")
    found = [line for _, line in watched.plans if "step_at" in line]
    assert found == ["SEARCH step USING COVERING INDEX step_at (at_utc>?)"] * 2
    assert "SEARCH journal USING INDEX sqlite_autoindex_journal_1 (step>?)" in [
        line for _, line in watched.plans
    ]


def test_a_day_is_found_by_its_four_indexes(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(ward, monkeypatch)
    cycles.day_items(ward.store, TODAY, TODAY)
    plan = " ".join(line for _, line in watched.plans)
    for index in ("item_planned", "item_actual", "item_part_done", "item_open"):
        assert f"INDEX {index} (" in plan
