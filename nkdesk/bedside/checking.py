"""One person's check of one bag at the bed, point by point. Anything but a match stops.

What is matched: the patient, the bag, the link of donor and recipient, expiry, dose, what the eye
sees, and that the second person is another one (clinical facts §5, hazards H14 and H15). There is
no override: a wrong point is scanned again, or a physician is called.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nkdesk.bedside.codes import (
    BagCode,
    PatientCode,
    isbt_check,
    looks_like_code,
    number_key,
    read_code,
)
from nkdesk.bedside.scanning import as_latin
from nkdesk.model.folding import fold
from nkdesk.model.infusion import BagCheck, CheckPoint, Match
from nkdesk.model.product import Bag, Lot, ProductDose
from nkdesk.model.readiness import Go, GoCode, Readiness

CLEAR = "clear"
"""What a person says who saw nothing wrong with a bag."""

_ABOUT_DOSE = frozenset(
    {
        *(GoCode.NO_ORDER, GoCode.NO_WEIGHT, GoCode.WEIGHT_OLD, GoCode.WEIGHT_CHANGED),
        *(GoCode.DOSE_OUT_OF_RANGE, GoCode.LABEL_UNLIKE_ORDER),
    }
)


class Point(StrEnum):
    """What is checked, in the order it is shown."""

    PATIENT = "patient"
    BAG = "bag"
    LINK = "link"
    EXPIRY = "expiry"
    DOSE = "dose"
    VISUAL = "visual"
    PERSON = "person"
    READINESS = "readiness"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person scanned, typed and saw at ``at``; ``position`` 1 or 2."""

    person: str
    position: int
    patient_scan: str
    bag_scan: str
    visual: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Expected:
    """What it must match: the patient, the patient's donor, the dose with its lot.

    ``readiness`` is judged for the moment of the entry; a reason of it that asks is answered at
    the start and stops no check. ``checks`` are those stored of this infusion.
    """

    patient_id: int
    trial_number: str
    donor_id: int | None
    dose: ProductDose
    lot: Lot
    readiness: Readiness
    checks: tuple[BagCheck, ...] = ()


def check(entry: Entry, expected: Expected) -> tuple[CheckPoint, ...]:
    """Return every point of an entry; the expiry only of a bag that is one of the dose's."""
    bag = bag_meant(entry.bag_scan, expected.dose.bags)
    found = [_patient(entry, expected), _bag(entry, bag), _link(expected)]
    if bag is not None:
        found.append(_expiry(entry, bag))
    found += [_dose(expected), _visual(entry), _person(entry, expected, bag)]
    return (*found, _ready(expected, {point.match for point in found}))


def bag_meant(scanned: str, bags: tuple[Bag, ...]) -> Bag | None:
    """Return the bag that was scanned or typed, None where it is none of these.

    A label of our own stands for the number on it. Spaces and the case of letters do not count,
    but a number as it stands goes before one that is only spelt alike.
    """
    told = set(_numbers(scanned))
    alike = {number_key(number) for number in told}
    exact = [bag for bag in bags if bag.number in told]
    spelt = [bag for bag in bags if number_key(bag.number) in alike]
    return next(iter(exact or (spelt if len(spelt) == 1 else [])), None)


def _numbers(scanned: str) -> Iterator[str]:
    """Say which product numbers a scan can stand for: as typed, in US keys, or by our label."""
    typed = scanned.strip()
    if not typed:
        return
    yield typed
    text = _latin(scanned)
    if text:
        code = read_code(text.upper())
        yield code.number if isinstance(code, BagCode) else text


def _latin(scanned: str) -> str:
    """Return a scan in US keys; "" for nothing, and for what cannot be read."""
    scan = as_latin(scanned.strip())
    return "" if scan is None else scan.text


def _patient(entry: Entry, expected: Expected) -> CheckPoint:
    """Judge who lies there; a bedside card or a bag in place of the patient says nothing of it."""
    wanted = number_key(expected.trial_number)
    text = _latin(entry.patient_scan)
    code = read_code(text.upper())
    if isinstance(code, PatientCode):
        same = code.trial_number == expected.trial_number
    elif wanted in (number_key(entry.patient_scan), number_key(text)):
        same = True
    elif not text or looks_like_code(text.upper()):
        return CheckPoint(Point.PATIENT, Match.UNREADABLE)
    else:
        same = False
    told = code.trial_number if isinstance(code, PatientCode) else text
    return _point(Point.PATIENT, Match.OTHER_PATIENT, told, same=same)


def _bag(entry: Entry, bag: Bag | None) -> CheckPoint:
    if bag is not None:
        return CheckPoint(Point.BAG, Match.MATCH)
    text = _latin(entry.bag_scan)
    code = read_code(text.upper())
    if isinstance(code, BagCode):
        return CheckPoint(Point.BAG, Match.OTHER_BAG, code.number)
    if not text or looks_like_code(text.upper()) or isbt_check(text) is False:
        return CheckPoint(Point.BAG, Match.UNREADABLE)
    return CheckPoint(Point.BAG, Match.OTHER_BAG, text)


def _link(expected: Expected) -> CheckPoint:
    """Close the chain donor, lot, dose, recipient."""
    dose, lot = expected.dose, expected.lot
    same = (
        lot.donor_id == expected.donor_id
        and dose.lot_id == lot.id
        and {lot.patient_id, dose.patient_id} == {expected.patient_id}
    )
    return _point(Point.LINK, Match.OTHER_DONOR, lot.number, same=same)


def _expiry(entry: Entry, bag: Bag) -> CheckPoint:
    return _point(Point.EXPIRY, Match.EXPIRED, same=entry.at < bag.expires)


def _dose(expected: Expected) -> CheckPoint:
    return _point(Point.DOSE, Match.DOSE, same=not _stops(expected) & _ABOUT_DOSE)


def _visual(entry: Entry) -> CheckPoint:
    return _point(Point.VISUAL, Match.VISUAL, same=entry.visual == CLEAR)


def _person(entry: Entry, expected: Expected, bag: Bag | None) -> CheckPoint:
    """See that the second person is not the first, however the name is spelt, and comes second."""
    name = fold(entry.person)
    others = {
        fold(one.person)
        for one in expected.checks
        if bag is not None and one.bag_id == bag.id and one.position != entry.position
    }
    if not name:
        return CheckPoint(Point.PERSON, Match.UNREADABLE)
    if bag is not None and entry.position != 1 and not others:
        return CheckPoint(Point.PERSON, Match.NOT_READY)
    return _point(Point.PERSON, Match.SAME_PERSON, same=name not in others)


def _ready(expected: Expected, said: set[Match]) -> CheckPoint:
    """Judge what no other point says already."""
    told: set[GoCode] = set(_ABOUT_DOSE)
    if Match.EXPIRED in said:
        told |= {GoCode.EXPIRED, GoCode.EXPIRES_BEFORE}
    if Match.OTHER_DONOR in said:
        told |= {GoCode.OTHER_DONOR}
    return _point(Point.READINESS, Match.NOT_READY, same=not _stops(expected) - told)


def _stops(expected: Expected) -> set[GoCode]:
    """Return the codes of what forbids a start and cannot be answered there."""
    return {one.code for one in expected.readiness.reasons if one.level is not Go.GO}


def _point(what: Point, otherwise: Match, detail: str = "", *, same: bool) -> CheckPoint:
    return CheckPoint(what, Match.MATCH) if same else CheckPoint(what, otherwise, detail)
