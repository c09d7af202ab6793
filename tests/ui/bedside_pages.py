"""Infusions at the bed as frozen values, for tests of what the screen makes of them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from nkdesk.model.infusion import (
    BagCheck,
    CheckPoint,
    CrsSigns,
    Infusion,
    InfusionAct,
    InfusionEvent,
    InfusionState,
    Match,
    Reaction,
    VitalSigns,
)
from nkdesk.model.patient import Weight
from nkdesk.model.product import Bag, CellOrder, DoseForm, DoseState, Lot, LotState, ProductDose
from nkdesk.model.product_rules import Vital
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from nkdesk.services.day_list import day_list
from nkdesk.services.infusion_models import (
    BagView,
    BedsidePage,
    CellCount,
    CheckAnswer,
    VitalsDue,
)
from tests.ui.wards import ZONE

WEIGHT = Weight(38000, date(2026, 3, 11))
AT_THE_BED = {
    *(InfusionAct.VITALS, InfusionAct.REACTION, InfusionAct.CALL, InfusionAct.NOTE),
    *(InfusionAct.CHECK, InfusionAct.PREMEDICATE),
}
BEFORE_START = AT_THE_BED | {InfusionAct.START, InfusionAct.THAW, InfusionAct.ABANDON}
WHILE_RUNNING = AT_THE_BED | {
    *(InfusionAct.END, InfusionAct.RATE, InfusionAct.PAUSE, InfusionAct.NEXT_BAG)
}


def at(hour, minute):
    return datetime(2026, 3, 12, hour, minute, tzinfo=ZONE)


def unopened(desk, bags=2):
    """Nothing is stored yet: a dose of frozen bags stands ready for the first infusion of today."""
    rows = day_list(desk, desk.clock.today()).rows
    row = next(one for one in rows if one.nth and one.item.is_open)
    rules = desk.protocol(row.line.patient.protocol_hash).product
    patient = row.line.patient.id
    held = tuple(
        Bag(n, 1, f"D24-0117-{n}", n, 35000, 760000, at(14, 30), 920) for n in range(1, bags + 1)
    )
    cells = CellCount(1520000, Decimal(40))
    due = [VitalsDue(one, after_end=False, at=None, signs=None) for one in rules.vitals]
    due += [VitalsDue(one, after_end=True, at=None, signs=None) for one in rules.after_end]
    return BedsidePage(
        row=row,
        rules=rules,
        dose=ProductDose(1, 1, patient, DoseForm.FROZEN, held, DoseState.ISSUED),
        lot=Lot(1, patient, 1, 1, "L24-0117", LotState.RELEASED),
        order=CellOrder(patient, row.item.address, 40000, 1520000, WEIGHT, "Orlova", at(8, 0)),
        ordered=cells,
        labelled=cells,
        infused=None,
        weight=WEIGHT,
        readiness=Readiness(Go.GO, (), at(9, 30)),
        infusion=None,
        may=frozenset({InfusionAct.CHECK}),
        bags=tuple(BagView(bag, None, None, None) for bag in held),
        events=(),
        vitals=tuple(due),
        extra_vitals=(),
        limits=tuple(one for one in rules.limits if one.from_months <= 159 < _below(one)),
        reactions=(),
        steroids_barred=True,
        intended=row.item.planned,
    )


def _below(limit):
    return limit.below_months or 10_000


def bag_check(bag, position):
    who = ("Anna", "Olga")[position - 1]
    seen = (f"scan {position}", f"bag {position}", "clear", at(9, 20 + position))
    return BagCheck(1, bag.id, position, who, *seen, at(9, 20 + position))


def with_checks(page, *counts):
    """Let so many persons have checked each bag; an open record as it stands after that."""
    bags = tuple(
        replace(
            one,
            first=bag_check(one.bag, 1) if count else None,
            second=bag_check(one.bag, 2) if count == 2 else None,
        )
        for one, count in zip(page.bags, counts, strict=True)
    )
    done = all(count == 2 for count in counts)
    state = InfusionState.CHECKED if done else InfusionState.CHECKING
    record = Infusion(1, page.dose.patient_id, page.row.item_id, 1, state, WEIGHT)
    may = frozenset(BEFORE_START if done else AT_THE_BED)
    blind = "" if done else "Anna"
    opened = InfusionEvent(1, InfusionAct.CHECK, at(9, 20), at(9, 20), "Anna", None, "opened")
    return replace(page, bags=bags, infusion=record, may=may, blind=blind, events=(opened,))


def asking(page):
    """An old weight asks before the start."""
    reason = GoReason(GoCode.WEIGHT_OLD, Go.GO, at=at(8, 0), asks=True)
    return replace(page, readiness=Readiness(Go.GO, (reason,), at(9, 30)))


def refused(page):
    """The bags are out of date and the lot is not released."""
    reasons = (
        GoReason(GoCode.EXPIRED, Go.NO_GO, "D24-0117-1", at(9, 0)),
        GoReason(GoCode.NOT_RELEASED, Go.NO_GO),
    )
    return replace(page, readiness=Readiness(Go.NO_GO, reasons, at(9, 30)))


def measured(due=0, at_=None, **more):
    values = (
        (Vital.TEMPERATURE, Decimal("38.6")),
        (Vital.HEART_RATE, Decimal(104)),
        (Vital.SPO2, Decimal(98)),
    )
    return VitalSigns(1, at_ or at(8, 55), at(9, 10), "Anna", values, due, **more)


def running(desk):
    """Started at 9:00 and entered at 9:14; fever before the start, the next measurement late."""
    page = with_checks(unopened(desk), 2, 2)
    record = replace(page.infusion, state=InfusionState.RUNNING, started=at(9, 0))
    first = replace(page.vitals[0], signs=measured(), out=(Vital.TEMPERATURE,), at=at(9, 0))
    rows = [first, *(_due(one) for one in page.vitals[1:])]
    events = (
        *page.events,
        InfusionEvent(1, InfusionAct.START, at(9, 0), at(9, 14), "Anna", at(9, 0), "D24-0117-1"),
        InfusionEvent(1, InfusionAct.RATE, at(9, 16), at(9, 16), "Olga", None, "60"),
    )
    return replace(
        page,
        infusion=record,
        vitals=tuple(rows),
        events=events,
        may=frozenset(WHILE_RUNNING),
        bags=(replace(page.bags[0], hung=at(9, 0)), page.bags[1]),
        reactions=(chills(),),
        resumed=events[-1],
    )


def _due(row):
    if row.after_end:
        return row
    due = at(9, 0) + timedelta(minutes=row.due)
    late = max(0, 30 - row.due)
    return replace(row, at=due, late_by=late)


def chills():
    signs = CrsSigns(159, Decimal("38.6"))
    return Reaction(1, "chills", at(9, 20), at(9, 21), "Anna", 1, "blanket", signs=signs, crs=1)


def observed(desk):
    page = running(desk)
    record = replace(page.infusion, state=InfusionState.OBSERVING, ended=at(9, 29))
    may = frozenset({*AT_THE_BED, InfusionAct.COMPLETE} - {InfusionAct.CHECK})
    return replace(page, infusion=record, may=may, observe_until=at(13, 29))


def answer(*stops):
    """Return what a check came out as: every point matches but these."""
    found = dict(stops)
    points = ("patient", "bag", "link", "expiry", "dose", "visual", "person", "readiness")
    return CheckAnswer(
        tuple(CheckPoint(one, found.get(one, Match.MATCH)) for one in points),
        None,
        corrected=False,
        saved=not stops,
    )
