"""Checks for tests: invented evidence, every field under the test's control."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from nkdesk.model.criterion import (
    Comparison,
    ConsentTest,
    Criterion,
    CriterionKind,
    CriterionSource,
    Join,
    JudgementTest,
    ObservationTest,
    Recheck,
    ScopedTest,
    Who,
)
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    Evidence,
    Outcome,
    Verdict,
)
from nkdesk.model.evidence import Observation
from nkdesk.model.words import Words
from nkdesk.services.eligibility_models import CheckRow

ON = date(2026, 3, 12)
TAKEN = date(2026, 3, 8)
CONSENT = ConsentTest()
INFECTION = JudgementTest("uncontrolled_infection", "yes")
ALT = ObservationTest("alt", Comparison.ULN_AT_LEAST, Decimal(5))


def criterion(kind=CriterionKind.INCLUSION, *, test=ALT, **changes):
    plain = Criterion(
        id="P-E2",
        who=Who.PATIENT,
        kind=kind,
        text=Words("ALT at least 5 times the upper limit of normal for age"),
        source=CriterionSource.REGISTRY,
        recheck=Recheck.REPEAT,
        join=Join.ALL_OF,
        tests=(ScopedTest(test),),
        valid_days=14,
    )
    return replace(plain, **changes)


def enzyme(**changes):
    result = Observation(
        "alt",
        Decimal(148),
        TAKEN,
        "U/L",
        source="central laboratory",
        entered_by="A. Petrova",
        id=7,
    )
    plain = Evidence(
        "alt",
        holds=False,
        observation=result,
        uln=Decimal(30),
        uln_table="caliper 1",
        multiple=Decimal("4.9"),
        last_day=TAKEN + timedelta(days=14),
    )
    return replace(plain, **changes)


def verdict(number=1, *, verdict=Verdict.MET, reasons=(), waived=False, found=None, **asked):
    evidence = found if found is not None else (enzyme(),)
    return CriterionVerdict(
        criterion(id=f"P-{number}", **asked),
        verdict,
        reasons,
        evidence,
        min((one.last_day for one in evidence if one.last_day), default=None),
        waived,
    )


def evaluation(verdicts, who=Who.PATIENT, cycle=2, **changes):
    counting = {one.verdict for one in verdicts if not one.waived}
    outcome = Outcome.INCOMPLETE if Verdict.UNKNOWN in counting else Outcome.ELIGIBLE
    if Verdict.NOT_MET in counting:
        outcome = Outcome.NOT_ELIGIBLE
    until = min((one.last_day for one in verdicts if one.last_day), default=None)
    eligible = outcome is Outcome.ELIGIBLE
    plain = Evaluation(who, cycle, ON, tuple(verdicts), outcome, until if eligible else None)
    return replace(plain, **changes)


def check_row(found, **changes):
    plain = CheckRow(
        verdict=found,
        site_rule=found.criterion.source is CriterionSource.SITE,
        example=found.criterion.example,
        age_days=4,
        can_waive=True,
        kinds=("alt",),
    )
    return replace(plain, **changes)
