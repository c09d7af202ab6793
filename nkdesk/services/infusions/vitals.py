"""Measurements at the bed: late ones are marked, none is ever refused for being late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from nkdesk.model.infusion import InfusionAct, VitalSigns
from nkdesk.model.product_rules import Vital
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.infusion_models import VitalsForm
from nkdesk.services.infusions.signs import read_vital
from nkdesk.services.infusions.writing import BEFORE_CHECK, Writing, save_at_bed
from nkdesk.services.steps import StepKind
from nkdesk.store import vitals

_VITALS = tuple(Vital)


def record_vitals(desk: Desk, form: VitalsForm) -> Saved | Unsaved:
    """Save a row of measurements, or a later row that corrects one, as one step.

    Refused: nothing measured and no note why, a minute the plan does not have or that has its
    measurement already, a correction without a reason.
    """
    return save_at_bed(desk, form.infusion_id, StepKind.VITALS, lambda w: _record(w, form))


def _record(w: Writing, form: VitalsForm) -> None:
    person = w.person(form.person)
    w.allow(InfusionAct.VITALS)
    values = tuple(_values(w, form))
    note = w.reader.note("note", form.note)
    if not values and not note:
        w.reader.refuse("values", FieldCode.MISSING)
    why = _correction(w, form)
    _check_due(w, form)
    at = w.at(form.on, form.time, w.bed.opened - BEFORE_CHECK)
    new = VitalSigns(w.bed.infusion.id, at, w.now, person, values, form.due)
    new = replace(new, after_end=form.after_end, note=note, corrects=form.corrects, why=why)
    vitals.add(w.step, new)
    said = replace(w.event(InfusionAct.VITALS, at, person), intended=_intended(w, form))
    w.note(replace(said, detail="" if form.due is None else str(form.due), note=note))


def _values(w: Writing, form: VitalsForm) -> Iterator[tuple[Vital, Decimal]]:
    """Read what was measured; a lower pressure above the upper one is a slip."""
    read: dict[Vital, Decimal] = {}
    for name, typed in form.values:
        if name not in _VITALS:
            w.reader.refuse(name, FieldCode.NOT_A_CHOICE)
            continue
        value = read_vital(w.reader, Vital(name), name, typed)
        if value is not None:
            read[Vital(name)] = value
    upper, lower = read.get(Vital.SYSTOLIC), read.get(Vital.DIASTOLIC)
    if upper is not None and lower is not None and lower >= upper:
        w.reader.refuse(Vital.DIASTOLIC, FieldCode.OUT_OF_RANGE, f"< {upper}")
    yield from read.items()


def _correction(w: Writing, form: VitalsForm) -> str:
    """Read why a row is put right; "" for a new one."""
    if form.corrects is None:
        return ""
    if form.corrects not in {one.id for one in _counting(w)}:
        w.reader.refuse("corrects", FieldCode.NO_LONGER_COUNTS)
    return w.reader.words("why", form.why)


def _check_due(w: Writing, form: VitalsForm) -> None:
    """See that the plan has the minute, and that nothing else answers it."""
    if form.due is None:
        return
    rules = w.bed.rules
    if form.due not in (rules.after_end if form.after_end else rules.vitals):
        w.reader.refuse("due", FieldCode.NOT_A_CHOICE)
    taken = {(one.due, one.after_end) for one in _counting(w) if one.id != form.corrects}
    if (form.due, form.after_end) in taken:
        w.reader.refuse("due", FieldCode.ALREADY_USED)


def _counting(w: Writing) -> tuple[VitalSigns, ...]:
    return vitals.rows(w.desk.store, w.bed.infusion.id)


def _intended(w: Writing, form: VitalsForm) -> datetime | None:
    """Return the minute of the plan a row answers, None for an extra one or before the start."""
    begins = w.bed.infusion.ended if form.after_end else w.bed.infusion.started
    if begins is None or form.due is None:
        return None
    return begins + timedelta(minutes=form.due)
