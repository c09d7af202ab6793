"""An evaluation as it was signed: one canonical text of it, its hash, and the way back.

Numbers are kept as text with every digit that was typed, days as ISO dates.
"""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    Evidence,
    Outcome,
    UnknownReason,
    Verdict,
)
from nkdesk.model.evidence import Consent, Observation, Rater, Scale
from nkdesk.model.protocol_tree import branch, criterion_of

FORMAT = 1
"""The layout of the text; a later one gets another number, so that old ones stay readable."""


def frozen(evaluation: Evaluation) -> bytes:
    """Return an evaluation as canonical JSON: sorted keys, UTF-8, explicit null, no floats."""
    tree = {
        "format": FORMAT,
        "who": evaluation.who,
        "cycle": evaluation.cycle,
        "on": evaluation.on.isoformat(),
        "outcome": evaluation.outcome,
        "valid_until": _day(evaluation.valid_until),
        "verdicts": [_verdict(one) for one in evaluation.verdicts],
    }
    return json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def frozen_hash(evaluation: Evaluation) -> str:
    """Return what a signature stands under: the SHA-256 of the frozen text, 64 hex digits."""
    return hashlib.sha256(frozen(evaluation)).hexdigest()


def thawed(content: bytes) -> Evaluation:
    """Return the evaluation of a frozen text.

    Raises ValueError when the bytes are anything but what ``frozen`` writes.
    """
    try:
        evaluation = _evaluation(json.loads(content))
        faithful = frozen(evaluation) == content
    except (KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as fault:
        message = "This is not a frozen evaluation."
        raise ValueError(message) from fault
    if not faithful:
        message = "This evaluation was not written in the frozen form."
        raise ValueError(message)
    return evaluation


def _verdict(one: CriterionVerdict) -> dict[str, Any]:
    return {
        "criterion": branch(one.criterion),
        "verdict": one.verdict,
        "reasons": list(one.reasons),
        "evidence": [_evidence(found) for found in one.evidence],
        "last_day": _day(one.last_day),
        "waived": one.waived,
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "what": one.what,
        "holds": one.holds,
        "reason": one.reason,
        "observation": None if one.observation is None else _observation(one.observation),
        "consent": None if one.consent is None else _consent(one.consent),
        "uln": _number(one.uln),
        "uln_table": one.uln_table,
        "multiple": _number(one.multiple),
        "last_day": _day(one.last_day),
    }


def _observation(one: Observation) -> dict[str, Any]:
    measured = isinstance(one.value, Decimal)
    return {
        "what": one.what,
        "measured": measured,
        "value": _number(one.value) if isinstance(one.value, Decimal) else one.value,
        "on": one.on.isoformat(),
        "unit": one.unit,
        "scale": one.scale,
        "rater": one.rater,
        "source": one.source,
        "entered_by": one.entered_by,
        "note": one.note,
        "id": one.id,
    }


def _consent(one: Consent) -> dict[str, Any]:
    return {
        "version": one.version,
        "signed": one.signed.isoformat(),
        "withdrawn": _day(one.withdrawn),
        "language": one.language,
        "signers": list(one.signers),
        "assent": one.assent,
        "entered_by": one.entered_by,
        "note": one.note,
        "id": one.id,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _evaluation(tree: dict[str, Any]) -> Evaluation:
    return Evaluation(
        Who(tree["who"]),
        tree["cycle"],
        date.fromisoformat(tree["on"]),
        tuple(_verdict_of(row) for row in tree["verdicts"]),
        Outcome(tree["outcome"]),
        _day_of(tree["valid_until"]),
    )


def _verdict_of(row: dict[str, Any]) -> CriterionVerdict:
    return CriterionVerdict(
        criterion_of(row["criterion"]),
        Verdict(row["verdict"]),
        tuple(UnknownReason(reason) for reason in row["reasons"]),
        tuple(_evidence_of(found) for found in row["evidence"]),
        _day_of(row["last_day"]),
        waived=row["waived"],
    )


def _evidence_of(row: dict[str, Any]) -> Evidence:
    reason, observation, consent = row["reason"], row["observation"], row["consent"]
    return Evidence(
        row["what"],
        row["holds"],
        None if reason is None else UnknownReason(reason),
        None if observation is None else _observation_of(observation),
        None if consent is None else _consent_of(consent),
        _number_of(row["uln"]),
        row["uln_table"],
        _number_of(row["multiple"]),
        _day_of(row["last_day"]),
    )


def _observation_of(row: dict[str, Any]) -> Observation:
    rest = {key: row[key] for key in row if key != "measured"}
    return Observation(
        **rest
        | {
            "value": Decimal(row["value"]) if row["measured"] else row["value"],
            "on": date.fromisoformat(row["on"]),
            "scale": None if row["scale"] is None else Scale(row["scale"]),
            "rater": None if row["rater"] is None else Rater(row["rater"]),
        }
    )


def _consent_of(row: dict[str, Any]) -> Consent:
    return Consent(
        **row
        | {
            "signed": date.fromisoformat(row["signed"]),
            "withdrawn": _day_of(row["withdrawn"]),
            "signers": tuple(row["signers"]),
        }
    )


def _number_of(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
