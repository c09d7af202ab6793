"""Results, judgements and consents of one kind, each with its origin."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import Evidence
from nkdesk.model.evidence import Consent, Infection
from nkdesk.services.eligibility_models import Assessments, Point
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.evidence import consent_text, multiple_text, origin_text, value_text

translate = QCoreApplication.translate


def point_words(point: Point) -> str:
    """Return day, value and multiple of the limit and, below, where it comes from."""
    found = point.observation
    evidence = Evidence(found.what, None, observation=found, uln=point.uln, multiple=point.multiple)
    parts = [value_text(found), multiple_text(evidence)]
    if point.corrected:
        parts.append(translate("Check", "no longer counts: corrected or struck"))
    head = f"{day_text(found.on)}: {' · '.join(part for part in parts if part)}"
    return "\n".join(part for part in (head, origin_text(evidence), found.note) if part)


def infection_words(found: Infection) -> str:
    """Return the structured half of a judgement on infection."""
    labelled = [
        (translate("Check", "Site"), found.site),
        (translate("Check", "Organism"), found.organism),
        (translate("Check", "Fever"), found.fever),
        (translate("Check", "Day of treatment"), _day(found.treatment_day)),
        (translate("Check", "Trend"), found.trend),
    ]
    return " · ".join(f"{label}: {value}" for label, value in labelled if value)


def consent_lines(known: Assessments | None, who: Who) -> list[str]:
    """Return the version in force and every consent signed, newest first."""
    if known is None or known.who is not who:
        return []
    newest_first = sorted(known.consents, key=lambda one: one.signed, reverse=True)
    lines = [_consent_words(one) for one in newest_first]
    force = known.consent_in_force
    if force is None:
        return lines
    words = translate("Check", "In force: version {version} from {day}")
    return [words.format(version=force.version, day=day_text(force.valid_from)), *lines]


def _consent_words(one: Consent) -> str:
    text = consent_text(one)
    lines = (text[:1].upper() + text[1:], origin_text(Evidence("consent", None, consent=one)))
    return "\n".join(line for line in lines if line)


def _day(day: int | None) -> str:
    return "" if day is None else str(day)
