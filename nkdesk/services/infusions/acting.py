"""What is done beside start and end: premedication, thaw, rate, pause, next bag, call, note."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from nkdesk.model.infusion import InfusionAct
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.infusion_models import ActForm
from nkdesk.services.infusions.bags import next_bag, thawed_bag
from nkdesk.services.infusions.moments import minute
from nkdesk.services.infusions.reasons import end_reasons, pause_reasons
from nkdesk.services.infusions.values import millilitres_an_hour, reason_code
from nkdesk.services.infusions.writing import BEFORE_CHECK, Writing, save_at_bed
from nkdesk.services.steps import StepKind

ACTS = (
    *(InfusionAct.PREMEDICATE, InfusionAct.THAW, InfusionAct.RATE, InfusionAct.PAUSE),
    *(InfusionAct.RESUME, InfusionAct.NEXT_BAG, InfusionAct.CALL, InfusionAct.NOTE),
    InfusionAct.ABANDON,
)
"""What a form may say; checks, start, vital signs, reactions and the end have their own."""

_TURNING = frozenset({InfusionAct.PAUSE, InfusionAct.RESUME, InfusionAct.NEXT_BAG})
_BEFOREHAND = frozenset({InfusionAct.PREMEDICATE, InfusionAct.THAW})


def act(desk: Desk, form: ActForm) -> Saved | Unsaved:
    """Save an act as one step.

    ``detail`` is the drug and its dose, the rate in mL/h, who was called, the code of why it was
    paused or given up, or the bag; the end of a pause has none. A note needs its words.
    """
    given_up = form.act == InfusionAct.ABANDON
    what = StepKind.ABANDON_INFUSION if given_up else StepKind.INFUSION_ACT
    return save_at_bed(desk, form.infusion_id, what, lambda w: _act(w, form))


def complete(desk: Desk, infusion_id: int, person: str, note: str = "") -> Saved | Unsaved:
    """Save that the observation is over; before the protocol's time is up a note says why."""
    return save_at_bed(
        desk, infusion_id, StepKind.COMPLETE_INFUSION, lambda w: _complete(w, person, note)
    )


def _act(w: Writing, form: ActForm) -> None:
    what = w.reader.choice("act", form.act, ACTS)
    person = w.person(form.person)
    note = w.reader.note("note", form.note)
    w.finish_reading()
    done = InfusionAct(what)
    w.allow(done)
    at = w.at(form.on, form.time, _since(w, done))
    detail = _DETAILS.get(done, _none)(w, form, at)
    w.finish_reading()
    known = replace(w.bed.infusion, reason=detail, note=note)
    w.turn(done, known if done is InfusionAct.ABANDON else None, all_checked=True)
    w.note(replace(w.event(done, at, person), detail=detail, note=note))


def _since(w: Writing, done: InfusionAct) -> datetime:
    """Return what an act cannot lie before; what only accompanies may be written down late."""
    if done in _TURNING:
        return w.bed.turned
    if done in _BEFOREHAND:
        return w.bed.opened - BEFORE_CHECK
    return w.bed.opened


def _none(_writing: Writing, _form: ActForm, _at: datetime) -> str:
    return ""


def _words(w: Writing, form: ActForm, _at: datetime) -> str:
    return w.reader.words("detail", form.detail)


def _note(w: Writing, form: ActForm, _at: datetime) -> str:
    if not form.note.strip():
        w.reader.refuse("note", FieldCode.NEEDS_TEXT)
    return ""


def _rate(w: Writing, form: ActForm, _at: datetime) -> str:
    return millilitres_an_hour(w.reader, form.detail)


def _pause(w: Writing, form: ActForm, _at: datetime) -> str:
    return reason_code(w.reader, "detail", form.detail, pause_reasons(w.desk), form.note)


def _why_given_up(w: Writing, form: ActForm, _at: datetime) -> str:
    return reason_code(w.reader, "detail", form.detail, end_reasons(w.desk), form.note)


def _thaw(w: Writing, form: ActForm, at: datetime) -> str:
    return thawed_bag(w, form.detail, at)


def _next_bag(w: Writing, form: ActForm, at: datetime) -> str:
    return next_bag(w, form.detail, at)


_DETAILS: Mapping[InfusionAct, Callable[[Writing, ActForm, datetime], str]] = {
    InfusionAct.PREMEDICATE: _words,
    InfusionAct.CALL: _words,
    InfusionAct.THAW: _thaw,
    InfusionAct.RATE: _rate,
    InfusionAct.PAUSE: _pause,
    InfusionAct.NEXT_BAG: _next_bag,
    InfusionAct.NOTE: _note,
    InfusionAct.ABANDON: _why_given_up,
}


def _complete(w: Writing, typed: str, note: str) -> None:
    person = w.person(typed)
    said = w.reader.note("note", note)
    w.allow(InfusionAct.COMPLETE)
    until = w.bed.observe_until
    if until is not None and w.now < until and not said:
        w.reader.refuse("note", FieldCode.NEEDS_TEXT)
    w.finish_reading()
    w.turn(InfusionAct.COMPLETE)
    w.note(replace(w.event(InfusionAct.COMPLETE, minute(w.now), person), intended=until, note=said))
