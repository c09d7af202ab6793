"""A whole infusion entered from paper, where both signed the checks: marked as after the fact.

What was done was done: no hold and no expiry refuses it, but what stood against it at the minute
it began is written beside it. Another patient's product is never taken.
"""

from dataclasses import replace

from nkdesk.bedside.checking import CLEAR
from nkdesk.model.cycle import ItemState
from nkdesk.model.day_item import DayItem
from nkdesk.model.infusion import BagCheck, InfusionAct
from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Go
from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.infusion_models import EndForm, LateForm
from nkdesk.services.infusions.ending import keep_end, read_ending
from nkdesk.services.infusions.moments import last_of
from nkdesk.services.infusions.opening import issue, new_record, open_record, refuse_second
from nkdesk.services.infusions.paper import Paper, read_paper, reserve_on_paper
from nkdesk.services.infusions.starting import intended
from nkdesk.services.infusions.writing import NotSavedError, Writing, save_step
from nkdesk.services.product.readiness import stood_at
from nkdesk.services.record import NO_ITEM
from nkdesk.services.steps import StepKind
from nkdesk.store import cycles, infusions
from nkdesk.store.store import Step


def late_entry(desk: Desk, form: LateForm) -> Saved | Unsaved:
    """Save a whole infusion from paper as one step, with what the plan deviates from by it.

    Refused: another trial number than the patient's, a bag of another patient, one person twice,
    times that cannot be, a dose or an item that has its record already, an item that the plan
    does not let be given on that day.
    """
    broken: list[BrokenRule] = []
    saved = save_step(
        desk, StepKind.LATE_INFUSION, lambda step: broken.extend(_late(desk, step, form))
    )
    return replace(saved, deviations=tuple(broken)) if isinstance(saved, Saved) else saved


def _late(desk: Desk, step: Step, form: LateForm) -> tuple[BrokenRule, ...]:
    entry = _entry(desk, form.item_id)
    paper = read_paper(desk, form, entry)
    reserve_on_paper(step, desk, paper.dose, entry)
    record = replace(new_record(desk, entry, paper.dose), after_the_fact=True)
    w = open_record(desk, step, record, (paper.started, paper.first))
    _check(w, paper)
    _tell_what_stood_against(w, paper)
    _start(w, paper)
    told = EndForm(w.bed.infusion.id, form.outcome, paper.first, form.remaining, form.reason)
    ending = read_ending(w, replace(told, note=form.note), paper.first)
    found = keep_end(w, ending, paper.ended)
    if isinstance(found, Refused):
        raise NotSavedError(_against_item(entry, found))
    return found


def _against_item(entry: DayItem, found: Refused) -> Unsaved:
    """Say why the item cannot be given on that day; a day recorded already is put right first."""
    given = entry.item.actual
    if entry.item.state is not ItemState.GIVEN or given is None:
        return Unsaved((), found)
    return Unsaved((FieldProblem("on", FieldCode.GIVEN_ON_OTHER_DAY, given.isoformat()),))


def _entry(desk: Desk, item_id: int) -> DayItem:
    entry = cycles.day_item(desk.store, item_id)
    if entry is None or entry.item.kind is not ItemKind.INFUSION:
        raise NotSavedError(NO_ITEM)
    if desk.protocol(entry.protocol_hash).product is None:
        problem = FieldProblem("item_id", FieldCode.NO_PRODUCT_RULES)
        raise NotSavedError(Unsaved((problem,)))
    refuse_second(desk, item_id)
    return entry


def _check(w: Writing, paper: Paper) -> None:
    """Store both persons' checks of every bag on the paper, as made when it began.

    That nothing was wrong with the bag is what the signatures on the paper say.
    """
    trial_number = w.bed.entry.patient.trial_number
    for bag in paper.bags:
        for position, person in ((1, paper.first), (2, paper.second)):
            scans = (trial_number, bag.number, CLEAR, paper.started, w.now)
            infusions.add_check(
                w.step, BagCheck(w.bed.infusion.id, bag.id, position, person, *scans)
            )
    w.bed = replace(w.bed, checks=infusions.checks(w.desk.store, w.bed.infusion.id))
    for bag in w.bed.unchecked():
        w.refuse("bags", FieldCode.NOT_CHECKED, bag.number)
    w.turn(InfusionAct.CHECK, all_checked=True)


def _tell_what_stood_against(w: Writing, paper: Paper) -> None:
    """Write down each reason that would have stopped the dose on the paper; it was given anyway.

    Also where the item was recorded as given before: the product was not judged then.
    """
    found = stood_at(w.desk, w.bed.entry, w.bed.rules, last_of(paper.started, w.now))
    for reason in found.reasons:
        if reason.level is not Go.GO:
            said = w.event(InfusionAct.NOTE, paper.started, paper.first)
            w.note(replace(said, detail=reason.code))


def _start(w: Writing, paper: Paper) -> None:
    """Store the start, and every bag as hung then: the paper says no more of it."""
    issue(w, paper.started, paper.first)
    w.turn(
        InfusionAct.START,
        replace(w.bed.infusion, started=paper.started),
        all_checked=True,
    )
    first, *others = (bag.number for bag in paper.bags)
    begun = replace(w.event(InfusionAct.START, paper.started, paper.first), detail=first)
    w.note(replace(begun, intended=intended(w)))
    for number in others:
        hung = w.event(InfusionAct.NEXT_BAG, paper.started, paper.first)
        w.note(replace(hung, detail=number))
