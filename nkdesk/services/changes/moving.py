"""Moving an item to another date, alone or with what follows it."""

from collections.abc import Iterator
from datetime import date

from nkdesk.model.change import ChangeKind, PlanChange, Scope
from nkdesk.model.cycle import Address
from nkdesk.model.day_item import DayItem
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Move, move
from nkdesk.services.change_forms import ChangePreview, Choice, MoveForm
from nkdesk.services.changes.causes import read_cause
from nkdesk.services.changes.planning import NotPlanned, Planned, item_asked, off_study_refused
from nkdesk.services.changes.preview import shown
from nkdesk.services.changes.saving import Decision, refuse_stale, save, unchanged
from nkdesk.services.courses import course_of
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.gate.leaving import beyond_gate
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision

SCOPES = tuple(scope.value for scope in Scope)


def preview_move(desk: Desk, form: MoveForm) -> ChangePreview:
    """Return everything a move would do. Saves nothing; asks for a date and a scope only."""
    read_at = revision(desk)
    entry = item_asked(desk, form.item_id)
    if isinstance(entry, NotPlanned):
        return shown(desk, read_at, entry)
    reader = Reader(desk.clock.today())
    asked = _asked(reader, entry, form)
    if asked is None:
        return ChangePreview(read_at, tuple(reader.problems))
    return shown(desk, read_at, _planned(desk, entry, asked))


def move_item(desk: Desk, form: MoveForm, read_at: int) -> Saved | Unsaved:
    """Save a move as one step; StoreConflictError when anything was saved since ``read_at``."""
    entry = item_asked(desk, form.item_id)
    if isinstance(entry, NotPlanned):
        return entry.unsaved
    reader = Reader(desk.clock.today())
    asked = _asked(reader, entry, form)
    cause = read_cause(desk, reader, ChangeKind.MOVE, form.cause)
    physician = reader.name("physician", form.physician, needed=True) if form.deviation else ""
    if asked is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    refuse_stale(desk, read_at)
    found = _planned(desk, entry, asked)
    if isinstance(found, NotPlanned):
        return found.unsaved
    if found.kept.is_empty:
        return unchanged("to")
    change = PlanChange(
        patient_id=entry.patient.id,
        kind=ChangeKind.MOVE,
        cause=cause,
        item=str(entry.item.address),
        scope=asked.scope,
        was=entry.item.planned,
        becomes=asked.to,
        physician=physician if found.deviations else "",
    )
    return save(desk, read_at, found, Decision(change, StepKind.MOVE))


def _asked(reader: Reader, entry: DayItem, form: MoveForm) -> Move | None:
    """Read the date and the reach of a move; None when either cannot be read."""
    to = reader.plan_day("to", form.to)
    scope = reader.choice("scope", form.scope, SCOPES)
    if to is None or not scope:
        return None
    return Move(entry.item.address, to, Scope(scope), reader.today, form.deviation)


def _planned(desk: Desk, entry: DayItem, asked: Move) -> Planned | NotPlanned:
    left = off_study_refused(desk, entry.patient.id, str(asked.address))
    if left is not None:
        return left
    course = course_of(desk, entry.patient, [asked.to])
    moved = move(course, asked)
    if isinstance(moved, Refused):
        return NotPlanned(refused=moved, choices=tuple(_choices(moved, asked)))
    beyond = beyond_gate(desk, entry.patient.id, course, moved.course)
    if beyond is not None:
        return NotPlanned(refused=Refused((beyond,)))
    return Planned(entry.patient, course, moved.course, asked.address.cycle, moved.deviations)


def _choices(refused: Refused, asked: Move) -> Iterator[Choice]:
    """Yield the dates of the item asked about that would do, with what each asks for.

    Nobody is offered a day that is over.
    """
    for one in refused.alternatives:
        to = _date_of(dict(one.dates), asked.address, asked.to)
        if to >= asked.today:
            yield Choice(to, (one.scope or asked.scope).value, one.breaks)


def _date_of(dates: dict[str, date], address: Address, asked: date) -> date:
    """Return the date of an item among others; where only others move it keeps the one asked."""
    return dates.get(str(address), asked)
