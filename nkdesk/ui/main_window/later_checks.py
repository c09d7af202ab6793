# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for screens and dialogs nobody has opened.
"""Checks, their evidence and their alerts, made when somebody asks for them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.model.criterion import Who
from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine

if TYPE_CHECKING:
    from nkdesk.services.eligibility_models import EligibilityCheck, GateAlert
    from nkdesk.ui.assessments.form import EvidenceDialog
    from nkdesk.ui.gaps.screen import GapsScreen
    from nkdesk.ui.gate.dialog import CheckDialog
    from nkdesk.ui.gate.plan_second import PlanSecondDialog
    from nkdesk.ui.gate.rows import ShownRow
    from nkdesk.ui.gate.waiver import WaiverDialog

CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a criterion asks for: of whom, which kind, and the answer a key stood for."""

    line: PatientLine
    who: Who
    what: str
    answer: str = ""


def gaps_screen(desk: Desk) -> "GapsScreen":
    """Return the board of what is missing before which day."""
    from nkdesk.ui.gaps.screen import GapsScreen

    return GapsScreen(desk)


def check_dialog(
    parent: QWidget, desk: Desk, about: tuple[PatientLine, int], *, sample: bool
) -> "CheckDialog":
    """Return the check of a patient before a cycle."""
    from nkdesk.ui.gate.dialog import CheckDialog

    return CheckDialog(parent, desk, about, sample=sample)


def waiver_dialog(
    parent: QWidget, desk: Desk, about: "tuple[EligibilityCheck, ShownRow]", *, sample: bool
) -> "WaiverDialog":
    """Return the form that waives a criterion."""
    from nkdesk.ui.gate.waiver import WaiverDialog

    return WaiverDialog(parent, desk, about, sample=sample)


def plan_second_dialog(
    parent: QWidget, desk: Desk, check: "EligibilityCheck", *, sample: bool
) -> "PlanSecondDialog":
    """Return the form that plans cycle 2."""
    from nkdesk.ui.gate.plan_second import PlanSecondDialog

    return PlanSecondDialog(parent, desk, check, sample=sample)


def check_of(desk: Desk, patient_id: int, cycle: int) -> "EligibilityCheck | None":
    """Return how a patient stands before a cycle today."""
    from nkdesk.services.gate import check

    return check(desk, patient_id, cycle)


def unseen_alerts(desk: Desk) -> "list[tuple[GateAlert, str]]":
    """Return every alert nobody has seen, newest first, with the words that tell of it."""
    from nkdesk.services.gate import unseen_alerts as unseen
    from nkdesk.ui.gate.alert_words import alert_words

    found = unseen(desk)
    return [
        (one, alert_words(one, check_of(desk, one.line.patient.id, one.cycle))) for one in found
    ]


def see_alert(desk: Desk, alert_id: int) -> None:
    """Record that the person at work has seen an alert."""
    from nkdesk.services.gate import see_alert as see

    see(desk, alert_id)


def close_expired(desk: Desk) -> int:
    """Close every signed check whose last day is over; return how many."""
    from nkdesk.services.gate import close_expired as close

    return close(desk)


def entry_dialog(parent: QWidget, desk: Desk, asked: Asked, *, sample: bool) -> "EvidenceDialog":
    """Return the form of what a criterion asks for; the donor's own while nobody entered one."""
    from nkdesk.services.evidence import INFECTION, current_donor
    from nkdesk.ui.assessments.consent_dialog import ConsentDialog
    from nkdesk.ui.assessments.donor_dialog import DonorDialog
    from nkdesk.ui.assessments.form import About
    from nkdesk.ui.assessments.infection_dialog import JudgeInfectionDialog
    from nkdesk.ui.assessments.result_dialog import EnterResultDialog

    about = About(desk, asked.line, sample)
    if asked.who is Who.DONOR:
        about = replace(about, donor=current_donor(desk, asked.line.patient.id))
        if about.donor is None:
            return DonorDialog(parent, about)
    if asked.what == CONSENT:
        return ConsentDialog(parent, about)
    if asked.what == INFECTION:
        return JudgeInfectionDialog(parent, about, answer=asked.answer)
    return EnterResultDialog(parent, about, what=asked.what, answer=asked.answer)
