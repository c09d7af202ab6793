"""A check as it was signed: the rows the signature stands under, whatever was found since."""

from dataclasses import replace

from nkdesk.model.criterion import CriterionSource
from nkdesk.model.eligibility import CriterionVerdict, Evaluation, Waiver
from nkdesk.services.eligibility_models import CheckRow, EligibilityCheck
from nkdesk.sheets.wording.evidence import evidence_on


def as_signed(check: EligibilityCheck, signed: Evaluation) -> EligibilityCheck:
    """Return a check with the rows of the evaluation that was signed in place of its own.

    ``signed`` is the frozen evaluation of the check's gate. What is written down of it is what the
    physician saw; nothing in it can be waived any more.
    """
    waivers = {row.verdict.criterion.id: row.waiver for row in check.rows}
    rows = tuple(
        _row(one, signed, waivers.get(one.criterion.id) if one.waived else None)
        for one in signed.verdicts
    )
    # Each row names the table of limits it was judged by; the one in force now is not it.
    return replace(check, evaluation=signed, rows=rows, uln=None)


def _row(found: CriterionVerdict, signed: Evaluation, waiver: Waiver | None) -> CheckRow:
    criterion = found.criterion
    days = [day for one in found.evidence if (day := evidence_on(one)) is not None]
    return CheckRow(
        verdict=found,
        site_rule=criterion.source is CriterionSource.SITE,
        example=criterion.example,
        age_days=(signed.on - max(days)).days if days else None,
        can_waive=False,
        waiver=waiver,
    )
