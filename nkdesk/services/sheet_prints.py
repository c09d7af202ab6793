"""What is printed of a row as a fingerprint: the same as long as paper would say the same.

A fingerprint has three parts: whether the row was open or done when printed, what is to be given
to whom and when, and how it stands. Recording as given what a sheet asks for does not make the
sheet untrue: that is what it is for. Ages count by the birth date, moments of judging not at all.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from nkdesk.model.cycle import ItemState
from nkdesk.model.infusion import InfusionState
from nkdesk.model.printed_sheet import SheetRow
from nkdesk.model.product import ProductDose
from nkdesk.model.readiness import GoReason, Readiness
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.services.product_models import DoseView, LotView, TestLine
from nkdesk.services.read_models import DayList, DayRow, DayStatus, PatientLine

OPEN, DONE = "open", "done"
_LETTERS = 32
_BEGUN = frozenset(
    {
        *(InfusionState.RUNNING, InfusionState.PAUSED, InfusionState.OBSERVING),
        InfusionState.COMPLETE,
    }
)


def still_true(was: str, now: str) -> bool:
    """Whether what was printed is still so; a row that was open may have been done meanwhile."""
    if was.startswith(OPEN) and now.startswith(DONE):
        return was.split()[1] == now.split()[1]
    return was == now


def rows_of_day(day_list: DayList) -> tuple[SheetRow, ...]:
    """Return a row for everything due on a day's list."""
    return tuple(
        SheetRow(row.line.patient.id, row.item_id, _fingerprint(row, _asked(row), _standing(row)))
        for row in day_list.rows
    )


def rows_of_card(page: BedsidePage) -> tuple[SheetRow, ...]:
    """Return the one row of a bedside card."""
    row = page.row
    asked = (
        *_asked(row),
        _plain(page.order),
        _bags(page.dose),
        page.rules.vitals,
        page.rules.after_end,
        [_plain(limit) for limit in page.limits],
        page.steroids_barred,
    )
    states = (page.dose and page.dose.state, page.lot and (page.lot.number, page.lot.state))
    standing = (*_standing(row), _judged(page.readiness), states, _plain(page.weight))
    return (SheetRow(row.line.patient.id, row.item_id, _fingerprint(row, asked, standing)),)


def rows_of_lot(view: LotView) -> tuple[SheetRow, ...]:
    """Return the one row of a donor and product sheet; it is about no single item."""
    printed = (
        _who(view.line),
        _plain(view.donor),
        _plain(view.lot),
        [_plain(move) for move in view.moves],
        [_test(test) for test in view.tests],
        [_dose(dose) for dose in view.doses],
        [_plain(hold) for hold in view.holds],
    )
    fingerprint = f"{DONE} {_digest(printed)} {_digest(())}"
    return (SheetRow(view.line.patient.id, 0, fingerprint),)


def _fingerprint(row: DayRow, asked: object, standing: object) -> str:
    return f"{_progress(row)} {_digest(asked)} {_digest(standing)}"


def _progress(row: DayRow) -> str:
    under_way = row.running is not None and row.running.infusion.state in _BEGUN
    given = row.status is DayStatus.GIVEN or row.item.state is ItemState.PARTLY_GIVEN
    return DONE if under_way or given else OPEN


def _asked(row: DayRow) -> tuple[object, ...]:
    """Return what is to be given to whom and when."""
    item = row.item
    return (
        _who(row.line),
        row.line.look_alike,
        (str(item.address), item.label, item.planned, item.original, item.earliest, item.latest),
        ([part.time for part in item.parts], item.warnings, item.calendar),
        (_plain(row.title), row.nth, row.example, row.protocol),
        _plain(row.dose),
        _bags(None if row.product is None else row.product.dose),
    )


def _standing(row: DayRow) -> tuple[object, ...]:
    """Return how it stands: done, late, not given, GO or not."""
    item = row.item
    return (
        (row.status, row.overdue_days, item.state, item.actual),
        [(part.done, part.at) for part in item.parts],
        (row.reason, row.note),
        _judged(row.readiness),
        None if row.running is None else (row.running.infusion.state, row.running.since),
    )


def _who(line: PatientLine) -> tuple[object, ...]:
    patient = line.patient
    numbers = (patient.trial_number, patient.case_number)
    return (patient.name.full, patient.born, numbers, patient.allergy_state, patient.allergies)


def _bags(dose: ProductDose | None) -> object:
    return None if dose is None else (dose.form, [_plain(bag) for bag in dose.bags])


def _judged(readiness: Readiness | None) -> object:
    if readiness is None:
        return None
    return readiness.go, [_reason(one) for one in readiness.reasons]


def _reason(reason: GoReason) -> object:
    return reason.code, reason.level, reason.detail, reason.at, reason.asks, _plain(reason.hold)


def _test(line: TestLine) -> object:
    return line.test.id, _plain(line.result), line.passed, line.per_kg


def _dose(view: DoseView) -> object:
    return _plain(view.dose), _plain(view.order), view.nth, view.planned, _judged(view.readiness)


def _plain(thing: object) -> object:
    """Return a dataclass as plain values; anything else stays as it is.

    Nothing is copied: this is done for every sheet in use whenever something is saved.
    """
    if is_dataclass(thing):
        return {one.name: _plain(getattr(thing, one.name)) for one in fields(thing)}
    return [_plain(one) for one in thing] if isinstance(thing, tuple) else thing


def _digest(printed: object) -> str:
    text = json.dumps(printed, default=_text, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_LETTERS]


def _text(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, Iterable) else str(value)
