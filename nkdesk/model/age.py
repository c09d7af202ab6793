"""Completed age, in whole calendar months.

Source: the eligibility format. A month is complete on the same day number, or where that day is
missing, on the 1st of the next month.
"""

from dataclasses import dataclass
from datetime import date

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years and the completed months beyond them."""

    years: int
    months: int

    @property
    def in_months(self) -> int:
        """All completed months."""
        return self.years * MONTHS_A_YEAR + self.months


def age_on(day: date, born: date) -> Age:
    """Return the completed age on ``day``; ValueError when ``day`` lies before the birth."""
    if day < born:
        raise ValueError("an age before birth does not exist")
    months = (day.year - born.year) * MONTHS_A_YEAR + day.month - born.month
    return Age(*divmod(months - (day.day < born.day), MONTHS_A_YEAR))
