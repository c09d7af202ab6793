"""Upper limits of normal: which table holds on a day, which row fits a person, how many times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from nkdesk.eligibility.dossier import age_or_none
from nkdesk.model.evidence import UlnChoice, UlnRow, UlnTable

_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Limit:
    """The upper limit of normal that was used, in U/L, and the table it stands in."""

    uln: Decimal
    table: str


def table_in_force(choices: Iterable[UlnChoice], day: date) -> UlnTable | None:
    """Return the table the site measured by on the day of a sample, None before the first."""
    newest: UlnChoice | None = None
    for one in choices:
        if one.valid_from <= day and (newest is None or one.valid_from >= newest.valid_from):
            newest = one
    return None if newest is None else newest.table


def limit_on(
    choices: Sequence[UlnChoice], what: str, day: date, *, born: date, sex: str
) -> Limit | None:
    """Return the limit of an enzyme for a person on the day of the sample, None without a row.

    The age counts in completed months; a row of the exact sex beats one of any sex.
    """
    table, age = table_in_force(choices, day), age_or_none(day, born)
    if table is None or age is None:
        return None
    row = _row(table.rows, what, sex, age.in_months)
    return None if row is None else Limit(row.uln, f"{table.id} {table.version}")


def _row(rows: Iterable[UlnRow], what: str, sex: str, months: int) -> UlnRow | None:
    general: UlnRow | None = None
    for row in rows:
        if row.what == what and row.from_months <= months < row.below_months:
            if row.sex == sex:
                return row
            if row.sex is None:
                general = row
    return general


def quotient_of(value: Decimal, uln: Decimal) -> Fraction:
    """Return how many times the limit a result is, exactly."""
    return Fraction(value) / Fraction(uln)


def rounded_down(quotient: Fraction) -> Decimal:
    """Return a quotient as it is shown: to one decimal, so that 4.96 never reads as 5.0."""
    whole, tenth = divmod(int(quotient * _TENTHS), _TENTHS)
    return Decimal(f"{whole}.{tenth}")


def shown_multiple(value: Decimal, uln: Decimal) -> Decimal:
    """Return how many times the limit a result is, as it is shown."""
    return rounded_down(quotient_of(value, uln))
