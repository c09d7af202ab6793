"""Reactions: told at once, corrected or followed by a later row, never changed."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from nkdesk.model.infusion import CrsSigns, Oxygen, Pressors, Reaction
from nkdesk.store.columns import moment_of, result_text, stamp, stamp_or_none
from nkdesk.store.infusions import owner
from nkdesk.store.rows import canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_ROW = (
    "SELECT o.infusion_id, o.term, o.onset, o.recorded, o.person, o.grade, o.action, o.outcome,"
    " o.resolved, o.signs, o.crs, o.confirmed, o.confirmed_by, o.note, o.corrects, o.id"
    " FROM reaction AS o"
)
_COUNTS = "NOT EXISTS (SELECT 1 FROM reaction AS later WHERE later.corrects = o.id) ORDER BY o.id"
_CURRENT = " ".join((_ROW, "WHERE o.infusion_id = ? AND", _COUNTS))
_EVERY = " ".join((_ROW, "WHERE o.infusion_id = ? ORDER BY o.id"))
_OF_PATIENT = " ".join((_ROW, "WHERE o.patient_id = ? AND", _COUNTS))


def add(step: Step, reaction: Reaction) -> int:
    """Write down a reaction and return its id; ``reaction.id`` is not looked at.

    StoreConflictError when there is no such infusion; StoreError RULE for a correction of another
    infusion's or of one that is corrected already, and a grade confirmed by nobody.
    """
    return step.insert(
        "reaction",
        {
            **owner(step, reaction.infusion_id),
            "term": reaction.term,
            "onset": stamp(reaction.onset),
            "recorded": stamp(reaction.recorded),
            "person": reaction.person,
            "grade": reaction.grade,
            "action": reaction.action,
            "outcome": reaction.outcome,
            "resolved": stamp_or_none(reaction.resolved),
            "signs": None if reaction.signs is None else _signs_text(reaction.signs),
            "crs": reaction.crs,
            "confirmed": reaction.confirmed,
            "confirmed_by": reaction.confirmed_by,
            "note": reaction.note,
            "corrects": reaction.corrects,
        },
    )


def rows(store: Store, infusion_id: int) -> tuple[Reaction, ...]:
    """Return the reactions of an infusion that count, in the order they were written down."""
    return tuple(_reaction(row) for row in store.read(_CURRENT, (infusion_id,)))


def every_row(store: Store, infusion_id: int) -> tuple[Reaction, ...]:
    """Return all reactions of an infusion, the corrected ones too."""
    return tuple(_reaction(row) for row in store.read(_EVERY, (infusion_id,)))


def of_patient(store: Store, patient_id: int) -> tuple[Reaction, ...]:
    """Return the reactions of all infusions of a patient that count."""
    return tuple(_reaction(row) for row in store.read(_OF_PATIENT, (patient_id,)))


def _reaction(row: tuple[Any, ...]) -> Reaction:
    infusion_id, term, onset, recorded, person, grade, action, outcome, resolved, signs, *rest = row
    return Reaction(
        infusion_id,
        term,
        datetime.fromisoformat(onset),
        datetime.fromisoformat(recorded),
        person,
        grade,
        action,
        outcome,
        moment_of(resolved),
        None if signs is None else _signs(json.loads(signs)),
        *rest,
    )


def _signs_text(signs: CrsSigns) -> str:
    return canonical(
        {
            "age_months": signs.age_months,
            "temperature": None if signs.temperature is None else result_text(signs.temperature),
            "antipyretic": signs.antipyretic,
            "other_cause": signs.other_cause,
            "systolic": signs.systolic,
            "oxygen": signs.oxygen,
            "pressors": signs.pressors,
        }
    )


def _signs(tree: dict[str, Any]) -> CrsSigns:
    temperature = tree["temperature"]
    return CrsSigns(
        **tree
        | {
            "temperature": None if temperature is None else Decimal(temperature),
            "oxygen": Oxygen(tree["oxygen"]),
            "pressors": Pressors(tree["pressors"]),
        }
    )
