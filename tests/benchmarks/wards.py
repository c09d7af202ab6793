"""Wards of 10,000 to 1,000,000 items, filled by SQL: how they came about is not measured.

Every day has 50 items of 50 patients and every patient 40 items on 40 days following each other.
The rows are not journalled, so such a ward is good for reading only. Everybody is invented.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from nkdesk.model.cycle import Cycle
from nkdesk.services.desk import Desk
from nkdesk.services.ward import NewWard, ProtocolSource, create_ward
from nkdesk.store.patients import newest_id
from tests.benchmarks.example import ARM, ITEMS, SOURCE, example_cycle, example_protocol

TODAY = date(2026, 3, 12)
A_DAY = 50
BLOCK = A_DAY * ITEMS


class StandingClock:
    """A clock that stands in the morning of the ward's today."""

    def now(self) -> datetime:
        """Return the standing moment."""
        return datetime.combine(TODAY, time(7, 0), ZoneInfo("Europe/Minsk"))

    def today(self) -> date:
        """Return the standing day."""
        return TODAY


@contextmanager
def filled_ward(folder: Path, items: int) -> Iterator[Desk]:
    """Open a new ward with so many items, a multiple of 2,000; its today is in the last block."""
    protocol = example_protocol()
    source = ProtocolSource(protocol, SOURCE.read_text(encoding="utf-8"))
    new = NewWard("Measured ward", UUID(int=items), (source,), sample_today=TODAY)
    desk = create_ward(folder, new, StandingClock(), "nobody")
    with desk.store:
        fill(desk, items // BLOCK, example_cycle(protocol))
        # Look-alike names are looked for once after an enrolment and kept; not measured here.
        desk.alike = (newest_id(desk.store), frozenset())
        yield desk


def fill(desk: Desk, blocks: int, cycle: Cycle) -> None:
    """Fill the ward in one step; 50 patients a block, one item a day each."""
    first = TODAY - timedelta(days=(blocks - 1) * ITEMS + ITEMS // 2)
    people = blocks * A_DAY
    (hash_,) = desk.store.read("SELECT hash FROM protocol")[0]
    numbers = {"people": people, "first": first.isoformat(), "today": TODAY.isoformat()}
    with desk.store.step(actor="nobody", what="fill"):
        execute = desk.store.database.conn.execute
        execute("CREATE TEMP TABLE person (id INTEGER PRIMARY KEY, start TEXT)")
        execute(PEOPLE, numbers)
        execute("CREATE TEMP TABLE plan (position, code, address_day, day, kind, calendar)")
        desk.store.database.conn.executemany(
            "INSERT INTO temp.plan VALUES (?, ?, ?, ?, ?, ?)", list(_plan(cycle))
        )
        for statement in STATEMENTS:
            execute(statement, {**numbers, "hash": hash_, "arm": ARM})


def _plan(cycle: Cycle) -> Iterator[tuple[object, ...]]:
    for position, item in enumerate(cycle.items):
        address = item.address
        yield position, address.code, address.day, item.day, item.kind.value, item.calendar


PEOPLE = """
INSERT INTO temp.person
WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < :people)
SELECT id, date(:first, '+' || ((id - 1) / 50 * 40) || ' days') FROM n
"""

STATEMENTS = (
    """
INSERT INTO patient (id, family, given, patronymic, latin_family, latin_given, born, sex,
  trial_number, case_number, disease_group, arm, protocol_hash, allergy_state, allergies, folded,
  rev)
SELECT id, 'Invented' || id, 'Person', '', '', '', date(start, '-9 years'),
  iif(id % 2, 'f', 'm'), 'B-' || id, '', 'relapsed', :arm, :hash, 'none_known', '',
  'invented' || id || ' person b-' || id, 1 FROM temp.person
""",
    """
INSERT INTO weight (patient_id, day, grams, rev)
SELECT id, start, 30000 + id % 1000, 1 FROM temp.person
""",
    """
INSERT INTO height (patient_id, day, millimetres, rev)
SELECT id, start, 1300 + id % 100, 1 FROM temp.person
""",
    """
INSERT INTO cycle (id, patient_id, protocol_hash, number, arm, start, rev)
SELECT id, id, :hash, 1, :arm, start, 1 FROM temp.person
""",
    """
INSERT INTO item (id, cycle_id, patient_id, position, code, address_day, day, kind, calendar,
  target, earliest, latest, planned, original, label_day, state, actual, warnings, by_hand, reason,
  note, rev)
SELECT item_id, id, id, position, code, address_day, day, kind, calendar, on_day, NULL, NULL,
  on_day, on_day, day, iif(on_day < :today, 'given', 'planned'),
  iif(on_day < :today, on_day, NULL), '', 0, '', '', 1
FROM (SELECT *, (id - 1) * 40 + position + 1 AS item_id,
  date(start, '+' || position || ' days') AS on_day FROM temp.person, temp.plan)
""",
    """
INSERT INTO item_part (item_id, part, patient_id, time, done, at, rev)
SELECT id, 1, patient_id, '', actual, '', 1 FROM item
""",
    "DROP TABLE temp.person",
    "DROP TABLE temp.plan",
)
