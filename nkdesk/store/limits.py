"""Tables of upper limits of normal: kept whole for ever, chosen from a day of sampling on."""

from collections.abc import Mapping
from datetime import date

from nkdesk.model.evidence import UlnChoice, UlnTable
from nkdesk.model.uln import uln_canonical, uln_from_canonical, uln_hash
from nkdesk.store.journal import iso_times
from nkdesk.store.rows import TABLES
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store


def add_uln_table(step: Step, table: UlnTable) -> str:
    """Save a table of limits and return its hash; twice the same is once."""
    name = uln_hash(table)
    if not step.store.read(TABLES["uln_table"].select, (name,)):
        step.insert(
            "uln_table",
            {
                "hash": name,
                "id": table.id,
                "version": table.version,
                "canonical": uln_canonical(table).decode(),
                "added_at": iso_times(step.store.moment())[1],
            },
        )
    return name


def uln_tables(store: Store) -> Mapping[str, UlnTable]:
    """Return the tables this ward keeps by their hash, in the order of id and version."""
    rows = store.read("SELECT hash, canonical FROM uln_table ORDER BY id, version, hash")
    return {name: uln_from_canonical(text.encode()) for name, text in rows}


def choose_uln(step: Step, table_hash: str, valid_from: date) -> None:
    """Say which table holds for samples from a day on, whatever was said of that day before.

    StoreError RULE for a table the ward does not keep.
    """
    key = (valid_from.isoformat(),)
    if step.store.read(TABLES["uln_choice"].select, key):
        step.update("uln_choice", key, {"table_hash": table_hash})
    else:
        step.insert("uln_choice", {"valid_from": key[0], "table_hash": table_hash})


def uln_choices(store: Store) -> tuple[UlnChoice, ...]:
    """Return which table holds from which day of sampling on, by day."""
    tables = uln_tables(store)
    rows = store.read("SELECT table_hash, valid_from FROM uln_choice ORDER BY valid_from")
    return tuple(UlnChoice(tables[name], date.fromisoformat(day)) for name, day in rows)
