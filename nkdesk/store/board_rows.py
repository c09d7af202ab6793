"""What the board of gaps looks up: of everybody, by a number of queries that does not grow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from nkdesk.model.evidence import Consent, Observation
from nkdesk.store.consents import CONSENT, consent_of_row
from nkdesk.store.observations import COUNTS, OBSERVATION, observation_of_row
from nkdesk.store.rows import canonical
from nkdesk.store.ward_store import Store

# For each patient and kind the index is entered twice: for the newest day, and for its rows.
NEWEST_RESULTS = (
    "SELECT o.patient_id, COLUMNS FROM patient"
    " CROSS JOIN json_each(?1) AS wanted"
    " JOIN observation AS o ON o.patient_id = patient.id AND o.donor_id IS NULL"
    " AND o.what = wanted.value AND o.on_day >= coalesce((SELECT o.on_day FROM observation AS o"
    " WHERE o.patient_id = patient.id AND o.donor_id IS NULL AND o.what = wanted.value"
    " AND o.on_day <= ?2 AND COUNTS ORDER BY o.on_day DESC LIMIT 1), '') AND COUNTS"
    " ORDER BY o.patient_id"
)
NEWEST_RESULTS = NEWEST_RESULTS.replace("COLUMNS", OBSERVATION).replace("COUNTS", COUNTS)
"""Kinds as a JSON array, and the day."""

_CONSENTS = " ".join(
    (
        *("SELECT patient_id,", CONSENT, "FROM consent"),
        "WHERE donor_id IS NULL AND struck = 0 ORDER BY patient_id, signed, id",
    )
)
# The sum of revisions grows with every change of a cycle: two equal ones are the same plan.
_PLANS = (
    "SELECT cycle.patient_id, cycle.number, cycle.id, cycle.start,"
    " coalesce(max(item.actual IS NOT NULL OR item.state = 'partly_given'), 0),"
    " cycle.rev + coalesce(sum(item.rev), 0)"
    " FROM cycle LEFT JOIN item ON item.cycle_id = cycle.id"
    " GROUP BY cycle.id ORDER BY cycle.patient_id, cycle.number"
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One cycle in short: its first day, whether anything of it was given, and which plan it is."""

    number: int
    start: date
    begun: bool
    plan: tuple[int, int]


def newest_results(
    store: Store, kinds: Iterable[str], on: date
) -> Mapping[int, tuple[Observation, ...]]:
    """Return by patient the results of the newest day up to a day, of each kind, and later ones."""
    rows = store.read(NEWEST_RESULTS, (canonical(sorted(kinds)), on.isoformat()))
    return {
        patient_id: tuple(observation_of_row(row[1:]) for row in found)
        for patient_id, found in groupby(rows, key=itemgetter(0))
    }


def patients_consents(store: Store) -> Mapping[int, tuple[Consent, ...]]:
    """Return the consents of all patients that are not struck, oldest first."""
    return {
        patient_id: tuple(consent_of_row(row[1:]) for row in found)
        for patient_id, found in groupby(store.read(_CONSENTS), key=itemgetter(0))
    }


def plan_lines(store: Store) -> Mapping[int, tuple[PlanLine, ...]]:
    """Return by patient the cycles that are planned, by number."""
    return {
        patient_id: tuple(
            PlanLine(number, date.fromisoformat(start), bool(begun), (cycle_id, revisions))
            for _, number, cycle_id, start, begun, revisions in found
        )
        for patient_id, found in groupby(store.read(_PLANS), key=itemgetter(0))
    }
