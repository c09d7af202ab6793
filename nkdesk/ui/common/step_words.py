"""Steps of the journal in words: for history, undo and the status line."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.steps import StepKind

translate = QCoreApplication.translate


def step_words(what: str) -> str:
    """Return what a step did; a code of a newer program stands as it is."""
    try:
        kind = StepKind(what)
    except ValueError:
        return what
    return _words(kind)


def _words(kind: StepKind) -> str:
    return {**_plan_words(), **_eligibility_words(), **_product_words(), **_bedside_words()}[kind]


def _plan_words() -> dict[StepKind, str]:
    return {
        StepKind.CREATE_WARD: translate("Steps", "Create the ward"),
        StepKind.ADD_PROTOCOL: translate("Steps", "Add a protocol"),
        StepKind.APPROVE_PROTOCOL: translate("Steps", "Approve a protocol"),
        StepKind.SITE_DAY: translate("Steps", "Open or close a day"),
        StepKind.ENROL: translate("Steps", "Enrol"),
        StepKind.ENROL_AND_PLAN: translate("Steps", "Enrol and plan cycle 1"),
        StepKind.PLAN: translate("Steps", "Plan cycle 1"),
        StepKind.GIVEN: translate("Steps", "Record as given"),
        StepKind.NOT_GIVEN: translate("Steps", "Record as not given"),
        StepKind.CORRECT_GIVEN: translate("Steps", "Correct what was recorded"),
        StepKind.MOVE: translate("Steps", "Move"),
        StepKind.CEASE: translate("Steps", "Stop treatment"),
        StepKind.OFF_STUDY: translate("Steps", "Take off study"),
        StepKind.SETTLE: translate("Steps", "Place open infusions anew"),
        StepKind.REPLACE: translate("Steps", "Place the ward's infusions anew"),
        StepKind.SITE_CAPACITY: translate("Steps", "Set how many infusions a day takes"),
        StepKind.RESTORE: translate("Steps", "Restore from a backup"),
        StepKind.UNDO: translate("Steps", "Undo"),
    }


def _eligibility_words() -> dict[StepKind, str]:
    return {
        StepKind.OBSERVATION: translate("Steps", "Enter a result"),
        StepKind.INFECTION: translate("Steps", "Judge an infection"),
        StepKind.CONSENT: translate("Steps", "Enter a consent"),
        StepKind.WITHDRAW_CONSENT: translate("Steps", "Withdraw a consent"),
        StepKind.STRIKE: translate("Steps", "Strike an entry made by mistake"),
        StepKind.CONSENT_VERSION: translate("Steps", "Put a consent version in force"),
        StepKind.ULN: translate("Steps", "Choose a table of limits"),
        StepKind.DONOR: translate("Steps", "Enter a donor"),
        StepKind.SIGN_GATE: translate("Steps", "Sign the cycle 2 check"),
        StepKind.WAIVE: translate("Steps", "Waive a criterion"),
        StepKind.CLOSE_GATE: translate("Steps", "Close the cycle 2 check"),
        StepKind.EXPIRE_GATE: translate("Steps", "Close cycle 2 checks that expired"),
        StepKind.PLAN_SECOND: translate("Steps", "Plan cycle 2"),
        StepKind.SEE_ALERT: translate("Steps", "Note an alert as seen"),
    }


def _product_words() -> dict[StepKind, str]:
    return {
        StepKind.DONOR_FACTS: translate("Steps", "Enter a donor's typing and collection"),
        StepKind.OPEN_LOT: translate("Steps", "Open a lot"),
        StepKind.MOVE_LOT: translate("Steps", "Move a lot on"),
        StepKind.LOT_TEST: translate("Steps", "Enter a test of a lot"),
        StepKind.LATE_FAILURE: translate("Steps", "Enter a failed test of a lot in use"),
        StepKind.WEIGHT: translate("Steps", "Enter a weight"),
        StepKind.ORDER_CELLS: translate("Steps", "Order cells"),
        StepKind.ADD_DOSE: translate("Steps", "Enter a dose of a lot"),
        StepKind.RESERVE_DOSE: translate("Steps", "Reserve a dose"),
        StepKind.MOVE_DOSE: translate("Steps", "Issue, return or discard a dose"),
        StepKind.HOLD: translate("Steps", "Hold infusions back"),
        StepKind.LIFT_HOLD: translate("Steps", "Lift a hold"),
        StepKind.SEE_PRODUCT_ALARM: translate("Steps", "Note a product alarm as seen"),
        StepKind.PRINT_SHEET: translate("Steps", "Print a sheet"),
        StepKind.RECALL_SHEET: translate("Steps", "Take a printed sheet out of use"),
    }


def _bedside_words() -> dict[StepKind, str]:
    return {
        StepKind.OPEN_CHECK: translate("Steps", "Open the check at the bed"),
        StepKind.CHECK_BAG: translate("Steps", "Check a bag at the bed"),
        StepKind.CHECK_STOPPED: translate("Steps", "Stop at a check that does not match"),
        StepKind.START_INFUSION: translate("Steps", "Start an infusion"),
        StepKind.INFUSION_ACT: translate("Steps", "Record what was done at the bed"),
        StepKind.VITALS: translate("Steps", "Record vital signs"),
        StepKind.REACTION: translate("Steps", "Record a reaction"),
        StepKind.END_INFUSION: translate("Steps", "End an infusion"),
        StepKind.COMPLETE_INFUSION: translate("Steps", "End the observation"),
        StepKind.ABANDON_INFUSION: translate("Steps", "Give up an infusion before its start"),
        StepKind.LATE_INFUSION: translate("Steps", "Enter an infusion from paper"),
    }
