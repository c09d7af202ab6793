"""What a physician must be told of a gate, until somebody has seen it."""

from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.model.words import Words
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import GateAlert
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.lines import PatientLines
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import gates
from nkdesk.store.ward_rows import patients_of


def unseen_alerts(desk: Desk) -> tuple[GateAlert, ...]:
    """Return the alerts nobody has seen yet, newest first."""
    stored = gates.alerts(desk.store, unseen_only=True)
    people = patients_of(desk.store, {one.patient_id for one in stored})
    lines = PatientLines(desk, desk.clock.today())
    return tuple(
        GateAlert(
            id=one.id,
            line=lines.line(people[one.patient_id]),
            cycle=one.cycle,
            why=one.why,
            criterion=one.criterion,
            title=_title(desk, people[one.patient_id].protocol_hash, one.criterion),
            at=one.raised_at,
            after_start=one.after_start,
        )
        for one in stored
    )


def see_alert(desk: Desk, alert_id: int) -> Saved | Unsaved:
    """Save who has seen an alert; refused for one that somebody has seen, or that is none."""
    read_at = revision(desk)
    known = {one.id for one in gates.alerts(desk.store, unseen_only=True)}
    if alert_id not in known:
        return Unsaved((), Refused((BrokenRule(RuleCode.ALREADY_CLOSED),)))
    with step_on(desk, read_at, StepKind.SEE_ALERT) as step:
        gates.see_alert(step, alert_id, desk.actor)
    return Saved(step.seq)


def _title(desk: Desk, protocol_hash: str, criterion: str) -> Words | None:
    """Return what a criterion asks for, None where an alert is about none."""
    criteria = desk.protocol(protocol_hash).criteria
    return next((one.text for one in criteria if one.id == criterion), None)
