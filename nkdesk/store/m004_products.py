"""Cell products in the fourth shape of the store: lots, their tests, doses and bags.

Store version 1.3. As plain SQL; it is never edited once a version has shipped. A lot is of one
donor and one recipient for ever, a dose of one lot, a bag of one dose. Lots and doses move only
as a move says that somebody signed: no lot is released by nobody.
"""

from typing import TYPE_CHECKING

from nkdesk.store.m001_journal import GUARDS
from nkdesk.store.m004_doses import DOSE_TABLES, DOSES
from nkdesk.store.m004_holds import HOLD_TABLES, HOLDS
from nkdesk.store.m004_infusions import INFUSION_TABLES, INFUSIONS

if TYPE_CHECKING:
    from sqlite_utils import Database

LOTS = """
CREATE TABLE donor_facts (
  donor_id INTEGER PRIMARY KEY NOT NULL,
  patient_id INTEGER NOT NULL,
  typing TEXT NOT NULL CHECK (length(typing) <= 200),
  collected TEXT CHECK (collected IS date(collected)),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  FOREIGN KEY (donor_id, patient_id) REFERENCES donor (id, patient_id)
) STRICT;
CREATE INDEX donor_facts_of_patient ON donor_facts (patient_id);
CREATE TRIGGER donor_facts_of_a_donor BEFORE INSERT ON donor_facts
WHEN NOT EXISTS (SELECT 1 FROM donor
  WHERE donor.id = NEW.donor_id AND donor.patient_id = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'facts stay with their donor'); END;
CREATE TRIGGER donor_facts_are_never_replaced BEFORE INSERT ON donor_facts
WHEN EXISTS (SELECT 1 FROM donor_facts AS other WHERE other.donor_id = NEW.donor_id)
BEGIN SELECT RAISE(ABORT, 'facts stay with their donor'); END;
CREATE TRIGGER donor_facts_keep_donor BEFORE UPDATE ON donor_facts
WHEN NEW.donor_id IS NOT OLD.donor_id OR NEW.patient_id IS NOT OLD.patient_id
BEGIN SELECT RAISE(ABORT, 'facts stay with their donor'); END;

CREATE TABLE lot (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  donor_id INTEGER NOT NULL,
  cycle INTEGER NOT NULL CHECK (cycle BETWEEN 1 AND 999),
  number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 60),
  state TEXT NOT NULL CHECK (state IN ('not_started', 'collected', 'expanding', 'harvested',
    'in_test', 'released', 'conditional', 'rejected')),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (id, patient_id),
  FOREIGN KEY (donor_id, patient_id) REFERENCES donor (id, patient_id)
) STRICT;
CREATE INDEX lot_of_patient ON lot (patient_id, id);
CREATE INDEX lot_donor ON lot (donor_id, patient_id);

CREATE TABLE lot_move (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  lot_id INTEGER NOT NULL,
  was TEXT NOT NULL CHECK (length(was) <= 20),
  becomes TEXT NOT NULL CHECK (length(becomes) <= 20),
  at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL),
  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 200),
  reason TEXT NOT NULL CHECK (length(reason) <= 2000),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  open_tests TEXT NOT NULL
    CHECK (json_valid(open_tests) AND json_type(open_tests) = 'array'),
  weight_day TEXT CHECK (weight_day IS date(weight_day)),
  weight_grams INTEGER CHECK (weight_grams BETWEEN 2000 AND 250000),
  entered_by TEXT NOT NULL CHECK (length(entered_by) <= 200),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  CHECK ((weight_day IS NULL) = (weight_grams IS NULL)),
  FOREIGN KEY (lot_id, patient_id) REFERENCES lot (id, patient_id)
) STRICT;
CREATE INDEX lot_move_of_lot ON lot_move (lot_id, id);
CREATE INDEX lot_move_of_patient ON lot_move (patient_id, id);

CREATE TRIGGER lot_begins_unmade BEFORE INSERT ON lot
WHEN NEW.state IS NOT 'not_started' OR trim(NEW.number) = ''
BEGIN SELECT RAISE(ABORT, 'a lot begins before it is made, with its number'); END;
CREATE TRIGGER lot_of_the_donor BEFORE INSERT ON lot
WHEN NOT EXISTS (SELECT 1 FROM donor
  WHERE donor.id = NEW.donor_id AND donor.patient_id = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'a lot is of the recipient of its donor'); END;
CREATE TRIGGER lot_is_never_replaced BEFORE INSERT ON lot
WHEN EXISTS (SELECT 1 FROM lot AS other WHERE other.id = NEW.id OR other.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a lot keeps its number, donor and recipient'); END;
CREATE TRIGGER lot_keeps_whose_it_is BEFORE UPDATE ON lot
WHEN NEW.id IS NOT OLD.id OR NEW.patient_id IS NOT OLD.patient_id
  OR NEW.donor_id IS NOT OLD.donor_id OR NEW.cycle IS NOT OLD.cycle
  OR NEW.number IS NOT OLD.number
BEGIN SELECT RAISE(ABORT, 'a lot keeps its number, donor and recipient'); END;
CREATE TRIGGER lot_moves_as_lots_do BEFORE UPDATE ON lot
WHEN NEW.state IS NOT OLD.state AND coalesce(OLD.state || ' ' || NEW.state, '') NOT IN (
  'not_started collected', 'not_started rejected', 'collected expanding', 'collected rejected',
  'expanding harvested', 'expanding rejected', 'harvested in_test', 'harvested rejected',
  'in_test released', 'in_test conditional', 'in_test rejected', 'conditional released',
  'conditional rejected', 'released rejected')
BEGIN SELECT RAISE(ABORT, 'a lot does not move like that'); END;
CREATE TRIGGER lot_moves_as_signed BEFORE UPDATE ON lot
WHEN NEW.state IS NOT OLD.state AND NOT EXISTS (SELECT 1 FROM lot_move AS signed
  WHERE signed.id = (SELECT max(newest.id) FROM lot_move AS newest WHERE newest.lot_id = OLD.id)
    AND signed.was = OLD.state AND signed.becomes = NEW.state)
BEGIN SELECT RAISE(ABORT, 'a lot moves as somebody signed'); END;
CREATE TRIGGER lot_is_kept BEFORE DELETE ON lot
WHEN (SELECT what FROM open_step) IS NOT 'undo' OR OLD.state IS NOT 'not_started'
  OR EXISTS (SELECT 1 FROM lot_move WHERE lot_move.lot_id = OLD.id)
  OR EXISTS (SELECT 1 FROM lot_test WHERE lot_test.lot_id = OLD.id)
  OR EXISTS (SELECT 1 FROM product_dose WHERE product_dose.lot_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a lot is rejected, never removed'); END;

CREATE TRIGGER lot_move_from_where_it_is BEFORE INSERT ON lot_move
WHEN NOT EXISTS (SELECT 1 FROM lot WHERE lot.id = NEW.lot_id
  AND lot.patient_id = NEW.patient_id AND lot.state = NEW.was) OR NEW.was = NEW.becomes
BEGIN SELECT RAISE(ABORT, 'a lot moves from where it is'); END;
CREATE TRIGGER lot_move_is_signed BEFORE INSERT ON lot_move
WHEN trim(NEW.person) = ''
  OR (NEW.becomes IN ('conditional', 'rejected') AND trim(NEW.reason) = '')
BEGIN SELECT RAISE(ABORT, 'a lot moves by somebody, and for a reason'); END;
CREATE TRIGGER lot_move_is_never_replaced BEFORE INSERT ON lot_move
WHEN EXISTS (SELECT 1 FROM lot_move AS other WHERE other.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a signed move never changes'); END;
CREATE TRIGGER lot_move_stays BEFORE UPDATE ON lot_move
BEGIN SELECT RAISE(ABORT, 'a signed move never changes'); END;
CREATE TRIGGER lot_move_is_kept BEFORE DELETE ON lot_move
BEGIN SELECT RAISE(ABORT, 'a signed move is never removed'); END;

CREATE TABLE lot_test (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  lot_id INTEGER NOT NULL,
  test TEXT NOT NULL CHECK (length(test) BETWEEN 1 AND 60),
  value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 60),
  at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL),
  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 200),
  weight_day TEXT CHECK (weight_day IS date(weight_day)),
  weight_grams INTEGER CHECK (weight_grams BETWEEN 2000 AND 250000),
  corrects INTEGER REFERENCES lot_test (id),
  why TEXT NOT NULL CHECK (length(why) <= 2000),
  entered_by TEXT NOT NULL CHECK (length(entered_by) <= 200),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (id, patient_id),
  CHECK ((weight_day IS NULL) = (weight_grams IS NULL)),
  CHECK ((corrects IS NOT NULL) = (why <> '')),
  CHECK (corrects < id),
  FOREIGN KEY (lot_id, patient_id) REFERENCES lot (id, patient_id)
) STRICT;
CREATE INDEX lot_test_of_lot ON lot_test (lot_id, test, id);
CREATE INDEX lot_test_of_patient ON lot_test (patient_id, lot_id, test, id);
CREATE UNIQUE INDEX lot_test_corrected ON lot_test (corrects) WHERE corrects IS NOT NULL;
CREATE TRIGGER lot_test_of_its_lot BEFORE INSERT ON lot_test
WHEN NOT EXISTS (SELECT 1 FROM lot
    WHERE lot.id = NEW.lot_id AND lot.patient_id = NEW.patient_id)
  OR trim(NEW.person) = ''
BEGIN SELECT RAISE(ABORT, 'a result is of a lot, said by somebody'); END;
CREATE TRIGGER lot_test_corrects_its_own BEFORE INSERT ON lot_test
WHEN NEW.corrects IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lot_test AS earlier
  WHERE earlier.id = NEW.corrects AND earlier.lot_id = NEW.lot_id AND earlier.test = NEW.test)
BEGIN SELECT RAISE(ABORT, 'a result corrects one of the same test and lot'); END;
CREATE TRIGGER lot_test_is_never_replaced BEFORE INSERT ON lot_test
WHEN EXISTS (SELECT 1 FROM lot_test AS other
  WHERE other.id = NEW.id OR other.corrects = NEW.corrects)
BEGIN SELECT RAISE(ABORT, 'a result is corrected, never overwritten'); END;
CREATE TRIGGER lot_test_stays BEFORE UPDATE ON lot_test
BEGIN SELECT RAISE(ABORT, 'a result is corrected, never overwritten'); END;
CREATE TRIGGER lot_test_is_kept BEFORE DELETE ON lot_test
BEGIN SELECT RAISE(ABORT, 'a result is corrected, never removed'); END;
"""

LOT_TABLES = ("donor_facts", "lot", "lot_move", "lot_test")

CLINICAL = (*LOT_TABLES, *DOSE_TABLES, *INFUSION_TABLES, *HOLD_TABLES)


def m004_products(database: "Database") -> None:
    """Add products, infusions and holds; the rows of version 1.2 stay as they are."""
    for script in (LOTS, DOSES, INFUSIONS, HOLDS):
        database.executescript(script)
    for table in CLINICAL:
        database.executescript(GUARDS.replace("TABLE_NAME", table))
