"""Evidence in the third shape of the store: donors, results, consents, limits of normal.

As plain SQL; it is never edited once a version has shipped. A result is never changed or removed:
a later row corrects or strikes it, and it stays readable. Nor is it replaced: a row whose key is
taken is refused by a trigger, because REPLACE deletes without asking one where another program
has turned recursive triggers off.
"""

EVIDENCE = """
CREATE TABLE donor (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  family TEXT NOT NULL CHECK (length(family) BETWEEN 1 AND 120),
  given TEXT NOT NULL CHECK (length(given) <= 120),
  born TEXT NOT NULL CHECK (born IS date(born)),
  sex TEXT NOT NULL CHECK (sex IN ('f', 'm')),
  relation TEXT NOT NULL CHECK (length(relation) BETWEEN 1 AND 60),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (id, patient_id)
) STRICT;
CREATE INDEX donor_of_patient ON donor (patient_id, id);
CREATE TRIGGER donor_keeps_recipient BEFORE UPDATE ON donor
WHEN NEW.patient_id IS NOT OLD.patient_id OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'a donor gives for one recipient'); END;

CREATE TABLE observation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  donor_id INTEGER,
  what TEXT NOT NULL CHECK (what GLOB '[a-z]*' AND what NOT GLOB '*[^a-z0-9_]*'),
  value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 60),
  unit TEXT NOT NULL CHECK (length(unit) <= 20),
  scale TEXT CHECK (scale IN ('lansky', 'karnofsky')),
  rater TEXT CHECK (rater IN ('parent', 'clinician', 'patient')),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day)),
  source TEXT NOT NULL CHECK (length(source) <= 200),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  entered_by TEXT NOT NULL CHECK (length(entered_by) BETWEEN 1 AND 200),
  corrects INTEGER REFERENCES observation (id),
  struck INTEGER NOT NULL CHECK (struck IN (0, 1)),
  why TEXT NOT NULL CHECK (length(why) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (id, patient_id),
  FOREIGN KEY (donor_id, patient_id) REFERENCES donor (id, patient_id),
  CHECK (struck = 0 OR corrects IS NOT NULL),
  CHECK ((corrects IS NOT NULL) = (why <> '')),
  CHECK (corrects < id)
) STRICT;
CREATE INDEX observation_of_person
  ON observation (patient_id, donor_id, what, on_day, id, struck);
CREATE UNIQUE INDEX observation_corrected ON observation (corrects) WHERE corrects IS NOT NULL;
CREATE TRIGGER observation_corrects_its_own BEFORE INSERT ON observation
WHEN NEW.corrects IS NOT NULL AND NOT EXISTS (SELECT 1 FROM observation AS earlier
  WHERE earlier.id = NEW.corrects AND earlier.patient_id = NEW.patient_id
    AND earlier.donor_id IS NEW.donor_id AND earlier.what = NEW.what AND earlier.struck = 0)
BEGIN SELECT RAISE(ABORT, 'a result corrects one of the same kind and person'); END;
CREATE TRIGGER observation_is_never_replaced BEFORE INSERT ON observation
WHEN EXISTS (SELECT 1 FROM observation AS other
  WHERE other.id = NEW.id OR other.corrects = NEW.corrects)
BEGIN SELECT RAISE(ABORT, 'a result is corrected, never overwritten'); END;
CREATE TRIGGER observation_stays BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'a result is corrected, never overwritten'); END;
CREATE TRIGGER observation_is_kept BEFORE DELETE ON observation
BEGIN SELECT RAISE(ABORT, 'a result is corrected, never removed'); END;

CREATE TABLE infection (
  observation_id INTEGER PRIMARY KEY NOT NULL,
  patient_id INTEGER NOT NULL,
  site TEXT NOT NULL CHECK (length(site) <= 200),
  organism TEXT NOT NULL CHECK (length(organism) <= 200),
  fever TEXT NOT NULL CHECK (fever IN ('yes', 'no', 'unknown')),
  treatment_day INTEGER CHECK (treatment_day BETWEEN 0 AND 999),
  trend TEXT NOT NULL CHECK (trend IN ('better', 'same', 'worse', 'none')),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  FOREIGN KEY (observation_id, patient_id) REFERENCES observation (id, patient_id)
) STRICT;
CREATE TRIGGER infection_is_never_replaced BEFORE INSERT ON infection
WHEN EXISTS (SELECT 1 FROM infection AS other WHERE other.observation_id = NEW.observation_id)
BEGIN SELECT RAISE(ABORT, 'a judgement is corrected, never overwritten'); END;
CREATE TRIGGER infection_stays BEFORE UPDATE ON infection
BEGIN SELECT RAISE(ABORT, 'a judgement is corrected, never overwritten'); END;
CREATE TRIGGER infection_is_kept BEFORE DELETE ON infection
BEGIN SELECT RAISE(ABORT, 'a judgement is corrected, never removed'); END;

CREATE TABLE consent_version (
  version TEXT PRIMARY KEY NOT NULL CHECK (length(version) BETWEEN 1 AND 60),
  valid_from TEXT NOT NULL UNIQUE CHECK (valid_from IS date(valid_from)),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;

CREATE TABLE consent (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  donor_id INTEGER,
  version TEXT NOT NULL CHECK (length(version) BETWEEN 1 AND 60),
  language TEXT NOT NULL CHECK (length(language) <= 60),
  signed TEXT NOT NULL CHECK (signed IS date(signed)),
  signers TEXT NOT NULL CHECK (length(signers) BETWEEN 1 AND 200),
  assent TEXT NOT NULL CHECK (length(assent) <= 60),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  entered_by TEXT NOT NULL CHECK (length(entered_by) BETWEEN 1 AND 200),
  withdrawn TEXT CHECK (withdrawn IS date(withdrawn)),
  struck INTEGER NOT NULL CHECK (struck IN (0, 1)),
  why TEXT NOT NULL CHECK (length(why) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  FOREIGN KEY (donor_id, patient_id) REFERENCES donor (id, patient_id),
  CHECK (withdrawn >= signed),
  CHECK ((withdrawn IS NULL AND struck = 0) OR why <> '')
) STRICT;
CREATE INDEX consent_of_person ON consent (patient_id, donor_id, signed, id);
CREATE TRIGGER consent_keeps_what_was_signed BEFORE UPDATE ON consent
WHEN NEW.patient_id IS NOT OLD.patient_id OR NEW.donor_id IS NOT OLD.donor_id
  OR NEW.version IS NOT OLD.version OR NEW.language IS NOT OLD.language
  OR NEW.signed IS NOT OLD.signed OR NEW.signers IS NOT OLD.signers
  OR NEW.assent IS NOT OLD.assent OR NEW.note IS NOT OLD.note
  OR NEW.entered_by IS NOT OLD.entered_by OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'a consent keeps what was signed'); END;
CREATE TRIGGER consent_is_not_given_back BEFORE UPDATE ON consent
WHEN OLD.struck = 1 OR NEW.struck < OLD.struck
  OR (OLD.withdrawn IS NOT NULL AND NEW.withdrawn IS NOT OLD.withdrawn)
BEGIN SELECT RAISE(ABORT, 'a consent taken back stays taken back'); END;
CREATE TRIGGER consent_is_never_replaced BEFORE INSERT ON consent
WHEN EXISTS (SELECT 1 FROM consent AS other WHERE other.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a consent keeps what was signed'); END;
CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent
BEGIN SELECT RAISE(ABORT, 'a consent is withdrawn or struck, never removed'); END;

CREATE TABLE uln_table (
  hash TEXT PRIMARY KEY NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 120),
  version TEXT NOT NULL CHECK (length(version) BETWEEN 1 AND 60),
  canonical TEXT NOT NULL CHECK (json_valid(canonical)),
  added_at TEXT NOT NULL CHECK (datetime(added_at) IS NOT NULL),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
CREATE TRIGGER uln_table_is_never_replaced BEFORE INSERT ON uln_table
WHEN EXISTS (SELECT 1 FROM uln_table AS other WHERE other.hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'a table of limits never changes'); END;
CREATE TRIGGER uln_table_stays BEFORE UPDATE ON uln_table
BEGIN SELECT RAISE(ABORT, 'a table of limits never changes'); END;
CREATE TRIGGER uln_table_is_kept BEFORE DELETE ON uln_table
BEGIN SELECT RAISE(ABORT, 'a table of limits is never removed'); END;

CREATE TABLE uln_choice (
  valid_from TEXT PRIMARY KEY NOT NULL CHECK (valid_from IS date(valid_from)),
  table_hash TEXT NOT NULL REFERENCES uln_table (hash),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
"""

EVIDENCE_TABLES = (
    "donor",
    "observation",
    "infection",
    "consent_version",
    "consent",
    "uln_table",
    "uln_choice",
)
