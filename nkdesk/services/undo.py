"""Taking back one's own newest step, named before it is done."""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.cycle import Address
from nkdesk.model.patient import Patient
from nkdesk.model.words import Words
from nkdesk.services.desk import Desk
from nkdesk.services.gate.closing import close_expired
from nkdesk.services.lines import numbering
from nkdesk.services.step_changes import change_of
from nkdesk.store import undo as store_undo
from nkdesk.store.journal import StoredStep, journal_rows
from nkdesk.store.patients import patient
from nkdesk.store.undo import UndoProblem, UndoRefused


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """The step that would be taken back: its kind, and the patient's trial number or "".

    A change of a plan names its item, too: the address, the protocol's title, which infusion of
    how many, and for a move the two dates; "" and None where it is about no single item.
    """

    seq: int
    what: str
    trial_number: str
    item: str = ""
    title: Words | None = None
    nth: tuple[int, int] | None = None
    was: date | None = None
    becomes: date | None = None


@dataclass(frozen=True, slots=True)
class NoUndo:
    """Why nothing is taken back; the offer names the step in the way, where there is one."""

    problem: UndoProblem
    about: UndoOffer | None = None


def undo_offer(desk: Desk) -> UndoOffer | NoUndo:
    """Return what undo would take back, or why it cannot."""
    return _result(desk, store_undo.undoable(desk.store, desk.actor))


def undo(desk: Desk, seq: int) -> UndoOffer | NoUndo:
    """Take back the own step that was offered as a new step; return it, or why it stays.

    MOVED_ON when ``seq`` is no longer the newest own step: nobody takes back what they were not
    shown.
    """
    offered = undo_offer(desk)
    if isinstance(offered, NoUndo):
        return offered
    done = store_undo.undo(desk.store, desk.actor, seq)
    if isinstance(done, UndoRefused):
        return _result(desk, done)
    close_expired(desk)  # a first cycle back where it was may leave a check without its results
    return offered


def _result(desk: Desk, found: StoredStep | UndoRefused) -> UndoOffer | NoUndo:
    if isinstance(found, UndoRefused):
        return NoUndo(found.problem, None if found.step is None else _offer(desk, found.step))
    return _offer(desk, found)


def _offer(desk: Desk, step: StoredStep) -> UndoOffer:
    rows = journal_rows(desk.store, step.seq)
    touched = {row.patient_id for row in rows} - {None}
    whose = patient(desk.store, touched.pop() or 0) if len(touched) == 1 else None
    if whose is None:
        return UndoOffer(step.seq, step.what, "")
    change = change_of(rows)
    if change is None:
        return UndoOffer(step.seq, step.what, whose.trial_number)
    title, nth = _item_named(desk, whose, change.item)
    return UndoOffer(
        step.seq,
        step.what,
        whose.trial_number,
        change.item,
        title,
        nth,
        change.was,
        change.becomes,
    )


def _item_named(
    desk: Desk, whose: Patient, written: str
) -> tuple[Words | None, tuple[int, int] | None]:
    """Return the title of an item and which infusion it is; nothing for what is no item."""
    address = Address.parse(written)
    if address is None:
        return None, None
    protocol = desk.protocol(whose.protocol_hash)
    item = protocol.item(address.code)
    day = item.days[0] if address.day is None else address.day
    doses = numbering(protocol, whose.arm, address.cycle)
    return item.title, doses.get((address.code, day))
