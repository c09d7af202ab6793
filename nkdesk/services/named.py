"""Finding a patient by trial number and an item by its address, as a command line names them."""

from collections.abc import Mapping

from nkdesk.model.cycle import Address
from nkdesk.model.folding import fold
from nkdesk.model.patient import Patient
from nkdesk.services.desk import Desk
from nkdesk.store import cycles, patients

_EVERYBODY = 1_000_000


def patient_named(desk: Desk, trial_number: str) -> Patient | None:
    """Return the patient of a trial number, None when the ward has none of it."""
    found = patients.search_patients(desk.store, fold(trial_number), _EVERYBODY)
    return next((one for one in found if one.trial_number == trial_number), None)


def items_named(desk: Desk, patient_id: int) -> Mapping[Address, int]:
    """Return the number of each item of a patient's plan by its address, in plan order."""
    ids = cycles.item_ids(desk.store, patient_id)
    return dict(sorted(ids.items(), key=lambda one: one[1]))
