"""A recipient's donor, lots, doses and holds as plain lines for a terminal."""

from collections.abc import Iterator

from nkdesk.services.product_models import DonorLine, DoseView, LotView, RecipientProducts
from nkdesk.sheets.list_rows import identity
from nkdesk.sheets.wording.amounts import cells_text, no_order_text, order_text
from nkdesk.sheets.wording.dates import date_text, day_text
from nkdesk.sheets.wording.day import nth_text
from nkdesk.sheets.wording.holds import hold_text
from nkdesk.sheets.wording.products import (
    bag_numbers_text,
    dose_form_text,
    dose_state_text,
    expiries_text,
    lot_standing_symbol,
    lot_standing_text,
)
from nkdesk.sheets.wording.readiness import go_symbol, readiness_text
from nkdesk.sheets.wording.release_tests import (
    limit_text,
    passed_symbol,
    passed_text,
    release_test_title,
    result_text,
)


def recipient_lines(one: RecipientProducts) -> Iterator[str]:
    """Yield everything of one patient's products, the patient first."""
    who = identity(one.line)
    yield " | ".join((who.name, who.born, who.trial_number))
    if one.rules is None:
        yield "  The protocol says nothing of a cell product."
    yield "  No donor yet." if one.donor is None else f"  {_donor(one.donor)}"
    for hold in one.holds:
        yield f"  {hold_text(hold)}"
    for lot in one.lots:
        yield from _lot(lot)


def _donor(donor: DonorLine) -> str:
    person = donor.donor
    typing = donor.facts.typing or "typing not recorded"
    consent = "no consent" if donor.consent is None else f"consent {date_text(donor.consent)}"
    check = f"{donor.check.value.replace('_', ' ')} on {date_text(donor.check_on)}"
    born = f"born {date_text(person.born)}"
    name = f"Donor: {person.family}, {person.given}"
    return " | ".join((name, born, person.relation, typing, consent, check, _collection(donor)))


def _collection(donor: DonorLine) -> str:
    if donor.collected is not None:
        return f"collected {day_text(donor.collected)}"
    if donor.collection is not None:
        return f"collection planned {day_text(donor.collection)}"
    return "no collection planned"


def _lot(view: LotView) -> Iterator[str]:
    lot = view.lot
    symbol = lot_standing_symbol(lot.state, failed=view.failed_late)
    standing = lot_standing_text(lot.state, failed=view.failed_late)
    yield f"  {symbol} Lot {lot.number}, cycle {lot.cycle}: {standing}"
    for line in view.tests:
        said = passed_text(passed=line.passed, at_release=line.test.at_release)
        result = result_text(line.test, line.result, line.per_kg)
        title = f"{passed_symbol(passed=line.passed)} {release_test_title(line.test)}"
        yield f"      {title}: {result} (passes: {limit_text(line.test)}) {said}"
    for dose in view.doses:
        yield from _dose(dose)


def _dose(view: DoseView) -> Iterator[str]:
    dose = view.dose
    weight = None if view.order is None else view.order.weight
    state = f"{dose_form_text(dose.form)}, {dose_state_text(dose.state)}"
    yield f"      Product {bag_numbers_text(dose.bags)}: {state}, {expiries_text(dose.bags)}"
    ordered = no_order_text() if view.order is None else f"ordered {order_text(view.order)}"
    yield f"        labelled {cells_text(dose.cells, weight)}; {ordered}"
    if view.planned is not None and view.nth is not None:
        yield f"        for {dose.address}, {nth_text(view.nth)}, planned {day_text(view.planned)}"
    if view.readiness is not None:
        yield f"        {go_symbol(view.readiness.go)} {readiness_text(view.readiness)}"
