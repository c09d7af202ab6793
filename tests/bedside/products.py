"""A product, a lot, a dose and results as tests need them; every number is invented."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from nkdesk.model.cycle import Address
from nkdesk.model.patient import Weight
from nkdesk.model.product import (
    Bag,
    CellOrder,
    DoseForm,
    DoseState,
    Lot,
    LotState,
    ProductDose,
    TestResult,
)
from nkdesk.model.product_rules import Limit, ProductRules, ReleaseTest
from nkdesk.model.words import Words

MINSK = timezone(timedelta(hours=3))
DAY = date(2026, 3, 12)
WEIGHT = Weight(38_000, date(2026, 3, 11))
STERILITY = ReleaseTest(
    "sterility",
    Words("sterility"),
    passes="negative",
    answers=("negative", "positive"),
    at_release=False,
)
GRAM = ReleaseTest("gram", Words("Gram"), passes="none", answers=("none", "seen"))
ENDOTOXIN = ReleaseTest("endotoxin", Words("endotoxin"), "EU/mL", Limit.BELOW, Decimal(5))
CD3 = ReleaseTest("cd3", Words("CD3"), "10^6 cells", Limit.BELOW, Decimal("0.2"), per_kg=True)
RULES = ProductRules(
    title=Words("NK cells"),
    dose_min=Decimal(30),
    dose_max=Decimal(100),
    weight_days=14,
    weight_change_percent=10,
    label_percent=20,
    steroids_barred=True,
    premedication_minutes=30,
    vitals=(0, 15),
    after_end=(60,),
    late_minutes=10,
    observe_minutes=240,
    thawed_minutes=None,
    tests=(STERILITY, GRAM, ENDOTOXIN, CD3),
    limits=(),
)


def moment(text: str, on: date = DAY) -> datetime:
    """``HH:MM`` on a day of the ward."""
    return datetime.fromisoformat(f"{on}T{text}").replace(tzinfo=MINSK)


def result(test: str, value: Decimal | str, **changes: object) -> TestResult:
    plain = TestResult(
        lot_id=7, test=test, value=value, at=moment("08:00"), person="Analyst", weight=WEIGHT
    )
    return replace(plain, **changes)


PASSED = (
    result("gram", "none", id=1),
    result("endotoxin", Decimal("0.5"), id=2),
    result("cd3", Decimal(1), id=3),
)
"""All that is known at release; sterility comes later."""

LOT = Lot(id=7, patient_id=4, donor_id=40, cycle=1, number="L-7", state=LotState.RELEASED)
ORDER = CellOrder(
    patient_id=4,
    address=Address(1, "NK1"),
    per_kg=40_000,
    total=1_520_000,
    weight=WEIGHT,
    physician="Physician",
    at=moment("09:00", date(2026, 3, 11)),
)


def bag(number: str = "B-1", **changes: object) -> Bag:
    plain = Bag(
        id=1,
        dose_id=9,
        number=number,
        nth=1,
        volume=50_000,
        cells=1_520_000,
        expires=moment("14:30", DAY + timedelta(days=1)),
    )
    return replace(plain, **changes)


def dose(*bags: Bag, **changes: object) -> ProductDose:
    plain = ProductDose(
        id=9,
        lot_id=7,
        patient_id=4,
        form=DoseForm.FRESH,
        bags=bags or (bag(),),
        state=DoseState.ISSUED,
        address=Address(1, "NK1"),
    )
    return replace(plain, **changes)
