"""Signs typed beside a reaction: what a grade of cytokine release syndrome is computed from."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from nkdesk.model.age import age_on
from nkdesk.model.infusion import CrsSigns, Oxygen, Pressors
from nkdesk.model.product_rules import Vital
from nkdesk.services.forms import FieldCode
from nkdesk.services.infusion_models import ReactionForm
from nkdesk.services.reading import Reader

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,3}", re.ASCII)
_GRADE = re.compile(r"[0-5]", re.ASCII)

# What can be measured at all; anything else is a slip of the hand. Whole numbers but the first.
POSSIBLE: Mapping[Vital, tuple[int, int]] = {
    Vital.TEMPERATURE: (25, 45),
    Vital.HEART_RATE: (10, 350),
    Vital.RESP_RATE: (2, 150),
    Vital.SYSTOLIC: (20, 300),
    Vital.DIASTOLIC: (5, 250),
    Vital.SPO2: (10, 100),
}


def read_vital(reader: Reader, vital: Vital, field: str, typed: str) -> Decimal | None:
    """Read one measurement; an empty field was not measured."""
    text = typed.strip()
    if not text:
        return None
    pattern = _NUMBER if vital is Vital.TEMPERATURE else _WHOLE
    if pattern.fullmatch(text) is None:
        reader.refuse(field, FieldCode.NOT_A_NUMBER)
        return None
    value = Decimal(text.replace(",", "."))
    low, high = POSSIBLE[vital]
    if not low <= value <= high:
        reader.refuse(field, FieldCode.OUT_OF_RANGE, f"{low}-{high}")
        return None
    return value


def read_grade(reader: Reader, field: str, typed: str, highest: int) -> int | None:
    """Read a grade; an empty field is none."""
    text = typed.strip()
    if not text:
        return None
    if _GRADE.fullmatch(text) is None or int(text) > highest:
        reader.refuse(field, FieldCode.OUT_OF_RANGE, f"0-{highest}")
        return None
    return int(text)


def has_signs(form: ReactionForm) -> bool:
    """Whether anything was typed or chosen that a grade could be computed from."""
    told = (form.antipyretic, form.other_cause, form.temperature.strip(), form.systolic.strip())
    return any(told) or (form.oxygen, form.pressors) != (Oxygen.NONE, Pressors.NONE)


def read_signs(reader: Reader, form: ReactionForm, born: date, on: date) -> CrsSigns | None:
    """Read the signs at the age on a day; None with a problem noted where one cannot be read."""
    temperature = read_vital(reader, Vital.TEMPERATURE, "temperature", form.temperature)
    systolic = read_vital(reader, Vital.SYSTOLIC, "systolic", form.systolic)
    oxygen = reader.choice("oxygen", form.oxygen, tuple(Oxygen))
    pressors = reader.choice("pressors", form.pressors, tuple(Pressors))
    if not oxygen or not pressors:
        return None
    return CrsSigns(
        age_months=age_on(on, born).in_months,
        temperature=temperature,
        antipyretic=form.antipyretic,
        other_cause=form.other_cause,
        systolic=None if systolic is None else int(systolic),
        oxygen=Oxygen(oxygen),
        pressors=Pressors(pressors),
    )
