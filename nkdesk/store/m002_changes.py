"""The second shape of the store: changed plans, deviations, patients off study, lost capacity.

Store version 1.1. As plain SQL; it is never edited once a version has shipped.
"""

from typing import TYPE_CHECKING

from nkdesk.store.m001_journal import GUARDS

if TYPE_CHECKING:
    from sqlite_utils import Database

CHANGES = """
CREATE TABLE plan_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  kind TEXT NOT NULL
    CHECK (kind IN ('move', 'cease', 'off_study', 'replace', 'settle', 'correct')),
  item TEXT NOT NULL CHECK (length(item) <= 60),
  scope TEXT CHECK (scope IN ('only', 'needed', 'rest_of_cycle', 'everything_after')),
  was TEXT CHECK (was IS date(was)),
  becomes TEXT CHECK (becomes IS date(becomes)),
  reason TEXT NOT NULL CHECK (length(reason) <= 60),
  factor TEXT NOT NULL CHECK (length(factor) <= 60),
  grade INTEGER CHECK (grade BETWEEN 1 AND 5),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  physician TEXT NOT NULL CHECK (length(physician) <= 200),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK (kind <> 'move' OR (item <> '' AND scope IS NOT NULL AND becomes IS NOT NULL))
) STRICT;
CREATE INDEX plan_change_of_patient ON plan_change (patient_id, id);
CREATE TRIGGER plan_change_stays BEFORE UPDATE ON plan_change
BEGIN SELECT RAISE(ABORT, 'a change as it was decided never changes'); END;

CREATE TABLE deviation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  cycle INTEGER NOT NULL,
  item TEXT NOT NULL CHECK (length(item) <= 60),
  other TEXT NOT NULL CHECK (length(other) <= 60),
  rule TEXT NOT NULL
    CHECK (rule IN ('outside_window', 'gap_too_short', 'gap_too_long', 'closed_day',
      'over_capacity', 'same_day', 'order')),
  day TEXT CHECK (day IS date(day)),
  bound INTEGER,
  calendar TEXT NOT NULL CHECK (length(calendar) <= 60),
  accepted_by TEXT NOT NULL CHECK (length(accepted_by) <= 200),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  FOREIGN KEY (patient_id, cycle) REFERENCES cycle (patient_id, number)
) STRICT;
CREATE INDEX deviation_of_patient ON deviation (patient_id, cycle, id);
CREATE TRIGGER deviation_keeps_rule BEFORE UPDATE ON deviation
WHEN NEW.patient_id IS NOT OLD.patient_id OR NEW.cycle IS NOT OLD.cycle
  OR NEW.item IS NOT OLD.item OR NEW.other IS NOT OLD.other OR NEW.rule IS NOT OLD.rule
  OR NEW.day IS NOT OLD.day OR NEW.bound IS NOT OLD.bound OR NEW.calendar IS NOT OLD.calendar
BEGIN SELECT RAISE(ABORT, 'a deviation keeps the rule it broke'); END;

CREATE TABLE site_capacity (
  calendar TEXT NOT NULL CHECK (length(calendar) BETWEEN 1 AND 60),
  day TEXT NOT NULL CHECK (day IS date(day)),
  capacity INTEGER NOT NULL CHECK (capacity BETWEEN 0 AND 999),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  PRIMARY KEY (calendar, day)
) STRICT;

CREATE TABLE off_study (
  patient_id INTEGER PRIMARY KEY NOT NULL REFERENCES patient (id),
  day TEXT NOT NULL CHECK (day IS date(day)),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 60),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
CREATE TRIGGER off_study_gets_no_cycle BEFORE INSERT ON cycle
WHEN EXISTS (SELECT 1 FROM off_study WHERE patient_id = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'nothing is planned for a patient who is off study'); END;
CREATE TRIGGER off_study_gets_no_item BEFORE INSERT ON item
WHEN EXISTS (SELECT 1 FROM off_study WHERE patient_id = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'nothing is planned for a patient who is off study'); END;
CREATE TRIGGER off_study_opens_no_item BEFORE UPDATE ON item
WHEN NEW.actual IS NULL AND NEW.state IN ('planned', 'partly_given')
  AND NOT (OLD.actual IS NULL AND OLD.state IN ('planned', 'partly_given'))
  AND EXISTS (SELECT 1 FROM off_study WHERE patient_id = NEW.patient_id AND day <= NEW.planned)
BEGIN SELECT RAISE(ABORT, 'nothing is planned for a patient who is off study'); END;
"""

FACTS = """
ALTER TABLE open_step ADD COLUMN what TEXT NOT NULL DEFAULT '';

CREATE TRIGGER item_facts_are_corrected BEFORE UPDATE ON item
WHEN (SELECT what FROM open_step) IS NOT 'correct_given'
  AND ((OLD.state IN ('given', 'omitted')
      AND (NEW.state IS NOT OLD.state OR NEW.actual IS NOT OLD.actual))
    OR (OLD.state = 'partly_given' AND NEW.state NOT IN ('partly_given', 'given')))
BEGIN SELECT RAISE(ABORT, 'a fact of care is only corrected'); END;
CREATE TRIGGER item_part_facts_are_corrected BEFORE UPDATE ON item_part
WHEN (SELECT what FROM open_step) IS NOT 'correct_given'
  AND OLD.done IS NOT NULL AND (NEW.done IS NOT OLD.done OR NEW.at IS NOT OLD.at)
BEGIN SELECT RAISE(ABORT, 'a fact of care is only corrected'); END;
"""

SINCE = """
CREATE INDEX step_at ON step (at_utc);
"""

CLINICAL = ("plan_change", "deviation", "site_capacity", "off_study")


def m002_changes(database: "Database") -> None:
    """Add what a changed plan needs; the rows of version 1.0 stay as they are."""
    for script in (CHANGES, FACTS, SINCE):
        database.executescript(script)
    for table in CLINICAL:
        database.executescript(GUARDS.replace("TABLE_NAME", table))
