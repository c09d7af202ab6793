"""Vital signs at the bed: written down at once, corrected by a later row, never changed."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from nkdesk.model.infusion import VitalSigns
from nkdesk.model.product_rules import Vital
from nkdesk.store.columns import result_text, stamp
from nkdesk.store.infusions import owner
from nkdesk.store.rows import canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_ROW = (
    "SELECT o.infusion_id, o.at, o.recorded, o.person, o.signs, o.due, o.after_end, o.note,"
    " o.corrects, o.why, o.id FROM vital_row AS o WHERE o.infusion_id = ?"
)
_CURRENT = " ".join(
    (
        *(_ROW, "AND NOT EXISTS (SELECT 1 FROM vital_row AS later WHERE later.corrects = o.id)"),
        "ORDER BY o.id",
    )
)
_EVERY = " ".join((_ROW, "ORDER BY o.id"))


def add(step: Step, signs: VitalSigns) -> int:
    """Write down measurements and return their id; ``signs.id`` is not looked at.

    StoreConflictError when there is no such infusion; StoreError RULE for a correction without
    why, of another infusion, or of a row that is corrected already, and for a row of nothing.
    """
    return step.insert(
        "vital_row",
        {
            **owner(step, signs.infusion_id),
            "at": stamp(signs.at),
            "recorded": stamp(signs.recorded),
            "person": signs.person,
            "signs": canonical([[name, result_text(value)] for name, value in signs.values]),
            "due": signs.due,
            "after_end": signs.after_end,
            "note": signs.note,
            "corrects": signs.corrects,
            "why": signs.why,
        },
    )


def rows(store: Store, infusion_id: int) -> tuple[VitalSigns, ...]:
    """Return the measurements of an infusion that count, in the order they were written down."""
    return tuple(_signs(row) for row in store.read(_CURRENT, (infusion_id,)))


def every_row(store: Store, infusion_id: int) -> tuple[VitalSigns, ...]:
    """Return all measurements of an infusion, the corrected ones too."""
    return tuple(_signs(row) for row in store.read(_EVERY, (infusion_id,)))


def _signs(row: tuple[Any, ...]) -> VitalSigns:
    infusion_id, at, recorded, person, signs, due, after_end, *rest = row
    return VitalSigns(
        infusion_id,
        datetime.fromisoformat(at),
        datetime.fromisoformat(recorded),
        person,
        tuple((Vital(name), Decimal(value)) for name, value in json.loads(signs)),
        due,
        bool(after_end),
        *rest,
    )
