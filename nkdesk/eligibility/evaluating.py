"""Holding every criterion against its evidence: verdicts, outcome, and until when it stands."""

from collections.abc import Iterable, Sequence
from datetime import date

from nkdesk.eligibility.dossier import Dossier, Person, age_or_none, version_in_force
from nkdesk.eligibility.results import Setting, Term, judged
from nkdesk.eligibility.waiving import waivable
from nkdesk.model.criterion import (
    AgeTest,
    ConsentTest,
    Criterion,
    CriterionKind,
    FieldTest,
    Join,
    Recheck,
    ScopedTest,
    Test,
)
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    Evidence,
    Outcome,
    UnknownReason,
    Verdict,
)
from nkdesk.model.evidence import Observation

_REASONS = tuple(UnknownReason)


def evaluate(  # noqa: PLR0913 -- a person, all that is known, and the question asked of it
    criteria: Sequence[Criterion],
    person: Person,
    dossier: Dossier,
    cycle: int,
    on: date,
    *,
    waived: frozenset[str] = frozenset(),
) -> Evaluation:
    """Hold a person against every criterion on a date.

    Criteria about somebody else, and from cycle 2 on those that need no re-check, are left out.
    ``waived`` are the criteria an investigator signed shall not count; that helps only where one
    is not met and may be waived. Source: the eligibility format.
    """
    setting = Setting(person, dossier, cycle, on, _by_kind(dossier.observations))
    verdicts = tuple(
        _verdict(criterion, setting, waived)
        for criterion in criteria
        if criterion.who is person.who and (cycle == 1 or criterion.recheck is not Recheck.SKIP)
    )
    outcome = _outcome(verdicts)
    eligible = outcome is Outcome.ELIGIBLE
    valid_until = _earliest(one.last_day for one in verdicts) if eligible else None
    return Evaluation(person.who, cycle, on, verdicts, outcome, valid_until)


def _by_kind(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    results: dict[str, list[Observation]] = {}
    for one in observations:
        results.setdefault(one.what, []).append(one)
    return results


def _outcome(verdicts: Iterable[CriterionVerdict]) -> Outcome:
    counting = {one.verdict for one in verdicts if not one.waived}
    if Verdict.NOT_MET in counting:
        return Outcome.NOT_ELIGIBLE
    return Outcome.INCOMPLETE if Verdict.UNKNOWN in counting else Outcome.ELIGIBLE


def _verdict(criterion: Criterion, setting: Setting, waived: frozenset[str]) -> CriterionVerdict:
    applicable = [one for one in criterion.tests if _applies(one, setting)]
    some_do_not = len(applicable) < len(criterion.tests)
    if not applicable or (some_do_not and criterion.join is Join.ALL_OF):
        return CriterionVerdict(criterion, Verdict.NOT_APPLICABLE)
    term = Term(criterion, setting)
    evidence = tuple(_evidence(one.test, term) for one in applicable)
    holds = _joined([one.holds for one in evidence], criterion.join)
    verdict = _said(holds, criterion.kind)
    return CriterionVerdict(
        criterion,
        verdict,
        _reasons(evidence) if verdict is Verdict.UNKNOWN else (),
        evidence,
        _earliest(one.last_day for one in evidence if one.holds is not None),
        waived=verdict is Verdict.NOT_MET and criterion.id in waived and waivable(criterion),
    )


def _applies(scoped: ScopedTest, setting: Setting) -> bool:
    """Tell whether a test is about such a person; the age is that of the evaluation date."""
    if scoped.sex is not None and scoped.sex != setting.person.sex:
        return False
    if scoped.from_age_years is None:
        return True
    age = age_or_none(setting.on, setting.person.born)
    return age is None or age.years >= scoped.from_age_years


def _joined(said: Sequence[bool | None], join: Join) -> bool | None:
    """Join what tests say: one decides alone, else one unknown leaves it unknown."""
    deciding = join is Join.ANY_OF
    if deciding in said:
        return deciding
    return None if None in said else not deciding


def _said(holds: bool | None, kind: CriterionKind) -> Verdict:  # noqa: FBT001 -- three values
    if holds is None:
        return Verdict.UNKNOWN
    return Verdict.MET if holds is (kind is CriterionKind.INCLUSION) else Verdict.NOT_MET


def _reasons(evidence: Iterable[Evidence]) -> tuple[UnknownReason, ...]:
    found = {one.reason for one in evidence}
    return tuple(reason for reason in _REASONS if reason in found)


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _evidence(test: Test, term: Term) -> Evidence:
    if isinstance(test, FieldTest):
        return _field(test, term.setting)
    if isinstance(test, AgeTest):
        return _age(test, term.setting)
    return _consent(term) if isinstance(test, ConsentTest) else judged(test, term)


def _field(test: FieldTest, setting: Setting) -> Evidence:
    group = setting.person.disease_group
    if not group:
        return Evidence(test.field, None, UnknownReason.MISSING)
    return Evidence(test.field, group in test.one_of)


def _age(test: AgeTest, setting: Setting) -> Evidence:
    age = age_or_none(setting.on, setting.person.born)
    if age is None:
        return Evidence("age", None, UnknownReason.MISSING)
    old_enough = test.from_months is None or age.in_months >= test.from_months
    young_enough = test.below_years is None or age.years < test.below_years
    return Evidence("age", old_enough and young_enough)


def _consent(term: Term) -> Evidence:
    """Return the newest consent that stands, of the version in force on the day."""
    on, dossier = term.setting.on, term.setting.dossier
    version = version_in_force(dossier.consent_versions, on)
    standing = [
        one
        for one in dossier.consents
        if one.signed <= on
        and (one.withdrawn is None or one.withdrawn > on)
        and version is not None
        and one.version == version.version
    ]
    if not standing:
        return Evidence("consent", None, UnknownReason.MISSING)
    consent = max(standing, key=lambda one: one.signed)
    if term.is_over(consent.signed):
        return Evidence("consent", None, UnknownReason.EXPIRED, consent=consent)
    return Evidence("consent", holds=True, consent=consent, last_day=term.last_day(consent.signed))
