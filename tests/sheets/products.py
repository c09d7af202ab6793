"""Products of invented people for tests of paper."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from nkdesk.model.cycle import Address
from nkdesk.model.infusion import Infusion, InfusionState
from nkdesk.model.patient import Weight
from nkdesk.model.product import (
    Bag,
    CellOrder,
    DoseForm,
    DoseState,
    Hold,
    HoldKind,
    Lot,
    LotState,
    ProductDose,
)
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from nkdesk.services.row_products import ProductLine, RunningLine
from tests.sheets import builders

AT = datetime(2026, 3, 12, 7, 2, 10, tzinfo=UTC)
EXPIRES = datetime(2026, 3, 12, 14, 30, tzinfo=UTC)
WEIGHT = Weight(38000, date(2026, 3, 11))


def bag(nth=1, **changes):
    plain = Bag(
        id=nth,
        dose_id=1,
        number=f"D24-0117-{nth}",
        nth=nth,
        volume=35_500,
        cells=760_000,
        expires=EXPIRES,
        viability=925,
    )
    return replace(plain, **changes)


def dose(bags=None, **changes):
    plain = ProductDose(
        id=1,
        lot_id=1,
        patient_id=1,
        form=DoseForm.FRESH,
        bags=bags or (bag(1), bag(2)),
        state=DoseState.ISSUED,
        address=Address(1, "NK2"),
    )
    return replace(plain, **changes)


def lot(**changes):
    return replace(Lot(1, 1, 1, 1, "LOT-24-0117", LotState.RELEASED), **changes)


def order(**changes):
    plain = CellOrder(1, Address(1, "NK2"), 40_000, 1_520_000, WEIGHT, "Dr A. Orlova", AT)
    return replace(plain, **changes)


def line(**changes):
    return replace(ProductLine(dose(), lot(), order(), WEIGHT), **changes)


def readiness(*reasons, at=AT):
    levels = [reason.level for reason in reasons]
    worst = next((go for go in (Go.NO_GO, Go.HOLD) if go in levels), Go.GO)
    return Readiness(worst, tuple(reasons), at)


def expired():
    return GoReason(GoCode.EXPIRED, Go.NO_GO, "D24-0117-1", AT - timedelta(hours=2))


def held(**changes):
    hold = Hold(1, HoldKind.FEVER, AT.replace(hour=6), "M. Lis", "chills", value="38.6 °C")
    return GoReason(GoCode.ON_HOLD, Go.HOLD, "fever", hold=replace(hold, **changes))


def running(state=InfusionState.RUNNING, since=AT):
    infusion = Infusion(1, 1, 1, 1, state, WEIGHT)
    return RunningLine(infusion, since, "M. Lis")


def row(number=1, *reasons, **changes):
    known = {"product": line(), "readiness": readiness(*reasons)} | changes
    return builders.row(number, **known)
