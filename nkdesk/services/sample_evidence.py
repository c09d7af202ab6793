"""What the sample ward's script enters as evidence: results, judgements, consents, donors.

Everything goes through the same services as a person's entry, with its day and its person.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import (
    ConsentForm,
    ConsentVersionForm,
    DonorForm,
    InfectionForm,
    ObservationForm,
    UlnChoiceForm,
)
from nkdesk.services.evidence import (
    add_consent,
    add_infection,
    add_observation,
    choose_uln,
    save_donor,
    set_consent_version,
    uln_tables,
)
from nkdesk.services.forms import Saved, Unsaved

Said = Mapping[str, Any]


def tell_site(desk: Desk, said: Said) -> Saved | Unsaved:
    """Say which consent form is in force, or which table of limits the site measures by."""
    valid_from = said["valid_from"].isoformat()
    if "version" in said:
        return set_consent_version(desk, ConsentVersionForm(said["version"], valid_from))
    chosen = next(one.hash for one in uln_tables(desk) if one.table.id == said["table"])
    return choose_uln(desk, UlnChoiceForm(chosen, valid_from))


def tell_evidence(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    """Enter one piece of a patient's evidence; KeyError for a kind there is not."""
    typed = {name: _typed(value) for name, value in said.items() if name not in ("kind", "on")}
    day = said["on"].isoformat()
    return _KINDS[said["kind"]](desk, patient_id, {**typed, "on": typed.get("taken", day)})


def _typed(value: object) -> object:
    """Return a value of the script as a person types it."""
    if isinstance(value, date):
        return value.isoformat()
    return tuple(value) if isinstance(value, list) else value


def _result(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    typed = {name: said[name] for name in ObservationForm.__slots__ if name in said}
    return add_observation(desk, ObservationForm(patient_id, **typed))


def _infection(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    typed = {name: said[name] for name in InfectionForm.__slots__ if name in said}
    return add_infection(desk, InfectionForm(patient_id, **typed))


def _consent(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    typed = {name: said[name] for name in ConsentForm.__slots__ if name in said}
    return add_consent(desk, ConsentForm(patient_id, **{**typed, "signed": said["on"]}))


def _donor(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    typed = {name: said[name] for name in DonorForm.__slots__ if name in said}
    return save_donor(desk, DonorForm(patient_id, **typed))


_KINDS: Mapping[str, Callable[[Desk, int, Said], Saved | Unsaved]] = {
    "result": _result,
    "infection": _infection,
    "consent": _consent,
    "donor": _donor,
}
