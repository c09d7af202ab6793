"""Every field of every clinical table is journalled, whatever it changes from and to (A1, H28).

The list of tables and columns is the schema's own: a column nobody thought of here fails.
"""

import json
from datetime import date

import pytest

from nkdesk.model.patient import Height, Weight
from nkdesk.model.site import SiteDay
from nkdesk.store.journal import journal_rows
from nkdesk.store.patients import add_height, add_patient, add_weight
from nkdesk.store.problem import StoreError
from nkdesk.store.protocols import approve_protocol
from nkdesk.store.rows import TABLES, Key, Value
from nkdesk.store.site import set_site_day
from nkdesk.store.step import Step
from nkdesk.store.store import Store
from nkdesk.store.verify import verify
from tests.store.made_up import Ward, change_everything, person
from tests.store.product_made_up import products_of_every_kind
from tests.store.signed import evidence_of_every_kind

IMMUTABLE = {
    *("protocol", "protocol_approval", "plan_change"),
    *("observation", "infection", "uln_table", "waiver", "evaluation"),
    *("lot_move", "lot_test", "bag", "dose_move", "cell_order"),
    *("bag_check", "infusion_event", "vital_row", "reaction"),
}
KEPT: dict[str, set[str]] = {
    "site": {"id", "uuid", "sample"},
    "site_day": {"calendar", "day"},
    "patient": {"id"},
    "weight": {"id"},
    "height": {"id"},
    "cycle": {"id", "patient_id", "number", "gate_id"},
    "item": {"id", "cycle_id", "patient_id", "code", "day", "kind", "original"},
    "item_part": {"item_id", "part", "patient_id"},
    "deviation": {
        *("id", "patient_id", "cycle", "item", "other", "rule", "day", "bound", "calendar"),
    },
    "site_capacity": {"calendar", "day"},
    "off_study": {"patient_id"},
    "donor": {"id", "patient_id"},
    "consent_version": {"version"},
    "consent": {
        *("id", "patient_id", "donor_id", "version", "language", "signed", "signers", "assent"),
        *("note", "entered_by", "withdrawn", "struck", "why"),
    },
    "uln_choice": {"valid_from"},
    "gate": {
        *("id", "patient_id", "cycle", "evaluation_id", "signed_by", "role", "signed_at"),
        *("valid_until", "closed_why", "closed_by"),
    },
    "gate_alert": {
        *("id", "patient_id", "gate_id", "why", "criterion", "after_start", "raised_at"),
        *("seen_by", "seen_at"),
    },
    "donor_facts": {"donor_id", "patient_id"},
    "lot": {"id", "patient_id", "donor_id", "cycle", "number", "state"},
    "product_dose": {"id", "patient_id", "lot_id", "form", "state"},
    "infusion": {
        *("id", "patient_id", "item_id", "dose_id", "state", "weight_day", "weight_grams"),
        *("after_the_fact", "started", "ended", "outcome", "remaining", "infused", "reason"),
    },
    "hold": {
        *("id", "patient_id", "lot_id", "kind", "since", "until", "who", "why", "value"),
        *("lifted", "lifted_by", "lifted_why"),
    },
    "product_alarm": {
        *("id", "patient_id", "lot_id", "result_id", "raised_at", "seen_by", "seen_at"),
    },
    "printed_sheet": {
        *("id", "number", "kind", "day", "subject", "seq", "printed_at", "printed_by"),
        *("valid_until", "content", "recalled_by"),
    },
}
OTHER: dict[str, dict[str, Value]] = {
    "site": {"ward": "Отделение", "time_zone": "Europe/Warsaw", "sample_today": "2026-03-13"},
    "site_day": {"is_open": 1, "note": "ё"},
    "patient": {
        "family": "Смит",
        "given": "",
        "patronymic": "",
        "latin_family": "Smith",
        "latin_given": "",
        "born": "2016-02-29",
        "sex": "m",
        "trial_number": "HR-9",
        "case_number": "",
        "disease_group": "",
        "arm": "hd",
        "protocol_hash": "",
        "allergies": "latex",
        "allergy_state": "",
        "folded": "x",
    },
    "weight": {"patient_id": 2, "day": "2026-03-02", "grams": 2000},
    "height": {"patient_id": 2, "day": "2026-03-02", "millimetres": 300},
    "cycle": {"protocol_hash": "", "arm": "hd", "start": "2026-03-10"},
    "item": {
        "position": 0,
        "address_day": 8,
        "calendar": "ward",
        "target": "2026-03-15",
        "earliest": "2026-03-14",
        "latest": "2026-03-20",
        "planned": "2026-03-17",
        "label_day": 0,
        "state": "omitted",
        "actual": "2026-03-17",
        "warnings": "closed_day",
        "by_hand": 1,
        "reason": "infection",
        "note": "0",
    },
    "item_part": {"time": "08:00", "done": "2026-03-16", "at": "08:05"},
    "deviation": {"accepted_by": "Dr A", "note": "ё"},
    "site_capacity": {"capacity": 0, "note": "ё"},
    "off_study": {"day": "2026-04-01", "reason": "died", "note": "ё"},
    "donor": {"family": "Смит", "given": "", "born": "1990-02-28", "sex": "f", "relation": "aunt"},
    "consent_version": {"valid_from": "2026-01-02", "note": "ё"},
    "consent": {},
    "uln_choice": {"table_hash": "f" * 64},
    "gate": {},
    "gate_alert": {},
    "donor_facts": {"typing": "ё", "collected": "2026-02-21"},
    "lot": {"note": "0"},
    "product_dose": {"cycle": 3, "code": "NK2", "day": 8},
    "infusion": {"note": "0"},
    "hold": {},
    "product_alarm": {},
    "printed_sheet": {},
}
ALONGSIDE: dict[str, dict[str, Value]] = {
    "allergy_state": {"allergy_state": "none_known", "allergies": ""},
    "actual": {"state": "cancelled"},
    "at": {"done": "2026-03-16"},
}


@pytest.fixture
def full(ward: Ward) -> Ward:
    """A ward with a row in every table, a second patient and a second protocol."""
    with ward.store.step(actor="nurse", what="everything") as step:
        add_weight(step, 1, Weight(12500, date(2026, 3, 1)))
        add_height(step, 1, Height(1000, date(2026, 3, 1)))
        set_site_day(step, SiteDay("nk_lab", date(2026, 3, 20), is_open=False))
        approve_protocol(step, ward.protocol_hash, "physician", "second")
        add_patient(step, person(2, ward.protocol_hash))
        source = dict(
            zip(TABLES["protocol"].columns, _any_row(ward.store, "protocol"), strict=True)
        )
        step.insert("protocol", {**source, "hash": "f" * 64})
        evidence_of_every_kind(step, ward.protocol_hash)
        products_of_every_kind(step)
        limits = dict(
            zip(TABLES["uln_table"].columns, _any_row(ward.store, "uln_table"), strict=True)
        )
        step.insert("uln_table", {**limits, "hash": "f" * 64})
        change_everything(step, 2)
    return ward


def _any_row(store: Store, table: str) -> tuple[Value, ...]:
    columns = ", ".join(TABLES[table].columns)
    return store.read(" ".join(("SELECT", columns, "FROM", table, "ORDER BY rowid DESC")))[-1]


def _key(store: Store, table: str) -> Key:
    if table == "item":
        return tuple(store.read("SELECT id FROM item WHERE kind = 'infusion'")[0])
    if table == "item_part":
        return (_key(store, "item")[0], 1)
    row = dict(zip(TABLES[table].columns, _any_row(store, table), strict=True))
    return TABLES[table].key_of(row)


def fields() -> list[tuple[str, str]]:
    return [
        (name, column)
        for name, table in TABLES.items()
        if name not in IMMUTABLE
        for column in table.columns
        if column != "rev" and column not in KEPT[name]
    ]


def _changed(ward: Ward, table: str, changes: dict[str, Value]) -> tuple[dict[str, Value], ...]:
    """Change a row in a step of its own and return the images the journal has of it."""
    key = _key(ward.store, table)
    with ward.store.step(actor="nurse", what="correct_given") as step:
        assert step.update(table, key, changes)
    (row,) = journal_rows(ward.store, ward.store.head().seq)
    assert (row.table, row.key) == (table, json.dumps(key, separators=(",", ":")).replace("'", '"'))
    return json.loads(row.before or ""), json.loads(row.after or "")


@pytest.mark.parametrize(("table", "column"), fields())
def test_a_change_of_any_field_is_journalled_and_back(full: Ward, table: str, column: str) -> None:
    wanted = OTHER[table][column]
    changes = {column: wanted, **ALONGSIDE.get(column, {})}
    if column == "protocol_hash":
        changes = {column: "f" * 64}
    before, after = _changed(full, table, changes)
    revision = before["rev"]
    assert {**before, **changes, "rev": revision + 1} == after
    assert before[column] != after[column]
    again, back = _changed(full, table, {name: before[name] for name in changes})
    assert again == after
    assert back == {**before, "rev": revision + 2}
    assert verify(full.store) == ()


@pytest.mark.parametrize(("table", "column"), fields())
def test_nothing_and_something_are_told_apart(full: Ward, table: str, column: str) -> None:
    """NULL to value and back, for every field that may be empty."""
    nullable = full.store.read(
        "SELECT name FROM pragma_table_info(?) WHERE [notnull] = 0 AND pk = 0", (table,)
    )
    if (column,) not in nullable:
        with pytest.raises(StoreError), full.store.step(actor="nurse", what="change") as step:
            step.update(table, _key(full.store, table), {column: None})
        return
    if column in ("sample_today", "cycle", "code"):
        # A sample ward always has its today, a real one never; and what a dose is reserved for is
        # said whole or not at all.
        return
    first = {column: OTHER[table][column], **ALONGSIDE.get(column, {})}
    _changed(full, table, first)
    before, after = _changed(full, table, {column: None})
    assert (before[column], after[column]) == (OTHER[table][column], None)
    before, after = _changed(full, table, {column: OTHER[table][column]})
    assert (before[column], after[column]) == (None, OTHER[table][column])


@pytest.mark.parametrize("table", TABLES)
def test_a_new_row_is_journalled_with_every_field(full: Ward, table: str) -> None:
    rows = full.store.read(
        "SELECT before, after FROM journal WHERE table_name = ? AND before IS NULL", (table,)
    )
    assert rows
    columns = full.store.read("SELECT name FROM pragma_table_info(?)", (table,))
    for _, after in rows:
        written = {name for (name,) in columns} - set(TABLES[table].later)
        assert written <= set(json.loads(after))
        assert set(TABLES[table].row(after)) == {name for (name,) in columns}


@pytest.mark.parametrize("table", sorted(IMMUTABLE))
def test_what_was_signed_or_pinned_has_no_changes_to_journal(full: Ward, table: str) -> None:
    for column in TABLES[table].columns:
        if column in (*TABLES[table].key, "rev"):
            continue
        with pytest.raises(StoreError), full.store.step(actor="nurse", what="change") as step:
            step.update(table, _key(full.store, table), {column: "x"})


@pytest.mark.parametrize("table", KEPT)
def test_what_a_row_is_known_by_never_changes(full: Ward, table: str) -> None:
    for column in KEPT[table]:
        assert column not in OTHER.get(table, {})
    assert set(KEPT[table]) | set(OTHER[table]) | {"rev"} == set(TABLES[table].columns)


def test_a_step_has_no_other_way_to_write() -> None:
    writing = [name for name in vars(Step) if not name.startswith("_")]
    assert set(writing) == {"insert", "update", "delete", "stored", "close"}
