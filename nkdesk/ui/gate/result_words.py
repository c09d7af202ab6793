"""A check as a whole in words: its title, where its signature stands, what keeps it unsigned."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.eligibility import GateState, Outcome
from nkdesk.services.eligibility_models import EligibilityCheck, GateStatus
from nkdesk.sheets.wording.eligibility import gate_text, signed_text

translate = QCoreApplication.translate


def check_title(cycle: int) -> str:
    """Return what the check before a cycle is called on the ward."""
    if cycle == 1:
        return translate("Check", "Enrolment check")
    return translate("Check", "Cycle {n} check").format(n=cycle)


def status_words(status: GateStatus | None, cycle: int) -> str:
    """Say where the check before a cycle stands, and who signed it last."""
    if status is None:
        return ""
    if status.state is GateState.NEVER_SIGNED or status.gate is None:
        return gate_text(status, cycle)
    return f"{gate_text(status, cycle)} {signed_text(status)}."


def sign_words(check: EligibilityCheck) -> str:
    """Return the verb of the button, or what is in the way while it cannot be signed."""
    found = check.evaluation
    match found.outcome:
        case Outcome.ELIGIBLE:
            return translate("Check", "Sign: open cycle {n}").format(n=check.cycle)
        case Outcome.NOT_ELIGIBLE:
            one = translate("Check", "Cannot be signed: {n} criterion not met")
            many = translate("Check", "Cannot be signed: {n} criteria not met")
            return _counted(one, many, len(found.not_met))
        case Outcome.INCOMPLETE:
            one = translate("Check", "Cannot be signed: {n} answer missing")
            many = translate("Check", "Cannot be signed: {n} answers missing")
            return _counted(one, many, len(found.unknown))


def _counted(one: str, many: str, n: int) -> str:
    return (one if n == 1 else many).format(n=n)
