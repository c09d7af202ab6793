"""Infusions in the fourth shape of the store: checks, what was done, vital signs, reactions.

As plain SQL; it is never edited once a version has shipped. An infusion begins only after two
persons checked its bags, once for its item and once for its dose. One that was not entered from
paper begins with a released lot, in date, while nothing holds it back; a fact entered from paper
is taken as it was. What was written down at the bed is never changed.
"""

from nkdesk.store.m004_bedside import BEDSIDE, BEDSIDE_TABLES

INFUSION = """
CREATE TABLE infusion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  dose_id INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('checking', 'checked', 'running', 'paused', 'observing',
    'complete', 'abandoned')),
  weight_day TEXT CHECK (weight_day IS date(weight_day)),
  weight_grams INTEGER CHECK (weight_grams BETWEEN 2000 AND 250000),
  after_the_fact INTEGER NOT NULL CHECK (after_the_fact IN (0, 1)),
  started TEXT CHECK (started IS NULL OR datetime(started) IS NOT NULL),
  ended TEXT CHECK (ended IS NULL OR datetime(ended) IS NOT NULL),
  outcome TEXT CHECK (outcome IN ('whole', 'part', 'stopped')),
  remaining INTEGER CHECK (remaining BETWEEN 0 AND 1000000000),
  infused INTEGER CHECK (infused BETWEEN 0 AND 100000000000000),
  reason TEXT NOT NULL CHECK (length(reason) <= 2000),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (id, patient_id),
  CHECK ((weight_day IS NULL) = (weight_grams IS NULL)),
  CHECK ((started IS NULL) = (state IN ('checking', 'checked', 'abandoned'))),
  CHECK ((ended IS NULL) = (state NOT IN ('observing', 'complete'))),
  CHECK ((ended IS NULL) = (outcome IS NULL)),
  CHECK (ended IS NOT NULL OR (remaining IS NULL AND infused IS NULL)),
  CHECK (julianday(started) <= julianday(ended)),
  FOREIGN KEY (item_id, patient_id) REFERENCES item (id, patient_id),
  FOREIGN KEY (dose_id, patient_id) REFERENCES product_dose (id, patient_id)
) STRICT;
CREATE UNIQUE INDEX infusion_one_of_item ON infusion (item_id) WHERE state <> 'abandoned';
CREATE UNIQUE INDEX infusion_one_of_dose ON infusion (dose_id) WHERE state <> 'abandoned';
CREATE INDEX infusion_of_item ON infusion (item_id, id);
CREATE INDEX infusion_of_dose ON infusion (dose_id, id);
CREATE INDEX infusion_of_patient ON infusion (patient_id, id);
CREATE INDEX infusion_under_way ON infusion (id)
  WHERE state IN ('checking', 'checked', 'running', 'paused', 'observing');

CREATE TABLE bag_check (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL,
  infusion_id INTEGER NOT NULL,
  bag_id INTEGER NOT NULL REFERENCES bag (id),
  position INTEGER NOT NULL CHECK (position IN (1, 2)),
  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 200),
  folded TEXT NOT NULL CHECK (length(folded) BETWEEN 1 AND 400),
  patient_scan TEXT NOT NULL CHECK (length(patient_scan) BETWEEN 1 AND 200),
  bag_scan TEXT NOT NULL CHECK (length(bag_scan) BETWEEN 1 AND 200),
  visual TEXT NOT NULL CHECK (length(visual) BETWEEN 1 AND 200),
  at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL),
  recorded TEXT NOT NULL CHECK (datetime(recorded) IS NOT NULL),
  rev INTEGER NOT NULL CHECK (rev >= 1),
  UNIQUE (infusion_id, bag_id, position),
  FOREIGN KEY (infusion_id, patient_id) REFERENCES infusion (id, patient_id)
) STRICT;
CREATE INDEX bag_check_bag ON bag_check (bag_id);
CREATE INDEX bag_check_of_patient ON bag_check (patient_id, infusion_id, id);
CREATE VIEW checked_bag AS
SELECT first.infusion_id, first.bag_id FROM bag_check AS first
JOIN bag_check AS second ON second.infusion_id = first.infusion_id
  AND second.bag_id = first.bag_id AND second.position = 2
WHERE first.position = 1 AND second.folded <> first.folded AND second.person <> first.person;

CREATE TRIGGER infusion_begins_with_checking BEFORE INSERT ON infusion
WHEN NEW.state IS NOT 'checking' OR NEW.started IS NOT NULL OR NEW.ended IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an infusion begins with checking'); END;
CREATE TRIGGER infusion_of_the_reserved_dose BEFORE INSERT ON infusion
WHEN NOT EXISTS (SELECT 1 FROM item JOIN cycle ON cycle.id = item.cycle_id
    JOIN product_dose AS dose ON dose.patient_id = item.patient_id
      AND dose.cycle = cycle.number AND dose.code = item.code AND dose.day IS item.address_day
  WHERE item.id = NEW.item_id AND item.patient_id = NEW.patient_id AND item.kind = 'infusion'
    AND dose.id = NEW.dose_id AND dose.state IN ('prepared', 'issued'))
BEGIN SELECT RAISE(ABORT, 'an infusion is of the dose reserved for it'); END;
CREATE TRIGGER infusion_is_never_replaced BEFORE INSERT ON infusion
WHEN EXISTS (SELECT 1 FROM infusion AS other WHERE other.id = NEW.id
  OR (other.state <> 'abandoned'
    AND (other.item_id = NEW.item_id OR other.dose_id = NEW.dose_id)))
BEGIN SELECT RAISE(ABORT, 'one infusion of an item, and one of a dose'); END;
CREATE TRIGGER infusion_keeps_what_it_is BEFORE UPDATE ON infusion
WHEN NEW.id IS NOT OLD.id OR NEW.patient_id IS NOT OLD.patient_id
  OR NEW.item_id IS NOT OLD.item_id OR NEW.dose_id IS NOT OLD.dose_id
  OR NEW.after_the_fact IS NOT OLD.after_the_fact
BEGIN SELECT RAISE(ABORT, 'an infusion keeps its patient, its item and its dose'); END;
CREATE TRIGGER infusion_goes_as_infusions_do BEFORE UPDATE ON infusion
WHEN OLD.state IN ('complete', 'abandoned')
  OR (NEW.state IS NOT OLD.state AND coalesce(OLD.state || ' ' || NEW.state, '') NOT IN (
    'checking checked', 'checking abandoned', 'checked running', 'checked abandoned',
    'running paused', 'running observing', 'paused running', 'paused observing',
    'observing complete'))
BEGIN SELECT RAISE(ABORT, 'an infusion does not go like that'); END;
CREATE TRIGGER infusion_keeps_its_facts BEFORE UPDATE ON infusion
WHEN (OLD.started IS NOT NULL AND (NEW.started IS NOT OLD.started
    OR NEW.weight_day IS NOT OLD.weight_day OR NEW.weight_grams IS NOT OLD.weight_grams))
  OR (OLD.started IS NULL AND NEW.started IS NOT NULL AND NEW.state IS NOT 'running')
  OR (OLD.started IS NULL AND NEW.started IS NULL AND NEW.state = 'running')
  OR (OLD.ended IS NOT NULL AND (NEW.ended IS NOT OLD.ended OR NEW.outcome IS NOT OLD.outcome
    OR NEW.remaining IS NOT OLD.remaining OR NEW.infused IS NOT OLD.infused
    OR NEW.reason IS NOT OLD.reason))
  OR (OLD.ended IS NULL AND NEW.ended IS NOT NULL AND NEW.state IS NOT 'observing')
  OR (OLD.ended IS NULL AND NEW.ended IS NULL AND NEW.state = 'observing')
BEGIN SELECT RAISE(ABORT, 'when an infusion began and ended never changes'); END;
CREATE TRIGGER infusion_leaves_no_more_than_there_was BEFORE UPDATE ON infusion
WHEN NEW.remaining > (SELECT sum(bag.volume) FROM bag WHERE bag.dose_id = OLD.dose_id)
  OR NEW.infused > (SELECT sum(bag.cells) FROM bag WHERE bag.dose_id = OLD.dose_id)
BEGIN SELECT RAISE(ABORT, 'no more is infused or left than there was'); END;
CREATE TRIGGER infusion_needs_two_persons BEFORE UPDATE ON infusion
WHEN NEW.state IN ('checked', 'running') AND OLD.state IN ('checking', 'checked')
  AND (NOT EXISTS (SELECT 1 FROM bag WHERE bag.dose_id = OLD.dose_id)
    OR EXISTS (SELECT 1 FROM bag JOIN product_dose AS dose ON dose.id = bag.dose_id
      WHERE bag.dose_id = OLD.dose_id AND (dose.form = 'fresh' OR bag.nth = 1)
        AND NOT EXISTS (SELECT 1 FROM checked_bag AS checked
          WHERE checked.infusion_id = OLD.id AND checked.bag_id = bag.id)))
BEGIN SELECT RAISE(ABORT, 'two persons check a bag before it is infused'); END;
CREATE TRIGGER infusion_of_what_is_released BEFORE UPDATE ON infusion
WHEN NEW.state = 'running' AND OLD.state = 'checked' AND OLD.after_the_fact = 0
  AND NOT EXISTS (SELECT 1 FROM product_dose AS dose JOIN lot ON lot.id = dose.lot_id
    WHERE dose.id = OLD.dose_id AND dose.state IN ('prepared', 'issued')
      AND lot.state IN ('released', 'conditional'))
BEGIN SELECT RAISE(ABORT, 'only a released product is infused'); END;
CREATE TRIGGER infusion_of_what_is_in_date BEFORE UPDATE ON infusion
WHEN NEW.state = 'running' AND OLD.state = 'checked' AND OLD.after_the_fact = 0
  AND EXISTS (SELECT 1 FROM bag WHERE bag.dose_id = OLD.dose_id
    AND julianday(bag.expires) <= julianday(NEW.started))
BEGIN SELECT RAISE(ABORT, 'only a product in date is infused'); END;
CREATE TRIGGER infusion_while_nothing_holds BEFORE UPDATE ON infusion
WHEN NEW.state = 'running' AND OLD.state = 'checked' AND OLD.after_the_fact = 0
  AND EXISTS (SELECT 1 FROM hold JOIN product_dose AS dose ON dose.id = OLD.dose_id
    WHERE hold.patient_id = OLD.patient_id AND hold.lifted IS NULL
      AND (hold.lot_id IS NULL OR hold.lot_id = dose.lot_id)
      AND julianday(hold.since) <= julianday(NEW.started)
      AND (hold.until IS NULL OR julianday(hold.until) > julianday(NEW.started)))
BEGIN SELECT RAISE(ABORT, 'something holds this infusion back'); END;
CREATE TRIGGER infusion_is_kept BEFORE DELETE ON infusion
BEGIN SELECT RAISE(ABORT, 'an infusion is abandoned, never removed'); END;

CREATE TRIGGER bag_check_of_its_own BEFORE INSERT ON bag_check
WHEN NOT EXISTS (SELECT 1 FROM infusion JOIN bag ON bag.dose_id = infusion.dose_id
  WHERE infusion.id = NEW.infusion_id AND infusion.patient_id = NEW.patient_id
    AND bag.id = NEW.bag_id
    AND infusion.state IN ('checking', 'checked', 'running', 'paused'))
BEGIN SELECT RAISE(ABORT, 'a bag is checked for its own infusion, before it is infused'); END;
CREATE TRIGGER bag_check_by_another BEFORE INSERT ON bag_check
WHEN NEW.position NOT IN (1, 2) OR trim(NEW.person) = '' OR trim(NEW.folded) = ''
  OR (NEW.position = 2 AND NOT EXISTS (SELECT 1 FROM bag_check AS other
    WHERE other.infusion_id = NEW.infusion_id AND other.bag_id = NEW.bag_id
      AND other.position = 1 AND other.folded <> NEW.folded AND other.person <> NEW.person))
BEGIN SELECT RAISE(ABORT, 'the second check is by another person'); END;
CREATE TRIGGER bag_check_is_never_replaced BEFORE INSERT ON bag_check
WHEN EXISTS (SELECT 1 FROM bag_check AS other WHERE other.id = NEW.id
  OR (other.infusion_id = NEW.infusion_id AND other.bag_id = NEW.bag_id
    AND other.position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'a check stays as it was made'); END;
CREATE TRIGGER bag_check_stays BEFORE UPDATE ON bag_check
BEGIN SELECT RAISE(ABORT, 'a check stays as it was made'); END;
CREATE TRIGGER bag_check_is_kept BEFORE DELETE ON bag_check
BEGIN SELECT RAISE(ABORT, 'a check is never removed'); END;
"""

INFUSIONS = INFUSION + BEDSIDE
INFUSION_TABLES = ("infusion", "bag_check", *BEDSIDE_TABLES)
"""The tables of this module and of what is written down at the bed."""
