"""Patients in words: allergies in exactly four states, what is unknown said in words.

Sources: NHS Common User Interface PAB-0019 (unknown reads "not recorded"), PAB-0064 (allergies).
"""

from typing import assert_never

from nkdesk.model.patient import AllergyState, Height, Sex, Weight
from nkdesk.sheets.wording.dates import date_text
from nkdesk.sheets.wording.numbers import centimetres_text, kilograms_text
from nkdesk.sheets.wording.translation import translate


def allergy_state_text(state: AllergyState) -> str:
    """Write one of the four states."""
    match state:
        case AllergyState.KNOWN:
            text = translate("wording", "Known allergies")
        case AllergyState.NONE_KNOWN:
            text = translate("wording", "No known allergies")
        case AllergyState.NOT_RECORDED:
            text = translate("wording", "Allergies not recorded")
        case AllergyState.UNAVAILABLE:
            text = translate("wording", "Allergies unavailable")
        case _:
            assert_never(state)
    return text


def allergy_text(state: AllergyState, allergies: str) -> str:
    """Write the state, and behind known allergies what they are; never blank."""
    if state is not AllergyState.KNOWN:
        return allergy_state_text(state)
    named = allergies or translate("wording", "not described", "known allergies without a text")
    return f"{allergy_state_text(state)}: {named}"


def sex_text(sex: Sex) -> str:
    """Write the sex of the case record."""
    match sex:
        case Sex.FEMALE:
            text = translate("wording", "Female")
        case Sex.MALE:
            text = translate("wording", "Male")
        case _:
            assert_never(sex)
    return text


def weight_text(weight: Weight | None) -> str:
    """Write ``31.4 kg on 10-Mar-2026``, or that none is recorded."""
    if weight is None:
        return translate("wording", "weight not recorded")
    return translate("wording", "{amount} on {day}").format(
        amount=kilograms_text(weight.grams), day=date_text(weight.on)
    )


def height_text(height: Height | None) -> str:
    """Write ``104.5 cm on 10-Mar-2026``, or that none is recorded."""
    if height is None:
        return translate("wording", "height not recorded")
    return translate("wording", "{amount} on {day}").format(
        amount=centimetres_text(height.millimetres), day=date_text(height.on)
    )


def look_alike_text() -> str:
    """Warn that another active patient has a like name."""
    return translate("wording", "Like name in this ward")
