"""Signed consents and their withdrawal, and the versions of the form that are in force."""

from datetime import date

from nkdesk.model.evidence import Consent, ConsentVersion
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import (
    ConsentForm,
    ConsentVersionForm,
    StrikeForm,
    WithdrawalForm,
)
from nkdesk.services.evidence.keeping import evidence_step
from nkdesk.services.evidence.people import owner_of, subject_of
from nkdesk.services.evidence.results import read_why
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision
from nkdesk.store import evidence

LANGUAGES = ("ru", "be", "en", "other")
SIGNERS = ("patient", "parent_1", "parent_2", "guardian")
"""Who may sign a patient's consent. Source: ICH E6(R3), clinical facts 6.5."""

DONOR_SIGNERS = ("donor", "parent_1", "parent_2", "guardian")
ASSENTS = ("given", "not_given", "not_asked")
"""What a child said; "" where the law asks for none."""

_NO_CONSENT = Unsaved((FieldProblem("consent_id", FieldCode.NOT_A_CHOICE),))


def add_consent(desk: Desk, form: ConsentForm) -> Saved | Unsaved:
    """Save a signed consent as one step. The version is one the site has entered."""
    read_at = revision(desk)
    subject = subject_of(desk, form.patient_id, donor=form.donor)
    if isinstance(subject, Unsaved):
        return subject
    reader = Reader(desk.clock.today())
    consent = _read(desk, form, reader, subject.born)
    if consent is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    with evidence_step(desk, read_at, StepKind.CONSENT, [subject.patient.id]) as step:
        evidence.add_consent(step, subject.patient.id, subject.donor_id, consent)
    return Saved(step.seq)


def withdraw_consent(desk: Desk, form: WithdrawalForm) -> Saved | Unsaved:
    """Save that a consent was taken back on a day, not before it was signed."""
    read_at = revision(desk)
    found = evidence.consent(desk.store, form.consent_id)
    if found is None:
        return _NO_CONSENT
    patient_id, donor_id, recorded = found
    reader = Reader(desk.clock.today())
    on = reader.past_day("on", form.on, born=owner_of(desk, patient_id, donor_id).born)
    if on is not None and on < recorded.consent.signed:
        reader.refuse("on", FieldCode.BEFORE_SIGNATURE, recorded.consent.signed.isoformat())
    why = read_why(reader, form.why)
    if recorded.struck or recorded.consent.withdrawn is not None:
        reader.refuse("consent_id", FieldCode.NO_LONGER_COUNTS)
    if on is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    with evidence_step(desk, read_at, StepKind.WITHDRAW_CONSENT, [patient_id], why) as step:
        evidence.withdraw_consent(step, form.consent_id, on, why)
    return Saved(step.seq)


def strike_consent(desk: Desk, form: StrikeForm) -> Saved | Unsaved:
    """Strike a consent entered by mistake: it counts no more and stays readable, with why."""
    read_at = revision(desk)
    found = evidence.consent(desk.store, form.evidence_id)
    if found is None:
        return Unsaved((FieldProblem("evidence_id", FieldCode.NOT_A_CHOICE),))
    patient_id, _, recorded = found
    reader = Reader(desk.clock.today())
    why = read_why(reader, form.why)
    if recorded.struck:
        reader.refuse("evidence_id", FieldCode.NO_LONGER_COUNTS)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    with evidence_step(desk, read_at, StepKind.STRIKE, [patient_id], why) as step:
        evidence.strike_consent(step, form.evidence_id, why)
    return Saved(step.seq)


def consent_versions(desk: Desk) -> tuple[ConsentVersion, ...]:
    """Return every version of the form, by the day it comes into force."""
    return evidence.consent_versions(desk.store)


def set_consent_version(desk: Desk, form: ConsentVersionForm) -> Saved | Unsaved:
    """Say from which day a version is in force, maybe a day ahead. Every signed gate is seen to."""
    read_at = revision(desk)
    reader = Reader(desk.clock.today())
    version = reader.identifier("version", form.version)
    valid_from = reader.plan_day("valid_from", form.valid_from)
    note = reader.note("note", form.note)
    if valid_from is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    new, known = ConsentVersion(version, valid_from, note), consent_versions(desk)
    if new in known:
        return Unsaved((FieldProblem("version", FieldCode.UNCHANGED),))
    if any(one.valid_from == valid_from and one.version != version for one in known):
        return Unsaved((FieldProblem("valid_from", FieldCode.ALREADY_USED),))
    with evidence_step(desk, read_at, StepKind.CONSENT_VERSION) as step:
        evidence.set_consent_version(step, new)
    return Saved(step.seq)


def _read(desk: Desk, form: ConsentForm, reader: Reader, born: date) -> Consent | None:
    versions = tuple(one.version for one in consent_versions(desk))
    version = reader.choice("version", form.version.strip(), versions)
    language = reader.choice("language", form.language, LANGUAGES)
    signed = reader.past_day("signed", form.signed, born=born)
    signers = _signers(form, reader)
    assent = reader.choice("assent", form.assent, ASSENTS) if form.assent else ""
    note = reader.note("note", form.note)
    if signed is None:
        return None
    return Consent(version, signed, None, language, signers, assent, desk.actor, note)


def _signers(form: ConsentForm, reader: Reader) -> tuple[str, ...]:
    """Read who signed, in the order they are listed, nobody twice; somebody has to."""
    allowed = DONOR_SIGNERS if form.donor else SIGNERS
    if not form.signers:
        reader.refuse("signers", FieldCode.MISSING)
    elif not set(form.signers) <= set(allowed):
        reader.refuse("signers", FieldCode.NOT_A_CHOICE)
    return tuple(one for one in allowed if one in form.signers)
