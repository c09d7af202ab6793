"""Reactions, and the grade of cytokine release syndrome computed from their signs.

A grade is computed and shown with what it was computed from; a person confirms it. A later row
corrects an earlier one, both stay readable.
"""

from dataclasses import replace
from datetime import date, datetime

from nkdesk.bedside.crs import grade, low_systolic
from nkdesk.model.infusion import CrsSigns, InfusionAct, Reaction
from nkdesk.model.product import HoldKind
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.infusion_models import CrsView, ReactionForm
from nkdesk.services.infusions.bed import bed_of
from nkdesk.services.infusions.moments import When, read_when
from nkdesk.services.infusions.signs import has_signs, read_grade, read_signs
from nkdesk.services.infusions.terms import OTHER, reaction_terms
from nkdesk.services.infusions.writing import (
    BEFORE_CHECK,
    NO_INFUSION,
    Writing,
    save_at_bed,
)
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product.hold_kinds import hold_kinds
from nkdesk.services.product_forms import HoldForm
from nkdesk.services.steps import StepKind
from nkdesk.store import holds, reactions

_HIGHEST_GRADE, _HIGHEST_CRS = 5, 4


def react(desk: Desk, form: ReactionForm) -> Saved | Unsaved:
    """Save a reaction, or a later row that corrects one, as one step.

    A note is needed for a confirmed grade that is not the computed one, for a correction, and for
    the term that says nothing by itself.
    """
    return save_at_bed(desk, form.infusion_id, StepKind.REACTION, lambda w: _react(w, form))


def crs(desk: Desk, infusion_id: int, form: ReactionForm) -> CrsView | Unsaved:
    """Return the grade of the signs typed, at the age on the day of the onset; saves nothing."""
    bed = bed_of(desk, infusion_id)
    if bed is None:
        return NO_INFUSION
    reader = ProductReader(desk)
    onset = _onset(reader, form, bed.opened)
    signs = _signs(reader, form, onset, bed.entry.patient.born)
    if signs is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    found = grade(signs)
    return CrsView(signs, found.grade, found.decided_by, low_systolic(signs.age_months))


def _react(w: Writing, form: ReactionForm) -> None:
    person = w.person(form.person)
    w.allow(InfusionAct.REACTION)
    onset = _onset(w.reader, form, w.bed.opened)
    new = _read(w, form, onset or w.now, person)
    _check_notes(w, form, new)
    w.finish_reading()
    reactions.add(w.step, new)
    said = w.event(InfusionAct.REACTION, new.onset, person)
    w.note(replace(said, detail=new.term, note=new.note))


def _onset(reader: ProductReader, form: ReactionForm, opened: datetime) -> datetime | None:
    when = When(form.onset_on, form.onset_at, "onset_on", "onset_at")
    return read_when(reader, when, reader.now, opened - BEFORE_CHECK)


def _read(w: Writing, form: ReactionForm, onset: datetime, person: str) -> Reaction:
    """Read everything of a reaction but what its notes must say."""
    reader = w.reader
    term = reader.choice("term", form.term, tuple(one.code for one in reaction_terms()))
    born = w.bed.entry.patient.born
    signs = _signs(reader, form, onset, born) if has_signs(form) else None
    confirmed = read_grade(reader, "confirmed", form.confirmed, _HIGHEST_CRS)
    return Reaction(
        infusion_id=w.bed.infusion.id,
        term=term,
        onset=onset,
        recorded=w.now,
        person=person,
        grade=read_grade(reader, "grade", form.grade, _HIGHEST_GRADE),
        action=reader.note("action", form.action),
        outcome=reader.note("outcome", form.outcome),
        resolved=_resolved(w, form, onset),
        signs=signs,
        crs=None if signs is None else grade(signs).grade,
        confirmed=confirmed,
        confirmed_by="" if confirmed is None else person,
        note=reader.note("note", form.note),
        corrects=form.corrects,
    )


def _signs(
    reader: ProductReader, form: ReactionForm, onset: datetime | None, born: date
) -> CrsSigns | None:
    return None if onset is None else read_signs(reader, form, born, onset.date())


def _resolved(w: Writing, form: ReactionForm, onset: datetime) -> datetime | None:
    """Read when it was over; both fields empty: it goes on."""
    when = When(form.resolved_on, form.resolved_at, "resolved_on", "resolved_at")
    return None if when.is_empty else read_when(w.reader, when, w.now, onset)


def _check_notes(w: Writing, form: ReactionForm, new: Reaction) -> None:
    counting = {one.id for one in reactions.rows(w.desk.store, new.infusion_id)}
    if new.corrects is not None and new.corrects not in counting:
        w.reader.refuse("corrects", FieldCode.NO_LONGER_COUNTS)
    differs = new.confirmed is not None and new.confirmed != new.crs
    if (differs or new.corrects is not None or new.term == OTHER) and not form.note.strip():
        w.reader.refuse("note", FieldCode.NEEDS_TEXT)


def hold_to_ask(desk: Desk, infusion_id: int) -> HoldForm | None:
    """Return the hold a person is asked to place, None where there is nothing to ask.

    A reaction that goes on at the site's grade or above asks, until such a hold is placed. Nothing
    is held by this: ``place_hold`` saves what a person agrees to.
    """
    bed = bed_of(desk, infusion_id)
    limit = _grade_that_holds(desk)
    if bed is None or limit is None:
        return None
    patient_id = bed.entry.patient.id
    held = holds.holds(desk.store, patient_id, open_only=True)
    if any(one.kind is HoldKind.REACTION and one.holds_at(desk.clock.now()) for one in held):
        return None
    severe = [
        (grade_of(one), one.term)
        for one in reactions.rows(desk.store, infusion_id)
        if one.resolved is None and grade_of(one) >= limit
    ]
    if not severe:
        return None
    worst, term = max(severe)
    return HoldForm(patient_id, HoldKind.REACTION, term, "", str(worst))


def grade_of(reaction: Reaction) -> int:
    """Return the highest grade of a reaction, 0 for none; one computed counts until confirmed."""
    syndrome = reaction.crs if reaction.confirmed is None else reaction.confirmed
    return max(reaction.grade or 0, syndrome or 0)


def _grade_that_holds(desk: Desk) -> int | None:
    """Return from which grade on the site holds infusions back, None where it does not say."""
    for kind in hold_kinds(desk):
        if kind.kind == HoldKind.REACTION:
            return next((int(one) for one in kind.limit if one.isdigit()), None)
    return None
