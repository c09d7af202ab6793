"""The board of gaps over 1,000 patients with 100,000 results, against the bare queries it asks.

Filled by SQL: how the ward came about is not measured, and nothing of it is journalled. Cycle 1 of
every patient has begun, so that each row needs a forecast of cycle 2. Everybody is invented.
"""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from uuid import UUID

from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import ConsentVersionForm, GapBoard, UlnChoiceForm
from nkdesk.services.enrol import enrol
from nkdesk.services.evidence import choose_uln, gap_board, set_consent_version, uln_tables
from nkdesk.services.forms import EnrolmentForm
from nkdesk.services.ward import NewWard, ProtocolSource, create_ward
from nkdesk.store.connection import driver
from nkdesk.store.patients import newest_id
from tests.benchmarks.bare_list import statements_of
from tests.benchmarks.measuring import ROUNDS, Measure, alternating, compared, scaled
from tests.benchmarks.wards import TODAY, StandingClock

PATIENTS, RESULTS = 1_000, 100
MILLI = 1_000
TRIAL = "NCT05272293"
KINDS = ("alt", "ast", "hiv", "performance", "uncontrolled_infection")


@contextmanager
def judged_ward(folder: Path, patients: int, results: int) -> Iterator[Desk]:
    """Open a new ward in which so many patients wait for cycle 2, with so many results each."""
    (source,) = [
        ProtocolSource(one, text) for _, one, text in shipped_protocols() if one.id == TRIAL
    ]
    new = NewWard("Measured ward", UUID(int=patients), (source,), sample_today=TODAY)
    desk = create_ward(folder, new, StandingClock(), "nobody")
    with desk.store:
        ((name,),) = desk.store.read("SELECT hash FROM protocol")
        enrol(desk, _first(name))
        set_consent_version(desk, ConsentVersionForm("1", "01.01.2026"))
        choose_uln(desk, UlnChoiceForm(uln_tables(desk)[0].hash, "01.01.2020"))
        fill(desk, patients, results)
        desk.alike = (newest_id(desk.store), frozenset())
        yield desk


def _first(protocol_hash: str) -> EnrolmentForm:
    return EnrolmentForm(
        family="Invented1",
        given="Person",
        born="01.06.2016",
        sex="f",
        trial_number="B-1",
        disease_group="relapsed",
        allergy_state="none_known",
        protocol_hash=protocol_hash,
        case_number="C-1",
        start=f"{TODAY:%d.%m.%Y}",
    )


def fill(desk: Desk, patients: int, results: int) -> None:
    """Make every patient like the first, begun up to 19 days ago, with results on earlier days."""
    numbers = {
        "patients": patients,
        "results": results // len(KINDS),
        "today": TODAY.isoformat(),
    }
    with desk.store.step(actor="nobody", what="fill"):
        execute = desk.store.database.conn.execute
        execute(PEOPLE)
        for statement in STATEMENTS:
            execute(statement, numbers)


PEOPLE = "CREATE TEMP TABLE person (id INTEGER PRIMARY KEY, back TEXT)"

STATEMENTS = (
    """
INSERT INTO temp.person
WITH RECURSIVE n (id) AS (SELECT 2 UNION ALL SELECT id + 1 FROM n WHERE id < :patients)
SELECT id, '-' || (id % 20) || ' days' FROM n
""",
    """
INSERT INTO patient (id, family, given, patronymic, latin_family, latin_given, born, sex,
  trial_number, case_number, disease_group, arm, protocol_hash, allergy_state, allergies, folded,
  rev)
SELECT person.id, 'Invented' || person.id, given, '', '', '', born, sex, 'B-' || person.id, '',
  disease_group, arm, protocol_hash, allergy_state, '',
  'invented' || person.id || ' person b-' || person.id, 1
FROM temp.person, patient WHERE patient.id = 1
""",
    """
INSERT INTO cycle (id, patient_id, protocol_hash, number, arm, start, rev)
SELECT person.id, person.id, protocol_hash, 1, arm, date(start, back), 1
FROM temp.person, cycle WHERE cycle.id = 1
""",
    """
INSERT INTO item (id, cycle_id, patient_id, position, code, address_day, day, kind, calendar,
  target, earliest, latest, planned, original, label_day, state, actual, warnings, by_hand, reason,
  note, rev)
SELECT person.id * 100 + position, person.id, person.id, position, code, address_day, day, kind,
  calendar, date(target, back), date(earliest, back), date(latest, back), date(planned, back),
  date(original, back), label_day,
  iif(date(planned, back) < :today, 'given', 'planned'),
  iif(date(planned, back) < :today, date(planned, back), NULL), '', 0, '', '', 1
FROM temp.person, item WHERE item.cycle_id = 1
""",
    """
INSERT INTO item_part (item_id, part, patient_id, time, done, at, rev)
SELECT new.id, part, new.patient_id, time, new.actual, '', 1
FROM item AS new JOIN item AS old ON old.cycle_id = 1 AND old.position = new.position
JOIN item_part ON item_part.item_id = old.id WHERE new.cycle_id > 1
""",
    """
INSERT INTO observation (patient_id, donor_id, what, value, unit, scale, rater, on_day, source,
  note, entered_by, corrects, struck, why, rev)
WITH RECURSIVE n (turn) AS (SELECT 1 UNION ALL SELECT turn + 1 FROM n WHERE turn < :results),
kind (what, value, unit, scale) AS (VALUES ('alt', '24', 'U/L', NULL), ('ast', '31', 'U/L', NULL),
  ('hiv', 'negative', '', NULL), ('performance', '80', '', 'lansky'),
  ('uncontrolled_infection', 'no', '', NULL))
SELECT patient.id, NULL, what, value, unit, scale, NULL,
  date(:today, '-' || (turn + patient.id % 9) || ' days'), '', '', 'nobody', NULL, 0, '', 1
FROM patient, n, kind
""",
    """
INSERT INTO consent (patient_id, donor_id, version, language, signed, signers, assent, note,
  entered_by, withdrawn, struck, why, rev)
SELECT id, NULL, '1', 'ru', '2026-01-02', 'parent_1', '', '', 'nobody', NULL, 0, '', 1
FROM patient
""",
    "DROP TABLE temp.person",
)


def measures(
    rounds: int = ROUNDS, patients: int = PATIENTS, results: int = RESULTS
) -> Iterator[Measure]:
    """Yield the board with everything read, against its own queries on a bare connection."""
    with (
        tempfile.TemporaryDirectory() as name,
        judged_ward(Path(name) / "ward", patients, results) as desk,
    ):
        yield from _measured(desk, rounds, f"{patients:,} patients, {results * patients:,}")


def _measured(desk: Desk, rounds: int, of: str) -> Iterator[Measure]:
    board = gap_board(desk)
    checked(board)
    statements = statements_of(desk, lambda: anew(desk))
    with closing(driver().connect(f"{desk.store.path.as_uri()}?mode=ro", uri=True)) as bare:
        calls = [
            lambda: anew(desk),
            lambda: [bare.execute(sql, words).fetchall() for sql, words in statements],
        ]
        ours, theirs = (scaled(costs, MILLI) for costs in alternating(calls, rounds))
    (first,) = alternating([lambda: at_first(desk)], rounds)
    line = compared(f"board, {of} results", "ms", ours, ("bare queries", theirs))
    yield replace(line, budget=4)
    yield Measure(f"board at first, {of} results", median(first) * MILLI, "ms")


def anew(desk: Desk) -> GapBoard:
    """Return the board as after a result was entered: all is read again, forecasts stand."""
    desk.people = None
    return gap_board(desk)


def at_first(desk: Desk) -> GapBoard:
    """Return the board as after the program was opened: every forecast is computed."""
    desk.forecasts = None
    return anew(desk)


def checked(board: GapBoard) -> None:
    """Refuse to measure another board than the one that was meant."""
    expected = {(row.for_cycle, row.forecast) for row in board.rows}
    if len(board.rows) != board.total or not expected <= {(1, False), (2, True)}:
        raise AssertionError("The measured board is not the one that was meant.")
