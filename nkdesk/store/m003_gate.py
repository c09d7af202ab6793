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

EVALUATION = """
CREATE VIEW reserved_criterion AS
SELECT protocol.hash AS protocol_hash, json_extract(criterion.value, '$.id') AS id
FROM protocol, json_each(protocol.canonical, '$.criterion') AS criterion
WHERE EXISTS (SELECT 1 FROM
    (SELECT json_extract(test.value, '$.shape') AS shape, '_' || replace(
      coalesce(json_extract(test.value, '$.test.observation'),
        json_extract(test.value, '$.test.judgement'), ''), '-', '_') AS asked
     FROM json_each(criterion.value, '$.tests') AS test)
  WHERE shape = 'consent' OR asked GLOB '*_hiv*' OR asked GLOB '*_consent*'
    OR asked GLOB '*_assent*'
    OR (json_extract(criterion.value, '$.who') = 'donor' AND (asked GLOB '*_hbv*'
      OR asked GLOB '*_hbs*' OR asked GLOB '*_hbc*' OR asked GLOB '*_hcv*'
      OR asked GLOB '*_htlv*' OR asked GLOB '*_syphilis*' OR asked GLOB '*_treponema*'
      OR asked GLOB '*_cmv*' OR asked GLOB '*_serology*')));

CREATE TABLE waiver (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  cycle INTEGER NOT NULL CHECK (cycle BETWEEN 1 AND 999),
  criterion TEXT NOT NULL CHECK (length(criterion) BETWEEN 1 AND 60),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
  investigator TEXT NOT NULL CHECK (length(investigator) BETWEEN 1 AND 200),
  signed_at TEXT NOT NULL CHECK (datetime(signed_at) IS NOT NULL),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
CREATE INDEX waiver_of_patient ON waiver (patient_id, cycle, criterion);
CREATE TRIGGER waiver_of_what_may_be_waived BEFORE INSERT ON waiver
WHEN NOT EXISTS (SELECT 1 FROM patient
    JOIN protocol ON protocol.hash = patient.protocol_hash
    JOIN json_each(protocol.canonical, '$.criterion') AS found
    WHERE patient.id = NEW.patient_id
      AND json_extract(found.value, '$.id') = NEW.criterion)
  OR EXISTS (SELECT 1 FROM patient
    JOIN reserved_criterion AS reserved ON reserved.protocol_hash = patient.protocol_hash
    WHERE patient.id = NEW.patient_id AND reserved.id = NEW.criterion)
BEGIN SELECT RAISE(ABORT, 'this criterion cannot be waived'); END;
CREATE TRIGGER waiver_is_signed BEFORE INSERT ON waiver
WHEN trim(NEW.reason) = '' OR trim(NEW.investigator) = ''
BEGIN SELECT RAISE(ABORT, 'a waiver has its reason and its investigator'); END;
CREATE TRIGGER waiver_is_never_replaced BEFORE INSERT ON waiver
WHEN EXISTS (SELECT 1 FROM waiver AS other WHERE other.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a signed waiver never changes'); END;
CREATE TRIGGER waiver_stays BEFORE UPDATE ON waiver
BEGIN SELECT RAISE(ABORT, 'a signed waiver never changes'); END;
CREATE TRIGGER waiver_is_kept BEFORE DELETE ON waiver
BEGIN SELECT RAISE(ABORT, 'a signed waiver is never removed'); END;

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
  UNIQUE (id, patient_id)
) STRICT;
CREATE INDEX evaluation_of_patient ON evaluation (patient_id, cycle, id);
CREATE INDEX evaluation_protocol ON evaluation (protocol_hash);
CREATE TRIGGER evaluation_is_what_was_frozen BEFORE INSERT ON evaluation
WHEN json_extract(NEW.frozen, '$.outcome') IS NOT NEW.outcome
  OR json_extract(NEW.frozen, '$.valid_until') IS NOT NEW.valid_until
  OR json_extract(NEW.frozen, '$.cycle') IS NOT NEW.cycle
  OR json_extract(NEW.frozen, '$.who') IS NOT 'patient'
  OR json_extract(NEW.frozen, '$.on') IS NOT NEW.on_day
  OR NEW.on_day IS NOT date(NEW.on_day) OR NEW.valid_until IS NOT date(NEW.valid_until)
BEGIN SELECT RAISE(ABORT, 'an evaluation is kept as it was frozen'); END;
CREATE TRIGGER evaluation_is_by_the_protocol BEFORE INSERT ON evaluation
WHEN NEW.protocol_hash IS NOT (SELECT protocol_hash FROM patient WHERE id = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'an evaluation is by the protocol of its patient'); END;
CREATE TRIGGER evaluation_answers_every_criterion BEFORE INSERT ON evaluation
WHEN NEW.outcome = 'eligible' AND EXISTS (
  SELECT 1 FROM protocol, json_each(protocol.canonical, '$.criterion') AS criterion
  WHERE protocol.hash = NEW.protocol_hash
    AND json_extract(criterion.value, '$.who') = 'patient'
    AND (NEW.cycle = 1 OR json_extract(criterion.value, '$.recheck') <> 'skip')
    AND NOT EXISTS (SELECT 1 FROM json_each(NEW.frozen, '$.verdicts') AS said
      WHERE json_extract(said.value, '$.criterion.id')
          = json_extract(criterion.value, '$.id')
        AND (json_extract(said.value, '$.verdict') IN ('met', 'not_applicable')
          OR json_extract(said.value, '$.waived') = 1)))
BEGIN SELECT RAISE(ABORT, 'eligible is who answers every criterion'); END;
CREATE TRIGGER evaluation_is_eligible_by_its_verdicts BEFORE INSERT ON evaluation
WHEN NEW.outcome = 'eligible' AND EXISTS (
  SELECT 1 FROM json_each(NEW.frozen, '$.verdicts') AS said
  WHERE coalesce(json_extract(said.value, '$.verdict') NOT IN ('met', 'not_applicable'), 1)
    AND (json_extract(said.value, '$.verdict') IS NOT 'not_met'
      OR json_extract(said.value, '$.waived') IS NOT 1
      OR EXISTS (SELECT 1 FROM reserved_criterion AS reserved
        WHERE reserved.protocol_hash = NEW.protocol_hash
          AND reserved.id = json_extract(said.value, '$.criterion.id'))
      OR NOT EXISTS (SELECT 1 FROM waiver WHERE waiver.patient_id = NEW.patient_id
        AND waiver.cycle = NEW.cycle
        AND waiver.criterion = json_extract(said.value, '$.criterion.id'))))
BEGIN SELECT RAISE(ABORT, 'eligible is who meets every criterion or has a waiver'); END;
CREATE TRIGGER evaluation_is_never_replaced BEFORE INSERT ON evaluation
WHEN EXISTS (SELECT 1 FROM evaluation AS other WHERE other.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an evaluation is frozen'); END;
CREATE TRIGGER evaluation_stays BEFORE UPDATE ON evaluation
BEGIN SELECT RAISE(ABORT, 'an evaluation is frozen'); END;
CREATE TRIGGER evaluation_is_kept BEFORE DELETE ON evaluation
BEGIN SELECT RAISE(ABORT, 'an evaluation is frozen'); END;
CREATE TRIGGER protocol_is_never_replaced BEFORE INSERT ON protocol
WHEN EXISTS (SELECT 1 FROM protocol AS other WHERE other.hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'a protocol version never changes'); END;
"""

GATE = """
CREATE TABLE gate (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  cycle INTEGER NOT NULL CHECK (cycle BETWEEN 2 AND 999),
  evaluation_id INTEGER NOT NULL UNIQUE,
  signed_by TEXT NOT NULL CHECK (length(signed_by) BETWEEN 1 AND 200),
  role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 60),
  signed_at TEXT NOT NULL CHECK (datetime(signed_at) IS NOT NULL),
  valid_until TEXT CHECK (valid_until IS date(valid_until)),
  closed_why TEXT NOT NULL
    CHECK (closed_why IN ('', 'result', 'start_moved', 'expired', 'off_study', 'withdrawn')),
  closed_by TEXT NOT NULL CHECK (length(closed_by) <= 60),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK (closed_why <> '' OR closed_by = ''),
  UNIQUE (id, patient_id),
  FOREIGN KEY (evaluation_id, patient_id) REFERENCES evaluation (id, patient_id)
) STRICT;
CREATE UNIQUE INDEX gate_one_open ON gate (patient_id, cycle) WHERE closed_why = '';
CREATE INDEX gate_of_patient ON gate (patient_id, cycle, id);
CREATE TRIGGER gate_needs_evaluation BEFORE INSERT ON gate
WHEN NEW.closed_why IS NOT '' OR NOT EXISTS (SELECT 1 FROM evaluation
    JOIN patient ON patient.id = evaluation.patient_id
  WHERE evaluation.id = NEW.evaluation_id AND evaluation.patient_id = NEW.patient_id
    AND evaluation.cycle = NEW.cycle AND evaluation.outcome = 'eligible'
    AND evaluation.valid_until IS NEW.valid_until
    AND evaluation.protocol_hash = patient.protocol_hash)
BEGIN SELECT RAISE(ABORT, 'only an eligible evaluation opens a cycle'); END;
CREATE TRIGGER gate_is_on_the_newest_evaluation BEFORE INSERT ON gate
WHEN EXISTS (SELECT 1 FROM evaluation WHERE evaluation.patient_id = NEW.patient_id
  AND evaluation.cycle = NEW.cycle AND evaluation.id > NEW.evaluation_id)
BEGIN SELECT RAISE(ABORT, 'only the newest evaluation is signed'); END;
CREATE TRIGGER gate_is_signed BEFORE INSERT ON gate
WHEN NEW.cycle < 2 OR trim(NEW.signed_by) = '' OR trim(NEW.role) = ''
BEGIN SELECT RAISE(ABORT, 'a gate before a later cycle is signed by somebody'); END;
CREATE TRIGGER gate_is_never_replaced BEFORE INSERT ON gate
WHEN EXISTS (SELECT 1 FROM gate AS other
  WHERE other.id = NEW.id OR other.evaluation_id = NEW.evaluation_id
    OR (other.patient_id = NEW.patient_id AND other.cycle = NEW.cycle AND other.closed_why = ''))
BEGIN SELECT RAISE(ABORT, 'a signed gate stands until it is closed'); END;
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

CREATE TABLE gate_alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  gate_id INTEGER NOT NULL,
  why TEXT NOT NULL
    CHECK (why IN ('result', 'start_moved', 'expired', 'off_study', 'withdrawn')),
  criterion TEXT NOT NULL CHECK (length(criterion) <= 60),
  after_start INTEGER NOT NULL CHECK (after_start IN (0, 1)),
  raised_at TEXT NOT NULL CHECK (datetime(raised_at) IS NOT NULL),
  seen_by TEXT NOT NULL CHECK (length(seen_by) <= 200),
  seen_at TEXT CHECK (seen_at IS NULL OR datetime(seen_at) IS NOT NULL),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK ((seen_by = '') = (seen_at IS NULL)),
  FOREIGN KEY (gate_id, patient_id) REFERENCES gate (id, patient_id)
) STRICT;
CREATE INDEX gate_alert_unseen ON gate_alert (id) WHERE seen_by = '';
CREATE INDEX gate_alert_of_patient ON gate_alert (patient_id, id);
CREATE INDEX gate_alert_gate ON gate_alert (gate_id);
CREATE TRIGGER gate_alert_is_never_replaced BEFORE INSERT ON gate_alert
WHEN EXISTS (SELECT 1 FROM gate_alert AS other WHERE other.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an alert is seen once'); END;
CREATE TRIGGER gate_alert_is_kept BEFORE DELETE ON gate_alert
BEGIN SELECT RAISE(ABORT, 'an alert is seen, never removed'); END;
CREATE TRIGGER gate_alert_is_only_seen BEFORE UPDATE ON gate_alert
WHEN OLD.seen_by <> '' OR NEW.patient_id IS NOT OLD.patient_id OR NEW.gate_id IS NOT OLD.gate_id
  OR NEW.why IS NOT OLD.why OR NEW.criterion IS NOT OLD.criterion OR NEW.id IS NOT OLD.id
  OR NEW.after_start IS NOT OLD.after_start OR NEW.raised_at IS NOT OLD.raised_at
BEGIN SELECT RAISE(ABORT, 'an alert is seen once'); END;
"""

CYCLE = """
ALTER TABLE cycle ADD COLUMN gate_id INTEGER REFERENCES gate (id);
CREATE INDEX cycle_gate ON cycle (gate_id) WHERE gate_id IS NOT NULL;
DROP TRIGGER cycle_needs_gate;
CREATE TRIGGER cycle_needs_gate BEFORE INSERT ON cycle
WHEN CASE WHEN NEW.number = 1 THEN NEW.gate_id IS NOT NULL
  ELSE NEW.start IS NOT date(NEW.start) OR NOT EXISTS (SELECT 1 FROM gate
      JOIN evaluation ON evaluation.id = gate.evaluation_id
    WHERE gate.id = NEW.gate_id AND gate.patient_id = NEW.patient_id
      AND gate.cycle = NEW.number AND gate.closed_why = ''
      AND (gate.valid_until IS NULL OR gate.valid_until >= NEW.start)
      AND evaluation.protocol_hash = NEW.protocol_hash) END
BEGIN SELECT RAISE(ABORT, 'no cycle after the first without a signed gate'); END;
CREATE TRIGGER cycle_stays_behind_its_gate BEFORE UPDATE ON cycle
WHEN CASE WHEN NEW.number = 1 THEN NEW.gate_id IS NOT NULL
  ELSE NEW.gate_id IS NOT OLD.gate_id OR NEW.start IS NOT date(NEW.start)
    OR NOT EXISTS (SELECT 1 FROM gate
      WHERE gate.id = NEW.gate_id AND gate.patient_id = NEW.patient_id
        AND gate.cycle = NEW.number AND gate.closed_why = ''
        AND (gate.valid_until IS NULL OR gate.valid_until >= NEW.start)) END
BEGIN SELECT RAISE(ABORT, 'no cycle after the first without a signed gate'); END;
CREATE TRIGGER cycle_keeps_id BEFORE UPDATE ON cycle WHEN NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'a cycle keeps its patient and its number'); END;
CREATE TRIGGER item_stays_behind_gate BEFORE INSERT ON item
WHEN NOT EXISTS (SELECT 1 FROM cycle LEFT JOIN gate ON gate.id = cycle.gate_id
  WHERE cycle.id = NEW.cycle_id AND cycle.patient_id = NEW.patient_id
    AND (cycle.number = 1 OR (gate.patient_id = NEW.patient_id
      AND gate.cycle = cycle.number AND gate.closed_why = '')))
BEGIN SELECT RAISE(ABORT, 'an item stands in an open cycle of its patient'); END;
CREATE TRIGGER item_keeps_patient BEFORE UPDATE ON item
WHEN NEW.patient_id IS NOT OLD.patient_id OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'an item keeps its patient'); END;
"""

CLINICAL = (*EVIDENCE_TABLES, "waiver", "evaluation", "gate", "gate_alert")


def m003_gate(database: "Database") -> None:
    """Add evidence and the gate; a store of version 1.1 has no cycle after the first."""
    for script in (EVIDENCE, EVALUATION, GATE, CYCLE):
        database.executescript(script)
    for table in CLINICAL:
        database.executescript(GUARDS.replace("TABLE_NAME", table))
