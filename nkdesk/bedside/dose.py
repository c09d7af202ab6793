"""Which of an item's dose rules holds for a patient: the first whose condition is met.

Body surface by Mosteller, sqrt(height in cm * weight in kg / 3600) m2 (clinical facts §2.3,
source 25). It is compared by squares, so that no root is ever rounded. nkdesk shows the rule;
it never multiplies it into a prescription.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nkdesk.model.protocol import DoseCondition, DoseRule, Item

GRAMS_A_KILOGRAM = 1000
_MOSTELLER = 3600
_MM_A_CM = 10


class DoseUnknown(StrEnum):
    """Why no dose can be shown."""

    NOT_STATED = "not_stated"
    NO_WEIGHT = "no_weight"
    NO_HEIGHT = "no_height"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True)
class Body:
    """What dose rules ask about: completed months, grams, millimetres; None: not recorded."""

    age_months: int
    grams: int | None = None
    millimetres: int | None = None


def dose_rule(item: Item, body: Body) -> DoseRule | DoseUnknown:
    """Return the first rule of ``item`` that holds for ``body``, or why none can be named.

    A rule that cannot be judged for want of a weight or height stops the search: a later rule
    must not be taken while an earlier one might hold.
    """
    if not item.doses:
        return DoseUnknown.NOT_STATED
    for rule in item.doses:
        holds = True if rule.when is None else _holds(rule.when, body)
        if isinstance(holds, DoseUnknown):
            return holds
        if holds:
            return rule
    return DoseUnknown.NO_RULE


def _holds(when: DoseCondition, body: Body) -> bool | DoseUnknown:
    if not _age_holds(when, body.age_months):
        return False
    weighed = when.weight_below_kg is not None or when.weight_from_kg is not None
    if body.grams is None:
        return DoseUnknown.NO_WEIGHT if weighed or when.bsa_below_m2 is not None else True
    if not _weight_holds(when, body.grams):
        return False
    if when.bsa_below_m2 is None:
        return True
    if body.millimetres is None:
        return DoseUnknown.NO_HEIGHT
    return _square_of_surface(body.grams, body.millimetres) < when.bsa_below_m2**2


def _age_holds(when: DoseCondition, months: int) -> bool:
    below = when.age_below_months is None or months < when.age_below_months
    return below and (when.age_from_months is None or months >= when.age_from_months)


def _weight_holds(when: DoseCondition, grams: int) -> bool:
    kilograms = Decimal(grams) / GRAMS_A_KILOGRAM
    below = when.weight_below_kg is None or kilograms < when.weight_below_kg
    return below and (when.weight_from_kg is None or kilograms >= when.weight_from_kg)


def _square_of_surface(grams: int, millimetres: int) -> Decimal:
    return Decimal(millimetres * grams) / (_MM_A_CM * GRAMS_A_KILOGRAM * _MOSTELLER)
