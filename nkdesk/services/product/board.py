"""All recipients with donor, lots, doses and holds: those with something to decide first."""

from collections.abc import Mapping
from dataclasses import dataclass

from nkdesk.model.eligibility import Outcome
from nkdesk.model.evidence import Donor
from nkdesk.model.product import DonorFacts, Hold, LotState
from nkdesk.model.readiness import Go
from nkdesk.services.desk import Desk
from nkdesk.services.evidence import current_donor
from nkdesk.services.lines import everybody
from nkdesk.services.product.donor_days import donor_on
from nkdesk.services.product.facts import day_ahead
from nkdesk.services.product.lot_views import patient_lots
from nkdesk.services.product_models import DonorLine, LotView, ProductsBoard, RecipientProducts
from nkdesk.services.read_models import PatientLine
from nkdesk.services.steps import revision
from nkdesk.services.ward_days import collecting_later
from nkdesk.store import evidence, holds, lots, product_plan
from nkdesk.store.product_plan import CollectionRow
from nkdesk.store.site import site

_DECIDED_BY_PEOPLE = (LotState.IN_TEST, LotState.CONDITIONAL)


def products_board(desk: Desk) -> ProductsBoard:
    """Return all patients with donor, lots and holds, those with something to decide first.

    ``rules`` None: the patient's protocol says nothing of a product.
    """
    read_at = revision(desk)
    with collecting_later():
        lines = everybody(desk)
        shared = _shared(desk, lines)
        found = [_recipient(desk, line, shared) for line in lines]
    found.sort(key=lambda one: not _asks(one, desk))
    return ProductsBoard(tuple(found), site(desk.store).sample, desk.clock.now(), read_at)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What is read of everybody at once."""

    collections: Mapping[int, CollectionRow]
    holds: Mapping[int, tuple[Hold, ...]]


def _shared(desk: Desk, lines: tuple[PatientLine, ...]) -> _Shared:
    held: dict[int, tuple[Hold, ...]] = {}
    for one in holds.holds(desk.store, open_only=True):
        held[one.patient_id] = (*held.get(one.patient_id, ()), one)
    rows = product_plan.collections_of(desk.store, [line.patient.id for line in lines])
    return _Shared({row.patient_id: row for row in rows}, held)


def _recipient(desk: Desk, line: PatientLine, shared: _Shared) -> RecipientProducts:
    patient_id = line.patient.id
    donor = current_donor(desk, patient_id)
    return RecipientProducts(
        line=line,
        donor=None if donor is None else _donor_line(desk, line, donor, shared),
        rules=desk.protocol(line.patient.protocol_hash).product,
        lots=patient_lots(desk, line),
        holds=shared.holds.get(patient_id, ()),
    )


def _donor_line(desk: Desk, line: PatientLine, donor: Donor, shared: _Shared) -> DonorLine:
    patient_id = line.patient.id
    facts = lots.donor_facts(desk.store, donor.id) or DonorFacts(donor.id)
    row = shared.collections.get(patient_id)
    collected = facts.collected or (None if row is None else row.actual)
    on = collected or day_ahead(row, desk.clock.today())
    evaluation = donor_on(desk, patient_id, on)
    signed = [
        one.signed
        for one in evidence.consents(desk.store, patient_id, donor.id)
        if one.withdrawn is None
    ]
    return DonorLine(
        donor=donor,
        line=line,
        facts=facts,
        check=Outcome.INCOMPLETE if evaluation is None else evaluation.outcome,
        check_on=on,
        consent=max(signed, default=None),
        collection=None if row is None else row.planned,
        collection_item=None if row is None else row.item_id,
        collected=collected,
    )


def _asks(one: RecipientProducts, desk: Desk) -> bool:
    """Whether a person has something to decide: a hold, a lot in test, a dose that is not GO."""
    now = desk.clock.now()
    held = any(hold.holds_at(now) for hold in one.holds)
    return held or any(_lot_asks(view) for view in one.lots)


def _lot_asks(view: LotView) -> bool:
    if view.lot.state in _DECIDED_BY_PEOPLE:
        return True
    judged = [dose.readiness for dose in view.doses if dose.readiness is not None]
    return any(one.go is not Go.GO or one.asks for one in judged)
