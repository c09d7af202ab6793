"""Whose product it is: the patient, the protocol's rules of it, the donor, the dated weight."""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.evidence import Donor
from nkdesk.model.patient import Patient, Weight
from nkdesk.model.product_rules import ProductRules
from nkdesk.model.protocol import Protocol
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.services.desk import Desk
from nkdesk.services.evidence import current_donor
from nkdesk.services.forms import FieldCode, FieldProblem, Unsaved
from nkdesk.store import changes, patients

NOTHING = Unsaved((), Refused((BrokenRule(RuleCode.UNKNOWN_ITEM),)))


@dataclass(frozen=True, slots=True)
class Recipient:
    """A patient who gets cells: by which rules, of which donor (None: nobody entered one)."""

    patient: Patient
    protocol: Protocol
    rules: ProductRules
    donor: Donor | None


def recipient(desk: Desk, patient_id: int) -> Recipient | Unsaved:
    """Return the recipient, or that there is no such patient or no product in the protocol."""
    patient = patients.patient(desk.store, patient_id)
    if patient is None:
        return NOTHING
    protocol = desk.protocol(patient.protocol_hash)
    if protocol.product is None:
        return Unsaved((FieldProblem("patient_id", FieldCode.NO_PRODUCT_RULES),))
    return Recipient(patient, protocol, protocol.product, current_donor(desk, patient_id))


def off_study(desk: Desk, patient_id: int) -> Unsaved | None:
    """Refuse to begin anything for a patient who has left the study."""
    if changes.off_study_of(desk.store, patient_id) is None:
        return None
    return Unsaved((), Refused((BrokenRule(RuleCode.OFF_STUDY),)))


def weight_on(desk: Desk, patient_id: int, day: date) -> Weight | None:
    """Return the newest weight taken on or before a day."""
    return patients.newest_weights(desk.store, [patient_id], day).get(patient_id)
