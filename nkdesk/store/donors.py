"""Family donors, each of one patient, and what is known of their typing and collection."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from nkdesk.model.evidence import Donor
from nkdesk.model.product import DonorFacts
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.rows import TABLES
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store


def add_donor(step: Step, donor: Donor) -> int:
    """Save a donor and return the id given to them; ``donor.id`` is not looked at."""
    return step.insert("donor", {"patient_id": donor.patient_id, **_columns(donor)})


def change_donor(step: Step, before: Donor, after: Donor) -> None:
    """Change a donor; StoreConflictError when they are not stored as ``before`` any more."""
    step.update("donor", (before.id,), _columns(after), expected=_columns(before))


def donors(store: Store, patient_id: int) -> tuple[Donor, ...]:
    """Return a patient's donors in the order they were entered."""
    rows = store.read(
        "SELECT id, patient_id, family, given, born, sex, relation FROM donor"
        " WHERE patient_id = ? ORDER BY id",
        (patient_id,),
    )
    return tuple(_donor(row) for row in rows)


def set_donor_facts(step: Step, facts: DonorFacts) -> None:
    """Save what is known of a donor, whatever was said before.

    StoreConflictError when there is no such donor.
    """
    values = {
        "typing": facts.typing,
        "collected": None if facts.collected is None else facts.collected.isoformat(),
    }
    if step.store.read(TABLES["donor_facts"].select, (facts.donor_id,)):
        step.update("donor_facts", (facts.donor_id,), values)
        return
    found = step.store.read("SELECT patient_id FROM donor WHERE id = ?", (facts.donor_id,))
    if not found:
        raise StoreConflictError("donor", None)
    owner = {"donor_id": facts.donor_id, "patient_id": found[0][0]}
    step.insert("donor_facts", {**owner, **values})


def donor_facts(store: Store, patient_id: int | None = None) -> Mapping[int, DonorFacts]:
    """Return by donor what is known of a patient's donors, or of all; no entry for nothing."""
    rows = store.read(
        "SELECT donor_id, typing, collected FROM donor_facts"
        if patient_id is None
        else "SELECT donor_id, typing, collected FROM donor_facts WHERE patient_id = ?",
        () if patient_id is None else (patient_id,),
    )
    return {
        number: DonorFacts(number, typing, None if day is None else date.fromisoformat(day))
        for number, typing, day in rows
    }


def _donor(row: tuple[Any, ...]) -> Donor:
    number, patient_id, family, given, born, sex, relation = row
    return Donor(number, patient_id, family, given, date.fromisoformat(born), sex, relation)


def _columns(donor: Donor) -> dict[str, object]:
    return {
        "family": donor.family,
        "given": donor.given,
        "born": donor.born.isoformat(),
        "sex": donor.sex,
        "relation": donor.relation,
    }
