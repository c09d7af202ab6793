"""The end of an infusion: the item is given, the dose is used up, in the one step."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from nkdesk.bedside.infusing import Hung, infused_cells
from nkdesk.model.infusion import InfusionAct, Outcome
from nkdesk.model.product import DoseMove, DoseState
from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.gate.closing import close_gates_in
from nkdesk.services.infusion_models import EndForm
from nkdesk.services.infusions.giving import give_item
from nkdesk.services.infusions.reasons import end_reasons
from nkdesk.services.infusions.values import reason_code
from nkdesk.services.infusions.writing import Writing, save_at_bed
from nkdesk.services.steps import StepKind
from nkdesk.store import product_doses

_OUTCOMES = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Ending:
    """How an infusion ended, as read: ``remaining`` microlitres, 0 for a whole one."""

    outcome: Outcome
    remaining: int
    reason: str
    note: str
    person: str


def end(desk: Desk, form: EndForm) -> Saved | Unsaved:
    """Save the end as one step, with what the plan deviates from by it.

    In the same step the item is given on the day the infusion began, the dose is infused, and the
    gates are looked at again. Where the plan refuses the item, closed meanwhile, the end is stored
    all the same, and what refuses it is returned: a person puts the item right. Refused: a whole
    dose with a bag that was never hung, a part without the volume left, a stop without a reason.
    """
    broken: list[BrokenRule] = []
    saved = save_at_bed(
        desk, form.infusion_id, StepKind.END_INFUSION, lambda w: broken.extend(_end(w, form))
    )
    return replace(saved, deviations=tuple(broken)) if isinstance(saved, Saved) else saved


def _end(w: Writing, form: EndForm) -> tuple[BrokenRule, ...]:
    person = w.person(form.person)
    w.allow(InfusionAct.END)
    ending = read_ending(w, form, person)
    found = keep_end(w, ending, w.at(form.on, form.time, w.bed.turned))
    return found.broken if isinstance(found, Refused) else found


def read_ending(w: Writing, form: EndForm, person: str) -> Ending:
    """Read how it ended; what is left of bags never hung is part of what is left."""
    outcome = w.reader.choice("outcome", form.outcome, _OUTCOMES)
    note = w.reader.note("note", form.note)
    w.finish_reading()
    told = Outcome(outcome)
    return Ending(told, _remaining(w, told, form.remaining), _reason(w, told, form), note, person)


def keep_end(w: Writing, ending: Ending, at: datetime) -> tuple[BrokenRule, ...] | Refused:
    """Store the end at a minute, and all that follows from it; return as ``give_item``."""
    w.finish_reading()
    dose = w.bed.dose
    ended = replace(
        w.bed.infusion,
        ended=at,
        outcome=ending.outcome,
        remaining=ending.remaining,
        infused=infused_cells(_as_hung(w), ending.remaining, ending.outcome),
        reason=ending.reason,
        note=ending.note,
    )
    w.turn(InfusionAct.END, ended)
    said = replace(w.event(InfusionAct.END, at, ending.person), detail=ending.outcome)
    w.note(replace(said, note=ending.note))
    move = DoseMove(dose.id, dose.state, DoseState.INFUSED, at, ending.person)
    product_doses.move_dose(w.step, dose, replace(move, entered_by=w.desk.actor))
    broken = give_item(w, ending.note)
    close_gates_in(w.step, w.desk, w.bed.entry.patient.id)
    return broken


def _remaining(w: Writing, outcome: Outcome, typed: str) -> int:
    if outcome is Outcome.WHOLE:
        return _nothing_left(w, typed)
    left = w.reader.microlitres("remaining", typed)
    least = _not_hung(w)
    if left is not None and not max(least, 1) <= left <= w.bed.dose.volume:
        span = f"{_millilitres(least)}-{_millilitres(w.bed.dose.volume)} mL"
        w.reader.refuse("remaining", FieldCode.OUT_OF_RANGE, span)
    return left or 0


def _nothing_left(w: Writing, typed: str) -> int:
    """See that nothing can be left: every bag was hung, and no volume was typed."""
    if typed.strip():
        w.reader.refuse("remaining", FieldCode.OUT_OF_RANGE, "0 mL")
    for bag in w.bed.bags:
        if bag.number not in w.bed.hung:
            w.reader.refuse("outcome", FieldCode.NOT_HUNG, bag.number)
    return 0


def _as_hung(w: Writing) -> list[Hung]:
    """Return the bags in the order they were hung, those never hung last."""
    place = {number: nth for nth, number in enumerate(w.bed.hung)}
    order = sorted(w.bed.bags, key=lambda bag: place.get(bag.number, len(place)))
    return [Hung(bag.cells, bag.volume) for bag in order]


def _not_hung(w: Writing) -> int:
    return sum(bag.volume for bag in w.bed.bags if bag.number not in w.bed.hung)


def _millilitres(microlitres: int) -> str:
    return f"{Decimal(microlitres).scaleb(-3).normalize():f}"


def _reason(w: Writing, outcome: Outcome, form: EndForm) -> str:
    """Read why; a whole dose needs none, and a part may do without."""
    if outcome is Outcome.WHOLE or (outcome is Outcome.PART and not form.reason):
        return ""
    return reason_code(w.reader, "reason", form.reason, end_reasons(w.desk), form.note)
