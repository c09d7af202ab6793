"""Whom eligibility is asked of, and all that may be said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nkdesk.model.age import Age, age_on
from nkdesk.model.criterion import Who
from nkdesk.model.evidence import Consent, ConsentVersion, Observation, UlnChoice


@dataclass(frozen=True, slots=True)
class Person:
    """The patient or the donor. ``sex`` is ``f`` or ``m``.

    ``disease_group`` is the group of the enrolment, of a donor the patient's; it never changes
    by responding.
    """

    who: Who
    born: date
    sex: str
    disease_group: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a person is judged by: only what counts, nothing that was corrected or struck.

    ``uln`` are the site's choices of a table of limits, in any order. ``infant_scale`` is what
    the protocol says of the performance status below 12 months, ``lansky`` or ``none``.
    ``cycle1_day1`` is the first day of cycle 1 as it stands, None before it has one.
    """

    observations: tuple[Observation, ...] = ()
    consents: tuple[Consent, ...] = ()
    consent_versions: tuple[ConsentVersion, ...] = ()
    uln: tuple[UlnChoice, ...] = ()
    infant_scale: str = "none"
    cycle1_day1: date | None = None


def version_in_force(versions: Iterable[ConsentVersion], day: date) -> ConsentVersion | None:
    """Return the consent version in force on a day, None before the first."""
    newest: ConsentVersion | None = None
    for one in versions:
        if one.valid_from <= day and (newest is None or one.valid_from >= newest.valid_from):
            newest = one
    return newest


def age_or_none(day: date, born: date) -> Age | None:
    """Return the completed age on a day, None on a day before the birth."""
    return None if day < born else age_on(day, born)
