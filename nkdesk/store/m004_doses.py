"""Doses, bags and orders in the fourth shape of the store.

As plain SQL; it is never edited once a version has shipped. A dose is made with all its bags and
keeps them; it can be reserved for an infusion of its own patient only, because the place it is
reserved for names no patient.
"""

DOSES = """
CREATE TABLE product_dose (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  lot_id INTEGER NOT NULL,
  form TEXT NOT NULL CHECK (form IN ('fresh', 'frozen')),
  state TEXT NOT NULL CHECK (state IN ('prepared', 'issued', 'infused', 'returned', 'discarded')),
  cycle INTEGER CHECK (cycle BETWEEN 1 AND 999),
  code TEXT CHECK (code GLOB '[A-Z]*' AND code NOT GLOB '*[^A-Z0-9]*'),
  day INTEGER CHECK (day BETWEEN -9999 AND 9999),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (id, patient_id),
  CHECK ((cycle IS NULL) = (code IS NULL)),
  CHECK (day IS NULL OR cycle IS NOT NULL),
  FOREIGN KEY (lot_id, patient_id) REFERENCES lot (id, patient_id)
) STRICT;
CREATE INDEX product_dose_of_lot ON product_dose (lot_id, id);
CREATE INDEX product_dose_of_patient ON product_dose (patient_id, cycle, code, id);
CREATE UNIQUE INDEX product_dose_one_an_infusion
  ON product_dose (patient_id, cycle, code, coalesce(day, ''))
  WHERE cycle IS NOT NULL AND state IN ('prepared', 'issued', 'infused');

CREATE TABLE bag (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  dose_id INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 60),
  nth INTEGER NOT NULL CHECK (nth BETWEEN 1 AND 99),
  volume INTEGER NOT NULL CHECK (volume BETWEEN 1 AND 10000000),
  cells INTEGER NOT NULL CHECK (cells BETWEEN 1 AND 1000000000000),
  viability INTEGER CHECK (viability BETWEEN 0 AND 1000),
  expires TEXT NOT NULL CHECK (datetime(expires) IS NOT NULL),
  thaw_from TEXT CHECK (thaw_from IS NULL OR datetime(thaw_from) IS NOT NULL),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (dose_id, nth),
  FOREIGN KEY (dose_id, patient_id) REFERENCES product_dose (id, patient_id)
) STRICT;
CREATE INDEX bag_of_patient ON bag (patient_id, dose_id, nth);

CREATE TABLE dose_move (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  dose_id INTEGER NOT NULL,
  was TEXT NOT NULL CHECK (length(was) <= 20),
  becomes TEXT NOT NULL CHECK (length(becomes) <= 20),
  at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL),
  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 200),
  reason TEXT NOT NULL CHECK (length(reason) <= 2000),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  entered_by TEXT NOT NULL CHECK (length(entered_by) <= 200),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  FOREIGN KEY (dose_id, patient_id) REFERENCES product_dose (id, patient_id)
) STRICT;
CREATE INDEX dose_move_of_dose ON dose_move (dose_id, id);
CREATE INDEX dose_move_of_patient ON dose_move (patient_id, id);

CREATE TRIGGER product_dose_begins_prepared BEFORE INSERT ON product_dose
WHEN NEW.state IS NOT 'prepared' OR NOT EXISTS (SELECT 1 FROM lot
  WHERE lot.id = NEW.lot_id AND lot.patient_id = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'a dose begins prepared, for the recipient of its lot'); END;
CREATE TRIGGER product_dose_is_never_replaced BEFORE INSERT ON product_dose
WHEN EXISTS (SELECT 1 FROM product_dose AS other WHERE other.id = NEW.id
  OR (other.patient_id = NEW.patient_id AND other.cycle = NEW.cycle AND other.code = NEW.code
    AND other.day IS NEW.day AND other.state IN ('prepared', 'issued', 'infused')))
BEGIN SELECT RAISE(ABORT, 'one dose is reserved for one infusion'); END;
CREATE TRIGGER product_dose_keeps_whose_it_is BEFORE UPDATE ON product_dose
WHEN NEW.id IS NOT OLD.id OR NEW.patient_id IS NOT OLD.patient_id
  OR NEW.lot_id IS NOT OLD.lot_id OR NEW.form IS NOT OLD.form
BEGIN SELECT RAISE(ABORT, 'a dose keeps its lot and its recipient'); END;
CREATE TRIGGER product_dose_ends BEFORE UPDATE ON product_dose
WHEN OLD.state IN ('infused', 'discarded')
BEGIN SELECT RAISE(ABORT, 'a dose that was infused or discarded never changes'); END;
CREATE TRIGGER product_dose_moves_as_doses_do BEFORE UPDATE ON product_dose
WHEN NEW.state IS NOT OLD.state AND coalesce(OLD.state || ' ' || NEW.state, '') NOT IN (
  'prepared issued', 'prepared discarded', 'issued infused', 'issued returned',
  'issued discarded', 'returned issued', 'returned discarded')
BEGIN SELECT RAISE(ABORT, 'a dose does not move like that'); END;
CREATE TRIGGER product_dose_moves_as_signed BEFORE UPDATE ON product_dose
WHEN NEW.state IS NOT OLD.state AND NOT EXISTS (SELECT 1 FROM dose_move AS signed
  WHERE signed.id = (SELECT max(newest.id) FROM dose_move AS newest
      WHERE newest.dose_id = OLD.id)
    AND signed.was = OLD.state AND signed.becomes = NEW.state)
BEGIN SELECT RAISE(ABORT, 'a dose moves as somebody signed'); END;
CREATE TRIGGER product_dose_is_infused_by_an_infusion BEFORE UPDATE ON product_dose
WHEN NEW.state = 'infused' AND OLD.state <> 'infused' AND NOT EXISTS (SELECT 1 FROM infusion
  WHERE infusion.dose_id = OLD.id AND infusion.started IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a dose is infused by its infusion'); END;
CREATE TRIGGER product_dose_stays_at_the_bed BEFORE UPDATE ON product_dose
WHEN EXISTS (SELECT 1 FROM infusion
    WHERE infusion.dose_id = OLD.id AND infusion.state <> 'abandoned')
  AND (NEW.cycle IS NOT OLD.cycle OR NEW.code IS NOT OLD.code OR NEW.day IS NOT OLD.day
    OR NEW.state IN ('returned', 'discarded'))
BEGIN SELECT RAISE(ABORT, 'a dose stays with the infusion that was opened for it'); END;
CREATE TRIGGER product_dose_for_an_infusion BEFORE INSERT ON product_dose
WHEN EXISTS (SELECT 1 FROM cycle JOIN item ON item.cycle_id = cycle.id
  WHERE cycle.patient_id = NEW.patient_id AND cycle.number = NEW.cycle
    AND item.code = NEW.code AND item.address_day IS NEW.day AND item.kind <> 'infusion')
BEGIN SELECT RAISE(ABORT, 'a dose is reserved for an infusion'); END;
CREATE TRIGGER product_dose_reserved_for_an_infusion BEFORE UPDATE ON product_dose
WHEN EXISTS (SELECT 1 FROM cycle JOIN item ON item.cycle_id = cycle.id
  WHERE cycle.patient_id = NEW.patient_id AND cycle.number = NEW.cycle
    AND item.code = NEW.code AND item.address_day IS NEW.day AND item.kind <> 'infusion')
BEGIN SELECT RAISE(ABORT, 'a dose is reserved for an infusion'); END;
CREATE TRIGGER product_dose_takes_no_other_s_place BEFORE UPDATE ON product_dose
WHEN NEW.state IN ('prepared', 'issued', 'infused') AND EXISTS (
  SELECT 1 FROM product_dose AS other WHERE other.id <> OLD.id
    AND other.patient_id = NEW.patient_id AND other.cycle = NEW.cycle AND other.code = NEW.code
    AND other.day IS NEW.day AND other.state IN ('prepared', 'issued', 'infused'))
BEGIN SELECT RAISE(ABORT, 'one dose is reserved for one infusion'); END;
CREATE TRIGGER product_dose_is_kept BEFORE DELETE ON product_dose
WHEN (SELECT what FROM open_step) IS NOT 'undo' OR OLD.state IS NOT 'prepared'
  OR EXISTS (SELECT 1 FROM bag WHERE bag.dose_id = OLD.id)
  OR EXISTS (SELECT 1 FROM dose_move WHERE dose_move.dose_id = OLD.id)
  OR EXISTS (SELECT 1 FROM infusion WHERE infusion.dose_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a dose is discarded, never removed'); END;

CREATE TRIGGER bag_comes_with_its_dose BEFORE INSERT ON bag
WHEN NOT EXISTS (SELECT 1 FROM product_dose AS dose
    WHERE dose.id = NEW.dose_id AND dose.patient_id = NEW.patient_id AND dose.state = 'prepared')
  OR EXISTS (SELECT 1 FROM dose_move WHERE dose_move.dose_id = NEW.dose_id)
  OR EXISTS (SELECT 1 FROM infusion WHERE infusion.dose_id = NEW.dose_id)
BEGIN SELECT RAISE(ABORT, 'a bag comes with its dose, for the same recipient'); END;
CREATE TRIGGER bag_is_numbered BEFORE INSERT ON bag
WHEN trim(NEW.number) = ''
  OR NEW.nth IS NOT (SELECT count(*) + 1 FROM bag AS other WHERE other.dose_id = NEW.dose_id)
BEGIN SELECT RAISE(ABORT, 'the bags of a dose are numbered one by one'); END;
CREATE TRIGGER bag_is_never_replaced BEFORE INSERT ON bag
WHEN EXISTS (SELECT 1 FROM bag AS other WHERE other.id = NEW.id OR other.number = NEW.number
  OR (other.dose_id = NEW.dose_id AND other.nth = NEW.nth))
BEGIN SELECT RAISE(ABORT, 'a bag keeps its label and its dose'); END;
CREATE TRIGGER bag_stays BEFORE UPDATE ON bag
BEGIN SELECT RAISE(ABORT, 'a bag keeps its label and its dose'); END;
CREATE TRIGGER bag_is_kept BEFORE DELETE ON bag
WHEN (SELECT what FROM open_step) IS NOT 'undo'
  OR EXISTS (SELECT 1 FROM dose_move WHERE dose_move.dose_id = OLD.dose_id)
  OR EXISTS (SELECT 1 FROM infusion WHERE infusion.dose_id = OLD.dose_id)
  OR EXISTS (SELECT 1 FROM bag AS other WHERE other.dose_id = OLD.dose_id AND other.nth > OLD.nth)
BEGIN SELECT RAISE(ABORT, 'a bag is never removed from its dose'); END;

CREATE TRIGGER dose_move_from_where_it_is BEFORE INSERT ON dose_move
WHEN NOT EXISTS (SELECT 1 FROM product_dose AS dose WHERE dose.id = NEW.dose_id
    AND dose.patient_id = NEW.patient_id AND dose.state = NEW.was)
  OR NEW.was = NEW.becomes
BEGIN SELECT RAISE(ABORT, 'a dose moves from where it is'); END;
CREATE TRIGGER dose_move_is_signed BEFORE INSERT ON dose_move
WHEN trim(NEW.person) = ''
  OR NOT EXISTS (SELECT 1 FROM bag WHERE bag.dose_id = NEW.dose_id)
BEGIN SELECT RAISE(ABORT, 'a dose moves by somebody, with its bags'); END;
CREATE TRIGGER dose_move_is_never_replaced BEFORE INSERT ON dose_move
WHEN EXISTS (SELECT 1 FROM dose_move AS other WHERE other.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a signed move never changes'); END;
CREATE TRIGGER dose_move_stays BEFORE UPDATE ON dose_move
BEGIN SELECT RAISE(ABORT, 'a signed move never changes'); END;
CREATE TRIGGER dose_move_is_kept BEFORE DELETE ON dose_move
BEGIN SELECT RAISE(ABORT, 'a signed move is never removed'); END;

CREATE TABLE cell_order (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  cycle INTEGER NOT NULL CHECK (cycle BETWEEN 1 AND 999),
  code TEXT NOT NULL CHECK (code GLOB '[A-Z]*' AND code NOT GLOB '*[^A-Z0-9]*'),
  day INTEGER CHECK (day BETWEEN -9999 AND 9999),
  per_kg INTEGER NOT NULL CHECK (per_kg BETWEEN 1 AND 1000000000000),
  total INTEGER NOT NULL CHECK (total BETWEEN 1 AND 1000000000000),
  weight_day TEXT NOT NULL CHECK (weight_day IS date(weight_day)),
  weight_grams INTEGER NOT NULL CHECK (weight_grams BETWEEN 2000 AND 250000),
  physician TEXT NOT NULL CHECK (length(physician) BETWEEN 1 AND 200),
  at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL),
  entered_by TEXT NOT NULL CHECK (length(entered_by) <= 200),
  rev INTEGER NOT NULL CHECK (rev >= 1)
) STRICT;
CREATE INDEX cell_order_newest ON cell_order (patient_id, cycle, code, coalesce(day, ''), id);
CREATE TRIGGER cell_order_is_signed BEFORE INSERT ON cell_order WHEN trim(NEW.physician) = ''
BEGIN SELECT RAISE(ABORT, 'cells are ordered by a physician'); END;
CREATE TRIGGER cell_order_is_never_replaced BEFORE INSERT ON cell_order
WHEN EXISTS (SELECT 1 FROM cell_order AS other WHERE other.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an order is followed by another, never changed'); END;
CREATE TRIGGER cell_order_stays BEFORE UPDATE ON cell_order
BEGIN SELECT RAISE(ABORT, 'an order is followed by another, never changed'); END;
CREATE TRIGGER cell_order_is_kept BEFORE DELETE ON cell_order
BEGIN SELECT RAISE(ABORT, 'an order is followed by another, never removed'); END;
"""

DOSE_TABLES = ("product_dose", "bag", "dose_move", "cell_order")
