"""What is wrong with what was typed about lots, doses and holds, with what would be right."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.forms import FieldCode

translate = QCoreApplication.translate


def product_problem_words() -> dict[FieldCode, str]:
    """Return the sentence of each problem; ``{detail}`` stands for what it is about."""
    return {**_lot_words(), **_dose_words(), **_bond_words(), **_amount_words()}


def _lot_words() -> dict[FieldCode, str]:
    return {
        FieldCode.NO_PRODUCT_RULES: translate(
            "Fields",
            "The protocol of this patient says nothing of a product. Bring in a version that does.",
        ),
        FieldCode.NOT_FROM_HERE: translate(
            "Fields", "Not possible from here. Possible now: {detail}."
        ),
        FieldCode.BEFORE_EARLIER: translate(
            "Fields", "Something later is recorded already, at {detail}. Give a time from then on."
        ),
        FieldCode.NOT_LATER: translate("Fields", "This must lie after {detail}."),
        FieldCode.TESTS_OPEN: translate(
            "Fields",
            "No result yet: {detail}. Enter the results, or release conditionally with a name and "
            "a reason.",
        ),
        FieldCode.TEST_FAILED: translate(
            "Fields", "Failed: {detail}. A lot with a failed test can only be rejected."
        ),
        FieldCode.DONOR_NOT_ELIGIBLE: translate(
            "Fields",
            "The donor was not eligible on the day of collection: {detail}. Newer results of the "
            "donor would change that.",
        ),
    }


def _dose_words() -> dict[FieldCode, str]:
    return {
        FieldCode.NOT_RELEASED: translate(
            "Fields", "The lot is not released. Release it first, or conditionally with a reason."
        ),
        FieldCode.LOT_REJECTED: translate(
            "Fields", "The lot was rejected: its doses can only be discarded. Choose another lot."
        ),
        FieldCode.ON_HOLD: translate("Fields", "On hold: {detail}. Lift the hold first."),
        FieldCode.EXPIRED: translate(
            "Fields", "Expired at {detail}. It can be discarded; reserve another dose."
        ),
        FieldCode.UNDER_WAY: translate(
            "Fields", "It is being checked or infused now. End that at the bedside first."
        ),
        FieldCode.DOSE_GIVEN: translate(
            "Fields", "Its infusion is recorded as given. Correct that record first if it is wrong."
        ),
        FieldCode.ALREADY_LIFTED: translate("Fields", "This hold was lifted already."),
    }


def _bond_words() -> dict[FieldCode, str]:
    return {
        FieldCode.OTHER_PATIENT: translate(
            "Fields",
            "This product was made for another patient and can be given to nobody else. Choose a "
            "dose of this patient's own lots.",
        ),
        FieldCode.OTHER_DONOR: translate(
            "Fields",
            "This product is of another donor than the patient's donor now. Choose a dose of a lot "
            "of that donor.",
        ),
        FieldCode.UNLIKE_NUMBER: translate(
            "Fields", "Not the number on record. Read it from the label and type it again."
        ),
        FieldCode.INFUSION_TAKEN: translate(
            "Fields", "Dose {detail} is reserved for this infusion. Free that one first."
        ),
    }


def _amount_words() -> dict[FieldCode, str]:
    return {
        FieldCode.NO_WEIGHT: translate("Fields", "No weight is known. Enter the weight first."),
        FieldCode.WEIGHT_OLD: translate(
            "Fields", "The weight is old: {detail}. Weigh again, or confirm with a reason."
        ),
        FieldCode.WEIGHT_CHANGED: translate(
            "Fields", "The weight has changed: {detail}. Order again, or confirm with a reason."
        ),
        FieldCode.DOSE_OUT_OF_RANGE: translate(
            "Fields",
            "Outside the protocol's range: {detail}. Type it again, or confirm with a reason.",
        ),
        FieldCode.AMOUNTS_DISAGREE: translate(
            "Fields", "Per kg and in total do not agree: {detail}. Type both again."
        ),
        FieldCode.UNLIKE_LABEL: translate(
            "Fields", "Far from what was ordered: {detail}. Type it again, or confirm."
        ),
        FieldCode.UNLIKE_PREVIOUS: translate(
            "Fields", "Far from the previous dose: {detail}. Type it again, or confirm."
        ),
    }
