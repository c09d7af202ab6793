"""Results and judgements: added, corrected or struck by a later one, never changed or removed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nkdesk.model.evidence import Infection, Observation, Rater, Scale
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.rows import canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

OBSERVATION = (
    "o.id, o.what, o.value, o.unit, o.scale, o.rater, o.on_day, o.source, o.note, o.entered_by"
)
"""The columns ``observation_of_row`` reads, of a table named ``o``."""

COUNTS = (
    "o.struck = 0 AND NOT EXISTS (SELECT 1 FROM observation AS later WHERE later.corrects = o.id)"
)
"""The condition of a row that counts: neither struck nor corrected."""

# What is measured; everything else is a code. Decimal would take "nan" for a number.
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_SCALES = {scale.value: scale for scale in Scale}
_RATERS = {rater.value: rater for rater in Rater}
_BY_DAY = "ORDER BY o.what, o.on_day, o.id"
_CURRENT = " ".join(
    (
        *("SELECT", OBSERVATION, "FROM observation AS o"),
        *("WHERE o.patient_id = ? AND o.donor_id IS ? AND", COUNTS, _BY_DAY),
    )
)
_EVERY = " ".join(
    (
        *(
            "SELECT",
            OBSERVATION,
            ", o.corrects, o.struck, o.why, later.id, later.struck, later.why",
        ),
        "FROM observation AS o LEFT JOIN observation AS later ON later.corrects = o.id",
        *("WHERE o.patient_id = ? AND o.donor_id IS ?", _BY_DAY),
    )
)
_ONE = " ".join(
    ("SELECT", OBSERVATION, ", patient_id, donor_id FROM observation AS o WHERE id = ?")
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A result as it was entered, and what became of it.

    ``corrects`` is the id of the result it puts right, 0 for none. ``corrected_by`` is the id of
    the one that put it right or struck it, 0 while it counts; then ``why`` says what was wrong.
    """

    observation: Observation
    corrects: int = 0
    corrected_by: int = 0
    struck: bool = False
    why: str = ""

    @property
    def counts(self) -> bool:
        """Whether eligibility is judged by it."""
        return self.corrected_by == 0


def add_observation(  # noqa: PLR0913 -- a result, whose it is, and what it puts right
    step: Step,
    patient_id: int,
    donor_id: int | None,
    observation: Observation,
    *,
    corrects: int = 0,
    why: str = "",
) -> int:
    """Save a result and return its id; ``observation.id`` is not looked at.

    ``corrects`` is the result it takes the place of, of the same person and kind. StoreError RULE
    for one of another person or kind, one that is corrected already, and a correction without why.
    """
    return step.insert(
        "observation",
        {
            **_owner(patient_id, donor_id),
            **_columns(observation),
            "corrects": corrects or None,
            "struck": 0,
            "why": why,
        },
    )


def strike_observation(step: Step, observation_id: int, why: str, struck_by: str) -> int:
    """Strike a result entered by mistake and return the id of the line that does.

    StoreConflictError when there is none of that id; StoreError RULE when it does not count any
    more, and without why.
    """
    found = step.store.read(_ONE, (observation_id,))
    if not found:
        raise StoreConflictError("observation", None)
    *columns, patient_id, donor_id = found[0]
    return step.insert(
        "observation",
        {
            **_owner(patient_id, donor_id),
            **_columns(observation_of_row(columns)),
            "entered_by": struck_by,
            "corrects": observation_id,
            "struck": 1,
            "why": why,
        },
    )


def observations(
    store: Store, patient_id: int, donor_id: int | None = None
) -> tuple[Observation, ...]:
    """Return the results of a patient, or of a donor, that count: by kind, oldest first."""
    rows = store.read(_CURRENT, (patient_id, donor_id))
    return tuple(observation_of_row(row) for row in rows)


def observation_history(
    store: Store, patient_id: int, donor_id: int | None = None
) -> tuple[Recorded, ...]:
    """Return everything that was ever entered, with what became of it; by kind, oldest first.

    A line that only strikes another is no result and is told with the one it strikes.
    """
    rows = store.read(_EVERY, (patient_id, donor_id))
    return tuple(_recorded(row) for row in rows if not row[11])


def observation(store: Store, observation_id: int) -> tuple[int, int | None, Observation] | None:
    """Return a result with its patient and donor, None when there is none of that id."""
    found = store.read(_ONE, (observation_id,))
    if not found:
        return None
    *columns, patient_id, donor_id = found[0]
    return patient_id, donor_id, observation_of_row(columns)


def add_infection(step: Step, patient_id: int, observation_id: int, infection: Infection) -> None:
    """Save the structured half of a judgement on infection; its verdict is the observation."""
    step.insert(
        "infection",
        {
            "observation_id": observation_id,
            "patient_id": patient_id,
            "site": infection.site,
            "organism": infection.organism,
            "fever": infection.fever,
            "treatment_day": infection.treatment_day,
            "trend": infection.trend,
        },
    )


def infections(store: Store, observation_ids: Iterable[int]) -> Mapping[int, Infection]:
    """Return the judgements on infection by the id of their observation."""
    rows = store.read(
        "SELECT observation_id, site, organism, fever, treatment_day, trend FROM infection"
        " WHERE observation_id IN (SELECT value FROM json_each(?))",
        (canonical(sorted(observation_ids)),),
    )
    return {row[0]: Infection(*row[1:]) for row in rows}


def observation_of_row(row: Iterable[Any]) -> Observation:
    """Return the result of the ten columns of ``OBSERVATION``."""
    number, what, value, unit, scale, rater, on_day, source, note, entered_by = row
    return Observation(
        what,
        Decimal(value) if _NUMBER.fullmatch(value) else value,
        date.fromisoformat(on_day),
        unit,
        None if scale is None else _SCALES[scale],
        None if rater is None else _RATERS[rater],
        source,
        entered_by,
        note,
        number,
    )


def _recorded(row: tuple[Any, ...]) -> Recorded:
    corrects, _, why, later, later_struck, later_why = row[10:]
    return Recorded(
        observation_of_row(row[:10]),
        corrects or 0,
        later or 0,
        bool(later_struck),
        why if later is None else later_why,
    )


def _owner(patient_id: int, donor_id: int | None) -> dict[str, object]:
    return {"patient_id": patient_id, "donor_id": donor_id}


def _columns(one: Observation) -> dict[str, object]:
    return {
        "what": one.what,
        "value": f"{one.value:f}" if isinstance(one.value, Decimal) else one.value,
        "unit": one.unit,
        "scale": one.scale,
        "rater": one.rater,
        "on_day": one.on.isoformat(),
        "source": one.source,
        "note": one.note,
        "entered_by": one.entered_by,
    }
