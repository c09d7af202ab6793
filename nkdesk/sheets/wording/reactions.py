"""Vital signs, reactions and their grades in words, a grade always with what it was computed from.

Source of the grades: ASTCT consensus grading of cytokine release syndrome, 2019.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import assert_never

from nkdesk.model.infusion import CrsSigns, Oxygen, Pressors, Reaction, VitalSigns
from nkdesk.model.product_rules import Vital, VitalLimit
from nkdesk.sheets.wording.dates import day_clock_text, duration_text
from nkdesk.sheets.wording.numbers import number_text
from nkdesk.sheets.wording.translation import language, translate

_NO_TITLES: Mapping[str, str] = MappingProxyType({})


def vital_text(vital: Vital) -> str:
    """Name what is measured."""
    match vital:
        case Vital.TEMPERATURE:
            text = translate("wording", "Temperature")
        case Vital.HEART_RATE:
            text = translate("wording", "Heart rate")
        case Vital.RESP_RATE:
            text = translate("wording", "Breathing rate")
        case Vital.SYSTOLIC:
            text = translate("wording", "Systolic pressure")
        case Vital.DIASTOLIC:
            text = translate("wording", "Diastolic pressure")
        case Vital.SPO2:
            text = translate("wording", "Oxygen saturation")
        case _:
            assert_never(vital)
    return text


def vital_short_text(vital: Vital) -> str:
    """Name what is measured at the head of a narrow column."""
    match vital:
        case Vital.TEMPERATURE:
            text = translate("wording", "T")
        case Vital.HEART_RATE:
            text = translate("wording", "HR")
        case Vital.RESP_RATE:
            text = translate("wording", "RR")
        case Vital.SYSTOLIC:
            text = translate("wording", "BP sys")
        case Vital.DIASTOLIC:
            text = translate("wording", "BP dia")
        case Vital.SPO2:
            text = translate("wording", "SpO₂")
        case _:
            assert_never(vital)
    return text


def vital_unit_text(vital: Vital) -> str:
    """Write the unit of a measurement."""
    match vital:
        case Vital.TEMPERATURE:
            text = translate("wording", "°C")
        case Vital.HEART_RATE | Vital.RESP_RATE:
            text = translate("wording", "/min")
        case Vital.SYSTOLIC | Vital.DIASTOLIC:
            text = translate("wording", "mmHg")
        case Vital.SPO2:
            text = translate("wording", "%")
        case _:
            assert_never(vital)
    return text


def vital_value_text(vital: Vital, value: Decimal) -> str:
    """Write one measurement with its unit: ``38.6 °C``, ``96 %``, ``104 /min``."""
    return f"{measured_text(vital, value)} {vital_unit_text(vital)}"


def measured_text(vital: Vital, value: Decimal) -> str:
    """Write a measurement without its unit; a temperature keeps its one decimal."""
    if vital is not Vital.TEMPERATURE:
        return number_text(value)
    text = f"{value:.1f}"
    return text if language() == "en" else text.replace(".", ",")


def vitals_text(signs: VitalSigns) -> str:
    """Write a row of measurements in one line: ``T 38.6 °C, HR 104 /min``."""
    parts = (
        f"{vital_short_text(one)} {vital_value_text(one, value)}" for one, value in signs.values
    )
    return ", ".join(parts)


def usual_text(limit: VitalLimit) -> str:
    """Write what is usual at an age: ``80 to 120 /min``, ``from 94 %``; an example says so."""
    said = range_text(limit)
    if limit.low is not None or limit.high is not None:
        said = f"{said} {vital_unit_text(limit.vital)}"
    return translate("wording", "{} (example)").format(said) if limit.example else said


def range_text(limit: VitalLimit) -> str:
    """Write the sides of what is usual, without the unit: ``80 to 120``, ``from 94``."""
    low = "" if limit.low is None else measured_text(limit.vital, limit.low)
    high = "" if limit.high is None else measured_text(limit.vital, limit.high)
    if low and high:
        return translate("wording", "{low} to {high}").format(low=low, high=high)
    if low:
        return translate("wording", "from {}").format(low)
    if high:
        return translate("wording", "up to {}").format(high)
    return translate("wording", "no limit")


def due_text(due: int, *, after_end: bool) -> str:
    """Name a row of the vitals plan: ``before the start``, ``15min``, ``1hr after the end``."""
    if after_end and due == 0:
        return translate("wording", "at the end")
    if after_end:
        return translate("wording", "{} after the end").format(duration_text(due))
    if due == 0:
        return translate("wording", "before the start")
    return duration_text(due)


def late_text(minutes: int) -> str:
    """Say how late a measurement is; "" while it is on time."""
    return translate("wording", "late {}").format(duration_text(minutes)) if minutes else ""


def oxygen_text(oxygen: Oxygen) -> str:
    """Write how much oxygen a patient needs."""
    match oxygen:
        case Oxygen.NONE:
            text = translate("wording", "no oxygen")
        case Oxygen.LOW_FLOW:
            text = translate("wording", "low-flow oxygen, up to 6 L/min, or blow-by")
        case Oxygen.HIGH_FLOW:
            text = translate("wording", "high-flow oxygen or mask")
        case Oxygen.POSITIVE_PRESSURE:
            text = translate("wording", "positive pressure")
        case _:
            assert_never(oxygen)
    return text


def pressors_text(pressors: Pressors) -> str:
    """Write what holds the blood pressure."""
    match pressors:
        case Pressors.NONE:
            text = translate("wording", "no vasopressor")
        case Pressors.ONE:
            text = translate("wording", "one vasopressor")
        case Pressors.SEVERAL:
            text = translate("wording", "several vasopressors")
        case _:
            assert_never(pressors)
    return text


def crs_grade_text(grade: int | None) -> str:
    """Write a grade of cytokine release syndrome; 0 is none, None cannot be said."""
    if grade is None:
        return translate("wording", "CRS grade not known: measure the temperature")
    if grade == 0:
        return translate("wording", "No CRS by the ASTCT rule")
    return translate("wording", "CRS grade {}").format(grade)


def decided_by_text(decided_by: str) -> str:
    """Name what decided a grade; a code we have no words for stays."""
    names = {
        "fever": translate("wording", "fever"),
        "hypotension": translate("wording", "low blood pressure"),
        "oxygen": translate("wording", "oxygen"),
        "pressors": translate("wording", "vasopressors"),
    }
    return names.get(decided_by, decided_by.replace("_", " "))


def crs_signs_text(signs: CrsSigns, low_pressure: int) -> str:
    """Write what a grade was computed from, with the limit of pressure for the age."""
    return ", ".join((_fever(signs), _pressure(signs, low_pressure), *_support(signs)))


def _fever(signs: CrsSigns) -> str:
    if signs.temperature is None:
        text = translate("wording", "temperature not measured")
    else:
        text = vital_value_text(Vital.TEMPERATURE, signs.temperature)
    if signs.other_cause:
        text = translate("wording", "{} of another cause").format(text)
    if signs.antipyretic:
        text = translate("wording", "{}, antipyretic given").format(text)
    return text


def _pressure(signs: CrsSigns, low_pressure: int) -> str:
    if signs.systolic is None:
        return translate("wording", "pressure not measured (low below {})").format(low_pressure)
    sentence = translate("wording", "systolic {value} mmHg (low below {limit})")
    return sentence.format(value=signs.systolic, limit=low_pressure)


def _support(signs: CrsSigns) -> tuple[str, str]:
    return pressors_text(signs.pressors), oxygen_text(signs.oxygen)


def reaction_text(reaction: Reaction, titles: Mapping[str, str] = _NO_TITLES) -> str:
    """Write a reaction: term, grade, onset, action, outcome, and until when it went on.

    ``titles`` name terms by their code; one that is not there keeps its code.
    """
    term = titles.get(reaction.term, reaction.term.replace("_", " "))
    grade = "" if reaction.grade is None else translate("wording", "grade {}")
    return ", ".join(
        part
        for part in (
            term,
            grade.format(reaction.grade),
            translate("wording", "from {}").format(day_clock_text(reaction.onset)),
            reaction.action,
            reaction.outcome,
            _resolved(reaction),
            _confirmed(reaction),
        )
        if part
    )


def _resolved(reaction: Reaction) -> str:
    if reaction.resolved is None:
        return translate("wording", "goes on")
    return translate("wording", "resolved {}").format(day_clock_text(reaction.resolved))


def _confirmed(reaction: Reaction) -> str:
    if reaction.confirmed is not None:
        sentence = translate("wording", "{grade} confirmed by {who}")
        grade = crs_grade_text(reaction.confirmed)
        return sentence.format(grade=grade, who=reaction.confirmed_by)
    if reaction.signs is None:
        return ""
    sentence = translate("wording", "{grade} computed, nobody has confirmed it")
    return sentence.format(grade=crs_grade_text(reaction.crs))
