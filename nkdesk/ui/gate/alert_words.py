"""What a physician is told when the check before a cycle was closed again."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.eligibility import GateClosed
from nkdesk.services.eligibility_models import EligibilityCheck, GateAlert
from nkdesk.sheets.wording.dates import date_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.eligibility import gate_closed_text
from nkdesk.sheets.wording.evidence import evidence_on, multiple_text, value_text, what_text

translate = QCoreApplication.translate


def alert_words(alert: GateAlert, check: EligibilityCheck | None) -> str:
    """Say whose check was closed, by what, and what that does to the plan.

    ``check`` is how the patient stands now, to name the result that closed it.
    """
    patient = alert.line.patient
    name = f"{patient.trial_number} {patient.name.full}"
    why = _result_words(alert, check) or gate_closed_text(alert.why)
    if alert.after_start:
        words = translate(
            "Alerts",
            "▲ Cycle {n} of {who} has begun, and its check no longer holds: {why}. "
            "Nothing was taken off the lists: a physician decides.",
        )
    else:
        words = translate(
            "Alerts", "✖ Cycle {n} of {who} was closed: {why}. Cycle {n} is off every list."
        )
    return words.format(n=alert.cycle, who=name, why=why)


def _result_words(alert: GateAlert, check: EligibilityCheck | None) -> str:
    """Return ``ALT 156 U/L`` with its multiple and day; the criterion's own words without it."""
    if alert.why is not GateClosed.RESULT:
        return ""
    against = _against(alert, check)
    return against or ("" if alert.title is None else spoken(alert.title))


def _against(alert: GateAlert, check: EligibilityCheck | None) -> str:
    rows = () if check is None else check.rows
    for row in rows:
        if row.verdict.criterion.id != alert.criterion:
            continue
        for found in row.verdict.evidence:
            day = evidence_on(found)
            if found.observation is not None and found.holds and day is not None:
                parts = [what_text(found.what), value_text(found.observation)]
                words = translate("Alerts", "{result} on {day}")
                result = " · ".join(
                    part for part in (" ".join(parts), multiple_text(found)) if part
                )
                return words.format(result=result, day=date_text(day))
    return ""
