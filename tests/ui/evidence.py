"""Evidence entered into the sample ward for tests: results over months, consents, a donor."""

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
from nkdesk.services.forms import Saved
from tests.ui.changing import page_of

ALT = (("02.02.2026", "31"), ("16.02.2026", "64"), ("02.03.2026", "148"), ("10.03.2026", "42"))


def saved(answer):
    assert isinstance(answer, Saved), answer
    return answer


def fill(desk, number="NK-005"):
    """Enter something of everything and return the patient's line."""
    line = page_of(desk, number).line
    one = line.patient.id
    caliper = next(row for row in uln_tables(desk) if row.table.id == "caliper")
    choose_uln(desk, UlnChoiceForm(caliper.hash, "01.02.2026"))
    set_consent_version(desk, ConsentVersionForm("2.1", "03.02.2026"))
    set_consent_version(desk, ConsentVersionForm("3.0", "10.03.2026", "После поправки"))
    for day, value in ALT:
        form = ObservationForm(one, "alt", value, "U/L", day, source="Лаборатория №2", sure=True)
        saved(add_observation(desk, form))
    saved(add_observation(desk, ObservationForm(one, "hiv", "negative", on="10.02.2026")))
    saved(
        add_infection(
            desk,
            InfectionForm(
                one, "no", "11.03.2026", "", "", "no", "", "none", "Dr Orlova", "CRP falling"
            ),
        )
    )
    saved(
        add_consent(
            desk,
            ConsentForm(one, "2.1", "ru", "05.02.2026", ("parent_1", "parent_2"), "given"),
        )
    )
    return line


def donor(desk, line):
    """Enter the donor."""
    form = DonorForm(line.patient.id, "Ёлкина", "Мария", "03.04.1985", "f", "mother")
    return saved(save_donor(desk, form))
