"""Everything a change would do, as plain values for other programs."""

from typing import Any

from nkdesk.cli.rule_json import day_json, refused_json, rule_json
from nkdesk.model.readiness import Readiness
from nkdesk.services.change_forms import ChangePreview, ChangeRow
from nkdesk.services.forms import FieldProblem, Saved, Unsaved


def change_json(preview: ChangePreview, outcome: Saved | Unsaved | None) -> dict[str, Any]:
    """Return the whole preview and what became of it; ``saved`` is the step, None for nothing."""
    problems, refused = preview.problems, preview.refused
    if isinstance(outcome, Unsaved):
        problems, refused = outcome.problems, outcome.refused or refused
    return {
        "saved": outcome.seq if isinstance(outcome, Saved) else None,
        "read_at": preview.read_at,
        "refused": refused_json(refused),
        "problems": problems_json(problems),
        "choices": [
            {
                "to": day_json(one.to),
                "scope": one.scope,
                "breaks": None if one.breaks is None else rule_json(one.breaks),
            }
            for one in preview.choices
        ],
        "rows": [_row(row) for row in preview.rows],
        "deviations": [rule_json(rule) for rule in preview.deviations],
        "unsettled": [rule_json(rule) for rule in preview.unsettled],
        "forecast": {
            "before": day_json(preview.forecast_before),
            "after": day_json(preview.forecast_after),
        },
        "holidays": preview.holidays_version,
        "leaves": [
            {"cycle": one.number, "why": one.why.value, "valid_until": day_json(one.valid_until)}
            for one in preview.leaves
        ],
        "products": [
            {
                "item": one.address,
                "before": go_json(one.before),
                "after": go_json(one.after),
                "expires": None if one.expires is None else one.expires.isoformat(),
                "new_day": day_json(one.new_day),
            }
            for one in preview.products
        ],
    }


def go_json(readiness: Readiness | None) -> dict[str, Any] | None:
    """Return GO, HOLD or NO-GO with its reasons; None where an infusion will not be given."""
    if readiness is None:
        return None
    return {
        "go": readiness.go.value,
        "reasons": [
            {"code": one.code.value, "level": one.level.value, "detail": one.detail}
            for one in readiness.reasons
        ],
    }


def problems_json(problems: tuple[FieldProblem, ...]) -> list[dict[str, str]]:
    """Return what is wrong with what was typed, field by field."""
    return [{"field": one.field, "code": one.code.value, "detail": one.detail} for one in problems]


def _row(row: ChangeRow) -> dict[str, Any]:
    before, after = row.before, row.after
    return {
        "item": str(after.address),
        "title": row.title.en,
        "nth": row.nth,
        "was": {
            "planned": day_json(before.planned),
            "given": day_json(before.actual),
            "state": before.state.value,
        },
        "becomes": {
            "planned": day_json(after.planned),
            "given": day_json(after.actual),
            "state": after.state.value,
        },
        "changed": row.changed,
        "shift": row.shift,
        "target": day_json(after.target),
        "earliest": day_json(after.earliest),
        "latest": day_json(after.latest),
        "closed": None if row.closure is None else row.closure.name or row.closure.reason.value,
        "used": row.used,
        "limit": row.limit,
        "breaks": [rule_json(rule) for rule in row.breaks],
    }
