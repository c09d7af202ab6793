"""Late results that failed: who received the lot, until somebody has seen it by name."""

from datetime import date

from nkdesk.model.naming import tidy
from nkdesk.model.product import DoseState, Lot, ProductDose
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.model.words import Words
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.lines import PatientLines
from nkdesk.services.product.under_way import given_item
from nkdesk.services.product_models import ProductAlarm
from nkdesk.services.read_models import PatientLine
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import cycles, infusions, lots, product_alarms, product_doses
from nkdesk.store.product_alarms import StoredProductAlarm
from nkdesk.store.ward_rows import patients_of

_LEFT = (DoseState.PREPARED, DoseState.ISSUED, DoseState.RETURNED)


def unseen_product_alarms(desk: Desk) -> tuple[ProductAlarm, ...]:
    """Return the alarms nobody has seen yet, newest first."""
    stored = product_alarms.unseen(desk.store)
    if not stored:
        return ()
    people = patients_of(desk.store, {one.patient_id for one in stored})
    lines = PatientLines(desk, desk.clock.today())
    return tuple(_alarm(desk, one, lines.line(people[one.patient_id])) for one in stored)


def see_product_alarm(desk: Desk, alarm_id: int) -> Saved | Unsaved:
    """Save who has seen an alarm; refused for one that somebody has seen, or that is none."""
    read_at = revision(desk)
    known = {one.id for one in product_alarms.unseen(desk.store)}
    if alarm_id not in known or not tidy(desk.actor):
        return Unsaved((), Refused((BrokenRule(RuleCode.ALREADY_CLOSED),)))
    with step_on(desk, read_at, StepKind.SEE_PRODUCT_ALARM) as step:
        product_alarms.see(step, alarm_id, desk.actor)
    return Saved(step.seq)


def _alarm(desk: Desk, stored: StoredProductAlarm, line: PatientLine) -> ProductAlarm:
    lot, result = lots.lot(desk.store, stored.lot_id), lots.result(desk.store, stored.result_id)
    if lot is None or result is None:  # pragma: no cover -- the store keeps both for ever
        raise KeyError(stored.id)
    return ProductAlarm(
        id=stored.id,
        line=line,
        lot=lot,
        test=_title(desk, line, result.test),
        value=str(result.value),
        at=stored.raised_at,
        received=_received(desk, lot, line),
        held=left_of(desk, lot),
    )


def _title(desk: Desk, line: PatientLine, test: str) -> Words:
    rules = desk.protocol(line.patient.protocol_hash).product
    if rules is None:  # pragma: no cover -- a lot is of a protocol with a product
        raise KeyError(test)
    return rules.test(test).title


def _received(desk: Desk, lot: Lot, line: PatientLine) -> tuple[tuple[PatientLine, str, date], ...]:
    """Return the infusions of a lot that began, and those recorded as given with a dose of it."""
    begun = ((one.item_id, one.started) for one in infusions.of_lot(desk.store, lot.id))
    found = {_address(desk, item_id): at.date() for item_id, at in begun if at is not None}
    for dose in product_doses.doses_of_lot(desk.store, lot.id):
        item = given_item(desk, dose) if dose.state in _LEFT else None
        if item is not None:
            found.setdefault(str(item.address), item.actual or item.planned)
    return tuple((line, address, day) for address, day in found.items())


def _address(desk: Desk, item_id: int) -> str:
    entry = cycles.day_item(desk.store, item_id)
    if entry is None:  # pragma: no cover -- the store keeps the item of an infusion
        raise KeyError(item_id)
    return str(entry.item.address)


def left_of(desk: Desk, lot: Lot) -> tuple[ProductDose, ...]:
    """Return the doses of a lot of which nothing has been given yet and which still could be."""
    begun = {one.dose_id for one in infusions.of_lot(desk.store, lot.id)}
    return tuple(
        dose
        for dose in product_doses.doses_of_lot(desk.store, lot.id)
        if dose.state in _LEFT and dose.id not in begun and given_item(desk, dose) is None
    )
