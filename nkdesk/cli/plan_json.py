"""A laid out cycle, or why there is none, as plain values for other programs."""

from typing import Any

from nkdesk.cli.rule_json import refused_json
from nkdesk.model.cycle import Cycle, CycleItem
from nkdesk.model.protocol import Protocol
from nkdesk.model.refusal import Refused
from nkdesk.sheets.wording.dates import weekday_text


def plan_json(protocol: Protocol, placed: Cycle | Refused) -> dict[str, Any]:
    """Return ``{"items": […], "refused": null}``; a refusal has no items."""
    if isinstance(placed, Refused):
        return {"items": [], "refused": refused_json(placed)}
    return {"items": [_item(protocol, item) for item in placed.items], "refused": None}


def _item(protocol: Protocol, item: CycleItem) -> dict[str, Any]:
    return {
        "item": str(item.address),
        "title": protocol.item(item.address.code).title.en,
        "kind": item.kind.value,
        "day": item.day,
        "label": item.label,
        "target": item.target.isoformat(),
        "earliest": None if item.earliest is None else item.earliest.isoformat(),
        "latest": None if item.latest is None else item.latest.isoformat(),
        "planned": item.planned.isoformat(),
        "weekday": weekday_text(item.planned, "en"),
        "warnings": [warning.value for warning in item.warnings],
    }
