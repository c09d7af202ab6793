"""The check before a cycle: every criterion with its evidence, and what may be done about it."""

from datetime import date

from nkdesk.eligibility import waivable
from nkdesk.model.criterion import CriterionSource, Who
from nkdesk.model.cycle import Cycle
from nkdesk.model.eligibility import CriterionVerdict, Evaluation, Evidence, Verdict, Waiver
from nkdesk.model.evidence import UlnChoice
from nkdesk.model.patient import Patient
from nkdesk.scheduler import forecast
from nkdesk.services.courses import course_of
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import CheckRow, CycleSummary, EligibilityCheck
from nkdesk.services.evidence.kinds import asked_code
from nkdesk.services.forms import Unsaved
from nkdesk.services.gate.judging import ENROLMENT, Judged, judge
from nkdesk.services.gate.standing import cycle_of, cycle_summary, gate_status
from nkdesk.services.lines import patient_line, protocol_name
from nkdesk.services.placing import is_example
from nkdesk.services.steps import revision
from nkdesk.store import changes, evidence
from nkdesk.store.site import site


def check(
    desk: Desk, patient_id: int, cycle: int, on: date | None = None, who: Who = Who.PATIENT
) -> EligibilityCheck | None:
    """Return one person held against every criterion on a day, None: the ward's today.

    Nothing is saved by asking. Cycle 1 is the check that decides enrolment; the donor is checked
    as for it. None when there is no such patient or no donor yet.
    """
    today = desk.clock.today()
    judged = judge(desk, patient_id, cycle, on or today, who)
    if isinstance(judged, Unsaved):
        return None
    patient, number = judged.subject.patient, judged.evaluation.cycle
    protocol = desk.protocol(patient.protocol_hash)
    later = number > ENROLMENT
    return EligibilityCheck(
        line=patient_line(desk, patient, today),
        who=who,
        cycle=number,
        today=today,
        evaluation=judged.evaluation,
        rows=_rows(judged),
        donor=judged.subject.donor,
        before=_before(desk, patient_id, number),
        gate=gate_status(desk, patient_id, number) if later else None,
        uln=_limits_of(desk, judged.evaluation.on),
        protocol=protocol_name(protocol),
        example=is_example(protocol),
        sample=site(desk.store).sample,
        read_at=revision(desk),
        earliest_start=_earliest_start(desk, patient, number) if later else None,
    )


def _rows(judged: Judged) -> tuple[CheckRow, ...]:
    signed = {one.criterion: one for one in judged.waivers}
    return tuple(_row(one, judged.evaluation, signed) for one in judged.evaluation.verdicts)


def _row(verdict: CriterionVerdict, evaluation: Evaluation, signed: dict[str, Waiver]) -> CheckRow:
    criterion = verdict.criterion
    asked = dict.fromkeys(asked_code(one) for one in criterion.tests)
    days = [day for one in verdict.evidence if (day := _taken_on(one)) is not None]
    return CheckRow(
        verdict=verdict,
        site_rule=criterion.source is CriterionSource.SITE,
        example=criterion.example,
        age_days=(evaluation.on - max(days)).days if days else None,
        can_waive=verdict.verdict is Verdict.NOT_MET and not verdict.waived and waivable(criterion),
        kinds=tuple(code for code in asked if code),
        waiver=signed.get(criterion.id),
    )


def _taken_on(one: Evidence) -> date | None:
    if one.observation is not None:
        return one.observation.on
    return None if one.consent is None else one.consent.signed


def _before(desk: Desk, patient_id: int, number: int) -> CycleSummary | None:
    earlier = cycle_of(desk, patient_id, number - 1)
    return None if earlier is None else cycle_summary(earlier)


def _limits_of(desk: Desk, day: date) -> UlnChoice | None:
    """Return the table of limits in force on a day, None before the first."""
    past = [one for one in evidence.uln_choices(desk.store) if one.valid_from <= day]
    return max(past, key=lambda one: one.valid_from, default=None)


def _earliest_start(desk: Desk, patient: Patient, number: int) -> date | None:
    """Return where the cycle's forecast begins, None where it is planned or has none."""
    if changes.off_study_of(desk.store, patient.id) is not None:
        return None
    placed = forecast(course_of(desk, patient), number, desk.clock.today())
    return placed.start if isinstance(placed, Cycle) else None
