"""Statements that go past the program and around the gate, with the words each is refused by.

They are written for the ward that the test of the guards describes; in any other they are merely
statements that somebody might try.
"""

from dataclasses import dataclass

from nkdesk.store.rows import TABLES


@dataclass(frozen=True)
class Attack:
    """A statement, and the words it is refused by."""

    sql: str
    said: str


def copied(table: str, where: str, verb: str = "INSERT", **changes: str) -> str:
    """A new row like one that is there but for some columns."""
    columns = [name for name in TABLES[table].columns if name != "id" or "id" in changes]
    values = [changes.get(name, name) for name in columns]
    into, values_of = ", ".join(columns), ", ".join(values)
    return " ".join(
        (verb, "INTO", table, "(", into, ") SELECT", values_of, "FROM", table, "WHERE", where)
    )


def changed(table: str, where: str, *changes: str, verb: str = "UPDATE") -> str:
    return " ".join((verb, table, "SET", ", ".join((*changes, "rev = rev + 1")), "WHERE", where))


CYCLE_2 = "patient_id = 1 AND number = 2"
OF_2 = "patient_id = 2 AND number = 1"
NO_GATE = "without a signed gate"
ONLY_CLOSES = "a signed gate only closes"

ATTACKS = {
    # a cycle without a gate
    "a second cycle without a gate": Attack(copied("cycle", "patient_id = 5", number="2"), NO_GATE),
    "a second cycle on a gate that does not exist": Attack(
        copied("cycle", "patient_id = 5", number="2", gate_id="99"), NO_GATE
    ),
    "a second cycle on another patient's gate": Attack(
        copied("cycle", "patient_id = 5", number="2", gate_id="2"), NO_GATE
    ),
    "a second cycle on a closed gate": Attack(
        copied("cycle", "patient_id = 4", number="2", gate_id="3"), NO_GATE
    ),
    "a third cycle on the gate before the second": Attack(
        copied("cycle", OF_2, number="3", gate_id="2"), NO_GATE
    ),
    "a cycle of no number": Attack(copied("cycle", OF_2, number="NULL", gate_id="2"), NO_GATE),
    "a cycle before the first": Attack(copied("cycle", "patient_id = 5", number="0"), NO_GATE),
    "a second cycle that starts when its gate is no longer valid": Attack(
        copied("cycle", OF_2, number="2", gate_id="2", start="'2026-05-01'"), NO_GATE
    ),
    "a second cycle that starts on no date": Attack(
        copied("cycle", OF_2, number="2", gate_id="2", start="''"), NO_GATE
    ),
    "a second cycle by another protocol than was checked": Attack(
        copied("cycle", OF_2, number="2", gate_id="2", protocol_hash="OTHER"), NO_GATE
    ),
    "a first cycle behind a gate": Attack(copied("cycle", OF_2, number="1", gate_id="2"), NO_GATE),
    "a second cycle put in the place of a first": Attack(
        copied("cycle", OF_2, "REPLACE", id="id", number="2"), NO_GATE
    ),
    "a second cycle unless it is refused": Attack(
        copied("cycle", "patient_id = 5", "INSERT OR IGNORE", number="2"), NO_GATE
    ),
    "a second cycle by an insertion that turns into a change": Attack(
        copied("cycle", "patient_id = 5", number="1")
        + " ON CONFLICT (patient_id, number) DO UPDATE SET number = 2, rev = rev + 1",
        NO_GATE,
    ),
    "many second cycles at once": Attack(
        copied("cycle", "number = 1", number="2", gate_id="2"), NO_GATE
    ),
    # a cycle that leaves its gate
    "a first cycle made the second": Attack(
        changed("cycle", "patient_id = 5", "number = 2"), NO_GATE
    ),
    "a first cycle made the second with somebody's gate": Attack(
        changed("cycle", "patient_id = 5", "number = 2", "gate_id = 2"), NO_GATE
    ),
    "a first cycle made the second with its own gate": Attack(
        changed("cycle", OF_2, "number = 2", "gate_id = 2"), NO_GATE
    ),
    "a second cycle given to another patient": Attack(
        changed("cycle", CYCLE_2, "patient_id = 2"), ""
    ),
    "a second cycle given to another patient with that one's gate": Attack(
        changed("cycle", CYCLE_2, "patient_id = 2", "gate_id = 2"), ""
    ),
    "a second cycle made the third": Attack(changed("cycle", CYCLE_2, "number = 3"), ""),
    "a second cycle moved past its gate": Attack(
        changed("cycle", CYCLE_2, "start = '2026-05-01'"), NO_GATE
    ),
    "a second cycle moved past its gate unless it is refused": Attack(
        changed("cycle", CYCLE_2, "start = '2026-05-01'", verb="UPDATE OR IGNORE"), NO_GATE
    ),
    "a second cycle moved to no date": Attack(changed("cycle", CYCLE_2, "start = ''"), NO_GATE),
    "a second cycle without its gate any more": Attack(
        changed("cycle", CYCLE_2, "gate_id = NULL"), NO_GATE
    ),
    "a second cycle behind another gate": Attack(changed("cycle", CYCLE_2, "gate_id = 2"), NO_GATE),
    "a second cycle replaced by one that starts too late": Attack(
        copied("cycle", CYCLE_2, "REPLACE", id="id", start="'2026-05-01'"), NO_GATE
    ),
    "a second cycle under another number of its row": Attack(
        changed("cycle", CYCLE_2, "id = 99"), ""
    ),
    "an item of a second cycle given to another patient": Attack(
        changed("item", "cycle_id = (SELECT max(id) FROM cycle)", "patient_id = 2"),
        "an item keeps its patient",
    ),
    "an item in the second cycle of another patient": Attack(
        copied("item", "patient_id = 5 AND code = 'NK1'", cycle_id="6"),
        "an item stands in an open cycle of its patient",
    ),
    "an item in no cycle at all": Attack(
        copied("item", "patient_id = 5 AND code = 'NK1'", cycle_id="99"),
        "an item stands in an open cycle of its patient",
    ),
    # a gate that nobody may open
    "a gate on an evaluation that is not eligible": Attack(
        copied("gate", "id = 2", patient_id="3", evaluation_id="4", valid_until="NULL"),
        "only an eligible evaluation",
    ),
    "a gate on an incomplete evaluation": Attack(
        copied("gate", "id = 2", patient_id="3", evaluation_id="3", valid_until="NULL"),
        "only the newest evaluation",
    ),
    "a gate on another patient's evaluation": Attack(
        copied("gate", "id = 2", patient_id="4", evaluation_id="6"), "only an eligible evaluation"
    ),
    "a gate on no evaluation": Attack(
        copied("gate", "id = 2", patient_id="5", evaluation_id="99"),
        "only an eligible evaluation",
    ),
    "a gate that is valid for longer than its evaluation": Attack(
        copied("gate", "id = 2", patient_id="5", evaluation_id="6", valid_until="NULL"),
        "only an eligible evaluation",
    ),
    "a gate before another cycle than was evaluated": Attack(
        copied("gate", "id = 2", patient_id="5", evaluation_id="6", cycle="3"),
        "only an eligible evaluation",
    ),
    "a gate signed by nobody": Attack(
        copied("gate", "id = 2", patient_id="5", evaluation_id="6", signed_by="' '"),
        "signed by somebody",
    ),
    "a gate signed in no role": Attack(
        copied("gate", "id = 2", patient_id="5", evaluation_id="6", role="''"),
        "signed by somebody",
    ),
    "a gate that is closed from the start": Attack(
        copied("gate", "id = 3", patient_id="5", evaluation_id="6"), "only an eligible evaluation"
    ),
    "a second gate beside the open one": Attack(
        copied("gate", "id = 2"), "a signed gate stands until it is closed"
    ),
    "a gate opened again": Attack(
        changed("gate", "id = 3", "closed_why = ''", "closed_by = ''"), ONLY_CLOSES
    ),
    "a gate opened again by putting it in its own place": Attack(
        copied("gate", "id = 3", "REPLACE", id="id", closed_why="''", closed_by="''"),
        "a signed gate stands until it is closed",
    ),
    "a gate opened again by an insertion that turns into a change": Attack(
        copied("gate", "id = 3", id="id", closed_why="''", closed_by="''")
        + " ON CONFLICT (id) DO UPDATE SET closed_why = '', rev = rev + 1",
        "a signed gate stands until it is closed",
    ),
    "a gate that is valid for longer": Attack(
        changed("gate", "id = 2", "valid_until = '2027-01-01'"), ONLY_CLOSES
    ),
    "a gate that is valid for ever": Attack(
        changed("gate", "id = 2", "valid_until = NULL", "closed_why = 'result'"), ONLY_CLOSES
    ),
    "a gate given to another patient": Attack(
        changed("gate", "id = 2", "patient_id = 5", "closed_why = 'result'"), ONLY_CLOSES
    ),
    "a gate put before another cycle": Attack(
        changed("gate", "id = 2", "cycle = 3", "closed_why = 'result'"), ONLY_CLOSES
    ),
    "a gate on another evaluation": Attack(
        changed("gate", "id = 2", "evaluation_id = 1", "closed_why = 'result'"), ONLY_CLOSES
    ),
    "a gate signed by somebody else": Attack(
        changed("gate", "id = 2", "signed_by = 'Dr B'", "closed_why = 'result'"), ONLY_CLOSES
    ),
    "a gate closed in front of its cycle": Attack(
        changed("gate", "id = 1", "closed_why = 'result'"), "keeps its gate open"
    ),
    "a gate removed from under its cycle": Attack("DELETE FROM gate WHERE id = 1", "never removed"),
    "every gate removed": Attack("DELETE FROM gate", "never removed"),
    # an evaluation that says something else
    "an evaluation made eligible": Attack(
        changed("evaluation", "id = 4", "outcome = 'eligible'"), "is frozen"
    ),
    "an evaluation with other verdicts": Attack(
        changed("evaluation", "id = 4", "frozen = (SELECT frozen FROM evaluation WHERE id = 2)"),
        "is frozen",
    ),
    "an evaluation replaced by an eligible one": Attack(
        "REPLACE INTO evaluation SELECT 4, 3, cycle, on_day, outcome, valid_until, frozen, hash,"
        " protocol_hash, rev FROM evaluation WHERE id = 2",
        "is frozen",
    ),
    "an evaluation removed": Attack("DELETE FROM evaluation WHERE id = 4", "is frozen"),
    "an evaluation that is eligible by its column alone": Attack(
        copied("evaluation", "id = 6", frozen="json_set(frozen, '$.outcome', 'incomplete')"),
        "as it was frozen",
    ),
    "an evaluation that is valid for longer by its column alone": Attack(
        copied("evaluation", "id = 2", valid_until="'2027-01-01'"), "as it was frozen"
    ),
    "an evaluation of a donor in the patient's place": Attack(
        copied("evaluation", "id = 2", frozen="json_set(frozen, '$.who', 'donor')"),
        "as it was frozen",
    ),
    "an eligible evaluation without a verdict": Attack(
        copied("evaluation", "id = 2", frozen="json_set(frozen, '$.verdicts', json('[]'))"),
        "who answers every criterion",
    ),
    "an eligible evaluation that leaves one criterion out": Attack(
        copied("evaluation", "id = 2", frozen="json_remove(frozen, '$.verdicts[1]')"),
        "who answers every criterion",
    ),
    "an eligible evaluation with a criterion that is not met": Attack(
        copied(
            "evaluation", "id = 2", frozen="json_set(frozen, '$.verdicts[0].verdict', 'not_met')"
        ),
        "eligible is who",
    ),
    "an eligible evaluation with an unknown that is waived": Attack(
        copied(
            "evaluation",
            "id = 2",
            frozen="json_set(frozen, '$.verdicts[0].verdict', 'unknown',"
            " '$.verdicts[0].waived', json('true'))",
        ),
        "meets every criterion or has a waiver",
    ),
    "an eligible evaluation with a waiver nobody signed": Attack(
        copied(
            "evaluation",
            "id = 2",
            frozen="json_set(frozen, '$.verdicts[0].verdict', 'not_met',"
            " '$.verdicts[0].waived', json('true'))",
        ),
        "meets every criterion or has a waiver",
    ),
    "an evaluation by another protocol than the patient's": Attack(
        copied("evaluation", "id = 2", protocol_hash="OTHER"), "by the protocol of its patient"
    ),
    # a waiver that cannot be
    "a waiver of the consent": Attack(
        copied("waiver", "id = 1", criterion="'S-2'"), "cannot be waived"
    ),
    "a waiver of the HIV result": Attack(
        copied("waiver", "id = 1", criterion="'S-3'"), "cannot be waived"
    ),
    "a waiver of the donor's serology": Attack(
        copied("waiver", "id = 1", criterion="'S-4'"), "cannot be waived"
    ),
    "a waiver of what the protocol does not ask": Attack(
        copied("waiver", "id = 1", criterion="'S-9'"), "cannot be waived"
    ),
    "a waiver made one of the HIV result": Attack(
        changed("waiver", "id = 1", "criterion = 'S-3'"), "never changes"
    ),
    "a waiver put in the place of another": Attack(
        copied("waiver", "id = 1", "REPLACE", id="id", reason="'x'"), "never changes"
    ),
    "a waiver by nobody": Attack(
        copied("waiver", "id = 1", cycle="3", investigator="' '"), "its investigator"
    ),
    "a waiver for no reason": Attack(
        copied("waiver", "id = 1", cycle="3", reason="''"), "its reason"
    ),
    "a waiver removed": Attack("DELETE FROM waiver", "never removed"),
    "a protocol without its criteria": Attack(
        copied("protocol", "id = 'INVENTED'", "REPLACE", canonical="'{}'"),
        "a protocol version never changes",
    ),
}
