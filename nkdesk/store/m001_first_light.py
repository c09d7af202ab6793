"""The first shape of the store, as plain SQL; it is never edited once a version has shipped.

Every clinical table carries ``rev``, counts it up with each change, and refuses any change
outside a step.
"""

from typing import TYPE_CHECKING

from nkdesk.store.m001_journal import GUARDS, JOURNAL

if TYPE_CHECKING:
    from sqlite_utils import Database

WARD = """
CREATE TABLE site (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL CHECK (length(uuid) = 36),
  ward TEXT NOT NULL CHECK (length(ward) BETWEEN 1 AND 200),
  time_zone TEXT NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 60),
  sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
  sample_today TEXT CHECK (sample_today IS date(sample_today)),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK ((sample = 1) = (sample_today IS NOT NULL))
) STRICT;
CREATE TRIGGER site_is_one_ward BEFORE UPDATE ON site
WHEN NEW.uuid IS NOT OLD.uuid OR NEW.sample IS NOT OLD.sample
BEGIN SELECT RAISE(ABORT, 'a store stays the store of its ward'); END;
CREATE TRIGGER site_is_kept BEFORE DELETE ON site
BEGIN SELECT RAISE(ABORT, 'a store stays the store of its ward'); END;

CREATE TABLE site_day (
  calendar TEXT NOT NULL CHECK (length(calendar) BETWEEN 1 AND 60),
  day TEXT NOT NULL CHECK (day IS date(day)),
  is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  PRIMARY KEY (calendar, day)
) STRICT;

CREATE TABLE protocol (
  hash TEXT PRIMARY KEY NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 120),
  version TEXT NOT NULL CHECK (length(version) BETWEEN 1 AND 60),
  status TEXT NOT NULL CHECK (status IN ('example', 'site')),
  title_en TEXT NOT NULL,
  title_ru TEXT NOT NULL,
  title_be TEXT NOT NULL,
  canonical TEXT NOT NULL,
  source TEXT NOT NULL,
  added_at TEXT NOT NULL,
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
CREATE INDEX protocol_named ON protocol (id, version);
CREATE TRIGGER protocol_stays BEFORE UPDATE ON protocol
BEGIN SELECT RAISE(ABORT, 'a protocol version never changes'); END;
CREATE TRIGGER protocol_is_kept BEFORE DELETE ON protocol
BEGIN SELECT RAISE(ABORT, 'a protocol version is never removed'); END;

CREATE TABLE protocol_approval (
  protocol_hash TEXT PRIMARY KEY NOT NULL REFERENCES protocol (hash),
  physician TEXT NOT NULL CHECK (length(physician) BETWEEN 1 AND 200),
  second_person TEXT NOT NULL CHECK (length(second_person) BETWEEN 1 AND 200),
  approved_at TEXT NOT NULL,
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK (physician <> second_person)
) STRICT;
CREATE TRIGGER protocol_approval_stays BEFORE UPDATE ON protocol_approval
BEGIN SELECT RAISE(ABORT, 'a signed approval never changes'); END;
CREATE TRIGGER protocol_approval_is_kept BEFORE DELETE ON protocol_approval
BEGIN SELECT RAISE(ABORT, 'a signed approval is never removed'); END;
"""

PATIENTS = """
CREATE TABLE patient (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  family TEXT NOT NULL CHECK (length(family) BETWEEN 1 AND 120),
  given TEXT NOT NULL CHECK (length(given) <= 120),
  patronymic TEXT NOT NULL CHECK (length(patronymic) <= 120),
  latin_family TEXT NOT NULL CHECK (length(latin_family) <= 120),
  latin_given TEXT NOT NULL CHECK (length(latin_given) <= 120),
  born TEXT NOT NULL CHECK (born IS date(born)),
  sex TEXT NOT NULL CHECK (sex IN ('f', 'm')),
  trial_number TEXT NOT NULL UNIQUE CHECK (length(trial_number) BETWEEN 1 AND 60),
  case_number TEXT NOT NULL CHECK (length(case_number) <= 60),
  disease_group TEXT NOT NULL CHECK (length(disease_group) <= 120),
  arm TEXT NOT NULL CHECK (length(arm) BETWEEN 1 AND 120),
  protocol_hash TEXT NOT NULL REFERENCES protocol (hash),
  allergy_state TEXT NOT NULL
    CHECK (allergy_state IN ('known', 'none_known', 'not_recorded', 'unavailable')),
  allergies TEXT NOT NULL CHECK (length(allergies) <= 2000),
  folded TEXT NOT NULL,
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK ((allergy_state = 'known') = (allergies <> ''))
) STRICT;
CREATE INDEX patient_folded ON patient (folded, id);
CREATE UNIQUE INDEX patient_case_number ON patient (case_number) WHERE case_number <> '';
CREATE INDEX patient_protocol ON patient (protocol_hash);

CREATE TABLE weight (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  day TEXT NOT NULL CHECK (day IS date(day)),
  grams INTEGER NOT NULL CHECK (grams BETWEEN 2000 AND 250000),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
CREATE INDEX weight_newest ON weight (patient_id, day DESC, id DESC, grams);

CREATE TABLE height (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  day TEXT NOT NULL CHECK (day IS date(day)),
  millimetres INTEGER NOT NULL CHECK (millimetres BETWEEN 300 AND 2500),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
CREATE INDEX height_newest ON height (patient_id, day DESC, id DESC, millimetres);
"""

CYCLES = """
CREATE TABLE cycle (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  protocol_hash TEXT NOT NULL REFERENCES protocol (hash),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999),
  arm TEXT NOT NULL CHECK (length(arm) BETWEEN 1 AND 120),
  start TEXT NOT NULL CHECK (start IS date(start)),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (patient_id, number),
  UNIQUE (id, patient_id)
) STRICT;
CREATE INDEX cycle_protocol ON cycle (protocol_hash);
CREATE TRIGGER cycle_needs_gate BEFORE INSERT ON cycle WHEN NEW.number > 1
BEGIN SELECT RAISE(ABORT, 'no cycle after the first without a signed gate'); END;
CREATE TRIGGER cycle_keeps_number BEFORE UPDATE ON cycle
WHEN NEW.number IS NOT OLD.number OR NEW.patient_id IS NOT OLD.patient_id
BEGIN SELECT RAISE(ABORT, 'a cycle keeps its patient and its number'); END;

CREATE TABLE item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  cycle_id INTEGER NOT NULL,
  patient_id INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  code TEXT NOT NULL CHECK (code GLOB '[A-Z]*' AND code NOT GLOB '*[^A-Z0-9]*'),
  address_day INTEGER CHECK (address_day IS NULL OR address_day = day),
  day INTEGER NOT NULL CHECK (day BETWEEN -9999 AND 9999),
  kind TEXT NOT NULL CHECK (kind IN ('chemo', 'infusion', 'collection', 'sample', 'check')),
  calendar TEXT NOT NULL CHECK (length(calendar) BETWEEN 1 AND 60),
  target TEXT NOT NULL CHECK (target IS date(target)),
  earliest TEXT CHECK (earliest IS date(earliest)),
  latest TEXT CHECK (latest IS date(latest)),
  planned TEXT NOT NULL CHECK (planned IS date(planned)),
  original TEXT NOT NULL CHECK (original IS date(original)),
  label_day INTEGER NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('planned', 'given', 'partly_given', 'omitted', 'ceased', 'cancelled')),
  actual TEXT CHECK (actual IS date(actual)),
  warnings TEXT NOT NULL CHECK (warnings IN ('', 'closed_day')),
  by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
  reason TEXT NOT NULL CHECK (length(reason) <= 60),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (cycle_id, code, day),
  UNIQUE (id, patient_id),
  FOREIGN KEY (cycle_id, patient_id) REFERENCES cycle (id, patient_id),
  CHECK (state <> 'given' OR actual IS NOT NULL),
  CHECK (state <> 'planned' OR actual IS NULL),
  CHECK (earliest <= latest)
) STRICT;
CREATE INDEX item_planned ON item (planned);
CREATE INDEX item_actual ON item (actual) WHERE actual IS NOT NULL;
CREATE INDEX item_open ON item (planned, patient_id, position)
  WHERE actual IS NULL AND state IN ('planned', 'partly_given');
CREATE INDEX item_open_of_patient ON item (patient_id, planned, position)
  WHERE actual IS NULL AND state IN ('planned', 'partly_given');
CREATE INDEX item_taken ON item (calendar, coalesce(actual, planned), patient_id)
  WHERE kind = 'infusion' AND state IN ('planned', 'partly_given', 'given');
CREATE UNIQUE INDEX item_one_infusion_a_day ON item (patient_id, actual)
  WHERE kind = 'infusion' AND state = 'given';
CREATE TRIGGER item_keeps_origin BEFORE UPDATE ON item
WHEN NEW.original IS NOT OLD.original OR NEW.code IS NOT OLD.code OR NEW.day IS NOT OLD.day
  OR NEW.kind IS NOT OLD.kind OR NEW.cycle_id IS NOT OLD.cycle_id
BEGIN SELECT RAISE(ABORT, 'an item keeps its first date and its place in the protocol'); END;
CREATE TRIGGER item_with_facts_is_kept BEFORE DELETE ON item WHEN OLD.state <> 'planned'
BEGIN SELECT RAISE(ABORT, 'a fact of care is never removed'); END;

CREATE TABLE item_part (
  item_id INTEGER NOT NULL,
  part INTEGER NOT NULL CHECK (part BETWEEN 1 AND 99),
  patient_id INTEGER NOT NULL,
  time TEXT NOT NULL CHECK (length(time) <= 20),
  done TEXT CHECK (done IS date(done)),
  at TEXT NOT NULL CHECK (at = '' OR (at GLOB '[0-2][0-9]:[0-5][0-9]' AND at < '24')),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  PRIMARY KEY (item_id, part),
  CHECK (at = '' OR done IS NOT NULL),
  FOREIGN KEY (item_id, patient_id) REFERENCES item (id, patient_id)
) STRICT;
CREATE INDEX item_part_done ON item_part (done) WHERE done IS NOT NULL;

CREATE VIEW item_line AS
SELECT item.id AS item_id, cycle.number AS cycle_number, item.code, item.address_day, item.day,
  item.kind, item.calendar, item.target, item.earliest, item.latest, item.planned, item.original,
  item.label_day, item.state, item.actual, item.warnings, item.by_hand,
  item_part.time AS part_time, item_part.done AS part_done,
  item_part.at AS part_at, item.reason, item.note, cycle.protocol_hash, cycle.patient_id,
  item.cycle_id, item.position, item_part.part
FROM item
JOIN cycle ON cycle.id = item.cycle_id
JOIN item_part ON item_part.item_id = item.id;

CREATE VIEW day_line AS
SELECT item_line.*, patient.id, patient.family, patient.given, patient.patronymic,
  patient.latin_family, patient.latin_given, patient.born, patient.sex, patient.trial_number,
  patient.case_number, patient.disease_group, patient.arm AS patient_arm,
  patient.protocol_hash AS patient_protocol_hash, patient.allergy_state, patient.allergies,
  patient.folded
FROM item_line
JOIN patient ON patient.id = item_line.patient_id;
"""

CLINICAL = (
    "site",
    "site_day",
    "protocol",
    "protocol_approval",
    "patient",
    "weight",
    "height",
    "cycle",
    "item",
    "item_part",
)


def m001_first_light(database: "Database") -> None:
    """Make every table, index, view and trigger of store version 1.0."""
    for script in (JOURNAL, WARD, PATIENTS, CYCLES):
        database.executescript(script)
    for table in CLINICAL:
        database.executescript(GUARDS.replace("TABLE_NAME", table))
