"""Results of a lot's tests: entered, corrected by a later one, never overwritten.

One that fails after the lot was released, or given, stops what is left of it in the same step:
the doses are held, whoever received the lot is found, an alarm stands until somebody has seen it
by name. A corrected result lifts nothing by itself: a person does, with a reason.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from nkdesk.bedside.lots import RELEASES
from nkdesk.bedside.release import judge
from nkdesk.model.product import Hold, HoldKind, Lot, LotMove, TestResult
from nkdesk.model.product_rules import ReleaseTest
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product.recipients import NOTHING, Recipient, recipient, weight_on
from nkdesk.services.product.under_way import was_received
from nkdesk.services.product_forms import TestForm
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import holds, lots, product_alarms
from nkdesk.store.store import Step


@dataclass(frozen=True, slots=True)
class _Entered:
    """A result as read, with the lot and the test it is of, and the one it corrects."""

    lot: Lot
    test: ReleaseTest
    result: TestResult
    corrected: TestResult | None


def enter_test(desk: Desk, form: TestForm) -> Saved | Unsaved:
    """Save a result of a lot's test, or the correction of one, as one step.

    Limits per kilogram are judged by the dated weight, which is kept with the result.
    """
    read_at = revision(desk)
    lot = lots.lot(desk.store, form.lot_id)
    whose = NOTHING if lot is None else recipient(desk, lot.patient_id)
    if lot is None or not isinstance(whose, Recipient):
        return NOTHING if isinstance(whose, Recipient) else whose
    reader = ProductReader(desk)
    new = _read(desk, reader, form, (lot, whose))
    if new is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    late = _fails_late(desk, new)
    what = StepKind.LATE_FAILURE if late else StepKind.LOT_TEST
    with step_on(desk, read_at, what, new.result.why) as step:
        number = lots.add_test(step, lot.patient_id, new.result)
        if late:
            _stop_the_rest(step, desk, new, number)
    return Saved(step.seq)


def _read(
    desk: Desk, reader: ProductReader, form: TestForm, of: tuple[Lot, Recipient]
) -> _Entered | None:
    lot, whose = of
    named = reader.choice("test", form.test, tuple(one.id for one in whose.rules.tests))
    moves = lots.moves(desk.store, lot.id)
    at = reader.past_moment(form.on, form.time, _began(moves))
    person = reader.name("person", form.person, needed=True)
    note = reader.note("note", form.note)
    if not named:
        return None
    test = whose.rules.test(named)
    value = _value(reader, test, form.value)
    corrected = _corrected(desk, reader, form, value)
    why = reader.words("why", form.why) if form.corrects is not None else ""
    if at is None or value is None:
        return None
    weight = weight_on(desk, lot.patient_id, at.date()) if test.per_kg else None
    if test.per_kg and weight is None:
        reader.refuse("value", FieldCode.NO_WEIGHT)
    result = TestResult(
        lot.id, named, value, at, person, weight, form.corrects, why, desk.actor, note
    )
    return _Entered(lot, test, result, corrected)


def _began(moves: tuple[LotMove, ...]) -> datetime | None:
    """Return when the first cells of a lot were taken: nothing can be tested before."""
    return moves[0].at if moves else None


def _value(reader: ProductReader, test: ReleaseTest, typed: str) -> Decimal | str | None:
    if test.limit is None:
        return reader.choice("value", typed, test.answers) or None
    return reader.measured("value", typed)


def _corrected(
    desk: Desk, reader: ProductReader, form: TestForm, value: Decimal | str | None
) -> TestResult | None:
    """Read which result is put right: one of the same test that still counts, with why."""
    if form.corrects is None:
        return None
    known = [one for one in lots.all_results(desk.store, form.lot_id) if one.id == form.corrects]
    current = {one.id for one in lots.results(desk.store, form.lot_id)}
    if not known or known[0].test != form.test:
        reader.refuse("corrects", FieldCode.NOT_A_CHOICE)
    elif form.corrects not in current:
        reader.refuse("corrects", FieldCode.NO_LONGER_COUNTS)
    elif known[0].value == value:
        reader.refuse("value", FieldCode.UNCHANGED)
    return known[0] if known else None


def _fails_late(desk: Desk, new: _Entered) -> bool:
    """Whether a result fails a lot that was ever released or received, and the failure is news.

    A lot that nobody released may have been given all the same and entered from paper.

    A correction of a result that failed already finds the hold and the alarm in place.
    """
    if judge(new.test, new.result).passed is not False:
        return False
    if new.corrected is not None and judge(new.test, new.corrected).passed is False:
        return False
    released = any(move.becomes in RELEASES for move in lots.moves(desk.store, new.lot.id))
    return released or was_received(desk, new.lot)


def _stop_the_rest(step: Step, desk: Desk, new: _Entered, number: int) -> None:
    """Hold what is left of a lot and raise the alarm about who received it."""
    kind = HoldKind.PRODUCT if new.test.at_release else HoldKind.STERILITY
    hold = Hold(
        patient_id=new.lot.patient_id,
        kind=kind,
        since=desk.clock.now(),
        who="",
        why=new.test.id,
        lot_id=new.lot.id,
        value=str(new.result.value),
    )
    holds.add_hold(step, hold)
    product_alarms.add_alarm(step, new.lot.patient_id, new.lot.id, number)
