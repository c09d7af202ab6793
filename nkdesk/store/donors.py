"""Family donors, each of one patient."""

from datetime import date
from typing import Any

from nkdesk.model.evidence import Donor
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
