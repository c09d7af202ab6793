"""Refusals and broken rules as plain values for other programs."""

from datetime import date
from typing import Any

from nkdesk.model.refusal import BrokenRule, Refused


def refused_json(refused: Refused | None) -> dict[str, Any] | None:
    """Return codes, rules and alternatives; None where nothing was refused."""
    if refused is None:
        return None
    return {
        "codes": refused.codes,
        "rules": [rule_json(rule) for rule in refused.broken],
        "alternatives": [
            {
                "dates": {item: day.isoformat() for item, day in one.dates},
                "breaks": None if one.breaks is None else rule_json(one.breaks),
            }
            for one in refused.alternatives
        ],
    }


def rule_json(rule: BrokenRule) -> dict[str, Any]:
    """Return one broken rule."""
    return {
        "code": rule.code.value,
        "item": rule.item,
        "other": rule.other,
        "day": day_json(rule.day),
        "limit": rule.limit,
        "calendar": rule.calendar,
    }


def day_json(day: date | None) -> str | None:
    """Return a date as ISO text."""
    return None if day is None else day.isoformat()
