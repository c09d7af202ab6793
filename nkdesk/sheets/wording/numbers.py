"""Numbers as nurses may safely read them.

No trailing zero, a leading zero, thousands separated (MEDi-015/016/017), a decimal comma in
Russian and Belarusian.
"""

from decimal import Decimal

from nkdesk.model.words import Language
from nkdesk.sheets.wording.translation import language

NO_BREAK_SPACE = "\u00a0"
_GRAMS_A_KILOGRAM = 1000
_MILLIMETRES_A_CENTIMETRE = 10


def number_text(value: Decimal, spoken: Language | None = None) -> str:
    """Write a decimal: ``1,000``, ``0.5``, ``30``; in Russian and Belarusian ``1 000``, ``0,5``."""
    text = f"{value.normalize():,f}"
    if (spoken or language()) == "en":
        return text
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",")


def kilograms_text(grams: int) -> str:
    """Write a weight held in grams: ``9.85 kg``."""
    return f"{number_text(Decimal(grams) / _GRAMS_A_KILOGRAM)} kg"


def centimetres_text(millimetres: int) -> str:
    """Write a height held in millimetres: ``104.5 cm``."""
    return f"{number_text(Decimal(millimetres) / _MILLIMETRES_A_CENTIMETRE)} cm"
