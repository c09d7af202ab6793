"""The journal as it is read at an audit: who, when, what, of whom, each field old and new, why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nkdesk.model.words import Words
from nkdesk.services.audit.fields import AuditRow, audit_rows
from nkdesk.services.desk import Desk
from nkdesk.services.reasons import reason_titles
from nkdesk.store.audit_steps import (
    StepsAsked,
    everybody,
    kinds_of_steps,
    people_of_steps,
    steps_asked,
)
from nkdesk.store.journal import Head, JournalRow, StoredStep, newest_head, rows_of_steps
from nkdesk.store.ward_rows import patients_of, taken_back

PAGE_STEPS = 50
"""So many steps are told at a time."""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which steps are shown; None leaves nothing out.

    ``first`` and ``last`` are days in the ward's time zone, both shown.
    """

    patient_id: int | None = None
    person: str | None = None
    first: date | None = None
    last: date | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class AuditStep:
    """One step of the journal, field by field.

    ``what`` is its code, ``reason`` the words of ``why`` where a list has them; ``patients`` are
    those it touched, by trial number, with their full names; ``undone`` says that a later step
    took it back, ``undoes`` which step it took back itself.
    """

    seq: int
    at: datetime
    who: str
    workstation: str
    program: str
    what: str
    why: str
    reason: Words | None
    undoes: int | None
    undone: bool
    hash: str
    patients: tuple[tuple[int, str, str], ...]
    rows: tuple[AuditRow, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Steps newest first; ``before_seq`` asks for older ones, None when there are none."""

    steps: tuple[AuditStep, ...]
    before_seq: int | None
    head: Head


@dataclass(frozen=True, slots=True)
class AuditChoices:
    """What can be asked for: everybody who did a step, every kind of step, every patient.

    ``patients`` holds id, trial number and full name.
    """

    people: tuple[str, ...]
    kinds: tuple[str, ...]
    patients: tuple[tuple[int, str, str], ...]


def audit_page(
    desk: Desk,
    asked: AuditFilter | None = None,
    before_seq: int | None = None,
    limit: int = PAGE_STEPS,
) -> AuditPage:
    """Return the newest steps asked for, or those before a step; at most ``limit``."""
    wanted = _asked(desk, asked or AuditFilter())
    found = steps_asked(desk.store, wanted, before_seq, limit + 1)
    steps = found[:limit]
    return AuditPage(
        steps=_told(desk, steps),
        before_seq=steps[-1].seq if len(found) > limit else None,
        head=newest_head(desk.store),
    )


def audit_choices(desk: Desk) -> AuditChoices:
    """Return what an audit can be narrowed to."""
    store = desk.store
    known = patients_of(store, everybody(store))
    named = tuple((one, of.trial_number, of.name.full) for one, of in known.items())
    return AuditChoices(people_of_steps(store), kinds_of_steps(store), named)


def _asked(desk: Desk, asked: AuditFilter) -> StepsAsked:
    zone = desk.clock.now().tzinfo

    def midnight(day: date | None, later: int = 0) -> datetime | None:
        return None if day is None else datetime.combine(day + timedelta(days=later), time(), zone)

    since, until = midnight(asked.first), midnight(asked.last, 1)
    return StepsAsked(asked.patient_id, asked.person, since, until, asked.kind)


def _told(desk: Desk, steps: Sequence[StoredStep]) -> tuple[AuditStep, ...]:
    seqs = [step.seq for step in steps]
    rows = rows_of_steps(desk.store, seqs)
    undone = taken_back(desk.store, seqs)
    titles, people = reason_titles(desk), _people(desk, rows.values())
    return tuple(
        AuditStep(
            seq=step.seq,
            at=step.at,
            who=step.actor,
            workstation=step.head.workstation,
            program=step.head.program,
            what=step.what,
            why=step.why,
            reason=titles.get(step.why),
            undoes=step.head.undoes,
            undone=step.seq in undone,
            hash=step.hash,
            patients=_touched(rows.get(step.seq, ()), people),
            rows=audit_rows(rows.get(step.seq, ())),
        )
        for step in steps
    )


def _people(desk: Desk, rows: Iterable[Sequence[JournalRow]]) -> Mapping[int, tuple[int, str, str]]:
    ids = {row.patient_id for of_step in rows for row in of_step if row.patient_id is not None}
    known = patients_of(desk.store, ids)
    return {one: (one, known[one].trial_number, known[one].name.full) for one in known}


def _touched(
    rows: Iterable[JournalRow], people: Mapping[int, tuple[int, str, str]]
) -> tuple[tuple[int, str, str], ...]:
    """Return the patients a step touched; one whose enrolment was undone goes by its number."""
    ids = dict.fromkeys(row.patient_id for row in rows if row.patient_id is not None)
    return tuple(people.get(one, (one, f"#{one}", "")) for one in ids)
