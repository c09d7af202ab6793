"""Why nothing can be said of a criterion, and what would make it possible."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from nkdesk.eligibility.results import KARNOFSKY_FROM_YEARS, LANSKY_FROM_YEARS
from nkdesk.model.age import age_on
from nkdesk.model.criterion import ConsentTest, Criterion, JudgementTest
from nkdesk.model.eligibility import Evidence, UnknownReason
from nkdesk.model.evidence import Scale
from nkdesk.sheets.wording.dates import date_text
from nkdesk.sheets.wording.evidence import answer_text, evidence_on, what_text
from nkdesk.sheets.wording.translation import translate


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: which criterion, on which day, of somebody born when."""

    criterion: Criterion
    on: date
    born: date


def reason_text(found: Evidence, asked: Asked) -> str:
    """Say why a piece of evidence says nothing and what to do; "" where it does say something.

    ``ALT: too old: 14 days at most, this one is of 01-Mar-2026. Enter a newer one.``
    """
    if found.reason is None:
        return ""
    sentence = _sentence(found.reason, found, asked)
    return f"{what_text(found.what)}: {sentence}"


def _sentence(reason: UnknownReason, found: Evidence, asked: Asked) -> str:
    match reason:
        case UnknownReason.MISSING:
            text = _missing(found, asked)
        case UnknownReason.FUTURE:
            text = translate("wording", "only dated after {day}. Enter one taken by then.").format(
                day=date_text(asked.on)
            )
        case UnknownReason.EXPIRED:
            text = _expired(found, asked)
        case UnknownReason.WRONG_SCALE:
            text = _wrong_scale(found, asked)
        case UnknownReason.NO_ULN:
            text = translate(
                "wording",
                "no upper limit of normal for this age and sex on that day. "
                "Have the site choose a table that holds it.",
            )
        case _:
            assert_never(reason)
    return text


def _missing(found: Evidence, asked: Asked) -> str:
    if found.observation is not None:
        value = found.observation.value
        said = answer_text(value) if isinstance(value, str) else translate("wording", "a number")
        sentence = translate("wording", "\u201c{said}\u201d decides nothing. Enter a clear answer.")
        return sentence.format(said=said)
    tests = [one.test for one in asked.criterion.tests]
    if any(isinstance(test, ConsentTest) for test in tests):
        return translate(
            "wording",
            "none of the version in force stands signed on that day. Have it signed and enter it.",
        )
    if any(isinstance(test, JudgementTest) for test in tests):
        return translate("wording", "no judgement. A physician judges and enters it.")
    return translate("wording", "no result. Enter one.")


def _expired(found: Evidence, asked: Asked) -> str:
    taken, days = evidence_on(found), asked.criterion.valid_days
    day = date_text(taken) if taken else ""
    if taken and days is not None and taken + timedelta(days=days) < asked.on:
        sentence = translate(
            "wording", "too old: {days} days at most, this one is of {day}. Enter a newer one."
        )
        return sentence.format(days=days, day=day)
    sentence = translate(
        "wording",
        "of {day}, but one newer than day 1 of cycle 1 is needed. Enter a newer one.",
    )
    return sentence.format(day=day)


def _wrong_scale(found: Evidence, asked: Asked) -> str:
    scale = found.observation.scale if found.observation else None
    taken = evidence_on(found) or asked.on
    years = age_on(taken, asked.born).years if taken >= asked.born else 0
    if years >= KARNOFSKY_FROM_YEARS:
        text = translate("wording", "Lansky is for below {n} years. Enter a Karnofsky score.")
    elif years >= LANSKY_FROM_YEARS:
        text = translate("wording", "Karnofsky is for {n} years and above. Enter a Lansky score.")
    elif scale is Scale.KARNOFSKY:
        text = translate(
            "wording", "Karnofsky is for {n} years and above; below 12 months the protocol decides."
        )
    else:
        text = translate(
            "wording",
            "no scale is published below 12 months. The site's protocol says which one counts.",
        )
    if scale is None:
        text = translate("wording", "no scale given. Enter Lansky or Karnofsky with the score.")
    return text.format(n=KARNOFSKY_FROM_YEARS)
