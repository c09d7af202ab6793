"""Lots: opened for a patient's donor, and moved from state to state.

A lot is bound to one donor and one recipient for ever. Every move has a time, a person, and a
reason where it needs one. Source: clinical facts §4.
"""

from dataclasses import dataclass
from datetime import datetime

from nkdesk.bedside.lots import RELEASES, LotAsk, LotRefusal, lot_next, lot_refusal
from nkdesk.bedside.release import TestVerdict, verdicts
from nkdesk.model.eligibility import Evaluation, Outcome
from nkdesk.model.product import DonorFacts, Lot, LotMove, LotState
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.product.donor_days import against, day_of_collection, donor_on
from nkdesk.services.product.entries import ProductReader, codes
from nkdesk.services.product.recipients import NOTHING, Recipient, off_study, recipient, weight_on
from nkdesk.services.product_forms import LotForm, LotMoveForm
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import lots
from nkdesk.store.store import Step

_BOTH_LENGTH = 200
"""How long the names of both persons may be together."""


def open_lot(desk: Desk, form: LotForm) -> Saved | Unsaved:
    """Open a lot of the patient's donor; its number is used once in the whole ward."""
    read_at = revision(desk)
    whose = recipient(desk, form.patient_id)
    if isinstance(whose, Unsaved):
        return whose
    refused = off_study(desk, form.patient_id)
    if refused is not None:
        return refused
    reader = ProductReader(desk)
    number = reader.identifier("number", form.number)
    note = reader.note("note", form.note)
    if number and lots.lot_by_number(desk.store, number) is not None:
        reader.refuse("number", FieldCode.ALREADY_USED)
    if not 1 <= form.cycle <= whose.protocol.cycles:
        reader.refuse("cycle", FieldCode.OUT_OF_RANGE, f"1-{whose.protocol.cycles}")
    if whose.donor is None:
        reader.refuse("donor", FieldCode.NO_DONOR)
    if reader.problems or whose.donor is None:
        return Unsaved(tuple(reader.problems))
    new = Lot(0, form.patient_id, whose.donor.id, form.cycle, number, note=note)
    with step_on(desk, read_at, StepKind.OPEN_LOT) as step:
        lots.add_lot(step, new)
    return Saved(step.seq)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A lot that is to move: where to, when, and how donor and tests stand for it."""

    lot: Lot
    whose: Recipient
    to: LotState
    at: datetime
    tests: tuple[TestVerdict, ...]
    donor: Evaluation | None


def move_lot(desk: Desk, form: LotMoveForm) -> Saved | Unsaved:
    """Move a lot on as one step, or say what stands against it.

    A release keeps the dated weight its limits per kilogram were judged by, a conditional one the
    tests that are open.
    """
    read_at = revision(desk)
    lot = lots.lot(desk.store, form.lot_id)
    whose = NOTHING if lot is None else recipient(desk, lot.patient_id)
    if lot is None or isinstance(whose, Unsaved):
        return NOTHING if isinstance(whose, Recipient) else whose
    reader = ProductReader(desk)
    asked = _asked(desk, reader, form, lot, whose)
    move = _read(desk, reader, form, asked)
    if asked is not None:
        _judge(reader, form, asked)
    if move is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    with step_on(desk, read_at, StepKind.MOVE_LOT, move.reason) as step:
        lots.move_lot(step, lot, move)
        if move.becomes is LotState.COLLECTED:
            _keep_collection(step, desk, lot, move)
    return Saved(step.seq)


def _asked(
    desk: Desk, reader: ProductReader, form: LotMoveForm, lot: Lot, whose: Recipient
) -> _Asked | None:
    to = reader.choice("to", form.to, tuple(LotState))
    moves = lots.moves(desk.store, lot.id)
    at = reader.past_moment(form.on, form.time, moves[-1].at if moves else None)
    if not to or at is None:
        return None
    weight = weight_on(desk, lot.patient_id, at.date())
    found = verdicts(whose.rules, lots.results(desk.store, lot.id), weight)
    is_collected = LotState(to) is LotState.COLLECTED
    facts = lots.donor_facts(desk.store, lot.donor_id)
    day = at.date() if is_collected else day_of_collection(moves, facts, None, at.date())
    return _Asked(lot, whose, LotState(to), at, found, donor_on(desk, lot.patient_id, day))


def _read(
    desk: Desk, reader: ProductReader, form: LotMoveForm, asked: _Asked | None
) -> LotMove | None:
    person = _persons(reader, form)
    reason, note = reader.note("reason", form.reason), reader.note("note", form.note)
    if asked is None:
        return None
    releases = asked.to in RELEASES
    open_now = tuple(one.test.id for one in asked.tests if one.passed is None) if releases else ()
    return LotMove(
        lot_id=asked.lot.id,
        was=asked.lot.state,
        becomes=asked.to,
        at=asked.at,
        person=person,
        reason=reason,
        note=note,
        open_tests=open_now,
        weight=weight_on(desk, asked.lot.patient_id, asked.at.date()) if releases else None,
        entered_by=desk.actor,
    )


def _persons(reader: ProductReader, form: LotMoveForm) -> str:
    """Read who moved the lot, and who else looked at a release: both names are kept."""
    person = reader.name("person", form.person, needed=True)
    second = reader.name("second", form.second)
    both = ", ".join(one for one in (person, second) if one)
    if len(both) > _BOTH_LENGTH:
        reader.refuse("second", FieldCode.TOO_LONG, str(_BOTH_LENGTH - len(person) - 2))
    return both


def _judge(reader: ProductReader, form: LotMoveForm, asked: _Asked) -> None:
    """Note beside each field what speaks against a move."""
    outcome = Outcome.INCOMPLETE if asked.donor is None else asked.donor.outcome
    ask = LotAsk(
        was=asked.lot.state,
        to=asked.to,
        person=form.person,
        reason=form.reason,
        second=form.second,
        tests=asked.tests,
        donor=outcome,
    )
    for refusal in lot_refusal(ask):
        problem = _problem(refusal, asked)
        if all(one.field != problem.field for one in reader.problems):
            reader.problems.append(problem)


def _problem(refusal: LotRefusal, asked: _Asked) -> FieldProblem:
    waiting = codes(
        one.test.id for one in asked.tests if one.passed is None and one.test.at_release
    )
    failed = codes(one.test.id for one in asked.tests if one.passed is False)
    return {
        LotRefusal.NOT_FROM_HERE: FieldProblem(
            "to", FieldCode.NOT_FROM_HERE, codes(lot_next(asked.lot.state))
        ),
        LotRefusal.TESTS_OPEN: FieldProblem("to", FieldCode.TESTS_OPEN, waiting),
        LotRefusal.TEST_FAILED: FieldProblem("to", FieldCode.TEST_FAILED, failed),
        LotRefusal.NEEDS_PERSON: FieldProblem("person", FieldCode.MISSING),
        LotRefusal.NEEDS_REASON: FieldProblem("reason", FieldCode.NEEDS_TEXT),
        LotRefusal.NEEDS_SECOND: FieldProblem("second", FieldCode.MISSING),
        LotRefusal.SAME_PERSON: FieldProblem("second", FieldCode.SAME_PERSON),
        LotRefusal.DONOR_NOT_ELIGIBLE: FieldProblem(
            "to", FieldCode.DONOR_NOT_ELIGIBLE, codes(against(asked.donor))
        ),
    }[refusal]


def _keep_collection(step: Step, desk: Desk, lot: Lot, move: LotMove) -> None:
    """Note the day of a collection beside the donor, unless one is known already."""
    known = lots.donor_facts(desk.store, lot.donor_id) or DonorFacts(lot.donor_id)
    if known.collected is None:
        facts = DonorFacts(lot.donor_id, known.typing, move.at.date())
        lots.set_donor_facts(step, lot.patient_id, facts)
