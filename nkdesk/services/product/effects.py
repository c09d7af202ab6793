"""What a change of dates does to the products of the infusions it moves, before it is saved."""

from collections.abc import Iterator, Mapping

from nkdesk.bedside.go import judge
from nkdesk.model.cycle import Address, CycleItem
from nkdesk.model.day_item import DayItem
from nkdesk.model.patient import Patient
from nkdesk.model.product import ProductDose
from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Readiness
from nkdesk.scheduler import Course
from nkdesk.services.desk import Desk
from nkdesk.services.product.facts import Known, facts_of
from nkdesk.services.product.known import KnownProducts, known_facts, known_products
from nkdesk.services.product_models import ProductEffect
from nkdesk.store import cycles, patients


def effects(
    desk: Desk, patient_id: int, before: Course, after: Course
) -> tuple[ProductEffect, ...]:
    """Return what a change does to the doses reserved for infusions that move or fall away.

    In plan order. ``after`` None: the infusion will not be given, its dose is left over.
    """
    patient = patients.patient(desk.store, patient_id)
    changed = list(_changed(before, after))
    if patient is None or before.protocol.product is None or not changed:
        return ()
    products = known_products(desk, [patient_id])
    of_doses = [one for one in changed if _dose(products, patient_id, one[0]) is not None]
    if not of_doses:
        return ()
    judging = _Judging(desk, patient, before, products)
    return tuple(judging.effect(was, becomes) for was, becomes in of_doses)


def _changed(before: Course, after: Course) -> Iterator[tuple[CycleItem, CycleItem | None]]:
    """Yield the open infusions that get another day or are given up, as they were and will be."""
    new: Mapping[Address, CycleItem] = {
        item.address: item for cycle in after.cycles for item in cycle.items
    }
    for cycle in before.cycles:
        for was in cycle.items:
            becomes = new.get(was.address)
            if was.kind is not ItemKind.INFUSION or not was.is_open:
                continue
            if becomes is None or not becomes.is_open or becomes.planned != was.planned:
                yield was, becomes if becomes is not None and becomes.is_open else None


def _dose(products: KnownProducts, patient_id: int, item: CycleItem) -> ProductDose | None:
    return products.reserved.get((patient_id, item.address))


class _Judging:
    """Judges the infusions of one patient on days that are not stored yet."""

    def __init__(
        self, desk: Desk, patient: Patient, before: Course, products: KnownProducts
    ) -> None:
        self._desk = desk
        self._patient = patient
        self._rules = before.protocol.product
        self._known = Known(products, known_facts(desk, [patient.id]))
        self._ids = cycles.item_ids(desk.store, patient.id)
        self._at = desk.clock.now()

    def effect(self, was: CycleItem, becomes: CycleItem | None) -> ProductEffect:
        """Return what becomes of one infusion's product."""
        dose = _dose(self._known.products, self._patient.id, was)
        return ProductEffect(
            address=str(was.address),
            before=self._judge(was),
            after=None if becomes is None else self._judge(becomes),
            expires=None if dose is None else dose.expires,
            new_day=was.planned if becomes is None else becomes.planned,
        )

    def _judge(self, item: CycleItem) -> Readiness | None:
        if self._rules is None:  # pragma: no cover -- asked of a protocol with a product only
            return None
        entry = DayItem(self._ids[item.address], item, self._patient, self._patient.protocol_hash)
        return judge(facts_of(self._desk, self._known, entry, self._rules), self._at)
