"""Amounts of cells in words: always per kg and in all, with the weight and its day beside them.

Source: the screen design, point 17; safety hazard H17. One unit, millions, is used everywhere.
"""

from decimal import ROUND_HALF_EVEN, Decimal

from nkdesk.model.patient import Weight
from nkdesk.model.product import CellOrder, ProductDose
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.numbers import kilograms_text, number_text
from nkdesk.sheets.wording.translation import translate

_THOUSANDS_A_MILLION = 1000
_GRAMS_A_KILOGRAM = 1000
_SHOWN_PER_KG = Decimal("0.01")


def cells_text(total: int, weight: Weight | None) -> str:
    """Write an amount of ``total`` thousands of cells for somebody of a weight.

    ``40 x10⁶/kg · 1,520 x10⁶ in all (38 kg, Wed 11-Mar-2026)``; the amount per kg is rounded to
    two places for reading, never for judging. Without a weight it says so.
    """
    if weight is None:
        sentence = translate("wording", "{total} in all (per kg not known: record a weight)")
        return sentence.format(total=total_text(total))
    thousands = Decimal(total) * _GRAMS_A_KILOGRAM / weight.grams
    return _both(thousands, total, weight)


def order_text(order: CellOrder) -> str:
    """Write what a physician ordered, per kg and in all, exactly as ordered."""
    return _both(Decimal(order.per_kg), order.total, order.weight)


def ordered_text(order: CellOrder) -> str:
    """Say that cells were ordered, per kg and in all."""
    return translate("wording", "ordered {}").format(order_text(order))


def labelled_text(dose: ProductDose, weight: Weight) -> str:
    """Say how many cells stand on the labels of a dose, per kg and in all."""
    return translate("wording", "labelled {}").format(cells_text(dose.cells, weight))


def _both(per_kg: Decimal, total: int, weight: Weight) -> str:
    return translate("wording", "{per_kg} · {total} in all ({weight}, {day})").format(
        per_kg=per_kg_text(per_kg / _THOUSANDS_A_MILLION),
        total=total_text(total),
        weight=kilograms_text(weight.grams),
        day=day_text(weight.on),
    )


def per_kg_text(millions: Decimal) -> str:
    """Write millions of cells per kg: ``40 x10⁶/kg``, rounded to two places."""
    shown = number_text(millions.quantize(_SHOWN_PER_KG, ROUND_HALF_EVEN))
    return translate("wording", "{} \u00d710⁶/kg").format(shown)


def total_text(thousands: int) -> str:
    """Write thousands of cells in all as millions: ``1,520 x10⁶``."""
    millions = number_text(Decimal(thousands) / _THOUSANDS_A_MILLION)
    return translate("wording", "{} \u00d710⁶").format(millions)


def no_order_text() -> str:
    """Say that no amount of cells was ordered."""
    return translate("wording", "no cell dose ordered")
