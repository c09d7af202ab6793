"""The start of an infusion: what stands against it is judged anew in the step that stores it."""

from dataclasses import replace
from datetime import datetime

from nkdesk.model.infusion import Infusion, InfusionAct, InfusionState
from nkdesk.model.readiness import Go, GoCode, Readiness
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.infusion_models import AlreadyStarted, StartForm
from nkdesk.services.infusions.judging import readiness_at
from nkdesk.services.infusions.moments import last_of
from nkdesk.services.infusions.opening import issue, weight_of
from nkdesk.services.infusions.writing import Writing, save_at_bed
from nkdesk.services.steps import StepKind


class _SecondError(Exception):
    """Takes back the step of a start that came second; carries who began it, and when."""

    def __init__(self, found: AlreadyStarted) -> None:
        super().__init__(found)
        self.found = found


def start(desk: Desk, form: StartForm) -> Saved | Unsaved | AlreadyStarted:
    """Save the start as one step, and return who began it where somebody was faster.

    Refused: bags that two persons have not checked that day, HOLD and NO-GO at that minute
    (``NOT_READY``, each with its code), a reason that asks without an answer (``NEEDS_ANSWER``).
    A dose that nobody issued is issued by the same step, with the answer as its reason.
    """
    try:
        return save_at_bed(
            desk, form.infusion_id, StepKind.START_INFUSION, lambda w: _start(w, form)
        )
    except _SecondError as second:
        return second.found


def _start(w: Writing, form: StartForm) -> None:
    begun = w.bed.started_by()
    if begun is not None:
        raise _SecondError(AlreadyStarted(*begun))
    if w.bed.infusion.state is InfusionState.CHECKING:
        numbers = ", ".join(bag.number for bag in w.bed.unchecked())
        w.refuse("act", FieldCode.NOT_CHECKED, numbers)
    person = w.person(form.person)
    at = w.at(form.on, form.time, w.bed.checked_at)
    w.allow(InfusionAct.START, all_checked=True)
    _refuse_old_checks(w, at)
    ready = readiness_at(w.desk, w.bed, last_of(at, w.now))
    answers = dict(form.answers)
    _refuse_unready(w, ready, answers)
    for reason in ready.asks:
        said = replace(w.event(InfusionAct.NOTE, at, person), detail=reason.code)
        w.note(replace(said, note=w.reader.note("answers", answers[reason.code])))
    w.finish_reading()
    # After the readiness: the store itself refuses what is not released, not in date, or held.
    w.turn(InfusionAct.START, _started(w, at), all_checked=True)
    issue(w, at, person, answers.get(GoCode.NOT_ISSUED, ""))
    first = replace(w.event(InfusionAct.START, at, person), detail=w.bed.bags[0].number)
    w.note(replace(first, intended=intended(w)))


def _refuse_old_checks(w: Writing, at: datetime) -> None:
    """Refuse a start on another day than the checks: what was looked at then is not this bag now.

    An infusion that was moved on after its checks is given up and checked anew at the bed.
    """
    if any(one.at.date() != at.date() for one in w.bed.checks):
        numbers = ", ".join(bag.number for bag in w.bed.bags)
        w.refuse("act", FieldCode.CHECKED_EARLIER, numbers)


def _started(w: Writing, at: datetime) -> Infusion:
    return replace(w.bed.infusion, started=at, weight=weight_of(w.desk, w.bed.entry))


def intended(w: Writing) -> datetime:
    """Return when it was meant to begin: its planned day, at 00:00 where no time was planned."""
    item = w.bed.entry.item
    time = next((part.time for part in item.parts if part.time), "") or "00:00"
    at = datetime.fromisoformat(f"{item.planned.isoformat()}T{time}")
    return at.replace(tzinfo=w.now.tzinfo)


def _refuse_unready(w: Writing, ready: Readiness, answers: dict[str, str]) -> None:
    """Refuse what stands against it; what asks must be answered, nothing else lifts it."""
    for reason in ready.reasons:
        if reason.level is not Go.GO:
            w.reader.refuse("readiness", FieldCode.NOT_READY, reason.code)
        elif reason.asks and not answers.get(reason.code, "").strip():
            w.reader.refuse("answers", FieldCode.NEEDS_ANSWER, reason.code)
    w.finish_reading()
