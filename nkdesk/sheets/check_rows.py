"""One check as strings: the same rows for paper, for reading back, for the terminal and JSON."""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.age import age_on
from nkdesk.model.criterion import AgeTest, Criterion, CriterionSource, FieldTest, Who
from nkdesk.model.eligibility import Evidence, Verdict
from nkdesk.services.eligibility_models import CheckRow, EligibilityCheck
from nkdesk.sheets.wording.dates import age_text, date_text, day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.eligibility import (
    rule_mark_text,
    validity_text,
    verdict_symbol,
    verdict_text,
    waiver_text,
    who_text,
)
from nkdesk.sheets.wording.evidence import (
    consent_form_text,
    counts_until_text,
    evidence_on,
    finding_text,
    multiple_text,
    old_text,
    origin_text,
    what_text,
)
from nkdesk.sheets.wording.groups import disease_group_text
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wording.unknowns import Asked, reason_text


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """A check as it is to be written down, with the donor's below it where there is one."""

    check: EligibilityCheck
    ward: str
    donor: EligibilityCheck | None = None

    @property
    def checks(self) -> tuple[EligibilityCheck, ...]:
        """Both checks, or the one."""
        return (self.check,) if self.donor is None else (self.check, self.donor)


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """One piece of evidence; "" where a field has nothing to say.

    ``found`` names it with value and unit, ``limit`` is what it is held against, ``taken`` its
    day and age, ``origin`` source and person, ``until`` its last day, ``help`` what would do.
    """

    found: str
    limit: str = ""
    taken: str = ""
    origin: str = ""
    until: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class CheckSheetRow:
    """One criterion in words; ``decided`` says that nobody need look at it twice."""

    number: int
    id: str
    text: str
    rule: str
    site_rule: bool
    validity: str
    symbol: str
    verdict: str
    evidence: tuple[EvidenceWords, ...]
    waiver: str
    decided: bool


def check_rows(sheet: CheckSheet) -> tuple[CheckSheetRow, ...]:
    """Return every criterion in the order of the protocol, the donor's last, numbered from 1."""
    pairs = [(check, row) for check in sheet.checks for row in check.rows]
    return tuple(_row(number, *pair) for number, pair in enumerate(pairs, 1))


def born_of(check: EligibilityCheck) -> date:
    """Return when the person was born whom a check is about."""
    if check.who is Who.DONOR and check.donor is not None:
        return check.donor.born
    return check.line.patient.born


def _row(number: int, check: EligibilityCheck, row: CheckRow) -> CheckSheetRow:
    found = row.verdict
    criterion = found.criterion
    return CheckSheetRow(
        number=number,
        id=criterion.id,
        text=_capital(spoken(criterion.text)),
        rule=_rule(row),
        site_rule=row.site_rule or criterion.source is CriterionSource.SITE,
        validity=validity_text(row) if _needs_a_day(criterion) else "",
        symbol=verdict_symbol(found.verdict),
        verdict=verdict_text(found),
        evidence=tuple(_evidence(one, criterion, check) for one in found.evidence) or _nothing(),
        waiver=waiver_text(row.waiver) if row.waiver else "",
        decided=found.verdict in (Verdict.MET, Verdict.NOT_APPLICABLE),
    )


def _rule(row: CheckRow) -> str:
    criterion = row.verdict.criterion
    mark = rule_mark_text(row)
    return f"{who_text(criterion.who)} · {mark}" if criterion.who is Who.DONOR else mark


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _needs_a_day(criterion: Criterion) -> bool:
    """Tell whether a criterion rests on dated evidence, not on what the enrolment says."""
    return not all(isinstance(one.test, AgeTest | FieldTest) for one in criterion.tests)


def _nothing() -> tuple[EvidenceWords, ...]:
    """Say why a criterion has no evidence: by sex or age it is not asked of this person."""
    return (EvidenceWords(translate("CheckSheet", "not asked of this sex or age")),)


def _evidence(found: Evidence, criterion: Criterion, check: EligibilityCheck) -> EvidenceWords:
    on = check.evaluation.on
    return EvidenceWords(
        found=_found(found, check),
        limit=multiple_text(found),
        taken=_taken(found, on),
        origin=origin_text(found),
        until=counts_until_text(found.last_day) if found.reason is None else "",
        help=reason_text(found, Asked(criterion, on, born_of(check))),
    )


def _taken(found: Evidence, on: date) -> str:
    taken = evidence_on(found)
    if taken is None:
        return ""
    text = f"{day_text(taken)}, {old_text((on - taken).days)}"
    if found.consent is None:
        return text
    return translate("CheckSheet", "signed {}").format(text)


def _found(found: Evidence, check: EligibilityCheck) -> str:
    name = what_text(found.what)
    if found.observation is not None:
        return finding_text(found.observation)
    if found.consent is not None:
        return f"{name} {consent_form_text(found.consent)}"
    return f"{name} {_stated(found, check)}" if found.reason is None else ""


def _stated(found: Evidence, check: EligibilityCheck) -> str:
    """Write what the enrolment says: the age on the day of the check, or the disease group."""
    born, on = born_of(check), check.evaluation.on
    if found.what == "age" and born <= on:
        sentence = translate("CheckSheet", "{age} on {day}")
        return sentence.format(age=age_text(age_on(on, born)), day=date_text(on))
    return disease_group_text(check.line.patient.disease_group)


def printed_check_fields(row: CheckSheetRow) -> dict[str, str]:
    """Return every field a row must show on paper; evidence of one kind is joined in order."""
    fields = {
        "number": str(row.number),
        "verdict symbol": row.symbol,
        "verdict": row.verdict,
        "criterion": row.text,
        "criterion id": row.id,
        "rule": row.rule,
        "validity": row.validity,
        "waiver": row.waiver,
        **{
            name: "".join(getattr(one, name) for one in row.evidence)
            for name in ("found", "limit", "taken", "origin", "until", "help")
        },
    }
    return {name: text for name, text in fields.items() if text.strip()}
