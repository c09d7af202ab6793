"""What a consent asks people to look at: a newer version, legal age, a withdrawal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nkdesk.model.evidence import Consent, ConsentVersion
from nkdesk.services.eligibility_models import ConsentWarning
from nkdesk.services.evidence.consent_rules import ConsentRules

NEWER_VERSION, COMES_OF_AGE, WITHDRAWN = "newer_version", "comes_of_age", "withdrawn"
_THEMSELVES = frozenset({"patient", "donor"})


@dataclass(frozen=True, slots=True)
class Signed:
    """One person's consents, and what they are held against."""

    born: date
    consents: tuple[Consent, ...]
    versions: tuple[ConsentVersion, ...]
    rules: ConsentRules


def consent_warnings(signed: Signed, today: date) -> tuple[ConsentWarning, ...]:
    """Return what must be looked at, the earliest day first. Without a consent nothing is said.

    That one is missing is the verdict of a criterion, no warning.
    """
    standing = [one for one in signed.consents if one.withdrawn is None]
    if not standing:
        found = _withdrawn(signed.consents)
    else:
        found = [*_newer(standing, signed.versions, today), *_of_age(standing, signed, today)]
    return tuple(sorted(found, key=lambda one: (one.on, one.code)))


def _withdrawn(consents: Iterable[Consent]) -> list[ConsentWarning]:
    days = [one.withdrawn for one in consents if one.withdrawn is not None]
    return [ConsentWarning(WITHDRAWN, max(days))] if days else []


def _newer(
    standing: list[Consent], versions: Iterable[ConsentVersion], today: date
) -> Iterator[ConsentWarning]:
    """Yield the version in force that is not signed, and the next one that comes into force."""
    held = {one.version for one in standing}
    ordered = sorted(versions, key=lambda one: one.valid_from)
    in_force = [one for one in ordered if one.valid_from <= today][-1:]
    ahead = [one for one in ordered if one.valid_from > today][:1]
    for one in (*in_force, *ahead):
        if one.version not in held:
            yield ConsentWarning(NEWER_VERSION, one.valid_from)


def _of_age(standing: list[Consent], signed: Signed, today: date) -> Iterator[ConsentWarning]:
    """Yield the birthday after which nobody else can consent, until the person has signed."""
    birthday = day_of_age(signed.born, signed.rules.legal_age_years)
    own = any(one.signed >= birthday and _THEMSELVES & set(one.signers) for one in standing)
    if not own and today >= birthday - timedelta(days=signed.rules.warn_days):
        yield ConsentWarning(COMES_OF_AGE, birthday)


def day_of_age(born: date, years: int) -> date:
    """Return the first day of a completed age; where that day is missing, the 1st of the next."""
    year = born.year + years
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, born.month + 1, 1)
