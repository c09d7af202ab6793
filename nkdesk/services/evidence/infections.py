"""A physician's judgement on infection: its structure and its verdict."""

import re

from nkdesk.model.evidence import Infection, Observation
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import InfectionForm, ObservationForm
from nkdesk.services.evidence.keeping import evidence_step
from nkdesk.services.evidence.people import Subject, subject_of
from nkdesk.services.evidence.results import read_correction
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision
from nkdesk.store import evidence

INFECTION = "uncontrolled_infection"
"""The code the criteria know the verdict by."""

VERDICTS = ("yes", "no", "unknown")
FEVER = ("yes", "no", "unknown")
TRENDS = ("better", "same", "worse", "none")
"""``none`` is for who has no infection."""

_DAYS = re.compile(r"\d{1,3}", re.ASCII)


def add_infection(desk: Desk, form: InfectionForm) -> Saved | Unsaved:
    """Save a judgement as one step; ``physician`` is who judged, the actor who entered it.

    An uncontrolled infection has a site; a controlled one may have one too.
    """
    read_at = revision(desk)
    subject = subject_of(desk, form.patient_id)
    if isinstance(subject, Unsaved):
        return subject
    reader = Reader(desk.clock.today())
    new, structure = _verdict(desk, subject, form, reader), _structure(form, reader)
    corrected = ObservationForm(form.patient_id, INFECTION, corrects=form.corrects, why=form.why)
    why = read_correction(desk, subject, None, corrected, reader)
    if new is None or structure is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    with evidence_step(desk, read_at, StepKind.INFECTION, [subject.patient.id], why) as step:
        number = evidence.add_observation(
            step, subject.patient.id, None, new, corrects=form.corrects, why=why
        )
        evidence.add_infection(step, subject.patient.id, number, structure)
    return Saved(step.seq)


def _verdict(
    desk: Desk, subject: Subject, form: InfectionForm, reader: Reader
) -> Observation | None:
    verdict = reader.choice("verdict", form.verdict, VERDICTS)
    on = reader.past_day("on", form.on, born=subject.born)
    physician = reader.name("physician", form.physician, needed=True)
    note = reader.note("note", form.note)
    if on is None:
        return None
    return Observation(INFECTION, verdict, on, "", None, None, physician, desk.actor, note)


def _structure(form: InfectionForm, reader: Reader) -> Infection | None:
    site = reader.name("site", form.site, needed=form.verdict == "yes")
    organism = reader.name("organism", form.organism)
    fever = reader.choice("fever", form.fever, FEVER)
    days = _treatment_day(form, reader)
    trend = reader.choice("trend", form.trend, TRENDS)
    return Infection(site, organism, fever, days, trend) if fever and trend else None


def _treatment_day(form: InfectionForm, reader: Reader) -> int | None:
    text = form.treatment_day.strip()
    if text and _DAYS.fullmatch(text) is None:
        reader.refuse("treatment_day", FieldCode.OUT_OF_RANGE, "0-999")
        return None
    return int(text) if text else None
