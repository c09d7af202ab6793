"""Signed consents, of patients and donors, and the versions of the form they are signed on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nkdesk.model.evidence import Consent, ConsentVersion
from nkdesk.store.rows import TABLES
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

CONSENT = "id, version, signed, withdrawn, language, signers, assent, entered_by, note"
"""The columns ``consent_of_row`` reads."""

_OF_PERSON = " ".join(
    (
        *("SELECT", CONSENT, ", struck, why FROM consent"),
        "WHERE patient_id = ? AND donor_id IS ? ORDER BY signed, id",
    )
)


@dataclass(frozen=True, slots=True)
class RecordedConsent:
    """A consent as it was entered; ``why`` says why it was withdrawn or struck."""

    consent: Consent
    struck: bool = False
    why: str = ""


def add_consent(step: Step, patient_id: int, donor_id: int | None, consent: Consent) -> int:
    """Save a signed consent and return its id; ``consent.id`` is not looked at.

    StoreError RULE without signers and for a withdrawal: that is entered afterwards, with why.
    """
    return step.insert(
        "consent",
        {
            "patient_id": patient_id,
            "donor_id": donor_id,
            "version": consent.version,
            "language": consent.language,
            "signed": consent.signed.isoformat(),
            "signers": " ".join(consent.signers),
            "assent": consent.assent,
            "note": consent.note,
            "entered_by": consent.entered_by,
            "withdrawn": None if consent.withdrawn is None else consent.withdrawn.isoformat(),
            "struck": 0,
            "why": "",
        },
    )


def withdraw_consent(step: Step, consent_id: int, on: date, why: str) -> None:
    """Record that a consent was taken back; StoreConflictError when there is none of that id.

    StoreError RULE without why, before it was signed, a second time, and for one that is struck.
    """
    step.update("consent", (consent_id,), {"withdrawn": on.isoformat(), "why": why})


def strike_consent(step: Step, consent_id: int, why: str) -> None:
    """Strike a consent entered by mistake; it stays readable. Errors as for a withdrawal."""
    step.update("consent", (consent_id,), {"struck": 1, "why": why})


def consents(store: Store, patient_id: int, donor_id: int | None = None) -> tuple[Consent, ...]:
    """Return the consents of a patient, or of a donor, that are not struck, oldest first."""
    history = consent_history(store, patient_id, donor_id)
    return tuple(one.consent for one in history if not one.struck)


def consent_history(
    store: Store, patient_id: int, donor_id: int | None = None
) -> tuple[RecordedConsent, ...]:
    """Return every consent that was ever entered, oldest first."""
    rows = store.read(_OF_PERSON, (patient_id, donor_id))
    return tuple(RecordedConsent(consent_of_row(row[:9]), bool(row[9]), row[10]) for row in rows)


def consent(store: Store, consent_id: int) -> tuple[int, int | None, RecordedConsent] | None:
    """Return a consent with its patient and donor, None when there is none of that id."""
    columns = f"{CONSENT}, struck, why, patient_id, donor_id"
    rows = store.read(" ".join(("SELECT", columns, "FROM consent WHERE id = ?")), (consent_id,))
    if not rows:
        return None
    *row, struck, why, patient_id, donor_id = rows[0]
    return patient_id, donor_id, RecordedConsent(consent_of_row(row), bool(struck), why)


def set_consent_version(step: Step, version: ConsentVersion) -> None:
    """Say from which day a version of the consent form is in force, whatever was said before.

    StoreError RULE when another version comes into force on that day.
    """
    values = {"valid_from": version.valid_from.isoformat(), "note": version.note}
    if step.store.read(TABLES["consent_version"].select, (version.version,)):
        step.update("consent_version", (version.version,), values)
    else:
        step.insert("consent_version", {"version": version.version, **values})


def consent_versions(store: Store) -> tuple[ConsentVersion, ...]:
    """Return every version of the consent form, by the day it comes into force."""
    rows = store.read("SELECT version, valid_from, note FROM consent_version ORDER BY valid_from")
    return tuple(
        ConsentVersion(version, date.fromisoformat(day), note) for version, day, note in rows
    )


def consent_of_row(row: Iterable[Any]) -> Consent:
    """Return the consent of the nine columns of ``CONSENT``."""
    number, version, signed, withdrawn, language, signers, assent, entered_by, note = row
    return Consent(
        version,
        date.fromisoformat(signed),
        None if withdrawn is None else date.fromisoformat(withdrawn),
        language,
        tuple(signers.split()),
        assent,
        entered_by,
        note,
        number,
    )
