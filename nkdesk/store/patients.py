"""Patients with their weights and heights; every list has its index."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from nkdesk.model.folding import fold
from nkdesk.model.patient import AllergyState, Height, Patient, PersonName, Sex, Weight
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_SEXES = {sex.value: sex for sex in Sex}
_ALLERGY_STATES = {state.value: state for state in AllergyState}


def add_patient(step: Step, patient: Patient) -> int:
    """Save a new patient and return the id given to them; ``patient.id`` is not looked at.

    StoreError RULE when the trial or case number is taken.
    """
    return step.insert("patient", _columns(patient))


def change_patient(step: Step, before: Patient, after: Patient) -> None:
    """Change a patient; StoreConflictError when they are not stored as ``before`` any more."""
    step.update("patient", (before.id,), _columns(after), expected=_columns(before))


def patient(store: Store, patient_id: int) -> Patient | None:
    """Return one patient, None when there is none of that id."""
    rows = store.read(
        "SELECT id, family, given, patronymic, latin_family, latin_given, born, sex, trial_number,"
        " case_number, disease_group, arm, protocol_hash, allergy_state, allergies"
        " FROM patient WHERE id = ?",
        (patient_id,),
    )
    return patient_of_row(rows[0]) if rows else None


def all_patients(store: Store) -> tuple[Patient, ...]:
    """Return every patient by folded name."""
    rows = store.read(
        "SELECT id, family, given, patronymic, latin_family, latin_given, born, sex, trial_number,"
        " case_number, disease_group, arm, protocol_hash, allergy_state, allergies"
        " FROM patient ORDER BY folded, id"
    )
    return tuple(patient_of_row(row) for row in rows)


def search_patients(store: Store, folded: str, limit: int) -> tuple[Patient, ...]:
    """Return the patients whose names and numbers hold every folded word, by folded name."""
    rows = store.read(
        "SELECT id, family, given, patronymic, latin_family, latin_given, born, sex, trial_number,"
        " case_number, disease_group, arm, protocol_hash, allergy_state, allergies"
        " FROM patient WHERE NOT EXISTS"
        " (SELECT 1 FROM json_each(?) AS word WHERE instr(folded, word.value) = 0)"
        " ORDER BY folded, id LIMIT ?",
        (_words(folded), limit),
    )
    return tuple(patient_of_row(row) for row in rows)


def patient_count(store: Store, folded: str = "") -> int:
    """Return how many patients a search finds; all of them for ""."""
    rows = store.read(
        "SELECT count(*) FROM patient WHERE NOT EXISTS"
        " (SELECT 1 FROM json_each(?) AS word WHERE instr(folded, word.value) = 0)",
        (_words(folded),),
    )
    return int(rows[0][0])


def newest_id(store: Store) -> int:
    """Return the id of the newest patient, 0 when there is none."""
    return int(store.read("SELECT coalesce(max(id), 0) FROM patient")[0][0])


def newest_trial_number(store: Store) -> str:
    """Return the trial number of the newest patient, "" when there is none."""
    rows = store.read("SELECT trial_number FROM patient ORDER BY id DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""


def trial_number_taken(store: Store, trial_number: str, except_patient: int | None = None) -> bool:
    """Whether another patient has this trial number."""
    rows = store.read(
        "SELECT 1 FROM patient WHERE trial_number = ? AND id IS NOT ?",
        (trial_number, except_patient),
    )
    return bool(rows)


def case_number_taken(store: Store, case_number: str, except_patient: int | None = None) -> bool:
    """Whether another patient has this case number; an empty one is nobody's."""
    rows = store.read(
        "SELECT 1 FROM patient WHERE case_number = ? AND case_number <> '' AND id IS NOT ?",
        (case_number, except_patient),
    )
    return bool(rows)


def add_weight(step: Step, patient_id: int, weight: Weight) -> None:
    """Save a weight, 2 to 250 kg; StoreError RULE outside that."""
    step.insert(
        "weight",
        {"patient_id": patient_id, "day": weight.on.isoformat(), "grams": weight.grams},
    )


def add_height(step: Step, patient_id: int, height: Height) -> None:
    """Save a height, 300 to 2500 mm; StoreError RULE outside that."""
    step.insert(
        "height",
        {"patient_id": patient_id, "day": height.on.isoformat(), "millimetres": height.millimetres},
    )


def weights(store: Store, patient_id: int) -> tuple[Weight, ...]:
    """Return a patient's weights, newest first; of one day the one entered last comes first."""
    rows = store.read(
        "SELECT grams, day FROM weight WHERE patient_id = ? ORDER BY day DESC, id DESC",
        (patient_id,),
    )
    return tuple(Weight(grams, date.fromisoformat(day)) for grams, day in rows)


def heights(store: Store, patient_id: int) -> tuple[Height, ...]:
    """Return a patient's heights, newest first; of one day the one entered last comes first."""
    rows = store.read(
        "SELECT millimetres, day FROM height WHERE patient_id = ? ORDER BY day DESC, id DESC",
        (patient_id,),
    )
    return tuple(Height(millimetres, date.fromisoformat(day)) for millimetres, day in rows)


def newest_weights(store: Store, patient_ids: Iterable[int], on: date) -> Mapping[int, Weight]:
    """Return each patient's newest weight taken on or before a day; without one, no entry."""
    rows = store.read(
        "SELECT patient_id, grams, day FROM weight WHERE id IN"
        " (SELECT (SELECT id FROM weight WHERE patient_id = wanted.value AND day <= ?"
        " ORDER BY day DESC, id DESC LIMIT 1) FROM json_each(?) AS wanted)",
        (on.isoformat(), json.dumps(list(patient_ids))),
    )
    return {who: Weight(grams, date.fromisoformat(day)) for who, grams, day in rows}


def newest_heights(store: Store, patient_ids: Iterable[int], on: date) -> Mapping[int, Height]:
    """Return each patient's newest height taken on or before a day; without one, no entry."""
    rows = store.read(
        "SELECT patient_id, millimetres, day FROM height WHERE id IN"
        " (SELECT (SELECT id FROM height WHERE patient_id = wanted.value AND day <= ?"
        " ORDER BY day DESC, id DESC LIMIT 1) FROM json_each(?) AS wanted)",
        (on.isoformat(), json.dumps(list(patient_ids))),
    )
    return {who: Height(millimetres, date.fromisoformat(day)) for who, millimetres, day in rows}


def patient_of_row(row: tuple[Any, ...]) -> Patient:
    """Return the patient of fifteen columns: id, names, born, sex, numbers, arm, allergies."""
    return Patient(
        row[0],
        PersonName(*row[1:6]),
        date.fromisoformat(row[6]),
        _SEXES[row[7]],
        row[8],
        row[9],
        row[10],
        row[11],
        row[12],
        _ALLERGY_STATES[row[13]],
        row[14],
    )


def _columns(patient: Patient) -> dict[str, object]:
    name = patient.name
    return {
        "family": name.family,
        "given": name.given,
        "patronymic": name.patronymic,
        "latin_family": name.latin_family,
        "latin_given": name.latin_given,
        "born": patient.born.isoformat(),
        "sex": patient.sex,
        "trial_number": patient.trial_number,
        "case_number": patient.case_number,
        "disease_group": patient.disease_group,
        "arm": patient.arm,
        "protocol_hash": patient.protocol_hash,
        "allergy_state": patient.allergy_state,
        "allergies": patient.allergies,
        "folded": _search_key(patient),
    }


def _search_key(patient: Patient) -> str:
    name = patient.name
    words = (name.family, name.given, name.patronymic, name.latin_family, name.latin_given)
    return fold(" ".join((*words, patient.trial_number, patient.case_number)))


def _words(folded: str) -> str:
    return json.dumps(folded.split(), ensure_ascii=False)
