"""Evidence, signatures and waivers exactly as typed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ObservationForm:
    """A result as typed. ``sure`` confirms a value no biology explains.

    ``corrects`` is the id of the result it puts right, 0 for a new one; then ``why`` says what
    was wrong.
    """

    patient_id: int
    what: str = ""
    value: str = ""
    unit: str = ""
    on: str = ""
    scale: str = ""
    rater: str = ""
    source: str = ""
    note: str = ""
    donor: bool = False
    sure: bool = False
    corrects: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class InfectionForm:
    """A physician's judgement on infection; ``verdict`` is yes, no or unknown."""

    patient_id: int
    verdict: str = ""
    on: str = ""
    site: str = ""
    organism: str = ""
    fever: str = ""
    treatment_day: str = ""
    trend: str = ""
    physician: str = ""
    note: str = ""
    corrects: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class StrikeForm:
    """A result or consent entered by mistake: it no longer counts, and stays readable."""

    evidence_id: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """A signed consent as typed; ``signers`` and ``assent`` are codes."""

    patient_id: int
    version: str = ""
    language: str = ""
    signed: str = ""
    signers: tuple[str, ...] = ()
    assent: str = ""
    note: str = ""
    donor: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalForm:
    """A consent taken back on a day."""

    consent_id: int
    on: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ConsentVersionForm:
    """A new version of the consent form and the day it comes into force."""

    version: str = ""
    valid_from: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UlnChoiceForm:
    """The table of limits the site measures by, from a day of sampling on."""

    table_hash: str = ""
    valid_from: str = ""


@dataclass(frozen=True, slots=True)
class DonorForm:
    """A family donor as typed."""

    patient_id: int
    family: str = ""
    given: str = ""
    born: str = ""
    sex: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class GateForm:
    """A physician signs a re-check as it stands; name and role stand in for a signature."""

    patient_id: int
    cycle: int
    physician: str = ""
    role: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class WaiverForm:
    """An investigator's deviation: one criterion that is not met shall not count."""

    patient_id: int
    cycle: int
    criterion: str = ""
    reason: str = ""
    investigator: str = ""
