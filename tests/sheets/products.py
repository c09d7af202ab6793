"""Products of invented people for tests of paper."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from nkdesk.model.cycle import Address
from nkdesk.model.eligibility import Outcome
from nkdesk.model.evidence import Donor
from nkdesk.model.infusion import Infusion, InfusionState
from nkdesk.model.patient import Weight
from nkdesk.model.product import (
    Bag,
    CellOrder,
    DonorFacts,
    DoseForm,
    DoseState,
    Hold,
    HoldKind,
    Lot,
    LotMove,
    LotState,
    ProductDose,
    TestResult,
)
from nkdesk.model.product_rules import Limit, ProductRules, ReleaseTest, Vital, VitalLimit
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from nkdesk.model.words import Words
from nkdesk.services.infusion_models import BagView, BedsidePage
from nkdesk.services.product_models import DonorLine, DoseView, LotView, TestLine
from nkdesk.services.row_products import ProductLine, RunningLine
from nkdesk.sheets.card_words import CardSheet
from nkdesk.sheets.product_sheet_words import ProductSheet
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


def limits():
    return (
        VitalLimit(Vital.TEMPERATURE, 0, None, Decimal("36.0"), Decimal("37.9"), example=True),
        VitalLimit(Vital.HEART_RATE, 0, 12, Decimal(100), Decimal(160), example=True),
        VitalLimit(Vital.HEART_RATE, 12, None, Decimal(70), Decimal(120), example=True),
        VitalLimit(Vital.SPO2, 0, None, Decimal(94), None, example=True),
    )


def rules(**changes):
    plain = ProductRules(
        title=Words("expanded NK cells"),
        dose_min=Decimal(5),
        dose_max=Decimal(50),
        weight_days=7,
        weight_change_percent=10,
        label_percent=20,
        steroids_barred=True,
        premedication_minutes=30,
        vitals=(0, 15, 30, 60),
        after_end=(0, 60, 240),
        late_minutes=10,
        observe_minutes=240,
        thawed_minutes=None,
        tests=(
            ReleaseTest("viability", Words("viability"), "%", Limit.AT_LEAST, Decimal(70)),
            ReleaseTest(
                "cd3",
                Words("CD3 cells"),
                unit="10^6",
                limit=Limit.BELOW,
                bound=Decimal("0.2"),
                per_kg=True,
                example=True,
            ),
            ReleaseTest(
                "sterility",
                Words("sterility, 14 days"),
                passes="negative",
                answers=("negative", "positive"),
                at_release=False,
            ),
        ),
        limits=limits(),
        example=True,
    )
    return replace(plain, **changes)


def page(*reasons, row=None, bags=None, **changes):
    """Return what the screen at the bed shows of an infusion nobody has begun."""
    given = dose(bags)
    known = {
        "row": row or builders.row(1, product=line()),
        "rules": rules(),
        "dose": given,
        "lot": lot(),
        "order": order(),
        "ordered": None,
        "labelled": None,
        "infused": None,
        "weight": WEIGHT,
        "readiness": readiness(*reasons),
        "infusion": None,
        "may": frozenset(),
        "bags": tuple(BagView(one, None, None, None) for one in given.bags),
        "events": (),
        "vitals": (),
        "extra_vitals": (),
        "limits": limits(),
        "reactions": (),
        "steroids_barred": True,
        "intended": builders.DAY,
        "revision": 41,
    }
    return BedsidePage(**known | changes)


def card(*reasons, sample=False, ward="Haematology ward 3", **changes):
    return CardSheet(page(*reasons, **changes), ward, sample)


def donor(**changes):
    plain = Donor(1, 1, "Ковальчук", "Пётр", date(1986, 5, 12), "m", "father")
    return replace(plain, **changes)


def donor_line(**changes):
    plain = DonorLine(
        donor=donor(),
        line=builders.line(1),
        facts=DonorFacts(1, "HLA report 2026/118", date(2026, 2, 20)),
        check=Outcome.ELIGIBLE,
        check_on=date(2026, 2, 20),
        consent=date(2026, 2, 16),
        collection=date(2026, 2, 20),
        collection_item=7,
        collected=date(2026, 2, 20),
    )
    return replace(plain, **changes)


def moves():
    day = AT - timedelta(days=3)
    return (
        LotMove(1, LotState.NOT_STARTED, LotState.COLLECTED, day, "Lab A"),
        LotMove(1, LotState.COLLECTED, LotState.EXPANDING, day, "Lab A"),
        LotMove(
            1,
            LotState.IN_TEST,
            LotState.CONDITIONAL,
            AT,
            "Dr Q. Person",
            reason="physician_decision",
            note="sterility open",
            open_tests=("sterility",),
            weight=WEIGHT,
        ),
    )


def tested():
    viability, cd3, sterility = rules().tests
    result = TestResult(1, "viability", Decimal("92.5"), AT, "B. Lab")
    per_kg = TestResult(1, "cd3", Decimal("3.8"), AT, "B. Lab", weight=WEIGHT)
    return (
        TestLine(viability, result, passed=True),
        TestLine(cd3, per_kg, passed=True, per_kg=Decimal("0.1")),
        TestLine(sterility, None, passed=None),
    )


def dose_view(*reasons, **changes):
    judged = readiness(*reasons)
    plain = DoseView(dose(), order(), 1, (2, 3), builders.DAY, judged, weight=WEIGHT)
    return replace(plain, **changes)


def lot_view(*doses, **changes):
    known = {
        "lot": lot(state=LotState.CONDITIONAL, note="second bag frozen as reserve"),
        "line": builders.line(1),
        "donor": donor(),
        "rules": rules(),
        "tests": tested(),
        "moves": moves(),
        "doses": doses or (dose_view(held()),),
        "holds": (held().hold,),
        "next_states": (LotState.RELEASED,),
    }
    return LotView(**known | changes)


def product_sheet(*doses, donor_of=None, sample=False, ward="Haematology ward 3", **changes):
    view = lot_view(*doses, **changes)
    return ProductSheet(view, donor_of or donor_line(), ward, sample, 41)
