"""A lot made for one patient of the sample ward, step by step through the services."""

from nkdesk.services.evidence import current_donor
from nkdesk.services.forms import Saved
from nkdesk.services.product import (
    add_dose,
    enter_test,
    lot_view,
    move_lot,
    open_lot,
    order_cells,
    place_hold,
    products_board,
    save_donor_facts,
)
from nkdesk.services.product_forms import (
    BagForm,
    DonorFactsForm,
    HoldForm,
    LotForm,
    LotMoveForm,
    OrderForm,
    ProductDoseForm,
    TestForm,
)
from tests.ui.changing import page_of, rows_of
from tests.ui.evidence import donor

NUMBER = "NK-007"
LOT = "TL-26-01"
MADE = (
    ("collected", "25.02.2026"),
    ("expanding", "26.02.2026"),
    ("harvested", "09.03.2026"),
    ("in_test", "10.03.2026"),
)
PASSED = (
    ("gram", "no_organism"),
    ("culture", "no_growth"),
    ("endotoxin", "0.5"),
    ("mycoplasma", "negative"),
    ("feeder", "0.02"),
    ("cd3", "8"),
    ("purity", "96.5"),
    ("hla", "same"),
    ("potency", "44"),
    ("viability", "92.5"),
)
BAG = BagForm("=W0001 26 000117-1", "50", "1610", "23.03.2026", "18:30", "92.5")


def saved(answer):
    assert isinstance(answer, Saved), answer
    return answer


def line(desk, number=NUMBER):
    return page_of(desk, number).line


def found(desk, number=NUMBER):
    """Return a recipient's row of the board."""
    rows = products_board(desk).recipients
    return next(row for row in rows if row.line.patient.trial_number == number)


def lot(desk, number=NUMBER):
    return next(view for view in found(desk, number).lots if view.lot.number == LOT)


def item(desk, address="C1/NK1", number=NUMBER):
    return rows_of(desk, number)[address].item_id


def with_donor(desk, number=NUMBER):
    whose = line(desk, number)
    if current_donor(desk, whose.patient.id) is None:
        donor(desk, whose)
    saved(save_donor_facts(desk, DonorFactsForm(whose.patient.id, "HLA report 4711", "25.02.2026")))
    return whose


def opened(desk):
    whose = with_donor(desk)
    saved(open_lot(desk, LotForm(whose.patient.id, LOT)))
    return lot(desk)


def move(desk, view, to, on, **more):
    form = LotMoveForm(view.lot.id, to, on, "08:00", "B. Laborant", **more)
    saved(move_lot(desk, form))


def in_test(desk):
    view = opened(desk)
    for to, on in MADE:
        move(desk, view, to, on)
    return lot(desk)


def result(desk, view, test, value, **more):
    form = TestForm(view.lot.id, test, value, "11.03.2026", "10:00", "C. Tester", **more)
    return saved(enter_test(desk, form))


def released(desk):
    view = in_test(desk)
    for test, value in PASSED:
        result(desk, view, test, value)
    move(desk, view, "released", "12.03.2026", second="D. Zweite")
    return lot(desk)


def with_dose(desk):
    """Return the released lot with one dose of two bags, ordered and reserved."""
    view = released(desk)
    whose = item(desk)
    saved(order_cells(desk, OrderForm(whose, "40", "3220", "Dr Orlova")))
    second = BagForm("=W0001 26 000117-2", "50", "1610", "23.03.2026", "18:30", "92.5")
    saved(add_dose(desk, ProductDoseForm(view.lot.id, "fresh", (BAG, second), whose)))
    return lot_view(desk, view.lot.id)


def held(desk):
    view = with_dose(desk)
    whose = line(desk).patient.id
    form = HoldForm(whose, "fever", "chills since the morning", "Nurse A", value="38.6 °C")
    saved(place_hold(desk, form))
    return view
