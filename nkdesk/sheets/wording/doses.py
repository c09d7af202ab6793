"""Doses as the protocol states them: DOSE value unit — route — over time.

Sources: NHS Common User Interface, medication line (MEDi-001…041); ISMP's list of error-prone
abbreviations. Nothing is multiplied: the words say what the protocol says, which rule chose it
and the weight on record.
"""

from typing import assert_never

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.protocol import DoseBasis, DoseCondition
from nkdesk.model.words import Words
from nkdesk.services.read_models import DoseLine
from nkdesk.sheets.wording.dates import age_months_text, date_text, duration_text
from nkdesk.sheets.wording.numbers import kilograms_text, number_text
from nkdesk.sheets.wording.translation import language, translate

DASH = " — "


def unit_text(basis: DoseBasis) -> str:
    """Write the unit a dose is stated in; micrograms as ``mcg``, never with a Greek letter."""
    match basis:
        case DoseBasis.MG_M2:
            unit = translate("wording", "mg/m²")
        case DoseBasis.MG_KG:
            unit = translate("wording", "mg/kg")
        case DoseBasis.UG_M2:
            unit = translate("wording", "mcg/m²")
        case DoseBasis.UG_KG:
            unit = translate("wording", "mcg/kg")
        case DoseBasis.MG:
            unit = translate("wording", "mg")
        case DoseBasis.CELLS_KG:
            unit = translate("wording", "\u00d7 10⁶ cells/kg")
        case _:
            assert_never(basis)
    return unit


def strength_text(dose: DoseLine) -> str:
    """Write the value and its unit: ``30 mg/m²``; they are never parted."""
    return f"{number_text(dose.amount)} {unit_text(dose.basis)}"


def manner_text(dose: DoseLine) -> str:
    """Write the route and the time it runs: ``IV — over 30min``; "" when neither is stated."""
    over = ""
    if dose.over_minutes is not None:
        over = translate("wording", "over {}").format(duration_text(dose.over_minutes))
    return DASH.join(part for part in (dose.route, over) if part)


def dose_text(dose: DoseLine | DoseUnknown) -> str:
    """Write ``DOSE 30 mg/m² — IV — over 30min``, or why no dose can be named."""
    if isinstance(dose, DoseUnknown):
        return dose_unknown_text(dose)
    strength = translate("wording", "DOSE {}").format(strength_text(dose))
    return DASH.join(part for part in (strength, manner_text(dose)) if part)


def dose_line_text(title: Words, dose: DoseLine | DoseUnknown) -> str:
    """Write the whole line: ``fludarabine — DOSE 30 mg/m² — IV — over 30min``."""
    return f"{title.in_language(language())}{DASH}{dose_text(dose)}"


def dose_unknown_text(why: DoseUnknown) -> str:
    """Say why no dose can be shown and what would make it known."""
    match why:
        case DoseUnknown.NOT_STATED:
            text = translate("wording", "dose not stated in the protocol")
        case DoseUnknown.NO_WEIGHT:
            text = translate("wording", "dose not known: record a weight")
        case DoseUnknown.NO_HEIGHT:
            text = translate("wording", "dose not known: record a height")
        case DoseUnknown.NO_RULE:
            text = translate("wording", "dose not known: no dose rule of the protocol applies")
        case _:
            assert_never(why)
    return text


def dose_rule_text(dose: DoseLine) -> str:
    """Say which rule of the protocol chose the dose, "" when it is stated without condition."""
    if dose.rule is None:
        return ""
    return translate("wording", "rule: {}").format(condition_text(dose.rule))


def dose_weight_text(dose: DoseLine) -> str:
    """Say which weight stands on record and since when, or that none does."""
    if dose.weight is None:
        return translate("wording", "weight not recorded")
    return translate("wording", "weight {weight} on {day}").format(
        weight=kilograms_text(dose.weight.grams), day=date_text(dose.weight.on)
    )


def condition_text(condition: DoseCondition) -> str:
    """Write the limits of a dose rule: ``age from 1y, weight below 10 kg``."""
    limits = (*_age_limits(condition), *_body_limits(condition))
    return ", ".join(limits) or translate("wording", "always", "dose rule without a limit")


def _age_limits(condition: DoseCondition) -> list[str]:
    limits = []
    if condition.age_from_months is not None:
        age = age_months_text(condition.age_from_months)
        limits.append(translate("wording", "age from {}").format(age))
    if condition.age_below_months is not None:
        age = age_months_text(condition.age_below_months)
        limits.append(translate("wording", "age below {}").format(age))
    return limits


def _body_limits(condition: DoseCondition) -> list[str]:
    limits = []
    if condition.weight_from_kg is not None:
        kilograms = number_text(condition.weight_from_kg)
        limits.append(translate("wording", "weight from {} kg").format(kilograms))
    if condition.weight_below_kg is not None:
        kilograms = number_text(condition.weight_below_kg)
        limits.append(translate("wording", "weight below {} kg").format(kilograms))
    if condition.bsa_below_m2 is not None:
        surface = number_text(condition.bsa_below_m2)
        limits.append(translate("wording", "body surface below {} m²").format(surface))
    return limits
