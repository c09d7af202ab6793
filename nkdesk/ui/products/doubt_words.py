"""What is doubtful about an amount of cells, with the likeliest slip, while one types it."""

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from nkdesk.bedside.cell_dose import DoseDoubt, DoubtCode
from nkdesk.model.patient import Weight
from nkdesk.model.product_rules import ProductRules
from nkdesk.sheets.wording.amounts import per_kg_text, total_text
from nkdesk.sheets.wording.people import weight_text
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.product_details import slip_words
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate
_MILLION = 1000


def doubt_runs(doubt: DoseDoubt, rules: ProductRules, weight: Weight) -> list[Run]:
    """Return one doubt as a line: ✖ where it must be typed anew, ▲ where it asks for a reason."""
    sign, tone = ("✖", "refused") if doubt.stops else ("▲", "caution")
    words = _sentence(doubt, rules, weight)
    slip = "" if doubt.slip is None else f" {slip_words(doubt.slip)}"
    after = (
        translate("Products", "Type it again.")
        if doubt.stops
        else translate("Products", "It asks for a reason.")
    )
    return [Run(f"{sign} {words}{slip} {after}", bold=doubt.stops, shade=colour(tone))]


def _sentence(doubt: DoseDoubt, rules: ProductRules, weight: Weight) -> str:
    expected = doubt.expected or 0
    return _template(doubt.code).format(
        total=total_text(expected),
        per_kg=per_kg_text(Decimal(expected) / _MILLION),
        low=per_kg_text(rules.dose_min),
        high=per_kg_text(rules.dose_max),
        weight=weight_text(weight),
        days=rules.weight_days,
    )


def _template(code: DoubtCode) -> str:
    return {
        DoubtCode.OUT_OF_RANGE: translate("Products", "The protocol's range is {low} to {high}."),
        DoubtCode.PER_KG_AND_TOTAL_DISAGREE: translate(
            "Products", "The two do not agree: per kg it makes {total} in all."
        ),
        DoubtCode.UNLIKE_LABEL: translate("Products", "{total} in all were ordered."),
        DoubtCode.UNLIKE_PREVIOUS: translate("Products", "The order before was {per_kg}."),
        DoubtCode.WEIGHT_OLD: translate(
            "Products", "The weight is older than {days} days: {weight}."
        ),
        DoubtCode.WEIGHT_CHANGED: translate("Products", "The weight has changed: {weight}."),
    }[code]
