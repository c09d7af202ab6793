"""Taking back one's own newest step, named before it is done."""

from dataclasses import dataclass

from nkdesk.services.desk import Desk
from nkdesk.store import undo as store_undo
from nkdesk.store.journal import StoredStep, journal_rows
from nkdesk.store.patients import patient
from nkdesk.store.undo import UndoProblem, UndoRefused


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """The step that would be taken back: its kind, and the patient's trial number or ""."""

    seq: int
    what: str
    trial_number: str


@dataclass(frozen=True, slots=True)
class NoUndo:
    """Why nothing is taken back; the offer names the step in the way, where there is one."""

    problem: UndoProblem
    about: UndoOffer | None = None


def undo_offer(desk: Desk) -> UndoOffer | NoUndo:
    """Return what undo would take back, or why it cannot."""
    return _result(desk, store_undo.undoable(desk.store, desk.actor))


def undo(desk: Desk) -> UndoOffer | NoUndo:
    """Take back the newest own step as a new step; return what was taken back, or why not."""
    offered = undo_offer(desk)
    if isinstance(offered, NoUndo):
        return offered
    done = store_undo.undo(desk.store, desk.actor, offered.seq)
    return _result(desk, done) if isinstance(done, UndoRefused) else offered


def _result(desk: Desk, found: StoredStep | UndoRefused) -> UndoOffer | NoUndo:
    if isinstance(found, UndoRefused):
        return NoUndo(found.problem, None if found.step is None else _offer(desk, found.step))
    return _offer(desk, found)


def _offer(desk: Desk, step: StoredStep) -> UndoOffer:
    touched = {row.patient_id for row in journal_rows(desk.store, step.seq)} - {None}
    whose = patient(desk.store, touched.pop() or 0) if len(touched) == 1 else None
    return UndoOffer(step.seq, step.what, "" if whose is None else whose.trial_number)
