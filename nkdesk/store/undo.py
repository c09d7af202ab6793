"""Taking back one's newest step: its before images, written as a new step.

Facts of care and signed papers are never undone, only corrected with a reason; a step whose rows
have moved on, or on whose rows others build, is not undone either. Source: architecture "One
journal".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nkdesk.store.journal import JournalRow, StoredStep, journal_rows, stored_step
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.rows import TABLES, Row, Value
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

FACTS_OF_CARE = frozenset({"given", "not_given", "correct_given"})
"""Steps that say what was done to a patient; a step is one, too, when its items say so."""

_DONE = frozenset({"given", "partly_given", "omitted"})
"""The states that say what was done; planned, ceased and cancelled are decisions."""

_PERMANENT = frozenset(
    {
        *("site", "protocol", "protocol_approval"),
        # Results and consents are struck, limits and versions set anew: signed checks rest on them.
        *("observation", "infection", "consent", "consent_version", "uln_table", "uln_choice"),
        # Signed, or said to a physician. A gate that closed stays closed, whatever closed it.
        *("waiver", "evaluation", "gate", "gate_alert"),
        # Signed, said by a laboratory, done at a bed, or on paper in somebody's hand. A lot, a
        # dose and a reservation entered by mistake are taken back as long as nothing of it is.
        *("lot_move", "lot_test", "dose_move", "cell_order", "hold", "product_alarm"),
        *("infusion", "bag_check", "infusion_event", "vital_row", "reaction", "printed_sheet"),
    }
)
# Their rows forbid others to be restored, so they go first.
_LIFTED_FIRST = frozenset({"off_study"})
_UNDO = "undo"


class UndoProblem(StrEnum):
    """Why a step is not taken back."""

    NOTHING = "nothing"
    FACT_OF_CARE = "fact_of_care"
    PERMANENT = "permanent"
    MOVED_ON = "moved_on"
    DEPENDED_ON = "depended_on"


@dataclass(frozen=True, slots=True)
class UndoRefused:
    """A no; ``step`` is the step it is about, None when there is nothing to undo."""

    problem: UndoProblem
    step: StoredStep | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """What a step did to one row from first to last: None for no row."""

    table: str
    before: Row | None
    after: Row | None


class _RefusedError(Exception):
    def __init__(self, refused: UndoRefused) -> None:
        super().__init__(refused.problem)
        self.refused = refused


def newest_own_step(store: Store, actor: str) -> StoredStep | None:
    """Return the actor's newest step that changed rows, undid nothing and is not undone yet."""
    rows = store.read(
        "SELECT seq, at_utc, at_local, actor, workstation, program, what, why, undoes,"
        " row_count, prev, hash FROM step WHERE actor = ? AND row_count > 0 AND undoes IS NULL"
        # Paper changes nothing of the ward: what was done before it was printed can be taken back.
        " AND what NOT IN ('print_sheet', 'recall_sheet')"
        " AND NOT EXISTS (SELECT 1 FROM step AS later WHERE later.undoes = step.seq)"
        " ORDER BY seq DESC LIMIT 1",
        (actor,),
    )
    return stored_step(rows[0]) if rows else None


def undoable(store: Store, actor: str) -> StoredStep | UndoRefused:
    """Return the step ``undo`` would take back, or why it would not."""
    step = newest_own_step(store, actor)
    if step is None:
        return UndoRefused(UndoProblem.NOTHING)
    changes = _changes(journal_rows(store, step.seq))
    if step.what in FACTS_OF_CARE or any(_is_fact(change) for change in changes):
        return UndoRefused(UndoProblem.FACT_OF_CARE, step)
    if any(change.table in _PERMANENT for change in changes):
        return UndoRefused(UndoProblem.PERMANENT, step)
    if _touched_since(store, step.seq) and _moved_on(store, changes):
        return UndoRefused(UndoProblem.MOVED_ON, step)
    return step


def _touched_since(store: Store, seq: int) -> bool:
    """Whether a later step has changed any row of a step; a step may have thousands."""
    rows = store.read(
        "SELECT 1 FROM journal AS mine JOIN journal AS later"
        " ON later.table_name = mine.table_name AND later.row_key = mine.row_key"
        " AND later.step > mine.step WHERE mine.step = ? LIMIT 1",
        (seq,),
    )
    return bool(rows)


def _moved_on(store: Store, changes: Iterable[_Change]) -> bool:
    return any(not _same(_stored_now(store, change), change.after) for change in changes)


def undo(store: Store, actor: str, seq: int, why: str = "") -> StoredStep | UndoRefused:
    """Take back the actor's newest step as one new step and return the step taken back.

    ``seq`` is the step that was offered: MOVED_ON when it is no longer the one to be taken back.
    """
    try:
        with store.step(actor=actor, what=_UNDO, why=why) as step:
            taken_back = _wanted(store, actor, seq)
            step.undoes = taken_back.seq
            _reverse(step, taken_back)
    except _RefusedError as error:
        return error.refused
    return taken_back


def _wanted(store: Store, actor: str, seq: int) -> StoredStep:
    found = undoable(store, actor)
    about = found.step if isinstance(found, UndoRefused) else found
    if about is not None and about.seq != seq:
        raise _RefusedError(UndoRefused(UndoProblem.MOVED_ON, about))
    if isinstance(found, UndoRefused):
        raise _RefusedError(found)
    return found


def _reverse(step: Step, taken_back: StoredStep) -> None:
    try:
        for change in _backwards(journal_rows(step.store, taken_back.seq)):
            _restore(step, change)
    except StoreError as error:
        if error.problem is not StoreProblem.RULE:
            raise
        raise _RefusedError(UndoRefused(UndoProblem.DEPENDED_ON, taken_back)) from error


def _backwards(rows: Iterable[JournalRow]) -> list[_Change]:
    """Return the changes in the order they are taken back: the last one first, as a rule."""
    changes = _changes(rows)
    changes.reverse()
    return sorted(changes, key=lambda one: one.table not in _LIFTED_FIRST)


def _restore(step: Step, change: _Change) -> None:
    table = TABLES[change.table]
    if change.before is None:
        step.delete(change.table, table.key_of(change.after or {}))
    elif change.after is None:
        step.insert(change.table, {**change.before, "rev": int(change.before["rev"] or 0) + 1})
    else:
        earlier = {name: value for name, value in change.before.items() if name != "rev"}
        step.update(change.table, table.key_of(change.after), earlier)


def _changes(rows: Iterable[JournalRow]) -> list[_Change]:
    """Return one change per row, in the order the rows were first touched."""
    found: dict[tuple[str, str], _Change] = {}
    for row in rows:
        after = _row(row.table, row.after)
        earlier = found.get((row.table, row.key))
        before = _row(row.table, row.before) if earlier is None else earlier.before
        found[row.table, row.key] = _Change(row.table, before, after)
    return [change for change in found.values() if not _same(change.before, change.after)]


def _row(table: str, image: str | None) -> Row | None:
    return None if image is None else TABLES[table].row(image)


def _same(first: Row | None, second: Row | None) -> bool:
    """Whether two images say the same; how often the row was changed is left aside."""
    if first is None or second is None:
        return first is second
    return {**first, "rev": 0} == {**second, "rev": 0}


def _is_fact(change: _Change) -> bool:
    """Whether a change says that something was given, or that it was not."""
    if change.table not in ("item", "item_part"):
        return False
    return _facts_of(change.before) != _facts_of(change.after)


def _facts_of(row: Row | None) -> tuple[Value, ...]:
    """Return what the row of an item or a part says was done; () when it says nothing.

    That the rest of a partly given item is given up is a decision: its date is no fact.
    """
    if row is None:
        return ()
    if "state" not in row:
        return (row["done"], row["at"]) if row["done"] else ()
    actual = row["actual"] if row["state"] == "given" else None
    return (row["state"], actual) if row["state"] in _DONE else ()


def _stored_now(store: Store, change: _Change) -> Row | None:
    table = TABLES[change.table]
    found = store.read(table.select, table.key_of(change.after or change.before or {}))
    return dict(zip(table.columns, found[0], strict=True)) if found else None
