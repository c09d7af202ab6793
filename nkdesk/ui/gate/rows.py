"""The rows of a check as shown: the patient's criteria, then the donor's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nkdesk.model.criterion import (
    Criterion,
    CriterionSource,
    JudgementTest,
    Who,
)
from nkdesk.model.eligibility import CriterionVerdict, UnknownReason, Verdict
from nkdesk.services.eligibility_models import CheckRow, EligibilityCheck

_ANSWERS = {"y": "yes", "n": "no"}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One criterion on the screen, held on the day ``on`` against whoever was ``born`` then.

    ``asked`` is False where this check does not ask for it again: the donor's, before cycle 2.
    """

    row: CheckRow
    who: Who
    on: date
    born: date
    asked: bool = True

    @property
    def criterion(self) -> Criterion:
        """The criterion."""
        return self.row.verdict.criterion

    @property
    def judgement(self) -> str:
        """The judgement this criterion asks a person for, "" for one that is measured."""
        for one in self.criterion.tests:
            if isinstance(one.test, JudgementTest):
                return one.test.judgement
        return ""

    @property
    def is_nobodys(self) -> bool:
        """Whether nobody is recorded whom it could be about: there is no donor yet."""
        return self.who is Who.DONOR and not self.row.verdict.evidence


def shown_rows(
    check: EligibilityCheck, donor: EligibilityCheck | None, criteria: Sequence[Criterion]
) -> tuple[ShownRow, ...]:
    """Return every row of a check in the order of the protocol, the donor's last.

    ``criteria`` are the protocol's: while no donor is recorded the donor's are shown as missing,
    so that nobody forgets them.
    """
    on = check.evaluation.on
    asked = check.cycle == 1
    born = check.line.patient.born
    mine = tuple(ShownRow(row, check.who, on, born) for row in check.rows)
    if donor is None:
        missing = [_missing(one) for one in criteria if one.who is Who.DONOR]
        return (*mine, *(ShownRow(row, Who.DONOR, on, born, asked=asked) for row in missing))
    theirs = born if donor.donor is None else donor.donor.born
    return (
        *mine,
        *(ShownRow(row, Who.DONOR, on, theirs, asked=asked) for row in donor.rows),
    )


def _missing(criterion: Criterion) -> CheckRow:
    verdict = CriterionVerdict(criterion, Verdict.UNKNOWN, (UnknownReason.MISSING,))
    site = criterion.source is CriterionSource.SITE
    return CheckRow(verdict, site, criterion.example, None, can_waive=False)


def answer_of(letter: str) -> str:
    """Return the answer a key stands for, "" for any other key."""
    return _ANSWERS.get(letter.lower(), "")
