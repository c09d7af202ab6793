"""Invented lots, doses, infusions and what belongs to them, for the tests of the store."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from nkdesk.model.cycle import Address
from nkdesk.model.infusion import (
    BagCheck,
    CrsSigns,
    Infusion,
    InfusionAct,
    InfusionEvent,
    InfusionState,
    Outcome,
    Oxygen,
    Reaction,
    VitalSigns,
)
from nkdesk.model.patient import Weight
from nkdesk.model.printed_sheet import PrintedSheet, SheetKind, SheetRow
from nkdesk.model.product import (
    Bag,
    CellOrder,
    DonorFacts,
    DoseForm,
    DoseMove,
    DoseState,
    Hold,
    HoldKind,
    Lot,
    LotMove,
    LotState,
    ProductDose,
    TestResult,
)
from nkdesk.model.product_rules import Vital
from nkdesk.store import (
    donors,
    holds,
    infusions,
    lots,
    orders,
    printed_sheets,
    product_alarms,
    product_doses,
    reactions,
    vitals,
)
from nkdesk.store.cycles import item_ids
from nkdesk.store.step import Step
from nkdesk.store.store import Store
from tests.store.made_up import MINSK
from tests.store.signed import DONOR

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=MINSK)
NK1 = Address(1, "NK1")
WEIGHT = Weight(12500, date(2026, 3, 1))
UNTIL_RELEASE = (
    *(LotState.COLLECTED, LotState.EXPANDING, LotState.HARVESTED, LotState.IN_TEST),
    LotState.RELEASED,
)


def at(minutes: int) -> datetime:
    """A minute of the day of the infusion, counted from noon."""
    return NOON + timedelta(minutes=minutes)


def new_lot(patient_id: int = 1, donor_id: int = 1, number: str = "L-1") -> Lot:
    return Lot(0, patient_id, donor_id, 1, number, note="в два приёма")


def lot_move(lot: Lot, becomes: LotState, **changes: object) -> LotMove:
    moved = LotMove(
        *(lot.id, lot.state, becomes, at(-600), "Dr Lab"),
        reason="as agreed",
        open_tests=("sterility",),
        weight=WEIGHT,
        entered_by="nurse",
    )
    return replace(moved, **changes)


def result_of_test(lot_id: int, test: str = "viability", **changes: object) -> TestResult:
    said = TestResult(lot_id, test, Decimal("91.50"), at(-700), "Laboratory", entered_by="nurse")
    return replace(said, **changes)


def bag(nth: int, number: str, **changes: object) -> Bag:
    labelled = Bag(0, 0, number, nth, 20_000, 250_000, at(150), 915)
    return replace(labelled, **changes)


def new_dose(
    lot: Lot, *numbers: str, address: Address | None = NK1, form: DoseForm = DoseForm.FRESH
) -> ProductDose:
    bags = tuple(bag(nth, number) for nth, number in enumerate(numbers, 1))
    return ProductDose(0, lot.id, lot.patient_id, form, bags, address=address)


def dose_move(dose: ProductDose, becomes: DoseState, **changes: object) -> DoseMove:
    moved = DoseMove(dose.id, dose.state, becomes, at(-60), "Courier", "", "", "nurse")
    return replace(moved, **changes)


def order(patient_id: int = 1, **changes: object) -> CellOrder:
    ordered = CellOrder(patient_id, NK1, 40_000, 500_000, WEIGHT, "Dr A", at(-900), "nurse")
    return replace(ordered, **changes)


def hold(patient_id: int = 1, **changes: object) -> Hold:
    return replace(Hold(patient_id, HoldKind.FEVER, at(-30), "Nurse A", "38.6 °C"), **changes)


def opened_lot(store: Store, lot: Lot | None = None) -> Lot:
    """A lot as it is stored, with its donor's patient."""
    with store.step(actor="nurse", what="open_lot") as step:
        lot_id = lots.add_lot(step, new_lot() if lot is None else lot)
    found = lots.lot(store, lot_id)
    assert found is not None
    return found


def moved(store: Store, lot: Lot, *states: LotState) -> Lot:
    """The lot after these moves, each in a step of its own."""
    for state in states:
        with store.step(actor="nurse", what="move_lot") as step:
            lots.move_lot(step, lot, lot_move(lot, state))
        lot = replace(lot, state=state)
    return lot


def added_dose(store: Store, dose: ProductDose) -> ProductDose:
    with store.step(actor="nurse", what="add_dose") as step:
        dose_id = product_doses.add_dose(step, dose)
    found = product_doses.dose(store, dose_id)
    assert found is not None
    return found


def dose_moved(store: Store, dose: ProductDose, *states: DoseState) -> ProductDose:
    for state in states:
        with store.step(actor="nurse", what="move_dose") as step:
            product_doses.move_dose(step, dose, dose_move(dose, state))
        dose = replace(dose, state=state)
    return dose


@dataclass(frozen=True)
class Product:
    """A donor, a lot and a dose for C1/NK1 of a patient, as they are stored."""

    patient_id: int
    donor_id: int
    lot: Lot
    dose: ProductDose
    item_id: int


def product(
    store: Store,
    patient_id: int = 1,
    *,
    state: LotState = LotState.RELEASED,
    form: DoseForm = DoseForm.FRESH,
    bags: int = 2,
) -> Product:
    """Everything that is needed before C1/NK1 of a patient can be infused, the dose issued."""
    with store.step(actor="nurse", what="donor") as step:
        donor_id = donors.add_donor(step, replace(DONOR, patient_id=patient_id))
        lots.set_donor_facts(
            step, patient_id, DonorFacts(donor_id, "HLA report 7", date(2026, 2, 20))
        )
        orders.add_order(step, order(patient_id))
    lot = opened_lot(store, new_lot(patient_id, donor_id, f"L-{patient_id}"))
    path = UNTIL_RELEASE[: UNTIL_RELEASE.index(state) + 1] if state in UNTIL_RELEASE else ()
    lot = moved(store, lot, *path)
    numbers = [f"N-{patient_id}-{nth}" for nth in range(1, bags + 1)]
    dose = dose_moved(store, added_dose(store, new_dose(lot, *numbers, form=form)), ISSUED)
    return Product(patient_id, donor_id, lot, dose, item_ids(store, patient_id)[NK1])


ISSUED = DoseState.ISSUED


def new_infusion(made: Product, **changes: object) -> Infusion:
    begun = Infusion(0, made.patient_id, made.item_id, made.dose.id, InfusionState.CHECKING, WEIGHT)
    return replace(begun, **changes)


def check(
    infusion_id: int, one: Bag, position: int, person: str = "", **changes: object
) -> BagCheck:
    by = person or ("Nurse A", "Nurse B")[position - 1]
    made = BagCheck(
        *(infusion_id, one.id, position, by, "HR-001-7", one.number, "clear"),
        *(at(-5), at(-5)),
    )
    return replace(made, **changes)


def event(
    infusion_id: int, act: InfusionAct = InfusionAct.RATE, **changes: object
) -> InfusionEvent:
    done = InfusionEvent(
        *(infusion_id, act, at(1), at(2), "Nurse A"), intended=at(0), detail="60", note="ё"
    )
    return replace(done, **changes)


def vitals_at(infusion_id: int, minutes: int = 15, **changes: object) -> VitalSigns:
    values = ((Vital.TEMPERATURE, Decimal("37.9")), (Vital.HEART_RATE, Decimal(120)))
    taken = at(minutes)
    return replace(VitalSigns(infusion_id, taken, taken, "Nurse A", values, minutes), **changes)


SIGNS = CrsSigns(132, Decimal("38.4"), antipyretic=True, systolic=88, oxygen=Oxygen.LOW_FLOW)


def reaction(infusion_id: int, **changes: object) -> Reaction:
    told = Reaction(
        *(infusion_id, "fever", at(20), at(22), "Nurse A", 1),
        *("paracetamol", "", None, SIGNS, 2, 2, "Dr A", "ё"),
    )
    return replace(told, **changes)


def sheet(number: str = "2026-03-12/1", **changes: object) -> PrintedSheet:
    printed = PrintedSheet(
        *(number, SheetKind.DAY, date(2026, 3, 12), 0, 7, at(-300), "Nurse A", at(600)),
        (SheetRow(1, 3, "a" * 64), SheetRow(2, 6, "b" * 64)),
    )
    return replace(printed, **changes)


ENDED = {"ended": at(60), "outcome": Outcome.PART, "remaining": 4000, "infused": 450_000}


def products_of_every_kind(step: Step, donor_id: int = 1) -> None:
    """A row in every table of products, infusions and holds, of patient 1 and in one step.

    Dose 1 waits for a second cycle; dose 2 was infused, all but a little of it.
    """
    store = step.store
    lots.set_donor_facts(step, 1, DonorFacts(donor_id, "HLA report 7", date(2026, 2, 20)))
    lot = replace(new_lot(1, donor_id), id=lots.add_lot(step, new_lot(1, donor_id)))
    for state in UNTIL_RELEASE:
        lots.move_lot(step, lot, lot_move(lot, state))
        lot = replace(lot, state=state)
    result = lots.add_test(step, 1, result_of_test(lot.id, "sterility", value="growth"))
    product_alarms.add_alarm(step, 1, lot.id, result)
    orders.add_order(step, order())
    waiting = new_dose(lot, "N-9", address=Address(2, "NK1"), form=DoseForm.FROZEN)
    product_doses.add_dose(step, waiting)
    dose_id = product_doses.add_dose(step, new_dose(lot, "N-1", "N-2"))
    dose = product_doses.dose(store, dose_id)
    assert dose is not None
    product_doses.move_dose(step, dose, dose_move(dose, DoseState.ISSUED))
    dose = replace(dose, state=DoseState.ISSUED)
    _infuse(step, Product(1, donor_id, lot, dose, item_ids(store, 1)[NK1]))
    holds.add_hold(step, hold(lot_id=lot.id))
    printed_sheets.add(step, sheet())


def _infuse(step: Step, made: Product) -> None:
    running = started(step, made)
    one = running.id
    infusions.add_event(step, event(one))
    vitals.add(step, vitals_at(one))
    reactions.add(step, reaction(one))
    ended = replace(running, state=InfusionState.OBSERVING, **ENDED)
    infusions.change_infusion(step, running, ended)
    product_doses.move_dose(step, made.dose, dose_move(made.dose, DoseState.INFUSED))


def checked(step: Step, made: Product, **changes: object) -> Infusion:
    """The infusion of a product whose bags two persons checked, of a frozen dose the first."""
    begun = new_infusion(made, **changes)
    begun = replace(begun, id=infusions.add_infusion(step, begun))
    frozen = made.dose.form is DoseForm.FROZEN
    for one in made.dose.bags[:1] if frozen else made.dose.bags:
        for position in (1, 2):
            infusions.add_check(step, check(begun.id, one, position))
    after = replace(begun, state=InfusionState.CHECKED)
    infusions.change_infusion(step, begun, after)
    return after


def started(step: Step, made: Product, **changes: object) -> Infusion:
    """The infusion of a product, running since noon."""
    before = checked(step, made, **changes)
    after = replace(before, state=InfusionState.RUNNING, started=at(0))
    infusions.change_infusion(step, before, after)
    return after
