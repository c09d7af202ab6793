"""Holds, alarms and printed sheets in the fourth shape of the store.

As plain SQL; it is never edited once a version has shipped. A hold is lifted, an alarm is seen
and a sheet is recalled: each once, by somebody, and nothing else of them ever changes.
"""

HOLDS = """
CREATE TABLE hold (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  lot_id INTEGER,
  kind TEXT NOT NULL CHECK (kind IN ('fever', 'oxygen', 'infection', 'steroids', 'gvhd',
    'reaction', 'product', 'consent', 'sterility', 'other')),
  since TEXT NOT NULL CHECK (datetime(since) IS NOT NULL),
  until TEXT CHECK (until IS NULL OR datetime(until) IS NOT NULL),
  who TEXT NOT NULL CHECK (length(who) <= 200),
  why TEXT NOT NULL CHECK (length(why) <= 2000),
  value TEXT NOT NULL CHECK (length(value) <= 200),
  lifted TEXT CHECK (lifted IS NULL OR datetime(lifted) IS NOT NULL),
  lifted_by TEXT NOT NULL CHECK (length(lifted_by) <= 200),
  lifted_why TEXT NOT NULL CHECK (length(lifted_why) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK (why <> '' OR value <> ''),
  CHECK (julianday(since) < julianday(until)),
  CHECK ((lifted IS NULL) = (lifted_by = '')),
  CHECK ((lifted IS NULL) = (lifted_why = '')),
  FOREIGN KEY (lot_id, patient_id) REFERENCES lot (id, patient_id)
) STRICT;
CREATE INDEX hold_of_patient ON hold (patient_id, id);
CREATE INDEX hold_standing ON hold (patient_id, id) WHERE lifted IS NULL;
CREATE INDEX hold_lot ON hold (lot_id, patient_id) WHERE lot_id IS NOT NULL;
CREATE TRIGGER hold_begins_standing BEFORE INSERT ON hold
WHEN NEW.lifted IS NOT NULL OR (trim(NEW.why) = '' AND trim(NEW.value) = '')
  OR (NEW.lot_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lot
    WHERE lot.id = NEW.lot_id AND lot.patient_id = NEW.patient_id))
BEGIN SELECT RAISE(ABORT, 'a hold stands for a reason, on a lot of its patient'); END;
CREATE TRIGGER hold_is_never_replaced BEFORE INSERT ON hold
WHEN EXISTS (SELECT 1 FROM hold AS other WHERE other.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a hold is lifted, never changed'); END;
CREATE TRIGGER hold_is_only_lifted BEFORE UPDATE ON hold
WHEN OLD.lifted IS NOT NULL OR NEW.lifted IS NULL OR NEW.id IS NOT OLD.id
  OR NEW.patient_id IS NOT OLD.patient_id OR NEW.lot_id IS NOT OLD.lot_id
  OR NEW.kind IS NOT OLD.kind OR NEW.since IS NOT OLD.since OR NEW.until IS NOT OLD.until
  OR NEW.who IS NOT OLD.who OR NEW.why IS NOT OLD.why OR NEW.value IS NOT OLD.value
BEGIN SELECT RAISE(ABORT, 'a hold is lifted, never changed'); END;
CREATE TRIGGER hold_is_lifted_by_somebody BEFORE UPDATE ON hold
WHEN trim(NEW.lifted_by) = '' OR trim(NEW.lifted_why) = ''
BEGIN SELECT RAISE(ABORT, 'a hold is lifted by somebody, for a reason'); END;
CREATE TRIGGER hold_is_kept BEFORE DELETE ON hold
BEGIN SELECT RAISE(ABORT, 'a hold is lifted, never removed'); END;

CREATE TABLE product_alarm (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  lot_id INTEGER NOT NULL,
  result_id INTEGER NOT NULL UNIQUE,
  raised_at TEXT NOT NULL CHECK (datetime(raised_at) IS NOT NULL),
  seen_by TEXT NOT NULL CHECK (length(seen_by) <= 200),
  seen_at TEXT CHECK (seen_at IS NULL OR datetime(seen_at) IS NOT NULL),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK ((seen_by = '') = (seen_at IS NULL)),
  FOREIGN KEY (lot_id, patient_id) REFERENCES lot (id, patient_id),
  FOREIGN KEY (result_id, patient_id) REFERENCES lot_test (id, patient_id)
) STRICT;
CREATE INDEX product_alarm_unseen ON product_alarm (id) WHERE seen_by = '';
CREATE INDEX product_alarm_of_lot ON product_alarm (lot_id, id);
CREATE INDEX product_alarm_of_patient ON product_alarm (patient_id, id);
CREATE TRIGGER product_alarm_of_its_lot BEFORE INSERT ON product_alarm
WHEN NEW.seen_by IS NOT '' OR NOT EXISTS (SELECT 1 FROM lot_test AS result
  WHERE result.id = NEW.result_id AND result.lot_id = NEW.lot_id
    AND result.patient_id = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'an alarm is of a result of its lot'); END;
CREATE TRIGGER product_alarm_is_never_replaced BEFORE INSERT ON product_alarm
WHEN EXISTS (SELECT 1 FROM product_alarm AS other
  WHERE other.id = NEW.id OR other.result_id = NEW.result_id)
BEGIN SELECT RAISE(ABORT, 'an alarm is seen once'); END;
CREATE TRIGGER product_alarm_is_only_seen BEFORE UPDATE ON product_alarm
WHEN OLD.seen_by <> '' OR trim(NEW.seen_by) = '' OR NEW.id IS NOT OLD.id
  OR NEW.patient_id IS NOT OLD.patient_id OR NEW.lot_id IS NOT OLD.lot_id
  OR NEW.result_id IS NOT OLD.result_id OR NEW.raised_at IS NOT OLD.raised_at
BEGIN SELECT RAISE(ABORT, 'an alarm is seen once'); END;
CREATE TRIGGER product_alarm_is_kept BEFORE DELETE ON product_alarm
BEGIN SELECT RAISE(ABORT, 'an alarm is seen, never removed'); END;

CREATE TABLE printed_sheet (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 60),
  kind TEXT NOT NULL CHECK (kind IN ('day', 'bedside', 'product')),
  day TEXT NOT NULL CHECK (day IS date(day)),
  subject INTEGER NOT NULL CHECK (subject >= 0),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  printed_at TEXT NOT NULL CHECK (datetime(printed_at) IS NOT NULL),
  printed_by TEXT NOT NULL CHECK (length(printed_by) <= 200),
  valid_until TEXT NOT NULL CHECK (datetime(valid_until) IS NOT NULL),
  content TEXT NOT NULL CHECK (json_valid(content) AND json_type(content) = 'array'),
  recalled_by TEXT NOT NULL CHECK (length(recalled_by) <= 200),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
CREATE INDEX printed_sheet_in_hand ON printed_sheet (julianday(valid_until))
  WHERE recalled_by = '';
CREATE TRIGGER printed_sheet_is_never_replaced BEFORE INSERT ON printed_sheet
WHEN EXISTS (SELECT 1 FROM printed_sheet AS other
  WHERE other.id = NEW.id OR other.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a printed sheet is only recalled'); END;
CREATE TRIGGER printed_sheet_is_in_hand BEFORE INSERT ON printed_sheet
WHEN NEW.recalled_by IS NOT '' OR trim(NEW.number) = ''
BEGIN SELECT RAISE(ABORT, 'a sheet is in hand when it was printed, under its number'); END;
CREATE TRIGGER printed_sheet_is_only_recalled BEFORE UPDATE ON printed_sheet
WHEN OLD.recalled_by <> '' OR trim(NEW.recalled_by) = '' OR NEW.id IS NOT OLD.id
  OR NEW.number IS NOT OLD.number OR NEW.kind IS NOT OLD.kind OR NEW.day IS NOT OLD.day
  OR NEW.subject IS NOT OLD.subject OR NEW.seq IS NOT OLD.seq
  OR NEW.printed_at IS NOT OLD.printed_at OR NEW.printed_by IS NOT OLD.printed_by
  OR NEW.valid_until IS NOT OLD.valid_until OR NEW.content IS NOT OLD.content
BEGIN SELECT RAISE(ABORT, 'a printed sheet is only recalled'); END;
CREATE TRIGGER printed_sheet_is_kept BEFORE DELETE ON printed_sheet
BEGIN SELECT RAISE(ABORT, 'a printed sheet is recalled, never removed'); END;
"""

HOLD_TABLES = ("hold", "product_alarm", "printed_sheet")
