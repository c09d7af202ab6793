"""Products for tests of the screen, built from the read models alone: every state once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from nkdesk.model.cycle import Address
from nkdesk.model.eligibility import Outcome
from nkdesk.model.evidence import Donor
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
from nkdesk.model.product_rules import Limit, ProductRules, ReleaseTest
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from nkdesk.model.words import Words
from nkdesk.services.patient_page import find_patients
from nkdesk.services.product_models import (
    DonorLine,
    DoseView,
    LotView,
    ProductAlarm,
    ProductsBoard,
    RecipientProducts,
    TestLine,
)

ZONE = ZoneInfo("Europe/Minsk")
NOW = datetime(2026, 3, 12, 9, 30, tzinfo=ZONE)
WEIGHT = Weight(38000, date(2026, 3, 11))

TESTS = (
    ReleaseTest("viability", Words("viability"), "%", Limit.ABOVE, Decimal(70), example=True),
    ReleaseTest("cd3", Words("CD3+ CD56- cells"), "10^6", Limit.BELOW, Decimal("0.2"), per_kg=True),
    ReleaseTest("endotoxin", Words("endotoxin"), "EU/mL", Limit.BELOW, Decimal(5)),
    ReleaseTest(
        "mycoplasma", Words("mycoplasma"), passes="negative", answers=("negative", "positive")
    ),
    ReleaseTest(
        "sterility",
        Words("sterility, 14 days"),
        passes="negative",
        answers=("negative", "positive"),
        at_release=False,
    ),
)

RULES = ProductRules(
    title=Words("expanded NK cells"),
    dose_min=Decimal(30),
    dose_max=Decimal(100),
    weight_days=14,
    weight_change_percent=10,
    label_percent=20,
    steroids_barred=True,
    premedication_minutes=30,
    vitals=(0, 15, 30, 60),
    after_end=(60, 120, 180, 240),
    late_minutes=10,
    observe_minutes=240,
    thawed_minutes=30,
    tests=TESTS,
    limits=(),
    example=True,
)


def results(lot_id, *, failed=False):
    said = NOW - timedelta(days=1)
    return (
        TestResult(lot_id, "viability", Decimal("92.5"), said, "B. Lab", id=1),
        TestResult(lot_id, "cd3", Decimal("3.8"), said, "B. Lab", WEIGHT, id=2),
        TestResult(lot_id, "endotoxin", Decimal("9" if failed else "0.5"), said, "B. Lab", id=3),
    )


def lines(lot_id, *, failed=False):
    found = {one.test: one for one in results(lot_id, failed=failed)}
    return tuple(
        TestLine(
            test,
            found.get(test.id),
            None if test.id not in found else not (failed and test.id == "endotoxin"),
            Decimal("0.1") if test.id == "cd3" else None,
        )
        for test in TESTS
    )


def bag(dose_id, nth, *, expires=NOW + timedelta(hours=5), frozen=False):
    return Bag(
        id=dose_id * 10 + nth,
        dose_id=dose_id,
        number=f"=W0001 26 {dose_id:06d}-{nth}",
        nth=nth,
        volume=50000,
        cells=760000,
        expires=expires,
        viability=925,
        thaw_from=NOW + timedelta(hours=1) if frozen else None,
    )


def dose(dose_id, lot, **changed):
    made = ProductDose(
        id=dose_id,
        lot_id=lot.id,
        patient_id=lot.patient_id,
        form=DoseForm.FRESH,
        bags=(bag(dose_id, 1), bag(dose_id, 2)),
        state=DoseState.PREPARED,
        address=Address(1, "NK1"),
    )
    return replace(made, **changed)


def order(line):
    return CellOrder(line.patient.id, Address(1, "NK1"), 40000, 1520000, WEIGHT, "Dr Orlova", NOW)


def ready(go, *reasons):
    return Readiness(go, tuple(reasons), NOW)


def dose_views(line, lot):
    expired = NOW - timedelta(minutes=1)
    first, second = dose(1, lot), dose(2, lot, bags=(bag(2, 1, expires=expired),))
    third = dose(3, lot, form=DoseForm.FROZEN, bags=(bag(3, 1, frozen=True),), address=None)
    gone = dose(4, lot, state=DoseState.INFUSED, bags=(bag(4, 1),), address=Address(1, "NK2"))
    remark = GoReason(GoCode.TEST_OPEN, Go.GO, "sterility")
    late = GoReason(GoCode.EXPIRED, Go.NO_GO, second.bags[0].number, expired)
    return (
        DoseView(first, order(line), 41, (1, 3), NOW.date(), ready(Go.GO, remark), weight=WEIGHT),
        DoseView(second, None, 42, (2, 3), date(2026, 3, 19), ready(Go.NO_GO, late)),
        DoseView(third, None, None, None, None, None),
        DoseView(gone, order(line), 43, (3, 3), date(2026, 3, 5), None),
    )


def lot_of(line, donor, state=LotState.CONDITIONAL, number="NKL-26-011", **more):
    lot = Lot(line.patient.id * 10, line.patient.id, donor.id, 1, number, state)
    moves = (
        LotMove(
            lot.id, LotState.NOT_STARTED, LotState.COLLECTED, NOW - timedelta(days=15), "C. Lab"
        ),
        LotMove(
            lot.id,
            LotState.IN_TEST,
            LotState.CONDITIONAL,
            NOW - timedelta(hours=20),
            "Dr Orlova",
            reason="the patient cannot wait",
            open_tests=("mycoplasma", "sterility"),
            weight=WEIGHT,
        ),
    )
    nexts = (LotState.RELEASED, LotState.REJECTED)
    made = LotView(lot, line, donor, RULES, lines(lot.id), moves, (), (), nexts, results(lot.id))
    return replace(made, **more)


def donor_of(line):
    patient = line.patient.id
    return Donor(patient, patient, "Ёлкина", "Мария", date(1985, 4, 3), "f", "mother")


def donor_line(line, **changed):
    donor = donor_of(line)
    made = DonorLine(
        donor=donor,
        line=line,
        facts=DonorFacts(donor.id, "HLA laboratory, report 4711 of 02.02.2026", date(2026, 2, 25)),
        check=Outcome.ELIGIBLE,
        check_on=date(2026, 2, 25),
        consent=date(2026, 2, 20),
        collection=date(2026, 2, 24),
        collection_item=7,
        collected=date(2026, 2, 25),
    )
    return replace(made, **changed)


def fever(line):
    return Hold(
        line.patient.id,
        HoldKind.FEVER,
        NOW - timedelta(minutes=20),
        "Nurse A",
        "chills since the morning",
        value="38.6 °C",
        id=5,
    )


def full(line):
    donor = donor_of(line)
    view = lot_of(line, donor)
    view = replace(view, doses=dose_views(line, view.lot))
    second = lot_of(line, donor, LotState.IN_TEST, "NKL-26-014")
    second = replace(second, lot=replace(second.lot, id=second.lot.id + 1), moves=())
    return RecipientProducts(line, donor_line(line), RULES, (view, second), (fever(line),))


def board(desk, **changed):
    """Return a board of the sample ward's own patients with invented products."""
    people = [row.line for row in find_patients(desk).rows]
    first, second, third, fourth, *rest = people
    rejected = lot_of(second, donor_of(second), LotState.REJECTED, "NKL-26-009")
    failed = replace(rejected, tests=lines(rejected.lot.id, failed=True), next_states=())
    recipients = (
        full(first),
        RecipientProducts(second, donor_line(second, collected=None), RULES, (failed,), ()),
        RecipientProducts(third, None, RULES, (), ()),
        RecipientProducts(fourth, donor_line(fourth), RULES, (), ()),
        *(RecipientProducts(one, None, None, (), ()) for one in rest),
    )
    return replace(ProductsBoard(recipients, sample=True, as_of=NOW, revision=1), **changed)


def alarm(desk):
    line = find_patients(desk).rows[0].line
    found = full(line)
    view = found.lots[0]
    return ProductAlarm(
        id=3,
        line=line,
        lot=view.lot,
        test=Words("sterility, 14 days"),
        value="positive",
        at=NOW,
        received=((line, "C1/NK2", date(2026, 3, 5)),),
        held=(view.doses[0].dose, view.doses[2].dose),
    )
