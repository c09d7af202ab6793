"""What is written down at the bed, in the fourth shape of the store.

As plain SQL; it is never edited once a version has shipped. Rows are only ever added: a later one
corrects an earlier one, and both stay readable.
"""

BEDSIDE = """
CREATE TABLE infusion_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  infusion_id INTEGER NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('check', 'premedicate', 'thaw', 'start', 'vitals', 'rate',
    'pause', 'resume', 'next_bag', 'reaction', 'call', 'end', 'complete', 'abandon', 'note')),
  intended TEXT CHECK (intended IS NULL OR datetime(intended) IS NOT NULL),
  at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL),
  recorded TEXT NOT NULL CHECK (datetime(recorded) IS NOT NULL),
  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 200),
  detail TEXT NOT NULL CHECK (length(detail) <= 2000),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  FOREIGN KEY (infusion_id, patient_id) REFERENCES infusion (id, patient_id)
) STRICT;
CREATE INDEX infusion_event_of_infusion ON infusion_event (infusion_id, id);
CREATE INDEX infusion_event_of_patient ON infusion_event (patient_id, infusion_id, id);
CREATE UNIQUE INDEX infusion_event_once ON infusion_event (infusion_id, act)
  WHERE act IN ('start', 'end', 'complete', 'abandon');
CREATE TRIGGER infusion_event_of_its_own BEFORE INSERT ON infusion_event
WHEN NOT EXISTS (SELECT 1 FROM infusion
    WHERE infusion.id = NEW.infusion_id AND infusion.patient_id = NEW.patient_id)
  OR trim(NEW.person) = ''
BEGIN SELECT RAISE(ABORT, 'what was done is of an infusion, by somebody'); END;
CREATE TRIGGER infusion_event_next_bag BEFORE INSERT ON infusion_event
WHEN NEW.act = 'next_bag' AND NOT EXISTS (SELECT 1 FROM checked_bag AS checked
    JOIN bag ON bag.id = checked.bag_id
  WHERE checked.infusion_id = NEW.infusion_id AND bag.number = NEW.detail)
BEGIN SELECT RAISE(ABORT, 'two persons check a bag before it is infused'); END;
CREATE TRIGGER infusion_event_is_never_replaced BEFORE INSERT ON infusion_event
WHEN EXISTS (SELECT 1 FROM infusion_event AS other WHERE other.id = NEW.id
  OR (other.infusion_id = NEW.infusion_id AND other.act = NEW.act
    AND NEW.act IN ('start', 'end', 'complete', 'abandon')))
BEGIN SELECT RAISE(ABORT, 'what was written at the bed stays'); END;
CREATE TRIGGER infusion_event_stays BEFORE UPDATE ON infusion_event
BEGIN SELECT RAISE(ABORT, 'what was written at the bed stays'); END;
CREATE TRIGGER infusion_event_is_kept BEFORE DELETE ON infusion_event
BEGIN SELECT RAISE(ABORT, 'what was written at the bed is never removed'); END;

CREATE TABLE vital_row (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  infusion_id INTEGER NOT NULL,
  at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL),
  recorded TEXT NOT NULL CHECK (datetime(recorded) IS NOT NULL),
  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 200),
  signs TEXT NOT NULL CHECK (json_valid(signs) AND json_type(signs) = 'array'),
  due INTEGER CHECK (due BETWEEN -9999 AND 99999),
  after_end INTEGER NOT NULL CHECK (after_end IN (0, 1)),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  corrects INTEGER REFERENCES vital_row (id),
  why TEXT NOT NULL CHECK (length(why) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK ((corrects IS NOT NULL) = (why <> '')),
  CHECK (corrects < id),
  CHECK (signs <> '[]' OR note <> '' OR why <> ''),
  FOREIGN KEY (infusion_id, patient_id) REFERENCES infusion (id, patient_id)
) STRICT;
CREATE INDEX vital_row_of_infusion ON vital_row (infusion_id, id);
CREATE INDEX vital_row_of_patient ON vital_row (patient_id, infusion_id, id);
CREATE UNIQUE INDEX vital_row_corrected ON vital_row (corrects) WHERE corrects IS NOT NULL;
CREATE TRIGGER vital_row_of_its_own BEFORE INSERT ON vital_row
WHEN NOT EXISTS (SELECT 1 FROM infusion
    WHERE infusion.id = NEW.infusion_id AND infusion.patient_id = NEW.patient_id)
  OR trim(NEW.person) = ''
BEGIN SELECT RAISE(ABORT, 'a measurement is of an infusion, by somebody'); END;
CREATE TRIGGER vital_row_says_numbers BEFORE INSERT ON vital_row
WHEN EXISTS (SELECT 1 FROM json_each(NEW.signs) AS sign
  WHERE coalesce(json_extract(sign.value, '$[0]') NOT IN ('temperature', 'heart_rate',
      'resp_rate', 'systolic', 'diastolic', 'spo2'), 1)
    OR coalesce(json_extract(sign.value, '$[1]') NOT GLOB '[0-9]*', 1)
    OR json_extract(sign.value, '$[1]') GLOB '*[^0-9.]*')
BEGIN SELECT RAISE(ABORT, 'a vital sign is a number'); END;
CREATE TRIGGER vital_row_corrects_its_own BEFORE INSERT ON vital_row
WHEN NEW.corrects IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vital_row AS earlier
  WHERE earlier.id = NEW.corrects AND earlier.infusion_id = NEW.infusion_id)
BEGIN SELECT RAISE(ABORT, 'a measurement corrects one of the same infusion'); END;
CREATE TRIGGER vital_row_is_never_replaced BEFORE INSERT ON vital_row
WHEN EXISTS (SELECT 1 FROM vital_row AS other
  WHERE other.id = NEW.id OR other.corrects = NEW.corrects)
BEGIN SELECT RAISE(ABORT, 'a measurement is corrected, never overwritten'); END;
CREATE TRIGGER vital_row_stays BEFORE UPDATE ON vital_row
BEGIN SELECT RAISE(ABORT, 'a measurement is corrected, never overwritten'); END;
CREATE TRIGGER vital_row_is_kept BEFORE DELETE ON vital_row
BEGIN SELECT RAISE(ABORT, 'a measurement is corrected, never removed'); END;

CREATE TABLE reaction (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  infusion_id INTEGER NOT NULL,
  term TEXT NOT NULL CHECK (length(term) BETWEEN 1 AND 200),
  onset TEXT NOT NULL CHECK (datetime(onset) IS NOT NULL),
  recorded TEXT NOT NULL CHECK (datetime(recorded) IS NOT NULL),
  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 200),
  grade INTEGER CHECK (grade BETWEEN 0 AND 5),
  action TEXT NOT NULL CHECK (length(action) <= 2000),
  outcome TEXT NOT NULL CHECK (length(outcome) <= 2000),
  resolved TEXT CHECK (resolved IS NULL OR datetime(resolved) IS NOT NULL),
  signs TEXT CHECK (signs IS NULL OR (json_valid(signs) AND json_type(signs) = 'object')),
  crs INTEGER CHECK (crs BETWEEN 0 AND 5),
  confirmed INTEGER CHECK (confirmed BETWEEN 0 AND 5),
  confirmed_by TEXT NOT NULL CHECK (length(confirmed_by) <= 200),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  corrects INTEGER REFERENCES reaction (id),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK (crs IS NULL OR signs IS NOT NULL),
  CHECK ((confirmed IS NULL) = (confirmed_by = '')),
  CHECK (julianday(onset) <= julianday(resolved)),
  CHECK (corrects < id),
  FOREIGN KEY (infusion_id, patient_id) REFERENCES infusion (id, patient_id)
) STRICT;
CREATE INDEX reaction_of_infusion ON reaction (infusion_id, id);
CREATE INDEX reaction_of_patient ON reaction (patient_id, infusion_id, id);
CREATE UNIQUE INDEX reaction_corrected ON reaction (corrects) WHERE corrects IS NOT NULL;
CREATE TRIGGER reaction_of_its_own BEFORE INSERT ON reaction
WHEN NOT EXISTS (SELECT 1 FROM infusion
    WHERE infusion.id = NEW.infusion_id AND infusion.patient_id = NEW.patient_id)
  OR trim(NEW.person) = ''
BEGIN SELECT RAISE(ABORT, 'a reaction is of an infusion, told by somebody'); END;
CREATE TRIGGER reaction_is_confirmed_by_somebody BEFORE INSERT ON reaction
WHEN NEW.confirmed IS NOT NULL AND trim(NEW.confirmed_by) = ''
BEGIN SELECT RAISE(ABORT, 'a grade is confirmed by a person'); END;
CREATE TRIGGER reaction_corrects_its_own BEFORE INSERT ON reaction
WHEN NEW.corrects IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reaction AS earlier
  WHERE earlier.id = NEW.corrects AND earlier.infusion_id = NEW.infusion_id)
BEGIN SELECT RAISE(ABORT, 'a reaction corrects one of the same infusion'); END;
CREATE TRIGGER reaction_is_never_replaced BEFORE INSERT ON reaction
WHEN EXISTS (SELECT 1 FROM reaction AS other
  WHERE other.id = NEW.id OR other.corrects = NEW.corrects)
BEGIN SELECT RAISE(ABORT, 'a reaction is corrected, never overwritten'); END;
CREATE TRIGGER reaction_stays BEFORE UPDATE ON reaction
BEGIN SELECT RAISE(ABORT, 'a reaction is corrected, never overwritten'); END;
CREATE TRIGGER reaction_is_kept BEFORE DELETE ON reaction
BEGIN SELECT RAISE(ABORT, 'a reaction is corrected, never removed'); END;
"""

BEDSIDE_TABLES = ("infusion_event", "vital_row", "reaction")
