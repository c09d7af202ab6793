"""The gate in the third shape of the store: no cycle after the first without a signed re-check.

Store version 1.2. As plain SQL; it is never edited once a version has shipped. What holds at any
moment, whatever code asks: a cycle after the first names a gate of its patient and number that
was signed on an eligible evaluation, is not closed, and is valid on the cycle's first day.
"""

from typing import TYPE_CHECKING

from nkdesk.store.m001_journal import GUARDS
from nkdesk.store.m003_evidence import EVIDENCE, EVIDENCE_TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database

GATE = """
CREATE TABLE evaluation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  cycle INTEGER NOT NULL CHECK (cycle BETWEEN 1 AND 999),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day)),
  outcome TEXT NOT NULL CHECK (outcome IN ('eligible', 'not_eligible', 'incomplete')),
  valid_until TEXT CHECK (valid_until IS date(valid_until)),
  frozen TEXT NOT NULL CHECK (json_valid(frozen)),
  hash TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
  protocol_hash TEXT NOT NULL REFERENCES protocol (hash),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK (json_extract(frozen, '$.outcome') IS outcome),
  CHECK (json_extract(frozen, '$.valid_until') IS valid_until),
  CHECK (json_extract(frozen, '$.cycle') IS cycle),
  CHECK (json_extract(frozen, '$.who') IS 'patient'),
  CHECK (json_extract(frozen, '$.on') IS on_day)
) STRICT;
CREATE INDEX evaluation_of_patient ON evaluation (patient_id, cycle, id);
CREATE TRIGGER evaluation_stays BEFORE UPDATE ON evaluation
BEGIN SELECT RAISE(ABORT, 'an evaluation is frozen'); END;
CREATE TRIGGER evaluation_is_kept BEFORE DELETE ON evaluation
BEGIN SELECT RAISE(ABORT, 'an evaluation is frozen'); END;

CREATE TABLE gate (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  cycle INTEGER NOT NULL CHECK (cycle BETWEEN 2 AND 999),
  evaluation_id INTEGER NOT NULL UNIQUE REFERENCES evaluation (id),
  signed_by TEXT NOT NULL CHECK (length(signed_by) BETWEEN 1 AND 200),
  role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 60),
  signed_at TEXT NOT NULL,
  valid_until TEXT CHECK (valid_until IS date(valid_until)),
  closed_why TEXT NOT NULL
    CHECK (closed_why IN ('', 'result', 'start_moved', 'expired', 'off_study', 'withdrawn')),
  closed_by TEXT NOT NULL CHECK (length(closed_by) <= 60),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK (closed_why <> '' OR closed_by = '')
) STRICT;
CREATE UNIQUE INDEX gate_one_open ON gate (patient_id, cycle) WHERE closed_why = '';
CREATE INDEX gate_of_patient ON gate (patient_id, cycle, id);
CREATE TRIGGER gate_needs_evaluation BEFORE INSERT ON gate
WHEN NEW.closed_why IS NOT '' OR NOT EXISTS (SELECT 1 FROM evaluation
  WHERE evaluation.id = NEW.evaluation_id AND evaluation.patient_id = NEW.patient_id
    AND evaluation.cycle = NEW.cycle AND evaluation.outcome = 'eligible'
    AND evaluation.valid_until IS NEW.valid_until)
BEGIN SELECT RAISE(ABORT, 'only an eligible evaluation opens a cycle'); END;
CREATE TRIGGER gate_only_closes BEFORE UPDATE ON gate
WHEN OLD.closed_why IS NOT '' OR NEW.closed_why IS '' OR NEW.id IS NOT OLD.id
  OR NEW.patient_id IS NOT OLD.patient_id OR NEW.cycle IS NOT OLD.cycle
  OR NEW.evaluation_id IS NOT OLD.evaluation_id OR NEW.signed_by IS NOT OLD.signed_by
  OR NEW.role IS NOT OLD.role OR NEW.signed_at IS NOT OLD.signed_at
  OR NEW.valid_until IS NOT OLD.valid_until
BEGIN SELECT RAISE(ABORT, 'a signed gate only closes'); END;
CREATE TRIGGER gate_closes_behind_its_cycle BEFORE UPDATE ON gate
WHEN EXISTS (SELECT 1 FROM cycle WHERE cycle.gate_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a planned cycle keeps its gate open'); END;
CREATE TRIGGER gate_is_kept BEFORE DELETE ON gate
BEGIN SELECT RAISE(ABORT, 'a signed gate is never removed'); END;

ALTER TABLE cycle ADD COLUMN gate_id INTEGER REFERENCES gate (id);
CREATE INDEX cycle_gate ON cycle (gate_id) WHERE gate_id IS NOT NULL;
DROP TRIGGER cycle_needs_gate;
CREATE TRIGGER cycle_needs_gate BEFORE INSERT ON cycle
WHEN CASE WHEN NEW.number = 1 THEN NEW.gate_id IS NOT NULL
  ELSE NOT EXISTS (SELECT 1 FROM gate WHERE gate.id = NEW.gate_id
    AND gate.patient_id = NEW.patient_id AND gate.cycle = NEW.number AND gate.closed_why = ''
    AND (gate.valid_until IS NULL OR gate.valid_until >= NEW.start)) END
BEGIN SELECT RAISE(ABORT, 'no cycle after the first without a signed gate'); END;
CREATE TRIGGER cycle_stays_behind_its_gate BEFORE UPDATE ON cycle
WHEN CASE WHEN NEW.number = 1 THEN NEW.gate_id IS NOT NULL
  ELSE NEW.gate_id IS NOT OLD.gate_id OR NOT EXISTS (SELECT 1 FROM gate
    WHERE gate.id = NEW.gate_id AND gate.patient_id = NEW.patient_id
      AND gate.cycle = NEW.number AND gate.closed_why = ''
      AND (gate.valid_until IS NULL OR gate.valid_until >= NEW.start)) END
BEGIN SELECT RAISE(ABORT, 'no cycle after the first without a signed gate'); END;

CREATE TABLE waiver (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  cycle INTEGER NOT NULL CHECK (cycle BETWEEN 1 AND 999),
  criterion TEXT NOT NULL CHECK (length(criterion) BETWEEN 1 AND 60),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
  investigator TEXT NOT NULL CHECK (length(investigator) BETWEEN 1 AND 200),
  signed_at TEXT NOT NULL,
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (patient_id, cycle, criterion)
) STRICT;
CREATE TRIGGER waiver_of_what_may_be_waived BEFORE INSERT ON waiver
WHEN NOT EXISTS (SELECT 1 FROM patient
    JOIN protocol ON protocol.hash = patient.protocol_hash
    JOIN json_each(protocol.canonical, '$.criterion') AS found
    WHERE patient.id = NEW.patient_id
      AND json_extract(found.value, '$.id') = NEW.criterion)
  OR EXISTS (SELECT 1 FROM patient
    JOIN protocol ON protocol.hash = patient.protocol_hash
    JOIN json_each(protocol.canonical, '$.criterion') AS found
    JOIN json_each(found.value, '$.tests') AS test
    WHERE patient.id = NEW.patient_id
      AND json_extract(found.value, '$.id') = NEW.criterion
      AND (json_extract(test.value, '$.shape') = 'consent'
        OR json_extract(test.value, '$.test.observation') IN ('hiv', 'hbv', 'hcv')))
BEGIN SELECT RAISE(ABORT, 'this criterion cannot be waived'); END;
CREATE TRIGGER waiver_stays BEFORE UPDATE ON waiver
BEGIN SELECT RAISE(ABORT, 'a signed waiver never changes'); END;
CREATE TRIGGER waiver_is_kept BEFORE DELETE ON waiver
BEGIN SELECT RAISE(ABORT, 'a signed waiver is never removed'); END;

CREATE TABLE gate_alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  gate_id INTEGER NOT NULL REFERENCES gate (id),
  why TEXT NOT NULL
    CHECK (why IN ('result', 'start_moved', 'expired', 'off_study', 'withdrawn')),
  criterion TEXT NOT NULL CHECK (length(criterion) <= 60),
  after_start INTEGER NOT NULL CHECK (after_start IN (0, 1)),
  raised_at TEXT NOT NULL,
  seen_by TEXT NOT NULL CHECK (length(seen_by) <= 200),
  seen_at TEXT,
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK ((seen_by = '') = (seen_at IS NULL))
) STRICT;
CREATE INDEX gate_alert_unseen ON gate_alert (id) WHERE seen_by = '';
CREATE INDEX gate_alert_of_patient ON gate_alert (patient_id, id);
CREATE TRIGGER gate_alert_is_kept BEFORE DELETE ON gate_alert
BEGIN SELECT RAISE(ABORT, 'an alert is seen, never removed'); END;
CREATE TRIGGER gate_alert_is_only_seen BEFORE UPDATE ON gate_alert
WHEN OLD.seen_by <> '' OR NEW.patient_id IS NOT OLD.patient_id OR NEW.gate_id IS NOT OLD.gate_id
  OR NEW.why IS NOT OLD.why OR NEW.criterion IS NOT OLD.criterion
  OR NEW.after_start IS NOT OLD.after_start OR NEW.raised_at IS NOT OLD.raised_at
BEGIN SELECT RAISE(ABORT, 'an alert is seen once'); END;
"""

CLINICAL = (*EVIDENCE_TABLES, "evaluation", "gate", "waiver", "gate_alert")


def m003_gate(database: "Database") -> None:
    """Add evidence and the gate; a store of version 1.1 has no cycle after the first."""
    for script in (EVIDENCE, GATE):
        database.executescript(script)
    for table in CLINICAL:
        database.executescript(GUARDS.replace("TABLE_NAME", table))
