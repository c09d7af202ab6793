"""What eligibility is judged by, person by person and for the whole ward at once.

Each noun is written and read in a module of its own; they are imported here too, so that one
module serves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from nkdesk.model.evidence import Consent, Observation
from nkdesk.store.consents import (
    CONSENT,
    RecordedConsent,
    add_consent,
    consent,
    consent_history,
    consent_of_row,
    consent_versions,
    consents,
    set_consent_version,
    strike_consent,
    withdraw_consent,
)
from nkdesk.store.donors import add_donor, change_donor, donors
from nkdesk.store.limits import (
    add_uln_table,
    choose_uln,
    uln_choices,
    uln_tables,
)
from nkdesk.store.observations import (
    OBSERVATION,
    Recorded,
    add_infection,
    add_observation,
    infections,
    observation,
    observation_history,
    observation_of_row,
    observations,
    strike_observation,
)
from nkdesk.store.rows import canonical
from nkdesk.store.ward_store import Store

__all__ = [
    "Owner",
    "PersonEvidence",
    "Recorded",
    "RecordedConsent",
    "add_consent",
    "add_donor",
    "add_infection",
    "add_observation",
    "add_uln_table",
    "change_donor",
    "choose_uln",
    "consent",
    "consent_history",
    "consent_versions",
    "consents",
    "donors",
    "evidence_of_all",
    "infections",
    "observation",
    "observation_history",
    "observations",
    "set_consent_version",
    "strike_consent",
    "strike_observation",
    "uln_choices",
    "uln_tables",
    "withdraw_consent",
]

Owner: TypeAlias = tuple[int, int | None]
"""Whose evidence it is: the patient's id, and the donor's or None for the patient."""


@dataclass(frozen=True, slots=True)
class PersonEvidence:
    """What counts of one person: results by kind, oldest first; consents, oldest first."""

    observations: tuple[Observation, ...] = ()
    consents: tuple[Consent, ...] = ()


# Each text stands for two: with one condition for everybody and for some SQLite would use no
# index for the latter.
_SOME = ("SOME", "AND o.patient_id IN (SELECT value FROM json_each(?1) AS wanted)")
_EVERYBODY = ("SOME", "AND ?1 IS NULL")
# As a set made once: asking for each row whether another corrects it takes three times as long.
_COUNTS = (
    "o.struck = 0 AND o.id NOT IN (SELECT corrects FROM observation WHERE corrects IS NOT NULL)"
)
_RESULTS = " ".join(
    (
        *("SELECT o.patient_id, o.donor_id,", OBSERVATION, "FROM observation AS o"),
        *("WHERE", _COUNTS, "SOME ORDER BY o.patient_id, o.donor_id, o.what, o.on_day, o.id"),
    )
)
# The index alone tells the newest day of each kind; only its rows are read.
_RESULTS_ON = " ".join(
    (
        *("SELECT o.patient_id, o.donor_id,", OBSERVATION, "FROM (SELECT o.patient_id AS who,"),
        "o.donor_id AS donor, o.what AS kind,",
        "max(CASE WHEN o.on_day <= ?2 THEN o.on_day END) AS newest",
        *("FROM observation AS o WHERE", _COUNTS, "SOME"),
        "GROUP BY o.patient_id, o.donor_id, o.what) AS kinds",
        "CROSS JOIN observation AS o ON o.patient_id = who AND o.donor_id IS donor",
        "AND o.what = kind AND o.on_day >= coalesce(newest, ?2)",
        *("WHERE", _COUNTS, "ORDER BY o.patient_id, o.donor_id, o.what, o.on_day, o.id"),
    )
)
_CONSENTS = " ".join(
    (
        *("SELECT o.patient_id, o.donor_id,", CONSENT, "FROM consent AS o"),
        "WHERE o.struck = 0 SOME ORDER BY o.patient_id, o.donor_id, o.signed, o.id",
    )
)


def evidence_of_all(
    store: Store, patient_ids: Iterable[int] | None = None, *, on: date | None = None
) -> Mapping[Owner, PersonEvidence]:
    """Return what counts of many patients and their donors by two queries; of none, no entry.

    ``patient_ids`` leaves all other patients out; None: everybody. With ``on``, of each kind of
    result only those of the newest day up to ``on`` and those dated later: nothing else has a say
    in an evaluation on that day (source: the eligibility format).
    """
    wanted, some = None, _EVERYBODY
    if patient_ids is not None:
        wanted, some = canonical(sorted(patient_ids)), _SOME
    if on is None:
        results = store.read(_RESULTS.replace(*some), (wanted,))
    else:
        results = store.read(_RESULTS_ON.replace(*some), (wanted, on.isoformat()))
    signed = store.read(_CONSENTS.replace(*some), (wanted,))
    found: dict[Owner, PersonEvidence] = {}
    for owner, rows in groupby(results, key=itemgetter(0, 1)):
        found[owner] = PersonEvidence(tuple(observation_of_row(row[2:]) for row in rows))
    for owner, rows in groupby(signed, key=itemgetter(0, 1)):
        kept = found.get(owner, PersonEvidence()).observations
        found[owner] = PersonEvidence(kept, tuple(consent_of_row(row[2:]) for row in rows))
    return found
