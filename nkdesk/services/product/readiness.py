"""GO, HOLD or NO-GO of infusions, computed from the store on every call: nothing of it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from nkdesk.bedside.go import judge
from nkdesk.model.day_item import DayItem
from nkdesk.model.patient import Weight
from nkdesk.model.product_rules import ProductRules
from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Readiness
from nkdesk.services.desk import Desk
from nkdesk.services.product.facts import Known, facts_of
from nkdesk.services.product.known import KnownProducts, known_facts, known_products
from nkdesk.services.row_products import ProductLine
from nkdesk.store import cycles, patients


def readiness(
    desk: Desk, item_id: int, at: datetime | None = None, *, starting: bool = False
) -> Readiness | None:
    """Return whether an infusion may begin at a moment, None: now.

    ``starting`` says that it is about to be checked or started, not listed. None for no item of
    that number, one that is no open infusion, and a protocol without a product.
    """
    entry = cycles.day_item(desk.store, item_id)
    if entry is None:
        return None
    found = _judged(desk, [entry], None, at or desk.clock.now(), starting=starting)
    return found.get(item_id)


def stood_at(desk: Desk, entry: DayItem, rules: ProductRules, at: datetime) -> Readiness:
    """Return what stood against an infusion when it began, also where it is recorded as given."""
    wanted = {entry.patient.id}
    known = Known(known_products(desk, wanted), known_facts(desk, wanted))
    return judge(facts_of(desk, known, entry, rules, starting=True), at)


def readiness_of(
    desk: Desk, entries: Iterable[DayItem], at: datetime | None = None
) -> Mapping[int, Readiness]:
    """Return the same for the open infusions among many items, by item; others have no entry."""
    return _judged(desk, list(entries), None, at or desk.clock.now())


def product_lines(desk: Desk, entries: Iterable[DayItem]) -> Mapping[int, ProductLine]:
    """Return what lists say of the product of infusions, by item; others have no entry."""
    return row_products(desk, list(entries))[0]


def row_products(
    desk: Desk, entries: Sequence[DayItem]
) -> tuple[Mapping[int, ProductLine], Mapping[int, Readiness]]:
    """Return the product lines and the readiness of a list's infusions in one reading."""
    infusions = [one for one in entries if rules_of(desk, one) is not None]
    if not infusions:
        return {}, {}
    known = known_products(desk, {one.patient.id for one in infusions})
    asked = {one.patient.id for one in infusions if one.item.is_open}
    judged = _judged(desk, infusions, known, desk.clock.now()) if asked else {}
    lacking = {
        one.patient.id
        for one in infusions
        if (one.patient.id, one.item.address) not in known.orders
    }
    today = desk.clock.today()
    weights = patients.newest_weights(desk.store, sorted(lacking), today) if lacking else {}
    return {one.item_id: _line(one, known, weights) for one in infusions}, judged


def rules_of(desk: Desk, entry: DayItem) -> ProductRules | None:
    """Return what the protocol says of an infusion's product; None for all other items."""
    if entry.item.kind is not ItemKind.INFUSION:
        return None
    return desk.protocol(entry.protocol_hash).product


def _judged(
    desk: Desk,
    entries: Sequence[DayItem],
    products: KnownProducts | None,
    at: datetime,
    *,
    starting: bool = False,
) -> dict[int, Readiness]:
    """Judge the open infusions among some items, all by what is stored at this moment."""
    asked = [
        (one, rules)
        for one in entries
        if one.item.is_open and (rules := rules_of(desk, one)) is not None
    ]
    if not asked:
        return {}
    wanted = {one.patient.id for one, _ in asked}
    known = Known(products or known_products(desk, wanted), known_facts(desk, wanted))
    return {
        one.item_id: judge(facts_of(desk, known, one, rules, starting=starting), at)
        for one, rules in asked
    }


def _line(entry: DayItem, known: KnownProducts, weights: Mapping[int, Weight]) -> ProductLine:
    key = entry.patient.id, entry.item.address
    dose, order = known.reserved.get(key), known.orders.get(key)
    weight = weights.get(entry.patient.id) if order is None else order.weight
    lot = None if dose is None else known.lots.get(dose.lot_id)
    return ProductLine(dose, lot, order, weight)
