"""Entering results and judgements: checked, corrected by a later one, struck; never overwritten."""

from dataclasses import dataclass
from datetime import date

from nkdesk.eligibility.results import KARNOFSKY_FROM_YEARS, LANSKY_FROM_YEARS
from nkdesk.model.evidence import Observation, Rater, Scale
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import ObservationForm, StrikeForm
from nkdesk.services.evidence.keeping import evidence_step
from nkdesk.services.evidence.kinds import kinds_of
from nkdesk.services.evidence.people import Subject, subject_of
from nkdesk.services.evidence.values import (
    AgeOfScales,
    belongs,
    check_plausible,
    check_scale,
    read_value,
    right_scale,
)
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision
from nkdesk.store import evidence

_RATERS = tuple(Rater)
_SCALES = tuple(Scale)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One form being read: whose it is, and where its problems go."""

    desk: Desk
    subject: Subject
    form: ObservationForm
    reader: Reader


def add_observation(desk: Desk, form: ObservationForm) -> Saved | Unsaved:
    """Save a result as one step, or say beside each field what is wrong with it.

    ``NOT_PLAUSIBLE`` and ``NO_SCALE`` ask again: the same form with ``sure`` is saved.
    """
    read_at = revision(desk)
    subject = subject_of(desk, form.patient_id, donor=form.donor)
    if isinstance(subject, Unsaved):
        return subject
    reader = Reader(desk.clock.today())
    new = _read(_Entry(desk, subject, form, reader))
    why = read_correction(desk, subject, new, form, reader)
    if new is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    with evidence_step(desk, read_at, StepKind.OBSERVATION, [subject.patient.id], why) as step:
        evidence.add_observation(
            step, subject.patient.id, subject.donor_id, new, corrects=form.corrects, why=why
        )
    return Saved(step.seq)


def strike_observation(desk: Desk, form: StrikeForm) -> Saved | Unsaved:
    """Strike a result entered by mistake: it counts no more and stays readable, with why."""
    read_at = revision(desk)
    reader = Reader(desk.clock.today())
    found = evidence.observation(desk.store, form.evidence_id)
    why = read_why(reader, form.why)
    if found is None:
        return Unsaved((FieldProblem("evidence_id", FieldCode.NOT_A_CHOICE),))
    patient_id, donor_id, old = found
    if not _counts(desk, patient_id, donor_id, old.id):
        reader.refuse("evidence_id", FieldCode.NO_LONGER_COUNTS)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    with evidence_step(desk, read_at, StepKind.STRIKE, [patient_id], why) as step:
        evidence.strike_observation(step, old.id, why, desk.actor)
    return Saved(step.seq)


def suggested_scale(desk: Desk, patient_id: int, on: date, *, donor: bool = False) -> Scale | None:
    """Return the scale of the age on a day, None where none is published or nobody is there."""
    subject = subject_of(desk, patient_id, donor=donor)
    if isinstance(subject, Unsaved) or on < subject.born:
        return None
    return right_scale(_ages(desk, subject), subject.born, on)


def read_why(reader: Reader, typed: str) -> str:
    """Read why something entered counts no more; it cannot be empty."""
    why = reader.note("why", typed)
    if not typed.strip():
        reader.refuse("why", FieldCode.NEEDS_TEXT)
    return why


def read_correction(
    desk: Desk,
    subject: Subject,
    new: Observation | None,
    form: ObservationForm,
    reader: Reader,
) -> str:
    """Read why a result is put right; "" for a new one. It is one of the same kind and person."""
    if not form.corrects:
        return ""
    why = read_why(reader, form.why)
    found = evidence.observation(desk.store, form.corrects)
    if found is None or not belongs(subject, found) or found[2].what != form.what:
        reader.refuse("corrects", FieldCode.NOT_A_CHOICE)
    elif not _counts(desk, subject.patient.id, subject.donor_id, form.corrects):
        reader.refuse("corrects", FieldCode.NO_LONGER_COUNTS)
    elif new is not None and _same(new, found[2]):
        reader.refuse("value", FieldCode.UNCHANGED)
    return why


def _same(new: Observation, old: Observation) -> bool:
    told = [
        (one.value, one.on, one.unit, one.scale, one.rater, one.source, one.note)
        for one in (new, old)
    ]
    return told[0] == told[1]


def _counts(desk: Desk, patient_id: int, donor_id: int | None, observation_id: int) -> bool:
    counting = evidence.observations(desk.store, patient_id, donor_id)
    return any(one.id == observation_id for one in counting)


def _read(entry: _Entry) -> Observation | None:
    form, reader = entry.form, entry.reader
    offered = {kind.code: kind for kind in kinds_of(entry.desk, entry.subject) if not kind.form}
    kind = offered.get(reader.choice("what", form.what, tuple(offered)))
    if kind is None:
        return None
    on = reader.past_day("on", form.on, born=entry.subject.born)
    scale, rater = _scale(entry, on) if kind.scales else (None, None)
    value, unit = read_value(form, kind, reader)
    # Of a judgement the source is who judged: without one it is nobody's.
    source = reader.name("source", form.source, needed=kind.judgement)
    note = reader.note("note", form.note)
    if on is None or value is None:
        return None
    new = Observation(kind.code, value, on, unit, scale, rater, source, entry.desk.actor, note)
    if not form.sure and not reader.problems:
        check_plausible(new, kind, _others(entry), reader)
    return new


def _scale(entry: _Entry, on: date | None) -> tuple[Scale | None, Rater | None]:
    """Read by which scale and by whom a status was rated."""
    scale = entry.reader.choice("scale", entry.form.scale, _SCALES)
    rater = entry.reader.choice("rater", entry.form.rater, _RATERS)
    if on is not None and scale:
        right = right_scale(_ages(entry.desk, entry.subject), entry.subject.born, on)
        check_scale(right, entry.form, entry.reader)
    return Scale(scale) if scale else None, Rater(rater) if rater else None


def _ages(desk: Desk, subject: Subject) -> AgeOfScales:
    infant = desk.protocol(subject.patient.protocol_hash).infant_scale
    return AgeOfScales(LANSKY_FROM_YEARS, KARNOFSKY_FROM_YEARS, infant or "none")


def _others(entry: _Entry) -> tuple[Observation, ...]:
    subject, form = entry.subject, entry.form
    counting = evidence.observations(entry.desk.store, subject.patient.id, subject.donor_id)
    return tuple(one for one in counting if one.what == form.what and one.id != form.corrects)
