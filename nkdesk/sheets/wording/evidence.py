"""Results, judgements and consents in words: what was found, how old, how long it counts."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from nkdesk.model.eligibility import Evidence
from nkdesk.model.evidence import Consent, Observation, Rater, Scale
from nkdesk.services.evidence.kinds import catalogue
from nkdesk.sheets.wording.dates import date_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.numbers import number_text
from nkdesk.sheets.wording.translation import language, translate

_ULN_UNIT = "U/L"


def what_text(what: str) -> str:
    """Write what was observed by its name on the ward; a code we have no words for stays."""
    known = catalogue().kinds.get(what)
    if known is not None:
        title = spoken(known.title)
        return title[:1].upper() + title[1:]
    stated = {
        "consent": translate("wording", "Consent"),
        "age": translate("wording", "Age"),
        "disease_group": translate("wording", "Disease group"),
    }
    return stated.get(what, what.replace("_", " "))


def answer_text(code: str) -> str:
    """Write an answer that is told, not measured; a code we have no words for stays."""
    for answers in catalogue().answers.values():
        for answer, words in answers:
            if answer == code:
                return spoken(words)
    return code.replace("_", " ")


def unit_text(unit: str) -> str:
    """Write a unit as a laboratory prints it, with the power of ten raised."""
    return unit.replace("10^9", "10⁹").replace("10^12", "10¹²")


def scale_text(scale: Scale) -> str:
    """Write the name of a performance scale."""
    match scale:
        case Scale.LANSKY:
            text = translate("wording", "Lansky")
        case Scale.KARNOFSKY:
            text = translate("wording", "Karnofsky")
        case _:
            assert_never(scale)
    return text


def rater_text(rater: Rater) -> str:
    """Say who rated a performance status."""
    match rater:
        case Rater.PARENT:
            text = translate("wording", "rated by a parent")
        case Rater.CLINICIAN:
            text = translate("wording", "rated by a clinician")
        case Rater.PATIENT:
            text = translate("wording", "rated by the patient")
        case _:
            assert_never(rater)
    return text


def value_text(observation: Observation) -> str:
    """Write a result: ``148 U/L``, ``negative``, ``80, Lansky, rated by a parent``."""
    value = observation.value
    parts = [number_text(value) if isinstance(value, Decimal) else answer_text(value)]
    if observation.unit:
        parts = [f"{parts[0]} {unit_text(observation.unit)}"]
    if observation.scale is not None:
        parts.append(scale_text(observation.scale))
    if observation.rater is not None:
        parts.append(rater_text(observation.rater))
    return ", ".join(parts)


def finding_text(observation: Observation) -> str:
    """Name a result with its value: ``ALT 148 U/L``, ``HIV serology: negative``."""
    name, value = what_text(observation.what), value_text(observation)
    if isinstance(observation.value, Decimal):
        return f"{name} {value}"
    return translate("wording", "{name}: {answer}").format(name=name, answer=value)


def uln_table_text(table: str) -> str:
    """Write a table of limits by its id and version: ``CALIPER 1``; a site's own as it is."""
    known = {"caliper": "CALIPER", "germany": "Germany", "adult-ifcc": "Adult IFCC"}
    name, space, version = table.rpartition(" ")
    return f"{known.get(name, name)}{space}{version}"


def multiple_text(found: Evidence) -> str:
    """Write how many times which limit of normal; "" where none was asked for.

    The multiple keeps its one decimal. A result in another unit than the limit's has it named.
    """
    if found.multiple is None or found.uln is None:
        return ""
    multiple = f"{found.multiple:f}"
    if language() != "en":
        multiple = multiple.replace(".", ",")
    limit = number_text(found.uln)
    if found.observation is not None and found.observation.unit != _ULN_UNIT:
        limit = f"{limit} {_ULN_UNIT}"
    within = ", ".join(part for part in (limit, uln_table_text(found.uln_table)) if part)
    sentence = translate("wording", "{multiple} \u00d7 ULN ({limit})")
    return sentence.format(multiple=multiple, limit=within)


def evidence_on(found: Evidence) -> date | None:
    """Return the day of the sample, judgement or signature, None where there is none."""
    if found.observation is not None:
        return found.observation.on
    return None if found.consent is None else found.consent.signed


def old_text(days: int) -> str:
    """Write the age of a result: ``4d old``, or that it is of the day of the check."""
    if days == 0:
        return translate("wording", "same day")
    return translate("wording", "{}d old").format(days)


def counts_until_text(last_day: date | None) -> str:
    """Say until when a result counts; "" where the site has set no limit."""
    if last_day is None:
        return ""
    return translate("wording", "counts until {}").format(date_text(last_day))


def origin_text(found: Evidence) -> str:
    """Say where evidence comes from and who entered it; "" where there is none."""
    one = found.observation or found.consent
    if one is None:
        return ""
    source = one.source if isinstance(one, Observation) else ""
    entered = translate("wording", "entered by {}").format(one.entered_by) if one.entered_by else ""
    return ", ".join(part for part in (source, entered) if part)


def consent_form_text(consent: Consent) -> str:
    """Write which form was signed, and the day it was taken back: ``version 2, ru``."""
    parts = [translate("wording", "version {}").format(consent.version)]
    if consent.language:
        parts.append(consent.language)
    if consent.withdrawn is not None:
        parts.append(translate("wording", "withdrawn {}").format(date_text(consent.withdrawn)))
    return ", ".join(parts)


def consent_text(consent: Consent) -> str:
    """Write a consent in one line: which form, and the day it was signed."""
    signed = translate("wording", "signed {}").format(date_text(consent.signed))
    return f"{consent_form_text(consent)}, {signed}"


def evidence_text(found: Evidence, on: date) -> str:
    """Write evidence in one line, as it stands on the day of the check.

    ``ALT 148 U/L, 08-Mar-2026, 4d old``, how many times the limit, until when it counts.
    """
    name = what_text(found.what)
    if found.consent is not None:
        parts = [f"{name} {consent_text(found.consent)}"]
    elif found.observation is not None:
        parts = [finding_text(found.observation), _dated(found, found.observation.on, on)]
    else:
        return name
    until = counts_until_text(found.last_day) if found.reason is None else ""
    return ", ".join(part for part in (*parts, until) if part)


def _dated(found: Evidence, taken: date, on: date) -> str:
    dated = f"{date_text(taken)}, {old_text((on - taken).days)}"
    multiple = multiple_text(found)
    return f"{dated} = {multiple}" if multiple else dated
