"""Ways around the gate by SQL that goes past the program: each refused, nothing changed (H10, H11).

Patient 1 stands on a second cycle behind gate 1, valid until the end of April. Patient 2 has gate
2 open and no second cycle. Patient 3 was checked twice and is not eligible (evaluations 3 and 4).
Patient 4's gate 3 is closed again. Patient 5 is eligible (evaluation 6); nobody has signed that.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nkdesk.eligibility import waivable
from nkdesk.model.criterion import (
    Comparison,
    ConsentTest,
    JudgementTest,
    ObservationTest,
    Test,
    Who,
)
from nkdesk.model.eligibility import GateClosed, Outcome
from nkdesk.store import gates
from nkdesk.store.connection import driver
from nkdesk.store.cycles import add_cycle
from nkdesk.store.patients import add_patient
from nkdesk.store.problem import StoreError
from nkdesk.store.protocols import add_protocol
from nkdesk.store.rows import TABLES
from nkdesk.store.store import Store, open_store
from nkdesk.store.verify import verify
from tests.store.attacks import ATTACKS
from tests.store.made_up import PROTOCOL, criterion, cycle, filled, new_store, person, ticking
from tests.store.signed import evaluation, keep, plan_second, second, sign, waiver

LATE = date(2026, 5, 1)
"""The day after the gates' last day."""

LAX = ("ignore_check_constraints=ON", "foreign_keys=OFF", "recursive_triggers=OFF")


@pytest.fixture(scope="session")
def gated_ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """The bytes of the ward described above, and the hash of a protocol nobody is treated by."""
    with new_store(tmp_path_factory.mktemp("gated")) as store:
        used = filled(store).protocol_hash
        with store.step(actor="nurse", what="enrol") as step:
            other = add_protocol(step, replace(PROTOCOL, version="0.2"), "format = 1\n")
            for number in range(2, 6):
                add_cycle(step, add_patient(step, person(number, used)), used, cycle())
            gates.add_waiver(step, waiver())
        for patient_id in (1, 2):
            sign(store, patient_id, used)
        plan_second(store, 1, used, 1, second())
        with store.step(actor="physician", what="check") as step:
            keep(step, 3, used, evaluation(Outcome.INCOMPLETE))
            keep(step, 3, used, evaluation(Outcome.NOT_ELIGIBLE))
        closed = sign(store, 4, used)
        with store.step(actor="physician", what="check") as step:
            keep(step, 5, used, evaluation())
        with store.step(actor="physician", what="result") as step:
            gates.close_gate(step, closed, GateClosed.RESULT, "S-1")
            gates.add_alert(step, closed, GateClosed.RESULT, "S-1")
        path = store.path
    return path.read_bytes(), other


@pytest.fixture
def gated(tmp_path: Path, gated_ward: tuple[bytes, str]) -> Iterator[Store]:
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(gated_ward[0])
    with open_store(path, ticking()) as opened:
        yield opened


def rows_of(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return {name: store.read(table.select_all) for name, table in TABLES.items()}


def attack(store: Store, sql: str, *, stepping: bool) -> str:
    """Run one statement and commit, as somebody would who goes past the program."""
    run = store.database.conn.execute
    run("BEGIN IMMEDIATE")
    if stepping:
        run("INSERT INTO open_step (token, what) VALUES (1, 'plan_second')")
    with pytest.raises(driver().Error) as caught:
        run(sql)
    run("DELETE FROM open_step")
    run("COMMIT")
    return str(caught.value)


def test_the_ward_stands_as_described(gated: Store) -> None:
    assert verify(gated) == ()
    planned = gated.read("SELECT patient_id, id, gate_id FROM cycle WHERE number = 2")
    assert planned == [(1, 6, 1)]
    assert [one.id for one in gates.open_gates(gated)] == [1, 2]
    assert gated.read("SELECT id, outcome FROM evaluation WHERE patient_id = 3") == [
        (3, "incomplete"),
        (4, "not_eligible"),
    ]


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("lax", [False, True], ids=["as nkdesk sets it", "checks turned off"])
def test_there_is_no_way_around_the_gate(
    gated: Store, gated_ward: tuple[bytes, str], name: str, *, lax: bool
) -> None:
    """In an open step, with and without what a connection can turn off."""
    before = rows_of(gated)
    for pragma in LAX if lax else ():
        gated.database.execute(f"PRAGMA {pragma}")
    case = ATTACKS[name]
    said = attack(gated, case.sql.replace("OTHER", f"'{gated_ward[1]}'"), stepping=True)
    assert case.said in said
    assert rows_of(gated) == before


@pytest.mark.parametrize("name", ATTACKS)
def test_outside_a_step_there_is_none_either(
    gated: Store, gated_ward: tuple[bytes, str], name: str
) -> None:
    before = rows_of(gated)
    attack(gated, ATTACKS[name].sql.replace("OTHER", f"'{gated_ward[1]}'"), stepping=False)
    assert rows_of(gated) == before


def test_there_are_more_than_thirty_kinds() -> None:
    assert len({case.sql for case in ATTACKS.values()}) == len(ATTACKS) > 60


def test_the_gate_itself_lets_a_second_cycle_pass(gated: Store) -> None:
    """What is refused above is refused for its own sake: the last valid day is one, too."""
    (used,) = {row[0] for row in gated.read("SELECT protocol_hash FROM cycle")}
    plan_second(gated, 2, used, 2, second(date(2026, 4, 30)))
    assert gated.read("SELECT count(*) FROM cycle WHERE number = 2") == [(2,)]
    with gated.step(actor="physician", what="sign_gate") as step:
        assert gates.add_gate(step, 6, "Dr A", "investigator") == 4
    with pytest.raises(StoreError):
        plan_second(gated, 5, used, 4, second(LATE))
    plan_second(gated, 5, used, 4, second())


ASKED: dict[str, Test] = {
    "hiv": ObservationTest("hiv", Comparison.EQUALS, "positive"),
    "hiv pcr": ObservationTest("hiv_pcr", Comparison.EQUALS, "positive"),
    "anti-hiv": ObservationTest("anti-hiv", Comparison.EQUALS, "positive"),
    "archive": ObservationTest("archive", Comparison.EQUALS, "positive"),
    "hbv": ObservationTest("hbv", Comparison.EQUALS, "positive"),
    "hbsag": ObservationTest("hbsag", Comparison.EQUALS, "positive"),
    "hbc": ObservationTest("anti_hbc", Comparison.EQUALS, "positive"),
    "hcv": ObservationTest("hcv", Comparison.EQUALS, "positive"),
    "htlv": ObservationTest("htlv_1", Comparison.EQUALS, "positive"),
    "syphilis": ObservationTest("syphilis", Comparison.EQUALS, "positive"),
    "treponema": ObservationTest("treponema", Comparison.EQUALS, "positive"),
    "cmv": ObservationTest("cmv", Comparison.EQUALS, "positive"),
    "serology": ObservationTest("serology", Comparison.EQUALS, "positive"),
    "alt": ObservationTest("alt", Comparison.EQUALS, "5"),
    "infection": JudgementTest("uncontrolled_infection", "yes"),
    "judged consent": JudgementTest("consent_valid", "no"),
    "assent": JudgementTest("assent", "no"),
    "consent": ConsentTest(),
}


@pytest.mark.parametrize("who", Who)
def test_the_store_reserves_what_the_evaluator_reserves(store: Store, who: Who) -> None:
    """A rule stands twice, in SQL and in the evaluator: both say the same of every test."""
    criteria = tuple(
        criterion(f"C-{number}", test, who) for number, test in enumerate(ASKED.values())
    )
    with store.step(actor="nurse", what="protocol") as step:
        name = add_protocol(step, replace(PROTOCOL, criteria=criteria), "format = 1\n")
    rows = store.read("SELECT id FROM reserved_criterion WHERE protocol_hash = ?", (name,))
    assert {row[0] for row in rows} == {one.id for one in criteria if not waivable(one)}
    assert len(rows) > (5 if who is Who.PATIENT else 12)
