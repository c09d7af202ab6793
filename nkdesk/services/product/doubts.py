"""What the rules of amounts doubt, beside the fields of a form: stopped, or asked until sure."""

from collections.abc import Iterable
from decimal import Decimal

from nkdesk.bedside.cell_dose import DoseDoubt, DoubtCode
from nkdesk.model.patient import Weight
from nkdesk.model.product_rules import ProductRules
from nkdesk.services.forms import FieldCode, FieldProblem

_MILLION = 1000
_CODES = {
    DoubtCode.OUT_OF_RANGE: FieldCode.DOSE_OUT_OF_RANGE,
    DoubtCode.PER_KG_AND_TOTAL_DISAGREE: FieldCode.AMOUNTS_DISAGREE,
    DoubtCode.UNLIKE_LABEL: FieldCode.UNLIKE_LABEL,
    DoubtCode.UNLIKE_PREVIOUS: FieldCode.UNLIKE_PREVIOUS,
    DoubtCode.WEIGHT_OLD: FieldCode.WEIGHT_OLD,
    DoubtCode.WEIGHT_CHANGED: FieldCode.WEIGHT_CHANGED,
}
_OF_WEIGHT = (DoubtCode.WEIGHT_OLD, DoubtCode.WEIGHT_CHANGED)


def asked(
    doubts: Iterable[DoseDoubt], field: str, rules: ProductRules, weight: Weight, *, sure: bool
) -> list[FieldProblem]:
    """Return the doubts that stand beside a field; with ``sure`` only those that stop.

    The detail names what was expected and the likeliest slip: ``1520 tenfold_more``. Amounts are
    millions of cells; of a weight it names kilograms and the day: ``38.4 kg 2026-03-11``.
    """
    return [
        FieldProblem(field, _CODES[one.code], _detail(one, rules, weight))
        for one in doubts
        if one.stops or not sure
    ]


def _detail(doubt: DoseDoubt, rules: ProductRules, weight: Weight) -> str:
    if doubt.code in _OF_WEIGHT:
        return f"{_plain(Decimal(weight.grams) / _MILLION)} kg {weight.on.isoformat()}"
    if doubt.code is DoubtCode.OUT_OF_RANGE:
        said = f"{_plain(rules.dose_min)}-{_plain(rules.dose_max)}"
    else:
        said = _plain(Decimal(doubt.expected or 0) / _MILLION)
    return said if doubt.slip is None else f"{said} {doubt.slip}"


def _plain(number: Decimal) -> str:
    """Return a number without an exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
