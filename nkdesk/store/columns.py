"""How moments, weights, places of an infusion and results stand in the columns of a row."""

import re
from datetime import date, datetime
from decimal import Decimal

from nkdesk.model.cycle import Address
from nkdesk.model.patient import Weight
from nkdesk.store.journal import iso_times

# What is measured; everything else is a code. Decimal would take "nan" for a number.
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def stamp(moment: datetime) -> str:
    """Return an aware moment as it is stored; ValueError when it has no time zone."""
    return iso_times(moment)[1]


def stamp_or_none(moment: datetime | None) -> str | None:
    """Return an aware moment as it is stored, None for none."""
    return None if moment is None else stamp(moment)


def moment_of(text: str | None) -> datetime | None:
    """Return a stored moment, None for none."""
    return None if text is None else datetime.fromisoformat(text)


def weight_columns(weight: Weight | None) -> dict[str, object]:
    """Return the two columns of a dated weight, both empty for none."""
    if weight is None:
        return {"weight_day": None, "weight_grams": None}
    return {"weight_day": weight.on.isoformat(), "weight_grams": weight.grams}


def weight_of(day: str | None, grams: int | None) -> Weight | None:
    """Return the dated weight of two columns, None for none."""
    if day is None or grams is None:
        return None
    return Weight(grams, date.fromisoformat(day))


def place_columns(address: Address | None) -> dict[str, object]:
    """Return the three columns that say which infusion of a patient is meant, empty for none."""
    if address is None:
        return {"cycle": None, "code": None, "day": None}
    return {"cycle": address.cycle, "code": address.code, "day": address.day}


def place_of(cycle: int | None, code: str | None, day: int | None) -> Address | None:
    """Return the infusion that three columns mean, None for none."""
    return None if cycle is None or code is None else Address(cycle, code, day)


def result_text(value: Decimal | str) -> str:
    """Return a result as it is stored, a number with every digit and never with an exponent."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def result_of(text: str) -> Decimal | str:
    """Return a stored result: a number where it is one, else its code."""
    return Decimal(text) if _NUMBER.fullmatch(text) else text
