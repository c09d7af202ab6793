"""What the bedside screen shows of one infusion: complete, read anew whenever it opens.

The first checker's entries are nobody's to see before the second has checked: they are left out.
"""

from dataclasses import replace
from decimal import Decimal

from nkdesk.bedside.cell_dose import per_kg
from nkdesk.bedside.infusing import may
from nkdesk.bedside.vitals import extra
from nkdesk.model.cycle import ItemState
from nkdesk.model.day_item import DayItem
from nkdesk.model.infusion import InfusionAct, InfusionState
from nkdesk.model.patient import Weight
from nkdesk.model.product import Bag
from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from nkdesk.services.day_list import day_row
from nkdesk.services.desk import Desk
from nkdesk.services.infusion_models import BagView, BedsidePage, CellCount
from nkdesk.services.infusions.bed import Bed, bed_around
from nkdesk.services.infusions.opening import LEFT, weight_of
from nkdesk.services.infusions.plan import nothing_measured, usual_limits, vitals_due
from nkdesk.services.product.readiness import readiness
from nkdesk.services.steps import revision
from nkdesk.store import cycles, infusions, lots, orders, product_doses, reactions, vitals

_THOUSANDS_A_MILLION = 1000
_OVER = (InfusionState.COMPLETE, InfusionState.ABANDONED)


def bedside_page(desk: Desk, item_id: int) -> BedsidePage | None:
    """Return everything of one infusion; None for no infusion, or a protocol without a product."""
    entry = cycles.day_item(desk.store, item_id)
    if entry is None or entry.item.kind is not ItemKind.INFUSION:
        return None
    record = infusions.of_item(desk.store, item_id)
    blank = _blank(desk, entry)
    if blank is None or record is None:
        return blank
    return _of_record(desk, blank, bed_around(desk, record))


def _blank(desk: Desk, entry: DayItem) -> BedsidePage | None:
    """Return the page of an infusion of which nothing has been recorded at the bed."""
    row = day_row(desk, entry.item_id)
    rules = desk.protocol(entry.protocol_hash).product
    if row is None or rules is None:
        return None
    dose = product_doses.dose_of_item(desk.store, entry.patient.id, entry.item.address)
    wanted = orders.newest_orders(desk.store, entry.patient.id)
    order = next((one for one in wanted if one.address == entry.item.address), None)
    weight = weight_of(desk, entry)
    can_open = entry.item.is_open and dose is not None and dose.state in LEFT
    return BedsidePage(
        row=row,
        rules=rules,
        dose=dose,
        lot=None if dose is None else lots.lot(desk.store, dose.lot_id),
        order=order,
        ordered=None if order is None else CellCount(order.total, Decimal(order.per_kg)),
        labelled=None if dose is None else cell_count(dose.cells, weight),
        infused=None,
        weight=weight,
        readiness=_readiness(desk, entry),
        infusion=None,
        may=frozenset({InfusionAct.CHECK} if can_open else ()),
        bags=() if dose is None else tuple(BagView(bag, None, None, None) for bag in dose.bags),
        events=(),
        vitals=nothing_measured(rules, desk.clock.now()),
        extra_vitals=(),
        limits=usual_limits(rules, entry.patient, entry.item.actual or entry.item.planned),
        reactions=(),
        steroids_barred=rules.steroids_barred,
        intended=entry.item.planned,
        revision=revision(desk),
    )


def _of_record(desk: Desk, blank: BedsidePage, bed: Bed) -> BedsidePage:
    """Return the page of an infusion under way or over; its dose is that of the record."""
    record, measured = bed.infusion, vitals.rows(desk.store, bed.infusion.id)
    infused = None if record.infused is None else cell_count(record.infused, record.weight)
    return replace(
        blank,
        dose=bed.dose,
        lot=lots.lot(desk.store, bed.dose.lot_id),
        labelled=cell_count(bed.dose.cells, record.weight),
        infused=infused,
        weight=record.weight,
        infusion=record,
        may=may(record.state),
        bags=tuple(_bag_view(bed, bag) for bag in bed.bags),
        events=bed.events,
        vitals=vitals_due(bed.rules, record, measured, blank.limits, desk.clock.now()),
        extra_vitals=extra(bed.rules, measured),
        reactions=reactions.rows(desk.store, record.id),
        resumed=None if record.state in _OVER else bed.events[-1],
        observe_until=bed.observe_until,
        blind=_blind(bed),
    )


def cell_count(cells: int, weight: Weight | None) -> CellCount:
    """Return thousands of cells in all, and per kg where a weight is known."""
    if weight is None:
        return CellCount(cells, None)
    return CellCount(cells, per_kg(cells, weight.grams) * _THOUSANDS_A_MILLION)


def _bag_view(bed: Bed, bag: Bag) -> BagView:
    """Return a bag with its checks; what the first typed is left out until the second matched."""
    checks = {one.position: one for one in bed.checks if one.bag_id == bag.id}
    first, second = checks.get(1), checks.get(2)
    if first is not None and second is None:
        first = replace(first, patient_scan="", bag_scan="", visual="")
    return BagView(bag, first, second, bed.hung.get(bag.number))


def _blind(bed: Bed) -> str:
    """Return the first checker of a bag that waits for the second, "" where none waits."""
    for bag in bed.bags:
        view = _bag_view(bed, bag)
        if view.first is not None and view.second is None:
            return view.first.person
    return ""


def _readiness(desk: Desk, entry: DayItem) -> Readiness:
    """Return GO, HOLD or NO-GO of starting it now; one that is closed is never GO."""
    now = desk.clock.now()
    found = readiness(desk, entry.item_id, now, starting=True)
    if found is not None:
        return found
    given = GoReason(GoCode.ALREADY_INFUSED, Go.NO_GO)
    return Readiness(Go.NO_GO, (given,) if entry.item.state is ItemState.GIVEN else (), now)
