"""The unit a result is compared in.

Catalytic activity is compared in U/L. One katal turns over one mole a second, one unit one
micromole a minute: 1 µkat/L is exactly 60 U/L.
"""

from decimal import Context, Decimal, Inexact

U_PER_MICROKATAL = Decimal(60)

_EXACT = Context(prec=100, traps=[Inexact])  # more digits than anybody types
_ONE = Decimal(1)
_FACTORS = {
    "U/L": _ONE,
    "IU/L": _ONE,
    "µkat/L": U_PER_MICROKATAL,  # the micro sign
    "μkat/L": U_PER_MICROKATAL,  # the Greek letter, to which it is normalised
    "ukat/L": U_PER_MICROKATAL,
}
ACTIVITY_UNITS = frozenset(_FACTORS)
"""The units an enzyme may be reported in."""


def in_basic_unit(value: Decimal, unit: str) -> Decimal:
    """Return a number as it is compared: enzymes in U/L, everything else as it is."""
    return _EXACT.multiply(value, _FACTORS.get(unit, _ONE))
