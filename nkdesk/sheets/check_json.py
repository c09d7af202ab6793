"""A check for other programs: codes, ISO dates, numbers as text, and the words of the paper."""

from datetime import date
from decimal import Decimal
from typing import Any

from nkdesk.eligibility import frozen_hash
from nkdesk.model.eligibility import Evidence, Gate, Waiver
from nkdesk.services.eligibility_models import (
    CheckRow,
    CycleSummary,
    EligibilityCheck,
    GateStatus,
)
from nkdesk.sheets.check_rows import CheckSheet, CheckSheetRow, EvidenceWords, check_rows
from nkdesk.sheets.gate_sheet_words import check_title
from nkdesk.sheets.list_rows import identity
from nkdesk.sheets.wording.eligibility import outcome_text


def check_json(sheet: CheckSheet) -> dict[str, Any]:
    """Return a check as plain values, the donor's below the patient's; the order is the paper's.

    Days are ISO dates, numbers are text with every digit, ``evaluation`` is the SHA-256 of what a
    signature would stand under. Null where there is nothing.
    """
    check, rows = sheet.check, check_rows(sheet)
    own = len(check.rows)
    who = identity(check.line)
    return {
        "title": check_title(check),
        "ward": sheet.ward,
        "sample": check.sample,
        "example": check.example,
        "protocol": check.protocol,
        "step": check.read_at,
        "patient": {
            "name": who.name,
            "born": check.line.patient.born.isoformat(),
            "trial_number": who.trial_number,
            "case_number": who.case_number,
        },
        "cycle": check.cycle,
        "today": check.today.isoformat(),
        **_checked(check, rows[:own]),
        "before": None if check.before is None else _summary(check.before),
        "gate": None if check.gate is None else _status(check.gate),
        "earliest_start": _day(check.earliest_start),
        "donor": None if sheet.donor is None else _donor(sheet.donor, rows[own:]),
    }


def _checked(check: EligibilityCheck, rows: tuple[CheckSheetRow, ...]) -> dict[str, Any]:
    evaluation = check.evaluation
    return {
        "who": check.who.value,
        "on": evaluation.on.isoformat(),
        "outcome": evaluation.outcome.value,
        "outcome_text": outcome_text(evaluation),
        "valid_until": _day(evaluation.valid_until),
        "evaluation": frozen_hash(evaluation),
        "rows": [
            _row(words, row, evaluation.on) for words, row in zip(rows, check.rows, strict=True)
        ],
    }


def _donor(check: EligibilityCheck, rows: tuple[CheckSheetRow, ...]) -> dict[str, Any]:
    donor = check.donor
    named = {
        "name": None if donor is None else f"{donor.family}, {donor.given}".rstrip(", "),
        "born": None if donor is None else donor.born.isoformat(),
        "relation": None if donor is None else donor.relation,
    }
    return {**named, **_checked(check, rows)}


def _row(words: CheckSheetRow, row: CheckRow, on: date) -> dict[str, Any]:
    found = row.verdict
    criterion = found.criterion
    return {
        "n": words.number,
        "id": criterion.id,
        "kind": criterion.kind.value,
        "source": criterion.source.value,
        "text": words.text,
        "verdict": found.verdict.value,
        "verdict_text": words.verdict,
        "reasons": [reason.value for reason in found.reasons],
        "valid_days": criterion.valid_days,
        "example": row.example,
        "last_day": _day(found.last_day),
        "age_days": row.age_days,
        "can_waive": row.can_waive,
        "waived": found.waived,
        "waiver": None if row.waiver is None else _waiver(row.waiver),
        "evidence": [
            _evidence(one, said, on)
            for one, said in zip(found.evidence, words.evidence, strict=False)
        ],
    }


def _evidence(one: Evidence, said: EvidenceWords, on: date) -> dict[str, Any]:
    return {
        "what": one.what,
        "holds": one.holds,
        "reason": None if one.reason is None else one.reason.value,
        "text": said.found,
        "help": said.help,
        **_result(one, on),
        "consent": None if one.consent is None else one.consent.version,
        "uln": _number(one.uln),
        "uln_table": one.uln_table,
        "multiple": _number(one.multiple),
        "last_day": _day(one.last_day),
    }


def _result(one: Evidence, on: date) -> dict[str, Any]:
    found = one.observation
    taken = found.on if found else None
    if one.consent is not None:
        taken = one.consent.signed
    origin = found or one.consent
    return {
        "value": None if found is None else _value(found.value),
        "unit": found.unit if found else "",
        "scale": found.scale.value if found and found.scale else None,
        "rater": found.rater.value if found and found.rater else None,
        "on": _day(taken),
        "age_days": None if taken is None else (on - taken).days,
        "source": found.source if found else "",
        "entered_by": origin.entered_by if origin else "",
    }


def _summary(before: CycleSummary) -> dict[str, Any]:
    return {
        "cycle": before.number,
        "first_day": before.first_day.isoformat(),
        "given": before.given,
        "not_given": before.not_given,
        "open": before.open,
        "last_given": _day(before.last_given),
    }


def _status(status: GateStatus) -> dict[str, Any]:
    return {
        "state": status.state.value,
        "expired": status.expired,
        "planned_start": _day(status.planned_start),
        "signature": None if status.gate is None else _signature(status.gate),
    }


def _signature(gate: Gate) -> dict[str, Any]:
    return {
        "signed_by": gate.signed_by,
        "role": gate.role,
        "signed_at": gate.signed_at.isoformat(),
        "evaluated_on": gate.evaluated_on.isoformat(),
        "valid_until": _day(gate.valid_until),
        "evaluation": gate.evaluation_hash,
        "closed_why": None if gate.closed_why is None else gate.closed_why.value,
        "closed_by": gate.closed_by,
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "investigator": waiver.investigator,
        "reason": waiver.reason,
        "signed_at": waiver.signed_at.isoformat(),
    }


def _value(value: Decimal | str) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _number(value: Decimal | None) -> str | None:
    return None if value is None else _value(value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
