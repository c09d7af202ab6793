"""What the whole ward's calendar and its handover look up: many rows in one query each.

Rows of the calendar are bare tuples: a ward has tens of thousands of them in half a year.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from nkdesk.model.patient import Patient
from nkdesk.store.patients import patient_of_row
from nkdesk.store.rows import canonical
from nkdesk.store.ward_store import Store

StandingRow: TypeAlias = tuple[
    int, int, int, str, int | None, str, str, str, str, str | None, str | None
]
"""Patient, item and cycle, code, day where the code has several, kind, calendar, state, the day
planned, the day first planned where it is another, the day given; days are ISO texts."""

_PATIENT = (
    *("id", "family", "given", "patronymic", "latin_family", "latin_given", "born", "sex"),
    *("trial_number", "case_number", "disease_group", "arm", "protocol_hash"),
    *("allergy_state", "allergies"),
)
_PATIENTS = " ".join(
    (
        "SELECT",
        ", ".join(_PATIENT),
        "FROM patient WHERE id IN (SELECT value FROM json_each(?)) ORDER BY folded, id",
    )
)
_STANDING = (
    "SELECT patient_id, id, cycle_id, code, address_day, kind, calendar, state, planned,"
    " nullif(original, planned), actual FROM item WHERE"
)
# UNION ALL: with one condition over both dates SQLite would walk through every item.
_STANDING_FROM_TO = " ".join(
    (
        _STANDING,
        "actual BETWEEN ?1 AND ?2 UNION ALL",
        _STANDING,
        "actual IS NULL AND planned BETWEEN ?1 AND ?2",
    )
)


def standing_rows(store: Store, first: date, last: date) -> list[StandingRow]:
    """Return the items standing from one day to another, both included, in no order.

    An item stands on the day it was given, an open or closed one on the day it was planned.
    """
    return store.read(_STANDING_FROM_TO, (first.isoformat(), last.isoformat()))


def patients_with_open_items(store: Store) -> tuple[int, ...]:
    """Return the ids of the patients who have something still to be given, by enrolment."""
    rows = store.read(
        "SELECT DISTINCT patient_id FROM item"
        " WHERE actual IS NULL AND state IN ('planned', 'partly_given') ORDER BY patient_id"
    )
    return tuple(row[0] for row in rows)


def patients_of(store: Store, patient_ids: Iterable[int]) -> Mapping[int, Patient]:
    """Return patients by id, in the order of lists; no entry for one who is not there."""
    rows = store.read(_PATIENTS, (canonical(sorted(patient_ids)),))
    return {row[0]: patient_of_row(row) for row in rows}


def patient_of_image(image: Mapping[str, Any]) -> Patient:
    """Return a patient from an image of their row, as the journal keeps it."""
    return patient_of_row(tuple(image[column] for column in _PATIENT))


def cycles_named(store: Store, cycle_ids: Iterable[int]) -> Mapping[int, tuple[int, str]]:
    """Return number and protocol hash of cycles by id; no entry for one that is not there."""
    rows = store.read(
        "SELECT id, number, protocol_hash FROM cycle WHERE id IN (SELECT value FROM json_each(?))",
        (canonical(sorted(cycle_ids)),),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def images_at(
    store: Store, table: str, wanted: Iterable[tuple[int, int]]
) -> Mapping[tuple[int, int], str]:
    """Return rows as they stood after a step, by the row's id and the step's number.

    As the journal's canonical JSON; of a row the step removed what it held. No entry for one that
    was not there yet.
    """
    rows = store.read(
        "SELECT value ->> 0, value ->> 1, (SELECT coalesce(after, before) FROM journal"
        " WHERE table_name = ?1 AND row_key = '[' || (value ->> 0) || ']' AND step <= value ->> 1"
        " ORDER BY step DESC, n DESC LIMIT 1) FROM json_each(?2)",
        (table, canonical(sorted(wanted))),
    )
    return {(row_id, seq): image for row_id, seq, image in rows if image is not None}


def taken_back(store: Store, seqs: Iterable[int]) -> frozenset[int]:
    """Return which of these steps a later step has taken back."""
    rows = store.read(
        "SELECT undoes FROM step WHERE undoes IN (SELECT value FROM json_each(?))",
        (canonical(sorted(seqs)),),
    )
    return frozenset(row[0] for row in rows)


def items_changed(store: Store, since_utc: str) -> frozenset[int]:
    """Return the items planned, moved, recorded or taken back since a moment, UTC as ISO text."""
    # The pluses keep SQLite on the steps since then, off all that was ever said of items.
    rows = store.read(
        "SELECT DISTINCT json_extract(row_key, '$[0]') FROM journal WHERE +table_name = 'item'"
        " AND step >= (SELECT min(+seq) FROM step WHERE at_utc >= ?)"
        " AND (before IS NULL"
        " OR json_extract(before, '$.planned') IS NOT json_extract(after, '$.planned')"
        " OR json_extract(before, '$.state') IS NOT json_extract(after, '$.state')"
        " OR json_extract(before, '$.actual') IS NOT json_extract(after, '$.actual'))",
        (since_utc,),
    )
    return frozenset(row[0] for row in rows)


def donor_rows(store: Store) -> Mapping[int, tuple[int, str]]:
    """Return the id and the relation of every patient's donor, the one entered last."""
    rows = store.read("SELECT patient_id, id, relation FROM donor ORDER BY id")
    return {patient_id: (donor_id, relation) for patient_id, donor_id, relation in rows}
