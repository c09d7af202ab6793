"""Invented evidence, signed checks and second cycles, for the tests of the store."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from nkdesk.eligibility import frozen
from nkdesk.model.criterion import Criterion, Who
from nkdesk.model.cycle import Address, Cycle
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    GateClosed,
    Outcome,
    Verdict,
    Waiver,
)
from nkdesk.model.evidence import (
    Consent,
    ConsentVersion,
    Donor,
    Infection,
    Observation,
    Rater,
    Scale,
    UlnRow,
    UlnTable,
)
from nkdesk.model.words import Words
from nkdesk.store import evidence, gates
from nkdesk.store.cycles import add_cycle
from nkdesk.store.step import Step
from nkdesk.store.store import Store
from tests.store.made_up import CRITERIA, MINSK, cycle

SIGNED_AT = datetime(2026, 4, 20, 9, 30, tzinfo=MINSK)
CHECKED = date(2026, 4, 20)
VALID_UNTIL = date(2026, 4, 30)
START = date(2026, 4, 27)

DONOR = Donor(0, 1, "Ёлкин", "Пётр", date(1985, 2, 3), "m", "father")
ALT = Observation(
    "alt", Decimal("41.50"), date(2026, 4, 18), "U/L", source="ward laboratory", entered_by="nurse"
)
PERFORMANCE = Observation(
    "performance",
    Decimal(80),
    date(2026, 4, 19),
    "%",
    Scale.LANSKY,
    Rater.CLINICIAN,
    entered_by="Dr A",
)
CONSENT = Consent(
    "2", date(2026, 1, 5), None, "ru", ("mother", "father"), "given", "nurse", "both present"
)
ULN = UlnTable(
    "INVENTED-ULN",
    "1",
    Words("invented limits"),
    "an invented method",
    "none",
    (
        UlnRow("alt", "f", 156, 228, Decimal(24)),
        UlnRow("alt", None, 0, 156, Decimal("33.5")),
    ),
)


def answered(criterion: Criterion, verdict: Verdict, *, waived: bool = False) -> CriterionVerdict:
    return CriterionVerdict(criterion, verdict, waived=waived)


def evaluation(
    outcome: Outcome = Outcome.ELIGIBLE,
    cycle_number: int = 2,
    valid_until: date | None = VALID_UNTIL,
    on: date = CHECKED,
) -> Evaluation:
    """An evaluation of every criterion of the invented protocol; the first decides its outcome."""
    first = {
        Outcome.ELIGIBLE: Verdict.MET,
        Outcome.NOT_ELIGIBLE: Verdict.NOT_MET,
        Outcome.INCOMPLETE: Verdict.UNKNOWN,
    }[outcome]
    asked = [one for one in CRITERIA if one.who is Who.PATIENT]
    verdicts = (answered(asked[0], first), *(answered(one, Verdict.MET) for one in asked[1:]))
    until = valid_until if outcome is Outcome.ELIGIBLE else None
    return Evaluation(Who.PATIENT, cycle_number, on, verdicts, outcome, until)


def keep(step: Step, patient_id: int, protocol_hash: str, one: Evaluation) -> int:
    return gates.add_evaluation(step, patient_id, one, frozen(one), protocol_hash)


def sign(store: Store, patient_id: int, protocol_hash: str, one: Evaluation | None = None) -> int:
    """Evaluate and sign in one step, as a physician does; return the gate's id."""
    with store.step(actor="physician", what="sign_gate") as step:
        kept = keep(step, patient_id, protocol_hash, evaluation() if one is None else one)
        return gates.add_gate(step, kept, "Dr A", "investigator")


def second(start: date = START, number: int = 2) -> Cycle:
    """The invented cycle again, as a later one."""
    placed = cycle(start)
    items = tuple(
        replace(item, address=Address(number, item.address.code, item.address.day))
        for item in placed.items
    )
    return replace(placed, number=number, items=items)


def plan_second(
    store: Store, patient_id: int, protocol_hash: str, gate_id: int | None, placed: Cycle
) -> None:
    with store.step(actor="nurse", what="plan_second") as step:
        add_cycle(step, patient_id, protocol_hash, placed, gate_id)


def waiver(criterion: str = "S-1", patient_id: int = 1, number: int = 2) -> Waiver:
    return Waiver(patient_id, number, criterion, "recovering", "Dr Investigator", SIGNED_AT)


def evidence_of_every_kind(step: Step, protocol_hash: str) -> None:
    """A row in every table of evidence and of the gate, of patient 1; the gate stays open."""
    donor_id = evidence.add_donor(step, DONOR)
    first = evidence.add_observation(step, 1, None, ALT)
    evidence.add_observation(
        step, 1, None, replace(ALT, value=Decimal(42)), corrects=first, why="misread"
    )
    evidence.add_observation(step, 1, donor_id, replace(ALT, what="hiv", value="negative"))
    judged = replace(ALT, what="uncontrolled_infection", value="no", unit="")
    judgement = evidence.add_observation(step, 1, None, judged)
    evidence.add_infection(step, 1, judgement, Infection("lung", "", "no", 4, "better"))
    evidence.set_consent_version(step, ConsentVersion("2", date(2026, 1, 1), "second"))
    evidence.add_consent(step, 1, None, CONSENT)
    evidence.choose_uln(step, evidence.add_uln_table(step, ULN), date(2026, 1, 1))
    gates.add_waiver(step, waiver())
    kept = keep(step, 1, protocol_hash, evaluation())
    gate_id = gates.add_gate(step, kept, "Dr A", "investigator")
    gates.add_alert(step, gate_id, GateClosed.RESULT, "S-1", after_start=True)
