"""Who is treated: names, identifiers, allergies, weight and height with their dates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    """As in the case record."""

    FEMALE = "f"
    MALE = "m"


class AllergyState(StrEnum):
    """Exactly one of four, never blank. Source: NHS Common User Interface, PAB-0064."""

    KNOWN = "known"
    NONE_KNOWN = "none_known"
    NOT_RECORDED = "not_recorded"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as written in the papers; the patronymic may be absent and is never constructed.

    The Latin form is data, taken from the passport, never computed from the Cyrillic one.
    """

    family: str
    given: str
    patronymic: str = ""
    latin_family: str = ""
    latin_given: str = ""

    @property
    def full(self) -> str:
        """``Family, Given Patronymic``, letter for letter as written, nothing left out."""
        rest = " ".join(part for part in (self.given, self.patronymic) if part)
        return f"{self.family}, {rest}" if rest else self.family


@dataclass(frozen=True, slots=True)
class Patient:
    """One enrolled person. ``allergies`` is the text behind AllergyState.KNOWN, else ""."""

    id: int
    name: PersonName
    born: date
    sex: Sex
    trial_number: str
    case_number: str
    disease_group: str
    arm: str
    protocol_hash: str
    allergy_state: AllergyState
    allergies: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight in whole grams on the day it was taken."""

    grams: int
    on: date


@dataclass(frozen=True, slots=True)
class Height:
    """A height in whole millimetres on the day it was taken."""

    millimetres: int
    on: date
