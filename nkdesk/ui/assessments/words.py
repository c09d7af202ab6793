"""Kinds, answers, signers and relatives in the ward's words."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from nkdesk.model.eligibility import Evidence
from nkdesk.model.evidence import Consent, Donor, Infection, Rater
from nkdesk.services.eligibility_models import ObservationKind, Point, Series
from nkdesk.sheets.wording.dates import date_text, day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.evidence import multiple_text, old_text, value_text
from nkdesk.sheets.wording.numbers import number_text
from nkdesk.ui.common.donor_words import donor_identity

translate = QCoreApplication.translate
_WEEK = 7


def kind_words(kind: ObservationKind) -> str:
    """Return the name of a kind with a capital: ``Performance status``."""
    text = spoken(kind.title)
    return text[:1].upper() + text[1:]


def point_value_words(point: Point, kind: ObservationKind) -> str:
    """Return a result, where it is held against a limit of normal with how many times that."""
    one = point.observation
    if not isinstance(one.value, Decimal) and kind.answers:
        told = {code: spoken(words) for code, words in kind.answers}
        return told.get(str(one.value), value_text(one))
    found = Evidence(one.what, None, observation=one, uln=point.uln, multiple=point.multiple)
    return ", ".join(part for part in (value_text(one), multiple_text(found)) if part)


def dated_words(point: Point, today: date) -> str:
    """Return the day of a result and its age: ``08-Mar-2026, 4d old``."""
    on = point.observation.on
    return f"{date_text(on)}, {old_text((today - on).days)}"


def expiry_words(series: Series, today: date) -> str:
    """Say until when the newest result counts, or that none is there."""
    if newest(series) is None:
        return translate("Assessments", "No result yet")
    if series.expires is None:
        if not series.criteria:
            return translate("Assessments", "No criterion asks for it")
        return translate("Assessments", "No limit set: counts until a newer one")
    left = (series.expires - today).days
    return _left_words(left).format(day=day_text(series.expires), n=abs(left))


def _left_words(left: int) -> str:
    if left < 0:
        return translate("Assessments", "✕ Expired: counted until {day}")
    if left == 0:
        return translate("Assessments", "▲ Counts until today, {day}")
    if left <= _WEEK:
        return translate("Assessments", "▲ Counts until {day}, {n}d left")
    return translate("Assessments", "Counts until {day}, {n}d left")


def expiry_tone(series: Series, today: date) -> str:
    """Return the colour token that goes with the words."""
    if series.expires is None or newest(series) is None:
        return "quiet"
    left = (series.expires - today).days
    if left < 0:
        return "refused"
    return "caution" if left <= _WEEK else "ink"


def newest(series: Series) -> Point | None:
    """Return the newest result that counts, None where there is none."""
    return next((one for one in reversed(series.points) if not one.corrected), None)


def infection_words(found: Infection) -> str:
    """Return the structured half of a judgement on infection."""
    days = found.treatment_day
    labelled = [
        (translate("Assessments", "site"), found.site),
        (translate("Assessments", "organism"), found.organism),
        (translate("Assessments", "fever"), dict(answer_choices()).get(found.fever, "")),
        (translate("Assessments", "day of treatment"), "" if days is None else str(days)),
        (translate("Assessments", "trend"), dict(trend_choices()).get(found.trend, "")),
    ]
    return ", ".join(f"{label}: {value}" for label, value in labelled if value)


def answer_choices() -> list[tuple[str, str]]:
    """Return yes, no and not known as (code, words)."""
    return [
        ("yes", translate("Assessments", "Yes")),
        ("no", translate("Assessments", "No")),
        ("unknown", translate("Assessments", "Not known")),
    ]


def trend_choices() -> list[tuple[str, str]]:
    """Return how an infection develops as (code, words)."""
    return [
        ("better", translate("Assessments", "Better")),
        ("same", translate("Assessments", "The same")),
        ("worse", translate("Assessments", "Worse")),
        ("none", translate("Assessments", "No infection")),
    ]


def rater_words(rater: Rater) -> str:
    """Return who rated a performance status."""
    return {
        Rater.PARENT: translate("Assessments", "A parent"),
        Rater.CLINICIAN: translate("Assessments", "A clinician"),
        Rater.PATIENT: translate("Assessments", "The patient"),
    }[rater]


def signer_words(code: str) -> str:
    """Return who signed."""
    return {
        "patient": translate("Assessments", "Patient"),
        "donor": translate("Assessments", "Donor"),
        "parent_1": translate("Assessments", "First parent"),
        "parent_2": translate("Assessments", "Second parent"),
        "guardian": translate("Assessments", "Guardian"),
    }.get(code, code.replace("_", " "))


def assent_words(code: str) -> str:
    """Return what the child said."""
    return {
        "given": translate("Assessments", "Child agrees"),
        "not_given": translate("Assessments", "Child does not agree"),
        "not_asked": translate("Assessments", "Child not asked"),
    }.get(code, code.replace("_", " "))


def language_words(code: str) -> str:
    """Return the language of a consent form."""
    return {
        "ru": translate("Assessments", "Russian"),
        "be": translate("Assessments", "Belarusian"),
        "en": translate("Assessments", "English"),
        "other": translate("Assessments", "Another language"),
    }.get(code, code)


def donor_words(donor: Donor, today: date) -> str:
    """Return a donor with two identifiers: name, birth, relation."""
    words = translate("Assessments", "Donor: {donor}")
    return words.format(donor=donor_identity(donor, today))


def consent_words(one: Consent) -> str:
    """Return what was signed: version, language and the day."""
    words = translate("Assessments", "Version {version}, {language}, signed {day}")
    language = language_words(one.language).lower() if one.language in ("", "other") else ""
    spoken_in = language or language_words(one.language)
    return words.format(version=one.version, language=spoken_in, day=day_text(one.signed))


def signed_by_words(one: Consent) -> str:
    """Return who signed, and what the child said."""
    parts = [signer_words(code) for code in one.signers]
    if one.assent:
        parts.append(assent_words(one.assent))
    return ", ".join(parts)


def trend_words(series: Series) -> str:
    """Say the whole trend in one sentence, for who cannot see the plot."""
    counting = [one for one in series.points if not one.corrected]
    if not counting:
        return translate("Assessments", "No result yet")
    told = "; ".join(
        f"{date_text(one.observation.on)} {point_value_words(one, series.kind)}" for one in counting
    )
    limit = counting[-1].limit
    if limit is None:
        return told
    words = translate("Assessments", "{told}; limit {limit}")
    unit = series.kind.units[0] if series.kind.units else ""
    return words.format(told=told, limit=f"{number_text(limit)} {unit}".rstrip())
