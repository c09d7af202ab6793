"""The kinds of step a service writes, and writing one only on what was read.

The journal keeps the code of a step, screens keep the words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from nkdesk.services.desk import Desk
from nkdesk.store.journal import newest_head
from nkdesk.store.store import Step, StoreConflictError


class StepKind(StrEnum):
    """What a step did."""

    CREATE_WARD = "create_ward"
    ADD_PROTOCOL = "add_protocol"
    APPROVE_PROTOCOL = "approve_protocol"
    SITE_DAY = "site_day"
    ENROL = "enrol"
    ENROL_AND_PLAN = "enrol_and_plan"
    PLAN = "plan"
    GIVEN = "given"
    NOT_GIVEN = "not_given"
    CORRECT_GIVEN = "correct_given"
    MOVE = "move"
    CEASE = "cease"
    OFF_STUDY = "off_study"
    SETTLE = "settle"
    REPLACE = "replace"
    SITE_CAPACITY = "site_capacity"
    OBSERVATION = "observation"
    INFECTION = "infection"
    CONSENT = "consent"
    WITHDRAW_CONSENT = "withdraw_consent"
    STRIKE = "strike"
    CONSENT_VERSION = "consent_version"
    ULN = "uln"
    DONOR = "donor"
    SIGN_GATE = "sign_gate"
    WAIVE = "waive"
    CLOSE_GATE = "close_gate"
    EXPIRE_GATE = "expire_gate"
    PLAN_SECOND = "plan_second"
    SEE_ALERT = "see_alert"
    DONOR_FACTS = "donor_facts"
    OPEN_LOT = "open_lot"
    MOVE_LOT = "move_lot"
    LOT_TEST = "lot_test"
    LATE_FAILURE = "late_failure"
    WEIGHT = "weight"
    ORDER_CELLS = "order_cells"
    ADD_DOSE = "add_dose"
    RESERVE_DOSE = "reserve_dose"
    MOVE_DOSE = "move_dose"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"
    SEE_PRODUCT_ALARM = "see_product_alarm"
    OPEN_CHECK = "open_check"
    CHECK_BAG = "check_bag"
    CHECK_STOPPED = "check_stopped"
    START_INFUSION = "start_infusion"
    INFUSION_ACT = "infusion_act"
    VITALS = "vitals"
    REACTION = "reaction"
    END_INFUSION = "end_infusion"
    COMPLETE_INFUSION = "complete_infusion"
    ABANDON_INFUSION = "abandon_infusion"
    LATE_INFUSION = "late_infusion"
    PRINT_SHEET = "print_sheet"
    RECALL_SHEET = "recall_sheet"
    RESTORE = "restore"
    UNDO = "undo"


def revision(desk: Desk) -> int:
    """Return the newest step's number: what a decision about to be made is based on."""
    return newest_head(desk.store).seq


@contextmanager
def step_on(desk: Desk, read_at: int, what: StepKind, why: str = "") -> Iterator[Step]:
    """Open a step that follows the revision a decision was based on.

    StoreConflictError when another window has written in between; nothing is saved then.
    """
    with desk.store.step(actor=desk.actor, what=what, why=why) as step:
        if step.seq != read_at + 1:
            raise StoreConflictError("step", None)
        yield step
