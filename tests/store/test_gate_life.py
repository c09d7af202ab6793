"""No reachable state with a second cycle and no valid gate: a search in short (H10)."""

import pytest
from hypothesis import settings

from tests.store.gate_life import GateLife, ungated
from tests.store.made_up import Ward
from tests.store.signed import plan_second, second, sign
from tests.store.test_verify import unguarded


class Short(GateLife):
    """Some lives of the many that the soak lives."""


TestShort = Short.TestCase
TestShort.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)


def test_the_search_goes_where_second_cycles_are() -> None:
    """It would find nothing in a ward whose gates are never opened."""
    life = GateLife()
    try:
        life.check_and_sign(who=1, number=2, until=None)
        life.plan_behind_the_open_gate(who=1, start=second().start)
        assert life.later(1) == second()
        life.give(who=1)
        life.close(who=1, why="result", removing=True)
        assert life.later(1) is not None
        life.check_and_sign(who=2, number=2, until=second().start)
        life.plan_behind_the_open_gate(who=2, start=second().start)
        life.close(who=2, why="result", removing=True)
        assert life.later(2) is None
    finally:
        life.teardown()


@pytest.mark.parametrize(
    "change",
    [
        "cycle SET gate_id = NULL WHERE number = 2",
        "cycle SET start = '2026-05-01' WHERE number = 2",
        "cycle SET number = 3 WHERE number = 2",
        "cycle SET patient_id = 2 WHERE number = 2",
        "cycle SET gate_id = 1 WHERE number = 1",
        "gate SET closed_why = 'result'",
        "gate SET valid_until = NULL",
        "evaluation SET frozen = json_set(frozen, '$.outcome', 'incomplete')",
    ],
)
def test_the_search_would_see_a_cycle_without_its_gate(ward: Ward, change: str) -> None:
    gate_id = sign(ward.store, 1, ward.protocol_hash)
    plan_second(ward.store, 1, ward.protocol_hash, gate_id, second())
    assert ungated(ward.store) == []
    with unguarded(ward.store) as run:
        run("PRAGMA ignore_check_constraints=ON")
        run(" ".join(("UPDATE", change)))
    assert len(ungated(ward.store)) == 1
