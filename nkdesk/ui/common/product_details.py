"""What a problem about products is about, in words: amounts, slips, minutes, states, holds."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QCoreApplication

from nkdesk.bedside.cell_dose import Slip
from nkdesk.model.product import DoseState, HoldKind, LotState
from nkdesk.services.forms import FieldCode
from nkdesk.sheets.wording.amounts import per_kg_text, total_text
from nkdesk.sheets.wording.dates import date_text, day_clock_text
from nkdesk.sheets.wording.holds import hold_kind_text
from nkdesk.sheets.wording.products import dose_state_text, lot_state_text

translate = QCoreApplication.translate
_MILLION = 1000


def detail_words(code: FieldCode, detail: str) -> str:
    """Return a problem's detail as a person reads it; one it does not know stays as it is."""
    make = _MAKERS.get(code)
    try:
        return make(detail) if make else detail
    except (ValueError, InvalidOperation):
        return detail


def slip_words(slip: Slip) -> str:
    """Return what may have happened."""
    return {
        Slip.TENFOLD_MORE: translate("Products", "Ten times too much?"),
        Slip.TENFOLD_LESS: translate("Products", "Ten times too little?"),
        Slip.HUNDREDFOLD_MORE: translate("Products", "A hundred times too much?"),
        Slip.HUNDREDFOLD_LESS: translate("Products", "A hundred times too little?"),
        Slip.THOUSANDFOLD_MORE: translate("Products", "A thousand times too much?"),
        Slip.THOUSANDFOLD_LESS: translate("Products", "A thousand times too little?"),
        Slip.PER_KG_AS_TOTAL: translate("Products", "Is the amount per kg typed as the total?"),
        Slip.TOTAL_AS_PER_KG: translate("Products", "Is the total typed as the amount per kg?"),
        Slip.POUNDS: translate("Products", "Pounds instead of kilograms?"),
    }[slip]


def _total(detail: str) -> str:
    amount, slip = _parted(detail)
    return f"{total_text(int(Decimal(amount) * _MILLION))}{slip}"


def _per_kg(detail: str) -> str:
    amount, slip = _parted(detail)
    return f"{per_kg_text(Decimal(amount))}{slip}"


def _range(detail: str) -> str:
    amount, slip = _parted(detail)
    low, high = amount.split("-")
    words = translate("Products", "{low} to {high}")
    told = words.format(low=per_kg_text(Decimal(low)), high=per_kg_text(Decimal(high)))
    return f"{told}{slip}"


def _parted(detail: str) -> tuple[str, str]:
    """Return the amount, and the slip as a question behind it."""
    amount, _, slip = detail.partition(" ")
    return amount, _asked(slip)


def _asked(slip: str) -> str:
    return f" ({slip_words(Slip(slip))})" if slip else ""


def _weight(detail: str) -> str:
    """Read ``80.5 kg 2026-03-02`` with or without a slip behind it."""
    kilograms, unit, day, *slip = detail.split(" ")
    words = translate("Products", "{weight} on {day}")
    told = words.format(weight=f"{kilograms} {unit}", day=date_text(date.fromisoformat(day)))
    return f"{told}{_asked(slip[0] if slip else '')}"


def _minute(detail: str) -> str:
    return day_clock_text(datetime.fromisoformat(detail))


def _holds(detail: str) -> str:
    return ", ".join(hold_kind_text(HoldKind(one)) for one in detail.split(", "))


def _states(detail: str) -> str:
    if not detail:
        return translate("Products", "nothing")
    return ", ".join(_state(one) for one in detail.split(", "))


def _state(code: str) -> str:
    if code in {state.value for state in LotState}:
        return lot_state_text(LotState(code))
    return dose_state_text(DoseState(code))


def _named(detail: str) -> str:
    return detail.replace("_", " ")


_MAKERS: dict[FieldCode, Callable[[str], str]] = {
    FieldCode.AMOUNTS_DISAGREE: _total,
    FieldCode.UNLIKE_LABEL: _total,
    FieldCode.UNLIKE_PREVIOUS: _per_kg,
    FieldCode.DOSE_OUT_OF_RANGE: _range,
    FieldCode.WEIGHT_OLD: _weight,
    FieldCode.WEIGHT_CHANGED: _weight,
    FieldCode.EXPIRED: _minute,
    FieldCode.BEFORE_EARLIER: _minute,
    FieldCode.NOT_LATER: _minute,
    FieldCode.ON_HOLD: _holds,
    FieldCode.NOT_FROM_HERE: _states,
    FieldCode.TESTS_OPEN: _named,
    FieldCode.TEST_FAILED: _named,
}
