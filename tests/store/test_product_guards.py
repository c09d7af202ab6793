"""Ways to another patient's product by SQL that goes past the program (H13, H14, H15, H42)."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from nkdesk.model.infusion import InfusionState
from nkdesk.store import (
    infusions,
)
from nkdesk.store.connection import driver
from nkdesk.store.m004_products import CLINICAL
from nkdesk.store.problem import StoreError
from nkdesk.store.store import Store, open_store
from nkdesk.store.verify import verify
from tests.store.made_up import ticking
from tests.store.product_attacks import PRODUCT_ATTACKS
from tests.store.product_made_up import (
    at,
)
from tests.store.test_gate_guards import LAX, attack, rows_of
from tests.store.test_replay import replayed
from tests.store.test_replay import rows_of as replayed_rows

GUARD = re.compile(r"_(insert|update|delete)_in_step$|_counts_revisions$")


@pytest.fixture
def products(tmp_path: Path, product_ward: bytes) -> Iterator[Store]:
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(product_ward)
    with open_store(path, ticking()) as opened:
        yield opened


def test_the_ward_stands_as_described(products: Store) -> None:
    assert verify(products) == ()
    states = products.read("SELECT patient_id, item_id, dose_id, state FROM infusion ORDER BY id")
    assert states == [
        (1, 3, 1, "running"),
        (2, 6, 2, "checked"),
        (3, 9, 3, "checked"),
        (4, 12, 4, "checking"),
        (5, 15, 5, "complete"),
        (6, 18, 6, "abandoned"),
        (7, 21, 10, "observing"),
    ]
    doses = products.read("SELECT state FROM product_dose ORDER BY id")
    assert [state for (state,) in doses[4:9]] == [
        *("infused", "issued", "prepared", "discarded", "prepared"),
    ]
    found = products.read("SELECT state FROM lot WHERE id IN (3, 7, 8)")
    assert found == [("in_test",), ("collected",), ("rejected",)]
    assert products.read("SELECT count(*) FROM bag WHERE dose_id IN (7, 8, 9)") == [(2,)]


def test_the_journal_alone_makes_the_same_ward_again(products: Store, tmp_path: Path) -> None:
    """Its images pass the same guards, in the order they were written (A1)."""
    assert replayed(products, tmp_path) == replayed_rows(products.database)


@pytest.mark.parametrize("name", PRODUCT_ATTACKS)
def test_there_is_no_way_around_the_product_s_guards(products: Store, name: str) -> None:
    """Outside a step, in an open step, and with what a connection can turn off."""
    before = rows_of(products)
    case = PRODUCT_ATTACKS[name]
    attack(products, case.sql, stepping=False)
    assert case.said in attack(products, case.sql, stepping=True)
    for pragma in LAX:
        products.database.execute(f"PRAGMA {pragma}")
    assert case.said in attack(products, case.sql, stepping=True)
    assert rows_of(products) == before


def guards_of(store: Store) -> dict[str, tuple[str, str]]:
    """The triggers of the product's tables but for those every table has: statement and words."""
    found = store.read(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN"
        " (SELECT value FROM json_each(?))",
        ("[" + ", ".join(f'"{name}"' for name in CLINICAL) + "]",),
    )
    return {
        name: (sql, re.findall(r"RAISE\(ABORT, '(.*?)'\)", sql)[0])
        for name, sql in found
        if not GUARD.search(name)
    }


def refused_by(store: Store, sql: str) -> str:
    """What the database says to a statement in a step that is then taken back; "" for nothing."""
    run = store.database.conn.execute
    run("BEGIN IMMEDIATE")
    run("INSERT INTO open_step (token, what) VALUES (1, 'plan_second')")
    try:
        run(sql)
    except driver().Error as error:
        return str(error)
    finally:
        store.database.rollback()
    return ""


def test_every_guard_is_needed(products: Store) -> None:
    """Each taken away by itself lets something pass that it is there to refuse."""
    guards = guards_of(products)
    assert len(guards) > 80
    for pragma in LAX:
        products.database.execute(f"PRAGMA {pragma}")
    unneeded = []
    for name, (sql, said) in guards.items():
        products.database.execute(" ".join(("DROP TRIGGER", name)))
        asked = [one.sql for one in PRODUCT_ATTACKS.values() if one.said and one.said in said]
        if all(refused_by(products, one) == said for one in asked):
            unneeded.append(name)
        products.database.execute(sql)
    assert unneeded == []


@pytest.mark.parametrize(("minute", "may"), [(29, False), (30, True), (149, True), (150, False)])
def test_what_is_refused_is_refused_for_its_own_sake(
    products: Store, minute: int, *, may: bool
) -> None:
    """Patient 2's infusion may begin when the hold is over, until the last minute in date."""
    before = infusions.infusion(products, 2)
    assert before is not None
    begun = replace(before, state=InfusionState.RUNNING, started=at(minute))
    refused = nullcontext() if may else pytest.raises(StoreError)
    with refused, products.step(actor="nurse", what="start") as step:
        infusions.change_infusion(step, before, begun)
    assert infusions.infusion(products, 2) == (begun if may else before)
