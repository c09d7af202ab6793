"""An invented patient on the way to cycle 2: evidence entered as people enter it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from nkdesk.model.criterion import Who
from nkdesk.services import evidence, gate
from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.change_forms import CauseForm, OffStudyForm
from nkdesk.services.changes import take_off_study
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import (
    ConsentForm,
    ConsentVersionForm,
    DonorForm,
    GateForm,
    InfectionForm,
    ObservationForm,
    UlnChoiceForm,
    WaiverForm,
)
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, EnrolmentForm, GivenForm, Saved
from nkdesk.services.lab_days import set_lab_day
from nkdesk.services.record import record_given
from nkdesk.services.steps import revision
from nkdesk.store import cycles, gates

ZONE = ZoneInfo("Europe/Minsk")
START = date(2026, 3, 2)
CHECKED = date(2026, 4, 6)
SECOND = date(2026, 4, 13)
"""A Monday within the fourteen days that the shipped example lets liver results count."""


@dataclass
class Calendar:
    """A clock that a test turns."""

    moment: datetime = field(
        default_factory=lambda: (
            datetime.combine(START, datetime.min.time(), ZONE) + timedelta(hours=9)
        )
    )

    def now(self):
        self.moment += timedelta(seconds=1)
        return self.moment

    def today(self):
        return self.moment.date()

    def turn_to(self, day):
        self.moment = datetime.combine(day, self.moment.timetz())


def saved(answer):
    """What was saved, or the test fails with everything that was wrong."""
    assert isinstance(answer, Saved), answer
    return answer


def enrolment(protocol_hash, start=START, **typed):
    form = {
        "family": "Проба",
        "given": "Вера",
        "born": "01.06.2016",
        "sex": "f",
        "trial_number": "NK-101",
        "case_number": "S-2000",
        "disease_group": "relapsed",
        "allergy_state": "none_known",
        "weight": "24,5",
        "weight_on": START.isoformat(),
        "protocol_hash": protocol_hash,
        "start": "" if start is None else start.isoformat(),
        "look_alike_seen": True,
        **typed,
    }
    return EnrolmentForm(**form)


def set_up_site(desk: Desk):
    """The site says which consent form is in force and which limits it measures by."""
    version = ConsentVersionForm("1", "2026-01-01")
    saved(evidence.set_consent_version(desk, version))
    limits = next(one for one in evidence.uln_tables(desk) if one.table.id == "caliper")
    saved(evidence.choose_uln(desk, UlnChoiceForm(limits.hash, "2026-01-01")))


def result(desk, patient_id, what, value, on, **more):
    form = ObservationForm(
        patient_id, what, value, on=on.isoformat(), source="invented laboratory", sure=True, **more
    )
    return saved(evidence.add_observation(desk, form))


def alt(desk, patient_id, value, on, **more):
    return result(desk, patient_id, "alt", value, on, unit="U/L", **more)


def judged_infection(desk, patient_id, verdict, on):
    form = InfectionForm(
        patient_id,
        verdict,
        on.isoformat(),
        site="lung" if verdict == "yes" else "",
        fever="no",
        trend="none" if verdict == "no" else "worse",
        physician="Dr Invented",
    )
    return saved(evidence.add_infection(desk, form))


def sign_consent(desk, patient_id, on, version="1"):
    form = ConsentForm(patient_id, version, "ru", on.isoformat(), ("parent_1",), "given")
    return saved(evidence.add_consent(desk, form))


def everything_but_alt(desk, patient_id, on):
    result(desk, patient_id, "performance", "80", on, scale="lansky", rater="clinician", unit="")
    result(desk, patient_id, "ast", "30", on, unit="U/L")
    result(desk, patient_id, "hiv", "negative", on)
    judged_infection(desk, patient_id, "no", on)


def everything(desk, patient_id, on):
    everything_but_alt(desk, patient_id, on)
    alt(desk, patient_id, "20", on)


def donor(desk, patient_id):
    form = DonorForm(patient_id, "Проба", "Анна", "12.05.1986", "f", "mother")
    return saved(evidence.save_donor(desk, form))


def give_first_cycle(desk, patient_id):
    """Record every treatment of cycle 1 on its day."""
    clock = desk.clock
    for entry in cycles.patient_items(desk.store, patient_id):
        clock.turn_to(max(clock.today(), entry.item.planned))
        saved(record_given(desk, GivenForm(entry.item_id, entry.item.planned.isoformat())))


def sign(desk, patient_id, cycle=2, **typed):
    form = GateForm(patient_id, cycle, **{"physician": "Dr Orlova", "role": "physician", **typed})
    return gate.sign_gate(desk, form, revision(desk))


def waive(desk, patient_id, criterion, cycle=2, **typed):
    said = {"reason": "agreed", "investigator": "Dr Chief", **typed}
    form = WaiverForm(patient_id, cycle, criterion, **said)
    return gate.waive(desk, form, revision(desk))


def plan_second(desk, patient_id, start=SECOND):
    return gate.plan_second_cycle(desk, patient_id, start.isoformat(), revision(desk))


def outcome(desk, patient_id, cycle=2, who=Who.PATIENT):
    found = gate.check(desk, patient_id, cycle, who=who)
    return str(found.evaluation.outcome)


def numbers(desk, patient_id):
    """Which cycles a patient has."""
    return [one.number for one in cycles.cycles(desk.store, patient_id)]


def closed(desk, patient_id):
    """Why the newest gate was closed and by which criterion; None while it is not."""
    found = gates.newest_gate(desk.store, patient_id, 2)
    return None if found.closed_why is None else (str(found.closed_why), found.closed_by)


def enrolled(desk, form):
    answer = enrol(desk, form)
    assert isinstance(answer, Enrolled), answer
    return answer.patient_id


def leave_study(desk, patient_id, on=None):
    day = desk.clock.today() if on is None else on
    form = OffStudyForm(patient_id, day.isoformat(), CauseForm("progression"))
    return saved(take_off_study(desk, form, revision(desk)))


def items_of(desk, patient_id, number=2):
    found = cycles.patient_items(desk.store, patient_id)
    return [one for one in found if one.item.address.cycle == number]


def give_next(desk, patient_id, number=2):
    """Give the first open item of a cycle on its day, a dose before what is done around it."""
    entry = min(
        (one for one in items_of(desk, patient_id, number) if one.item.is_open),
        key=lambda one: (one.item.planned, one.item.kind != "chemo"),
    )
    desk.clock.turn_to(max(desk.clock.today(), entry.item.planned))
    return saved(record_given(desk, GivenForm(entry.item_id, entry.item.planned.isoformat())))


def close_laboratory(desk, first, days):
    """Close the laboratory on each of so many weekdays; return how many were closed."""
    shut = 0
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        form = LabDayForm("nk_lab", day.isoformat(), "closed", note="invented")
        shut += isinstance(set_lab_day(desk, form), Saved)
    return shut
