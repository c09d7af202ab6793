"""The journal of the first shape of the store, and what guards every clinical table.

A step is open while ``open_step`` has its row; the row cannot be committed, because it points at
a step that cannot exist. Never edited once a version has shipped.
"""

JOURNAL = """
CREATE TABLE step (
  seq INTEGER PRIMARY KEY CHECK (seq >= 1),
  at_utc TEXT NOT NULL,
  at_local TEXT NOT NULL,
  actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
  workstation TEXT NOT NULL CHECK (length(workstation) <= 200),
  program TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what GLOB '[a-z]*' AND what NOT GLOB '*[^a-z0-9_]*'),
  why TEXT NOT NULL CHECK (length(why) <= 2000),
  undoes INTEGER REFERENCES step (seq) CHECK (undoes < seq),
  row_count INTEGER NOT NULL CHECK (row_count >= 0),
  prev TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX step_actor ON step (actor, seq);
CREATE UNIQUE INDEX step_undoes ON step (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE open_step (
  token INTEGER PRIMARY KEY CHECK (token = 1),
  never INTEGER NOT NULL DEFAULT -1 CHECK (never = -1)
    REFERENCES step (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE journal (
  step INTEGER NOT NULL REFERENCES step (seq),
  n INTEGER NOT NULL CHECK (n >= 1),
  patient_id INTEGER,
  table_name TEXT NOT NULL,
  row_key TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (step, n),
  CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT;
CREATE INDEX journal_row ON journal (table_name, row_key, step);
CREATE INDEX journal_patient ON journal (patient_id, step) WHERE patient_id IS NOT NULL;

CREATE TRIGGER step_is_next BEFORE INSERT ON step
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM step)
  OR NEW.prev IS NOT coalesce((SELECT hash FROM step ORDER BY seq DESC LIMIT 1),
       '0000000000000000000000000000000000000000000000000000000000000000')
  OR NOT EXISTS (SELECT 1 FROM open_step)
BEGIN SELECT RAISE(ABORT, 'a step follows the newest step'); END;
CREATE TRIGGER step_stays BEFORE UPDATE ON step
BEGIN SELECT RAISE(ABORT, 'a step never changes'); END;
CREATE TRIGGER step_is_kept BEFORE DELETE ON step
BEGIN SELECT RAISE(ABORT, 'a step is never removed'); END;
CREATE TRIGGER journal_is_next BEFORE INSERT ON journal
WHEN NEW.step IS NOT (SELECT max(seq) FROM step)
  OR NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM journal WHERE step = NEW.step)
  OR NEW.n > (SELECT row_count FROM step WHERE seq = NEW.step)
  OR NOT EXISTS (SELECT 1 FROM open_step)
BEGIN SELECT RAISE(ABORT, 'the journal grows only with its step'); END;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal never changes'); END;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END;
"""

GUARDS = """
CREATE TRIGGER TABLE_NAME_insert_in_step BEFORE INSERT ON TABLE_NAME
WHEN NOT EXISTS (SELECT 1 FROM open_step)
BEGIN SELECT RAISE(ABORT, 'outside a step'); END;
CREATE TRIGGER TABLE_NAME_update_in_step BEFORE UPDATE ON TABLE_NAME
WHEN NOT EXISTS (SELECT 1 FROM open_step)
BEGIN SELECT RAISE(ABORT, 'outside a step'); END;
CREATE TRIGGER TABLE_NAME_delete_in_step BEFORE DELETE ON TABLE_NAME
WHEN NOT EXISTS (SELECT 1 FROM open_step)
BEGIN SELECT RAISE(ABORT, 'outside a step'); END;
CREATE TRIGGER TABLE_NAME_counts_revisions BEFORE UPDATE ON TABLE_NAME
WHEN NEW.rev IS NOT OLD.rev + 1
BEGIN SELECT RAISE(ABORT, 'each change counts one revision'); END;
"""
