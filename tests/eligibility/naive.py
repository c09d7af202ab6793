"""The rules a second time, written as plainly as they read, to be held against the program.

Nothing here is taken from ``nkdesk.eligibility``: ages are counted month by month, results are
looked through one by one, three values are the numbers 0, 1 and 2.
"""

from collections import namedtuple
from datetime import date
from fractions import Fraction

Asked = namedtuple("Asked", "criterion person dossier cycle on")

NO, UNKNOWN, YES = 0, 1, 2


def months_old(born, day):
    """Count birthdays of the month, one after the other."""
    months = -1
    year, month = born.year, born.month
    while anniversary(year, month, born.day) <= day:
        months += 1
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


def anniversary(year, month, number):
    try:
        return date(year, month, number)
    except ValueError:
        return date(year, month + 1, 1)  # months without the day are never December


def verdicts(criteria, person, dossier, cycle, on):
    """Return each criterion asked with its verdict and its reasons."""
    found = {}
    for criterion in criteria:
        if criterion.who == person.who and not (cycle > 1 and criterion.recheck == "skip"):
            found[criterion.id] = verdict(Asked(criterion, person, dossier, cycle, on))
    return found


def verdict(asked):
    criterion, person, _, _, on = asked
    answers = []
    for scoped in criterion.tests:
        young = scoped.from_age_years is not None and (
            months_old(person.born, on) < scoped.from_age_years * 12
        )
        if (scoped.sex is not None and scoped.sex != person.sex) or young:
            if criterion.join == "all_of":
                return "not_applicable", set()
        else:
            answers.append(answer(scoped.test, asked))
    if not answers:
        return "not_applicable", set()
    values = [value for value, _ in answers]
    value = max(values) if criterion.join == "any_of" else min(values)
    if value == UNKNOWN:
        return "unknown", {reason for _, reason in answers if reason}
    good = YES if criterion.kind == "inclusion" else NO
    return ("met" if value == good else "not_met"), set()


def answer(test, asked):
    kind = type(test).__name__
    if kind == "FieldTest":
        return (YES if asked.person.disease_group in test.one_of else NO), None
    if kind == "AgeTest":
        months = months_old(asked.person.born, asked.on)
        fits = test.from_months is None or months >= test.from_months
        fits = fits and (test.below_years is None or months < test.below_years * 12)
        return (YES if fits else NO), None
    if kind == "ConsentTest":
        return consent(asked.dossier, asked.on)
    name = test.observation if kind == "ObservationTest" else test.judgement
    return newest(name, test, asked)


def consent(dossier, on):
    begun = [one for one in dossier.consent_versions if one.valid_from <= on]
    in_force = sorted(begun, key=lambda one: one.valid_from)[-1].version if begun else None
    for one in dossier.consents:
        withdrawn = one.withdrawn is not None and one.withdrawn <= on
        if one.signed <= on and not withdrawn and one.version == in_force:
            return YES, None
    return UNKNOWN, "missing"


def newest(name, test, asked):
    known = [one for one in asked.dossier.observations if one.what == name]
    past = [one for one in known if one.on <= asked.on]
    if not past:
        return UNKNOWN, "future" if known else "missing"
    day = max(one.on for one in past)
    said = [one_result(one, test, asked) for one in past if one.on == day]
    worst = [YES, UNKNOWN, NO] if asked.criterion.kind == "exclusion" else [NO, UNKNOWN, YES]
    return min(said, key=lambda pair: worst.index(pair[0]))


def one_result(result, test, asked):
    criterion, person, dossier, cycle, on = asked
    age = (on - result.on).days
    old = criterion.valid_days is not None and age > criterion.valid_days
    if cycle > 1 and criterion.recheck == "repeat" and result.on <= dossier.cycle1_day1:
        old = True
    if old:
        return UNKNOWN, "expired"
    wanted = test.value if hasattr(test, "value") else test.equals
    if isinstance(wanted, str):
        return (YES if result.value == wanted else NO), None
    if test.comparison == "uln_at_least":
        uln = limit(test.observation, result.on, person, dossier)
        if uln is None:
            return UNKNOWN, "no_uln"
        return (YES if Fraction(result.value) >= Fraction(wanted) * Fraction(uln) else NO), None
    if test.observation == "performance" and result.scale != scale(result.on, person, dossier):
        return UNKNOWN, "wrong_scale"
    return (YES if result.value >= wanted else NO), None


def scale(day, person, dossier):
    months = months_old(person.born, day)
    if months >= 16 * 12:
        return "karnofsky"
    if months < 0 or (months < 12 and dossier.infant_scale != "lansky"):
        return "none is right"
    return "lansky"


def limit(what, day, person, dossier):
    begun = [one for one in dossier.uln if one.valid_from <= day]
    if not begun:
        return None
    rows = sorted(begun, key=lambda one: one.valid_from)[-1].table.rows
    months = months_old(person.born, day)
    fit = [one for one in rows if one.what == what and one.from_months <= months < one.below_months]
    for sex in (person.sex, None):
        for one in fit:
            if one.sex == sex:
                return one.uln
    return None


def outcome(found):
    said = [verdict for verdict, _ in found.values()]
    if "not_met" in said:
        return "not_eligible"
    return "incomplete" if "unknown" in said else "eligible"
