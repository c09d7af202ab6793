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
from nkdesk.store.donors import add_donor, change_donor, donors, donors_of
from nkdesk.store.limits import (
    add_uln_table,
    choose_uln,
    uln_choices,
    uln_tables,
)
from nkdesk.store.observations import (
    COUNTS,
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
    "donors_of",
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


# Two texts for two questions: with one condition for both SQLite would use no index.
_EVERYBODY = ""
_SOME = "AND o.patient_id IN (SELECT value FROM json_each(?1))"
_CONSENTS = (
    "SELECT o.patient_id, o.donor_id, CONSENT FROM consent AS o WHERE struck = 0 SOME"
    " ORDER BY o.patient_id, o.donor_id, signed, id"
).replace("CONSENT", CONSENT)
_RESULTS = (
    "SELECT o.patient_id, o.donor_id, COLUMNS FROM observation AS o WHERE COUNTS SOME"
    " ORDER BY o.patient_id, o.donor_id, o.what, o.on_day, o.id"
)
_RESULTS = _RESULTS.replace("COLUMNS", OBSERVATION).replace("COUNTS", COUNTS)


def evidence_of_all(
    store: Store, patient_ids: Iterable[int] | None = None, *, on: date | None = None
) -> Mapping[Owner, PersonEvidence]:
    """Return what counts of many patients and their donors by two queries; of none, no entry.

    ``patient_ids`` leaves all other patients out; None: everybody. With ``on``, of each kind of
    result only those of the newest day up to ``on`` and those dated later: nothing else has a say
    in an evaluation on that day (source: the eligibility format).
    """
    some = _EVERYBODY if patient_ids is None else _SOME
    asked = () if patient_ids is None else (canonical(sorted(patient_ids)),)
    results = store.read(_RESULTS.replace("SOME", some), asked)
    signed = store.read(_CONSENTS.replace("SOME", some), asked)
    found: dict[Owner, PersonEvidence] = {}
    for owner, rows in groupby(results, key=itemgetter(0, 1)):
        kept = tuple(observation_of_row(row[2:]) for row in rows)
        found[owner] = PersonEvidence(kept if on is None else _with_a_say(kept, on))
    for owner, rows in groupby(signed, key=itemgetter(0, 1)):
        kept = found.get(owner, PersonEvidence()).observations
        found[owner] = PersonEvidence(kept, tuple(consent_of_row(row[2:]) for row in rows))
    return found


def _with_a_say(results: Iterable[Observation], on: date) -> tuple[Observation, ...]:
    newest = {one.what: one.on for one in results if one.on <= on}
    return tuple(one for one in results if one.on >= newest.get(one.what, on))
