"""The grade of a cytokine release syndrome, by the ASTCT consensus, with children's pressures.

Source: clinical facts §5, sources 69 and 70 (the grades) and 71 (low pressure from 1 year on).
Below 1 year no source published with the grading names a limit; 70 mmHg is what Pediatric Advanced
Life Support teaches for infants. A grade is computed, shown with its inputs, and confirmed by a
person; what was not measured is never taken for normal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nkdesk.model.age import MONTHS_A_YEAR
from nkdesk.model.infusion import CrsSigns, Oxygen, Pressors

FEVER = Decimal("38.0")
"""Fever from this temperature on, in °C."""

_INFANT_PRESSURE, _MORE_A_YEAR, _GROWN_YEARS = 70, 2, 10
_FEVER_ALONE, _LOW_PRESSURE_ALONE = 1, 2
_BY_OXYGEN = {
    Oxygen.NONE: 0,
    Oxygen.LOW_FLOW: 2,
    Oxygen.HIGH_FLOW: 3,
    Oxygen.POSITIVE_PRESSURE: 4,
}
_BY_PRESSORS = {Pressors.NONE: 0, Pressors.ONE: 3, Pressors.SEVERAL: 4}


@dataclass(frozen=True, slots=True)
class CrsGrade:
    """A grade from 0 (no such syndrome) to 4, and what decided it.

    ``decided_by`` names every sign that reaches the grade: ``fever``, ``hypotension``, ``oxygen``,
    ``pressors``. ``grade`` None: ``missing`` (``temperature``, ``systolic``) could change it.
    A systolic pressure below ``low_pressure``, in mmHg, is low at the age.
    """

    grade: int | None
    decided_by: tuple[str, ...]
    low_pressure: int
    missing: tuple[str, ...] = ()


def low_systolic(age_months: int) -> int:
    """Return the systolic pressure in mmHg below which it is low, at an age in completed months.

    70 below 1 year, 70 + 2 for each completed year from 1 to 10 years, 90 above.
    """
    return _INFANT_PRESSURE + _MORE_A_YEAR * min(age_months // MONTHS_A_YEAR, _GROWN_YEARS)


def grade(signs: CrsSigns) -> CrsGrade:
    """Return the grade of a patient's signs at one moment.

    Fever is required, unless an antipyretic or anticytokine was given: then pressure and oxygen
    decide without it. Fever of another cause is no cytokine release syndrome. The worst counts.
    """
    low = low_systolic(signs.age_months)
    if signs.other_cause or _without_fever(signs):
        return CrsGrade(0, (), low)
    grades = _grades(signs, low)
    worst = max(grades.values())
    missing = tuple(_missing(signs, worst))
    if missing:
        return CrsGrade(None, (), low, missing)
    decided_by = tuple(name for name, one in grades.items() if one == worst > 0)
    return CrsGrade(worst, decided_by, low)


def _without_fever(signs: CrsSigns) -> bool:
    measured = signs.temperature
    return measured is not None and measured < FEVER and not signs.antipyretic


def _grades(signs: CrsSigns, low: int) -> dict[str, int]:
    """Return what each sign would make it alone; what was not measured makes nothing yet."""
    febrile = signs.temperature is not None and signs.temperature >= FEVER
    hypotensive = signs.systolic is not None and signs.systolic < low
    return {
        "fever": _FEVER_ALONE if febrile else 0,
        "hypotension": _LOW_PRESSURE_ALONE if hypotensive else 0,
        "oxygen": _BY_OXYGEN[signs.oxygen],
        "pressors": _BY_PRESSORS[signs.pressors],
    }


def _missing(signs: CrsSigns, worst: int) -> Iterator[str]:
    """Name what was not measured and could make the grade another one."""
    if signs.temperature is None and (not signs.antipyretic or worst < _FEVER_ALONE):
        yield "temperature"
    if signs.systolic is None and worst < _LOW_PRESSURE_ALONE:
        yield "systolic"
