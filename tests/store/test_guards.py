"""The store's own rules, each met by SQL that goes past the program (A5, A9, H10, H13, H28)."""

from contextlib import suppress
from datetime import date

import pytest

from nkdesk.model.change import Deviation, OffStudy
from nkdesk.model.cycle import ItemPart, ItemState
from nkdesk.model.patient import Height, Weight
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.model.site import SiteDay
from nkdesk.store.changes import add_deviation, set_off_study
from nkdesk.store.connection import driver
from nkdesk.store.cycles import cycles, save_cycle
from nkdesk.store.m001_first_light import CLINICAL as FIRST
from nkdesk.store.m002_changes import CLINICAL as SECOND
from nkdesk.store.m003_gate import CLINICAL as THIRD
from nkdesk.store.m004_products import CLINICAL as FOURTH
from nkdesk.store.patients import add_height, add_patient, add_weight
from nkdesk.store.problem import StoreError
from nkdesk.store.protocols import approve_protocol
from nkdesk.store.rows import TABLES
from nkdesk.store.site import set_site_day, site
from nkdesk.store.store import Store
from tests.store.made_up import Ward, change_everything, cycle, given, person, with_item
from tests.store.product_made_up import products_of_every_kind
from tests.store.signed import evidence_of_every_kind


def refused(store: Store, *statements: str) -> str:
    """Run the statements in one transaction; return what the database says to the last."""
    connection = store.database.conn
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements[:-1]:
            connection.execute(statement)
        with pytest.raises(driver().Error) as caught:
            connection.execute(statements[-1])
        return str(caught.value)
    finally:
        store.database.rollback()


OPEN = "INSERT INTO open_step (token) VALUES (1)"
CORRECTING = "INSERT INTO open_step (token, what) VALUES (1, 'correct_given')"
CLINICAL = (*FIRST, *SECOND, *THIRD, *FOURTH)
NEVER = (
    *("never changes", "is frozen", "never overwritten", "only closes", "stays taken back"),
    *("is seen once", "keeps its gate open", "signed gate"),
)


@pytest.fixture
def busy_ward(ward: Ward) -> Ward:
    """A ward with a row in every clinical table and one infusion given."""
    with ward.store.step(actor="nurse", what="everything") as step:
        add_weight(step, 1, Weight(12500, date(2026, 3, 1)))
        add_height(step, 1, Height(1000, date(2026, 3, 1)))
        set_site_day(step, SiteDay("nk_lab", date(2026, 3, 20), is_open=False))
        approve_protocol(step, ward.protocol_hash, "physician", "second")
        save_cycle(step, 1, cycle(), given(cycle(), "C1/NK1", date(2026, 3, 16)))
        change_everything(step, add_patient(step, person(2, ward.protocol_hash)))
        evidence_of_every_kind(step, ward.protocol_hash)
        products_of_every_kind(step)
    return ward


@pytest.mark.parametrize("table", CLINICAL)
def test_no_clinical_row_is_added_outside_a_step(busy_ward: Ward, table: str) -> None:
    statement = " ".join(("INSERT INTO", table, "SELECT * FROM", table, "LIMIT 1"))
    said = refused(busy_ward.store, statement)
    assert said == "outside a step" or said.endswith(NEVER)


@pytest.mark.parametrize("table", CLINICAL)
def test_no_clinical_row_is_changed_outside_a_step(busy_ward: Ward, table: str) -> None:
    statement = " ".join(("UPDATE", table, "SET rev = rev + 1"))
    said = refused(busy_ward.store, statement)
    assert said == "outside a step" or said.endswith(NEVER)


@pytest.mark.parametrize("table", CLINICAL)
def test_no_clinical_row_is_removed_outside_a_step(busy_ward: Ward, table: str) -> None:
    said = refused(busy_ward.store, " ".join(("DELETE FROM", table)))
    endings = ("never removed", "of its ward", "is frozen")
    assert said == "outside a step" or said.endswith(endings)


@pytest.mark.parametrize("table", CLINICAL)
def test_every_change_counts_one_revision(busy_ward: Ward, table: str) -> None:
    said = refused(busy_ward.store, OPEN, " ".join(("UPDATE", table, "SET rev = rev")))
    assert said == "each change counts one revision" or said.endswith(NEVER)


@pytest.mark.parametrize("table", CLINICAL)
def test_every_clinical_table_has_its_four_guards(store: Store, table: str) -> None:
    triggers = store.read(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)
    )
    names = {name for (name,) in triggers}
    for guard in ("insert_in_step", "update_in_step", "delete_in_step", "counts_revisions"):
        assert f"{table}_{guard}" in names
    assert set(CLINICAL) == set(TABLES)


def test_an_open_step_cannot_be_left_behind(store: Store) -> None:
    connection = store.database.conn
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(OPEN)
    with pytest.raises(driver().IntegrityError):
        connection.execute("COMMIT")
    store.database.rollback()
    assert store.read("SELECT count(*) FROM open_step") == [(0,)]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE step SET why = 'x' WHERE seq = 1", "a step never changes"),
        ("DELETE FROM step WHERE seq = 4", "a step is never removed"),
        ("REPLACE INTO step SELECT * FROM step WHERE seq = 4", "a step follows the newest step"),
        ("UPDATE journal SET after = before", "the journal never changes"),
        ("DELETE FROM journal WHERE step = 4", "the journal is never shortened"),
        (
            "REPLACE INTO journal SELECT * FROM journal WHERE step = 4 AND n = 1",
            "the journal grows only with its step",
        ),
        (
            (
                "INSERT INTO journal SELECT step, 99, patient_id, table_name, "
                "row_key, before, after"
                " FROM journal WHERE step = 4 AND n = 1"
            ),
            "the journal grows only with its step",
        ),
        (
            (
                "INSERT INTO journal SELECT step, n + 1, patient_id, table_name, "
                "row_key, before, after"
                " FROM journal WHERE step = 4 ORDER BY n DESC LIMIT 1"
            ),
            "the journal grows only with its step",
        ),
        (
            (
                "INSERT INTO step SELECT seq + 2, at_utc, at_local, actor, "
                "workstation, program, what,"
                " why, NULL, row_count, hash, hash FROM step WHERE seq = 4"
            ),
            "a step follows the newest step",
        ),
        (
            (
                "INSERT INTO step SELECT seq + 1, at_utc, at_local, actor, "
                "workstation, program, what,"
                " why, NULL, row_count, prev, hash FROM step WHERE seq = 4"
            ),
            "a step follows the newest step",
        ),
    ],
)
@pytest.mark.parametrize("opened", ["in a step", "outside a step"])
def test_the_journal_only_grows_and_only_at_its_end(
    ward: Ward, statement: str, said: str, opened: str
) -> None:
    statements = (OPEN, statement) if opened == "in a step" else (statement,)
    assert refused(ward.store, *statements) == said


def test_no_step_is_added_outside_a_step(ward: Ward) -> None:
    statement = (
        "INSERT INTO step SELECT seq + 1, at_utc, at_local, actor, workstation, program, what,"
        " why, NULL, row_count, hash, hash FROM step WHERE seq = 4"
    )
    assert refused(ward.store, statement) == "a step follows the newest step"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE site SET uuid = replace(uuid, '1', '2'), rev = rev + 1", "of its ward"),
        ("UPDATE site SET sample = 0, sample_today = NULL, rev = rev + 1", "of its ward"),
        ("DELETE FROM site", "of its ward"),
        ("UPDATE protocol SET source = '', rev = rev + 1", "never changes"),
        ("DELETE FROM protocol", "never removed"),
        ("UPDATE protocol_approval SET physician = 'x', rev = rev + 1", "never changes"),
        ("DELETE FROM protocol_approval", "never removed"),
        ("UPDATE cycle SET number = 2, rev = rev + 1", "without a signed gate"),
        ("UPDATE cycle SET patient_id = 2, rev = rev + 1", "its patient and its number"),
        ("UPDATE item SET original = '2026-03-13', rev = rev + 1", "its first date"),
        ("UPDATE item SET code = 'X', rev = rev + 1", "its first date"),
        ("UPDATE item SET kind = 'check', rev = rev + 1", "its first date"),
        ("DELETE FROM item WHERE state = 'given'", "a fact of care is never removed"),
        (
            (
                "INSERT INTO cycle (patient_id, protocol_hash, number, arm, start, rev)"
                " SELECT patient_id, protocol_hash, 2, arm, start, 1 FROM cycle"
            ),
            "no cycle after the first without a signed gate",
        ),
        (
            (
                "INSERT INTO cycle (patient_id, protocol_hash, number, arm, start, rev)"
                " SELECT patient_id, protocol_hash, 1, arm, start, 1 FROM cycle"
            ),
            "UNIQUE constraint failed: cycle.patient_id, cycle.number",
        ),
        (
            "INSERT INTO site SELECT 2, uuid, ward, time_zone, sample, sample_today, rev FROM site",
            "",
        ),
        ("UPDATE weight SET grams = 1999, rev = rev + 1", "CHECK"),
        ("UPDATE weight SET grams = 250001, rev = rev + 1", "CHECK"),
        ("UPDATE weight SET grams = '12,5', rev = rev + 1", "cannot store TEXT"),
        ("UPDATE weight SET grams = 12.5, rev = rev + 1", "cannot store REAL"),
        ("UPDATE weight SET day = '2026-02-30', rev = rev + 1", "CHECK"),
        ("UPDATE weight SET day = '12.03.2026', rev = rev + 1", "CHECK"),
        ("UPDATE weight SET day = 'now', rev = rev + 1", ""),
        ("UPDATE weight SET day = '2026-03-12 10:00', rev = rev + 1", "CHECK"),
        ("UPDATE weight SET patient_id = 77, rev = rev + 1", "FOREIGN KEY"),
        ("UPDATE height SET millimetres = 299, rev = rev + 1", "CHECK"),
        ("UPDATE patient SET sex = 'x', rev = rev + 1", "CHECK"),
        ("UPDATE patient SET allergies = '', rev = rev + 1", "CHECK"),
        ("UPDATE patient SET allergy_state = 'none_known', rev = rev + 1", "CHECK"),
        ("UPDATE patient SET family = '', rev = rev + 1", "CHECK"),
        ("UPDATE patient SET protocol_hash = 'x', rev = rev + 1", "FOREIGN KEY"),
        ("DELETE FROM patient", "FOREIGN KEY"),
        ("UPDATE item SET actual = NULL, rev = rev + 1 WHERE state = 'given'", "CHECK"),
        ("UPDATE item SET actual = planned, rev = rev + 1 WHERE state = 'planned'", "CHECK"),
        ("UPDATE item SET earliest = '2026-04-01', rev = rev + 1 WHERE kind = 'infusion'", "CHECK"),
        ("UPDATE item SET state = 'lost', rev = rev + 1", "CHECK"),
        ("UPDATE item SET planned = 'soon', rev = rev + 1", "CHECK"),
        ("UPDATE item SET address_day = 5, rev = rev + 1", "CHECK"),
        ("UPDATE item_part SET done = NULL, rev = rev + 1 WHERE at <> ''", "CHECK"),
        ("UPDATE item_part SET at = '24:00', rev = rev + 1 WHERE at <> ''", "CHECK"),
        ("UPDATE protocol_approval SET second_person = physician, rev = rev + 1", "never changes"),
        ("UPDATE site_day SET is_open = 2, rev = rev + 1", "CHECK"),
        ("UPDATE site_capacity SET capacity = -1, rev = rev + 1", "CHECK"),
        ("UPDATE site_capacity SET capacity = 1000, rev = rev + 1", "CHECK"),
        ("UPDATE off_study SET reason = '', rev = rev + 1", "CHECK"),
        ("UPDATE off_study SET patient_id = 77, rev = rev + 1", "FOREIGN KEY"),
        ("INSERT INTO off_study SELECT * FROM off_study", "UNIQUE"),
        ("UPDATE plan_change SET reason = 'x', rev = rev + 1", "never changes"),
        ("UPDATE deviation SET rule = 'order', rev = rev + 1", "keeps the rule it broke"),
        ("UPDATE deviation SET item = 'C1/NK2', rev = rev + 1", "keeps the rule it broke"),
        ("UPDATE deviation SET day = NULL, rev = rev + 1", "keeps the rule it broke"),
        ("UPDATE deviation SET bound = NULL, rev = rev + 1", "keeps the rule it broke"),
    ],
)
def test_what_cannot_be_right_is_refused_even_in_a_step(
    busy_ward: Ward, statement: str, said: str
) -> None:
    assert said in refused(busy_ward.store, CORRECTING, statement)


def test_two_infusions_of_a_patient_are_never_given_on_one_day(busy_ward: Ward) -> None:
    """H13, H46."""
    assert "UNIQUE" in refused(
        busy_ward.store,
        OPEN,
        "INSERT INTO item SELECT 99, cycle_id, patient_id, 9, 'NK2', NULL, 9, kind, calendar,"
        " target, earliest, latest, planned, original, 9, state, actual, warnings, by_hand,"
        " reason, note, 1 FROM item WHERE state = 'given'",
    )


def test_an_approval_needs_two_different_people(ward: Ward) -> None:
    statement = "INSERT INTO protocol_approval SELECT hash, 'one', 'one', added_at, 1 FROM protocol"
    assert "CHECK" in refused(ward.store, OPEN, statement)


def test_a_sample_ward_is_never_made_a_real_one(ward: Ward) -> None:
    assert site(ward.store).sample
    refused(ward.store, OPEN, "UPDATE site SET sample = 0, sample_today = NULL, rev = rev + 1")
    assert site(ward.store).sample


def test_rows_of_two_patients_are_never_mixed(ward: Ward) -> None:
    """H01: an item and its parts belong to the patient of their cycle."""
    with ward.store.step(actor="nurse", what="enrol") as step:
        other = add_patient(step, person(2, ward.protocol_hash))
    for table, said in (("item", "an item keeps its patient"), ("item_part", "FOREIGN KEY")):
        statement = " ".join(("UPDATE", table, "SET patient_id =", str(other), ", rev = rev + 1"))
        assert said in refused(ward.store, OPEN, statement)


def insert(table: str, **columns: str) -> str:
    return " ".join(
        ("INSERT INTO", table, "(", ", ".join(columns), ") SELECT", ", ".join(columns.values()))
    )


MOVE = {
    "patient_id": "1",
    "kind": "'move'",
    "item": "'C1/NK1'",
    "scope": "'only'",
    "becomes": "'2026-03-17'",
    "reason": "''",
    "factor": "''",
    "note": "''",
    "physician": "''",
    "rev": "1",
}
BROKEN = {
    "patient_id": "1",
    "cycle": "1",
    "item": "'C1/NK1'",
    "other": "''",
    "rule": "'closed_day'",
    "calendar": "''",
    "accepted_by": "''",
    "note": "''",
    "rev": "1",
}


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "'swap'"},
        {"scope": "'all'"},
        {"scope": "NULL"},
        {"item": "''"},
        {"becomes": "NULL"},
        {"becomes": "'soon'"},
        {"grade": "0"},
        {"grade": "6"},
        {"was": "'2026-02-30'"},
    ],
)
def test_a_change_is_kept_only_when_it_says_what_was_changed(
    ward: Ward, changes: dict[str, str]
) -> None:
    ward.store.database.execute("BEGIN IMMEDIATE")
    ward.store.database.execute(OPEN)
    ward.store.database.execute(insert("plan_change", **MOVE))
    ward.store.database.rollback()
    assert "CHECK" in refused(ward.store, OPEN, insert("plan_change", **{**MOVE, **changes}))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "'already_closed'"}, "CHECK"),
        ({"rule": "'in_future'"}, "CHECK"),
        ({"day": "'12.03.2026'"}, "CHECK"),
        ({"cycle": "2"}, "FOREIGN KEY"),
        ({"patient_id": "2"}, "FOREIGN KEY"),
    ],
)
def test_a_deviation_is_of_a_rule_and_of_a_cycle(
    ward: Ward, changes: dict[str, str], said: str
) -> None:
    assert said in refused(ward.store, OPEN, insert("deviation", **{**BROKEN, **changes}))


def test_every_rule_that_care_can_break_is_known(ward: Ward) -> None:
    """Of the other rules none can be broken: nothing is recorded against them."""
    kept = []
    for code in RuleCode:
        broken = Deviation(1, 1, BrokenRule(code))
        with suppress(StoreError), ward.store.step(actor="nurse", what="move") as step:
            add_deviation(step, broken)
            kept.append(code)
    assert {code.value for code in kept} == {
        *("outside_window", "gap_too_short", "gap_too_long", "closed_day"),
        *("over_capacity", "same_day", "order"),
    }


FACTS = {
    "given on another date": ("item", "actual = '2026-03-17'", "state = 'given'"),
    "given after all not": ("item", "state = 'omitted', actual = NULL", "state = 'given'"),
    "not given after all": ("item", "state = 'given', actual = planned", "state = 'omitted'"),
    "partly given, then ceased": ("item", "state = 'ceased'", "state = 'partly_given'"),
    "a part on another date": ("item_part", "done = '2026-03-17'", "at <> ''"),
    "a part at another time": ("item_part", "at = '10:31'", "at <> ''"),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_of_care_changes_only_by_a_correction(ward: Ward, name: str) -> None:
    """Whatever a fact becomes, the step that changes it is named as what it is."""
    table, change, where = FACTS[name]
    statement = " ".join(("UPDATE", table, "SET", change, ", rev = rev + 1 WHERE", where))
    parts = (ItemPart("09:00", date(2026, 3, 9)), ItemPart("21:00"))
    facts = given(cycle(), "C1/NK1", date(2026, 3, 16))
    facts = with_item(facts, "C1/FLU@2", state=ItemState.OMITTED)
    facts = with_item(facts, "C1/FLU@1", state=ItemState.PARTLY_GIVEN, parts=parts)
    with ward.store.step(actor="nurse", what="given") as step:
        save_cycle(step, 1, cycle(), facts)
    assert refused(ward.store, OPEN, statement) == "a fact of care is only corrected"
    database = ward.store.database
    database.execute("BEGIN IMMEDIATE")
    database.execute(CORRECTING)
    assert database.execute(statement).rowcount == 1
    database.rollback()


@pytest.fixture
def left(ward: Ward) -> Ward:
    """A ward whose patient left the study: one item cancelled, one still open and overdue."""
    after = with_item(cycle(), "C1/NK1", state=ItemState.CANCELLED)
    with ward.store.step(actor="nurse", what="off_study") as step:
        set_off_study(step, OffStudy(1, date(2026, 3, 12), "withdrawn"))
        save_cycle(step, 1, cycle(), after)
    return ward


NOTHING_PLANNED = "nothing is planned for a patient who is off study"


@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT INTO cycle (patient_id, protocol_hash, number, arm, start, rev)"
            " SELECT patient_id, protocol_hash, 1, arm, start, 1 FROM cycle"
        ),
        (
            "INSERT INTO item SELECT 99, cycle_id, patient_id, 9, 'NK2', NULL, 9, kind, calendar,"
            " target, earliest, latest, planned, original, 9, 'planned', NULL, warnings, by_hand,"
            " reason, note, 1 FROM item WHERE code = 'NK1'"
        ),
        "UPDATE item SET state = 'planned', rev = rev + 1 WHERE state = 'cancelled'",
        "UPDATE item SET state = 'partly_given', rev = rev + 1 WHERE state = 'cancelled'",
    ],
)
def test_nothing_is_planned_for_a_patient_who_is_off_study(left: Ward, statement: str) -> None:
    """H37."""
    assert refused(left.store, OPEN, statement) == NOTHING_PLANNED


def test_what_was_open_when_a_patient_left_can_still_be_recorded(left: Ward) -> None:
    """A fact is never refused: what hangs on it re-derives, open or closed."""
    (before,) = cycles(left.store, 1)
    moved = with_item(before, "C1/FLU@2", planned=date(2026, 3, 20))
    after = given(moved, "C1/FLU@1", date(2026, 3, 9))
    with left.store.step(actor="nurse", what="given") as step:
        save_cycle(step, 1, before, after)
    assert cycles(left.store, 1) == (after,)
