"""Checks for tests: invented evidence, every field under the test's control."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from nkdesk.eligibility import frozen_hash
from nkdesk.model.criterion import (
    AgeTest,
    Comparison,
    ConsentTest,
    Criterion,
    CriterionKind,
    CriterionSource,
    FieldTest,
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
    Gate,
    GateState,
    Outcome,
    UnknownReason,
    Verdict,
    Waiver,
)
from nkdesk.model.evidence import (
    Consent,
    Donor,
    Observation,
    Rater,
    Scale,
    UlnChoice,
    UlnTable,
)
from nkdesk.model.words import Words
from nkdesk.services.eligibility_models import (
    CheckRow,
    CycleSummary,
    EligibilityCheck,
    GateStatus,
)
from nkdesk.sheets.check_rows import CheckSheet
from tests.sheets import builders

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


def infection():
    judged = Observation(
        "uncontrolled_infection", "no", ON, entered_by="Др. Ковальчук", source="bedside"
    )
    return Evidence("uncontrolled_infection", holds=False, observation=judged)


def trial_rows():
    """Return rows of every kind: measured, judged, signed, stated, missing, waived, a site's."""
    score = Observation(
        "performance", Decimal(60), TAKEN, scale=Scale.LANSKY, rater=Rater.PARENT, entered_by="AP"
    )
    signed_form = Consent("2.1", date(2026, 1, 5), language="ru", entered_by="A. Petrova")
    counts = Observation(
        "neutrophils", Decimal("0.4"), TAKEN, "10⁹/L", source="ward", entered_by="A. Petrova"
    )
    inclusion, exclusion = CriterionKind.INCLUSION, CriterionKind.EXCLUSION
    missing = UnknownReason.MISSING
    return (
        _row("P-I0", inclusion, "age 6 months to 30 years", Evidence("age", holds=True), test=AGE),
        _row("P-I1", inclusion, "acute myeloid leukaemia", STATED, test=GROUP),
        _row(
            "P-I2",
            inclusion,
            "Karnofsky or Lansky performance status at least 70",
            Evidence("performance", holds=False, observation=score),
            test=ObservationTest("performance", Comparison.AT_LEAST, Decimal(70)),
            said=Verdict.NOT_MET,
        ),
        _row(
            "P-I3",
            inclusion,
            "written informed consent",
            Evidence("consent", holds=True, consent=signed_form),
            test=CONSENT,
        ),
        _row("P-E1", exclusion, "uncontrolled infection", infection(), test=INFECTION),
        _row(
            "P-E2",
            exclusion,
            "severe hepatic dysfunction: AST or ALT at least 5 times the upper limit of normal "
            "for age",
            enzyme(),
            _old_ast(),
            said=Verdict.UNKNOWN,
            reasons=(UnknownReason.EXPIRED,),
            valid_days=14,
            example=True,
        ),
        _row(
            "P-E3",
            exclusion,
            "positive HIV serology",
            Evidence("hiv", None, missing),
            test=ObservationTest("hiv", Comparison.EQUALS, "positive"),
            said=Verdict.UNKNOWN,
            reasons=(missing,),
        ),
        replace(
            _row(
                "S-1",
                inclusion,
                "absolute neutrophil count at least 0.5",
                Evidence("neutrophils", holds=False, observation=counts),
                test=ObservationTest("neutrophils", Comparison.AT_LEAST, Decimal("0.5")),
                said=Verdict.NOT_MET,
                source=CriterionSource.SITE,
                valid_days=3,
                waived=True,
            ),
            waiver=Waiver(
                1, 2, "S-1", "counts recover, transfusion given", "Проф. Ёлкина", SIGNED_AT
            ),
        ),
        _row(
            "S-2",
            exclusion,
            "pregnancy of the patient",
            test=ObservationTest("pregnancy", Comparison.EQUALS, "positive"),
            said=Verdict.NOT_APPLICABLE,
            source=CriterionSource.SITE,
        ),
    )


SIGNED_AT = datetime(2026, 3, 12, 9, 5, tzinfo=timezone(timedelta(hours=3)))
AGE = AgeTest(from_months=6, below_years=31)
GROUP = FieldTest("disease_group", ("relapsed",))
STATED = Evidence("disease_group", holds=True)


def _old_ast():
    old = Observation("ast", Decimal(52), date(2026, 2, 20), "U/L", entered_by="A. Petrova")
    return Evidence("ast", None, UnknownReason.EXPIRED, old, last_day=date(2026, 3, 6))


def _row(code, kind, text, *found, **changes):
    plain = {"valid_days": None, "said": Verdict.MET, "reasons": (), "waived": False} | changes
    said, reasons, waived = (plain.pop(one) for one in ("said", "reasons", "waived"))
    asked = criterion(kind, id=code, text=Words(text), **plain)
    last = min(
        (one.last_day for one in found if one.last_day and one.holds is not None), default=None
    )
    return check_row(CriterionVerdict(asked, said, reasons, found, last, waived))


def met_rows(count):
    return tuple(check_row(verdict(number)) for number in range(1, count + 1))


def check(rows=None, **changes):
    shown = trial_rows() if rows is None else rows
    plain = EligibilityCheck(
        line=builders.line(1),
        who=Who.PATIENT,
        cycle=2,
        today=ON,
        evaluation=evaluation([row.verdict for row in shown]),
        rows=tuple(shown),
        donor=None,
        before=CycleSummary(1, date(2026, 1, 12), 3, 0, 0, date(2026, 1, 26)),
        gate=GateStatus(GateState.NEVER_SIGNED),
        uln=UlnChoice(UlnTable("caliper", "1", Words("CALIPER"), "IFCC", "", ()), date(2026, 1, 1)),
        protocol="NCT05272293 v0.1",
        example=True,
        sample=False,
        read_at=41,
    )
    return replace(plain, **changes)


def signed(checked, **changes):
    """Return a check with the signature that stands under its rows."""
    gate = Gate(
        id=1,
        patient_id=1,
        cycle=checked.cycle,
        evaluated_on=checked.evaluation.on,
        valid_until=checked.evaluation.valid_until,
        signed_by="Др. Ковальчук",
        role="physician",
        signed_at=SIGNED_AT,
        evaluation_hash=frozen_hash(checked.evaluation),
    )
    return replace(checked, gate=GateStatus(GateState.OPEN, replace(gate, **changes)))


def donor_check(rows=None):
    shown = rows or (
        check_row(
            CriterionVerdict(
                criterion(
                    CriterionKind.EXCLUSION,
                    id="D-E1",
                    who=Who.DONOR,
                    text=Words("pregnancy of the donor"),
                ),
                Verdict.NOT_APPLICABLE,
            )
        ),
    )
    donor = Donor(1, 1, "Пётр-Заречная", "Ольга", date(1985, 5, 1), "f", "mother")
    return replace(
        check(shown),
        who=Who.DONOR,
        cycle=1,
        donor=donor,
        gate=None,
        before=None,
        evaluation=evaluation([row.verdict for row in shown], Who.DONOR, 1),
    )


def sheet(checked=None, donor=None, ward="Haematology ward 3"):
    return CheckSheet(checked or check(), ward, donor)
