"""From which age a person consents for themselves: the shipped example, or the site's own.

Source: resources/observations/consent.toml; a file consent.toml in the ward's folder replaces it.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from nkdesk.places import resources
from nkdesk.services.desk import Desk

SITE_FILE = "consent.toml"
"""The site's own numbers, in the ward's folder."""

_MOST_YEARS, _MOST_DAYS = 30, 366


@dataclass(frozen=True, slots=True)
class ConsentRules:
    """``warn_days`` is how long before the birthday of legal age a person is warned.

    ``example`` says that nobody has set the numbers for this site; ``faulty`` that the site's
    file cannot be used, so that the shipped numbers stand.
    """

    legal_age_years: int
    warn_days: int
    example: bool = False
    faulty: bool = False


def consent_rules(desk: Desk) -> ConsentRules:
    """Return the site's numbers, the shipped example where it has set none."""
    path = desk.store.path.parent / SITE_FILE
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return _shipped()
    except (OSError, UnicodeDecodeError):
        return _faulty()
    return _read(source) or _faulty()


@cache
def _shipped() -> ConsentRules:
    source = (resources() / "observations" / SITE_FILE).read_text(encoding="utf-8")
    return ConsentRules(**tomllib.loads(source))


def _faulty() -> ConsentRules:
    shipped = _shipped()
    return ConsentRules(shipped.legal_age_years, shipped.warn_days, example=True, faulty=True)


def _read(source: str) -> ConsentRules | None:
    """Return the numbers of a site's file, None when it is not what it should be."""
    try:
        entries = tomllib.loads(source)
    except (ValueError, RecursionError):
        return None
    years = _number(entries.get("legal_age_years"), _MOST_YEARS)
    days = _number(entries.get("warn_days", _shipped().warn_days), _MOST_DAYS)
    return ConsentRules(years, days) if years and days else None


def _number(found: Any, most: int) -> int | None:  # noqa: ANN401 -- any TOML value
    """Return a whole number from 1 on; true and false are none."""
    is_number = isinstance(found, int) and not isinstance(found, bool)
    return found if is_number and 1 <= found <= most else None
