"""What stands on the paper of an infusion entered after the fact: whose bags, who, when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from nkdesk.bedside.checking import bag_meant
from nkdesk.bedside.codes import number_key
from nkdesk.bedside.lots import dose_next
from nkdesk.model.day_item import DayItem
from nkdesk.model.folding import fold
from nkdesk.model.product import Bag, ProductDose
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Unsaved
from nkdesk.services.infusion_models import LateForm
from nkdesk.services.infusions.opening import LEFT
from nkdesk.services.infusions.writing import NotSavedError
from nkdesk.services.product.entries import ProductReader, codes
from nkdesk.services.product.under_way import is_under_way
from nkdesk.store import product_doses
from nkdesk.store.store import Step


@dataclass(frozen=True, slots=True)
class Paper:
    """What was read. ``bags`` are those that were hung, in the order they are numbered in."""

    first: str
    second: str
    started: datetime
    ended: datetime
    dose: ProductDose
    bags: tuple[Bag, ...]


def read_paper(desk: Desk, form: LateForm, entry: DayItem) -> Paper:
    """Read it; NotSavedError with everything that is wrong."""
    reader = ProductReader(desk)
    if number_key(form.trial_number) != number_key(entry.patient.trial_number):
        reader.refuse("trial_number", FieldCode.UNLIKE_NUMBER)
    dose, bags = _dose_of(desk, reader, form.bags, entry)
    first = reader.name("first", form.first, needed=True)
    second = reader.name("second", form.second, needed=True)
    if first and fold(first) == fold(second):
        reader.refuse("second", FieldCode.SAME_PERSON)
    times = _times(reader, form, entry)
    if reader.problems or dose is None or times is None:
        raise NotSavedError(Unsaved(tuple(reader.problems)))
    return Paper(first, second, *times, dose, bags)


def reserve_on_paper(step: Step, desk: Desk, dose: ProductDose, entry: DayItem) -> None:
    """Reserve the dose on the paper for this infusion, whatever was reserved for it before."""
    if dose.address == entry.item.address:
        return
    other = product_doses.dose_of_item(desk.store, entry.patient.id, entry.item.address)
    if other is not None and other.state in LEFT:
        product_doses.reserve(step, other, None)
    product_doses.reserve(step, dose, entry.item.address)


def _dose_of(
    desk: Desk, reader: ProductReader, typed: Iterable[str], entry: DayItem
) -> tuple[ProductDose | None, tuple[Bag, ...]]:
    """Return the one dose of this patient that all bags on the paper are of."""
    named = [number for number in typed if number.strip()]
    if not named:
        reader.refuse("bags", FieldCode.MISSING)
        return None, ()
    for dose in product_doses.doses(desk.store, entry.patient.id):
        found = {bag_meant(number, dose.bags) for number in named} - {None}
        if len(found) == len(named):
            _refuse_gone(desk, reader, dose)
            return dose, tuple(bag for bag in dose.bags if bag in found)
    _refuse_bags(desk, reader, named, entry)
    return None, ()


def _refuse_gone(desk: Desk, reader: ProductReader, dose: ProductDose) -> None:
    if dose.state not in LEFT:
        reader.refuse("bags", FieldCode.NOT_FROM_HERE, codes(dose_next(dose.state)) or "-")
    elif is_under_way(desk, dose):
        reader.refuse("bags", FieldCode.UNDER_WAY)


def _refuse_bags(desk: Desk, reader: ProductReader, named: Iterable[str], entry: DayItem) -> None:
    """Say of each number that it is another patient's or nobody's, else that they are no dose."""
    every = product_doses.doses(desk.store)
    for number in named:
        whose = {dose.patient_id for dose in every if bag_meant(number, dose.bags) is not None}
        if not whose:
            reader.refuse("bags", FieldCode.UNLIKE_NUMBER, number)
        elif entry.patient.id not in whose:
            reader.refuse("bags", FieldCode.OTHER_PATIENT, number)
    if not reader.problems:
        reader.refuse("bags", FieldCode.NOT_A_CHOICE)


def _times(
    reader: ProductReader, form: LateForm, entry: DayItem
) -> tuple[datetime, datetime] | None:
    """Read start and end; an end before the start on the clock is one after midnight."""
    day = reader.plan_day("on", form.on)
    start, end = (_clock(reader, "start", form.start), _clock(reader, "end", form.end))
    if day is None or start is None or end is None:
        return None
    if day < entry.patient.born:
        reader.refuse("on", FieldCode.BEFORE_BIRTH)
    zone = reader.now.tzinfo
    started, ended = datetime.combine(day, start, zone), datetime.combine(day, end, zone)
    if ended < started:
        ended += timedelta(days=1)
    for name, moment in (("start", started), ("end", ended)):
        if moment > reader.now:
            reader.refuse(name, FieldCode.IN_FUTURE)
    return started, ended


def _clock(reader: ProductReader, field: str, typed: str) -> time | None:
    """Read a clock time that cannot be left out."""
    if not typed.strip():
        reader.refuse(field, FieldCode.MISSING)
    return reader.clock_time(field, typed)
