"""GO, HOLD or NO-GO for one infusion, with every reason. Pure: the facts come ready.

Source: safety hazards H13 to H17 and H42; clinical facts §4, §5. NO-GO: these cells cannot be
given. HOLD: not now; somebody must lift, accept or enter something first. GO with a reason that
asks needs an answer at the start; GO with any other reason is GO with remarks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nkdesk.bedside.cell_dose import DoubtCode, in_range, judge_label, judge_weight
from nkdesk.bedside.lots import RELEASES
from nkdesk.bedside.release import verdicts
from nkdesk.model.eligibility import Outcome
from nkdesk.model.patient import Weight
from nkdesk.model.product import (
    Bag,
    CellOrder,
    DoseState,
    Hold,
    Lot,
    LotState,
    ProductDose,
    TestResult,
)
from nkdesk.model.product_rules import ProductRules
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness

_LEVELS = (Go.NO_GO, Go.HOLD, Go.GO)
_SPENT = {
    DoseState.INFUSED: GoCode.ALREADY_INFUSED,
    DoseState.RETURNED: GoCode.RETURNED,
    DoseState.DISCARDED: GoCode.DISCARDED,
}
_DONOR = {
    Outcome.NOT_ELIGIBLE: GoReason(GoCode.DONOR_NOT_ELIGIBLE, Go.NO_GO),
    Outcome.INCOMPLETE: GoReason(GoCode.DONOR_INCOMPLETE, Go.HOLD),
}
_WEIGHT_CODES = {
    DoubtCode.WEIGHT_OLD: GoCode.WEIGHT_OLD,
    DoubtCode.WEIGHT_CHANGED: GoCode.WEIGHT_CHANGED,
}


@dataclass(frozen=True, slots=True)
class GoFacts:
    """Everything that decides on one infusion, as it is known now.

    ``planned`` is its day. ``starting`` says that it is about to be checked or started, not listed.
    ``donor_id`` is the patient's donor, ``donor_check`` how the criteria stood on the day of
    collection. ``dose`` and its ``lot`` are what is reserved for it. ``results`` are the lot's,
    ``released_by`` the weight limits per kg were judged by on release. ``holds`` are the
    patient's. ``earlier_open`` are addresses of infusions before it that are still open,
    ``broken`` the rules of the plan it breaks and nobody accepted. ``order`` is the newest of this
    infusion, ``weight`` the patient's newest.
    """

    patient_id: int
    planned: date
    rules: ProductRules
    starting: bool = False
    cycle_open: bool = True
    off_study: bool = False
    donor_id: int | None = None
    donor_check: Outcome = Outcome.INCOMPLETE
    dose: ProductDose | None = None
    lot: Lot | None = None
    results: tuple[TestResult, ...] = ()
    released_by: Weight | None = None
    holds: tuple[Hold, ...] = ()
    earlier_open: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    order: CellOrder | None = None
    weight: Weight | None = None


def judge(facts: GoFacts, at: datetime) -> Readiness:
    """Return whether an infusion may begin as seen at ``at``, an aware moment of the ward."""
    reasons = sorted(_reasons(facts, at), key=lambda reason: _LEVELS.index(reason.level))
    return Readiness(reasons[0].level if reasons else Go.GO, tuple(reasons), at)


def _reasons(facts: GoFacts, at: datetime) -> Iterator[GoReason]:
    yield from _patient(facts)
    yield from _donor(facts)
    if facts.dose is None or facts.lot is None:
        yield GoReason(GoCode.NO_PRODUCT, Go.NO_GO)
    else:
        yield from _belonging(facts, facts.dose, facts.lot)
        yield from _release(facts, facts.lot)
        yield from _dose_state(facts, facts.dose, at)
        for bag in facts.dose.bags:
            yield from _bag(facts, bag, at)
    yield from _holding(facts, at)
    yield from _plan(facts, at)
    yield from _amount(facts, at)


def _patient(facts: GoFacts) -> Iterator[GoReason]:
    if not facts.cycle_open:
        yield GoReason(GoCode.CYCLE_NOT_OPEN, Go.NO_GO)
    if facts.off_study:
        yield GoReason(GoCode.OFF_STUDY, Go.NO_GO)


def _donor(facts: GoFacts) -> Iterator[GoReason]:
    if facts.donor_id is None:
        yield GoReason(GoCode.NO_DONOR, Go.NO_GO)
    elif facts.donor_check in _DONOR:
        yield _DONOR[facts.donor_check]


def _belonging(facts: GoFacts, dose: ProductDose, lot: Lot) -> Iterator[GoReason]:
    """Close the chain donor, lot, dose, recipient; there is no way around this one."""
    recipients = {facts.patient_id, lot.patient_id, dose.patient_id}
    if lot.donor_id != facts.donor_id or dose.lot_id != lot.id or len(recipients) > 1:
        yield GoReason(GoCode.OTHER_DONOR, Go.NO_GO, lot.number)


def _release(facts: GoFacts, lot: Lot) -> Iterator[GoReason]:
    if lot.state is LotState.REJECTED:
        yield GoReason(GoCode.REJECTED, Go.NO_GO, lot.number)
    elif lot.state not in RELEASES:
        yield GoReason(GoCode.NOT_RELEASED, Go.NO_GO, lot.state)
    elif lot.state is LotState.CONDITIONAL:
        yield GoReason(GoCode.CONDITIONAL, Go.GO, lot.number)
    for verdict in verdicts(facts.rules, facts.results, facts.released_by):
        if verdict.passed is False:
            yield GoReason(GoCode.TEST_FAILED, Go.NO_GO, verdict.test.id)
        elif verdict.passed is None and lot.state in RELEASES:
            yield GoReason(GoCode.TEST_OPEN, Go.GO, verdict.test.id)


def _dose_state(facts: GoFacts, dose: ProductDose, at: datetime) -> Iterator[GoReason]:
    if dose.state in _SPENT:
        yield GoReason(_SPENT[dose.state], Go.NO_GO)
    elif dose.state is DoseState.PREPARED and (facts.starting or facts.planned <= at.date()):
        yield GoReason(GoCode.NOT_ISSUED, Go.GO, asks=True)


def _bag(facts: GoFacts, bag: Bag, at: datetime) -> Iterator[GoReason]:
    """Name an expiry, a minute that no longer counts; within the planned day it is a remark."""
    begins = datetime.combine(facts.planned, time.min, at.tzinfo)
    ends = datetime.combine(facts.planned + timedelta(days=1), time.min, at.tzinfo)
    if bag.expires <= at:
        yield GoReason(GoCode.EXPIRED, Go.NO_GO, bag.number, bag.expires)
    elif bag.expires <= begins:
        yield GoReason(GoCode.EXPIRES_BEFORE, Go.NO_GO, bag.number, bag.expires)
    elif bag.expires <= ends:
        yield GoReason(GoCode.EXPIRES_BEFORE, Go.GO, bag.number, bag.expires)
    if bag.thaw_from is not None and at < bag.thaw_from:
        too_late = facts.starting or bag.thaw_from >= ends
        if too_late or bag.thaw_from > begins:
            level = Go.NO_GO if too_late else Go.GO
            yield GoReason(GoCode.NOT_THAWED_YET, level, bag.number, bag.thaw_from)


def _holding(facts: GoFacts, at: datetime) -> Iterator[GoReason]:
    """Name what holds now and on the planned day; a hold that ends before it does not count."""
    moment = max(at, datetime.combine(facts.planned, time.min, at.tzinfo))
    for hold in facts.holds:
        mine = hold.lot_id is None or (facts.lot is not None and hold.lot_id == facts.lot.id)
        if mine and hold.holds_at(moment):
            yield GoReason(GoCode.ON_HOLD, Go.HOLD, hold.kind, hold.until, hold=hold)


def _plan(facts: GoFacts, at: datetime) -> Iterator[GoReason]:
    if facts.planned < at.date() or (facts.starting and facts.planned != at.date()):
        planned = datetime.combine(facts.planned, time.min, at.tzinfo)
        yield GoReason(GoCode.NOT_THIS_DAY, Go.HOLD, at=planned)
    for address in facts.earlier_open:
        yield GoReason(GoCode.EARLIER_OPEN, Go.HOLD, address)
    for rule in facts.broken:
        yield GoReason(GoCode.RULE_BROKEN, Go.HOLD, rule)


def _amount(facts: GoFacts, at: datetime) -> Iterator[GoReason]:
    """Cells per kg count by the weight of the order; the newest weight says whether it still fits.

    Between the two a change asks; a physician who keeps the order says why.
    """
    order, newest = facts.order, facts.weight
    if order is None:
        yield GoReason(GoCode.NO_ORDER, Go.GO, asks=True)
    if newest is None:
        yield GoReason(GoCode.NO_WEIGHT, Go.HOLD)
    else:
        yield from _weight(facts, newest, at)
    by = order.weight if order is not None else newest
    if facts.dose is not None and by is not None:
        if not in_range(facts.dose.cells, by.grams, facts.rules):
            yield GoReason(GoCode.DOSE_OUT_OF_RANGE, Go.GO, asks=True)
        if order is not None and judge_label(facts.dose.cells, order, facts.rules):
            yield GoReason(GoCode.LABEL_UNLIKE_ORDER, Go.GO, asks=True)


def _weight(facts: GoFacts, newest: Weight, at: datetime) -> Iterator[GoReason]:
    before = None if facts.order is None else facts.order.weight
    taken = datetime.combine(newest.on, time.min, at.tzinfo)
    day = max(facts.planned, at.date())
    for doubt in judge_weight(newest, before, day, facts.rules):
        yield GoReason(_WEIGHT_CODES[doubt.code], Go.GO, at=taken, asks=True)
